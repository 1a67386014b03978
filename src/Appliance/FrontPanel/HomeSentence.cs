using Appliance.Calls;
using Hal.Lamps;

namespace Appliance.FrontPanel;

/// <summary>What lamps and screen say about the box as a whole: the worst thing first (product.md 3.2).</summary>
public sealed record HomeSentence(string Text, LampState Status, LampState Line, LampState Call)
{
    /// <summary>The sentence for this many ways out, phones and calls.</summary>
    public static HomeSentence Of(IReadOnlyCollection<TrunkHealth> trunks, int phones, IReadOnlyCollection<bool> calls, bool emergency)
    {
        if (emergency)
            return new("Emergency call in progress", Fast(LampColour.Red), Steady(LampColour.Green), Fast(LampColour.Red));

        var call = calls.Any(answered => answered) ? Steady(LampColour.Green) : calls.Count > 0 ? Fast(LampColour.Green) : LampState.Dark;
        var talk = calls.Count switch { 0 => "", 1 => ", 1 call", var count => $", {count} calls" };
        var heard = phones switch { 0 => "no phone yet", 1 => "1 phone", _ => $"{phones} phones" };
        return trunks switch
        {
            { Count: 0 } => new($"No line yet, {heard}{talk}", Slow(LampColour.Blue), LampState.Dark, call),
            _ when trunks.All(health => health is TrunkHealth.Down) => new($"The line is down, {heard}{talk}", Steady(LampColour.Yellow), Steady(LampColour.Red), call),
            _ when trunks.Any(health => health is TrunkHealth.Down) => new($"One line is down, {heard}{talk}", Steady(LampColour.Green), Slow(LampColour.Yellow), call),
            _ when trunks.All(health => health is TrunkHealth.Unknown) => new($"Checking the line, {heard}{talk}", Steady(LampColour.Green), Slow(LampColour.Green), call),
            _ => new($"Ready, {heard}{talk}", Steady(LampColour.Green), Steady(LampColour.Green), call),
        };
    }

    private static LampState Steady(LampColour colour) => new(colour, LampPattern.Steady);

    private static LampState Slow(LampColour colour) => new(colour, LampPattern.Slow);

    private static LampState Fast(LampColour colour) => new(colour, LampPattern.Fast);
}

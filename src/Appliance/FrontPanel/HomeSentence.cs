using Appliance.Calls;
using Appliance.Texts;
using Hal.Lamps;

namespace Appliance.FrontPanel;

/// <summary>How the box is as a whole, in one sentence for the page and the terminal: the worst first (product.md 3.2).</summary>
public sealed record HomeSentence(string Text, LampState Status, LampState Line, LampState Call)
{
    /// <summary>The sentence for this many ways out, phones and calls.</summary>
    public static HomeSentence Of(IReadOnlyCollection<TrunkHealth> trunks, int phones, IReadOnlyCollection<bool> calls, bool emergency, string language = "en")
    {
        var talk = calls.Any(answered => answered) ? Steady(LampColour.Green) : calls.Count > 0 ? Fast(LampColour.Green) : LampState.Dark;
        return (emergency, trunks) switch
        {
            (true, _) => new(Sentences.Say("home.emergency", language), Fast(LampColour.Red), Steady(LampColour.Green), Fast(LampColour.Red)),
            (_, { Count: 0 }) => new(Say("home.no-line"), Slow(LampColour.Blue), LampState.Dark, talk),
            _ when trunks.All(health => health is TrunkHealth.Down) => new(Say("home.line-down"), Steady(LampColour.Yellow), Steady(LampColour.Red), talk),
            _ when trunks.Any(health => health is TrunkHealth.Down) => new(Say("home.one-line-down"), Steady(LampColour.Green), Slow(LampColour.Yellow), talk),
            _ when trunks.All(health => health is TrunkHealth.Unknown) => new(Say("home.checking"), Steady(LampColour.Green), Slow(LampColour.Green), talk),
            _ => new(Say("home.ready"), Steady(LampColour.Green), Steady(LampColour.Green), talk),
        };

        string Say(string code) => Sentences.Say(code, language, [Inside(phones, calls.Count, language)]);
    }

    private static string Inside(int phones, int calls, string language)
    {
        var heard = phones switch
        {
            0 => Sentences.Say("home.phones.none", language),
            1 => Sentences.Say("home.phones.one", language),
            _ => Sentences.Say("home.phones.many", language, [$"{phones}"]),
        };
        return calls switch
        {
            0 => heard,
            1 => Sentences.Say("home.calls.one", language, [heard]),
            _ => Sentences.Say("home.calls.many", language, [heard, $"{calls}"]),
        };
    }

    private static LampState Steady(LampColour colour) => new(colour, LampPattern.Steady);

    private static LampState Slow(LampColour colour) => new(colour, LampPattern.Slow);

    private static LampState Fast(LampColour colour) => new(colour, LampPattern.Fast);
}

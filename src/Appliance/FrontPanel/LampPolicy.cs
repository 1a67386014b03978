using Appliance.Calls;
using Appliance.Health;
using Hal.Lamps;

namespace Appliance.FrontPanel;

/// <summary>
/// The lamps as a function of what the box knows: the worst first. Colours are those of product.md 3.2; where its table tells two states
/// apart by colour alone, the rhythm of its one-lamp column tells them apart here too, since most real lamps have one colour.
/// </summary>
public static class LampPolicy
{
    /// <summary>What the lamps of a panel with so many of them show.</summary>
    public static PanelLamps Of(PanelFacts facts, int lamps)
    {
        var means = MeaningOf(facts, lamps);
        return lamps <= 1
            ? new(Alone(means.Status), Alone(means.Status), Alone(means.Status))
            : new(Status(means.Status), Line(means.Line), Call(means.Call));
    }

    /// <summary>What they mean, for words beside the lamps.</summary>
    public static LampMeanings MeaningOf(PanelFacts facts, int lamps)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return lamps <= 1 ? Same(Worst(facts)) : Together(facts);
    }

    private static LampMeanings Same(LampMeaning meaning) => new(meaning, meaning, meaning);

    private static LampMeanings Together(PanelFacts facts) => facts switch
    {
        { Emergency: not null } => new(LampMeaning.Emergency, OfLines(facts), LampMeaning.Emergency),
        { IsLocated: true } => Same(LampMeaning.Located),
        _ when IsUpdating(facts) => new(LampMeaning.Updating, LampMeaning.Updating, OfCalls(facts)),
        _ => new(OfBox(facts), OfLines(facts), OfCalls(facts)),
    };

    private static LampMeaning Worst(PanelFacts facts) => facts switch
    {
        { Emergency: not null } => LampMeaning.Emergency,
        { IsLocated: true } => LampMeaning.Located,
        _ when IsUpdating(facts) => LampMeaning.Updating,
        _ => (OfBox(facts), OfLines(facts), OfCalls(facts)) switch
        {
            (not LampMeaning.Ready and var box, _, _) => box,
            (_, not (LampMeaning.Ready or LampMeaning.Nothing) and var line, _) => line,
            (_, _, not LampMeaning.Nothing and var call) => call,
            _ => LampMeaning.Ready,
        },
    };

    /// <summary>An open window is always seen, and before faults: somebody is about to act.</summary>
    private static LampMeaning OfBox(PanelFacts facts) => facts switch
    {
        { Setup.Window: not null } => LampMeaning.NeedsYou,
        _ when Has(facts, Severity.Hardware) => LampMeaning.Hardware,
        { Boot.Step: not BootStep.Ready } => LampMeaning.ComingUp,
        { Setup.IsClaimed: false } or { Lines.IsEmpty: true } => LampMeaning.NeedsYou,
        _ when Has(facts, Severity.NeedsYou) => LampMeaning.NeedsYou,
        { Update.Step: UpdateStep.RolledBack } => LampMeaning.RolledBack,
        _ => OfLines(facts) switch
        {
            LampMeaning.LineDown => LampMeaning.LineDown,
            LampMeaning.Ready or LampMeaning.ComingUp when Has(facts, Severity.Degraded) => LampMeaning.Degraded,
            _ => LampMeaning.Ready,
        },
    };

    private static LampMeaning OfLines(PanelFacts facts) => facts.Lines switch
    {
        { IsEmpty: true } => LampMeaning.Nothing,
        var lines when Has(facts, Severity.LineDown) || lines.All(static line => line.Health is TrunkHealth.Down) => LampMeaning.LineDown,
        var lines when lines.Any(static line => line.IsDegraded || line.Health is TrunkHealth.Down) => LampMeaning.Degraded,
        var lines when lines.Any(static line => line.Health is TrunkHealth.Unknown) => LampMeaning.ComingUp,
        _ => LampMeaning.Ready,
    };

    private static LampMeaning OfCalls(PanelFacts facts) =>
        facts.Calls.Any(static call => call.Answered is not null) ? LampMeaning.Talking
        : facts.Calls.IsEmpty ? LampMeaning.Nothing
        : LampMeaning.Ringing;

    private static bool IsUpdating(PanelFacts facts) => facts.Update is { Step: UpdateStep.Installing or UpdateStep.Restarting };

    private static bool Has(PanelFacts facts, Severity severity) => facts.Problems.Any(problem => problem.Severity == severity);

    private static LampState Status(LampMeaning meaning) => meaning switch
    {
        LampMeaning.Emergency => new(LampColour.Red, LampPattern.Fast),
        LampMeaning.Located => new(LampColour.Blue, LampPattern.InTurn[0]),
        LampMeaning.Updating => new(LampColour.Blue, LampPattern.Fast),
        LampMeaning.NeedsYou => new(LampColour.Blue, LampPattern.Slow),
        LampMeaning.Hardware => new(LampColour.Red, LampPattern.FiveBlinks),
        LampMeaning.ComingUp => new(LampColour.Green, LampPattern.Breathing),
        LampMeaning.RolledBack => new(LampColour.Yellow, LampPattern.FourBlinks),
        LampMeaning.LineDown => new(LampColour.Yellow, LampPattern.Steady),
        LampMeaning.Degraded => new(LampColour.Yellow, LampPattern.TwoBlinks),
        _ => new(LampColour.Green, LampPattern.Steady),
    };

    /// <summary>Green only once it is known: a line that is still being asked may as well be down.</summary>
    private static LampState Line(LampMeaning meaning) => meaning switch
    {
        LampMeaning.Located => new(LampColour.Blue, LampPattern.InTurn[1]),
        LampMeaning.Updating => new(LampColour.Blue, LampPattern.Fast),
        LampMeaning.LineDown => new(LampColour.Red, LampPattern.ThreeBlinks),
        LampMeaning.Degraded => new(LampColour.Yellow, LampPattern.Slow),
        LampMeaning.ComingUp => new(LampColour.Yellow, LampPattern.Breathing),
        LampMeaning.Ready => new(LampColour.Green, LampPattern.Steady),
        _ => LampState.Dark,
    };

    private static LampState Call(LampMeaning meaning) => meaning switch
    {
        LampMeaning.Emergency => new(LampColour.Red, LampPattern.Fast),
        LampMeaning.Located => new(LampColour.Blue, LampPattern.InTurn[2]),
        LampMeaning.Ringing => new(LampColour.Green, LampPattern.Fast),
        LampMeaning.Talking => new(LampColour.Green, LampPattern.Steady),
        _ => LampState.Dark,
    };

    /// <summary>
    /// One lamp for everything. The table has "fast" for three states and one wink for two; a lamp alone would not tell them apart,
    /// so only the emergency is fast without end.
    /// </summary>
    private static LampState Alone(LampMeaning meaning) => meaning switch
    {
        LampMeaning.Emergency => new(LampColour.Red, LampPattern.Fast),
        LampMeaning.Located => new(LampColour.Blue, LampPattern.Beacon),
        LampMeaning.Updating => new(LampColour.Blue, LampPattern.LongShort),
        LampMeaning.NeedsYou => new(LampColour.Blue, LampPattern.Slow),
        LampMeaning.Hardware => new(LampColour.Red, LampPattern.FiveBlinks),
        LampMeaning.ComingUp => new(LampColour.Green, LampPattern.Breathing),
        LampMeaning.RolledBack => new(LampColour.Yellow, LampPattern.FourBlinks),
        LampMeaning.LineDown => new(LampColour.Red, LampPattern.ThreeBlinks),
        LampMeaning.Degraded => new(LampColour.Yellow, LampPattern.TwoBlinks),
        LampMeaning.Ringing => new(LampColour.Green, LampPattern.DoubleWink),
        LampMeaning.Talking => new(LampColour.Green, LampPattern.Wink),
        _ => new(LampColour.Green, LampPattern.Steady),
    };
}

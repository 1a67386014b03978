namespace Hal.Lamps;

/// <summary>A lamp as a function of time: lit for a while, dark for a while, over and over. At most 3 flashes a second (WCAG 2.3.1).</summary>
/// <param name="On">How long it is lit in each round.</param>
/// <param name="Off">How long it is dark in each round; zero is steady.</param>
public sealed record LampPattern(TimeSpan On, TimeSpan Off)
{
    /// <summary>Lit.</summary>
    public static readonly LampPattern Steady = new(TimeSpan.FromSeconds(1), TimeSpan.Zero);

    /// <summary>0.5 Hz.</summary>
    public static readonly LampPattern Slow = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));

    /// <summary>2 Hz.</summary>
    public static readonly LampPattern Fast = new(TimeSpan.FromMilliseconds(250), TimeSpan.FromMilliseconds(250));

    /// <summary>True when the lamp is lit at this moment, counted from any fixed start.</summary>
    public bool IsLit(TimeSpan now) => now.Ticks % (On + Off).Ticks < On.Ticks;
}

/// <summary>What one lamp shows.</summary>
public readonly record struct LampState(LampColour Colour, LampPattern Pattern)
{
    /// <summary>Dark.</summary>
    public static readonly LampState Dark = new(LampColour.Off, LampPattern.Steady);
}

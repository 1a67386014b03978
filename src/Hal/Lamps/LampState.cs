namespace Hal.Lamps;

/// <summary>What one lamp shows.</summary>
public readonly record struct LampState(LampColour Colour, LampPattern Pattern)
{
    /// <summary>Dark.</summary>
    public static readonly LampState Dark = new(LampColour.Off, LampPattern.Dark);
}

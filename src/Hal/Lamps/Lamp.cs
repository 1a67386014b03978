namespace Hal.Lamps;

/// <summary>The three lamps of the front panel.</summary>
public enum Lamp
{
    /// <summary>The box itself.</summary>
    Status,

    /// <summary>The way out of the office.</summary>
    Line,

    /// <summary>Calls.</summary>
    Call,
}

/// <summary>What a lamp can show. Never by colour alone: every meaning has its own rhythm too (IEC 60073, WCAG 2.3.1).</summary>
public enum LampColour
{
    /// <summary>Dark.</summary>
    Off,

    /// <summary>Normal.</summary>
    Green,

    /// <summary>Not normal.</summary>
    Yellow,

    /// <summary>Fault.</summary>
    Red,

    /// <summary>Somebody has to do something.</summary>
    Blue,
}

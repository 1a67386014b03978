using Hal.Lamps;

namespace Appliance.FrontPanel;

/// <summary>What a lamp means to say (product.md 3.2).</summary>
public enum LampMeaning
{
    /// <summary>Nothing: there is no line, or no call.</summary>
    Nothing,

    /// <summary>All is well.</summary>
    Ready,

    /// <summary>It rings somewhere.</summary>
    Ringing,

    /// <summary>Somebody talks.</summary>
    Talking,

    /// <summary>It works, but worse than it should.</summary>
    Degraded,

    /// <summary>Calls to the world do not go through.</summary>
    LineDown,

    /// <summary>An update did not work; the version before runs.</summary>
    RolledBack,

    /// <summary>Somebody has to do something: set-up mode, a box without an owner or a line, an approval.</summary>
    NeedsYou,

    /// <summary>The box comes up, or tries its lines for the first time.</summary>
    ComingUp,

    /// <summary>The box itself is at fault.</summary>
    Hardware,

    /// <summary>An update is being written: do not unplug.</summary>
    Updating,

    /// <summary>"Which box is it?"</summary>
    Located,

    /// <summary>An emergency call, until somebody has acknowledged it.</summary>
    Emergency,
}

/// <summary>What the lamps mean to say at one moment. On a panel with one lamp all three are the same.</summary>
public readonly record struct LampMeanings(LampMeaning Status, LampMeaning Line, LampMeaning Call);

/// <summary>The lamps at one moment. On a panel with one lamp all three are the same, so that it does not matter which it has.</summary>
public readonly record struct PanelLamps(LampState Status, LampState Line, LampState Call)
{
    /// <summary>This lamp.</summary>
    public LampState this[Lamp lamp] => lamp switch
    {
        Lamp.Status => Status,
        Lamp.Line => Line,
        Lamp.Call => Call,
        _ => LampState.Dark,
    };
}

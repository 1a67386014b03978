namespace Appliance.Health;

/// <summary>What is seen of the program when it is asked for a sign of life.</summary>
/// <param name="Signalling">How often the signalling loop has turned; null: the gateway is not up yet.</param>
/// <param name="Panel">How often the panel's loop has turned.</param>
/// <param name="IsEngineUp">The voice engine runs.</param>
public readonly record struct LifeSigns(long? Signalling, long Panel, bool IsEngineUp);

/// <summary>
/// Whether the program is well enough that restarting the whole computer would do harm rather than good. A restart cuts every call, so it
/// is the last means: only for a part that stands still although it was asked to move, and for longer than it takes to mend itself. A part
/// that never ran proves a wrong setting, not a hang, and is left alone. Immutable; time is an argument.
/// </summary>
public sealed record Vitality
{
    /// <summary>The signalling loop turns within milliseconds; calls are lost after 32 s of silence in any case (64 × T1, RFC 3261 17.1.1.2).</summary>
    public static readonly TimeSpan SignallingPatience = TimeSpan.FromSeconds(30);

    /// <summary>The panel's loop begins anew by itself, after a minute at most.</summary>
    public static readonly TimeSpan PanelPatience = TimeSpan.FromMinutes(3);

    /// <summary>The voice engine is started again within seconds, over and over.</summary>
    public static readonly TimeSpan EnginePatience = TimeSpan.FromMinutes(5);

    /// <summary>Reading a worn card at the start, or a large database, takes its time.</summary>
    public static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(5);

    private readonly LifeSigns _seen;
    private readonly bool _hadEngine;
    private readonly TimeSpan _signallingAt;
    private readonly TimeSpan _panelAt;
    private readonly TimeSpan _engineAt;

    private Vitality(LifeSigns seen, TimeSpan now)
    {
        (_seen, _hadEngine) = (seen, seen.IsEngineUp);
        (_signallingAt, _panelAt, _engineAt) = (now, now, now);
    }

    private Vitality(Vitality before, LifeSigns seen, TimeSpan now)
    {
        (_seen, _hadEngine) = (seen, before._hadEngine || seen.IsEngineUp);
        _signallingAt = seen.Signalling == before._seen.Signalling ? before._signallingAt : now;
        _panelAt = seen.Panel == before._seen.Panel ? before._panelAt : now;
        _engineAt = seen.IsEngineUp || !before._hadEngine ? now : before._engineAt;
    }

    /// <summary>The first look.</summary>
    public static Vitality Begin(LifeSigns seen, TimeSpan now) => new(seen, now);

    /// <summary>After another look.</summary>
    public Vitality See(LifeSigns seen, TimeSpan now) => new(this, seen, now);

    /// <summary>What stands still, or null: all is well.</summary>
    public string? Still(TimeSpan now) => this switch
    {
        { _seen.Signalling: null } when now - _signallingAt >= StartPatience => "the start of the gateway",
        { _seen.Signalling: not null } when now - _signallingAt >= SignallingPatience => "the signalling loop",
        _ when now - _panelAt >= PanelPatience => "the panel's loop",
        { _hadEngine: true } when now - _engineAt >= EnginePatience => "the voice engine",
        _ => null,
    };
}

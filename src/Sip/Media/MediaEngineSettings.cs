namespace Sip.Media;

/// <summary>What a media engine is started with.</summary>
public sealed record MediaEngineSettings
{
    /// <summary>The UDP ports it may use.</summary>
    public PortRange Ports { get; init; } = PortRange.Default;

    /// <summary>The folder of announcement files. Null: none can be played.</summary>
    public string? Announcements { get; init; }

    /// <summary>The mark of what is sent, 0 to 63: EF (DSCP 46, RFC 4594 section 4.1).</summary>
    public int DifferentiatedServices { get; init; } = 46;

    /// <summary>How long paths outlive the gateway that opened them, waiting for its successor.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(60);
}

using Appliance.Trunks;

namespace Appliance.Calls;

/// <summary>A call as it begins: who calls whom, and what is to become of it.</summary>
public sealed record CallSetup
{
    /// <summary>Our identifier; unique for ever.</summary>
    public required string Id { get; init; }

    /// <summary>As records write it: <c>extension:101</c>, <c>trunk:twilio</c>.</summary>
    public required string Origin { get; init; }

    /// <summary>What the caller is; it decides how a failure is told to it.</summary>
    public required PeerKind CallerKind { get; init; }

    /// <summary>Which way it goes.</summary>
    public required CallDirection Direction { get; init; }

    /// <summary>How to speak with the caller.</summary>
    public required LegTerms CallerTerms { get; init; }

    /// <summary>What is to become of it.</summary>
    public required CallPlan Plan { get; init; }

    /// <summary>The caller's phone, where it is rung before anybody is called; null where the caller called us.</summary>
    public CallTarget? CallerPhone { get; init; }

    /// <summary>What was dialled.</summary>
    public string Dialled { get; init; } = "";

    /// <summary>The +E.164 number called, or what it is when it is none.</summary>
    public string Number { get; init; } = "";

    /// <summary>The caller's number as we were told.</summary>
    public string Caller { get; init; } = "";

    /// <summary>The other side's own name of the call: Twilio's CallSid.</summary>
    public string? PeerCallId { get; init; }

    /// <summary>A call to an emergency number: no limit applies to it.</summary>
    public bool IsEmergency { get; init; }

    /// <summary>How far to go to find a line that works.</summary>
    public FailoverLimits Failover { get; init; } = new();

    /// <summary>How long it may ring in all.</summary>
    public TimeSpan RingTime { get; init; } = TimeSpan.FromSeconds(185);

    /// <summary>How long it may last once answered.</summary>
    public TimeSpan LongestCall { get; init; } = TimeSpan.FromHours(4);

    /// <summary>A side that sends nothing for this long ends the call; not while on hold.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(60);
}

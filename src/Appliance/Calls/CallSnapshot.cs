using Sip.Dialogs;
using Sip.Media;

namespace Appliance.Calls;

/// <summary>An answered call as the next run of the gateway needs it, should this one be killed (DESIGN law 8). Holds no keys and no passwords.</summary>
public sealed record CallSnapshot
{
    /// <summary>The record the call would leave if it ended now; its duration is how long the sides have talked.</summary>
    public required CallRecord Record { get; init; }

    /// <summary>How long it may last in all once answered.</summary>
    public required TimeSpan LongestCall { get; init; }

    /// <summary>The calling side.</summary>
    public required LegSnapshot Caller { get; init; }

    /// <summary>The called side; null when the box itself answered.</summary>
    public LegSnapshot? Called { get; init; }

    /// <summary>True when the other differs in more than what every moment changes.</summary>
    public bool DiffersFrom(CallSnapshot? other) => other is null || Still(this) != Still(other);

    private static CallSnapshot Still(CallSnapshot call) => call with
    {
        Record = call.Record with { Duration = TimeSpan.Zero },
        Caller = LegSnapshot.Still(call.Caller),
        Called = call.Called is { } called ? LegSnapshot.Still(called) : null,
    };
}

/// <summary>One side of an answered call.</summary>
public sealed record LegSnapshot
{
    /// <summary>Who it is: <c>extension:101</c>, <c>trunk:twilio</c>.</summary>
    public required string Peer { get; init; }

    /// <summary>Its dialog, without keys.</summary>
    public required DialogSnapshot Dialog { get; init; }

    /// <summary>The number of its port in the media engine.</summary>
    public required int Port { get; init; }

    /// <summary>The codec by its SDP name.</summary>
    public required string Codec { get; init; }

    /// <summary>True when its voice is SRTP.</summary>
    public required bool Secure { get; init; }

    /// <summary>True when key presses reach it by INFO, false when in its voice stream (RFC 4733).</summary>
    public bool DigitsByInfo { get; init; }

    internal PortId PortId => new(Port);

    internal LegQuality Quality(PortCounters? counters) => LegQuality.Of(Codec, Secure, counters);

    internal static LegSnapshot Still(LegSnapshot leg) => leg with { Dialog = leg.Dialog with { LocalSequence = 0, RemoteSequence = null } };
}

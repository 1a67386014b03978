using Sip.Media;

namespace Appliance.Calls;

/// <summary>The one record that every call leaves, however it ends.</summary>
public sealed record CallRecord
{
    /// <summary>Our identifier of the call; unique for ever.</summary>
    public required string Id { get; init; }

    /// <summary>The time of day at the first message. Meaningless when <see cref="ClockNotSet"/>.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>True: the box did not know the time when the call began.</summary>
    public bool ClockNotSet { get; init; }

    /// <summary>Which way the call went.</summary>
    public required CallDirection Direction { get; init; }

    /// <summary>Who called: <c>extension:101</c>, <c>pbx:asterisk</c>, <c>trunk:twilio</c>, <c>self:practice</c>.</summary>
    public required string Origin { get; init; }

    /// <summary>What was dialled, letter by letter.</summary>
    public string Dialled { get; init; } = "";

    /// <summary>The +E.164 number called, or what it was when it is none (internal, emergency, unknown).</summary>
    public string Number { get; init; } = "";

    /// <summary>The caller's number as we were told.</summary>
    public string Caller { get; init; } = "";

    /// <summary>The number shown to the called side.</summary>
    public string CallerShown { get; init; } = "";

    /// <summary>The trunk that carried it, or null.</summary>
    public string? Trunk { get; init; }

    /// <summary>Who was reached last: <c>extension:101</c>, <c>trunk:twilio</c>, <c>service:echo</c>; empty when nobody was tried.</summary>
    public string Target { get; init; } = "";

    /// <summary>True when somebody's phone rang.</summary>
    public bool Rang { get; init; }

    /// <summary>From the first message to the answer; null when it was never answered.</summary>
    public TimeSpan? AnsweredAfter { get; init; }

    /// <summary>From the answer (or, unanswered, the first message) to the end, on the monotonic clock.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Which side ended it.</summary>
    public required EndedBy EndedBy { get; init; }

    /// <summary>Why it ended.</summary>
    public required CallCause Cause { get; init; }

    /// <summary>True for a call to an emergency number; its record is kept and shown first.</summary>
    public bool Emergency { get; init; }

    /// <summary>The other side's own name of the call, for support: Twilio's CallSid.</summary>
    public string? PeerCallId { get; init; }

    /// <summary>What the calling side's voice was like.</summary>
    public LegQuality? CallerLeg { get; init; }

    /// <summary>What the called side's voice was like.</summary>
    public LegQuality? CalledLeg { get; init; }
}

/// <summary>Which way a call went.</summary>
public enum CallDirection
{
    /// <summary>From the office to the world.</summary>
    Outbound,

    /// <summary>From the world to the office.</summary>
    Inbound,

    /// <summary>Inside the office.</summary>
    Internal,
}

/// <summary>Which side ended a call.</summary>
public enum EndedBy
{
    /// <summary>The calling side: hung up or gave up.</summary>
    Caller,

    /// <summary>The called side: hung up, declined or was busy.</summary>
    Called,

    /// <summary>The box: a rule, a limit, or a fault of ours.</summary>
    Box,

    /// <summary>The network: a peer fell silent or a connection broke.</summary>
    Network,
}

/// <summary>
/// Why a call ended: the SIP status (0 for a normal end by BYE), the cause of Q.850 (16 is normal clearing, 0 unknown), and
/// the code of the sentence that pages show ("no-answer", "caller-not-owned").
/// </summary>
public readonly record struct CallCause(int SipStatus, int Q850, string Sentence);

/// <summary>The voice of one leg in numbers, as we received it.</summary>
public sealed record LegQuality
{
    /// <summary>The voice of a leg with this codec, from the engine's last counters if there are any.</summary>
    public static LegQuality Of(string codec, bool isSecure, PortCounters? counters) => new()
    {
        Codec = codec,
        Secure = isSecure,
        PacketsReceived = counters?.PacketsReceived ?? 0,
        PacketsSent = counters?.PacketsSent ?? 0,
        PacketsLost = counters?.PacketsLost ?? 0,
        Jitter = counters?.Jitter ?? TimeSpan.Zero,
        RoundTrip = counters is { RoundTrip.Ticks: > 0 } ? counters.RoundTrip : null,
        Mos = counters is { Mos: > 0 } ? counters.Mos : null,
    };

    /// <summary>The codec by its SDP name: PCMU, PCMA.</summary>
    public string Codec { get; init; } = "";

    /// <summary>True when it was SRTP.</summary>
    public bool Secure { get; init; }

    /// <summary>Packets that came from the peer.</summary>
    public long PacketsReceived { get; init; }

    /// <summary>Packets that we sent to the peer.</summary>
    public long PacketsSent { get; init; }

    /// <summary>Packets that the peer sent and we did not get.</summary>
    public long PacketsLost { get; init; }

    /// <summary>The share lost, 0 to 1.</summary>
    public double Loss => PacketsReceived + PacketsLost is var all and > 0 ? (double)PacketsLost / all : 0;

    /// <summary>Interarrival jitter (RFC 3550 section 6.4.1).</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>The round trip by RTCP, or null when the peer sent no reports.</summary>
    public TimeSpan? RoundTrip { get; init; }

    /// <summary>Mean opinion score by the E-model (G.107), 1 to 4.5; null with too few packets to say.</summary>
    public double? Mos { get; init; }
}

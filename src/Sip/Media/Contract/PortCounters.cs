namespace Sip.Media;

/// <summary>What one port has counted since it was opened. Rates and quality describe the stream from the peer unless said otherwise.</summary>
public sealed record PortCounters
{
    /// <summary>RTP packets accepted from the peer.</summary>
    public long PacketsReceived { get; init; }

    /// <summary>RTP packets sent to the peer.</summary>
    public long PacketsSent { get; init; }

    /// <summary>Payload octets accepted.</summary>
    public long OctetsReceived { get; init; }

    /// <summary>Payload octets sent.</summary>
    public long OctetsSent { get; init; }

    /// <summary>Packets the peer sent that did not arrive (RFC 3550 appendix A.3); duplicates can make it negative.</summary>
    public long PacketsLost { get; init; }

    /// <summary>Packets from a source that is not the peer.</summary>
    public long DroppedFromStrangers { get; init; }

    /// <summary>SRTP and SRTCP packets whose authentication failed.</summary>
    public long AuthenticationFailures { get; init; }

    /// <summary>SRTP and SRTCP packets seen before.</summary>
    public long Replayed { get; init; }

    /// <summary>Packets that are neither RTP nor RTCP.</summary>
    public long Malformed { get; init; }

    /// <summary>RTP packets with a payload type that was not negotiated.</summary>
    public long UnknownPayload { get; init; }

    /// <summary>Packets the local system refused to send.</summary>
    public long SendFailures { get; init; }

    /// <summary>RTCP packets accepted.</summary>
    public long ReportsReceived { get; init; }

    /// <summary>RTCP packets sent.</summary>
    public long ReportsSent { get; init; }

    /// <summary>Interarrival jitter (RFC 3550 section 6.4.1).</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>Round trip by RTCP (RFC 3550 section 6.4.1); zero until known.</summary>
    public TimeSpan RoundTrip { get; init; }

    /// <summary>Percent of the peer's packets lost, 0 to 100.</summary>
    public double LossPercent { get; init; }

    /// <summary>Percent of our packets the peer reports lost in its latest report, 0 to 100.</summary>
    public double LossPercentAtPeer { get; init; }

    /// <summary>Mean opinion score of what the peer's stream sounds like, 1 to 4.5 (ITU-T G.107); 0 until anything arrived.</summary>
    public double Mos { get; init; }
}

using System.Net;
using Sip.Rtp;

namespace Sip.Media;

/// <summary>A negotiated telephone-event format (RFC 4733): its payload type and its clock, which must be the codec's.</summary>
public readonly record struct TelephoneEventFormat(byte PayloadType, int ClockRate = 8000);

/// <summary>
/// Everything offer and answer decided for one port. It replaces the settings before it as a whole; what did not change
/// (key, latched peer, sequence) goes on undisturbed.
/// </summary>
public sealed record PortSettings
{
    /// <summary>The peer's RTP address from its SDP. Null: not known yet; nothing is sent and nothing is taken.</summary>
    public IPEndPoint? Remote { get; init; }

    /// <summary>The peer's RTCP address (<c>a=rtcp</c>, RFC 3605). Null: the port after <see cref="Remote"/>.</summary>
    public IPEndPoint? RemoteRtcp { get; init; }

    /// <summary>Where the peer's SIP comes from: a phone behind a NAT mostly sends its voice from there too. Null: not known.</summary>
    public IPAddress? Signalling { get; init; }

    /// <summary>RTP and RTCP share one port (RFC 5761).</summary>
    public bool RtcpMux { get; init; }

    /// <summary>How far the peer may be from <see cref="Remote"/>.</summary>
    public LatchPolicy Latch { get; init; } = LatchPolicy.Locked;

    /// <summary>The key that opens what the peer sends. Null: the peer sends plain RTP.</summary>
    public SrtpMaterial? ReceiveKey { get; init; }

    /// <summary>The key that seals what we send. Null: we send plain RTP.</summary>
    public SrtpMaterial? SendKey { get; init; }

    /// <summary>The codec of the port, the same in both directions.</summary>
    public AudioCodec Codec { get; init; } = AudioCodec.Pcmu;

    /// <summary>The payload type we send the codec with: the one the peer named.</summary>
    public byte SendPayloadType { get; init; }

    /// <summary>The payload type the peer sends the codec with: the one we named.</summary>
    public byte ReceivePayloadType { get; init; }

    /// <summary>How we send telephone events. Null: the peer takes none.</summary>
    public TelephoneEventFormat? SendTelephoneEvent { get; init; }

    /// <summary>How the peer sends telephone events. Null: none negotiated.</summary>
    public TelephoneEventFormat? ReceiveTelephoneEvent { get; init; }

    /// <summary>Comfort noise (RFC 3389, payload type 13) was negotiated and may pass.</summary>
    public bool ComfortNoise { get; init; }

    /// <summary>Which ways the stream runs, seen from our side.</summary>
    public MediaDirection Direction { get; init; } = MediaDirection.SendReceive;

    /// <summary>
    /// How long the peer may say nothing before <see cref="MediaEvent.MediaSilent"/>. Null: for ever.
    /// Not counted while <see cref="Direction"/> is send-only or inactive.
    /// </summary>
    public TimeSpan? SilenceTimeout { get; init; }
}

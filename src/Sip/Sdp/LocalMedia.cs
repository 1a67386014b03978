using System.Collections.Immutable;
using System.Net;

namespace Sip.Sdp;

/// <summary>What a leg demands of the protection of its media.</summary>
public enum MediaSecurity
{
    /// <summary>RTP only; an offer that demands SRTP is refused.</summary>
    Plain,

    /// <summary>SRTP only, offered as RTP/SAVP with SDES keys (RFC 4568).</summary>
    SecureRequired,

    /// <summary>SRTP when the peer can, offered as RTP/AVP with keys beside (RFC 8643).</summary>
    SecurePreferred,
}

/// <summary>Our side of one medium: where we receive, and what we are ready to speak.</summary>
public sealed record LocalMedia
{
    /// <summary>The address the peer is to send to; a public one where configured.</summary>
    public required IPAddress Address { get; init; }

    /// <summary>The port for RTP, 1 to 65535.</summary>
    public required int RtpPort { get; init; }

    /// <summary>The port for RTCP, or null for the one after <see cref="RtpPort"/>.</summary>
    public int? RtcpPort { get; init; }

    /// <summary>True to offer RTCP on the RTP port, and to take such an offer (RFC 5761).</summary>
    public bool RtcpMux { get; init; }

    /// <summary>The voice codecs we offer or accept, in order of preference.</summary>
    public required ImmutableArray<Codec> Codecs { get; init; }

    /// <summary>The event format we offer or accept, or null for none.</summary>
    public Codec? TelephoneEvent { get; init; } = Codec.TelephoneEvent();

    /// <summary>The codec to answer with if the peer offers it, whatever its order; how a relay avoids transcoding. Null for none.</summary>
    public Codec? Preferred { get; init; }

    /// <summary>Milliseconds of sound per packet that we ask for.</summary>
    public int Ptime { get; init; } = 20;

    /// <summary>The protection we demand.</summary>
    public MediaSecurity Security { get; init; }

    /// <summary>The suites we offer, in order; in an offer to us both are accepted.</summary>
    public ImmutableArray<SdesSuite> Suites { get; init; } = [SdesSuite.AesCm128HmacSha1Tag80];

    /// <summary>What we want: <see cref="MediaDirection.SendOnly"/> or <see cref="MediaDirection.Inactive"/> holds the peer.</summary>
    public MediaDirection Direction { get; init; } = MediaDirection.SendReceive;

    internal IPEndPoint RtpEndPoint => new(Address, RtpPort);

    internal int RtcpPortOrNext => RtcpPort ?? RtpPort + 1;
}

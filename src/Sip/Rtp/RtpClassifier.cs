using System.Buffers.Binary;

namespace Sip.Rtp;

/// <summary>What a datagram on a media port is, told from its first bytes.</summary>
public enum DatagramKind
{
    /// <summary>Nothing we know.</summary>
    Noise,

    /// <summary>RTP or SRTP.</summary>
    Rtp,

    /// <summary>RTCP or SRTCP.</summary>
    Rtcp,

    /// <summary>STUN (RFC 8489).</summary>
    Stun,

    /// <summary>A DTLS record (RFC 6347).</summary>
    Dtls,
}

/// <summary>Tells the protocols on one port apart: RFC 7983 section 7 by the first byte, RFC 5761 section 4 by the second.</summary>
public static class RtpClassifier
{
    private const uint StunMagicCookie = 0x2112_A442;
    private const int StunHeaderLength = 20;
    private const int RtcpMinimumLength = 8;

    /// <summary>The kind of this datagram.</summary>
    public static DatagramKind Classify(ReadOnlySpan<byte> datagram) => datagram switch
    {
        [>= 128 and <= 191, >= 192 and <= 223, ..] => datagram.Length >= RtcpMinimumLength ? DatagramKind.Rtcp : DatagramKind.Noise,
        [>= 128 and <= 191, ..] => datagram.Length >= RtpHeader.MinimumLength ? DatagramKind.Rtp : DatagramKind.Noise,
        [<= 3, ..] => IsStun(datagram) ? DatagramKind.Stun : DatagramKind.Noise,
        [>= 20 and <= 63, ..] => DatagramKind.Dtls,
        _ => DatagramKind.Noise,
    };

    private static bool IsStun(ReadOnlySpan<byte> datagram) =>
        datagram.Length >= StunHeaderLength
        && BinaryPrimitives.ReadUInt32BigEndian(datagram[4..]) == StunMagicCookie
        && BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]) + StunHeaderLength == datagram.Length;
}

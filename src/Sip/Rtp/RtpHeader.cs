using System.Buffers.Binary;

namespace Sip.Rtp;

/// <summary>Writes and rewrites RTP headers in place (RFC 3550 section 5.1).</summary>
public static class RtpHeader
{
    /// <summary>Bytes of a header without contributing sources and extension.</summary>
    public const int MinimumLength = 12;

    /// <summary>
    /// The length of header, contributing sources and extension. It looks at nothing behind them, so it also serves a packet whose
    /// payload is still sealed. False when the bytes are not RTP of version 2 or are cut short.
    /// </summary>
    public static bool TryMeasure(ReadOnlySpan<byte> datagram, out int headerLength)
    {
        headerLength = 0;
        if (datagram.Length < MinimumLength || datagram[0] >> 6 != 2)
            return false;

        var length = MinimumLength + (datagram[0] & 0x0F) * 4;
        if ((datagram[0] & 0x10) != 0)
        {
            if (datagram.Length < length + 4)
                return false;

            length += 4 + BinaryPrimitives.ReadUInt16BigEndian(datagram[(length + 2)..]) * 4;
        }

        headerLength = length;
        return datagram.Length >= length;
    }

    /// <summary>Writes a plain header of <see cref="MinimumLength"/> bytes: no padding, no extension, no contributing sources.</summary>
    public static void Write(Span<byte> packet, byte payloadType, ushort sequence, uint timestamp, uint ssrc, bool marker)
    {
        packet[0] = 0x80;
        Rewrite(packet, payloadType, sequence, timestamp, ssrc, marker);
    }

    /// <summary>Replaces the fields of an existing header; version, padding, extension and contributing sources stay.</summary>
    public static void Rewrite(Span<byte> packet, byte payloadType, ushort sequence, uint timestamp, uint ssrc, bool marker)
    {
        packet = packet[..MinimumLength];
        packet[1] = (byte)(payloadType & 0x7F | (marker ? 0x80 : 0));
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], sequence);
        BinaryPrimitives.WriteUInt32BigEndian(packet[4..], timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(packet[8..], ssrc);
    }
}

using System.Buffers.Binary;

namespace Sip.Rtp;

/// <summary>A view over one RTP packet in clear (RFC 3550 section 5.1). Nothing is copied; it lives as long as its buffer.</summary>
public readonly ref struct RtpPacket
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _contributorCount;

    private RtpPacket(ReadOnlySpan<byte> bytes, int headerLength, int paddingLength)
    {
        _bytes = bytes;
        _contributorCount = bytes[0] & 0x0F;
        HeaderLength = headerLength;
        PaddingLength = paddingLength;
    }

    /// <summary>True at the start of a talk spurt or of an event.</summary>
    public bool Marker => (_bytes[1] & 0x80) != 0;

    /// <summary>The payload type, 0 to 127 (RFC 3551 section 6).</summary>
    public byte PayloadType => (byte)(_bytes[1] & 0x7F);

    /// <summary>The sequence number.</summary>
    public ushort Sequence => BinaryPrimitives.ReadUInt16BigEndian(_bytes[2..]);

    /// <summary>The timestamp, in units of the payload's clock.</summary>
    public uint Timestamp => BinaryPrimitives.ReadUInt32BigEndian(_bytes[4..]);

    /// <summary>The synchronisation source.</summary>
    public uint Ssrc => BinaryPrimitives.ReadUInt32BigEndian(_bytes[8..]);

    /// <summary>How many contributing sources the header lists, 0 to 15.</summary>
    public int ContributorCount => _contributorCount;

    /// <summary>True when the header carries an extension (RFC 3550 section 5.3.1).</summary>
    public bool HasExtension => (_bytes[0] & 0x10) != 0;

    /// <summary>Bytes of header, contributing sources and extension together.</summary>
    public int HeaderLength { get; }

    /// <summary>Bytes of padding after the payload, its count byte included.</summary>
    public int PaddingLength { get; }

    /// <summary>The payload without padding.</summary>
    public ReadOnlySpan<byte> Payload => _bytes[HeaderLength..^PaddingLength];

    /// <summary>The extension's content without its four-byte head; empty when there is none.</summary>
    public ReadOnlySpan<byte> Extension =>
        HasExtension ? _bytes[(RtpHeader.MinimumLength + _contributorCount * 4 + 4)..HeaderLength] : [];

    /// <summary>One contributing source.</summary>
    public uint Contributor(int index) =>
        BinaryPrimitives.ReadUInt32BigEndian(_bytes.Slice(RtpHeader.MinimumLength, _contributorCount * 4)[(index * 4)..]);

    /// <summary>False when the bytes are not a whole RTP packet of version 2.</summary>
    public static bool TryParse(ReadOnlySpan<byte> datagram, out RtpPacket packet)
    {
        packet = default;
        if (!RtpHeader.TryMeasure(datagram, out var headerLength))
            return false;

        var padding = 0;
        if ((datagram[0] & 0x20) != 0)
        {
            padding = datagram[^1];
            if (padding == 0 || padding > datagram.Length - headerLength)
                return false;
        }

        packet = new(datagram, headerLength, padding);
        return true;
    }
}

using System.Buffers.Binary;

namespace Sip.Rtp;

/// <summary>The RTCP packet types of RFC 3550 section 12.1.</summary>
public enum RtcpType : byte
{
    /// <summary>SR: what the peer sends, and what it receives.</summary>
    SenderReport = 200,

    /// <summary>RR: what the peer receives.</summary>
    ReceiverReport = 201,

    /// <summary>SDES: who the peer is.</summary>
    SourceDescription = 202,

    /// <summary>BYE: the peer leaves.</summary>
    Goodbye = 203,

    /// <summary>APP.</summary>
    Application = 204,
}

/// <summary>How well a peer receives one source: RFC 3550 section 6.4.1.</summary>
/// <param name="Ssrc">The source the block is about.</param>
/// <param name="FractionLost">Packets lost since the last report, in 256ths.</param>
/// <param name="CumulativeLost">Packets lost since the beginning, 24 bits signed.</param>
/// <param name="ExtendedHighest">The highest sequence number, with cycles.</param>
/// <param name="Jitter">Interarrival jitter in timestamp units.</param>
/// <param name="LastReport">The middle 32 bits of the NTP timestamp of the last SR from that source, 0 when none.</param>
/// <param name="SinceLastReport">The time since then, in 65,536ths of a second.</param>
public readonly record struct RtcpReportBlock(
    uint Ssrc, byte FractionLost, int CumulativeLost, uint ExtendedHighest, uint Jitter, uint LastReport, uint SinceLastReport)
{
    internal const int Length = 24;

    internal static RtcpReportBlock Read(ReadOnlySpan<byte> block) => new(
        BinaryPrimitives.ReadUInt32BigEndian(block),
        block[4],
        BinaryPrimitives.ReadInt32BigEndian(block[4..]) << 8 >> 8,
        BinaryPrimitives.ReadUInt32BigEndian(block[8..]),
        BinaryPrimitives.ReadUInt32BigEndian(block[12..]),
        BinaryPrimitives.ReadUInt32BigEndian(block[16..]),
        BinaryPrimitives.ReadUInt32BigEndian(block[20..]));

    internal void Write(Span<byte> block)
    {
        BinaryPrimitives.WriteUInt32BigEndian(block, Ssrc);
        BinaryPrimitives.WriteInt32BigEndian(block[4..], Math.Clamp(CumulativeLost, -0x80_0000, 0x7F_FFFF) & 0xFF_FFFF | FractionLost << 24);
        BinaryPrimitives.WriteUInt32BigEndian(block[8..], ExtendedHighest);
        BinaryPrimitives.WriteUInt32BigEndian(block[12..], Jitter);
        BinaryPrimitives.WriteUInt32BigEndian(block[16..], LastReport);
        BinaryPrimitives.WriteUInt32BigEndian(block[20..], SinceLastReport);
    }
}

/// <summary>Walks the packets of one compound RTCP datagram (RFC 3550 section 6.1) without copying.</summary>
public ref struct RtcpReader
{
    private const int HeaderLength = 4;
    private const int SenderInfoLength = 20;

    private ReadOnlySpan<byte> _rest;
    private ReadOnlySpan<byte> _body;

    private RtcpReader(ReadOnlySpan<byte> compound) => _rest = compound;

    /// <summary>The kind of the present packet.</summary>
    public RtcpType Type { get; private set; }

    /// <summary>Its count field: report blocks, chunks or sources.</summary>
    public int Count { get; private set; }

    /// <summary>The source it is from.</summary>
    public readonly uint Ssrc => _body.Length >= 4 ? BinaryPrimitives.ReadUInt32BigEndian(_body) : 0;

    /// <summary>The NTP timestamp of a sender report.</summary>
    public readonly ulong NtpTimestamp => Type is RtcpType.SenderReport ? BinaryPrimitives.ReadUInt64BigEndian(_body[4..]) : 0;

    /// <summary>The RTP timestamp of a sender report.</summary>
    public readonly uint RtpTimestamp => Type is RtcpType.SenderReport ? BinaryPrimitives.ReadUInt32BigEndian(_body[12..]) : 0;

    /// <summary>The packets a sender says it has sent.</summary>
    public readonly uint SenderPackets => Type is RtcpType.SenderReport ? BinaryPrimitives.ReadUInt32BigEndian(_body[16..]) : 0;

    /// <summary>The payload bytes a sender says it has sent.</summary>
    public readonly uint SenderOctets => Type is RtcpType.SenderReport ? BinaryPrimitives.ReadUInt32BigEndian(_body[20..]) : 0;

    /// <summary>How many report blocks the present packet has; 0 unless it is a report.</summary>
    public readonly int BlockCount => Type is RtcpType.SenderReport or RtcpType.ReceiverReport ? Count : 0;

    private readonly int BlocksAt => Type is RtcpType.SenderReport ? 4 + SenderInfoLength : 4;

    /// <summary>
    /// Checks the whole datagram (RFC 3550 appendix A.2): version, lengths that add up, padding in the last packet only, a report
    /// first. A reduced-size datagram (RFC 5506) is not accepted, since we never negotiate it.
    /// </summary>
    public static bool TryOpen(ReadOnlySpan<byte> compound, out RtcpReader reader)
    {
        reader = new(compound);
        var probe = new RtcpReader(compound);
        if (!probe.Read() || probe.Type is not (RtcpType.SenderReport or RtcpType.ReceiverReport))
            return false;

        while (probe.Read())
        {
        }

        return probe._rest.IsEmpty;
    }

    /// <summary>Moves to the next packet. False at the end, or where the datagram is broken.</summary>
    public bool Read()
    {
        if (_rest.Length < HeaderLength || _rest[0] >> 6 != 2)
            return false;

        var length = (BinaryPrimitives.ReadUInt16BigEndian(_rest[2..]) + 1) * 4;
        if (length > _rest.Length)
            return false;

        var body = _rest[HeaderLength..length];
        if ((_rest[0] & 0x20) != 0)
        {
            var isLast = length == _rest.Length;
            if (!isLast || body.IsEmpty || body[^1] == 0 || body[^1] > body.Length)
                return false;

            body = body[..^body[^1]];
        }

        var type = (RtcpType)_rest[1];
        var count = _rest[0] & 0x1F;
        if (body.Length < LeastLength(type, count))
            return false;

        Type = type;
        Count = count;
        _body = body;
        _rest = _rest[length..];
        return true;
    }

    /// <summary>One report block, from 0 up to, not including, <see cref="BlockCount"/>.</summary>
    public readonly RtcpReportBlock Block(int index) =>
        RtcpReportBlock.Read(_body.Slice(BlocksAt, BlockCount * RtcpReportBlock.Length).Slice(index * RtcpReportBlock.Length, RtcpReportBlock.Length));

    /// <summary>The canonical name in the first chunk of a source description; empty when there is none.</summary>
    public readonly ReadOnlySpan<byte> CanonicalName
    {
        get
        {
            if (Type is not RtcpType.SourceDescription || Count == 0 || _body.Length < 4)
                return [];

            var items = _body[4..];
            while (items.Length >= 2 && items[0] != 0 && items.Length >= 2 + items[1])
            {
                if (items[0] == 1)
                    return items.Slice(2, items[1]);

                items = items[(2 + items[1])..];
            }

            return [];
        }
    }

    private static int LeastLength(RtcpType type, int count) => type switch
    {
        RtcpType.SenderReport => 4 + SenderInfoLength + count * RtcpReportBlock.Length,
        RtcpType.ReceiverReport => 4 + count * RtcpReportBlock.Length,
        RtcpType.Goodbye => count * 4,
        _ => 0,
    };
}

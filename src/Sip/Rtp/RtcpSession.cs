using System.Buffers.Binary;
using System.Text;

namespace Sip.Rtp;

/// <summary>
/// The RTCP of one leg (RFC 3550 section 6): writes our own reports about once in five seconds and reads the peer's. Its NTP
/// timestamps count from the start of the monotonic clock, as section 6.4.1 allows: a time of day would tell
/// strangers about the box, and may jump.
/// </summary>
public sealed class RtcpSession
{
    /// <summary>Bytes that the longest datagram we write needs, without SRTCP's.</summary>
    public const int MaximumLength = 128;

    private const int NameLength = 24;

    // RFC 3550 section 6.2: five seconds, half of it before the first; section 6.3.1: the divisor makes up for reconsideration.
    private const double IntervalSeconds = 5;
    private const double Compensation = 1.21828;

    private readonly ITokenSource _tokens;
    private readonly byte[] _name;
    private uint _ssrc;
    private uint _packets;
    private uint _octets;
    private uint _packetsReported;
    private uint _timestamp;
    private Instant _timestampAt;
    private int _clock;
    private uint _peerReport;
    private Instant _peerReportAt;

    /// <summary>A session whose first report falls due one to four seconds from now.</summary>
    public RtcpSession(ITokenSource tokens, Instant now)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        _tokens = tokens;

        // RFC 7022 section 4.2: a name drawn for this session says nothing of who and where we are.
        _name = Encoding.ASCII.GetBytes(tokens.Hex(NameLength / 2));
        Deadline = now + Randomised(IntervalSeconds / 2);
    }

    /// <summary>When the next report is due.</summary>
    public Instant Deadline { get; private set; }

    /// <summary>The round trip to the peer; zero until a report tells it.</summary>
    public TimeSpan RoundTrip { get; private set; }

    /// <summary>Percent of our packets the peer lost, by its latest report, 0 to 100.</summary>
    public double LossPercentAtPeer { get; private set; }

    /// <summary>The jitter of our packets at the peer, by its latest report.</summary>
    public TimeSpan JitterAtPeer { get; private set; }

    /// <summary>Datagrams read.</summary>
    public long ReportsReceived { get; private set; }

    /// <summary>Datagrams written.</summary>
    public long ReportsSent { get; private set; }

    /// <summary>True once the peer has said BYE.</summary>
    public bool HasPeerLeft { get; private set; }

    /// <summary>Counts an RTP packet we sent: what sender reports tell.</summary>
    /// <param name="ssrc">Its SSRC, ours.</param>
    /// <param name="timestamp">Its timestamp.</param>
    /// <param name="clock">The clock of its payload type, in hertz.</param>
    /// <param name="payloadLength">Bytes of payload.</param>
    /// <param name="now">When it left.</param>
    public void CountSent(uint ssrc, uint timestamp, int clock, int payloadLength, Instant now)
    {
        if (ssrc != _ssrc)
        {
            _ssrc = ssrc;
            _packets = 0;
            _octets = 0;
            _packetsReported = 0;
        }

        // All packets of a telephone-event carry the timestamp of its beginning.
        if (_packets == 0 || _timestamp != timestamp)
        {
            _timestamp = timestamp;
            _timestampAt = now;
        }

        _packets++;
        _octets += (uint)payloadLength;
        _clock = clock;
    }

    /// <summary>Reads a compound datagram of the peer, in clear. False when it is not valid RTCP.</summary>
    public bool TryRead(ReadOnlySpan<byte> compound, Instant now)
    {
        if (!RtcpReader.TryOpen(compound, out var reader))
            return false;

        ReportsReceived++;
        while (reader.Read())
        {
            if (reader.Type is RtcpType.SenderReport)
            {
                _peerReport = (uint)(reader.NtpTimestamp >> 16);
                _peerReportAt = now;
            }

            HasPeerLeft |= reader.Type is RtcpType.Goodbye;
            for (var i = 0; i < reader.BlockCount; i++)
                Read(reader.Block(i), now);
        }

        return true;
    }

    /// <summary>Writes the report that is due and sets the next deadline. Returns its length.</summary>
    /// <param name="buffer">At least <see cref="MaximumLength"/> bytes.</param>
    /// <param name="ssrc">Our SSRC on this leg.</param>
    /// <param name="received">What we receive from the peer.</param>
    /// <param name="now">The present.</param>
    public int Write(Span<byte> buffer, uint ssrc, RtpStatistics received, Instant now)
    {
        Deadline = now + Randomised(IntervalSeconds);
        return WriteCompound(buffer, ssrc, received, isLeaving: false, now);
    }

    /// <summary>Writes a last report with BYE. Returns its length.</summary>
    /// <param name="buffer">At least <see cref="MaximumLength"/> bytes.</param>
    /// <param name="ssrc">Our SSRC on this leg.</param>
    /// <param name="received">What we received from the peer.</param>
    /// <param name="now">The present.</param>
    public int WriteGoodbye(Span<byte> buffer, uint ssrc, RtpStatistics received, Instant now) =>
        WriteCompound(buffer, ssrc, received, isLeaving: true, now);

    private void Read(in RtcpReportBlock block, Instant now)
    {
        if (block.Ssrc != _ssrc || _packets == 0)
            return;

        LossPercentAtPeer = block.FractionLost * 100.0 / 256;
        JitterAtPeer = TimeSpan.FromSeconds((double)block.Jitter / _clock);
        if (block.LastReport == 0)
            return;

        // RFC 3550 section 6.4.1. A peer that answers faster than it heard us has a coarse clock.
        var trip = (int)((uint)(Ntp(now) >> 16) - block.LastReport - block.SinceLastReport);
        var limit = 60 * 65536;
        if (trip > -65536 && trip < limit)
            RoundTrip = TimeSpan.FromSeconds(Math.Max(trip, 0) / 65536.0);
    }

    private int WriteCompound(Span<byte> buffer, uint ssrc, RtpStatistics received, bool isLeaving, Instant now)
    {
        ArgumentNullException.ThrowIfNull(received);
        buffer = buffer[..MaximumLength];
        buffer.Clear();
        var hasSent = ssrc == _ssrc && _packets != _packetsReported;
        var length = hasSent ? WriteSenderInfo(buffer, now) : 8;
        if (received.HasSource)
        {
            Block(received, now).Write(buffer[length..]);
            length += RtcpReportBlock.Length;
        }

        WriteHeader(buffer, hasSent ? RtcpType.SenderReport : RtcpType.ReceiverReport, received.HasSource ? 1 : 0, length, ssrc);
        length += WriteDescription(buffer[length..], ssrc);
        if (isLeaving)
        {
            WriteHeader(buffer[length..], RtcpType.Goodbye, 1, 8, ssrc);
            length += 8;
        }

        ReportsSent++;
        _packetsReported = _packets;
        return length;
    }

    private int WriteSenderInfo(Span<byte> buffer, Instant now)
    {
        var passed = (now - _timestampAt).Ticks * _clock / TimeSpan.TicksPerSecond;
        BinaryPrimitives.WriteUInt64BigEndian(buffer[8..], Ntp(now));
        BinaryPrimitives.WriteUInt32BigEndian(buffer[16..], _timestamp + (uint)passed);
        BinaryPrimitives.WriteUInt32BigEndian(buffer[20..], _packets);
        BinaryPrimitives.WriteUInt32BigEndian(buffer[24..], _octets);
        return 28;
    }

    private RtcpReportBlock Block(RtpStatistics received, Instant now)
    {
        var since = _peerReport == 0 ? 0 : (uint)((now - _peerReportAt).TotalSeconds * 65536);
        return new(
            received.Ssrc, received.TakeFractionLost(), (int)Math.Clamp(received.SourceLost, int.MinValue, int.MaxValue),
            received.ExtendedHighest, received.JitterUnits, _peerReport, since);
    }

    private int WriteDescription(Span<byte> buffer, uint ssrc)
    {
        // SSRC, item head, name, and at least one null byte up to a multiple of four.
        var length = (8 + 2 + NameLength + 1 + 3) / 4 * 4;
        WriteHeader(buffer, RtcpType.SourceDescription, 1, length, ssrc);
        buffer[8] = 1;
        buffer[9] = NameLength;
        _name.CopyTo(buffer[10..]);
        return length;
    }

    private static void WriteHeader(Span<byte> buffer, RtcpType type, int count, int length, uint ssrc)
    {
        buffer[0] = (byte)(0x80 | count);
        buffer[1] = (byte)type;
        BinaryPrimitives.WriteUInt16BigEndian(buffer[2..], (ushort)(length / 4 - 1));
        BinaryPrimitives.WriteUInt32BigEndian(buffer[4..], ssrc);
    }

    private TimeSpan Randomised(double seconds) =>
        TimeSpan.FromSeconds(seconds * (0.5 + _tokens.Next(1001) / 1000.0) / Compensation);

    private static ulong Ntp(Instant now)
    {
        // From 1 on, so that no report of ours carries the 0 that stands for none.
        var ticks = (ulong)now.SinceStart.Ticks + TimeSpan.TicksPerSecond;
        var seconds = ticks / TimeSpan.TicksPerSecond;
        var fraction = (ticks % TimeSpan.TicksPerSecond << 32) / TimeSpan.TicksPerSecond;
        return seconds << 32 | fraction;
    }
}

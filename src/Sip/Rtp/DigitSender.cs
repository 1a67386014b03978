namespace Sip.Rtp;

/// <summary>
/// Sends one digit as telephone-event packets (RFC 4733 section 2.5.1): the first one marked, one every 20 ms with the growing
/// duration, three that end it. An event longer than its 16-bit duration can tell goes on in segments (section 2.5.1.3).
/// </summary>
public struct DigitSender
{
    /// <summary>The time between two packets.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    private const int EndPackets = 3;
    private const byte Volume = 10;

    private readonly byte _event;
    private readonly long _total;
    private readonly int _step;
    private long _elapsed;
    private uint _segment;
    private long _segmentStart;
    private int _endsSent;

    /// <summary>Begins an event.</summary>
    /// <param name="number">The event number, see <see cref="TelephoneEvent.TryFromDigit"/>.</param>
    /// <param name="duration">How long it lasts; at least two intervals.</param>
    /// <param name="clock">The clock of the event's payload type, in hertz.</param>
    /// <param name="timestamp">Its timestamp: <see cref="RelayRewrite.NextTimestamp"/>.</param>
    /// <param name="now">When the first packet leaves.</param>
    public DigitSender(byte number, TimeSpan duration, int clock, uint timestamp, Instant now)
    {
        _event = number;
        _step = clock / 50;
        _total = Math.Max(duration.Ticks * clock / TimeSpan.TicksPerSecond, 2L * _step);
        _segment = timestamp;
        Deadline = now;
    }

    /// <summary>When the next packet is due.</summary>
    public Instant Deadline { get; private set; }

    /// <summary>True once the last packet has been taken, and in a value that never began.</summary>
    public readonly bool IsOver => _endsSent == EndPackets || _total == 0;

    /// <summary>Takes the next packet and sets the deadline of the one after it. False when the event is over.</summary>
    public bool TryTake(out DigitPacket packet)
    {
        packet = default;
        if (IsOver)
            return false;

        var isFirst = _elapsed == 0;
        if (_elapsed - _segmentStart == ushort.MaxValue && _elapsed < _total)
        {
            _segment += ushort.MaxValue;
            _segmentStart = _elapsed;
        }

        _elapsed = Math.Min(Math.Min(_elapsed + _step, _total), _segmentStart + ushort.MaxValue);
        var isEnd = _elapsed == _total;
        if (isEnd)
            _endsSent++;

        Deadline += Interval;
        packet = new(_segment, isFirst, new(_event, isEnd, Volume, (ushort)(_elapsed - _segmentStart)));
        return true;
    }
}

/// <summary>One packet of a digit.</summary>
/// <param name="Timestamp">Its RTP timestamp: that of the event, or of its segment.</param>
/// <param name="Marker">Its marker bit.</param>
/// <param name="Event">Its payload.</param>
public readonly record struct DigitPacket(uint Timestamp, bool Marker, TelephoneEvent Event);

namespace Sip.Rtp;

/// <summary>
/// Counts what a leg receives: packets, losses (RFC 3550 appendix A.3), jitter (appendix A.8) and how losses cluster. A new
/// SSRC begins a new source; the totals go on. Owned by one thread.
/// </summary>
public sealed class RtpStatistics
{
    private SequenceTracker _sequence;
    private BurstGap _losses;
    private long _formerExpected;
    private long _formerReceived;
    private long _formerDuplicates;
    private long _formerLate;
    private long _reportedExpected;
    private long _reportedReceived;
    private double _jitter;
    private double _peakJitter;
    private double _transit;
    private int _clock;
    private bool _hasTransit;

    /// <summary>True once a packet has been seen.</summary>
    public bool HasSource { get; private set; }

    /// <summary>The SSRC heard last.</summary>
    public uint Ssrc { get; private set; }

    /// <summary>How often the SSRC changed or its sequence began anew.</summary>
    public int Restarts { get; private set; }

    /// <summary>Packets received, duplicates included.</summary>
    public long Packets => _formerReceived + _sequence.Received;

    /// <summary>Payload bytes received.</summary>
    public long Octets { get; private set; }

    /// <summary>Packets the peer sent that did not arrive; duplicates can make it negative (RFC 3550 appendix A.3).</summary>
    public long Lost => Expected - Packets;

    /// <summary>Packets that arrived more than once.</summary>
    public long Duplicates => _formerDuplicates + _sequence.Duplicates;

    /// <summary>Packets that arrived after a newer one.</summary>
    public long Late => _formerLate + _sequence.Late;

    /// <summary>Percent of the peer's packets that never arrived, 0 to 100.</summary>
    public double LossPercent => Expected == 0 ? 0 : Math.Clamp(100.0 * (Expected - (Packets - Duplicates)) / Expected, 0, 100);

    /// <summary>How the losses cluster. A packet that arrives late is a loss here: a player would have missed it.</summary>
    public BurstGap Losses => _losses;

    /// <summary>The smoothed interarrival jitter.</summary>
    public TimeSpan Jitter => InTime(_jitter);

    /// <summary>The highest jitter so far.</summary>
    public TimeSpan PeakJitter => InTime(_peakJitter);

    internal uint JitterUnits => (uint)_jitter;

    internal uint ExtendedHighest => _sequence.ExtendedHighest;

    internal long SourceLost => _sequence.Lost;

    private long Expected => _formerExpected + _sequence.Expected;

    /// <summary>Counts one accepted packet.</summary>
    /// <param name="packet">The packet, in clear.</param>
    /// <param name="clock">The clock of its payload type, in hertz.</param>
    /// <param name="isEvent">True for a telephone-event: its timestamp stands still (RFC 4733 section 2.3.2), so it says nothing of jitter.</param>
    /// <param name="now">When it arrived.</param>
    public SequenceOrder See(in RtpPacket packet, int clock, bool isEvent, Instant now)
    {
        if (!HasSource || packet.Ssrc != Ssrc)
            Change(packet.Ssrc);

        var before = _sequence;
        var order = _sequence.See(packet.Sequence);
        Octets += packet.Payload.Length;
        switch (order)
        {
            case SequenceOrder.First when before.Received > 0:
                Keep(before);
                break;
            case SequenceOrder.Next:
                for (var i = 0; i < _sequence.Skipped; i++)
                    _losses.Missed();
                break;
        }

        if (order is SequenceOrder.First or SequenceOrder.Next)
        {
            _losses.Arrived();
            if (!isEvent)
                Time(packet.Timestamp, clock, now);
        }

        return order;
    }

    /// <summary>The share of packets lost since the last call, in 256ths, as a report block carries it (RFC 3550 section 6.4.1).</summary>
    internal byte TakeFractionLost()
    {
        var expected = _sequence.Expected - _reportedExpected;
        var lost = expected - (_sequence.Received - _reportedReceived);
        _reportedExpected = _sequence.Expected;
        _reportedReceived = _sequence.Received;
        return expected <= 0 || lost <= 0 ? (byte)0 : (byte)Math.Min(lost * 256 / expected, 255);
    }

    private void Change(uint ssrc)
    {
        if (HasSource)
            Keep(_sequence);

        _sequence = default;
        Ssrc = ssrc;
        HasSource = true;
    }

    private void Keep(in SequenceTracker former)
    {
        _formerExpected += former.Expected;
        _formerReceived += former.Received;
        _formerDuplicates += former.Duplicates;
        _formerLate += former.Late;
        _reportedExpected = 0;
        _reportedReceived = 0;
        _hasTransit = false;
        Restarts++;
    }

    private void Time(uint timestamp, int clock, Instant now)
    {
        if (clock != _clock)
        {
            _jitter = _clock == 0 ? 0 : _jitter * clock / _clock;
            _peakJitter = _clock == 0 ? 0 : _peakJitter * clock / _clock;
            _clock = clock;
            _hasTransit = false;
        }

        // Both clocks wrap alike, so their difference is taken modulo 2^32 before it becomes a distance.
        var arrival = now.SinceStart.TotalSeconds * clock;
        var transit = (arrival - timestamp) % 4294967296.0;
        if (_hasTransit)
        {
            var distance = Math.Abs(transit - _transit);
            distance = Math.Min(distance, 4294967296.0 - distance);

            // A leap is a new sound in the same stream, not a late packet.
            if (distance < 2.0 * clock)
                _jitter += (distance - _jitter) / 16;
            _peakJitter = Math.Max(_peakJitter, _jitter);
        }

        _transit = transit;
        _hasTransit = true;
    }

    private TimeSpan InTime(double units) => _clock == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(units / _clock);
}

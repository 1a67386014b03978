using System.Buffers.Binary;
using Sip.Rtp.Audio;

namespace Sip.Rtp;

/// <summary>What became of a packet.</summary>
public enum RelayVerdict
{
    /// <summary>It is rewritten in place and may be sent.</summary>
    Send,

    /// <summary>It is not RTP.</summary>
    Malformed,

    /// <summary>The map does not know its payload type.</summary>
    UnknownPayloadType,

    /// <summary>It belongs to a stream that has been replaced, is too old, or came twice.</summary>
    Stale,
}

/// <summary>
/// Turns the packets of whatever source feeds a leg (early media, the answering phone, music, the target of a transfer) into one
/// steady stream of ours: one SSRC, sequence numbers and timestamps without a break (RFC 3550 section 5.1). Within a source
/// both are moved by a constant, so losses, silences and the timestamps of telephone-events stay what they were; only where the
/// source changes is a gap computed, from the time that passed. Owned by one thread.
/// </summary>
public sealed class RelayRewrite
{
    // RFC 3550 appendix A.1.
    private const int MaximumDropout = 3000;
    private const int MaximumMisorder = 100;

    private static readonly TimeSpan ShortestStep = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan ReturnSilence = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestLeap = TimeSpan.FromSeconds(5);

    // The outgoing stream: its newest packet.
    private ushort _sequence;
    private uint _timestamp;
    private Instant _timestampAt;
    private uint _firstTimestamp;
    private bool _hasSent;

    // The source that feeds it now, and the one before.
    private bool _hasSource;
    private uint _source;
    private uint _formerSource;
    private Instant _heardAt;
    private ushort _heard;
    private int _reach;
    private int _restartSequence;
    private ushort _sequenceOffset;
    private TimestampScale _scale;
    private uint _audioTimestamp;
    private Instant _audioAt;
    private bool _hasAudio;

    // The running telephone-event of a source whose events count by another clock than its voice.
    private uint _eventFrom;
    private uint _eventTo;
    private bool _hasEvent;

    /// <summary>A stream that has sent nothing yet and passes nothing until <see cref="Map"/> is filled.</summary>
    public RelayRewrite(RtpStreamStart start) => Restart(start);

    /// <summary>What each payload type of the source becomes. Changed when an offer or answer changes it.</summary>
    public PayloadMap Map { get; } = new();

    /// <summary>The SSRC of the outgoing stream.</summary>
    public uint Ssrc { get; private set; }

    /// <summary>How often the source was replaced, or began anew.</summary>
    public int Switches { get; private set; }

    /// <summary>Becomes a new stream with a new SSRC: needed when its SRTP key changes.</summary>
    public void Restart(RtpStreamStart start)
    {
        Ssrc = start.Ssrc;
        _sequence = (ushort)(start.Sequence - 1);
        _firstTimestamp = start.Timestamp;
        _hasSent = false;
        LeaveSource();
    }

    /// <summary>The next packet comes from another source, even if its SSRC should be the same.</summary>
    public void LeaveSource()
    {
        _hasSource = false;
        _hasEvent = false;
    }

    /// <summary>Rewrites one packet in place; its length does not change.</summary>
    public RelayVerdict Rewrite(Span<byte> packet, Instant now)
    {
        if (!RtpPacket.TryParse(packet, out var rtp))
            return RelayVerdict.Malformed;

        ref readonly var mapping = ref Map.Find(rtp.PayloadType);
        if (mapping.FromClock == 0)
            return RelayVerdict.UnknownPayloadType;

        var order = Place(rtp.Ssrc, rtp.Sequence, now);
        if (order is Order.Stale)
            return RelayVerdict.Stale;

        var marker = rtp.Marker;
        if (order is Order.Switch)
        {
            Follow(rtp, mapping, now);
            marker = true;
        }

        var isEvent = mapping.Conversion is PayloadConversion.TelephoneEvent;
        if (isEvent && !_scale.IsOf(mapping) && !TryPlaceEvent(rtp, mapping, now))
            return RelayVerdict.Stale;

        var timestamp = isEvent && !_scale.IsOf(mapping)
            ? _eventTo
            : PlaceSound(rtp, mapping, isEvent, order, now, ref marker);
        var sequence = (ushort)(rtp.Sequence + _sequenceOffset);
        var payload = packet[rtp.HeaderLength..^rtp.PaddingLength];

        Sent(sequence, timestamp, now);
        RtpHeader.Rewrite(packet, mapping.To, sequence, timestamp, Ssrc, marker);
        Convert(payload, mapping);
        return RelayVerdict.Send;
    }

    /// <summary>The timestamp at which something of our own (a tone, an announcement, a digit) begins if its first packet leaves now.</summary>
    /// <param name="clock">The clock of the outgoing stream, in hertz.</param>
    /// <param name="now">The present.</param>
    public uint NextTimestamp(int clock, Instant now) =>
        _hasSent ? _timestamp + Units(Later(now - _timestampAt, ShortestStep), clock) : _firstTimestamp;

    /// <summary>
    /// Writes the header of a packet of our own into the stream, under the next sequence number. What the source sends
    /// afterwards joins on behind it.
    /// </summary>
    public void WriteOwn(Span<byte> packet, byte payloadType, uint timestamp, bool marker, Instant now)
    {
        LeaveSource();
        var sequence = (ushort)(_sequence + 1);
        Sent(sequence, timestamp, now);
        RtpHeader.Write(packet, payloadType, sequence, timestamp, Ssrc, marker);
    }

    private enum Order
    {
        Next,
        Late,
        Switch,
        Stale,
    }

    private Order Place(uint ssrc, ushort sequence, Instant now)
    {
        if (!_hasSource)
            return Order.Switch;

        if (ssrc != _source)
            return ssrc == _formerSource && now - _heardAt < ReturnSilence ? Order.Stale : Order.Switch;

        var step = (short)(sequence - _heard);
        if (step is > 0 and <= MaximumDropout)
        {
            _heard = sequence;
            _heardAt = now;
            _reach = Math.Min(_reach + step, MaximumMisorder);
            _restartSequence = -1;
            return Order.Next;
        }

        // The newest once more, or older than the place where this source joined: its number is another packet's already.
        if (step <= 0 && step > -MaximumMisorder)
            return step < 0 && -step <= _reach ? Order.Late : Order.Stale;

        if (sequence == _restartSequence)
            return Order.Switch;

        _restartSequence = (ushort)(sequence + 1);
        return Order.Stale;
    }

    private void Follow(in RtpPacket rtp, in PayloadMapping mapping, Instant now)
    {
        if (_hasSent)
            Switches++;

        _formerSource = _hasSource ? _source : rtp.Ssrc;
        _source = rtp.Ssrc;
        _hasSource = true;
        _heard = rtp.Sequence;
        _heardAt = now;
        _reach = 0;
        _restartSequence = -1;
        _sequenceOffset = (ushort)(_sequence + 1 - rtp.Sequence);
        _scale = new(rtp.Timestamp, NextTimestamp(mapping.ToClock, now), mapping.FromClock, mapping.ToClock);
        _hasEvent = false;
        _hasAudio = false;
    }

    private uint PlaceSound(in RtpPacket rtp, in PayloadMapping mapping, bool isEvent, Order order, Instant now, ref bool marker)
    {
        if (!isEvent && order is not Order.Late)
        {
            if (!_scale.IsOf(mapping) || IsLeap(rtp.Timestamp, mapping.FromClock, now))
            {
                _scale = new(rtp.Timestamp, NextTimestamp(mapping.ToClock, now), mapping.FromClock, mapping.ToClock);
                marker = true;
            }

            _audioTimestamp = rtp.Timestamp;
            _audioAt = now;
            _hasAudio = true;
        }

        return _scale.Map(rtp.Timestamp);
    }

    // A silence makes a gap as long as itself. A timestamp that goes back, or leaps with no time to match, is another
    // sound fed into the same stream.
    private bool IsLeap(uint timestamp, int clock, Instant now)
    {
        if (!_hasAudio)
            return false;

        var step = (int)(timestamp - _audioTimestamp);
        return step < 0 || step > Units(now - _audioAt + LongestLeap, clock);
    }

    // Every packet of one event carries the timestamp of its beginning (RFC 4733 section 2.3.2), so it is computed once.
    private bool TryPlaceEvent(in RtpPacket rtp, in PayloadMapping mapping, Instant now)
    {
        if (_hasEvent && rtp.Timestamp == _eventFrom)
            return true;
        if (_hasEvent && (int)(rtp.Timestamp - _eventFrom) < 0)
            return false;

        _eventFrom = rtp.Timestamp;
        _eventTo = NextTimestamp(mapping.ToClock, now);
        _hasEvent = true;
        return true;
    }

    private void Sent(ushort sequence, uint timestamp, Instant now)
    {
        if (!_hasSent || (int)(timestamp - _timestamp) > 0)
        {
            _timestamp = timestamp;
            _timestampAt = now;
        }

        if (!_hasSent || (short)(sequence - _sequence) > 0)
            _sequence = sequence;

        _hasSent = true;
    }

    private static void Convert(Span<byte> payload, in PayloadMapping mapping)
    {
        switch (mapping.Conversion)
        {
            case PayloadConversion.MuLawToALaw:
                G711.MuLawToALaw(payload);
                break;
            case PayloadConversion.ALawToMuLaw:
                G711.ALawToMuLaw(payload);
                break;
            case PayloadConversion.TelephoneEvent when mapping.FromClock != mapping.ToClock && payload.Length >= TelephoneEvent.Length:
                var duration = (long)BinaryPrimitives.ReadUInt16BigEndian(payload[2..]) * mapping.ToClock / mapping.FromClock;
                BinaryPrimitives.WriteUInt16BigEndian(payload[2..], (ushort)Math.Min(duration, ushort.MaxValue));
                break;
        }
    }

    private static uint Units(TimeSpan time, int clock) => (uint)(time.Ticks * clock / TimeSpan.TicksPerSecond);

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;
}

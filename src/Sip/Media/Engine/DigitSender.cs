using Sip.Rtp;

namespace Sip.Media;

/// <summary>
/// Sends digits as telephone events (RFC 4733 section 2.5.1): a packet every 20 ms with the duration grown, the end three times,
/// then a pause before the next digit.
/// </summary>
internal sealed class DigitSender
{
    private const int MostWaiting = 32;
    private const int EndPackets = 3;
    private const byte Volume = 10;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(80);

    private readonly Queue<(byte Event, TimeSpan Duration)> _waiting = new();
    private byte _event;
    private TimeSpan _duration;
    private Instant _beganAt;
    private Instant _nextAt;
    private uint _timestamp;
    private int _sent;
    private int _ends;

    /// <summary>True while an event runs: no sound goes out then.</summary>
    public bool IsOn { get; private set; }

    public Instant? Deadline => IsOn || _waiting.Count > 0 ? _nextAt : null;

    /// <summary>False when too many digits wait.</summary>
    public bool TryAdd(byte number, TimeSpan duration, Instant now)
    {
        if (_waiting.Count >= MostWaiting)
            return false;

        if (!IsOn && _waiting.Count is 0 && _nextAt < now)
            _nextAt = now;
        _waiting.Enqueue((number, duration));
        return true;
    }

    public void Clear()
    {
        _waiting.Clear();
        IsOn = false;
    }

    public void Advance(PortSender sender, TelephoneEventFormat format, Span<byte> buffer, Instant now)
    {
        if (Deadline is not { } due || due > now)
            return;

        if (!IsOn)
            Begin(sender, format, now);

        _sent++;
        var passed = _sent * Step;
        var isEnd = passed >= _duration;
        var lasted = isEnd ? _duration : passed;
        var units = (ushort)Math.Min(lasted.Ticks * format.ClockRate / TimeSpan.TicksPerSecond, ushort.MaxValue);
        new TelephoneEvent(_event, isEnd, Volume, units).Write(buffer[RtpHeader.MinimumLength..]);
        sender.SendOwn(buffer, TelephoneEvent.Length, format.PayloadType, _timestamp, marker: _sent is 1, now);

        _nextAt = _beganAt + passed;
        if (!isEnd || ++_ends < EndPackets)
            return;

        IsOn = false;
        _nextAt += Pause;
    }

    private void Begin(PortSender sender, TelephoneEventFormat format, Instant now)
    {
        (_event, _duration) = _waiting.Dequeue();
        IsOn = true;
        _beganAt = now;
        _timestamp = sender.NextTimestamp(format.ClockRate, now);
        _sent = 0;
        _ends = 0;
    }
}

using Sip.Rtp;

namespace Sip.Media;

/// <summary>Sends digits on one port, one after the other with a pause between them.</summary>
internal sealed class DigitQueue
{
    private const int MostWaiting = 32;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(80);

    private readonly Queue<(byte Number, TimeSpan Duration)> _waiting = new();
    private DigitSender _digit;
    private Instant _nextAt;

    /// <summary>True while an event runs: no sound goes out then.</summary>
    public bool IsOn => !_digit.IsOver;

    public Instant? Deadline => IsOn ? _digit.Deadline : _waiting.Count > 0 ? _nextAt : null;

    /// <summary>False when too many digits wait.</summary>
    public bool TryAdd(byte number, TimeSpan duration)
    {
        if (_waiting.Count >= MostWaiting)
            return false;

        _waiting.Enqueue((number, duration));
        return true;
    }

    public void Clear()
    {
        _waiting.Clear();
        _digit = default;
    }

    public void Advance(PortSender sender, TelephoneEventFormat format, Span<byte> buffer, Instant now)
    {
        if (Deadline is not { } due || due > now)
            return;

        if (!IsOn)
        {
            var (number, duration) = _waiting.Dequeue();
            _digit = new(number, duration, format.ClockRate, sender.NextTimestamp(format.ClockRate, now), now);
        }

        if (_digit.TryTake(out var packet))
        {
            packet.Event.Write(buffer[RtpHeader.MinimumLength..]);
            sender.SendOwn(buffer, TelephoneEvent.Length, format.PayloadType, packet.Timestamp, packet.Marker, now);
        }

        if (!IsOn)
            _nextAt = now + Pause;
    }
}

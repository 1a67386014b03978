using Sip.Rtp;

namespace Sip.Media;

/// <summary>
/// Tells one press from the next among telephone-event packets (RFC 4733 section 2.5). The timestamp of the event decides, never
/// the marker bit; a sender that gives every packet of one event a new timestamp is recognised by its growing duration.
/// </summary>
internal sealed class DigitEar
{
    private static readonly TimeSpan LongestStep = TimeSpan.FromMilliseconds(70);

    private bool _heardAny;
    private uint _ssrc;
    private uint _timestamp;
    private TelephoneEvent _last;
    private Instant _lastAt;

    /// <summary>The digit that begins with this packet, or NUL.</summary>
    public char Hear(uint ssrc, uint timestamp, ReadOnlySpan<byte> payload, Instant now)
    {
        if (!TelephoneEvent.TryParse(payload, out var heard) || heard.Digit is '\0')
            return '\0';

        var isNew = !_heardAny || ssrc != _ssrc || (timestamp != _timestamp && !IsOld(timestamp) && !Continues(heard, now));
        if (!isNew && IsOld(timestamp))
            return '\0';

        _heardAny = true;
        _ssrc = ssrc;
        _timestamp = timestamp;
        _last = heard;
        _lastAt = now;
        return isNew ? heard.Digit : '\0';
    }

    private bool IsOld(uint timestamp) => (int)(timestamp - _timestamp) < 0;

    private bool Continues(TelephoneEvent heard, Instant now) =>
        heard.Event == _last.Event
        && now - _lastAt < LongestStep
        && ((!_last.IsEnd && (heard.Duration > _last.Duration || _last.Duration is ushort.MaxValue))
            || (_last.IsEnd && heard.IsEnd && heard.Duration == _last.Duration));
}

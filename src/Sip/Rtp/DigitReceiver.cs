namespace Sip.Rtp;

/// <summary>
/// Hears each digit of a peer once (RFC 4733 section 2.5.2). An event is known by its timestamp and number; markers and ends may
/// be lost or wrong, the first packet may say it has lasted no time, and packets of a long press may be far apart.
/// </summary>
public struct DigitReceiver
{
    // A sender that gives every packet of one event a new timestamp still counts its duration on.
    private static readonly TimeSpan SplitEvent = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan OldestLatePacket = TimeSpan.FromSeconds(2);

    private bool _any;
    private uint _ssrc;
    private uint _timestamp;
    private TelephoneEvent _last;
    private Instant _lastAt;

    /// <summary>Takes one telephone-event packet. True when it is the first heard of a new event.</summary>
    /// <param name="packet">The packet, in clear.</param>
    /// <param name="now">When it arrived.</param>
    /// <param name="number">The event: 0 to 15 for a digit, others as RFC 4733 section 7 lists them.</param>
    public bool See(in RtpPacket packet, Instant now, out byte number)
    {
        number = 0;
        if (!TelephoneEvent.TryParse(packet.Payload, out var telephoneEvent))
            return false;

        number = telephoneEvent.Event;
        var step = (int)(packet.Timestamp - _timestamp);
        if (_any && packet.Ssrc == _ssrc)
        {
            if (step < 0 && now - _lastAt < OldestLatePacket)
                return false;

            if (telephoneEvent.Event == _last.Event && (step == 0 || Continues(packet, telephoneEvent, step, now)))
            {
                _timestamp = packet.Timestamp;
                _last = telephoneEvent with { IsEnd = telephoneEvent.IsEnd || step == 0 && _last.IsEnd };
                _lastAt = now;
                return false;
            }
        }

        _any = true;
        _ssrc = packet.Ssrc;
        _timestamp = packet.Timestamp;
        _last = telephoneEvent;
        _lastAt = now;
        return true;
    }

    private readonly bool Continues(in RtpPacket packet, TelephoneEvent telephoneEvent, int step, Instant now)
    {
        if (_last.IsEnd)
            return false;

        var isNextSegment = step == ushort.MaxValue || step == ushort.MaxValue + 1;
        var isSplit = !packet.Marker && telephoneEvent.Duration > _last.Duration && now - _lastAt < SplitEvent;
        return isNextSegment || isSplit;
    }
}

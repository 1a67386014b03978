namespace Sip.Media;

/// <summary>Notices when a peer that should speak has not been heard for too long. A held peer may be silent for ever.</summary>
internal sealed class SilenceWatch
{
    private TimeSpan? _timeout;
    private bool _isExpected;
    private bool _flows;
    private bool _isSilent;
    private Instant _since;

    public Instant? Deadline => _isExpected && !_isSilent && _timeout is { } timeout ? _since + timeout : null;

    /// <summary>How long a silence that was noticed has lasted; null when there is none.</summary>
    public TimeSpan? Lasting(Instant now) => _isExpected && _isSilent ? now - _since : null;

    public void Configure(TimeSpan? timeout, bool isExpected, Instant now)
    {
        if ((isExpected && !_isExpected) || (timeout is not null && _timeout is null))
            (_since, _isSilent) = (now, false);

        _timeout = timeout;
        _isExpected = isExpected;
    }

    /// <summary>True when sound begins: the first packet of all, or the first after a silence.</summary>
    public bool Heard(Instant now)
    {
        _since = now;
        if (_flows && !_isSilent)
            return false;

        (_flows, _isSilent) = (true, false);
        return true;
    }

    /// <summary>The length of the silence when it has become too long, once.</summary>
    public TimeSpan? Advance(Instant now)
    {
        if (Deadline is not { } due || due > now)
            return null;

        _isSilent = true;
        return now - _since;
    }
}

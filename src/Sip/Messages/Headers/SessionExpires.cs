namespace Sip.Messages;

/// <summary>Who refreshes a session (RFC 4028 section 4).</summary>
public enum SessionRefresher
{
    /// <summary>Not said.</summary>
    None,

    /// <summary>The side that sent the request.</summary>
    Uac,

    /// <summary>The side that answers it.</summary>
    Uas,
}

/// <summary>Session-Expires (RFC 4028 section 4): the interval in seconds and who refreshes it.</summary>
public readonly record struct SessionExpires(uint Seconds, SessionRefresher Refresher)
{
    /// <summary>Reads a header value.</summary>
    public static bool TryParse(ReadOnlySpan<byte> value, out SessionExpires expires)
    {
        expires = default;
        var end = value.IndexOf((byte)';');
        var number = Grammar.Trim(end < 0 ? value : value[..end]);
        if (!Grammar.TryNumber(number, out var seconds))
            return false;

        var refresher = new SipParameters(end < 0 ? default : value[end..]).Value("refresher"u8);
        expires = new(seconds, ReadRefresher(refresher));
        return true;
    }

    /// <summary>As it is written into a message.</summary>
    public override string ToString() => Refresher switch
    {
        SessionRefresher.Uac => $"{Seconds};refresher=uac",
        SessionRefresher.Uas => $"{Seconds};refresher=uas",
        _ => $"{Seconds}",
    };

    private static SessionRefresher ReadRefresher(ReadOnlySpan<byte> text)
    {
        if (Grammar.SameText(text, "uac"u8))
            return SessionRefresher.Uac;
        return Grammar.SameText(text, "uas"u8) ? SessionRefresher.Uas : SessionRefresher.None;
    }
}

namespace Sip.Messages;

/// <summary>What a caller asks to be kept private (RFC 3323 section 4.2, RFC 3325 section 9.3, RFC 7044 section 5.1).</summary>
[Flags]
public enum PrivacyKinds
{
    /// <summary>The header is missing.</summary>
    Unspecified = 0,

    /// <summary><c>none</c>: privacy must not be applied.</summary>
    None = 1,

    /// <summary><c>header</c>.</summary>
    Header = 2,

    /// <summary><c>session</c>.</summary>
    Session = 4,

    /// <summary><c>user</c>.</summary>
    User = 8,

    /// <summary><c>id</c>: the asserted identity must not leave the trusted network.</summary>
    Id = 16,

    /// <summary><c>history</c>.</summary>
    History = 32,

    /// <summary><c>critical</c>: refuse the call rather than ignore the wish.</summary>
    Critical = 64,
}

/// <summary>Reads Privacy headers.</summary>
public static class Privacy
{
    /// <summary>Every wish in the message's Privacy headers; unknown ones are passed over. Values stand between semicolons, commas are tolerated.</summary>
    public static PrivacyKinds Of(SipMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var kinds = PrivacyKinds.Unspecified;
        foreach (var line in message.All(HeaderName.Privacy))
        {
            foreach (var part in line.SplitAny(";,"u8))
                kinds |= Kind(Grammar.Trim(line[part]));
        }

        return kinds;
    }

    private static PrivacyKinds Kind(ReadOnlySpan<byte> text) => text switch
    {
        _ when Grammar.SameText(text, "none"u8) => PrivacyKinds.None,
        _ when Grammar.SameText(text, "header"u8) => PrivacyKinds.Header,
        _ when Grammar.SameText(text, "session"u8) => PrivacyKinds.Session,
        _ when Grammar.SameText(text, "user"u8) => PrivacyKinds.User,
        _ when Grammar.SameText(text, "id"u8) => PrivacyKinds.Id,
        _ when Grammar.SameText(text, "history"u8) => PrivacyKinds.History,
        _ when Grammar.SameText(text, "critical"u8) => PrivacyKinds.Critical,
        _ => PrivacyKinds.Unspecified,
    };
}

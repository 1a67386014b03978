namespace Sip.Messages;

/// <summary>The kinds of address.</summary>
public enum UriScheme
{
    /// <summary>Not a valid address.</summary>
    None,

    /// <summary>RFC 3261 section 19.1.</summary>
    Sip,

    /// <summary>RFC 3261 section 19.1 and RFC 5630.</summary>
    Sips,

    /// <summary>RFC 3966.</summary>
    Tel,

    /// <summary>Any other; only the scheme and the text are known.</summary>
    Other,
}

/// <summary>
/// An address taken apart in place (RFC 3261 section 19.1, RFC 3966). Of a tel address the number is <see cref="User"/> and the host is
/// empty. Escapes are left as they stand; see <see cref="UnescapedUser"/>.
/// </summary>
public readonly ref struct SipUriView
{
    private readonly int _port;
    private readonly ReadOnlySpan<byte> _parameters;
    private readonly ReadOnlySpan<byte> _headers;

    private SipUriView(
        ReadOnlySpan<byte> value, UriScheme scheme, ReadOnlySpan<byte> user, ReadOnlySpan<byte> password,
        ReadOnlySpan<byte> host, int port, ReadOnlySpan<byte> parameters, ReadOnlySpan<byte> headers)
    {
        Value = value;
        Scheme = scheme;
        User = user;
        Password = password;
        Host = host;
        _port = port;
        _parameters = parameters;
        _headers = headers;
    }

    /// <summary>False for the view of an address that could not be read.</summary>
    public bool IsValid => Scheme is not UriScheme.None;

    /// <summary>The whole address.</summary>
    public ReadOnlySpan<byte> Value { get; }

    /// <summary>The kind of address.</summary>
    public UriScheme Scheme { get; }

    /// <summary>The user part as written, or the number of a tel address; empty without one.</summary>
    public ReadOnlySpan<byte> User { get; }

    /// <summary>The password as written; empty without one. Never to be logged.</summary>
    public ReadOnlySpan<byte> Password { get; }

    /// <summary>The host; an IPv6 address without its brackets.</summary>
    public ReadOnlySpan<byte> Host { get; }

    /// <summary>The port, or null when none is written.</summary>
    public int? Port => Scheme is UriScheme.None || _port < 0 ? null : _port;

    /// <summary>The URI parameters.</summary>
    public SipParameters Parameters => new(_parameters, (byte)';', isUri: true);

    /// <summary>The URI headers, that is what follows the question mark.</summary>
    public SipParameters Headers => new(_headers, (byte)'&', isUri: true);

    /// <summary>The transport parameter; empty without one.</summary>
    public ReadOnlySpan<byte> Transport => Parameters.Value("transport"u8);

    /// <summary>True with the loose-routing parameter (RFC 3261 section 16.12.1).</summary>
    public bool IsLooseRouter => Parameters.Has("lr"u8);

    /// <summary>The user part as a person reads it.</summary>
    public string UnescapedUser() => Grammar.Unescaped(User);

    /// <summary>The value of the first URI parameter of this name; empty without one.</summary>
    public ReadOnlySpan<byte> Parameter(ReadOnlySpan<byte> name) => Parameters.Value(name);

    /// <summary>Takes an address apart. No white space and no angle brackets may stand in it.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out SipUriView uri)
    {
        uri = default;
        var colon = text.IndexOf((byte)':');
        if (colon <= 0 || colon == text.Length - 1 || !char.IsAsciiLetter((char)text[0]) || text.ContainsAny(ForbiddenBytes))
            return false;

        var scheme = text[..colon];
        if (scheme.ContainsAnyExcept(SchemeBytes))
            return false;

        var rest = text[(colon + 1)..];
        if (Grammar.SameText(scheme, "sip"u8))
            return TryParseSip(text, UriScheme.Sip, rest, out uri);
        if (Grammar.SameText(scheme, "sips"u8))
            return TryParseSip(text, UriScheme.Sips, rest, out uri);
        if (Grammar.SameText(scheme, "tel"u8))
            return TryParseTel(text, rest, out uri);

        uri = new(text, UriScheme.Other, default, default, default, -1, default, default);
        return true;
    }

    /// <summary>Compares by RFC 3261 section 19.1.4, tel addresses by RFC 3966 section 4.</summary>
    public bool IsEquivalentTo(SipUriView other) => UriComparison.AreEquivalent(this, other);

    private static readonly System.Buffers.SearchValues<byte> SchemeBytes = System.Buffers.SearchValues.Create(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+-."u8);

    // Controls, the space, and what would end the address where it stands in a header.
    private static readonly System.Buffers.SearchValues<byte> ForbiddenBytes = System.Buffers.SearchValues.Create(
        [.. Enumerable.Range(0, ' ' + 1).Select(one => (byte)one), 0x7f, (byte)'<', (byte)'>', (byte)'"']);

    private static bool TryParseSip(ReadOnlySpan<byte> text, UriScheme scheme, ReadOnlySpan<byte> rest, out SipUriView uri)
    {
        uri = default;

        // '@' cannot stand unescaped in parameters; in headers it does (Refer-To with Replaces), so the first one ends the user.
        ReadOnlySpan<byte> user = default;
        ReadOnlySpan<byte> password = default;
        var at = rest.IndexOf((byte)'@');
        if (at >= 0)
        {
            user = rest[..at];
            var colon = user.IndexOf((byte)':');
            if (colon >= 0)
            {
                password = user[(colon + 1)..];
                user = user[..colon];
            }

            if (user.IsEmpty)
                return false;
        }

        var place = at + 1;
        if (!HostPort.TryTake(rest, ref place, allowWhite: false, out var host, out var port))
            return false;

        var tail = rest[place..];
        if (tail is not ([] or [(byte)';', ..] or [(byte)'?', ..]))
            return false;

        var question = tail.IndexOf((byte)'?');
        var headers = question < 0 ? default : tail[(question + 1)..];
        uri = new(text, scheme, user, password, host, port, question < 0 ? tail : tail[..question], headers);
        return true;
    }

    private static bool TryParseTel(ReadOnlySpan<byte> text, ReadOnlySpan<byte> rest, out SipUriView uri)
    {
        var end = rest.IndexOf((byte)';');
        var number = end < 0 ? rest : rest[..end];
        var valid = TelUri.IsNumber(number);
        uri = valid ? new(text, UriScheme.Tel, number, default, default, -1, end < 0 ? default : rest[end..], default) : default;
        return valid;
    }
}

using System.Collections.Immutable;
using System.Text;

namespace Sip.Messages;

/// <summary>A parameter or header of an address, unescaped; without a value it is <c>null</c>.</summary>
public readonly record struct UriParameter(string Name, string? Value)
{
    // The rules param-unreserved and unreserved of RFC 3261 section 25.1.
    private const string Plain = "-_.!~*'()[]/:&+$";

    internal static ImmutableArray<UriParameter> ListOf(SipParameters parameters)
    {
        var list = ImmutableArray.CreateBuilder<UriParameter>();
        foreach (var one in parameters)
            list.Add(new(Grammar.Unescaped(one.Name), one.HasValue ? Grammar.Unescaped(one.Value) : null));
        return list.DrainToImmutable();
    }

    internal static void Append(StringBuilder text, UriParameter one, string plain = Plain)
    {
        SipUri.Escape(text, one.Name, plain);
        if (one.Value is not null)
            SipUri.Escape(text.Append('='), one.Value, plain);
    }
}

/// <summary>
/// A sip or sips address to keep and to build (RFC 3261 section 19.1). All parts are plain text; <see cref="ToString"/> escapes them
/// again. Equal means the same text; for the RFC's own comparison see <see cref="SipUriView.IsEquivalentTo"/>.
/// </summary>
public sealed record SipUri
{
    private const string UserPlain = "-_.!~*'()&=+$,;?/";
    private const string PasswordPlain = "-_.!~*'()&=+$,";
    private const string HeaderPlain = "-_.!~*'()[]/?:+$";

    /// <summary>Sip or sips.</summary>
    public UriScheme Scheme { get; init; } = UriScheme.Sip;

    /// <summary>The user, or null.</summary>
    public string? User { get; init; }

    /// <summary>The password, or null. Discouraged (RFC 3261 section 19.1.1), kept because peers may send it.</summary>
    public string? Password { get; init; }

    /// <summary>Host name or address; an IPv6 address without brackets.</summary>
    public required string Host { get; init; }

    /// <summary>The port, or null for the default of the transport.</summary>
    public int? Port { get; init; }

    /// <summary>The parameters in order.</summary>
    public ImmutableArray<UriParameter> Parameters { get; init; } = [];

    /// <summary>The headers in order.</summary>
    public ImmutableArray<UriParameter> Headers { get; init; } = [];

    /// <summary>The transport parameter, or null.</summary>
    public string? Transport => Parameter("transport");

    /// <summary>True with the loose-routing parameter.</summary>
    public bool IsLooseRouter => Parameter("lr") is not null;

    /// <summary>True for sips.</summary>
    public bool IsSecure => Scheme is UriScheme.Sips;

    /// <summary>The value of a parameter in any case: empty when it stands without a value, null when it is missing.</summary>
    public string? Parameter(string name)
    {
        foreach (var one in Parameters)
        {
            if (string.Equals(one.Name, name, StringComparison.OrdinalIgnoreCase))
                return one.Value ?? "";
        }

        return null;
    }

    /// <summary>The same address with this parameter set or replaced; a null value writes the bare name.</summary>
    public SipUri WithParameter(string name, string? value) => this with
    {
        Parameters = [.. Parameters.Where(one => !string.Equals(one.Name, name, StringComparison.OrdinalIgnoreCase)), new(name, value)],
    };

    /// <summary>The same address without this parameter.</summary>
    public SipUri WithoutParameter(string name) => this with
    {
        Parameters = [.. Parameters.Where(one => !string.Equals(one.Name, name, StringComparison.OrdinalIgnoreCase))],
    };

    /// <summary>Takes the text of a view into strings; null for anything but sip and sips.</summary>
    public static SipUri? Of(SipUriView view) => view.Scheme is not (UriScheme.Sip or UriScheme.Sips) ? null : new()
    {
        Scheme = view.Scheme,
        User = view.User.IsEmpty ? null : view.UnescapedUser(),
        Password = view.Password.IsEmpty ? null : Grammar.Unescaped(view.Password),
        Host = Encoding.ASCII.GetString(view.Host),
        Port = view.Port,
        Parameters = UriParameter.ListOf(view.Parameters),
        Headers = UriParameter.ListOf(view.Headers),
    };

    /// <summary>Reads a sip or sips address.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out SipUri? uri)
    {
        uri = SipUriView.TryParse(text, out var view) ? Of(view) : null;
        return uri is not null;
    }

    /// <summary>Reads a sip or sips address.</summary>
    public static bool TryParse(string text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out SipUri? uri) =>
        TryParse(Encoding.UTF8.GetBytes(text ?? ""), out uri);

    /// <summary>The host as it stands in a header: an IPv6 address in brackets.</summary>
    public static string HostText(string host)
    {
        ArgumentNullException.ThrowIfNull(host);
        return host.Contains(':', StringComparison.Ordinal) && host is not ['[', ..] ? $"[{host}]" : host;
    }

    /// <summary>The address as it is written into a message.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Scheme is UriScheme.Sips ? "sips:" : "sip:");
        if (User is not null)
        {
            Escape(text, User, UserPlain);
            if (Password is not null)
                Escape(text.Append(':'), Password, PasswordPlain);
            text.Append('@');
        }

        AppendHost(text, HostText(Host));
        if (Port is { } port)
            text.Append(':').Append(port);

        foreach (var one in Parameters)
            UriParameter.Append(text.Append(';'), one);

        var mark = '?';
        foreach (var one in Headers)
        {
            UriParameter.Append(text.Append(mark), one with { Value = one.Value ?? "" }, HeaderPlain);
            mark = '&';
        }

        return text.ToString();
    }

    /// <inheritdoc/>
    public bool Equals(SipUri? other) => other is not null && ToString() == other.ToString();

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(ToString());

    internal static void Escape(StringBuilder text, string part, string plain)
    {
        Span<byte> bytes = stackalloc byte[4];
        foreach (var rune in part.EnumerateRunes())
        {
            if (rune.IsAscii && (char.IsAsciiLetterOrDigit((char)rune.Value) || plain.Contains((char)rune.Value, StringComparison.Ordinal)))
            {
                text.Append((char)rune.Value);
                continue;
            }

            foreach (var one in bytes[..rune.EncodeToUtf8(bytes)])
                text.Append('%').Append(one.ToString("X2"));
        }
    }

    /// <summary>A host has no escapes; what cannot stand in one is left out, so that no setting can end the address early.</summary>
    private static void AppendHost(StringBuilder text, string host)
    {
        foreach (var one in host)
        {
            if (char.IsAsciiLetterOrDigit(one) || one is '-' or '.' or '_' or '+' or ':' or '[' or ']')
                text.Append(one);
        }
    }
}

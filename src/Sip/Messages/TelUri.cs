using System.Collections.Immutable;
using System.Text;

namespace Sip.Messages;

/// <summary>A telephone number as an address (RFC 3966): global when it begins with <c>+</c>, else local to its context.</summary>
public sealed record TelUri
{
    /// <summary>The number as written, visual separators included.</summary>
    public required string Number { get; init; }

    /// <summary>The parameters in order, phone-context, ext and isub among them.</summary>
    public ImmutableArray<UriParameter> Parameters { get; init; } = [];

    /// <summary>True for a number of the whole world.</summary>
    public bool IsGlobal => Number is ['+', ..];

    /// <summary>The number without visual separators.</summary>
    public string Digits => string.Concat(Number.Where(one => !IsSeparator((byte)one)));

    /// <summary>Where a local number holds; null when it is missing.</summary>
    public string? PhoneContext => Parameter("phone-context");

    /// <summary>The extension, or null.</summary>
    public string? Extension => Parameter("ext");

    /// <summary>The ISDN subaddress, or null.</summary>
    public string? Subaddress => Parameter("isub");

    /// <summary>Reads an address that begins with <c>tel:</c>.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out TelUri? uri)
    {
        var valid = SipUriView.TryParse(text, out var view) && view.Scheme is UriScheme.Tel;
        uri = valid ? new() { Number = Encoding.ASCII.GetString(view.User), Parameters = UriParameter.ListOf(view.Parameters) } : null;
        return valid;
    }

    /// <summary>Reads an address that begins with <c>tel:</c>.</summary>
    public static bool TryParse(string text, out TelUri? uri) => TryParse(Encoding.UTF8.GetBytes(text ?? ""), out uri);

    /// <summary>As it is written into a message.</summary>
    public override string ToString()
    {
        var text = new StringBuilder("tel:").Append(Number);
        foreach (var one in Parameters)
            UriParameter.Append(text.Append(';'), one);
        return text.ToString();
    }

    /// <inheritdoc/>
    public bool Equals(TelUri? other) => other is not null && ToString() == other.ToString();

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(ToString());

    internal static bool IsSeparator(byte one) => one is (byte)'-' or (byte)'.' or (byte)'(' or (byte)')';

    /// <summary>Digits, <c>A</c> to <c>F</c>, <c>*</c>, <c>#</c> and separators, a plus only in front; at least one that is dialled.</summary>
    internal static bool IsNumber(ReadOnlySpan<byte> text)
    {
        if (text is [(byte)'+', ..])
            text = text[1..];

        var dialled = 0;
        foreach (var one in text)
        {
            if (char.IsAsciiHexDigit((char)one) || one is (byte)'*' or (byte)'#')
                dialled++;
            else if (!IsSeparator(one))
                return false;
        }

        return dialled > 0;
    }

    private string? Parameter(string name)
    {
        foreach (var one in Parameters)
        {
            if (string.Equals(one.Name, name, StringComparison.OrdinalIgnoreCase))
                return one.Value ?? "";
        }

        return null;
    }
}

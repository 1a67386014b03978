using System.Collections.Immutable;
using System.Text;

namespace Sip.Messages;

/// <summary>A display name, an address and header parameters to keep and to write (RFC 3261 section 20.10). Always written with angle brackets.</summary>
public sealed record NameAddress
{
    /// <summary>The display name, or null.</summary>
    public string? DisplayName { get; init; }

    /// <summary>The address as text, without angle brackets.</summary>
    public required string Uri { get; init; }

    /// <summary>The header parameters in order, e.g. the tag.</summary>
    public ImmutableArray<UriParameter> Parameters { get; init; } = [];

    /// <summary>The tag, or null.</summary>
    public string? Tag
    {
        get
        {
            foreach (var one in Parameters)
            {
                if (string.Equals(one.Name, "tag", StringComparison.OrdinalIgnoreCase))
                    return one.Value;
            }

            return null;
        }
    }

    /// <summary>The same with this tag.</summary>
    public NameAddress WithTag(string tag) => this with
    {
        Parameters = [.. Parameters.Where(one => !string.Equals(one.Name, "tag", StringComparison.OrdinalIgnoreCase)), new("tag", tag)],
    };

    /// <summary>Takes the text of a view into strings; null when the view is not valid.</summary>
    public static NameAddress? Of(NameAddressView view)
    {
        if (!view.IsValid)
            return null;

        var parameters = ImmutableArray.CreateBuilder<UriParameter>();
        foreach (var one in view.Parameters)
            parameters.Add(new(Encoding.UTF8.GetString(one.Name), one.HasValue ? one.Text() : null));

        return new()
        {
            DisplayName = view.DisplayName.IsEmpty ? null : view.Name(),
            Uri = Encoding.UTF8.GetString(view.UriText),
            Parameters = parameters.DrainToImmutable(),
        };
    }

    /// <summary>The value as it is written into a header.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        if (!string.IsNullOrEmpty(DisplayName))
            text.Append(Quoted(DisplayName)).Append(' ');

        text.Append('<').Append(Uri.Replace(">", "%3E", StringComparison.Ordinal)).Append('>');
        foreach (var one in Parameters)
        {
            text.Append(';').Append(one.Name);
            if (one.Value is not null)
                text.Append('=').Append(IsPlain(one.Value) ? one.Value : Quoted(one.Value));
        }

        return text.ToString();
    }

    /// <summary>A quoted string: quotes and backslashes are escaped, control characters become spaces (RFC 3261 section 25.1).</summary>
    public static string Quoted(string plain)
    {
        ArgumentNullException.ThrowIfNull(plain);
        var text = new StringBuilder(plain.Length + 2).Append('"');
        foreach (var one in plain)
        {
            if (one is '"' or '\\')
                text.Append('\\');
            text.Append(char.IsControl(one) ? ' ' : one);
        }

        return text.Append('"').ToString();
    }

    /// <inheritdoc/>
    public bool Equals(NameAddress? other) => other is not null && ToString() == other.ToString();

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(ToString());

    // A token, or a host with brackets and colons, stands without quotes.
    private static bool IsPlain(string value)
    {
        foreach (var one in value)
        {
            if (!char.IsAscii(one) || !(Grammar.IsToken((byte)one) || one is '[' or ']' or ':'))
                return false;
        }

        return value.Length > 0;
    }
}

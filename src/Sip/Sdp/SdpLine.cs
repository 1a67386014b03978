using System.Collections.Immutable;

namespace Sip.Sdp;

/// <summary>
/// One line of a session description (RFC 8866 section 5). The value is one character per byte, so that text of any
/// character set passes through unchanged.
/// </summary>
public readonly record struct SdpLine
{
    /// <summary>Makes a line; a line break inside the value is a fault of ours, never of a peer.</summary>
    public SdpLine(char type, string value)
    {
        if (value.AsSpan().IndexOfAny('\r', '\n', '\0') >= 0)
            throw new ArgumentException("A line cannot hold a line break or NUL.", nameof(value));

        Type = type;
        Value = value;
    }

    /// <summary>The letter before the equals sign.</summary>
    public char Type { get; }

    /// <summary>Everything after the equals sign.</summary>
    public string Value { get; }

    /// <summary>An attribute without value, a=name.</summary>
    public static SdpLine Property(string name) => new('a', name);

    /// <summary>An attribute with a value, a=name:value.</summary>
    public static SdpLine Attribute(string name, string value) => new('a', $"{name}:{value}");

    /// <summary>The value of this line if it is the attribute <paramref name="name"/>; empty for one without value.</summary>
    public bool IsAttribute(string name, out ReadOnlySpan<char> value)
    {
        value = default;
        if (Type is not 'a' || !Value.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            return false;
        if (Value.Length == name.Length)
            return true;
        if (Value[name.Length] is not ':')
            return false;

        value = Value.AsSpan(name.Length + 1).Trim(' ');
        return true;
    }

    /// <summary>The line as text, with keys left out.</summary>
    public override string ToString() => HoldsKey ? $"{Type}={Value.Split(':')[0]}:(key)" : $"{Type}={Value}";

    private bool HoldsKey => Type is 'k' || IsAttribute("crypto", out _) || IsAttribute("key-mgmt", out _);
}

/// <summary>Finds attributes among the lines of a section.</summary>
internal static class SdpLines
{
    public static bool Has(this ImmutableArray<SdpLine> lines, string name)
    {
        foreach (var line in lines)
        {
            if (line.IsAttribute(name, out _))
                return true;
        }

        return false;
    }

    public static string? Attribute(this ImmutableArray<SdpLine> lines, string name)
    {
        foreach (var line in lines)
        {
            if (line.IsAttribute(name, out var value))
                return value.ToString();
        }

        return null;
    }

    public static int? Number(this ImmutableArray<SdpLine> lines, string name) =>
        lines.Attribute(name) is { } text && int.TryParse(text, System.Globalization.NumberStyles.None, null, out var number) ? number : null;

    public static SdpConnection? Connection(this ImmutableArray<SdpLine> lines)
    {
        foreach (var line in lines)
        {
            if (line.Type is 'c' && SdpConnection.TryParse(line.Value, out var connection))
                return connection;
        }

        return null;
    }

    public static MediaDirection? Direction(this ImmutableArray<SdpLine> lines)
    {
        foreach (var line in lines)
        {
            if (line.Type is 'a' && MediaDirections.Parse(line.Value) is { } direction)
                return direction;
        }

        return null;
    }
}

using System.Text;
using System.Text.RegularExpressions;

namespace Appliance.Traces;

/// <summary>
/// Takes telephone numbers out of what is shown: all digits but the last three become a star, or a zero where other programs read the
/// number. Messages keep their length. Addresses of computers, Call-IDs, tags and branches stay, since they tell which messages belong together.
/// </summary>
public static partial class NumberMask
{
    /// <summary>What people see in place of a digit.</summary>
    public const char Star = '*';

    /// <summary>What programs that read numbers see in place of a digit: no country's code begins with 0 (ITU-T E.164), so that +000… is nobody's.</summary>
    public const char Zero = '0';

    private const int Shown = 3;
    private const RegexOptions Plain = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;
    private const int Patience = 1000;

    // They hold no numbers but those in addresses.
    private static readonly HashSet<string> Technical = new(StringComparer.OrdinalIgnoreCase)
    {
        "Via", "v", "Call-ID", "i", "CSeq", "Max-Forwards", "Content-Type", "c", "Content-Length", "l", "Date", "Expires", "Min-Expires", "Session-Expires", "x", "Min-SE",
        "Timestamp", "RSeq", "RAck", "User-Agent", "Server", "Allow", "Supported", "k", "Require", "Accept", "Replaces", "Route", "Record-Route",
    };

    /// <summary>All digits but the last three of a number, however it is written.</summary>
    public static string Digits(string text, char fill = Star)
    {
        ArgumentNullException.ThrowIfNull(text);
        var left = CountDigits(text) - Shown;
        if (left <= 0)
            return text;

        var masked = text.ToCharArray();
        for (var i = 0; i < masked.Length && left > 0; i++)
        {
            if (masked[i] is '%')
                i += 2;
            else if (char.IsAsciiDigit(masked[i]))
                (masked[i], left) = (fill, left - 1);
        }

        return new string(masked);
    }

    /// <summary>The numbers in a phrase.</summary>
    public static string Phrase(string text) => Runs.Replace(text, found => Digits(found.Value));

    /// <summary>The message with its numbers masked.</summary>
    /// <param name="message">The message.</param>
    /// <param name="fill"><see cref="Star"/> or <see cref="Zero"/>.</param>
    public static byte[] Apply(ReadOnlySpan<byte> message, char fill = Star)
    {
        var text = Encoding.Latin1.GetString(message);
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var lines = (end < 0 ? text : text[..end]).Split("\r\n");
        var masked = new StringBuilder(text.Length).Append(Line("", lines[0], fill));
        foreach (var line in lines.AsSpan(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var name = colon > 0 ? line[..colon].Trim() : "";
            masked.Append("\r\n").Append(line.AsSpan(0, colon + 1)).Append(Line(name, line[(colon + 1)..], fill));
        }

        if (end >= 0)
            masked.Append("\r\n\r\n").Append(DescriptionLine.Replace(text[(end + 4)..], line => line.Groups["name"].Value + Digits(line.Groups["text"].Value, fill)));
        return Encoding.Latin1.GetBytes(masked.ToString());
    }

    private static string Line(string name, string value, char fill)
    {
        var masked = AddressUser.Replace(value, user => user.Groups["scheme"].Value + Digits(user.Groups["user"].Value, fill));
        masked = TelephoneAddress.Replace(masked, Masked);
        if (Technical.Contains(name))
            return masked;

        // The quotes of a proof's parameters stand around names of computers.
        if (!name.Contains("auth", StringComparison.OrdinalIgnoreCase))
            masked = DisplayName.Replace(masked, Masked);
        masked = Escaped.Replace(masked, Masked);
        return Runs.Replace(masked, Masked);

        string Masked(Match found) => Digits(found.Value, fill);
    }

    private static int CountDigits(string text)
    {
        var count = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is '%')
                i += 2;
            else if (char.IsAsciiDigit(text[i]))
                count++;
        }

        return count;
    }

    [GeneratedRegex("""(?<scheme>sips?:)(?<user>[^@<>\s,"]{1,256})(?=@)""", Plain, Patience)]
    private static partial Regex AddressUser { get; }

    [GeneratedRegex("""(?<=tel:)[^;>\s,"?]+""", Plain, Patience)]
    private static partial Regex TelephoneAddress { get; }

    // "02 1234 5678" <sip:…>
    [GeneratedRegex("(?<=(^|,)\\s*)[^<>,\";@]{1,128}(?=<)|\"[^\"@]*\"", Plain, Patience)]
    private static partial Regex DisplayName { get; }

    [GeneratedRegex("""(?<=%2B)\d{4,}""", Plain, Patience)]
    private static partial Regex Escaped { get; }

    [GeneratedRegex("""(?<![\w.%*-]|tag=)\+?\d{6,}(?!\w)""", Plain, Patience)]
    private static partial Regex Runs { get; }

    [GeneratedRegex(@"(?<name>(?<=^|\n)(o=|[spieu]=))(?<text>(?<=o=)\S+|(?<!o=)[^\r\n]*)", Plain, Patience)]
    private static partial Regex DescriptionLine { get; }
}

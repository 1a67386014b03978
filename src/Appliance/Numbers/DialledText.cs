using System.Globalization;
using System.Text;

namespace Appliance.Numbers;

/// <summary>
/// A dialled text freed of its dress: scheme, parameters, escapes, visual separators, digits of other scripts, the closing hash of a phone.
/// Reads user parts of SIP addresses (RFC 3261 section 19.1.6), tel addresses (RFC 3966) and what people paste.
/// </summary>
internal readonly record struct DialledText(string Original, string Symbols, bool IsInternational, string Context, NumberFault? Fault)
{
    /// <summary>A longer text is no number; RFC 3966 sets no limit, so ours is room for a number and its usual parameters.</summary>
    public const int Longest = 128;

    /// <summary>More symbols than any prefix (6) and number (15) need together, with room for a PBX's own.</summary>
    private const int MostSymbols = 32;

    public bool HasStarOrHash => Symbols.AsSpan().IndexOfAny('*', '#') >= 0;

    public static DialledText Read(string? text)
    {
        var original = (text ?? "").Length <= Longest ? text ?? "" : text![..Longest];
        var rest = original.Trim();
        if ((text?.Length ?? 0) > Longest)
            return new(original, "", false, "", NumberFault.TooLong);

        if (rest.StartsWith("tel:", StringComparison.OrdinalIgnoreCase))
            rest = rest[4..];
        var (number, context) = Split(rest);
        var symbols = new StringBuilder(MostSymbols);
        var plus = false;
        foreach (var rune in Unescape(number).EnumerateRunes())
        {
            if (IsSeparator(rune))
                continue;
            var symbol = Symbol(rune);
            if (symbol is '+' && symbols.Length == 0 && !plus)
                plus = true;
            else if (symbol is '\0' or '+')
                return new(original, "", plus, context, NumberFault.NotDigits);
            else if (symbols.Length == MostSymbols)
                return new(original, "", plus, context, NumberFault.TooLong);
            else
                symbols.Append(symbol);
        }
        var read = WithoutClosingHash(symbols.ToString());
        return new(original, read, plus, context, read is "" ? NumberFault.Empty : null);
    }

    private static (string Number, string Context) Split(string text)
    {
        var parts = text.Split(';');
        var context = parts.Skip(1).FirstOrDefault(static part => part.StartsWith("phone-context=+", StringComparison.OrdinalIgnoreCase));
        var digits = context is null ? "" : string.Concat(context["phone-context=+".Length..].Where(char.IsAsciiDigit));
        return (parts[0], digits.Length > PhoneNumber.MostDigits ? "" : digits);
    }

    private static string Unescape(string text) => text.Contains('%', StringComparison.Ordinal) ? Uri.UnescapeDataString(text) : text;

    // Some phones close the dialled number with the hash that means "dial now".
    private static string WithoutClosingHash(string symbols) =>
        symbols.Length > 1 && symbols[^1] is '#' && symbols.AsSpan(0, symbols.Length - 1).IndexOfAny('*', '#') < 0 ? symbols[..^1] : symbols;

    private static char Symbol(Rune rune) => rune.Value switch
    {
        '+' or 0xFF0B => '+',
        '*' or 0xFF0A or 0x2217 => '*',
        '#' or 0xFF03 => '#',
        _ when Rune.GetUnicodeCategory(rune) is UnicodeCategory.DecimalDigitNumber => (char)('0' + (int)Rune.GetNumericValue(rune)),
        _ => '\0',
    };

    // Address books wrap copied numbers in invisible direction marks (category Format).
    private static bool IsSeparator(Rune rune) => rune.Value is '-' or '.' or '(' or ')' or '/' or 0xFF08 or 0xFF09 or 0xFF0E or 0xFF0F or 0x30FB or 0x2212 or '\t'
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.SpaceSeparator or UnicodeCategory.DashPunctuation or UnicodeCategory.Format;
}

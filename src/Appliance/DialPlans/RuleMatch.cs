using Appliance.Numbers;

namespace Appliance.DialPlans;

/// <summary>Whether a <see cref="DialRule.Match"/> means a number.</summary>
internal static class RuleMatch
{
    /// <summary>
    /// What a pattern without a plus sign is held against: the dialled text as it is and without separators and outside prefix, and the
    /// number as it is dialled at home, so that no other way of writing a number leads around a rule.
    /// </summary>
    public static IReadOnlyList<string> Forms(DialledNumber dialled, string outsidePrefix, string country)
    {
        var symbols = DialledText.Read(dialled.Dialled) is { Fault: null, IsInternational: false, Symbols: var read } ? read : "";
        var bare = outsidePrefix is not "" && symbols.StartsWith(outsidePrefix, StringComparison.Ordinal) ? symbols[outsidePrefix.Length..] : "";
        return dialled switch
        {
            DialledNumber.Normalised { IsHome: true } number => [number.Number.Write(NumberFormat.National, country), symbols],
            DialledNumber.Normalised => [symbols, bare],
            DialledNumber.Service service => [service.Code],
            _ => [symbols, bare],
        };
    }

    /// <summary>A pattern with a plus sign is held against the number of the world, any other against its written forms.</summary>
    public static bool Matches(string pattern, PhoneNumber? number, IReadOnlyList<string> forms) => pattern switch
    {
        "" => false,
        "*" => true,
        ['+', ..] => number is not null && Begins(number.Text, pattern),
        _ => forms.Any(form => Begins(form, pattern)),
    };

    /// <summary>True when the pattern means numbers like this one in particular: two digits beyond the country code, or four as dialled.</summary>
    public static bool Means(string pattern, DialledNumber.Normalised number, IReadOnlyList<string> forms)
    {
        var wholeCode = number.Kind is NumberKind.Satellite ? 0 : 2;
        return Matches(pattern, number.Number, forms)
            && (pattern[0] is '+' ? pattern.Length - 1 >= NumberLibrary.CountryCodeLength(number.Number) + wholeCode : pattern.Length >= 4);
    }

    private static bool Begins(string text, string pattern)
    {
        if (text.Length < pattern.Length)
            return false;
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] is 'x' or 'X' ? !char.IsAsciiDigit(text[i]) : pattern[i] != text[i])
                return false;
        }
        return true;
    }
}

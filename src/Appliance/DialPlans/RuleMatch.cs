using Appliance.Numbers;

namespace Appliance.DialPlans;

/// <summary>Whether a <see cref="DialRule.Match"/> means a number.</summary>
internal static class RuleMatch
{
    /// <summary>A pattern with a plus sign is held against the number of the world, any other against what was dialled.</summary>
    public static bool Matches(string pattern, PhoneNumber? number, string dialled) => pattern switch
    {
        "" => false,
        "*" => true,
        ['+', ..] => number is not null && Begins(number.Text, pattern),
        _ => Begins(dialled, pattern),
    };

    /// <summary>True when the pattern means numbers like this one in particular: two digits beyond the country code, or four as dialled.</summary>
    public static bool Means(string pattern, DialledNumber.Normalised number, string dialled)
    {
        var wholeCode = number.Kind is NumberKind.Satellite ? 0 : 2;
        return Matches(pattern, number.Number, dialled)
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

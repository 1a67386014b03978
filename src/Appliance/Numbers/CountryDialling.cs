using System.Collections.Frozen;

namespace Appliance.Numbers;

/// <summary>How one dials inside a country: the ways abroad, the way to another area, the short public numbers.</summary>
internal sealed record CountryDialling
{
    /// <summary>The shortest rest worth taking for an international number once its prefix is gone: a country code and a little more.</summary>
    private const int ShortestRest = 3;

    private static readonly FrozenDictionary<string, CountryDialling> Known = new Dictionary<string, CountryDialling>(StringComparer.Ordinal)
    {
        // Each carrier has its own prefix; none of them begins a national number (areas are 02 to 08, mobiles 09).
        ["TW"] = new()
        {
            International = ["002", "005", "006", "007", "009", "012", "015", "016", "017", "018", "019"],
            ShownInternational = "002",
            Services = ["104", "105", "106", "108", "117", "123", "165", "166", "168", "188", "1922", "1925", "1950", "1955", "1957", "1966", "1968", "1980", "1991", "1995", "1996", "1999"],
        },
        ["US"] = NorthAmerica,
        ["CA"] = NorthAmerica,
        // 010 alone, or after a carrier's own code of four or six digits (0033-010, 009130-010), or 001 before it.
        ["JP"] = new()
        {
            International = ["010", "001010", "00xx010", "0091xx010"],
            ShownInternational = "010",
            Services = ["104", "113", "114", "115", "116", "117", "171", "177", "188", "189", "#7119", "#8000", "#8891", "#9110"],
        },
        ["GB"] = new()
        {
            International = ["00"],
            ShownInternational = "00",
            Services = ["100", "101", "105", "111", "119", "123", "150", "151", "154", "155", "159", "1471", "116000", "116006", "116111", "116117", "116123", "118xxx"],
        },
        ["DE"] = new()
        {
            International = ["00"],
            ShownInternational = "00",
            Services = ["115", "116000", "116006", "116111", "116116", "116117", "116123", "118xx", "1180xx"],
        },
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static CountryDialling NorthAmerica => new()
    {
        International = ["011"],
        ShownInternational = "011",
        Services = ["0", "00", "211", "311", "411", "511", "611", "711", "811", "988"],
    };

    /// <summary>Prefixes that mean a plus sign; "x" stands for any digit.</summary>
    public required string[] International { get; init; }

    /// <summary>Which of them is written before a foreign caller's number; empty: the plus sign stays.</summary>
    public required string ShownInternational { get; init; }

    /// <summary>Short public numbers that are not emergency numbers; "x" stands for any digit.</summary>
    public string[] Services { get; init; } = [];

    public static CountryDialling Of(string country) =>
        Known.TryGetValue(country, out var dialling) ? dialling : new() { International = [], ShownInternational = ShownIn(country) };

    public bool IsService(string symbols) => Services.Any(service => service.Length == symbols.Length && Begins(symbols, service));

    /// <summary>The digits after an international prefix, or null when there is none.</summary>
    public string? AfterInternationalPrefix(string digits) =>
        International.Where(prefix => digits.Length >= prefix.Length + ShortestRest && Begins(digits, prefix))
            .OrderByDescending(static prefix => prefix.Length)
            .Select(prefix => digits[prefix.Length..])
            .FirstOrDefault();

    // The other countries' prefixes are read by libphonenumber; here is only what a callback list must show.
    private static string ShownIn(string country) => country switch
    {
        "AU" => "0011",
        "HK" or "SG" or "TH" or "KR" => "001",
        "IE" or "FR" or "AT" or "CH" or "IT" or "ES" or "NL" or "BE" or "NZ" or "MY" or "CN" => "00",
        _ => "",
    };

    private static bool Begins(string digits, string pattern)
    {
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] is 'x' ? !char.IsAsciiDigit(digits[i]) : pattern[i] != digits[i])
                return false;
        }
        return true;
    }
}

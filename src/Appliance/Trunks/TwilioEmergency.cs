using System.Collections.Frozen;
using Appliance.DialPlans;
using Appliance.Numbers;

namespace Appliance.Trunks;

/// <summary>
/// Which emergency numbers Twilio's trunks carry: eight countries (Twilio, "Emergency Calling for Elastic SIP Trunking", 2026). Taiwan's and
/// Japan's are not among them and must never be sent there.
/// </summary>
public static class TwilioEmergency
{
    private static readonly FrozenDictionary<string, ValueList<string>> Carried = new Dictionary<string, ValueList<string>>(StringComparer.Ordinal)
    {
        ["US"] = ["911", "933"],
        ["CA"] = ["911", "933"],
        ["GB"] = ["999", "112"],
        ["IE"] = ["112", "999"],
        ["AU"] = ["000", "112"],
        ["FR"] = ["112"],
        ["DE"] = ["112"],
        ["AT"] = ["112"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // 112 reaches police, fire brigade and ambulance in every country of the Union (Directive (EU) 2018/1972, article 109).
    private static readonly FrozenSet<string> One112ForAll = FrozenSet.Create(StringComparer.Ordinal, "IE", "FR", "DE", "AT");

    /// <summary>The user part for Twilio, without plus sign; null where Twilio does not carry the number in this country.</summary>
    public static string? Sent(string country, EmergencyNumber number)
    {
        ArgumentNullException.ThrowIfNull(number);
        return !Carried.TryGetValue(country, out var codes) ? null
            : codes.Contains(number.Sent) ? number.Sent
            : One112ForAll.Contains(country) && !number.IsTest ? "112"
            : null;
    }

    /// <summary>True when the number belongs to the country.</summary>
    public static bool IsOf(PhoneNumber number, string country)
    {
        ArgumentNullException.ThrowIfNull(number);
        return NumberLibrary.Read(number.Digits, international: true, country) is NumberLibrary.Reading.Is { Country: { } of } && HomeCountries.AreOne(of, country);
    }
}

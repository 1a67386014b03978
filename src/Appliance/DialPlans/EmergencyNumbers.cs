using System.Collections.Frozen;
using Appliance.Numbers;

namespace Appliance.DialPlans;

/// <summary>Whom an emergency number reaches.</summary>
public enum EmergencyPurpose
{
    /// <summary>One number for all.</summary>
    General,

    /// <summary>Police.</summary>
    Police,

    /// <summary>Fire brigade; in many countries the ambulance as well.</summary>
    Fire,

    /// <summary>Ambulance.</summary>
    Ambulance,

    /// <summary>Coast guard.</summary>
    CoastGuard,

    /// <summary>Protection of people in danger at home.</summary>
    Protection,

    /// <summary>No emergency: reads back the number and address an emergency call would show.</summary>
    Test,
}

/// <summary>One emergency number of a country.</summary>
/// <param name="Code">The digits people dial: 110.</param>
/// <param name="Purpose">Whom it reaches.</param>
/// <param name="Sent">The digits sent to the line.</param>
public sealed record EmergencyNumber(string Code, EmergencyPurpose Purpose, string Sent)
{
    /// <summary>A number sent as it is dialled.</summary>
    public EmergencyNumber(string code, EmergencyPurpose purpose)
        : this(code, purpose, code)
    {
    }

    /// <summary>True for a call that tells nobody of an emergency.</summary>
    public bool IsTest => Purpose is EmergencyPurpose.Test;
}

/// <summary>The emergency numbers of one country. No setting can take one away (DESIGN law 3).</summary>
public sealed class EmergencyNumbers
{
    private static readonly FrozenDictionary<string, EmergencyNumber[]> Table = new Dictionary<string, EmergencyNumber[]>(StringComparer.Ordinal)
    {
        ["TW"] = [Police("110"), Fire("119"), General("112"), Protection("113"), CoastGuard("118")],
        ["US"] = NorthAmerica,
        ["CA"] = NorthAmerica,
        ["GB"] = [General("999"), General("112")],
        ["IE"] = [General("999"), General("112")],
        ["DE"] = [Police("110"), General("112")],
        ["AT"] = [General("112"), Fire("122"), Police("133"), Ambulance("144")],
        ["CH"] = [General("112"), Police("117"), Fire("118"), Ambulance("144")],
        ["FR"] = [General("112"), Ambulance("15"), Police("17"), Fire("18"), General("114")],
        ["IT"] = [General("112"), Police("113"), Fire("115"), Ambulance("118")],
        ["ES"] = [General("112"), Ambulance("061"), Fire("080"), Police("091")],
        ["JP"] = [Police("110"), Fire("119"), CoastGuard("118")],
        ["AU"] = [General("000"), General("112")],
        ["NZ"] = [General("111")],
        ["KR"] = [Police("112"), Fire("119")],
        ["CN"] = [Police("110"), Fire("119"), Ambulance("120"), Police("122")],
        ["HK"] = [General("999"), General("112")],
        ["SG"] = [Police("999"), Fire("995"), General("112")],
        ["MY"] = [General("999"), General("112")],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly string _country;
    private readonly FrozenDictionary<string, EmergencyNumber> _numbers;

    private EmergencyNumbers(string country, EmergencyNumber[] numbers)
    {
        _country = country;
        All = numbers;
        _numbers = numbers.ToFrozenDictionary(static number => number.Code, StringComparer.Ordinal);
    }

    /// <summary>The numbers of the table; the first is called when the kind of help is not told. Countries outside it are asked of libphonenumber as well.</summary>
    public IReadOnlyList<EmergencyNumber> All { get; }

    // Calling 112 reaches nothing on most North American lines; 9911 is 911 in haste behind a PBX habit (47 CFR 9.16).
    private static EmergencyNumber[] NorthAmerica =>
    [
        General("911"),
        new("9911", EmergencyPurpose.General, "911"),
        new("112", EmergencyPurpose.General, "911"),
        new("933", EmergencyPurpose.Test),
    ];

    /// <summary>The emergency numbers of a country (ISO 3166 alpha-2).</summary>
    public static EmergencyNumbers Of(string country) =>
        new(country, Table.TryGetValue(country, out var numbers) ? numbers : [General("112"), General("911")]);

    /// <summary>The number meant by these digits, dialled with or without the outside prefix; null when they are no emergency number.</summary>
    public EmergencyNumber? Find(string digits, string outsidePrefix)
    {
        ArgumentNullException.ThrowIfNull(digits);
        ArgumentNullException.ThrowIfNull(outsidePrefix);
        return Exactly(digits)
            ?? (outsidePrefix is not "" && digits.StartsWith(outsidePrefix, StringComparison.Ordinal) ? Exactly(digits[outsidePrefix.Length..]) : null);
    }

    /// <summary>The number meant by <c>urn:service:sos</c> or one of its kinds (RFC 5031), as some phones' emergency keys send.</summary>
    public EmergencyNumber? FindSosUrn(string? text)
    {
        const string Sos = "urn:service:sos";
        if (text is null || text.Length > 64 || !text.StartsWith(Sos, StringComparison.OrdinalIgnoreCase))
            return null;
        var rest = text[Sos.Length..];
        if (rest is not "" && rest[0] is not '.')
            return null;
        return PurposeOf(rest) is { } purpose && All.FirstOrDefault(number => number.Purpose == purpose) is { } exact ? exact : All[0];
    }

    private static EmergencyPurpose? PurposeOf(string kind) => kind.ToUpperInvariant() switch
    {
        ".POLICE" => EmergencyPurpose.Police,
        ".FIRE" => EmergencyPurpose.Fire,
        ".AMBULANCE" => EmergencyPurpose.Ambulance,
        ".MARINE" => EmergencyPurpose.CoastGuard,
        _ => null,
    };

    private EmergencyNumber? Exactly(string digits) =>
        _numbers.TryGetValue(digits, out var number) ? number
        : !Table.ContainsKey(_country) && NumberLibrary.IsEmergency(digits, _country) ? General(digits)
        : null;

    private static EmergencyNumber General(string code) => new(code, EmergencyPurpose.General);

    private static EmergencyNumber Police(string code) => new(code, EmergencyPurpose.Police);

    private static EmergencyNumber Fire(string code) => new(code, EmergencyPurpose.Fire);

    private static EmergencyNumber Ambulance(string code) => new(code, EmergencyPurpose.Ambulance);

    private static EmergencyNumber CoastGuard(string code) => new(code, EmergencyPurpose.CoastGuard);

    private static EmergencyNumber Protection(string code) => new(code, EmergencyPurpose.Protection);
}

using Appliance.DialPlans;
using static Appliance.Numbers.NumberLibrary;

namespace Appliance.Numbers;

/// <summary>
/// Reads what is dialled in an office: emergency, inside, public service, or a number of the world in E.164. Pure, and safe from every thread.
/// The order is: emergency numbers, the office's own numbers, short public numbers, plus sign, international prefix, trunk prefix, area of the office.
/// </summary>
public sealed class NumberPlan
{
    private readonly OfficeNumbering _office;
    private readonly string _country;
    private readonly CountryDialling _dialling;
    private readonly EmergencyNumbers _emergency;
    private readonly string _countryCode;
    private readonly string _trunkPrefix;

    /// <summary>A plan for one office. A country nobody knows reads plus signs only.</summary>
    public NumberPlan(OfficeNumbering office)
    {
        ArgumentNullException.ThrowIfNull(office);
        _office = office;
        _country = HomeCountry(office.Country);
        _dialling = CountryDialling.Of(_country);
        _emergency = EmergencyNumbers.Of(_country);
        _countryCode = CountryCode(_country).ToString();
        _trunkPrefix = TrunkPrefix(_country);
    }

    /// <summary>The office's country, ISO 3166 alpha-2 in capitals.</summary>
    public string Country => _country;

    /// <summary>The emergency numbers of the office's country.</summary>
    public EmergencyNumbers Emergency => _emergency;

    /// <summary>True for a country code this box can have as its home.</summary>
    public static bool IsKnownCountry(string country) => Knows(HomeCountry(country));

    /// <summary>What a dialled text means. Takes anything, throws nothing.</summary>
    public DialledNumber Read(string? dialled)
    {
        if (_emergency.FindSosUrn(dialled) is { } sos)
            return new DialledNumber.Emergency(dialled!, sos);

        var text = DialledText.Read(dialled);
        if (text.Fault is null && _emergency.Find(text.Symbols, _office.OutsidePrefix) is { } emergency)
            return new DialledNumber.Emergency(text.Original, emergency);
        if (InternalOf(text) is { } inside)
            return new DialledNumber.Internal(text.Original, inside);
        if (text.Fault is { } fault)
            return new DialledNumber.Refused(text.Original, fault);
        if (text.IsInternational || text.Context is not "")
            return text.HasStarOrHash ? new DialledNumber.Refused(text.Original, NumberFault.NotDigits) : International(text, text.IsInternational ? text.Symbols : text.Context + text.Symbols);
        return FromOffice(text);
    }

    /// <summary>
    /// The number meant by a user part that a trunk sent: E.164 with or without the plus sign, or national form. Inside numbers, outside
    /// prefix and the office's area play no part there. Null: no number of the world.
    /// </summary>
    public PhoneNumber? ReadFromTrunk(string? user)
    {
        var text = DialledText.Read(user);
        if (text.Fault is not null || text.HasStarOrHash || text.Symbols.Length <= _office.LongestInternal)
            return null;

        var result = text.IsInternational || text.Context is not "" ? International(text, text.IsInternational ? text.Symbols : text.Context + text.Symbols)
            : _dialling.AfterInternationalPrefix(text.Symbols) is { } rest ? International(text, rest)
            : _trunkPrefix is "" or "1" || text.Symbols.StartsWith(_trunkPrefix, StringComparison.Ordinal) ? Result(text, NumberLibrary.Read(text.Symbols, international: false, _country))
            : International(text, text.Symbols);
        return (result as DialledNumber.Normalised ?? International(text, text.Symbols) as DialledNumber.Normalised)?.Number;
    }

    private string? InternalOf(DialledText text) =>
        text.Fault is null && !text.IsInternational && _office.InternalNumbers.Contains(text.Symbols) ? text.Symbols
        : _office.InternalNumbers.Contains(text.Original) ? text.Original
        : null;

    private DialledNumber FromOffice(DialledText text)
    {
        var whole = FromOffice(text, text.Symbols);
        var prefix = _office.OutsidePrefix;
        if (prefix is "" || text.Symbols.Length <= prefix.Length || !text.Symbols.StartsWith(prefix, StringComparison.Ordinal))
            return whole;

        var rest = text.Symbols[prefix.Length..];
        return (FromOffice(text, rest), whole) switch
        {
            // 01711234567 with 0 as outside prefix: a mobile from an address book, rather than local number 1711234567.
            (DialledNumber.Normalised, DialledNumber.Normalised { Kind: NumberKind.Mobile }) when IsLocal(rest) => whole,
            (DialledNumber.Normalised or DialledNumber.Service, _) and var (outside, _) => outside,
            (DialledNumber.Refused outside, DialledNumber.Refused) => outside,
            _ => whole,
        };
    }

    private bool IsLocal(string digits) =>
        _trunkPrefix is not "" && !digits.StartsWith(_trunkPrefix, StringComparison.Ordinal) && !digits.StartsWith(_countryCode, StringComparison.Ordinal);

    private DialledNumber FromOffice(DialledText text, string symbols)
    {
        if (_dialling.IsService(symbols))
            return new DialledNumber.Service(text.Original, symbols);
        if (symbols.AsSpan().IndexOfAny('*', '#') >= 0)
            return new DialledNumber.Refused(text.Original, NumberFault.StarCode);
        if (_dialling.AfterInternationalPrefix(symbols) is { } rest)
            return International(text, rest);
        if (symbols.Length <= _office.LongestInternal && !symbols.StartsWith('0'))
            return new DialledNumber.Internal(text.Original, symbols);
        return _countryCode is "1" ? NorthAmerican(text, symbols) : National(text, symbols);
    }

    private DialledNumber International(DialledText text, string digits) =>
        Result(text, NumberLibrary.Read(digits, international: true, _country));

    private DialledNumber NorthAmerican(DialledText text, string digits) => digits.Length switch
    {
        7 when _office.AreaCode is not "" => Result(text, NumberLibrary.Read(_office.AreaCode + digits, international: false, _country)),
        7 => new DialledNumber.Refused(text.Original, NumberFault.AreaCodeMissing),
        _ => Result(text, NumberLibrary.Read(digits, international: false, _country)),
    };

    // Where a trunk prefix exists, digits without it are a local number. Guessing more would ring a stranger:
    // 30123456 dialled in Hamburg is not Berlin 123456.
    private DialledNumber National(DialledText text, string digits)
    {
        if (_trunkPrefix is "" || digits.StartsWith(_trunkPrefix, StringComparison.Ordinal))
            return Result(text, NumberLibrary.Read(digits, international: false, _country));

        var local = _office.AreaCode is "" ? null : NumberLibrary.Read(_trunkPrefix + _office.AreaCode + digits, international: false, _country);
        if (local is Reading.Is { Doubt: null })
            return Result(text, local);
        if (digits.StartsWith(_countryCode, StringComparison.Ordinal)
            && NumberLibrary.Read(digits, international: true, _country) is Reading.Is { Doubt: null } bare)
            return Result(text, bare);
        return local is null ? new DialledNumber.Refused(text.Original, NumberFault.AreaCodeMissing) : Result(text, local);
    }

    private DialledNumber Result(DialledText text, Reading reading) => reading switch
    {
        Reading.Not not => new DialledNumber.Refused(text.Original, not.Why),
        // Our tables of the own country are as fresh as the box; those of others may lag behind, so length decides there.
        Reading.Is { Doubt: { } doubt, Country: var country } when IsHome(country) => new DialledNumber.Refused(text.Original, doubt),
        Reading.Is number => new DialledNumber.Normalised(text.Original, number.Number, number.Kind, number.Country, IsHome(number.Country)),
        _ => new DialledNumber.Refused(text.Original, NumberFault.NotInUse),
    };

    private bool IsHome(string? country) => country is not null && HomeCountries.AreOne(country, _country);

    private static string HomeCountry(string country) => country.ToUpperInvariant() is "UK" ? "GB" : country.ToUpperInvariant();
}

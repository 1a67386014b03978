using PhoneNumbers;

namespace Appliance.Numbers;

/// <summary>The one place that speaks to libphonenumber. It is safe from every thread, gets nothing but a plus sign and at most 32 digits, and never throws.</summary>
internal static class NumberLibrary
{
    private const int MostDigits = 32;

    private static readonly PhoneNumberUtil Library = PhoneNumberUtil.GetInstance();
    private static readonly ShortNumberInfo ShortNumbers = ShortNumberInfo.GetInstance();

    /// <summary>True for a country that has telephone numbers.</summary>
    public static bool Knows(string country) => Library.GetSupportedRegions().Contains(country);

    /// <summary>1 for the United States, 886 for Taiwan; 0 for no country.</summary>
    public static int CountryCode(string country) => Library.GetCountryCodeForRegion(country);

    /// <summary>What is dialled before an area code inside the country: "0", "1", or empty.</summary>
    public static string TrunkPrefix(string country) => Library.GetNddPrefixForRegion(country, stripNonDigits: true) ?? "";

    /// <summary>True for an emergency number of the country, dialled exactly.</summary>
    public static bool IsEmergency(string digits, string country) =>
        digits.Length is > 0 and <= 6 && ShortNumbers.IsEmergencyNumber(digits, country);

    /// <summary>Reads digits as dialled in a country, or after a plus sign.</summary>
    public static Reading Read(string digits, bool international, string country)
    {
        if (digits.Length is 0)
            return new Reading.Not(NumberFault.Empty);
        if (digits.Length > MostDigits)
            return new Reading.Not(NumberFault.TooLong);

        try
        {
            var parsed = Library.Parse(international ? "+" + digits : digits, country);
            return Judge(parsed);
        }
        catch (NumberParseException e)
        {
            return new Reading.Not(e.ErrorType switch
            {
                ErrorType.INVALID_COUNTRY_CODE => NumberFault.UnknownCountry,
                ErrorType.TOO_LONG => NumberFault.TooLong,
                _ => NumberFault.TooShort,
            });
        }
    }

    /// <summary>The number as it is dialled inside its own country, digits only; the E.164 text for a number of no country.</summary>
    public static string National(PhoneNumber number)
    {
        try
        {
            var parsed = Library.Parse(number.Text, defaultRegion: null);
            var digits = string.Concat(Library.Format(parsed, PhoneNumberFormat.NATIONAL).Where(char.IsAsciiDigit));
            return digits is "" ? number.Text : digits;
        }
        catch (NumberParseException)
        {
            return number.Text;
        }
    }

    /// <summary>How many digits of the number are its country code: 1 to 3.</summary>
    public static int CountryCodeLength(PhoneNumber number)
    {
        try
        {
            return Library.Parse(number.Text, defaultRegion: null).CountryCode.ToString().Length;
        }
        catch (NumberParseException)
        {
            return 3;
        }
    }

    private static Reading Judge(PhoneNumbers.PhoneNumber parsed)
    {
        var e164 = PhoneNumber.From(Library.Format(parsed, PhoneNumberFormat.E164));
        var country = Library.GetRegionCodeForNumber(parsed);
        var valid = Library.IsValidNumber(parsed);
        return (Library.IsPossibleNumberWithReason(parsed), e164) switch
        {
            (_, { } number) when valid => new Reading.Is(number, Kind(parsed), country, Doubt: null),
            (PhoneNumberUtil.ValidationResult.TOO_SHORT or PhoneNumberUtil.ValidationResult.IS_POSSIBLE_LOCAL_ONLY, _) => new Reading.Not(NumberFault.TooShort),
            (PhoneNumberUtil.ValidationResult.TOO_LONG, _) => new Reading.Not(NumberFault.TooLong),
            (PhoneNumberUtil.ValidationResult.INVALID_COUNTRY_CODE, _) => new Reading.Not(NumberFault.UnknownCountry),
            (PhoneNumberUtil.ValidationResult.IS_POSSIBLE, { } number) when OnlyCountry(parsed.CountryCode) is { } only =>
                new Reading.Is(number, NumberKind.Unknown, only, BecomesValidWhenCut(parsed) ? NumberFault.TooLong : NumberFault.NotInUse),
            _ => new Reading.Not(NumberFault.NotInUse),
        };
    }

    private static bool BecomesValidWhenCut(PhoneNumbers.PhoneNumber parsed) =>
        Library.TruncateTooLongNumber(new PhoneNumbers.PhoneNumber.Builder().MergeFrom(parsed));

    private static string? OnlyCountry(int countryCode) =>
        Library.GetRegionCodesForCountryCode(countryCode) is [var only] && only is not "001" ? only : null;

    // The library calls Inmarsat mobile and Iridium's neighbours internet numbers; what matters here is what they cost.
    private static NumberKind Kind(PhoneNumbers.PhoneNumber parsed) => (parsed.CountryCode, Library.GetNumberType(parsed)) switch
    {
        (870 or 878 or 881 or 882 or 883, _) => NumberKind.Satellite,
        (_, PhoneNumberType.FIXED_LINE) => NumberKind.Fixed,
        (_, PhoneNumberType.MOBILE) => NumberKind.Mobile,
        (_, PhoneNumberType.FIXED_LINE_OR_MOBILE) => NumberKind.FixedOrMobile,
        (_, PhoneNumberType.VOIP) => NumberKind.Internet,
        (_, PhoneNumberType.TOLL_FREE) => NumberKind.FreePhone,
        (_, PhoneNumberType.PREMIUM_RATE) => NumberKind.Premium,
        (_, PhoneNumberType.SHARED_COST) => NumberKind.SharedCost,
        (_, PhoneNumberType.UAN) => NumberKind.Company,
        (_, PhoneNumberType.PERSONAL_NUMBER) => NumberKind.Personal,
        (_, PhoneNumberType.PAGER or PhoneNumberType.VOICEMAIL) => NumberKind.Messages,
        _ => NumberKind.Unknown,
    };

    /// <summary>What the library makes of some digits.</summary>
    internal abstract record Reading
    {
        private Reading()
        {
        }

        /// <summary>A number; <paramref name="Doubt"/> is set where only its length is known to be possible.</summary>
        internal sealed record Is(PhoneNumber Number, NumberKind Kind, string? Country, NumberFault? Doubt) : Reading;

        /// <summary>None.</summary>
        internal sealed record Not(NumberFault Why) : Reading;
    }
}

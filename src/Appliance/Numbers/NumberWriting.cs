namespace Appliance.Numbers;

/// <summary>Writes a number the way a peer wants it.</summary>
public static class NumberWriting
{
    /// <summary>
    /// The number in a format. <see cref="NumberFormat.National"/> is what somebody in <paramref name="country"/> would dial:
    /// home numbers as inside the country, foreign ones behind its international prefix, or with the plus sign where the prefix is not known.
    /// </summary>
    public static string Write(this PhoneNumber number, NumberFormat format, string country)
    {
        ArgumentNullException.ThrowIfNull(number);
        return format switch
        {
            NumberFormat.PlusE164 => number.Text,
            NumberFormat.E164 => number.Digits,
            _ => National(number, country),
        };
    }

    private static string National(PhoneNumber number, string country)
    {
        if (NumberLibrary.Read(number.Digits, international: true, country) is not NumberLibrary.Reading.Is read)
            return number.Text;
        if (read.Country is { } of && HomeCountries.AreOne(of, country))
            return NumberLibrary.National(number);
        return CountryDialling.Of(country).ShownInternational is { Length: > 0 } prefix ? prefix + number.Digits : number.Text;
    }
}

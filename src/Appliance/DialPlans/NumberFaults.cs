using Appliance.Numbers;

namespace Appliance.DialPlans;

/// <summary>The sentence for each way a dialled text is no number.</summary>
public static class NumberFaults
{
    /// <summary>The code of the sentence.</summary>
    public static string Sentence(NumberFault fault) => fault switch
    {
        NumberFault.Empty => "number.empty",
        NumberFault.NotDigits => "number.not-digits",
        NumberFault.StarCode => "number.star-code",
        NumberFault.TooShort => "number.too-short",
        NumberFault.TooLong => "number.too-long",
        NumberFault.UnknownCountry => "number.unknown-country",
        NumberFault.AreaCodeMissing => "number.area-code-missing",
        _ => "number.not-in-use",
    };
}

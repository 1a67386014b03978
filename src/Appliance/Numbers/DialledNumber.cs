using Appliance.DialPlans;

namespace Appliance.Numbers;

/// <summary>What a dialled text means. The text itself always stays beside the meaning.</summary>
/// <param name="Dialled">What was dialled, as it arrived (cut to 128 characters).</param>
public abstract record DialledNumber(string Dialled)
{
    /// <summary>A number of the world.</summary>
    /// <param name="Dialled">What was dialled.</param>
    /// <param name="Number">The number in E.164.</param>
    /// <param name="Kind">What sort of number it is.</param>
    /// <param name="Country">Its ISO 3166 country, "001" for numbers of no country, null where the digits do not tell.</param>
    /// <param name="IsHome">True in the office's own country.</param>
    public sealed record Normalised(string Dialled, PhoneNumber Number, NumberKind Kind, string? Country, bool IsHome) : DialledNumber(Dialled);

    /// <summary>A number inside the office, or one short enough to be meant as such. Whether it exists is the dial plan's question.</summary>
    /// <param name="Dialled">What was dialled.</param>
    /// <param name="Number">The inside number.</param>
    public sealed record Internal(string Dialled, string Number) : DialledNumber(Dialled);

    /// <summary>An emergency number of the office's country, with or without the outside prefix.</summary>
    /// <param name="Dialled">What was dialled.</param>
    /// <param name="Number">The entry of the country's table.</param>
    public sealed record Emergency(string Dialled, EmergencyNumber Number) : DialledNumber(Dialled);

    /// <summary>A short public number of the office's country (directory enquiries, time, hotlines). It exists only on lines of that country.</summary>
    /// <param name="Dialled">What was dialled.</param>
    /// <param name="Code">The short number without the outside prefix.</param>
    public sealed record Service(string Dialled, string Code) : DialledNumber(Dialled);

    /// <summary>Nothing that can be called.</summary>
    /// <param name="Dialled">What was dialled.</param>
    /// <param name="Why">What is wrong with it.</param>
    public sealed record Refused(string Dialled, NumberFault Why) : DialledNumber(Dialled);
}

/// <summary>Why a dialled text is not a number.</summary>
public enum NumberFault
{
    /// <summary>Nothing was dialled.</summary>
    Empty,

    /// <summary>Letters, or signs no keypad has.</summary>
    NotDigits,

    /// <summary>A star or hash code; the box has none.</summary>
    StarCode,

    /// <summary>Digits are missing.</summary>
    TooShort,

    /// <summary>There are digits too many.</summary>
    TooLong,

    /// <summary>No country has this code.</summary>
    UnknownCountry,

    /// <summary>Neither the trunk prefix nor an area code was dialled, and the office's own area code does not complete it.</summary>
    AreaCodeMissing,

    /// <summary>The length is right, but the country gives no such numbers to anybody.</summary>
    NotInUse,
}

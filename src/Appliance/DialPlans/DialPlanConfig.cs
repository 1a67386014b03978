namespace Appliance.DialPlans;

/// <summary>
/// From dialled numbers to ways out, as the owner wrote it: <c>[dial-plan]</c> in <c>appliance.toml</c>. The country that
/// numbers are read in is the office's. Without any rule every permitted number goes to all trunks in the order they are listed.
/// </summary>
public sealed record DialPlanConfig
{
    /// <summary>The area that numbers without one belong to, digits without the trunk prefix ("2" for Taipei). Null: none is added.</summary>
    public string? AreaCode { get; init; }

    /// <summary>Digits dialled first to reach the outside, as old telephone systems want it ("0" or "9"). Null: none. Never asked for before an emergency number.</summary>
    public string? OutsidePrefix { get; init; }

    /// <summary>The rules in the order they are tried; the first that matches decides.</summary>
    public ValueList<DialRule> Rules { get; init; } = [];

    /// <summary>Countries that may be called, two letters each (ISO 3166-1). Empty: the office's own only. <c>"*"</c>: all.</summary>
    public ValueList<string> PermittedCountries { get; init; } = [];

    /// <summary>Beginnings of +E.164 numbers that are never called, for instance premium rate <c>+886204</c>.</summary>
    public ValueList<string> BlockedPrefixes { get; init; } = [];

    /// <summary>What is dialled to hear oneself.</summary>
    public string EchoNumber { get; init; } = "777";

    /// <summary>What becomes of each emergency number that the trunks do not name themselves.</summary>
    public ValueList<EmergencyRule> Emergency { get; init; } = [];
}

/// <summary>One rule: numbers that begin so go this way.</summary>
public sealed record DialRule
{
    /// <summary>
    /// The beginning of the +E.164 number ("+886", "+8869") or, without a plus sign, of what was dialled ("0800", "1999");
    /// an <c>x</c> stands for any one digit. <c>"*"</c> matches everything.
    /// </summary>
    public required string Match { get; init; }

    /// <summary>Ids of trunks or PBXs in the order to try. Empty: the number is refused.</summary>
    public ValueList<string> Via { get; init; } = [];

    /// <summary>Digits to take away at the front before sending: 0 to 8. Rarely needed, since numbers travel as +E.164.</summary>
    public int Strip { get; init; }

    /// <summary>Digits to put in front before sending. Rarely needed.</summary>
    public string Prepend { get; init; } = "";

    /// <summary>An owned number to show for calls by this rule instead of the caller's own.</summary>
    public string? CallerNumber { get; init; }
}

/// <summary>What becomes of one emergency number.</summary>
public sealed record EmergencyRule
{
    /// <summary>The number as dialled: "110", "119", "112", "911".</summary>
    public required string Number { get; init; }

    /// <summary>Ids of trunks or PBXs that carry it, in the order to try.</summary>
    public ValueList<string> Via { get; init; } = [];

    /// <summary>
    /// True: the owner has read and accepts that this number cannot be reached through this box. The caller then hears so
    /// at once; it is still tried wherever a way is named.
    /// </summary>
    public bool NotReachedAcknowledged { get; init; }
}

using Appliance.Configuration;
using Appliance.DialPlans;
using Appliance.Extensions;
using Appliance.Numbers;

namespace Appliance.Web.Phones;

/// <summary>What somebody typed into the form of a phone.</summary>
public sealed record PhoneForm
{
    /// <summary>The internal number.</summary>
    public string Number { get; init; } = "";

    /// <summary>What other phones show.</summary>
    public string Name { get; init; } = "";

    /// <summary>The owned number shown to the world, or empty: the line's.</summary>
    public string CallerNumber { get; init; } = "";

    /// <summary>Calls at the same time.</summary>
    public string MaxCalls { get; init; } = "4";

    /// <summary>Devices under this number.</summary>
    public string MaxContacts { get; init; } = "3";

    /// <summary>It may call abroad.</summary>
    public bool International { get; init; } = true;

    /// <summary>Only over TLS.</summary>
    public bool TlsOnly { get; init; }

    /// <summary>The form of a phone as the settings have it.</summary>
    public static PhoneForm Of(ExtensionConfig extension) => new()
    {
        Number = extension.Id,
        Name = extension.DisplayName,
        CallerNumber = extension.CallerNumber ?? "",
        MaxCalls = extension.MaxCalls.ToString(),
        MaxContacts = extension.MaxContacts.ToString(),
        International = extension.International,
        TlsOnly = extension.TlsOnly,
    };

    /// <summary>What is wrong with it, field by field; empty: nothing.</summary>
    /// <param name="config">The settings in use.</param>
    /// <param name="isNew">True for a phone that is to be added.</param>
    public IReadOnlyDictionary<string, ExplanationStep> Check(Config config, bool isNew)
    {
        var troubles = new Dictionary<string, ExplanationStep>(StringComparer.Ordinal);
        if (isNew && InsideNumbers.FaultOf(config, Number) is { } fault)
            troubles.Add("number", new ExplanationStep(fault, [Number]));
        if (Name.Length > 64 || Name.Any(char.IsControl))
            troubles.Add("name", new ExplanationStep("web.phone.bad-name", ["64"]));
        if (CallerNumber.Length > 0 && !config.Trunks.Any(trunk => trunk.Numbers.Contains(CallerNumber)))
            troubles.Add("caller", new ExplanationStep("web.phone.bad-caller", []));
        if (!int.TryParse(MaxCalls, out var calls) || calls is < 1 or > 20)
            troubles.Add("max-calls", new ExplanationStep("web.phone.bad-count", ["1", "20"]));
        if (!int.TryParse(MaxContacts, out var contacts) || contacts is < 1 or > 10)
            troubles.Add("max-contacts", new ExplanationStep("web.phone.bad-count", ["1", "10"]));
        return troubles;
    }
}

/// <summary>Which internal numbers are free.</summary>
internal static class InsideNumbers
{
    private const int First = 101;

    /// <summary>The code of the sentence that says why this cannot be a new phone's number; null: it can.</summary>
    public static string? FaultOf(Config config, string number)
    {
        if (number.Length is 0 or > 8 || !number.All(char.IsAsciiDigit))
            return "web.phone.bad-number";
        if (config.Extensions.Any(extension => extension.Id == number || extension.AccountName == number) || config.Pbxs.Any(pbx => pbx.UserName == number))
            return "web.phone.number-taken";
        if (number == config.DialPlan.EchoNumber)
            return "web.phone.number-is-echo";
        var plan = new NumberPlan(new OfficeNumbering { Country = config.Office.Country, OutsidePrefix = config.DialPlan.OutsidePrefix ?? "" });
        if (plan.Read(number) is DialledNumber.Emergency || config.DialPlan.Emergency.Any(rule => rule.Number == number) || config.Trunks.Any(trunk => trunk.EmergencyNumbers.Contains(number)))
            return "web.phone.number-is-emergency";
        return config.DialPlan.OutsidePrefix is { Length: > 0 } outside && number.StartsWith(outside, StringComparison.Ordinal)
            || config.Pbxs.Any(pbx => pbx.InternalPrefixes.Any(prefix => number.StartsWith(prefix, StringComparison.Ordinal)))
            ? "web.phone.number-meant-otherwise"
            : null;
    }

    /// <summary>The first free number from 101 on; another where a device has one in it already.</summary>
    public static string Free(Config config, string? wish) =>
        wish is not null && FaultOf(config, wish) is null ? wish
        : Enumerable.Range(First, 99_999_999 - First).Select(static number => number.ToString()).First(number => FaultOf(config, number) is null);
}

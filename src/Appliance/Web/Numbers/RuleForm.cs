using System.Globalization;
using Appliance.Configuration;
using Appliance.DialPlans;

namespace Appliance.Web.Numbers;

/// <summary>One rule of the dial plan as somebody types it.</summary>
public sealed record RuleForm
{
    /// <summary>The longest beginning of a number, and the most digits in front.</summary>
    public const int LongestMatch = 16;

    /// <summary>The most lines a rule names here.</summary>
    public const int MostWays = 8;

    /// <summary>The beginning of the number; <c>*</c>: all.</summary>
    public string Match { get; init; } = "";

    /// <summary>Lines in the order they are tried; none: the number is refused.</summary>
    public ValueList<string> Via { get; init; } = [];

    /// <summary>Digits to take away at the front.</summary>
    public string Strip { get; init; } = "0";

    /// <summary>Digits to put in front.</summary>
    public string Prepend { get; init; } = "";

    /// <summary>The number to show; empty: the caller's own.</summary>
    public string CallerNumber { get; init; } = "";

    /// <summary>The form of a rule as the settings have it.</summary>
    public static RuleForm Of(DialRule rule) => new()
    {
        Match = rule.Match,
        Via = rule.Via,
        Strip = rule.Strip.ToString(CultureInfo.InvariantCulture),
        Prepend = rule.Prepend,
        CallerNumber = rule.CallerNumber ?? "",
    };

    /// <summary>Who can carry calls out: lines and telephone systems.</summary>
    public static ValueList<string> WaysOf(Config config) => [.. config.Trunks.Select(static trunk => trunk.Id), .. config.Pbxs.Select(static pbx => pbx.Id)];

    /// <summary>What is wrong with it, field by field; empty: nothing.</summary>
    public IReadOnlyDictionary<string, ExplanationStep> Check(Config config)
    {
        var troubles = new Dictionary<string, ExplanationStep>(StringComparer.Ordinal);
        if (EmergencyOf(config) is { } emergency)
            troubles.Add("match", new ExplanationStep("web.rules.emergency", [emergency]));
        else if (!DialPlanCheck.IsMatch(Match))
            troubles.Add("match", new ExplanationStep("web.rules.bad-match", []));
        if (Via.Count > MostWays || Via.Any(way => !WaysOf(config).Contains(way)) || Via.Distinct(StringComparer.Ordinal).Count() < Via.Count)
            troubles.Add("via", new ExplanationStep("web.rules.bad-via", []));
        if (!int.TryParse(Strip, NumberStyles.None, CultureInfo.InvariantCulture, out var strip) || strip > 8)
            troubles.Add("strip", new ExplanationStep("web.rules.bad-strip", []));
        if (Prepend.Length > 0 && (Prepend.Length > LongestMatch || !Checks.IsDigits(Prepend.TrimStart('+'))))
            troubles.Add("prepend", new ExplanationStep("web.rules.bad-prepend", []));
        if (CallerNumber.Length > 0 && !config.Trunks.Any(trunk => trunk.Numbers.Contains(CallerNumber)))
            troubles.Add("caller", new ExplanationStep("web.phone.bad-caller", []));
        return troubles;
    }

    /// <summary>What stands in the file; null: the default holds.</summary>
    internal IEnumerable<(string Key, SettingValue? Value)> Entries()
    {
        yield return ("match", new SettingValue.Text(Match));
        yield return ("via", Via.IsEmpty ? null : new SettingValue.Texts(Via));
        yield return ("strip", int.Parse(Strip, CultureInfo.InvariantCulture) is > 0 and var strip ? new SettingValue.Whole(strip) : null);
        yield return ("prepend", Prepend.Length > 0 ? new SettingValue.Text(Prepend) : null);
        yield return ("caller-number", CallerNumber.Length > 0 ? new SettingValue.Text(CallerNumber) : null);
    }

    /// <summary>An emergency number that this rule means: it goes out before any rule is looked at, so that the rule would promise what it cannot keep.</summary>
    private string? EmergencyOf(Config config) =>
        Match is ['+', ..] or "*" || !Checks.IsCountry(config.Office.Country) ? null
        : new DialPlan(config).Numbers.Emergency.All.Where(static number => !number.IsTest).Select(static number => number.Code)
            .Concat(config.Trunks.SelectMany(static trunk => trunk.EmergencyNumbers))
            .Concat(config.DialPlan.Emergency.Select(static rule => rule.Number))
            .FirstOrDefault(code => code.Length == Match.Length && RuleMatch.Matches(Match, null, [code]));
}

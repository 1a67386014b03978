using Appliance.Configuration;
using Appliance.DialPlans;

namespace Appliance.Web.Numbers;

/// <summary>The rules of the dial plan as sentences, in the order in which they decide.</summary>
/// <param name="Reading">How dialling is read.</param>
/// <param name="Limits">What may be called.</param>
/// <param name="WaysOut">By which line a call goes out.</param>
/// <param name="CallsIn">Who is reached from outside.</param>
public sealed record DialRuleSentences(ValueList<ExplanationStep> Reading, ValueList<ExplanationStep> Limits, ValueList<ExplanationStep> WaysOut, ValueList<ExplanationStep> CallsIn)
{
    /// <summary>Those of these settings.</summary>
    public static DialRuleSentences Of(Config config) => new(
        [.. ReadingOf(config)],
        [.. LimitsOf(config)],
        [.. WaysOutOf(config)],
        [.. CallsInOf(config)]);

    private static IEnumerable<ExplanationStep> ReadingOf(Config config)
    {
        var plan = new DialPlan(config).Numbers;
        yield return Say("emergency-numbers", Listed(plan.Emergency.All.Where(static number => !number.IsTest).Select(static number => number.Code)));
        yield return Say("echo-number", config.DialPlan.EchoNumber);
        if (!config.Extensions.IsEmpty)
            yield return Say("inside-numbers", Listed(config.Extensions.Select(static extension => extension.Id)));
        foreach (var pbx in config.Pbxs.Where(static pbx => !pbx.InternalPrefixes.IsEmpty))
            yield return Say("pbx-numbers", Listed(pbx.InternalPrefixes), pbx.Id);
        yield return Say("country", plan.Country);
        yield return config.DialPlan.AreaCode is { Length: > 0 } area ? Say("area", area) : Say("no-area");
        if (config.DialPlan.OutsidePrefix is { Length: > 0 } prefix)
            yield return Say("outside-prefix", prefix);
    }

    private static IEnumerable<ExplanationStep> LimitsOf(Config config)
    {
        var plan = config.DialPlan;
        if (!plan.BlockedPrefixes.IsEmpty)
            yield return Say("blocked", Listed(plan.BlockedPrefixes));
        yield return plan.PermittedCountries.Contains("*") ? Say("all-countries")
            : plan.PermittedCountries.Where(country => !string.Equals(country, config.Office.Country, StringComparison.OrdinalIgnoreCase)).ToArray() is { Length: > 0 } abroad ? Say("countries", Listed(abroad))
            : Say("home-only");
        var homely = config.Extensions.Where(static extension => !extension.International).Select(static extension => extension.Id).ToArray();
        if (homely.Length > 0)
            yield return Say("not-abroad", Listed(homely));
        yield return Say("dear");
    }

    private static IEnumerable<ExplanationStep> WaysOutOf(Config config)
    {
        foreach (var step in config.DialPlan.Rules.SelectMany(Of))
            yield return step;
        if (RestOf(config) is { } rest)
            yield return rest;
    }

    /// <summary>One rule.</summary>
    public static IEnumerable<ExplanationStep> Of(DialRule rule)
    {
        var who = rule.Match is "*" ? Say("match-all") : Say("match", rule.Match);
        yield return rule.Via.IsEmpty
            ? who with { Sentence = who.Sentence + "-refused" }
            : who with { Values = [.. who.Values, Listed(rule.Via)] };
        if (rule.Strip > 0)
            yield return Say("strip", rule.Strip.ToString());
        if (rule.Prepend.Length > 0)
            yield return Say("prepend", rule.Prepend);
        if (rule.CallerNumber is { } shown)
            yield return Say("shows", shown);
    }

    /// <summary>What becomes of numbers that no rule is for; null: one is for all.</summary>
    public static ExplanationStep? RestOf(Config config)
    {
        var lines = config.Trunks.Where(static trunk => trunk.Enabled).Select(static trunk => trunk.Id).ToArray();
        if (config.DialPlan.Rules.Any(static rule => rule.Match is "*"))
            return null;
        return lines switch
        {
            [] => Say("no-line"),
            [var only] => Say("else", only),
            _ => Say("else-in-order", Listed(lines)),
        };
    }

    private static IEnumerable<ExplanationStep> CallsInOf(Config config)
    {
        foreach (var rule in config.Inbound)
        {
            var number = rule.Number;
            yield return (rule.Target, number) switch
            {
                (InboundTarget.Ring { InTurn: true } ring, "*") => Say("in.else-in-turn", Listed(ring.Extensions), Seconds(ring.Wait)),
                (InboundTarget.Ring ring, "*") => Say("in.else-rings", Listed(ring.Extensions), Seconds(ring.Wait)),
                (InboundTarget.ToPbx pbx, "*") => Say("in.else-to-pbx", pbx.Pbx),
                (InboundTarget.Announce announce, "*") => Say("in.else-announcement", announce.Announcement),
                (InboundTarget.Ring { InTurn: true } ring, _) => Say("in.in-turn", number, Listed(ring.Extensions), Seconds(ring.Wait)),
                (InboundTarget.Ring ring, _) => Say("in.rings", number, Listed(ring.Extensions), Seconds(ring.Wait)),
                (InboundTarget.ToPbx pbx, _) => Say("in.to-pbx", number, pbx.Pbx),
                (InboundTarget.Announce announce, _) => Say("in.announcement", number, announce.Announcement),
                _ => throw new ArgumentOutOfRangeException(nameof(config)),
            };
            if (rule.Target is InboundTarget.Ring { ThenAnnouncement: { } then })
                yield return Say("in.then", then);
        }

        if (config.Inbound.Any(static rule => rule.Number is "*"))
            yield break;
        yield return !config.Pbxs.IsEmpty ? Say("in.else-to-pbx", config.Pbxs[0].Id)
            : !config.Extensions.IsEmpty ? Say("in.all-ring")
            : Say("in.nobody");
    }

    private static string Listed(IEnumerable<string> names) => string.Join(", ", names);

    private static string Seconds(TimeSpan wait) => wait.TotalSeconds.ToString("0");

    private static ExplanationStep Say(string code, params ReadOnlySpan<string> values) => new($"web.rule.{code}", ValueList.Create(values));
}

using Appliance.Calls;
using Appliance.Configuration;
using Appliance.DialPlans;
using Appliance.Hosting;
using Appliance.Records;
using Appliance.Trunks;
using Appliance.Web.Numbers;

namespace Appliance.Web.Safety;

/// <summary>Reads what keeps the office safe. It changes nothing.</summary>
internal sealed class SafetyDesk(SettingsStore settings, LiveState live, CallLog records)
{
    // Nobody inside has this name; only where the call would go is asked.
    private static readonly CallOrigin Anybody = new CallOrigin.FromExtension("");

    /// <summary>Everything, as it is now, with sentences in this language.</summary>
    public SafetyView View(PageWords words)
    {
        var config = settings.Current.Config;
        var now = live.Now;
        return new(
            Emergency(config, now),
            Caps(config, now),
            [.. DialRuleSentences.Of(config).Limits.Select(step => step.Say(words.Language))],
            now.TurnedAway,
            [.. live.Blocked.Sources.Select(source => BlockedOf(source, words))]);
    }

    private EmergencyView[] Emergency(Config config, LiveSnapshot now)
    {
        var plan = new DialPlan(config);
        var worked = records.Search(new CallQuery { EmergencyOnly = true, Limit = CallQuery.LargestPage }).Calls
            .Where(call => call is { AnsweredAfter: not null, ClockNotSet: false })
            .Select(call => (Code: plan.Numbers.Emergency.Find(call.Dialled, config.DialPlan.OutsidePrefix ?? "")?.Code, call.Target, call.StartedAt))
            .ToArray();
        return
        [
            .. plan.Numbers.Emergency.All.Select(number => new EmergencyView(
                number.Code,
                number.Purpose.ToString().ToLowerInvariant(),
                config.DialPlan.Emergency.Any(rule => rule.NotReachedAcknowledged && Means(rule.Number, number)),
                [.. WaysOf(plan, number).Select(way => WayOf(config, now, number, way, LastOf(worked.Where(call => call.Code == number.Code && call.Target == PartyOf(way)))))],
                LastOf(worked.Where(call => call.Code == number.Code)))),
        ];
    }

    private static ValueList<OutsideLine> WaysOf(DialPlan plan, EmergencyNumber number) =>
        plan.Find(new CallRequest(Anybody, number.Code)) is Route.ToTrunks { Lines: var lines } ? lines : [];

    private static DateTimeOffset? LastOf(IEnumerable<(string? Code, string Target, DateTimeOffset StartedAt)> calls) =>
        calls.Select(call => (DateTimeOffset?)call.StartedAt).Max();

    private static EmergencyWayView WayOf(Config config, LiveSnapshot now, EmergencyNumber number, OutsideLine way, DateTimeOffset? lastWorked)
    {
        var trunk = way is OutsideLine.ByTrunk ? config.Trunks.FirstOrDefault(trunk => trunk.Id == way.Id) : null;
        var name = trunk?.Name ?? config.Pbxs.FirstOrDefault(pbx => pbx.Id == way.Id)?.Name;
        var isPromised = trunk is TrunkConfig.TwilioTrunk or TrunkConfig.TwilioDomain
            || trunk?.EmergencyNumbers.Any(code => Means(code, number)) is true
            || config.DialPlan.Emergency.Any(rule => Means(rule.Number, number) && rule.Via.Contains(way.Id));
        var health = trunk is null ? TrunkHealth.Unknown : now.Trunks.GetValueOrDefault(way.Id)?.Health ?? TrunkHealth.Unknown;
        return new(way.Id, string.IsNullOrEmpty(name) ? way.Id : name, trunk is null, way.User, way.Caller.Number?.Text, isPromised, health, lastWorked);
    }

    private static bool Means(string code, EmergencyNumber number) => code == number.Code || code == number.Sent;

    private static string PartyOf(OutsideLine way) => way is OutsideLine.ByPbx ? $"pbx:{way.Id}" : $"trunk:{way.Id}";

    private CapsView Caps(Config config, LiveSnapshot now) => new(
        config.Calls.MaxCalls,
        now.Calls.Count,
        (int)config.Calls.LongestCall.TotalMinutes,
        config.Calls.DailyMinutes,
        Math.Round(now.SpokenToday(live.Elapsed).TotalMinutes, 1),
        [.. config.Trunks.Where(trunk => trunk.Enabled).Select(trunk => CapOf($"trunk:{trunk.Id}", trunk.MaxCalls))],
        [
            .. config.Extensions.Select(extension => CapOf($"extension:{extension.Id}", extension.MaxCalls)),
            .. config.Pbxs.Select(pbx => CapOf($"pbx:{pbx.Id}", pbx.MaxCalls)),
        ]);

    private CapView CapOf(string party, int most) => new(party, most, live.Now.Calls.Values.Count(call => call.Origin == party || call.Target == party));

    private static BlockedView BlockedOf(Access.BlockedSource source, PageWords words)
    {
        var reason = TurnAwayReasons.CodeOf(source.Why);
        return new(source.Address, source.Count, source.First, source.Last, source.Status, reason, words.Say($"safety.blocked.{reason}", source.Why));
    }
}

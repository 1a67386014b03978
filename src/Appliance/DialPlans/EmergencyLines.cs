using Appliance.Configuration;
using Appliance.Numbers;
using Appliance.Trunks;

namespace Appliance.DialPlans;

/// <summary>
/// The ways for an emergency call: the lines the owner named, then every other line that can carry it, then an announcement that says it
/// was not reached. There is no refusal (DESIGN law 3).
/// </summary>
internal sealed class EmergencyLines(Config config, Lines lines, string country)
{
    public Route Find(CallOrigin origin, EmergencyNumber number, Explanation why)
    {
        why = why.Then(number.IsTest ? "plan.emergency-test" : "plan.emergency", number.Code);
        var found = new List<OutsideLine>();
        foreach (var id in Candidates(number))
        {
            if (found.Any(line => line.Id == id))
                continue;
            var (line, because) = Toward(id, origin, number);
            why = because is null ? why.Then("plan.emergency-line", id, number.Sent) : why.Then(because, id, number.Code);
            if (line is not null)
                found.Add(line);
        }
        if (found.Count > 0)
            return new Route.ToTrunks([.. found]) { Explanation = why, Emergency = number, ThenAnnouncement = AnnouncementNames.EmergencyNotReached };
        return new Route.Announcement(AnnouncementNames.EmergencyNotReached) { Explanation = why.Then("plan.emergency-not-reached", number.Code), Emergency = number };
    }

    private IEnumerable<string> Candidates(EmergencyNumber number)
    {
        var named = config.DialPlan.Emergency.Where(rule => Means(rule.Number, number)).SelectMany(static rule => rule.Via);
        var carrying = config.Trunks.Where(trunk => trunk.EmergencyNumbers.Any(code => Means(code, number))).Select(static trunk => trunk.Id);
        var trunks = config.Trunks.Where(static trunk => trunk.Enabled).Select(static trunk => trunk.Id);
        var pbxs = config.Pbxs.Select(static pbx => pbx.Id);
        return named.Concat(carrying).Concat(trunks).Concat(pbxs).Distinct(StringComparer.Ordinal);
    }

    private static bool Means(string code, EmergencyNumber number) => code == number.Code || code == number.Sent;

    private (OutsideLine? Line, string? Why) Toward(string id, CallOrigin origin, EmergencyNumber number)
    {
        if (lines.Trunk(id) is { } trunk)
            return Lines.IsTwilio(trunk) ? TowardTwilio(trunk, number) : TowardProvider(trunk, number);
        if (lines.Pbx(id) is not { } pbx)
            return (null, "plan.line-unknown");
        if (origin == new CallOrigin.FromPbx(id))
            return (null, "plan.line-is-origin");
        return (new OutsideLine.ByPbx(id, number.Sent, Lines.ToPbx(pbx, [])), null);
    }

    private (OutsideLine? Line, string? Why) TowardProvider(TrunkConfig trunk, EmergencyNumber number)
    {
        var caller = lines.CallerOn(trunk, [PhoneNumber.From(trunk.EmergencyCaller)], withheld: false)
            // Nothing known about us is better than no call.
            ?? new OutboundCaller(null) { FromUser = trunk.Id };
        return (new OutsideLine.ByTrunk(trunk.Id, number.Sent, caller), null);
    }

    private (OutsideLine? Line, string? Why) TowardTwilio(TrunkConfig trunk, EmergencyNumber number)
    {
        if (TwilioEmergency.Sent(country, number) is not { } sent)
            return (null, "plan.emergency-not-by-twilio");
        // Twilio's condition: an owned number of the trunk, of the same country.
        PhoneNumber? shown = null;
        foreach (var owned in (IEnumerable<string?>)[trunk.EmergencyCaller, trunk.ShownNumber, .. trunk.Numbers])
        {
            if (PhoneNumber.From(owned) is { } candidate && trunk.Numbers.Contains(candidate.Text) && TwilioEmergency.IsOf(candidate, country))
                shown ??= candidate;
        }
        return shown is null
            ? (null, "plan.emergency-without-number")
            : (new OutsideLine.ByTrunk(trunk.Id, sent, new OutboundCaller(shown) { FromUser = shown.Text }), null);
    }
}

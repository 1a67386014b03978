using Appliance.Configuration;
using Appliance.Numbers;
using Appliance.Trunks;

namespace Appliance.DialPlans;

/// <summary>
/// Who is reached at our numbers. The rule of the number decides, else the rule for every number. Without any rule an office with a telephone
/// system expects its calls there; one without expects all its phones to ring.
/// </summary>
internal sealed class InboundPlan(Config config, NumberPlan numbers)
{
    /// <summary>Phones that ring at once without a rule; more would be a flood of INVITEs for every call.</summary>
    private const int MostAtOnce = 20;

    public Route Find(string trunkId, string dialled)
    {
        var why = Explanation.Empty.Then("plan.inbound", trunkId, dialled);
        var trunk = config.Trunks.FirstOrDefault(candidate => candidate.Id == trunkId);
        if (trunk is null or { Enabled: false })
            return new Route.Refuse(404, "plan.not-our-number") { Explanation = why.Then("plan.line-unknown", trunkId) };
        var owned = OwnedNumbers.Find(trunk, dialled, numbers);
        if (owned is null && (!trunk.Numbers.IsEmpty || trunk is TrunkConfig.TwilioTrunk))
            return new Route.Refuse(404, "plan.not-our-number") { Explanation = why.Then("plan.not-our-number", dialled) };

        var rule = config.Inbound.FirstOrDefault(candidate => owned is not null && candidate.Number == owned.Text)
            ?? config.Inbound.FirstOrDefault(static candidate => candidate.Number is "*");
        return rule is null ? WithoutRule(owned, dialled, why) : ByRule(rule, owned, dialled, why.Then("plan.inbound-rule", rule.Number));
    }

    private Route ByRule(InboundRule rule, PhoneNumber? owned, string dialled, Explanation why)
    {
        switch (rule.Target)
        {
            case InboundTarget.Ring ring when ring.Extensions.Where(IsExtension).ToArray() is { Length: > 0 } known:
                return new Route.ToExtensions([.. known], ring.InTurn) { Explanation = why.Then(ring.InTurn ? "plan.ring-in-turn" : "plan.ring", string.Join(", ", known)), Wait = ring.Wait, ThenAnnouncement = ring.ThenAnnouncement };
            case InboundTarget.ToPbx { Pbx: var pbx } when config.Pbxs.Any(known => known.Id == pbx):
                return ToPbx(pbx, owned, dialled, why);
            case InboundTarget.Announce { Announcement: var name }:
                return new Route.Announcement(name) { Explanation = why.Then("plan.announcement", name) };
            default:
                return NobodyThere(why);
        }
    }

    private Route WithoutRule(PhoneNumber? owned, string dialled, Explanation why)
    {
        why = why.Then("plan.inbound-no-rule");
        if (!config.Pbxs.IsEmpty)
            return ToPbx(config.Pbxs[0].Id, owned, dialled, why);
        if (config.Extensions.IsEmpty)
            return NobodyThere(why);
        string[] all = [.. config.Extensions.Select(static extension => extension.Id).Take(MostAtOnce)];
        return new Route.ToExtensions([.. all], InTurn: false) { Explanation = why.Then("plan.ring", string.Join(", ", all)) };
    }

    private Route.ToPbx ToPbx(string id, PhoneNumber? owned, string dialled, Explanation why)
    {
        var format = config.Pbxs.First(pbx => pbx.Id == id).Format;
        return new(id, owned?.Write(format, numbers.Country) ?? dialled) { Explanation = why.Then("plan.pbx", id) };
    }

    private bool IsExtension(string id) => config.Extensions.Any(extension => extension.Id == id);

    // 480 lets a trunk with a second box or a fallback try it; 404 would end the call for good.
    private static Route.Refuse NobodyThere(Explanation why) => new(480, "plan.nobody-there") { Explanation = why.Then("plan.nobody-there") };
}

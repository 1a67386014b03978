using System.Collections.Frozen;
using Appliance.Configuration;
using Appliance.Extensions;
using Appliance.Numbers;

namespace Appliance.DialPlans;

/// <summary>
/// From who calls and what was dialled to one route with its reasons. Pure; made anew from each revision of the settings. Never throws, and
/// never refuses an emergency call. A call from a trunk is only ever led inward (DESIGN law 4): no setting can name a way out for it.
/// </summary>
public sealed class DialPlan
{
    private readonly Config _config;
    private readonly Lines _lines;
    private readonly EmergencyLines _emergency;
    private readonly InboundPlan _inbound;
    private readonly FrozenDictionary<string, ExtensionConfig> _extensions;
    private readonly FrozenSet<string> _permitted;

    /// <summary>The plan of these settings.</summary>
    public DialPlan(Config config)
    {
        ArgumentNullException.ThrowIfNull(config);
        _config = config;
        _extensions = config.Extensions.DistinctBy(static extension => extension.Id).ToFrozenDictionary(static extension => extension.Id, StringComparer.Ordinal);
        Numbers = new NumberPlan(new()
        {
            Country = config.Office.Country,
            AreaCode = config.DialPlan.AreaCode ?? "",
            OutsidePrefix = config.DialPlan.OutsidePrefix ?? "",
            InternalNumbers = _extensions.Keys.ToFrozenSet(StringComparer.Ordinal),
        });
        _lines = new Lines(config, Numbers.Country);
        _emergency = new EmergencyLines(config, _lines, Numbers.Country);
        _inbound = new InboundPlan(config, Numbers);
        _permitted = config.DialPlan.PermittedCountries.Select(static country => country.ToUpperInvariant() is "UK" ? "GB" : country.ToUpperInvariant()).ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>How the office's dialling is read.</summary>
    public NumberPlan Numbers { get; }

    /// <summary>Where a call goes.</summary>
    public Route Find(CallRequest call)
    {
        ArgumentNullException.ThrowIfNull(call);
        if (call.Origin is CallOrigin.FromTrunk trunk)
            return _inbound.Find(trunk.Id, call.Dialled);

        var dialled = Numbers.Read(call.Dialled);
        var why = Explanation.Empty.Then("plan.dialled", dialled.Dialled);
        return FromOffice(call, dialled, why) with { Dialled = dialled };
    }

    private Route FromOffice(CallRequest call, DialledNumber dialled, Explanation why) => dialled switch
    {
        DialledNumber.Emergency emergency => _emergency.Find(call.Origin, emergency.Number, why),
        _ when call.Dialled == _config.DialPlan.EchoNumber || dialled is DialledNumber.Internal { Number: var echo } && echo == _config.DialPlan.EchoNumber => new Route.Echo { Explanation = why.Then("plan.echo") },
        _ when PbxOf(call, dialled) is { } pbx => new Route.ToPbx(pbx.Id, call.Dialled) { Explanation = why.Then("plan.pbx-number", pbx.Id) },
        DialledNumber.Internal { Number: var inside } when _extensions.ContainsKey(inside) =>
            new Route.ToExtensions([inside], InTurn: false) { Explanation = why.Then("plan.extension", inside) },
        DialledNumber.Internal inside => Refuse(404, "plan.no-such-extension", why, inside.Number),
        DialledNumber.Service service => Outside(call, dialled, service.Code, why.Then("plan.service", service.Code)),
        DialledNumber.Normalised number => Permitted(call, number, why.Then(number.IsHome ? "plan.home" : "plan.abroad", number.Number.Text, number.Country ?? "?")),
        DialledNumber.Refused refused => Refuse(refused.Why is NumberFault.Empty or NumberFault.TooShort or NumberFault.AreaCodeMissing ? 484 : 404, NumberFaults.Sentence(refused.Why), why, refused.Dialled),
        _ => Refuse(404, NumberFaults.Sentence(NumberFault.NotInUse), why, dialled.Dialled),
    };

    // A PBX that sends one of its own numbers to us would get it back for ever.
    private PbxConfig? PbxOf(CallRequest call, DialledNumber dialled) =>
        dialled is not (DialledNumber.Internal or DialledNumber.Refused) || (dialled is DialledNumber.Internal { Number: var inside } && _extensions.ContainsKey(inside)) ? null
        : _config.Pbxs.FirstOrDefault(pbx => call.Origin != new CallOrigin.FromPbx(pbx.Id)
            && call.Dialled.Length is > 0 and <= 32
            && !call.Dialled.AsSpan().ContainsAnyExceptInRange('0', '9')
            && pbx.InternalPrefixes.Any(prefix => prefix is not "" && call.Dialled.StartsWith(prefix, StringComparison.Ordinal)));

    private Route Permitted(CallRequest call, DialledNumber.Normalised number, Explanation why)
    {
        if (_config.DialPlan.BlockedPrefixes.FirstOrDefault(prefix => prefix is not "" && number.Number.Text.StartsWith(prefix, StringComparison.Ordinal)) is { } blocked)
            return Refuse(403, "plan.blocked", why, number.Number.Text, blocked);
        if (!MayBeCalled(number))
            return Refuse(403, "plan.country-not-permitted", why, number.Number.Text, number.Country ?? "?");
        if (!number.IsHome && call.Origin is CallOrigin.FromExtension { Id: var id } && _extensions.GetValueOrDefault(id) is not { International: true })
            return Refuse(403, "plan.extension-not-international", why, number.Number.Text, id);
        // Dear numbers need a rule that means them, not one that lets everything or a whole country through.
        if (number.Kind is NumberKind.Premium or NumberKind.Satellite && !_config.DialPlan.Rules.Any(rule => !rule.Via.IsEmpty && RuleMatch.Means(rule.Match, number, FormsOf(number))))
            return Refuse(403, number.Kind is NumberKind.Premium ? "plan.premium" : "plan.satellite", why, number.Number.Text);
        return Outside(call, number, number.Number.Text, why);
    }

    private Route Outside(CallRequest call, DialledNumber dialled, string number, Explanation why)
    {
        var world = (dialled as DialledNumber.Normalised)?.Number;
        var forms = FormsOf(dialled);
        var rule = _config.DialPlan.Rules.FirstOrDefault(candidate => RuleMatch.Matches(candidate.Match, world, forms));
        if (rule is { Via.IsEmpty: true })
            return Refuse(403, "plan.rule-refuses", why, number, rule.Match);

        why = rule is null ? why : why.Then("plan.rule", rule.Match);
        var ids = rule?.Via ?? _lines.Preferred(dialled);
        var lines = new List<OutsideLine>();
        foreach (var id in ids)
        {
            var (line, because) = _lines.Toward(id, call, dialled, rule, CallerWishes(call, rule));
            why = because is null ? why.Then("plan.line", id) : why.Then(because, id);
            if (line is not null)
                lines.Add(line);
        }
        return lines.Count > 0 ? new Route.ToTrunks([.. lines]) { Explanation = why }
            : dialled is DialledNumber.Service ? Refuse(404, "plan.service-not-reached", why, number)
            : Refuse(503, _config.Trunks.IsEmpty ? "plan.no-line" : "plan.no-line-left", why, number);
    }

    private IReadOnlyList<string> FormsOf(DialledNumber dialled) => RuleMatch.Forms(dialled, _config.DialPlan.OutsidePrefix ?? "", Numbers.Country);

    private bool MayBeCalled(DialledNumber.Normalised number) =>
        number.IsHome || _permitted.Contains("*") || (number.Country is { } country && _permitted.Any(permitted => HomeCountries.AreOne(permitted, country)));

    private IEnumerable<PhoneNumber?> CallerWishes(CallRequest call, DialRule? rule)
    {
        yield return PhoneNumber.From(rule?.CallerNumber);
        switch (call.Origin)
        {
            case CallOrigin.FromExtension { Id: var id } when _extensions.TryGetValue(id, out var extension):
                yield return PhoneNumber.From(extension.CallerNumber);
                break;
            case CallOrigin.FromPbx { Id: var id }:
                yield return Numbers.ReadFromTrunk(call.ClaimedCaller);
                yield return PhoneNumber.From(_config.Pbxs.FirstOrDefault(pbx => pbx.Id == id)?.CallerNumber);
                break;
        }
    }

    private static Route.Refuse Refuse(int status, string reason, Explanation why, params ReadOnlySpan<string> values) =>
        new(status, reason) { Explanation = why.Then(reason, values) };
}

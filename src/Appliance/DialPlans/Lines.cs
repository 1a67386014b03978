using System.Collections.Frozen;
using Appliance.Configuration;
using Appliance.Extensions;
using Appliance.Numbers;
using Appliance.Trunks;

namespace Appliance.DialPlans;

/// <summary>The ways out of the office, and how a call is written toward each.</summary>
internal sealed class Lines
{
    private readonly FrozenDictionary<string, TrunkConfig> _trunks;
    private readonly FrozenDictionary<string, PbxConfig> _pbxs;
    private readonly ValueList<string> _inOrder;
    private readonly string _country;

    public Lines(Config config, string country)
    {
        _country = country;
        _trunks = config.Trunks.DistinctBy(static trunk => trunk.Id).ToFrozenDictionary(static trunk => trunk.Id, StringComparer.Ordinal);
        _pbxs = config.Pbxs.DistinctBy(static pbx => pbx.Id).ToFrozenDictionary(static pbx => pbx.Id, StringComparer.Ordinal);
        _inOrder = [.. config.Trunks.Where(static trunk => trunk.Enabled).Select(static trunk => trunk.Id).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>All enabled trunks as listed; numbers that only lines of the country carry try Twilio last.</summary>
    public ValueList<string> Preferred(DialledNumber dialled) =>
        dialled is DialledNumber.Normalised { Kind: NumberKind.FreePhone } ? [.. _inOrder.OrderBy(id => IsTwilio(_trunks[id]))] : _inOrder;

    /// <summary>The line with this call written for it, or the code of the sentence why it cannot carry it.</summary>
    public (OutsideLine? Line, string? Why) Toward(string id, CallRequest call, DialledNumber dialled, DialRule? rule, IEnumerable<PhoneNumber?> wishes)
    {
        if (_trunks.TryGetValue(id, out var trunk))
            return TowardTrunk(trunk, call, dialled, rule, wishes);
        if (!_pbxs.TryGetValue(id, out var pbx))
            return (null, "plan.line-unknown");
        if (call.Origin == new CallOrigin.FromPbx(id))
            return (null, "plan.line-is-origin");
        var user = Written(dialled, pbx.Format, rule);
        return (new OutsideLine.ByPbx(id, user, ToPbx(pbx, wishes)), null);
    }

    /// <summary>The trunk of this id, when it exists and is enabled.</summary>
    public TrunkConfig? Trunk(string id) => _trunks.TryGetValue(id, out var trunk) && trunk.Enabled ? trunk : null;

    /// <summary>The PBX of this id.</summary>
    public PbxConfig? Pbx(string id) => _pbxs.GetValueOrDefault(id);

    /// <summary>The caller shown on a trunk, or null when it may not carry a call for want of one.</summary>
    public OutboundCaller? CallerOn(TrunkConfig trunk, IEnumerable<PhoneNumber?> wishes, bool withheld) =>
        CallerIdentity.Toward(LineOf(trunk, _country), wishes, withheld);

    /// <summary>The caller shown to a PBX that carries a call out: its own trunk decides what the world sees.</summary>
    public static OutboundCaller ToPbx(PbxConfig pbx, IEnumerable<PhoneNumber?> wishes)
    {
        var number = wishes.FirstOrDefault(static wish => wish is not null) ?? PhoneNumber.From(pbx.CallerNumber);
        return new(number) { FromUser = number?.Text ?? pbx.UserName ?? CallerIdentity.AnonymousUser };
    }

    public static bool IsTwilio(TrunkConfig trunk) => trunk is TrunkConfig.TwilioTrunk or TrunkConfig.TwilioDomain;

    private (OutsideLine? Line, string? Why) TowardTrunk(TrunkConfig trunk, CallRequest call, DialledNumber dialled, DialRule? rule, IEnumerable<PhoneNumber?> wishes)
    {
        if (!trunk.Enabled)
            return (null, "plan.line-disabled");
        // Twilio takes numbers of the world only; a short number would come back as 400.
        if (dialled is DialledNumber.Service && IsTwilio(trunk))
            return (null, "plan.line-without-short-numbers");
        if (CallerOn(trunk, wishes, call.Withheld) is not { } caller)
            return (null, "plan.line-without-number");
        var format = trunk is TrunkConfig.SipTrunk sip ? sip.Format : NumberFormat.PlusE164;
        return (new OutsideLine.ByTrunk(trunk.Id, Written(dialled, format, rule), caller), null);
    }

    private string Written(DialledNumber dialled, NumberFormat format, DialRule? rule)
    {
        var text = dialled switch
        {
            DialledNumber.Normalised number => number.Number.Write(format, _country),
            DialledNumber.Service service => service.Code,
            _ => dialled.Dialled,
        };
        if (rule is null or { Strip: 0, Prepend: "" })
            return text;
        var digits = text.TrimStart('+');
        return rule.Prepend + digits[Math.Clamp(rule.Strip, 0, digits.Length)..];
    }

    private static CallerLine LineOf(TrunkConfig trunk, string country)
    {
        ValueList<PhoneNumber> owned = [.. trunk.Numbers.Select(static number => PhoneNumber.From(number)).OfType<PhoneNumber>()];
        var own = PhoneNumber.From(trunk.ShownNumber) is { } shown && owned.Contains(shown) ? shown : owned.IsEmpty ? null : owned[0];
        return trunk is TrunkConfig.SipTrunk sip
            ? new() { Owned = owned, Own = own, Account = sip.UserName, NumberIsAsserted = sip.Caller is CallerHeader.AssertedIdentity, CanWithhold = true, Format = sip.Format, Country = country }
            : new() { Owned = owned, Own = own };
    }
}

using System.Collections.Immutable;
using System.Net;
using Appliance.DialPlans;
using Appliance.Extensions;
using Appliance.Numbers;
using Appliance.Trunks;
using Sip;
using Sip.Media;
using Sip.Messages;
using Sip.Rtp;
using Sip.Sdp;

namespace Appliance.Calls;

/// <summary>Where a registered phone can be reached now.</summary>
/// <param name="Uri">Its Contact, the Request-URI.</param>
/// <param name="Hop">The flow it registered on, or where its Contact points.</param>
/// <param name="Routes">Its stored Path (RFC 3327).</param>
public sealed record ReachableContact(string Uri, Hop Hop, ImmutableArray<string> Routes);

/// <summary>Where peers are at this moment.</summary>
public interface IReach
{
    /// <summary>Where this account registered, best first.</summary>
    ImmutableArray<ReachableContact> ContactsOf(string account);

    /// <summary>The addresses of a trunk or PBX in the order to try.</summary>
    ImmutableArray<Hop> HopsOf(string id);
}

/// <summary>Turns a route into INVITEs: who is called at which address, with which numbers, security and headers.</summary>
public sealed class CallPlanner(Office office, IReach reach, ILocalAddresses addresses)
{
    /// <summary>What is to become of a call that the dial plan led this way.</summary>
    /// <param name="route">Where it goes.</param>
    /// <param name="invite">The caller's INVITE, for what is passed on; null for a call that the box begins itself.</param>
    /// <param name="caller">Who is shown to phones and PBXs inside.</param>
    public CallPlan Plan(Route route, SipRequest? invite, ShownCaller caller) => route switch
    {
        Route.ToTrunks trunks => Search([.. trunks.Lines.SelectMany(line => Outside(line, invite))], trunks.ThenAnnouncement, "line.no-address"),
        Route.ToExtensions { InTurn: true } extensions => Dial(
            [.. extensions.Extensions.Select(id => Phones(id, invite, caller)).Where(phones => phones.Length > 0).Select(phones => new CallStage(phones, extensions.Wait))],
            extensions.ThenAnnouncement,
            "called.not-registered"),
        Route.ToExtensions extensions => Dial(
            extensions.Extensions.SelectMany(id => Phones(id, invite, caller)).ToImmutableArray() is { Length: > 0 } phones ? [new CallStage(phones, extensions.Wait)] : [],
            extensions.ThenAnnouncement,
            "called.not-registered"),
        Route.ToPbx pbx => Search([.. Inside(pbx, invite, caller)], null, "pbx.no-address"),
        Route.Announcement { Name: var name } => new CallPlan.Announce(name, new CallCause(0, 16, "announcement")),
        Route.Echo => new CallPlan.Echo(),
        Route.Refuse refuse => new CallPlan.Refuse(CauseMapping.Explain(refuse)),
        _ => throw new ArgumentOutOfRangeException(nameof(route)),
    };

    /// <summary>How to speak with an extension that called from there.</summary>
    public LegTerms TermsOf(ExtensionConfig extension, Hop hop) => new()
    {
        Security = extension.Media,
        Codecs = CodecsOf(extension.Codecs),
        Dtmf = extension.Dtmf,
        Latch = LatchPolicy.Nat,
        Seen = addresses.VoiceToward(hop),
    };

    /// <summary>How to speak with a PBX that called from there.</summary>
    public LegTerms TermsOf(PbxConfig pbx, Hop hop) => new()
    {
        Security = pbx.Media,
        Codecs = CodecsOf(pbx.Codecs),
        Dtmf = pbx.Dtmf,
        Latch = LatchPolicy.Lan,
        Seen = addresses.VoiceToward(hop),
    };

    /// <summary>How to speak with a trunk at this address.</summary>
    public LegTerms TermsOf(TrunkConfig trunk, Hop hop)
    {
        var twilio = trunk is not TrunkConfig.SipTrunk;
        return new LegTerms
        {
            Security = trunk switch
            {
                TrunkConfig.SipTrunk sip => sip.Media,
                _ => trunk.IsSecure ? MediaSecurity.Required : MediaSecurity.Plain,
            },
            Codecs = trunk is TrunkConfig.SipTrunk { Codecs: var codecs } ? CodecsOf(codecs) : [Codec.Pcmu, Codec.Pcma],
            Dtmf = trunk is TrunkConfig.SipTrunk { Dtmf: var dtmf } ? dtmf : DtmfMode.Rfc4733,
            Latch = twilio ? LatchPolicy.Locked : LatchPolicy.Lan,
            Seen = addresses.VoiceToward(hop),
            Profile = new LegProfile
            {
                // twilio.md 1.4: no session timers, no UPDATE, no INFO; what is never offered cannot go wrong.
                SessionTimer = !twilio,
                Update = !twilio,
                Info = !twilio,
                NoResponseTimeout = office.Config.Calls.NextTargetAfter,
            },
        };
    }

    // 480 asks the world for its next way to us (twilio.md section 2); a phone shows "unavailable".
    private static CallPlan Dial(ImmutableArray<CallStage> stages, string? announcement, string nobody) => (stages, announcement) switch
    {
        ({ IsEmpty: false }, _) => new CallPlan.Dial(stages) { ThenAnnouncement = announcement },
        (_, { } name) => new CallPlan.Announce(name, new CallCause(480, 20, nobody)),
        _ => new CallPlan.Refuse(new CallCause(480, 20, nobody)),
    };

    private static CallPlan Search(ImmutableArray<CallTarget> targets, string? announcement, string nowhere) => (targets, announcement) switch
    {
        ({ IsEmpty: false }, _) => new CallPlan.Search(targets) { ThenAnnouncement = announcement },
        (_, { } name) => new CallPlan.Announce(name, new CallCause(503, 38, nowhere)),
        _ => new CallPlan.Refuse(new CallCause(503, 38, nowhere)),
    };

    private IEnumerable<CallTarget> Outside(OutsideLine line, SipRequest? invite)
    {
        if (line is OutsideLine.ByPbx && office.Pbx(line.Id) is { } pbx)
            return PbxHops(pbx).Select(reached => PbxTarget(pbx, reached, line.User, new ShownCaller(line.Caller.FromUser, line.Caller.FromName, IsWithheld: false), invite));

        return office.Trunk(line.Id) is { Enabled: true } trunk
            ? reach.HopsOf(trunk.Id).Select(hop => TrunkTarget(trunk, hop, line, invite))
            : [];
    }

    private CallTarget TrunkTarget(TrunkConfig trunk, Hop hop, OutsideLine line, SipRequest? invite)
    {
        var host = TrunkTable.DomainOf(trunk);
        var uri = $"sip:{line.User}@{host}";
        var caller = line.Caller;
        var from = $"{Quoted(caller.FromName)}<sip:{caller.FromUser}@{caller.FromHost ?? host}>";
        var terms = TermsOf(trunk, hop);
        var headers = ImmutableArray.CreateBuilder<HeaderLine>();
        if (caller.AssertedUser is { } asserted)
            headers.Add(new("P-Asserted-Identity", $"<sip:{asserted}@{host}>"));
        if (caller.Privacy is { } privacy)
            headers.Add(new("Privacy", privacy));
        headers.AddRange(PassedHeaders.TowardTrunk(invite, trunk));

        return new CallTarget
        {
            Name = $"trunk:{trunk.Id}",
            Kind = KindOf(trunk),
            Id = trunk.Id,
            Host = hop.ServerName ?? hop.Host,
            CallerShown = caller.Number?.Text ?? caller.FromUser,
            Terms = terms,
            Invite = new InviteRequest
            {
                RequestUri = uri,
                From = from,
                To = $"<{uri}>",
                NextHop = hop,
                Profile = terms.Profile with { ContactUser = caller.AssertedUser ?? caller.FromUser },
                Credential = office.Credential(trunk.UserName, trunk.PasswordRef),
                Headers = headers.ToImmutable(),
                MaxForwards = trunk is TrunkConfig.SipTrunk ? ForwardsOf(invite) : 70,
            },
        };
    }

    /// <summary>Every phone that is registered for an extension now, best first.</summary>
    public ImmutableArray<CallTarget> Phones(string id, SipRequest? invite, ShownCaller caller)
    {
        if (office.Extension(id) is not { } extension)
            return [];

        return
        [
            .. reach.ContactsOf(extension.AccountName).Select(contact =>
            {
                var terms = TermsOf(extension, contact.Hop);
                var seen = addresses.Toward(contact.Hop);
                return new CallTarget
                {
                    Name = $"extension:{id}",
                    Kind = PeerKind.Phone,
                    Id = id,
                    CallerShown = caller.User,
                    Terms = terms,
                    Invite = new InviteRequest
                    {
                        RequestUri = contact.Uri,
                        From = FromInside(caller, seen),
                        To = $"<sip:{extension.AccountName}@{HostOf(seen)}>",
                        NextHop = contact.Hop,
                        Routes = contact.Routes,
                        Profile = terms.Profile with { ContactUser = caller.IsWithheld ? null : UserOf(caller) },
                        Headers = PassedHeaders.TowardOffice(invite),
                        MaxForwards = ForwardsOf(invite),
                    },
                };
            }),
        ];
    }

    private IEnumerable<CallTarget> Inside(Route.ToPbx route, SipRequest? invite, ShownCaller caller) =>
        office.Pbx(route.Pbx) is { } pbx ? PbxHops(pbx).Select(reached => PbxTarget(pbx, reached, route.User, caller, invite)) : [];

    private IEnumerable<(Hop Hop, string? Contact, ImmutableArray<string> Routes)> PbxHops(PbxConfig pbx) =>
        pbx is { Registers: true, UserName: { } account }
            ? reach.ContactsOf(account).Select(contact => (contact.Hop, (string?)contact.Uri, contact.Routes))
            : reach.HopsOf(pbx.Id).Select(hop => (hop, (string?)null, ImmutableArray<string>.Empty));

    private CallTarget PbxTarget(PbxConfig pbx, (Hop Hop, string? Contact, ImmutableArray<string> Routes) reached, string user, ShownCaller caller, SipRequest? invite)
    {
        var terms = TermsOf(pbx, reached.Hop);
        var seen = addresses.Toward(reached.Hop);
        var parameter = reached.Hop.Transport switch { TransportKind.Tcp => ";transport=tcp", TransportKind.Tls => ";transport=tls", _ => "" };
        var uri = $"sip:{user}@{HostOf(new IPEndPoint(IPAddress.None, reached.Hop.Port), reached.Hop.ServerName ?? reached.Hop.Host)}{parameter}";
        return new CallTarget
        {
            Name = $"pbx:{pbx.Id}",
            Kind = PeerKind.Pbx,
            Host = reached.Hop.Host,
            Id = pbx.Id,
            CallerShown = caller.User,
            Terms = terms,
            Invite = new InviteRequest
            {
                RequestUri = uri,
                From = FromInside(caller, seen),
                To = $"<{uri}>",
                NextHop = reached.Hop,
                Routes = reached.Routes,
                Profile = terms.Profile with { ContactUser = caller.IsWithheld ? null : UserOf(caller), NoResponseTimeout = office.Config.Calls.NextTargetAfter },
                Credential = office.Credential(pbx.UserName, pbx.PasswordRef),
                Headers = PassedHeaders.TowardOffice(invite),
                MaxForwards = ForwardsOf(invite),
            },
        };
    }

    /// <summary>What a trunk is, as far as its answers are concerned.</summary>
    public static PeerKind KindOf(TrunkConfig trunk) => trunk is TrunkConfig.SipTrunk ? PeerKind.Provider : PeerKind.Twilio;

    private static string FromInside(ShownCaller caller, IPEndPoint seen) =>
        $"{Quoted(caller.Name)}<sip:{(caller.IsWithheld ? "anonymous@anonymous.invalid" : $"{UserOf(caller)}@{HostOf(seen)}")}>";

    private static string UserOf(ShownCaller caller) => caller.User.Length == 0 ? "unknown" : caller.User;

    private static string HostOf(IPEndPoint seen) =>
        seen.Address.AddressFamily is System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{seen.Address}]" : seen.Address.ToString();

    private static string HostOf(IPEndPoint port, string host) => port.Port is 5060 or 0 ? host : $"{host}:{port.Port}";

    /// <summary>A display name as a quoted string, a blank after it; empty for none (RFC 3261 section 25.1).</summary>
    private static string Quoted(string name) =>
        name.Length == 0 ? "" : $"\"{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\" ";

    // RFC 7332: a back-to-back user agent hands the count on, so that a loop through several boxes ends.
    private static int ForwardsOf(SipRequest? invite) => invite is null ? 70 : Math.Clamp((invite.MaxForwards ?? 70) - 1, 0, 70);

    private static ImmutableArray<Codec> CodecsOf(IEnumerable<AudioCodec> codecs) =>
        [.. codecs.Select(codec => codec is AudioCodec.Pcma ? Codec.Pcma : Codec.Pcmu)];
}

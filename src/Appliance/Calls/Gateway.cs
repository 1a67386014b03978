using System.Collections.Immutable;
using System.Net;
using Appliance.DialPlans;
using Appliance.Extensions;
using Appliance.Numbers;
using Appliance.Trunks;
using Sip;
using Sip.Media;
using Sip.Messages;

namespace Appliance.Calls;

/// <summary>
/// The whole gateway as one pure machine: the SIP stack, the accounts, the trunks and the calls. Everything it does is an
/// answer to an input; sockets, files and clocks are its shell's.
/// </summary>
public sealed class Gateway : ISignallingMachine<GatewayInput, GatewayOutput>, IReach
{
    private static readonly CallCause Stopping = new(503, 41, "box.stopping");

    private readonly SipStack _stack;
    private readonly ITokenSource _tokens;
    private readonly ILocalAddresses _addresses;
    private readonly IWallClock _clock;
    private readonly CallNumbers _numbers = new();
    private readonly TrunkTable _trunks;
    private readonly AccountTable _accounts;
    private readonly TrunkRegistrations _registrations;
    private readonly StrangeDevices _strangers = new();
    private readonly CallTable _calls = new();
    private readonly SpokenMinutes _spoken = new();
    private readonly CallMemory _memory = new();
    private readonly Dictionary<string, ImmutableArray<Hop>> _pbxHops = [];
    private readonly Dictionary<PortId, PortId?> _left = [];
    private readonly List<SipOutput> _stackOutputs = [];
    private readonly List<CallOutput> _callOutputs = [];
    private Office _office;
    private bool _isClosing;
    private InboundTrust _trust;
    private CallPlanner _planner;
    private List<GatewayOutput> _outputs = [];
    private Instant _now;

    /// <summary>A gateway for this office.</summary>
    public Gateway(Office office, SipStack stack, ITokenSource tokens, ILocalAddresses addresses, IWallClock clock)
    {
        (_office, _stack, _tokens, _addresses, _clock) = (office, stack, tokens, addresses, clock);
        _trunks = new TrunkTable(_numbers);
        _accounts = new AccountTable(tokens);
        _registrations = new TrunkRegistrations(_numbers, tokens, addresses);
        (_trust, _planner) = (TrustOf(office), new CallPlanner(office, this, addresses));
        Use(office);
    }

    /// <inheritdoc/>
    public Instant? Deadline => Instant.Earliest(
        Instant.Earliest(_stack.Deadline, _calls.Deadline),
        Instant.Earliest(_trunks.Deadline, Instant.Earliest(_accounts.Deadline, _registrations.Deadline)));

    /// <inheritdoc/>
    public GatewayInput Wake { get; } = new GatewayInput.DeadlinePassed();

    /// <summary>The calls that are going on, for the page.</summary>
    public IReadOnlyCollection<IOngoingCall> Calls => _calls.All;

    /// <inheritdoc/>
    public void Handle(GatewayInput input, Instant now, List<GatewayOutput> outputs)
    {
        (_outputs, _now) = (outputs, now);
        switch (input)
        {
            case GatewayInput.FromNetwork { Input: var fromNetwork }:
                if (fromNetwork is SipInput.FlowClosed { Flow: var flow })
                    FlowClosed(flow);
                Stack(fromNetwork);
                break;
            case GatewayInput.FromMedia { Event: var fromMedia }:
                FromMedia(fromMedia);
                break;
            case GatewayInput.Settings { Office: var office }:
                Use(office);
                Tend();
                break;
            case GatewayInput.Located located:
                if (!_trunks.Located(located.Id, located.Hops))
                    _pbxHops[located.Id] = located.Hops;
                _registrations.Located(located.Id, located.Hops, now);
                Tend();
                break;
            case GatewayInput.NotLocated missing:
                Report(new GatewayReport.OfTrunk(missing.Id, _trunks.HealthOf(missing.Id), missing.Why));
                break;
            case GatewayInput.TakeOver takeOver:
                foreach (var known in takeOver.Calls)
                    TakeOver(known);
                break;
            case GatewayInput.MakeCall wish:
                Make(wish);
                break;
            // Who calls for help is cut off by nobody who does not talk there (DESIGN law 3).
            case GatewayInput.EndCall end when _calls.Find(end.CallId) is { IsEmergency: false } call:
                Run(call, c => c.HangUp(new CallCause(0, 16, "ended-at-page"), now, _callOutputs));
                break;
            case GatewayInput.ClosingDown:
                _isClosing = true;
                foreach (var call in _calls.All.ToArray())
                    Run(call, c => c.HangUp(Stopping, now, _callOutputs));
                break;
            case GatewayInput.DeadlinePassed:
                Stack(SipInputs.DeadlinePassed);
                Tend();
                break;
        }
    }

    /// <summary>What the dialog of an incoming request may use: toward Twilio less than toward the office.</summary>
    public LegProfile ProfileOf(SipRequest request, Arrival from) =>
        _trust.Judge(Evidence.Of(request, from, _registrations.TrunkOn(from.Flow)), AddressesOf, name => _office.Secret(name)) is InboundVerdict.Trusted { TrunkId: var id }
        && _office.Trunk(id) is { } trunk
            ? _planner.TermsOf(trunk, Back(from)).Profile with { ServerName = HopsOf(id).FirstOrDefault()?.ServerName }
            : new LegProfile();

    /// <summary>True for a call to an emergency number: overload does not refuse it.</summary>
    public bool IsEmergency(SipRequest request) =>
        request.Method.Kind is SipMethodKind.Invite && _office.DialPlan.Numbers.Read(Evidence.Dialled(request)) is DialledNumber.Emergency;

    /// <inheritdoc/>
    public ImmutableArray<ReachableContact> ContactsOf(string account) => _accounts.ContactsOf(account, _now);

    /// <inheritdoc/>
    public ImmutableArray<Hop> HopsOf(string id) =>
        _office.Trunk(id) is not null ? _trunks.HopsOf(id, _now) : _pbxHops.GetValueOrDefault(id, []);

    private void Use(Office office)
    {
        _office = office;
        _trust = TrustOf(office);
        _planner = new CallPlanner(office, this, _addresses);
        _trunks.Use(office.Config.Trunks);
        foreach (var changed in _accounts.Use(office))
            Report(changed);
        foreach (var command in _registrations.Use(office, _now))
            Command(command);
    }

    private static InboundTrust TrustOf(Office office) => new(office.Config.Trunks, office.DialPlan.Numbers);

    /// <summary>Everything that happens because time passed.</summary>
    private void Tend()
    {
        foreach (var command in _trunks.Probe(_now).ToArray())
            Command(command);
        foreach (var command in _registrations.Tend(_now))
            Command(command);
        foreach (var changed in _accounts.Expire(_now))
            Report(changed);
        foreach (var call in _calls.Due(_now))
            Run(call, c => c.DeadlinePassed(_now, _callOutputs));
    }

    private void FlowClosed(FlowId flow)
    {
        foreach (var changed in _accounts.FlowClosed(flow))
            Report(changed);
        foreach (var command in _registrations.FlowClosed(flow, _now))
            Command(command);
    }

    private void Stack(SipInput input)
    {
        _stackOutputs.Clear();
        _stack.Handle(input, _now, _stackOutputs);
        // An event leads to commands, and those to more outputs: a copy is worked through before the next one.
        foreach (var output in _stackOutputs.ToArray())
        {
            if (output is SipOutput.Transmit transmit)
                _outputs.Add(new GatewayOutput.Transmit(transmit));
            else if (output is SipOutput.Raise { Event: var raised })
                Take(raised);
        }
    }

    private void Command(SipCommand command) => Stack(new SipInput.Commanded(command));

    private void Take(SipEvent raised)
    {
        switch (raised)
        {
            case SipEvent.CallArrived arrived:
                Arrived(arrived);
                break;
            case SipEvent.RequestArrived request:
                Answer(request);
                break;
            case SipEvent.ResponseArrived response:
                Responded(response);
                break;
            case SipEvent.RequestFailed failed:
                Unanswered(failed);
                break;
            default:
                OfLeg(raised);
                break;
        }
    }

    private void OfLeg(SipEvent raised)
    {
        var leg = raised switch
        {
            SipEvent.LegProgress e => e.Leg,
            SipEvent.LegAnswered e => e.Leg,
            SipEvent.LegFailed e => e.Leg,
            SipEvent.LegConfirmed e => e.Leg,
            SipEvent.OfferArrived e => e.Leg,
            SipEvent.OfferAnswered e => e.Leg,
            SipEvent.OfferRefused e => e.Leg,
            SipEvent.InfoArrived e => e.Leg,
            SipEvent.LegEnded e => e.Leg,
            _ => default,
        };
        if (_calls.Find(leg) is not { } call)
            return;

        NoteAddress(call, raised);
        Run(call, c => c.Handle(raised, _now, _callOutputs));
    }

    /// <summary>Calls and probes share what is known of an address.</summary>
    private void NoteAddress(IOngoingCall call, SipEvent raised)
    {
        if (raised is SipEvent.LegFailed { Failure: LegFailure.NoResponse or LegFailure.Unreachable } failed && call.TargetOf(failed.Leg) is { } dead)
            _trunks.Failed(dead.Invite.NextHop, _now);
        else if (raised is SipEvent.LegProgress progress && call.TargetOf(progress.Leg) is { } alive)
            _trunks.Answered(alive.Invite.NextHop);
    }

    private void Arrived(SipEvent.CallArrived arrived)
    {
        var invite = arrived.Invite;
        if (_isClosing)
        {
            // Twilio then tries the next address of its list.
            Command(new SipCommand.Refuse(arrived.Leg, Stopping.SipStatus, null, []));
            return;
        }

        switch (WhoCalls(invite, arrived.From))
        {
            case Caller.Challenged challenge:
                if (challenge.IsWrong)
                    Report(new GatewayReport.TurnedAway(arrived.From.Remote.ToString(), challenge.Status, TurnAwayReasons.WrongPassword));
                Command(new SipCommand.Refuse(arrived.Leg, challenge.Status, null, challenge.Headers));
                break;
            case Caller.Unknown unknown:
                Report(new GatewayReport.TurnedAway(arrived.From.Remote.ToString(), unknown.Status, unknown.Why));
                Command(new SipCommand.Refuse(arrived.Leg, unknown.Status, null, []));
                break;
            case Caller.Proven proven:
                Begin(arrived, proven);
                break;
        }
    }

    /// <summary>Who is calling, proven by address, by trunk, or by digest, in this order.</summary>
    private Caller WhoCalls(SipRequest invite, Arrival from)
    {
        var evidence = Evidence.Of(invite, from, _registrations.TrunkOn(from.Flow));
        switch (_trust.Judge(evidence, AddressesOf, name => _office.Secret(name)))
        {
            case InboundVerdict.Trusted { TrunkId: var id, Dialled: var dialled } when _office.Trunk(id) is { } trunk:
                return new Caller.Proven(new CallOrigin.FromTrunk(id), CallPlanner.KindOf(trunk), $"trunk:{id}", dialled, _planner.TermsOf(trunk, Back(from)));
            // A provider and a phone can share one address; a caller that names an account of ours may prove that it is one.
            case InboundVerdict.Untrusted { TrunkId: { } near, Why: var why } when why is not Distrust.UnknownSource && !_accounts.Knows(invite):
                return new Caller.Unknown(why is Distrust.ForeignNumber ? 404 : 403, TurnAwayReasons.NotBelieved(near, why));
        }

        var dialledText = Evidence.Dialled(invite);
        foreach (var pbx in _office.Config.Pbxs)
        {
            if (!pbx.Addresses.IsEmpty && TwilioRanges.Contain(pbx.Addresses, from.Remote.Address) && pbx.UserName is null)
                return new Caller.Proven(new CallOrigin.FromPbx(pbx.Id), PeerKind.Pbx, $"pbx:{pbx.Id}", dialledText, _planner.TermsOf(pbx, Back(from)));
        }

        if (from.Transport is not TransportKind.Tls && !IsEmergency(invite) && !TwilioRanges.Contain(_office.Config.Network.Inside, from.Remote.Address))
            return new Caller.Unknown(403, TurnAwayReasons.InClear);

        return _accounts.Check(invite, from, IsEmergency(invite), _now) switch
        {
            // Whoever calls for help inside the office is not asked who it is: a phone with a wrong password must get through as well.
            not AccountCheck.Proven when IsEmergency(invite) && TwilioRanges.Contain(_office.Config.Network.Inside, from.Remote.Address) => CallerForHelp(invite, from, dialledText),
            AccountCheck.Proven { Account: { ExtensionId: { } id } } when _office.Extension(id) is { } extension =>
                new Caller.Proven(new CallOrigin.FromExtension(id), PeerKind.Phone, $"extension:{id}", dialledText, _planner.TermsOf(extension, Back(from))),
            AccountCheck.Proven { Account: { PbxId: { } id } } when _office.Pbx(id) is { } pbx =>
                new Caller.Proven(new CallOrigin.FromPbx(id), PeerKind.Pbx, $"pbx:{id}", dialledText, _planner.TermsOf(pbx, Back(from))),
            AccountCheck.Challenge challenge => new Caller.Challenged(challenge.Status, challenge.Headers, challenge.IsWrong),
            AccountCheck.Refused refused => new Caller.Unknown(refused.Status, refused.Why),
            _ => new Caller.Unknown(403, TurnAwayReasons.NoAccount),
        };
    }

    /// <summary>A call for help as whom it says it is, so that its own number is shown and called back; it can go nowhere else.</summary>
    private Caller.Proven CallerForHelp(SipRequest invite, Arrival from, string dialled)
    {
        var claimed = invite.From.Uri.UnescapedUser();
        var extension = _office.Config.Extensions.FirstOrDefault(extension => extension.AccountName == claimed) ?? new ExtensionConfig { Id = "", PasswordRef = "" };
        var name = extension.Id is "" ? from.Remote.Address.ToString() : extension.Id;
        return new Caller.Proven(new CallOrigin.FromExtension(extension.Id), PeerKind.Phone, $"extension:{name}", dialled, _planner.TermsOf(extension, Back(from)));
    }

    private void Begin(SipEvent.CallArrived arrived, Caller.Proven who)
    {
        var invite = arrived.Invite;
        var inbound = who.Origin is CallOrigin.FromTrunk;
        var route = _office.DialPlan.Find(new CallRequest(who.Origin, who.Dialled)
        {
            ClaimedCaller = Evidence.ClaimedCaller(invite),
            Withheld = Evidence.AsksToBeWithheld(invite),
        });
        var isEmergency = route.Emergency is not null;
        var caller = CallerIdentity.Inward(
            inbound ? InboundCaller.Read(Evidence.CallerHeaders(invite), _office.DialPlan.Numbers) : InsideCaller(who),
            InwardFormat(route),
            _office.DialPlan.Numbers.Country);
        var plan = isEmergency || Admission.Check(_office, who.Name, route, _calls.All, _spoken.Today(_calls.All, _now)) is not { } refused
            ? _planner.Plan(route, invite, caller)
            : new CallPlan.Refuse(refused);

        var id = _tokens.Hex(8);
        if (isEmergency && route.Emergency is { IsTest: false } emergency)
            Report(new GatewayReport.EmergencyDialled(who.Name, emergency.Code, id));

        var setup = SetupOf(id, who, route, plan);
        Begin(
            setup with
            {
                CallerTerms = isEmergency ? who.Terms with { Security = MediaSecurity.Optional } : who.Terms,
                Caller = inbound ? caller.User : setup.Caller,
                PeerCallId = inbound ? invite.Text("X-Twilio-CallSid") : null,
                IsEmergency = isEmergency,
            },
            arrived.Leg,
            invite.BodyBytes);
    }

    private CallSetup SetupOf(string id, Caller.Proven who, Route route, CallPlan plan) => new()
    {
        Id = id,
        Origin = who.Name,
        CallerKind = who.Kind,
        Direction = who.Origin is CallOrigin.FromTrunk ? CallDirection.Inbound : route is Route.ToTrunks ? CallDirection.Outbound : CallDirection.Internal,
        CallerTerms = who.Terms,
        Plan = plan,
        Dialled = who.Dialled,
        Number = (route.Dialled as DialledNumber.Normalised)?.Number.Text ?? who.Dialled,
        Caller = who.Name[(who.Name.IndexOf(':', StringComparison.Ordinal) + 1)..],
        Failover = new FailoverLimits { NextAfter = _office.Config.Calls.NextTargetAfter },
        RingTime = _office.Config.Calls.RingTime,
        LongestCall = _office.Config.Calls.LongestCall,
        Silence = _office.Config.Media.Silence,
    };

    private void Begin(CallSetup setup, LegId caller, ReadOnlyMemory<byte> offer)
    {
        var call = new BackToBackCall(setup, caller, offer, _numbers, _tokens, _trunks, new CallHistory(_clock.Now, !_clock.IsSet, _now));
        _calls.Add(call);
        if (_stack.CallIdOf(caller) is { } arrived)
            Tell(call, caller, arrived);
        Run(call, _ => call.Begin(_now, _callOutputs));
    }

    /// <summary>Rings an extension's phone and then calls as if it had dialled.</summary>
    private void Make(GatewayInput.MakeCall wish)
    {
        if (_isClosing || _calls.Find(wish.CallId) is not null || _office.Extension(wish.Extension) is not { } extension)
            return;

        var shown = new ShownCaller(new string([.. wish.Dialled.Where(digit => char.IsAsciiDigit(digit) || digit is '+' or '*')]), _office.Config.Office.Name, IsWithheld: false);
        var phone = _planner.Phones(extension.Id, null, shown).FirstOrDefault();
        var who = new Caller.Proven(
            new CallOrigin.FromExtension(extension.Id), PeerKind.Phone, $"extension:{extension.Id}", wish.Dialled, phone?.Terms ?? _planner.TermsOf(extension, new Hop(TransportKind.Udp, "127.0.0.1", 0)));
        var route = _office.DialPlan.Find(new CallRequest(who.Origin, who.Dialled));
        var caller = CallerIdentity.Inward(InsideCaller(who), InwardFormat(route), _office.DialPlan.Numbers.Country);
        var plan = phone is null ? new CallPlan.Refuse(new CallCause(480, 20, "caller.not-registered"))
            : route.Emergency is not null ? new CallPlan.Refuse(new CallCause(403, 21, "emergency-at-page"))
            : Admission.Check(_office, who.Name, route, _calls.All, _spoken.Today(_calls.All, _now)) is { } refused ? new CallPlan.Refuse(refused)
            : _planner.Plan(route, null, caller);
        Begin(SetupOf(wish.CallId, who, route, plan) with { CallerPhone = phone }, _numbers.NextLeg(), default);
    }

    private InboundCaller.Other InsideCaller(Caller.Proven who) => who.Origin is CallOrigin.FromExtension { Id: var id }
        ? new InboundCaller.Other(id, _office.Extension(id)?.DisplayName ?? "")
        : new InboundCaller.Other(who.Name["pbx:".Length..], "");

    private NumberFormat InwardFormat(Route route) =>
        route is Route.ToPbx { Pbx: var id } && _office.Pbx(id) is { } pbx ? pbx.Format : NumberFormat.National;

    private IReadOnlyList<IPAddress> AddressesOf(TrunkConfig trunk) =>
        [.. _trunks.HopsOf(trunk.Id, _now).Select(hop => IPAddress.TryParse(hop.Host, out var address) ? address : IPAddress.None)];

    private void Answer(SipEvent.RequestArrived request)
    {
        var message = request.Message;
        switch (message.Method.Kind)
        {
            case SipMethodKind.Register when request.From.Transport is not TransportKind.Tls && !TwilioRanges.Contain(_office.Config.Network.Inside, request.From.Remote.Address):
                Report(new GatewayReport.TurnedAway(request.From.Remote.ToString(), 403, TurnAwayReasons.InClear));
                Command(new SipCommand.Respond(request.Request, 403, null, [], null));
                break;
            case SipMethodKind.Register:
                var (answer, changed) = _accounts.Register(message, request.From, _now);
                Command(new SipCommand.Respond(request.Request, answer.Status, answer.Reason, answer.Headers, null));
                if (changed is not null)
                    Report(changed);
                if (answer.Status is 401)
                    Notice(message, request.From, message.To.Uri.UnescapedUser(), answer.IsWrong);
                break;
            case SipMethodKind.Options:
                Notice(message, request.From, message.From.Uri.UnescapedUser(), hasWrongPassword: false);
                Command(new SipCommand.Respond(request.Request, 200, null, Capabilities.Headers, null));
                break;
            default:
                Command(new SipCommand.Respond(request.Request, 405, null, Capabilities.Headers, null));
                break;
        }
    }

    /// <summary>Tells of a device in the office that none of our accounts is meant for, so that somebody can adopt it.</summary>
    private void Notice(SipRequest request, Arrival from, string account, bool hasWrongPassword)
    {
        var isKnown = _accounts.Knows(account);
        if (isKnown && !hasWrongPassword)
            return;

        var address = from.Remote.Address;
        // Lines, telephone systems and working phones ask with OPTIONS too, often under no account; only phones register.
        var isNoPhone = request.Method.Kind is SipMethodKind.Options
            && (_accounts.HasPhoneAt(from)
                || _office.Config.Trunks.Any(trunk => _trunks.IsAt(trunk.Id, address))
                || _office.Config.Pbxs.Any(pbx => !pbx.Addresses.IsEmpty && TwilioRanges.Contain(pbx.Addresses, address)));
        if (isNoPhone || !TwilioRanges.Contain(_office.Config.Network.Inside, address) || _office.Config.Pbxs.Any(pbx => pbx.UserName == account))
            return;
        if (_strangers.Note(account, request.Text(HeaderName.UserAgent), address, isKnown, _now) is { } seen)
            Report(seen);
    }

    private void Responded(SipEvent.ResponseArrived response)
    {
        if (_registrations.Answered(response.Request, response.Response, response.From, _now) is { } step)
        {
            foreach (var command in step.Commands)
                Command(command);
            if (step.Report is { } report)
                Report(report);
        }
        else if (_trunks.ProbeAnswered(response.Request) is { Changed: true, Trunk: var trunk })
        {
            Report(new GatewayReport.OfTrunk(trunk, TrunkHealth.Up, "") { HasSilentAddress = _trunks.HasSilentAddress(trunk) });
        }
    }

    private void Unanswered(SipEvent.RequestFailed failed)
    {
        if (_registrations.Failed(failed.Request, failed.Why, _now) is { } step)
        {
            foreach (var command in step.Commands)
                Command(command);
            if (step.Report is { } report)
                Report(report);
        }
        else if (_trunks.ProbeFailed(failed.Request, _now) is { Changed: true, Trunk: var trunk })
        {
            Report(new GatewayReport.OfTrunk(trunk, _trunks.HealthOf(trunk), failed.Why) { HasSilentAddress = _trunks.HasSilentAddress(trunk) });
        }
    }

    private void FromMedia(MediaEvent fromMedia)
    {
        switch (fromMedia)
        {
            case MediaEvent.EngineStarted:
                // Also when the same engine is reached again: what was said meanwhile was lost, and saying it twice changes nothing.
                foreach (var call in _calls.All.ToArray())
                    Run(call, c => c.EngineRestarted(_callOutputs));
                break;
            case MediaEvent.ListEnded:
                foreach (var call in _calls.All.ToArray())
                    Run(call, c => c.Handle(fromMedia, _now, _callOutputs));
                break;
            case MediaEvent.PortListed listed when _calls.Find(listed.Port) is null:
                // An earlier run of the gateway left it talking. It may go on until one side falls silent.
                _numbers.SkipPast(listed.Port);
                _left[listed.Port] = listed.ConnectedTo;
                break;
            case MediaEvent.MediaSilent { Port: var silent } when _left.Remove(silent, out var other):
                Close(silent);
                if (other is { } partner && _left.Remove(partner))
                    Close(partner);
                break;
            default:
                if (MediaPorts.Of(fromMedia) is { } port && _calls.Find(port) is { } owner)
                    Run(owner, c => c.Handle(fromMedia, _now, _callOutputs));
                break;
        }
    }

    /// <summary>Goes on with an answered call of an earlier run, its legs under new numbers, its ports under their own.</summary>
    private void TakeOver(CallSnapshot known)
    {
        if (_calls.Find(known.Record.Id) is not null)
            return;

        var call = new TakenOverCall(known, _numbers.NextLeg(), known.Called is null ? default : _numbers.NextLeg(), _now);
        foreach (var port in call.Ports)
            _numbers.SkipPast(port);
        _calls.Add(call);
        Run(call, _ => call.Begin(CredentialOf, _callOutputs));
    }

    private SipCredential? CredentialOf(string peer) => peer.Split(':', 2) switch
    {
        ["trunk", var id] when _office.Trunk(id) is { } trunk => _office.Credential(trunk.UserName, trunk.PasswordRef),
        ["pbx", var id] when _office.Pbx(id) is { } pbx => _office.Credential(pbx.UserName, pbx.PasswordRef),
        _ => null,
    };

    private void Close(PortId port) => _outputs.Add(new GatewayOutput.Media(new MediaCommand.ClosePort(port)));

    private void Run(IOngoingCall call, Action<IOngoingCall> step)
    {
        _callOutputs.Clear();
        step(call);
        _calls.Index(call);
        foreach (var output in _callOutputs.ToArray())
        {
            switch (output)
            {
                case CallOutput.Signal { Command: var command }:
                    Command(command);
                    if (command is SipCommand.Invite { Leg: var called } && _stack.CallIdOf(called) is { } begun)
                        Tell(call, called, begun);
                    else if (command is SipCommand.Restore restored)
                        Tell(call, restored.Leg, restored.Known.CallId);
                    break;
                case CallOutput.Media { Command: var command }:
                    _outputs.Add(new GatewayOutput.Media(command));
                    break;
                case CallOutput.Report { Event: var report }:
                    Report(new GatewayReport.OfCall(report));
                    break;
                case CallOutput.Ended { Record: var record }:
                    if (_spoken.Add(record, _now))
                        Report(new GatewayReport.Spoken(_spoken.Finished, _spoken.DayEnds - _now));
                    _outputs.Add(new GatewayOutput.Record(record));
                    break;
            }
        }

        if (_memory.Note(call, _stack.Describe, _now) is { } change)
            _outputs.Add(change);
        if (call.IsOver)
            _calls.Remove(call);
    }

    private void Tell(IOngoingCall call, LegId leg, string sipCallId)
    {
        var isCaller = call.Legs.First() == leg;
        var peer = isCaller ? call.Origin : call.TargetOf(leg)?.Name ?? "";
        Report(new GatewayReport.OfCall(new CallReport.DialogBegan(call.Id, sipCallId, peer, isCaller)));
    }

    private void Report(GatewayReport report) => _outputs.Add(new GatewayOutput.Report(report));

    private static Hop Back(Arrival from) => new(from.Transport, from.Remote.Address.ToString(), from.Remote.Port) { Flow = from.Flow };

    private abstract record Caller
    {
        public sealed record Proven(CallOrigin Origin, PeerKind Kind, string Name, string Dialled, LegTerms Terms) : Caller;

        public sealed record Challenged(int Status, ImmutableArray<HeaderLine> Headers, bool IsWrong) : Caller;

        public sealed record Unknown(int Status, string Why) : Caller;
    }
}

using System.Collections.Immutable;
using System.Text;
using Appliance.Trunks;
using Sip;
using Sip.Dialogs;
using Sip.Media;
using Sip.Messages;
using Sip.Sdp;

namespace Appliance.Calls;

// Longer than most files: one machine whose states (search, ringing, talking, closing) share both legs and every deadline.

/// <summary>
/// One call: two legs that we own and the media between them (RFC 7092 section 3.1.3). Takes the events of its legs and
/// ports, says what to do. Whatever happens, it ends both legs, frees its ports and leaves exactly one record.
/// </summary>
public sealed class BackToBackCall : IOngoingCall
{
    // The engine answers within a millisecond; a record without its last counters is better than a call that never ends.
    private static readonly TimeSpan CountersWithin = TimeSpan.FromSeconds(2);

    // A dead engine is started anew within a second; a caller should not hear silence for longer than a person waits for ringing.
    private static readonly TimeSpan PortsWithin = TimeSpan.FromSeconds(8);

    private readonly CallSetup _setup;
    private readonly CallNumbers _numbers;
    private readonly ITokenSource _tokens;
    private readonly ITrunkPace _pace;
    private readonly CallLeg _caller;
    private readonly CallHistory _history;
    private readonly List<Branch> _branches = [];
    private readonly Dictionary<PortId, PortCounters?> _closing = [];
    private readonly bool _hasOffer;
    private List<CallOutput> _outputs = [];
    private Phase _phase = Phase.Opening;
    private CallLeg? _callee;
    private ImmutableArray<CallStage> _stages = [];
    private int _stage = -1;
    private TrunkTargets? _search;
    private ValueList<TrunkAddress> _searched = [];
    private CallTarget? _waiting;
    private MediaCommand? _service;
    private bool _rang;
    private bool _lineSpoke;
    private string? _unheardBy;
    private int _lastRing;
    private bool _earlyMedia;
    private bool _callerAnswered;
    private bool _callerRings;
    private CallCause _lastFailure = new(480, 18, "called.no-answer");
    private Instant? _stageEnds;
    private Instant? _retryAt;
    private Instant? _callEnds;
    private Instant? _countersBy;
    private Instant? _portsBy;

    /// <summary>Takes an INVITE that the stack raised; <see cref="Begin"/> starts.</summary>
    public BackToBackCall(CallSetup setup, LegId caller, ReadOnlyMemory<byte> offer, CallNumbers numbers, ITokenSource tokens, ITrunkPace pace, CallHistory history)
    {
        (_setup, _numbers, _tokens, _pace, _history) = (setup, numbers, tokens, pace, history);
        _caller = new CallLeg(caller, numbers.NextPort(), setup.CallerTerms, setup.Silence, tokens);
        _hasOffer = !offer.IsEmpty;
        CallerOffer = offer;
    }

    private enum Phase
    {
        Opening,
        Calling,
        Talking,
        Serving,
        Closing,
        Over,
    }

    /// <summary>Who calls whom.</summary>
    public CallSetup Setup => _setup;

    /// <inheritdoc/>
    public string Id => _setup.Id;

    /// <inheritdoc/>
    public string Origin => _setup.Origin;

    /// <inheritdoc/>
    public bool IsEmergency => _setup.IsEmergency;

    /// <summary>True once the record is out.</summary>
    public bool IsOver => _phase is Phase.Over;

    /// <summary>True while both sides are connected.</summary>
    public bool IsAnswered => _phase is Phase.Talking or Phase.Serving;

    /// <summary>How long it has been talking to the world by now: zero inside the office, unanswered, and for an emergency.</summary>
    public TimeSpan TalksToWorldFor(Instant now) =>
        _phase is Phase.Talking && !_setup.IsEmergency && _history.AnsweredAt is { } since
        && _branches.Exists(branch => branch.Leg == _callee && branch.Target.Kind is PeerKind.Twilio or PeerKind.Provider)
            ? now - since
            : TimeSpan.Zero;

    /// <summary>Every leg that belongs to this call at the moment.</summary>
    public IEnumerable<LegId> Legs => [_caller.Id, .. _branches.Select(branch => branch.Leg.Id)];

    /// <summary>Every port that belongs to this call at the moment.</summary>
    public IEnumerable<PortId> Ports => [_caller.Port, .. _branches.Select(branch => branch.Leg.Port), .. _closing.Keys];

    /// <summary>The target that this leg calls, or null.</summary>
    public CallTarget? TargetOf(LegId leg) => BranchOf(leg)?.Target;

    /// <summary>True when the call came from, or is being led to, the peer of this name (<c>trunk:twilio</c>).</summary>
    public bool Uses(string name) => _setup.Origin == name || _branches.Exists(branch => branch.Target.Name == name);

    /// <summary>When the call wants <see cref="DeadlinePassed"/>. Null: never.</summary>
    public Instant? Deadline =>
        Instant.Earliest(Instant.Earliest(Instant.Earliest(_stageEnds, _retryAt), Instant.Earliest(_callEnds, _countersBy)), _portsBy);

    private ReadOnlyMemory<byte> CallerOffer { get; }

    /// <summary>Starts the call.</summary>
    public void Begin(Instant now, List<CallOutput> outputs)
    {
        _outputs = outputs;
        Report(new CallReport.Began(_setup.Id, _setup));

        if (_hasOffer && _caller.ReceiveOffer(CallerOffer.Span) is { } refusal)
        {
            Refuse(new CallCause(refusal.StatusCode, 88, "called.no-common-codec"), Warning(refusal), EndedBy.Box, now);
            return;
        }

        if (_setup.Plan is CallPlan.Refuse plan)
        {
            Refuse(plan.Cause, [], EndedBy.Box, now);
            return;
        }

        _callEnds = now + _setup.RingTime;
        _portsBy = now + PortsWithin;
        Media(new MediaCommand.OpenPort(_caller.Port, AnyLike(_caller)));
    }

    /// <summary>Takes an event of one of the call's legs.</summary>
    public void Handle(SipEvent input, Instant now, List<CallOutput> outputs)
    {
        _outputs = outputs;
        switch (input)
        {
            case SipEvent.LegProgress progress when progress.Leg == _caller.Id:
                CallerRings(progress.Response);
                break;
            case SipEvent.LegAnswered answered when answered.Leg == _caller.Id:
                CallerAnswers(answered, now);
                break;
            case SipEvent.LegFailed failed when failed.Leg == _caller.Id:
                CallerDoesNotAnswer(failed, now);
                break;
            case SipEvent.LegProgress progress when BranchOf(progress.Leg) is { } branch:
                Progress(branch, progress);
                break;
            case SipEvent.LegAnswered answered when BranchOf(answered.Leg) is { } branch:
                Answered(branch, answered, now);
                break;
            case SipEvent.LegFailed failed when BranchOf(failed.Leg) is { } branch:
                Failed(branch, failed, now);
                break;
            case SipEvent.LegConfirmed confirmed:
                Confirmed(confirmed, now);
                break;
            case SipEvent.OfferArrived offer when LegOf(offer.Leg) is { } leg:
                OfferArrived(leg, offer.Request.Body);
                break;
            case SipEvent.OfferAnswered answer when LegOf(answer.Leg) is { } leg:
                TakeAnswer(leg, answer.Response.Body);
                break;
            case SipEvent.OfferRefused refused when LegOf(refused.Leg) is { } leg:
                leg.OfferRejected();
                break;
            case SipEvent.InfoArrived info when LegOf(info.Leg) is { } leg:
                DigitByInfo(leg, info.Request);
                break;
            case SipEvent.LegEnded ended when LegOf(ended.Leg) is { } leg:
                Ended(leg, ended, now);
                break;
        }
    }

    /// <summary>Takes an event of one of the call's ports.</summary>
    public void Handle(MediaEvent input, Instant now, List<CallOutput> outputs)
    {
        _outputs = outputs;
        switch (input)
        {
            case MediaEvent.PortOpened opened:
                Opened(opened, now);
                break;
            case MediaEvent.PortRefused refused:
                PortLost(refused.Port, refused.Why, now);
                break;
            case MediaEvent.PortFailed failed:
                PortLost(failed.Port, failed.Why, now);
                break;
            case MediaEvent.PortClosed closed:
                Closed(closed.Port, closed.Last, now);
                break;
            case MediaEvent.CommandRefused unknown when _phase is Phase.Closing:
                // It was never opened, or the engine that had it is gone.
                Closed(unknown.Port, new PortCounters(), now);
                break;
            case MediaEvent.MediaFlowing flowing:
                Report(new CallReport.Heard(_setup.Id, flowing.Port == _caller.Port));
                break;
            case MediaEvent.MediaSilent silent when _phase is Phase.Talking && (silent.Port == _caller.Port || silent.Port == _callee?.Port):
                End(EndedBy.Network, new CallCause(0, 41, silent.Port == _caller.Port ? "caller-silent" : "called-silent"), now);
                break;
            case MediaEvent.PlayFinished when _phase is Phase.Serving && _service is MediaCommand.Play:
                End(EndedBy.Box, _lastFailure, now);
                break;
            case MediaEvent.DigitHeard digit:
                DigitByMedia(digit);
                break;
        }
    }

    /// <summary>The engine was started anew: every port of the call has to be opened again.</summary>
    public void EngineRestarted(List<CallOutput> outputs)
    {
        _outputs = outputs;
        if (_phase is Phase.Closing or Phase.Over)
            return;

        Media(new MediaCommand.OpenPort(_caller.Port, AnyLike(_caller)));
        foreach (var branch in _branches)
            Media(new MediaCommand.OpenPort(branch.Leg.Port, AnyLike(branch.Leg)));
    }

    /// <summary>Something the call waited for may have come.</summary>
    public void DeadlinePassed(Instant now, List<CallOutput> outputs)
    {
        _outputs = outputs;
        if (_countersBy <= now)
        {
            Finish(now);
        }
        else if (_portsBy <= now)
        {
            _portsBy = null;
            End(EndedBy.Box, new CallCause(503, 41, "no-media-port"), now);
        }
        else if (_callEnds <= now)
        {
            _callEnds = null;
            if (_phase is Phase.Talking or Phase.Serving)
                End(EndedBy.Box, new CallCause(0, 31, "longest-call"), now);
            else
                GiveUp(new CallCause(480, 19, "called.no-answer"), now);
        }
        else if (_retryAt <= now)
        {
            _retryAt = null;
            if (_waiting is { } target)
                Start(target, now);
            else if (_search is not null)
                Follow(_search.Resume(now), now);
        }
        else if (_stageEnds <= now)
        {
            _stageEnds = null;
            _lastFailure = new CallCause(480, 19, "called.no-answer");
            DropBranches(null, []);
            NextStage(now);
        }
    }

    /// <summary>Ends the call from our side: the page's button, a shutdown, a limit.</summary>
    public void HangUp(CallCause cause, Instant now, List<CallOutput> outputs)
    {
        _outputs = outputs;
        End(EndedBy.Box, cause, now);
    }

    /// <inheritdoc/>
    public CallSnapshot? Describe(Func<LegId, DialogSnapshot?> dialogOf, Instant now)
    {
        var called = _phase is Phase.Talking && _callee is not null ? BranchOf(_callee.Id) : null;
        var calledDialog = called is null ? null : dialogOf(called.Leg.Id);
        if (!IsAnswered || dialogOf(_caller.Id) is not { } callerDialog || (_phase is Phase.Talking && calledDialog is null))
            return null;

        return new CallSnapshot
        {
            Record = _history.ToRecord(_setup, null, null, now) with { Cause = called is null ? _lastFailure : new CallCause(0, 16, "normal") },
            LongestCall = _setup.LongestCall,
            Caller = _caller.Describe(_setup.Origin, callerDialog),
            Called = called?.Leg.Describe(called.Target.Name, calledDialog!),
        };
    }

    private void Opened(MediaEvent.PortOpened opened, Instant now)
    {
        if (opened.Port == _caller.Port)
        {
            var moved = _caller.Opened(opened.Rtp, opened.Rtcp);
            if (_phase is Phase.Opening && _setup.CallerPhone is { } phone && !_callerRings)
                RingCaller(phone);
            else if (_phase is Phase.Opening && !_callerRings)
                CallerReady(now);
            else
                Reopened(_caller, moved);
        }
        else if (_branches.Find(branch => branch.Leg.Port == opened.Port) is { } branch)
        {
            var moved = branch.Leg.Opened(opened.Rtp, opened.Rtcp);
            if (!branch.IsInvited)
                InviteBranch(branch);
            else
                Reopened(branch.Leg, moved);
        }

        if (_caller.IsOpen && _branches.TrueForAll(branch => branch.Leg.IsOpen))
            _portsBy = null;
    }

    /// <summary>A new engine has the port: everything it must know is told again.</summary>
    private void Reopened(CallLeg leg, bool moved)
    {
        if (_phase is Phase.Closing or Phase.Over)
            return;

        Reconnect();
        if (moved)
            Moved(leg);
    }

    /// <summary>The engine came back with another port: the peer is told where to send (RFC 3264 section 8.3.1).</summary>
    private void Moved(CallLeg leg)
    {
        if (_phase is Phase.Talking or Phase.Serving && leg.Offer(CodecsOf(Other(leg)), DirectionFor(leg)) is { } offer)
            Signal(new SipCommand.Offer(leg.Id, offer));
    }

    /// <summary>What a leg is told: what the peer on the other side wants.</summary>
    private Sip.Sdp.MediaDirection DirectionFor(CallLeg leg) => Other(leg)?.Wish ?? Sip.Sdp.MediaDirection.SendReceive;

    private void CallerReady(Instant now)
    {
        // Nobody's phone may ring for a caller that could not be answered.
        if (_hasOffer && _caller.Objection() is { } objection)
        {
            Refuse(new CallCause(objection.StatusCode, 88, "called.no-common-codec"), Warning(objection), EndedBy.Box, now);
            return;
        }

        switch (_setup.Plan)
        {
            case CallPlan.Dial dial:
                _phase = Phase.Calling;
                _stages = dial.Stages;
                NextStage(now);
                break;
            case CallPlan.Search search:
                _phase = Phase.Calling;
                _searched = [.. search.Targets.Select(target => new TrunkAddress(target.Id, target.Host, target.Invite.NextHop))];
                Follow(TrunkTargets.Begin(_searched, _setup.Failover, _setup.IsEmergency, now), now);
                break;
            case CallPlan.Echo:
                Serve(new MediaCommand.Echo(_caller.Port, true), new CallCause(0, 16, "normal"), now);
                break;
            case CallPlan.Announce announce:
                Serve(Announcement(announce.Announcement), announce.Cause, now);
                break;
        }
    }

    /// <summary>Answers the caller ourselves.</summary>
    private void Serve(MediaCommand service, CallCause endsWith, Instant now)
    {
        _lastFailure = endsWith;
        _phase = Phase.Serving;
        if (!AnswerCaller(null, now))
            return;

        _callEnds = now + _setup.LongestCall;
        _service = service;
        Media(service);
    }

    private MediaCommand.Play Announcement(string name) => new(_caller.Port, SoundFile(name), Loop: false);

    private void NextStage(Instant now)
    {
        if (++_stage >= _stages.Length)
        {
            GiveUp(_lastFailure, now);
            return;
        }

        var stage = _stages[_stage];
        _stageEnds = stage.RingFor is { } ringFor ? now + ringFor : null;
        _lineSpoke = false;
        foreach (var target in stage.Targets)
            Start(target, now);
    }

    /// <summary>Does what the search for a line says.</summary>
    private void Follow((TrunkTargets State, FailoverStep Step) next, Instant now)
    {
        _search = next.State;
        switch (next.Step)
        {
            case FailoverStep.Try attempt:
                var target = TargetAt(attempt.Address);
                var invite = target.Invite;
                target = target with { Invite = invite with { Profile = invite.Profile with { NoResponseTimeout = attempt.SilentUntil - now } } };
                // An emergency call waits for nobody (DESIGN law 3).
                // An attempt that never reached the line has used nothing of its pace.
                var pause = _setup.IsEmergency || _unheardBy == target.Id ? TimeSpan.Zero : _pace.Take(target, now);
                if (pause > TimeSpan.Zero)
                    (_waiting, _retryAt) = (target, now + pause);
                else
                    Start(target, now);
                break;
            case FailoverStep.Wait wait:
                _retryAt = wait.Until;
                break;
            case FailoverStep.Stop:
                GiveUp(_lastFailure, now);
                break;
        }
    }

    private CallTarget TargetAt(TrunkAddress address) =>
        ((CallPlan.Search)_setup.Plan).Targets.First(target => target.Id == address.LineId && target.Invite.NextHop == address.Hop);

    private void Start(CallTarget target, Instant now)
    {
        _waiting = null;
        var leg = new CallLeg(_numbers.NextLeg(), _numbers.NextPort(), target.Terms, _setup.Silence, _tokens);
        _branches.Add(new Branch(target, leg));
        Report(new CallReport.Trying(_setup.Id, target.Name));
        _portsBy = now + PortsWithin;
        Media(new MediaCommand.OpenPort(leg.Port, AnyLike(leg)));
    }

    private void InviteBranch(Branch branch)
    {
        branch.IsInvited = true;
        var offer = branch.Leg.Offer(CodecsOf(_caller), _caller.Wish);
        _history.Tried(branch.Target);
        Signal(new SipCommand.Invite(branch.Leg.Id, branch.Target.Invite with { Offer = offer }));
    }

    private void Progress(Branch branch, SipEvent.LegProgress progress)
    {
        var status = progress.Response.StatusCode;
        if (status is 180 or 182 or 183 && !branch.Rang)
        {
            branch.Rang = true;
            _rang = true;
            _history.Rang();
            Report(new CallReport.Ringing(_setup.Id, branch.Target.Name));
        }

        _history.NoticePeerCallId(progress.Response);
        var hasMedia = !progress.Response.Body.IsEmpty && branch.Leg.ReceiveAnswer(progress.EarlyDialog, progress.Response.Body) is null;
        // Several phones ringing at once cannot all be heard: their early media stay unheard until one answers.
        if (hasMedia && _branches.Count == 1 && branch.Leg.Follow(progress.EarlyDialog))
        {
            Apply(branch.Leg);
            HearEarly(branch, status);
            return;
        }

        if (status == _lastRing || status is not (180 or 181 or 182 or 183))
            return;

        // 183 without media tells a phone nothing; 180 lets it make its own ringing tone (RFC 3960 section 3.2).
        var ring = status is 183 && !_earlyMedia ? 180 : status;
        if (ring == _lastRing)
            return;
        _lastRing = ring;
        RingBack(ring, null);
    }

    private void HearEarly(Branch branch, int status)
    {
        if (!_earlyMedia)
        {
            if (_setup.CallerPhone is null && !_hasOffer)
            {
                // The caller will learn our offer with the answer: there is nowhere to send early sound to.
                if (_lastRing != 180)
                    RingBack(_lastRing = 180, null);
                return;
            }

            byte[]? answer = null;
            if (_setup.CallerPhone is null && (answer = _caller.Answer(branch.Leg.Media?.SendCodec, branch.Leg.Wish, out _)) is null)
                return;

            _earlyMedia = true;
            _callerAnswered = true;
            Apply(_caller);
            RingBack(_lastRing = 183, answer);
        }
        else if (status is 180 && _lastRing != 180)
        {
            RingBack(_lastRing = 180, null);
        }

        Media(new MediaCommand.Connect(_caller.Port, branch.Leg.Port));
    }

    /// <summary>Tells a caller that somebody's phone rings. One whose own phone was rung first has answered already.</summary>
    private void RingBack(int status, byte[]? answer)
    {
        if (_setup.CallerPhone is null)
            Signal(new SipCommand.Ring(_caller.Id, status, answer, []));
    }

    private void RingCaller(CallTarget phone)
    {
        _callerRings = true;
        var offer = _caller.Offer([], Sip.Sdp.MediaDirection.SendReceive);
        Signal(new SipCommand.Invite(_caller.Id, phone.Invite with { Offer = offer }));
    }

    private void CallerRings(SipResponse progress)
    {
        if (progress.StatusCode is 180 or 182 or 183)
            Report(new CallReport.Ringing(_setup.Id, _setup.Origin));
    }

    private void CallerAnswers(SipEvent.LegAnswered answered, Instant now)
    {
        if (_phase is not Phase.Opening)
            return;

        if (answered.Response.Body.IsEmpty || _caller.ReceiveAnswer(answered.EarlyDialog, answered.Response.Body) is not null
            || !_caller.Follow(answered.EarlyDialog) || _caller.Configure() is null)
        {
            End(EndedBy.Box, new CallCause(488, 88, "called.no-common-codec"), now);
            return;
        }

        Apply(_caller);
        CallerReady(now);
    }

    private void CallerDoesNotAnswer(SipEvent.LegFailed failed, Instant now)
    {
        var cause = failed.Failure is LegFailure.Refused && failed.Status is 486 or 600 or 603
            ? new CallCause(failed.Status, 17, "caller.declined")
            : new CallCause(480, 19, "caller.no-answer");
        Close(EndedBy.Caller, cause, callerIsGone: true, now);
    }

    private void Answered(Branch branch, SipEvent.LegAnswered answered, Instant now)
    {
        var leg = branch.Leg;
        _history.NoticePeerCallId(answered.Response);
        var body = answered.Response.Body;
        var refusal = body.IsEmpty ? null : leg.ReceiveAnswer(answered.EarlyDialog, body);
        // A 2xx without a body completes the session its own early dialog described, or the newest one that did.
        var follows = leg.Follow(answered.EarlyDialog) || (body.IsEmpty && leg.Media is not null);
        if (refusal is not null || !follows || leg.Configure() is null)
        {
            Signal(new SipCommand.HangUp(leg.Id, [new("Reason", "Q.850;cause=88;text=\"Incompatible destination\"")]));
            _lastFailure = new CallCause(488, 88, "called.no-common-codec");
            Remove(branch);
            GiveUp(_lastFailure, now);
            return;
        }

        _callee = leg;
        _history.Answered(branch.Target);
        DropBranches(branch, ReasonHeaders.CompletedElsewhere);
        (_stageEnds, _retryAt) = (null, null);
        Apply(leg);
        _phase = Phase.Talking;
        if (!AnswerCaller(leg.Media?.SendCodec, now))
            return;

        _callEnds = now + _setup.LongestCall;
        Media(new MediaCommand.Connect(_caller.Port, leg.Port));
        Report(new CallReport.Answered(_setup.Id, branch.Target.Name));
    }

    /// <summary>Sends 200 with our answer, our repeated early answer, or our offer. False: the caller's media do not fit, and the call is over.</summary>
    private bool AnswerCaller(Codec? preferred, Instant now)
    {
        if (_setup.CallerPhone is not null)
        {
            _history.CallerAnswered(now);
            Apply(_caller);
            return true;
        }

        byte[]? description;
        MediaRefusal? refusal = null;
        if (!_hasOffer)
        {
            description = _caller.Offer(preferred is null ? [] : [preferred], DirectionFor(_caller));
        }
        else if (_callerAnswered)
        {
            description = _caller.Repeat();
        }
        else
        {
            description = _caller.Answer(preferred, DirectionFor(_caller), out refusal);
            _callerAnswered = true;
        }

        if (description is null)
        {
            var status = refusal?.StatusCode ?? 488;
            Refuse(new CallCause(status, 88, "called.no-common-codec"), refusal is null ? [] : Warning(refusal), EndedBy.Box, now);
            return false;
        }

        _history.CallerAnswered(now);
        Apply(_caller);
        Signal(new SipCommand.Answer(_caller.Id, description, []));
        return true;
    }

    private void Confirmed(SipEvent.LegConfirmed confirmed, Instant now)
    {
        if (LegOf(confirmed.Leg) is not { } leg)
            return;

        if (leg.IsOffering)
            TakeAnswer(leg, confirmed.Ack.Body);
        if (leg.Media is null)
            End(EndedBy.Box, new CallCause(488, 88, "called.no-common-codec"), now);
        else
            Tell(leg);
    }

    private void TakeAnswer(CallLeg leg, ReadOnlySpan<byte> body)
    {
        if (leg.ReceiveAnswer(body) is not null)
        {
            leg.OfferRejected();
            return;
        }

        Apply(leg);
        // The other side may have changed its mind while this answer was on its way.
        Tell(leg);
        if (Other(leg) is { } other)
            Tell(other);
    }

    /// <summary>Offers a leg what the other side wants by now, unless it knows.</summary>
    private void Tell(CallLeg leg)
    {
        if (_phase is Phase.Talking && leg.Media is not null && leg.Said != DirectionFor(leg) && leg.Offer(CodecsOf(Other(leg)), DirectionFor(leg)) is { } offer)
            Signal(new SipCommand.Offer(leg.Id, offer));
    }

    private void OfferArrived(CallLeg leg, ReadOnlySpan<byte> body)
    {
        var other = Other(leg);
        if (body.IsEmpty)
        {
            if (leg.Offer(CodecsOf(other), DirectionFor(leg)) is { } ours)
                Signal(new SipCommand.AcceptOffer(leg.Id, ours));
            else
                Signal(new SipCommand.RefuseOffer(leg.Id, 491));
            return;
        }

        if (leg.ReceiveOffer(body) is { } unreadable)
        {
            Signal(new SipCommand.RefuseOffer(leg.Id, unreadable.StatusCode));
            return;
        }

        // Resuming toward a peer that itself holds us must not make us send to it; what it allows is what we answer.
        if (leg.Answer(other?.Media?.SendCodec, DirectionFor(leg), out var refusal) is not { } answer)
        {
            leg.RefuseOffer();
            Signal(new SipCommand.RefuseOffer(leg.Id, refusal?.StatusCode ?? 488));
            return;
        }

        Signal(new SipCommand.AcceptOffer(leg.Id, answer));
        Apply(leg);
        if (other is not null)
            Tell(other);
    }

    private void Failed(Branch branch, SipEvent.LegFailed failed, Instant now)
    {
        Remove(branch);
        Report(new CallReport.Failed(_setup.Id, branch.Target.Name, failed.Status, failed.Why));
        if (_phase is not Phase.Calling)
            return;

        var phrase = failed.Response is { } response ? Encoding.UTF8.GetString(response.ReasonPhrase) : "";
        var failure = failed.Failure switch
        {
            LegFailure.NoResponse => CauseMapping.Explain(branch.Target.Kind, new AttemptResult.Silence()),
            LegFailure.Unreachable => CauseMapping.Explain(branch.Target.Kind, new AttemptResult.TransportFailed()),
            LegFailure.NoAnswer or LegFailure.Cancelled => new CallCause(480, 19, "called.no-answer"),
            _ => CauseMapping.Explain(
                branch.Target.Kind, failed.Status, phrase, failed.CredentialsSent, failed.Response is { } final ? ReasonHeaders.CauseOf(final) : null),
        };

        // What a line said tells more than another's silence after it.
        var isSpoken = failed.Failure is LegFailure.Refused or LegFailure.CredentialsRefused;
        if (isSpoken || !_lineSpoke)
            _lastFailure = failure;
        _lineSpoke |= isSpoken;
        _unheardBy = failed.Failure is LegFailure.NoResponse or LegFailure.Unreachable ? branch.Target.Id : null;

        if (_search is not null)
        {
            AttemptResult result = failed.Failure switch
            {
                LegFailure.NoResponse => new AttemptResult.Silence(),
                LegFailure.Unreachable => new AttemptResult.TransportFailed(),
                _ => new AttemptResult.Rejected(failed.Status, phrase, RetryAfter(failed.Response)),
            };
            Follow(_search.Next(result, _rang, now), now);
            return;
        }

        // 6xx is the called person's word for all phones (RFC 3261 section 21.6).
        if (failed.Status >= 600)
            GiveUp(_lastFailure, now);
        else if (_branches.Count == 0)
            NextStage(now);
    }

    private static TimeSpan? RetryAfter(SipResponse? response) =>
        response?.Number(HeaderName.RetryAfter) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    private void GiveUp(CallCause cause, Instant now)
    {
        DropBranches(null, []);
        var announcement = _setup.Plan switch
        {
            CallPlan.Dial dial => dial.ThenAnnouncement,
            CallPlan.Search search => search.ThenAnnouncement,
            _ => null,
        };
        if (announcement is not null && _phase is Phase.Calling)
        {
            (_stageEnds, _retryAt) = (null, null);
            Serve(Announcement(announcement), cause, now);
            return;
        }

        Refuse(cause, [], cause.SipStatus is 486 or 603 or 480 or 600 ? EndedBy.Called : EndedBy.Network, now);
    }

    private void Ended(CallLeg leg, SipEvent.LegEnded ended, Instant now)
    {
        var isCaller = leg == _caller;
        if (!isCaller && leg != _callee)
        {
            if (BranchOf(leg.Id) is { } branch)
                Remove(branch);
            return;
        }

        var (by, cause) = CauseMapping.OfEnd(ended, isCaller);
        Close(by, cause, isCaller, now);
    }

    private void PortLost(PortId port, string why, Instant now)
    {
        if (_phase is Phase.Closing or Phase.Over)
            return;

        if (port != _caller.Port && _branches.Find(branch => branch.Leg.Port == port) is { IsInvited: false } branch)
        {
            _branches.Remove(branch);
            Report(new CallReport.Failed(_setup.Id, branch.Target.Name, 500, why));
            // The other phones ring on.
            if (_branches.Count > 0)
                return;
        }

        End(EndedBy.Box, new CallCause(503, 41, "no-media-port"), now);
    }

    /// <summary>Ends whatever there is, from our side.</summary>
    private void End(EndedBy by, CallCause cause, Instant now) => Close(by, cause, callerIsGone: false, now);

    /// <summary>Tells the caller the cause in the way that suits it, and ends the call.</summary>
    private void Refuse(CallCause cause, ImmutableArray<HeaderLine> headers, EndedBy by, Instant now)
    {
        if (_phase is Phase.Closing or Phase.Over)
            return;

        Dismiss(cause, headers);
        Close(by, cause, callerIsGone: true, now);
    }

    private void Dismiss(CallCause cause, ImmutableArray<HeaderLine> headers)
    {
        // Before its phone was rung there is nobody to tell.
        if (_setup.CallerPhone is not null && !_caller.IsOpen)
            return;
        if (_history.IsAnswered || _setup.CallerPhone is not null)
        {
            Signal(new SipCommand.HangUp(_caller.Id, ReasonHeaders.Of(cause)));
            return;
        }

        var answer = CauseMapping.Toward(_setup.CallerKind, cause);
        Signal(new SipCommand.Refuse(_caller.Id, answer.Status, answer.Phrase, [.. answer.Reason is { } reason ? new HeaderLine[] { new("Reason", reason) } : [], .. headers]));
    }

    private void Close(EndedBy by, CallCause cause, bool callerIsGone, Instant now)
    {
        if (_phase is Phase.Closing or Phase.Over)
            return;

        _history.Over(by, cause, now);
        if (!callerIsGone)
            Dismiss(cause, []);

        _phase = Phase.Closing;
        (_stageEnds, _retryAt, _callEnds, _portsBy) = (null, null, null, null);
        _closing[_caller.Port] = null;
        Media(new MediaCommand.ClosePort(_caller.Port));
        foreach (var branch in _branches)
        {
            // A leg that ended itself ignores this.
            if (branch.IsInvited)
                Signal(new SipCommand.HangUp(branch.Leg.Id, ReasonHeaders.Of(cause)));
            _closing[branch.Leg.Port] = null;
            Media(new MediaCommand.ClosePort(branch.Leg.Port));
        }

        _countersBy = now + CountersWithin;
    }

    private void Closed(PortId port, PortCounters last, Instant now)
    {
        if (!_closing.ContainsKey(port))
            return;

        _closing[port] = last;
        if (_phase is Phase.Closing && _closing.Values.All(counters => counters is not null))
            Finish(now);
    }

    private void Finish(Instant now)
    {
        if (_phase is Phase.Over)
            return;

        _phase = Phase.Over;
        _countersBy = null;
        var record = _history.ToRecord(
            _setup,
            _closing.GetValueOrDefault(_caller.Port) is var caller && _caller.Media is null ? null : _caller.Quality(caller),
            _callee is null ? null : _callee.Quality(_closing.GetValueOrDefault(_callee.Port)),
            now);
        Report(new CallReport.Over(_setup.Id, record));
        _outputs.Add(new CallOutput.Ended(record));
    }

    private void DropBranches(Branch? but, ImmutableArray<HeaderLine> reason)
    {
        foreach (var branch in _branches.ToArray())
        {
            if (branch == but)
                continue;
            if (branch.IsInvited)
                Signal(new SipCommand.HangUp(branch.Leg.Id, reason));
            Remove(branch);
        }
    }

    private void Remove(Branch branch)
    {
        if (_branches.Remove(branch))
            Media(new MediaCommand.ClosePort(branch.Leg.Port));
    }

    private void DigitByInfo(CallLeg from, SipRequest info)
    {
        if (Other(from) is { } other && KeyPress.FromInfo(info) is { } press)
            Send(other, press);
    }

    private void DigitByMedia(MediaEvent.DigitHeard heard)
    {
        // Between two legs that both speak RFC 4733 the engine relays the packets themselves.
        var from = heard.Port == _caller.Port ? _caller : _callee?.Port == heard.Port ? _callee : null;
        if (from is not null && Other(from) is { } other && (other.Terms.Dtmf is DtmfMode.Info || !other.HasEvents))
            Send(other, new KeyPress(heard.Digit, KeyPress.UsualLength));
    }

    private void Send(CallLeg to, KeyPress press)
    {
        if (to.Terms.Dtmf is DtmfMode.Info || !to.HasEvents)
            Signal(new SipCommand.SendInfo(to.Id, press.ToInfo()));
        else
            Media(new MediaCommand.SendDigit(to.Port, press.Digit, press.Length));
    }

    private void Reconnect()
    {
        Apply(_caller);
        if (_phase is Phase.Serving && _service is { } service)
            Media(service);

        var heard = _callee ?? (_earlyMedia && _branches is [var only] ? only.Leg : null);
        if (heard is null)
            return;

        Apply(heard);
        Media(new MediaCommand.Connect(_caller.Port, heard.Port));
    }

    private void Apply(CallLeg leg)
    {
        if (leg.IsOpen && _phase is not (Phase.Closing or Phase.Over) && leg.Configure() is { } configure)
            Media(configure);
    }

    private Branch? BranchOf(LegId leg) => _branches.Find(branch => branch.Leg.Id == leg);

    private CallLeg? LegOf(LegId leg) => leg == _caller.Id ? _caller : BranchOf(leg)?.Leg;

    private CallLeg? Other(CallLeg leg) => leg == _caller ? _callee : _caller;

    private static ImmutableArray<Codec> CodecsOf(CallLeg? leg) =>
        leg is null ? [] : leg.Offered is { } offered ? offered.Codecs : leg.Media is { } media ? [media.SendCodec] : [];

    private static System.Net.IPAddress AnyLike(CallLeg leg) =>
        leg.Terms.Seen.AddressFamily is System.Net.Sockets.AddressFamily.InterNetworkV6 ? System.Net.IPAddress.IPv6Any : System.Net.IPAddress.Any;

    /// <summary>The file of an announcement that settings and rules name without its ending.</summary>
    private static string SoundFile(string name) => name.EndsWith(".wav", StringComparison.OrdinalIgnoreCase) ? name : name + ".wav";

    private static ImmutableArray<HeaderLine> Warning(MediaRefusal refusal) =>
        [new("Warning", $"{refusal.WarningCode} landline \"{refusal.WarningText}\"")];

    private void Signal(SipCommand command) => _outputs.Add(new CallOutput.Signal(command));

    private void Media(MediaCommand command) => _outputs.Add(new CallOutput.Media(command));

    private void Report(CallReport report) => _outputs.Add(new CallOutput.Report(report));

    private sealed class Branch(CallTarget target, CallLeg leg)
    {
        public CallTarget Target { get; } = target;

        public CallLeg Leg { get; } = leg;

        public bool IsInvited { get; set; }

        public bool Rang { get; set; }
    }
}

using System.Collections.Immutable;
using Sip;
using Sip.Dialogs;
using Sip.Media;

namespace Appliance.Calls;

/// <summary>
/// An answered call that an earlier run of the gateway left: its voice still flows in the media engine, its dialogs are restored.
/// It ends like any other call, with both legs ended and one record; its media stay as they are.
/// </summary>
public sealed class TakenOverCall : IOngoingCall
{
    // An engine that does not list its ports in this time is not there, and neither is the voice.
    private static readonly TimeSpan ListedWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan CountersWithin = TimeSpan.FromSeconds(2);

    // The same while the engine that has them is still being reached.
    private static readonly TimeSpan EngineWithin = TimeSpan.FromSeconds(10);

    private readonly CallSnapshot _known;
    private readonly LegId _caller;
    private readonly LegId _called;
    private readonly Instant _answeredAt;
    private readonly HashSet<PortId> _listed = [];
    private readonly Dictionary<PortId, PortCounters?> _counters = [];
    private List<CallOutput> _outputs = [];
    private CallRecord _record;
    private bool _isAdopted;
    private bool _isClosing;
    private Instant? _listedBy;
    private Instant? _callEnds;
    private Instant? _countersBy;

    /// <summary>Takes what was remembered; <see cref="Begin"/> starts. <paramref name="called"/> names no leg when the box itself answered.</summary>
    public TakenOverCall(CallSnapshot known, LegId caller, LegId called, Instant now)
    {
        (_known, _caller, _called, _record) = (known, caller, called, known.Record);
        _answeredAt = now - known.Record.Duration;
        (_listedBy, _callEnds) = (now + ListedWithin, _answeredAt + known.LongestCall);
    }

    /// <inheritdoc/>
    public string Id => _record.Id;

    /// <inheritdoc/>
    public string Origin => _record.Origin;

    /// <inheritdoc/>
    public bool IsEmergency => _record.Emergency;

    /// <inheritdoc/>
    public bool IsOver { get; private set; }

    /// <inheritdoc/>
    public bool IsAnswered => !_isClosing;

    /// <inheritdoc/>
    public IEnumerable<LegId> Legs => _known.Called is null ? [_caller] : [_caller, _called];

    /// <inheritdoc/>
    public IEnumerable<PortId> Ports => Sides.Select(side => side.PortId);

    /// <inheritdoc/>
    public Instant? Deadline => Instant.Earliest(Instant.Earliest(_listedBy, _callEnds), _countersBy);

    private IEnumerable<LegSnapshot> Sides => _known.Called is { } called ? [_known.Caller, called] : [_known.Caller];

    /// <inheritdoc/>
    public CallTarget? TargetOf(LegId leg) => null;

    /// <inheritdoc/>
    public bool Uses(string name) => Sides.Any(side => side.Peer == name);

    /// <summary>Gives the legs back to the stack, with the credentials their peers may ask for.</summary>
    public void Begin(Func<string, SipCredential?> credentialOf, List<CallOutput> outputs)
    {
        _outputs = outputs;
        Signal(new SipCommand.Restore(_caller, _known.Caller.Dialog, credentialOf(_known.Caller.Peer)));
        if (_known.Called is { } called)
            Signal(new SipCommand.Restore(_called, called.Dialog, credentialOf(called.Peer)));
        Report(new CallReport.Answered(Id, _record.Target));
    }

    /// <inheritdoc/>
    public void Handle(SipEvent input, Instant now, List<CallOutput> outputs)
    {
        _outputs = outputs;
        switch (input)
        {
            case SipEvent.OfferArrived offer:
                // What was agreed, keys above all, was not kept: the voice goes on as it is.
                Signal(new SipCommand.RefuseOffer(offer.Leg, 488));
                break;
            case SipEvent.InfoArrived info when KeyPress.FromInfo(info.Request) is { } press:
                Pass(press, info.Leg == _caller);
                break;
            case SipEvent.LegEnded ended:
                Ended(ended, now);
                break;
        }
    }

    /// <inheritdoc/>
    public void Handle(MediaEvent input, Instant now, List<CallOutput> outputs)
    {
        _outputs = outputs;
        switch (input)
        {
            case MediaEvent.PortListed listed:
                _listed.Add(listed.Port);
                // The call ended before the engine was reached, and so was the port's end not heard.
                if (_isClosing)
                    _outputs.Add(new CallOutput.Media(new MediaCommand.ClosePort(listed.Port)));
                break;
            case MediaEvent.ListEnded:
                Listed(now);
                break;
            case MediaEvent.PortFailed:
                End(EndedBy.Box, new CallCause(503, 41, "no-media-port"), now);
                break;
            case MediaEvent.MediaFlowing flowing:
                Report(new CallReport.Heard(Id, flowing.Port == _known.Caller.PortId));
                break;
            case MediaEvent.MediaSilent silent when _known.Called is not null:
                End(EndedBy.Network, new CallCause(0, 41, silent.Port == _known.Caller.PortId ? "caller-silent" : "called-silent"), now);
                break;
            case MediaEvent.PlayFinished when _known.Called is null:
                End(EndedBy.Box, _known.Record.Cause, now);
                break;
            case MediaEvent.DigitHeard digit:
                PassHeard(digit);
                break;
            case MediaEvent.PortClosed closed when _isClosing:
                _counters[closed.Port] = closed.Last;
                if (Ports.All(_counters.ContainsKey))
                    Finish();
                break;
        }
    }

    /// <inheritdoc/>
    public void EngineRestarted(List<CallOutput> outputs)
    {
        // Its list of ports, which follows, tells whether the voice is still there.
        _listed.Clear();
    }

    /// <inheritdoc/>
    public void DeadlinePassed(Instant now, List<CallOutput> outputs)
    {
        _outputs = outputs;
        if (_countersBy <= now)
            Finish();
        else if (_listedBy <= now)
            Listed(now);
        else if (_callEnds <= now)
            End(EndedBy.Box, new CallCause(0, 31, "longest-call"), now);
    }

    /// <inheritdoc/>
    public TimeSpan TalksToWorldFor(Instant now) =>
        !_isClosing && !IsEmergency && _known.Called is { } called && called.Peer.StartsWith("trunk:", StringComparison.Ordinal) ? now - _answeredAt : TimeSpan.Zero;

    /// <inheritdoc/>
    public void HangUp(CallCause cause, Instant now, List<CallOutput> outputs)
    {
        _outputs = outputs;
        End(EndedBy.Box, cause, now);
    }

    /// <inheritdoc/>
    public CallSnapshot? Describe(Func<LegId, DialogSnapshot?> dialogOf, Instant now)
    {
        if (_isClosing || dialogOf(_caller) is not { } caller)
            return null;
        var called = _known.Called is null ? null : dialogOf(_called);
        if (called is null != _known.Called is null)
            return null;

        return _known with
        {
            Record = _known.Record with { Duration = now - _answeredAt },
            Caller = _known.Caller with { Dialog = caller.WithoutKeys() },
            Called = called is null ? null : _known.Called! with { Dialog = called.WithoutKeys() },
        };
    }

    private void Listed(Instant now)
    {
        _listedBy = null;
        if (Ports.All(_listed.Contains))
            _isAdopted = true;
        else
            End(EndedBy.Box, new CallCause(503, 41, _isAdopted ? "no-media-port" : "box.restarted"), now);
    }

    private void Ended(SipEvent.LegEnded ended, Instant now)
    {
        var (by, cause) = CauseMapping.OfEnd(ended, ended.Leg == _caller);
        End(by, cause, now);
    }

    private void PassHeard(MediaEvent.DigitHeard heard)
    {
        // Between two sides that both speak RFC 4733 the engine relays the packets themselves.
        var fromCaller = heard.Port == _known.Caller.PortId;
        if ((fromCaller ? _known.Called : _known.Caller) is { DigitsByInfo: true })
            Pass(new KeyPress(heard.Digit, KeyPress.UsualLength), fromCaller);
    }

    private void Pass(KeyPress press, bool fromCaller)
    {
        if ((fromCaller ? _known.Called : _known.Caller) is not { } to || _isClosing)
            return;
        if (to.DigitsByInfo)
            Signal(new SipCommand.SendInfo(fromCaller ? _called : _caller, press.ToInfo()));
        else
            _outputs.Add(new CallOutput.Media(new MediaCommand.SendDigit(to.PortId, press.Digit, press.Length)));
    }

    private void End(EndedBy by, CallCause cause, Instant now)
    {
        if (_isClosing)
            return;

        _isClosing = true;
        _record = _record with { EndedBy = by, Cause = cause, Duration = now - _answeredAt };
        (_listedBy, _callEnds, _countersBy) = (null, null, now + (_listedBy is null ? CountersWithin : EngineWithin));
        // A leg that ended itself ignores this.
        foreach (var leg in Legs)
            Signal(new SipCommand.HangUp(leg, ReasonHeaders.Of(cause)));
        foreach (var port in Ports)
            _outputs.Add(new CallOutput.Media(new MediaCommand.ClosePort(port)));
    }

    private void Finish()
    {
        if (IsOver)
            return;

        IsOver = true;
        _countersBy = null;
        var record = _record with
        {
            CallerLeg = _known.Caller.Quality(_counters.GetValueOrDefault(_known.Caller.PortId)),
            CalledLeg = _known.Called?.Quality(_counters.GetValueOrDefault(_known.Called.PortId)),
        };
        Report(new CallReport.Over(Id, record));
        _outputs.Add(new CallOutput.Ended(record));
    }

    private void Signal(SipCommand command) => _outputs.Add(new CallOutput.Signal(command));

    private void Report(CallReport report) => _outputs.Add(new CallOutput.Report(report));
}

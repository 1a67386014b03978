using Sip.Dialogs;
using Sip.Messages;
using Sip.Transactions;

namespace Sip;

/// <summary>
/// The whole of SIP signalling as one pure machine: messages, commands and the passing of time go in, messages and events come out.
/// It routes each message to its transaction and each request to its leg; it opens no socket and reads no clock.
/// </summary>
public sealed class SipStack : ISignallingMachine<SipInput, SipOutput>
{
    private static readonly SipInput TimePassed = new SipInput.DeadlinePassed();

    private readonly StackCore _core;
    private readonly OutsideRequests _outside;
    private readonly SipStackSettings _settings;
    private long _lastLeg;

    /// <summary>Makes a stack with nothing under way.</summary>
    public SipStack(SipStackSettings settings, ILocalAddresses addresses, ITokenSource tokens)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _settings = settings;
        _core = new(settings, addresses, tokens);
        _outside = new(_core);
    }

    /// <inheritdoc/>
    public Instant? Deadline => _core.Deadlines.Earliest;

    /// <inheritdoc/>
    public SipInput Wake => TimePassed;

    /// <summary>What was met so far.</summary>
    public StackCounters Counters => new()
    {
        Malformed = _core.Tally.Malformed,
        StrayResponses = _core.Tally.StrayResponses,
        StrayRequests = _core.Tally.StrayRequests,
        Retransmissions = _core.Tally.Retransmissions,
        RepeatedRequests = _core.Tally.RepeatedRequests,
        MergedRequests = _core.Tally.MergedRequests,
        Overloads = _core.Tally.Overloads,
        Transactions = _core.Transactions.Count,
        Legs = _core.Legs.Count,
    };

    /// <summary>What another stack needs to go on with this answered leg (<see cref="SipCommand.Restore"/>); null for a leg that is not answered, is ending or unknown.</summary>
    public DialogSnapshot? Describe(LegId leg) => _core.Legs.Find(leg)?.Session?.Describe();

    /// <summary>The Call-ID of a leg, answered or not; null for one that is over or unknown.</summary>
    public string? CallIdOf(LegId leg) => _core.Legs.Find(leg)?.CallId;

    /// <inheritdoc/>
    public void Handle(SipInput input, Instant now, List<SipOutput> outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        _core.Outbox.CollectInto(outputs);
        switch (input)
        {
            case SipInput.Arrived { Message: SipResponse response, From: var from }:
                _core.Transactions.Receive(response, from, now);
                break;
            case SipInput.Arrived { Message: SipRequest request, From: var from }:
                Receive(request, from, now);
                break;
            case SipInput.ArrivedMalformed malformed:
                _core.Tally.Malformed++;
                if (malformed.Request is SipRequest { Method.Kind: not SipMethodKind.Ack } broken)
                    AnswerStateless(broken, malformed.From, malformed.AnswerWith);
                break;
            case SipInput.SendFailed failed:
                _core.Transactions.SendFailed(failed.Token, failed.Why, now);
                break;
            case SipInput.SentOn sent:
                _core.Transactions.SentOn(sent.Token, sent.Flow);
                break;
            case SipInput.FlowClosed closed:
                _core.Legs.FlowClosed(closed.Flow);
                _core.Transactions.FlowClosed(closed.Flow, now);
                break;
            case SipInput.Commanded { Command: var command }:
                Command(command, now);
                break;
            case SipInput.DeadlinePassed:
                while (_core.Deadlines.TakeDue(now) is { } due)
                    due.Ring(now);
                break;
        }
    }

    private void Command(SipCommand command, Instant now)
    {
        switch (command)
        {
            case SipCommand.Invite c:
                Invite(c, now);
                break;
            case SipCommand.Restore c:
                Restore(c, now);
                break;
            case SipCommand.SendRequest c:
                _outside.Send(c, now);
                break;
            case SipCommand.Respond c:
                _outside.Respond(c, now);
                break;
            default:
                if (LegOf(command) is { } leg)
                    leg.Command(command, now);
                break;
        }
    }

    private Leg? LegOf(SipCommand command) => command switch
    {
        SipCommand.Ring c => _core.Legs.Find(c.Leg),
        SipCommand.Answer c => _core.Legs.Find(c.Leg),
        SipCommand.Refuse c => _core.Legs.Find(c.Leg),
        SipCommand.Acknowledge c => _core.Legs.Find(c.Leg),
        SipCommand.HangUp c => _core.Legs.Find(c.Leg),
        SipCommand.Offer c => _core.Legs.Find(c.Leg),
        SipCommand.AcceptOffer c => _core.Legs.Find(c.Leg),
        SipCommand.RefuseOffer c => _core.Legs.Find(c.Leg),
        SipCommand.SendInfo c => _core.Legs.Find(c.Leg),
        _ => null,
    };

    private void Invite(SipCommand.Invite command, Instant now)
    {
        if (_core.Legs.Find(command.Leg) is not null)
            return;
        var request = command.Request;
        var leg = new Leg(command.Leg, request.Profile, _core.Tokens.CallId(), _core.Tokens.Tag(), _core) { Credential = request.Credential };
        leg.Outgoing = new(leg, request);
        leg.Begin();
        leg.Outgoing.Begin(now);
    }

    private void Restore(SipCommand.Restore command, Instant now)
    {
        var known = command.Known;
        if (_core.Legs.Find(command.Leg) is not null || _core.Legs.Has(known.CallId, known.LocalTag))
            return;
        var leg = new Leg(command.Leg, known.Profile, known.CallId, known.LocalTag, _core) { Credential = command.Credential };
        leg.Session = Session.OfSnapshot(leg, known, now);
        leg.Begin();
    }

    private void Receive(SipRequest request, Arrival from, Instant now)
    {
        var isInDialog = !request.To.Tag.IsEmpty;
        var mayBeRefused = !isInDialog && request.Method.Kind is not SipMethodKind.Cancel && !_settings.IsNeverRefused(request, from);
        switch (_core.Transactions.Receive(request, from, mayBeRefused, now))
        {
            case RequestMatch.Taken:
                break;
            case RequestMatch.Merged:
                _core.Tally.MergedRequests++;
                AnswerStateless(request, from, 482);
                break;
            case RequestMatch.Overload:
                _core.Tally.Overloads++;
                AnswerStateless(request, from, 503);
                break;
            case RequestMatch.New when request.Method.Kind is SipMethodKind.Ack:
                if (_core.Legs.Find(request) is { } acknowledged)
                    acknowledged.ReceiveAck(request, now);
                else
                    _core.Tally.StrayRequests++;
                break;
            case RequestMatch.New:
                ReceiveNew(request, from, isInDialog, mayBeRefused, now);
                break;
        }
    }

    private void ReceiveNew(SipRequest request, Arrival from, bool isInDialog, bool mayBeRefused, Instant now)
    {
        var kind = request.Method.Kind;
        var cancelled = kind is SipMethodKind.Cancel ? _core.Transactions.FindCancelled(request) : null;
        var seen = request.WithReceived(from.Remote);
        var server = Accept(seen, request, from, now);
        if (kind is SipMethodKind.Cancel)
        {
            Cancel(server, cancelled, now);
        }
        else if (isInDialog && _core.Legs.Find(request) is { } leg)
        {
            server.Tag = leg.LocalTag;
            leg.Receive(server, now);
        }
        else if (isInDialog && kind is not SipMethodKind.Register)
        {
            _core.Tally.StrayRequests++;
            _core.Respond(server, 481, now);
        }
        else if (kind is SipMethodKind.Invite)
        {
            ReceiveCall((InviteServer)server, from, mayBeRefused, now);
        }
        else
        {
            server.Tag = _core.Tokens.Tag();
            _outside.Receive(server, from);
        }
    }

    // The key is that of the request as it came; what is kept is the request with received and rport filled in.
    private Server Accept(SipRequest seen, SipRequest original, Arrival from, Instant now)
    {
        SipResponse Trying() => _core.Factory.Response(seen, 100, null, null).ToResponse();
        return _core.Transactions.Accept(original, seen, from, ResponsePath.Of(original, from), Trying, now);
    }

    /// <summary>200 to the CANCEL first, then 487 to what it cancels (RFC 3261 section 9.2).</summary>
    private void Cancel(Server server, InviteServer? cancelled, Instant now)
    {
        server.Tag = cancelled?.Tag ?? _core.Tokens.Tag();
        _core.Respond(server, cancelled is null ? 481 : 200, now);
        if (cancelled is { IsOpen: true, User: { } user })
            user.Cancelled(cancelled, server.Request, now);
    }

    private void ReceiveCall(InviteServer server, Arrival from, bool mayBeRefused, Instant now)
    {
        var request = server.Request;
        var profile = _settings.ProfileOf(request, from);
        server.Tag = _core.Tokens.Tag();
        if (Refusal(server, profile, mayBeRefused) is { } refusal)
        {
            _core.Respond(server, refusal, now);
            return;
        }

        var contact = _core.Factory.Contact(server.Hop, profile.ContactUser);
        var dialog = Dialog.OfRequest(request, from, server.Hop with { ServerName = profile.ServerName }, server.Tag, contact);
        var leg = new Leg(new(++_lastLeg), profile, dialog.Id.CallId, server.Tag, _core);
        leg.Incoming = new(leg, server, dialog);
        server.User = leg.Incoming;
        leg.Begin();
        _core.Respond(server, 100, now);
        _core.Outbox.Raise(new SipEvent.CallArrived(leg.Id, request, from));
    }

    /// <summary>What must not even reach the application (RFC 3261 section 8.2).</summary>
    private SipWriter? Refusal(InviteServer server, LegProfile profile, bool mayBeRefused)
    {
        var request = server.Request;
        if (mayBeRefused && _core.Legs.Count >= _settings.MaxLegs)
        {
            _core.Tally.Overloads++;
            return _core.Response(server, 503).Add(HeaderName.RetryAfter, (long)_settings.RetryAfter.TotalSeconds);
        }

        if (request.MaxForwards is 0)
            return _core.Response(server, 483);
        if (request.Uri.Scheme is UriScheme.None or UriScheme.Other)
            return _core.Response(server, 416);
        if (Capabilities.Unsupported(request, profile) is { } missing)
            return _core.Response(server, 420).Add(HeaderName.Unsupported, missing);
        if (!Capabilities.CanReadBody(request))
            return _core.Response(server, 415).Add(HeaderName.Accept, "application/sdp");
        return SessionTimer.IsTooSmall(request, profile)
            ? _core.Response(server, 422).Add(HeaderName.MinSe, (long)SessionTimer.Floor.TotalSeconds)
            : null;
    }

    /// <summary>Answers without a transaction: the same request again gets the same answer.</summary>
    private void AnswerStateless(SipRequest request, Arrival from, int status)
    {
        var response = _core.Factory.Response(request.WithReceived(from.Remote), status, null, _core.Tokens.Tag());
        if (status is 503)
            response.Add(HeaderName.RetryAfter, (long)_settings.RetryAfter.TotalSeconds);
        _core.Outbox.Transmit(response.ToResponse(), ResponsePath.Of(request, from), 0);
    }
}

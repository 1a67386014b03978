using System.Collections.Immutable;
using Sip.Messages;
using Sip.Transactions;

namespace Sip.Dialogs;

/// <summary>An INVITE of the peer until we answer or refuse it (RFC 3261 section 13.3).</summary>
internal sealed class IncomingInvite(Leg leg, Server transaction, Dialog dialog) : IServerUser
{
    // RFC 3261 section 13.3.1.1: so that no proxy on the way loses patience.
    private static readonly TimeSpan RepeatAlert = TimeSpan.FromMinutes(1);

    private readonly StackCore _core = leg.Core;
    private SipResponse? _alert;
    private ReadOnlyMemory<byte> _earlyDescription;
    private Instant? _repeatAt;

    /// <summary>The dialog, early until we answer.</summary>
    public Dialog Dialog => dialog;

    public Instant? Deadline => _repeatAt;

    public void Ring(Instant now)
    {
        if (now < _repeatAt || _repeatAt is null || _alert is null)
            return;
        _core.Transactions.Respond(transaction, _alert, now);
        _repeatAt = now + RepeatAlert;
    }

    /// <summary>Sends 101 to 199.</summary>
    public void Alert(SipCommand.Ring command, Instant now)
    {
        if (IsAnswered || command.Status is <= 100 or >= 200)
            return;
        if (command.Description is { IsEmpty: false } early)
            _earlyDescription = early;
        _alert = InDialog(command.Status, null).AddAll(command.Headers).WithSdp(command.Description).ToResponse();
        _core.Transactions.Respond(transaction, _alert, now);
        _repeatAt = now + RepeatAlert;
    }

    /// <summary>Sends 200; the session repeats it until its ACK comes.</summary>
    public void Answer(SipCommand.Answer command, Instant now)
    {
        if (IsAnswered)
            return;
        var invite = transaction.Request;
        var description = command.Description.IsEmpty ? _earlyDescription : command.Description;
        var timer = SessionTimer.OfRequest(invite, leg.Profile, now);
        var response = InDialog(200, null)
            .AddCapabilities(leg.Profile)
            .AddTimer(timer?.Header)
            .AddAll(command.Headers)
            .WithSdp(description)
            .ToResponse();

        _repeatAt = null;
        leg.Session = new Session(leg, dialog, ownsCallId: false, description, invite.BodyBytes, invite, new Proof(leg.Credential, _core.Tokens))
        {
            Timer = timer?.Timer,
        };
        leg.Session.Answered(transaction, response, invite.Body.IsEmpty, isFirst: true, now);
    }

    /// <summary>Sends 300 to 699 and ends the leg.</summary>
    public void Refuse(int status, string? reason, ImmutableArray<HeaderLine> headers, Instant now)
    {
        if (IsAnswered || status is < 300 or > 699)
            return;
        _core.Respond(transaction, _core.Response(transaction, status, reason).AddAll(headers), now);
        leg.End();
    }

    /// <summary>A request in the early dialog.</summary>
    public void Receive(Server server, SipRequest request, Instant now)
    {
        switch (request.Method.Kind)
        {
            case SipMethodKind.Bye:
                _core.Respond(server, 200, now);
                Stop(LegEnd.Bye, request, now);
                break;
            case SipMethodKind.Update when request.Body.IsEmpty:
                _core.Respond(server, _core.Response(server, 200).Add(HeaderName.Contact, dialog.Contact), now);
                dialog.Retarget(request);
                break;
            default:
                // A second INVITE, or an offer before we have answered the first (RFC 3261 section 14.2, RFC 3311 section 5.2).
                _core.RespondLater(server, now);
                break;
        }
    }

    public void FlowClosed(FlowId flow)
    {
        if (dialog.Flow == flow)
            dialog.Flow = FlowId.None;
    }

    public void Cancelled(Server server, SipRequest cancel, Instant now)
    {
        if (!IsAnswered)
            Stop(LegEnd.Cancelled, cancel, now);
    }

    public void Acknowledged(SipRequest ack, Instant now)
    {
        leg.Session?.Acknowledged(ack, now);
        leg.Rearm();
    }

    public void Lost(Server server, string why, Instant now)
    {
        // A 2xx that cannot be sent is tried again until 64*T1; before that the caller is simply gone.
        if (IsAnswered || leg.IsOver)
            return;
        leg.Raise(new SipEvent.LegEnded(leg.Id, LegEnd.PeerLost, null));
        leg.End();
    }

    private bool IsAnswered => leg.Session is not null;

    private void Stop(LegEnd end, SipRequest request, Instant now)
    {
        _core.Respond(transaction, 487, now);
        leg.Raise(new SipEvent.LegEnded(leg.Id, end, request));
        leg.End();
    }

    private SipWriter InDialog(int status, string? reason) =>
        _core.Response(transaction, status, reason)
            .Copy(transaction.Request, HeaderName.RecordRoute)
            .Add(HeaderName.Contact, dialog.Contact);
}

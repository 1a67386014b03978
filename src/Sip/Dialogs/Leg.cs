using System.Collections.Immutable;
using System.Text;
using Sip.Messages;
using Sip.Transactions;

namespace Sip.Dialogs;

/// <summary>
/// Our side of one call with one peer: an INVITE of ours on its way (<see cref="OutgoingInvite"/>) or one of the peer's
/// (<see cref="IncomingInvite"/>), and once answered a <see cref="Session"/>.
/// </summary>
internal sealed class Leg(LegId id, LegProfile profile, string callId, string localTag, StackCore core) : Alarm
{
    public LegId Id => id;

    public LegProfile Profile => profile;

    public string CallId => callId;

    public string LocalTag => localTag;

    public StackCore Core => core;

    /// <summary>Answers challenges of the peer; null toward peers that have none for us.</summary>
    public SipCredential? Credential { get; init; }

    public OutgoingInvite? Outgoing { get; set; }

    public IncomingInvite? Incoming { get; set; }

    public Session? Session { get; set; }

    /// <summary>True once the leg has left the table.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Enters the table.</summary>
    public void Begin()
    {
        core.Legs.Add(this);
        Rearm();
    }

    /// <summary>Leaves the table. Transactions that still run keep what they need.</summary>
    public void End()
    {
        IsOver = true;
        core.Legs.Remove(this);
        core.Deadlines.Set(this, null);
    }

    /// <summary>Tells the application.</summary>
    public void Raise(SipEvent happened) => core.Outbox.Raise(happened);

    /// <summary>Sets the alarm to the earliest of what the parts wait for.</summary>
    public void Rearm()
    {
        if (!IsOver)
            core.Deadlines.Set(this, Instant.Earliest(Instant.Earliest(Outgoing?.Deadline, Incoming?.Deadline), Session?.Deadline));
    }

    public override void Ring(Instant now)
    {
        Outgoing?.Ring(now);
        Incoming?.Ring(now);
        Session?.Ring(now);
        Rearm();
    }

    /// <summary>A request of the peer in this dialog, other than ACK and CANCEL.</summary>
    public void Receive(Server server, Instant now)
    {
        var request = server.Request;
        if (DialogOf(request) is not { } dialog)
        {
            core.Respond(server, 481, now);
            return;
        }

        if (!dialog.TakeRemoteSequence(request.CSeq.Number))
        {
            core.Respond(server, 500, now);
            return;
        }

        // A peer that opens a new connection for each transaction is reached by its newest one.
        dialog.Flow = server.From.Flow;
        Dispatch(server, request, now);
        Rearm();
    }

    /// <summary>An ACK of the peer in this dialog.</summary>
    public void ReceiveAck(SipRequest ack, Instant now)
    {
        if (DialogOf(ack) is null)
            core.Tally.StrayRequests++;
        else
            Session?.Acknowledged(ack, now);
        Rearm();
    }

    public void FlowClosed(FlowId flow)
    {
        Outgoing?.FlowClosed(flow);
        Incoming?.FlowClosed(flow);
        if (Session?.Dialog is { } dialog && dialog.Flow == flow)
            dialog.Flow = FlowId.None;
    }

    public void Command(SipCommand command, Instant now)
    {
        switch (command)
        {
            case SipCommand.Ring c:
                Incoming?.Alert(c, now);
                break;
            case SipCommand.Answer c:
                Incoming?.Answer(c, now);
                break;
            case SipCommand.Refuse c:
                Incoming?.Refuse(c.Status, c.Reason, c.Headers, now);
                break;
            case SipCommand.HangUp c:
                HangUp(c.Headers, now);
                break;
            case SipCommand.Acknowledge c:
                if (Outgoing?.Acknowledge(c.Description, now) is not true)
                    Session?.Acknowledge(c.Description, now);
                break;
            case SipCommand.Offer c:
                Session?.Offer(c.Description, now);
                break;
            case SipCommand.AcceptOffer c:
                Session?.AcceptOffer(c.Description, now);
                break;
            case SipCommand.RefuseOffer c:
                Session?.RefuseOffer(c.Status, now);
                break;
            case SipCommand.SendInfo c:
                Session?.SendInfo(c.Body, now);
                break;
        }

        Rearm();
    }

    private void HangUp(ImmutableArray<HeaderLine> headers, Instant now)
    {
        if (Session is { } session)
        {
            Outgoing?.Acknowledge(default, now);
            session.HangUp(headers, now);
        }
        else if (Outgoing is { } outgoing)
        {
            outgoing.HangUp(headers, now);
        }
        else
        {
            Incoming?.Refuse(480, null, headers, now);
        }
    }

    private Dialog? DialogOf(SipRequest request)
    {
        var dialog = Session?.Dialog ?? Incoming?.Dialog ?? Outgoing?.EarlyDialog(Encoding.UTF8.GetString(request.From.Tag));
        return dialog is not null && request.From.Tag.SequenceEqual(Encoding.UTF8.GetBytes(dialog.Id.RemoteTag)) ? dialog : null;
    }

    private void Dispatch(Server server, SipRequest request, Instant now)
    {
        var kind = request.Method.Kind;
        var isOurs = kind is SipMethodKind.Invite or SipMethodKind.Update or SipMethodKind.Bye or SipMethodKind.Info or SipMethodKind.Options;
        if (!isOurs)
        {
            core.Respond(server, core.Response(server, 405).Add(HeaderName.Allow, Capabilities.Allow(profile)), now);
        }
        else if (kind is not SipMethodKind.Bye && Capabilities.Unsupported(request, profile) is { } missing)
        {
            core.Respond(server, core.Response(server, 420).Add(HeaderName.Unsupported, missing), now);
        }
        else if (kind is SipMethodKind.Info)
        {
            core.Respond(server, 200, now);
            Raise(new SipEvent.InfoArrived(id, request));
        }
        else if (kind is SipMethodKind.Options)
        {
            core.Respond(server, core.Response(server, 200).AddCapabilities(profile).Add(HeaderName.Accept, "application/sdp"), now);
        }
        else if (Session is { } session)
        {
            session.Receive(server, request, now);
        }
        else if (Incoming is { } incoming)
        {
            incoming.Receive(server, request, now);
        }
        else
        {
            ReceiveWhileCalling(server, kind, now);
        }
    }

    /// <summary>Our offer is open, so the peer may not offer (RFC 3311 section 5.2); nor may it end what it has not answered.</summary>
    private void ReceiveWhileCalling(Server server, SipMethodKind kind, Instant now)
    {
        var status = (kind, server.Request.Body.IsEmpty) switch
        {
            (SipMethodKind.Update, true) => 200,
            (SipMethodKind.Bye, _) => 481,
            _ => 491,
        };
        core.Respond(server, status, now);
    }
}

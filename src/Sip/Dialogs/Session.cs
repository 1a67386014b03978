using System.Collections.Immutable;
using Sip.Messages;
using Sip.Transactions;

namespace Sip.Dialogs;

/// <summary>
/// An answered call: who owes whom an ACK, its end, and its timer. Changes of the session are the business of
/// <see cref="OfferExchange"/>.
/// </summary>
internal sealed class Session : IServerUser
{
    private static readonly TimeSpan RefreshAfterRestore = TimeSpan.FromSeconds(2);

    private readonly Leg _leg;
    private readonly StackCore _core;
    private readonly Proof _proof;
    private UnackedAnswer? _unacked;
    private ImmutableArray<HeaderLine>? _byeAfterAck;
    private bool _isTold;

    public Session(
        Leg leg, Dialog dialog, bool ownsCallId, ReadOnlyMemory<byte> local, ReadOnlyMemory<byte> remote, SipMessage first, Proof proof)
        : this(leg, dialog, ownsCallId, local, remote, leg.Profile.Update && first.Lists(HeaderName.Allow, "UPDATE"u8), proof)
    {
    }

    private Session(
        Leg leg, Dialog dialog, bool ownsCallId, ReadOnlyMemory<byte> local, ReadOnlyMemory<byte> remote, bool peerTakesUpdate, Proof proof)
    {
        _leg = leg;
        _core = leg.Core;
        _proof = proof;
        Dialog = dialog;
        PeerTakesUpdate = peerTakesUpdate;
        Exchange = new(leg, this, ownsCallId, local, remote);
    }

    /// <summary>An answered call that an earlier stack had. A refresh that is ours is due at once: nobody knows when the last one was.</summary>
    public static Session OfSnapshot(Leg leg, DialogSnapshot known, Instant now)
    {
        var proof = new Proof(leg.Credential, leg.Core.Tokens);
        return new(leg, Dialog.OfSnapshot(known), known.IsCaller, known.LocalDescription, known.RemoteDescription, known.PeerTakesUpdate, proof)
        {
            Timer = known.SessionInterval is not { } interval ? null
                : SessionTimer.Start(interval, known.WeRefresh, now) is var timer && known.WeRefresh ? timer with { RefreshAt = now + RefreshAfterRestore }
                : timer,
        };
    }

    public Dialog Dialog { get; }

    public OfferExchange Exchange { get; }

    /// <summary>RFC 4028, or null without one.</summary>
    public SessionTimer? Timer { get; set; }

    /// <summary>True when UPDATE may be sent.</summary>
    public bool PeerTakesUpdate { get; set; }

    /// <summary>True once our BYE is sent: what still comes is only wound up.</summary>
    public bool IsEnding { get; private set; }

    /// <summary>True while a 2xx of ours is not acknowledged.</summary>
    public bool IsUnacked => _unacked is not null;

    public Instant? Deadline => Instant.Earliest(
        Instant.Earliest(_unacked?.Deadline, IsEnding ? null : Timer?.Deadline),
        IsEnding ? null : Exchange.Deadline);

    /// <summary>What another stack needs to go on with this call; null once it is ending.</summary>
    public DialogSnapshot? Describe() => IsEnding || _byeAfterAck is not null ? null : Exchange.Describe(Dialog.Describe(_leg.Profile)) with
    {
        PeerTakesUpdate = PeerTakesUpdate,
        SessionInterval = Timer?.Interval,
        WeRefresh = Timer is { WeRefresh: true },
    };

    public void Ring(Instant now)
    {
        if (_unacked is { } unacked && now >= unacked.Deadline)
            RepeatAnswer(unacked, now);
        if (IsEnding)
            return;
        Exchange.Ring(now);
        if (Timer is { } timer && now >= timer.ExpireAt)
            Break(LegEnd.SessionExpired, [], now);
        else if (Timer is { WeRefresh: true } due && now >= due.RefreshAt)
            Exchange.Refresh(now);
    }

    /// <summary>Sends our 2xx and repeats it until its ACK comes (RFC 3261 section 13.3.1.4).</summary>
    public void Answered(Server transaction, SipResponse response, bool isOffer, bool isFirst, Instant now)
    {
        _unacked = UnackedAnswer.Begin(transaction, response, isOffer, isFirst, _core.Timers, now);
        _core.Transactions.Respond(transaction, response, now);
    }

    /// <summary>The ACK for our 2xx.</summary>
    public void Acknowledged(SipRequest ack, Instant now)
    {
        if (_unacked is not { } unacked || ack.CSeq.Number != unacked.Sequence)
            return;

        _unacked = null;
        if (unacked.IsOffer)
            Exchange.AnswerCame(ack.BodyBytes);
        if ((unacked.IsFirst || unacked.IsOffer) && !_isTold)
            _leg.Raise(new SipEvent.LegConfirmed(_leg.Id, ack));
        if (_byeAfterAck is { } headers)
            SendBye(headers, now);
        else
            Exchange.Continue(now);
    }

    /// <summary>The application answered the offer in the peer's 2xx to our INVITE; the ACK is sent.</summary>
    public void Settled(ReadOnlyMemory<byte> answer, Instant now) => Exchange.FirstOfferAnswered(answer, now);

    /// <summary>The ACK of our INVITE waits for the application's answer.</summary>
    public void AwaitsAnswer() => Exchange.AwaitsFirstAnswer();

    public void Acknowledge(ReadOnlyMemory<byte> answer, Instant now) => Exchange.Acknowledge(answer, now);

    public void Offer(ReadOnlyMemory<byte>? description, Instant now) => Exchange.Offer(description, now);

    public void AcceptOffer(ReadOnlyMemory<byte> answer, Instant now) => Exchange.Accept(answer, now);

    public void RefuseOffer(int status, Instant now) => Exchange.Refuse(status, now);

    public void SendInfo(MessageBody body, Instant now)
    {
        if (!IsEnding && _byeAfterAck is null && _leg.Profile.Info)
            new DialogRequest(this, SipMethod.Info, RequestPurpose.Info) { Body = body }.Send(now);
    }

    /// <summary>Ends the call: BYE, but not before the peer has acknowledged our answer (RFC 3261 section 15).</summary>
    public void HangUp(ImmutableArray<HeaderLine> headers, Instant now)
    {
        if (IsEnding || _byeAfterAck is not null)
            return;
        _isTold = true;
        if (_unacked is { IsFirst: true })
            _byeAfterAck = headers;
        else
            SendBye(headers, now);
    }

    /// <summary>A request of the peer: INVITE, UPDATE or BYE.</summary>
    public void Receive(Server server, SipRequest request, Instant now)
    {
        if (request.Method.Kind is SipMethodKind.Bye)
            Ended(server, request, now);
        else if (IsEnding)
            _core.Respond(server, 481, now);
        else
            Exchange.Receive(server, request, now);
    }

    /// <summary>Ends a call that cannot go on, and says so.</summary>
    public void Break(LegEnd end, ImmutableArray<HeaderLine> headers, Instant now)
    {
        Tell(end, null);
        SendBye(headers, now);
    }

    /// <summary>Ends a call whose peer says it does not know it: nothing is left to send.</summary>
    public void PeerForgot(Instant now)
    {
        Exchange.Abort(now);
        Tell(LegEnd.PeerLost, null);
        _leg.End();
    }

    /// <summary>Sends a request in the dialog, with a fresh number and branch.</summary>
    public Client Send(DialogRequest request, Instant now)
    {
        var hop = Dialog.NextHop;
        var writer = Dialog.Request(_core.Factory, request.Method, Dialog.NextSequence());
        request.WriteHeaders(writer, _leg.Profile, this);
        return _core.Transactions.Send(_core.Factory.Signed(writer, request.Headers).WithBody(request.Body).ToRequest(), hop, request, now, _core.Timers.Patience);
    }

    /// <summary>A final response to a request of ours; true when it was a challenge and the request was sent again.</summary>
    public bool WasChallenged(DialogRequest request, SipResponse response, Instant now)
    {
        if (response.StatusCode is not (401 or 407))
        {
            _proof.Accepted();
            return false;
        }

        var proofs = _proof.Answer(response, request.Method, System.Text.Encoding.UTF8.GetString(request.Transaction!.Request.RequestUri));
        if (proofs.IsEmpty)
            return false;
        request.SendAgain(proofs, now);
        return true;
    }

    /// <summary>The last response or failure of a request of ours.</summary>
    public void Concluded(DialogRequest request, SipResponse? response, Instant now)
    {
        if (request.Purpose is RequestPurpose.Bye)
            _leg.End();
        else if (request.Purpose is not RequestPurpose.Info)
            Exchange.Concluded(request, response, now);
        else if (response is { StatusCode: 481 } && !IsEnding)
            PeerForgot(now);
        _leg.Rearm();
    }

    /// <summary>The ACK for a 2xx of the peer to a later INVITE of ours.</summary>
    public SipRequest SendAck(DialogRequest request, ReadOnlyMemory<byte> answer)
    {
        var writer = Dialog.Request(_core.Factory, SipMethod.Ack, request.Transaction!.Request.CSeq.Number)
            .Copy(request.Transaction.Request, HeaderName.Authorization)
            .Copy(request.Transaction.Request, HeaderName.ProxyAuthorization);
        var ack = _core.Factory.Signed(writer, []).WithSdp(answer).ToRequest();
        _core.Outbox.Transmit(ack, Dialog.NextHop, 0);
        return ack;
    }

    public void Repeat(SipRequest ack) => _core.Outbox.Transmit(ack, Dialog.NextHop, 0);

    public void SentOn(FlowId flow) => Dialog.Flow = flow;

    void IServerUser.Acknowledged(SipRequest ack, Instant now)
    {
        Acknowledged(ack, now);
        _leg.Rearm();
    }

    public void Cancelled(Server transaction, SipRequest cancel, Instant now)
    {
        Exchange.Cancelled(transaction, now);
        _leg.Rearm();
    }

    public void Lost(Server transaction, string why, Instant now)
    {
        Exchange.Lost(transaction);
        _leg.Rearm();
    }

    private void RepeatAnswer(UnackedAnswer unacked, Instant now)
    {
        if (now < unacked.GiveUpAt)
        {
            _core.Tally.Retransmissions++;
            _core.Transactions.Respond(unacked.Transaction, unacked.Response, now);
            _unacked = unacked.Repeated(_core.Timers, now);
            return;
        }

        _unacked = null;
        if (_byeAfterAck is { } headers)
            SendBye(headers, now);
        else if (!IsEnding)
            Break(LegEnd.AckMissing, [], now);
    }

    private void Ended(Server server, SipRequest bye, Instant now)
    {
        _core.Respond(server, 200, now);
        Exchange.Abort(now);
        Tell(LegEnd.Bye, bye);
        if (!IsEnding)
            _leg.End();
    }

    private void SendBye(ImmutableArray<HeaderLine> headers, Instant now)
    {
        if (IsEnding)
            return;
        IsEnding = true;
        _byeAfterAck = null;
        _unacked = null;
        Exchange.Abort(now);
        new DialogRequest(this, SipMethod.Bye, RequestPurpose.Bye) { Headers = headers.IsDefault ? [] : headers }.Send(now);
    }

    private void Tell(LegEnd end, SipRequest? request)
    {
        if (_isTold)
            return;
        _isTold = true;
        _leg.Raise(new SipEvent.LegEnded(_leg.Id, end, request));
    }
}

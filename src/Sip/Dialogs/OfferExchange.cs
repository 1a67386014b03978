using Sip.Messages;
using Sip.Transactions;

namespace Sip.Dialogs;

/// <summary>
/// Changes of an answered session, both ways (RFC 3261 section 14, RFC 3311): one offer at a time, collisions tried again,
/// pure refreshes answered with what was last said.
/// </summary>
internal sealed class OfferExchange(Leg leg, Session session, bool ownsCallId, ReadOnlyMemory<byte> local, ReadOnlyMemory<byte> remote)
{
    // Two sides that both insist meet again with probability below 1 in 200 each time.
    private const int MostCollisions = 6;

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan RefreshAgain = TimeSpan.FromSeconds(10);

    private readonly StackCore _core = leg.Core;
    private ReadOnlyMemory<byte> _local = local;
    private ReadOnlyMemory<byte> _remote = remote;
    private DialogRequest? _ours;
    private DialogRequest? _owed;
    private bool _owesFirst;
    private Wanted? _next;
    private Instant? _retryAt;
    private PeerOffer? _theirs;

    /// <summary>An offer that waits for its turn.</summary>
    private sealed record Wanted(ReadOnlyMemory<byte>? Description, RequestPurpose Purpose, int Collisions);

    /// <summary>An offer of the peer that the application has not answered.</summary>
    private sealed record PeerOffer(Server Transaction, Instant? GiveUpAt);

    public Instant? Deadline => Instant.Earliest(_retryAt, _theirs?.GiveUpAt);

    private bool IsBusy => _ours is not null || _owed is not null || _owesFirst || _theirs is not null || session.IsUnacked;

    /// <summary>Adds what was said last on both sides.</summary>
    public DialogSnapshot Describe(DialogSnapshot dialog) =>
        dialog with { IsCaller = ownsCallId, LocalDescription = _local, RemoteDescription = _remote };

    public void Ring(Instant now)
    {
        if (now >= _retryAt)
        {
            _retryAt = IsBusy ? now + LookAgain : null;
            Continue(now);
        }

        if (_theirs is { } theirs && now >= theirs.GiveUpAt)
            Refuse(500, now);
    }

    /// <summary>Offers a change now, or when what is under way has ended; of several that wait the newest counts.</summary>
    public void Offer(ReadOnlyMemory<byte>? description, Instant now)
    {
        if (session.IsEnding)
            return;
        _next = new(description is { IsEmpty: false } ? description : null, RequestPurpose.Offer, 0);
        Continue(now);
    }

    /// <summary>Sends the sign of life of the session timer: UPDATE without a body, else the last description again.</summary>
    public void Refresh(Instant now)
    {
        if (session.Timer is not { } timer)
            return;
        if (IsBusy || _retryAt is not null)
        {
            session.Timer = timer with { RefreshAt = now + LookAgain };
            return;
        }

        session.Timer = timer with { RefreshAt = timer.ExpireAt };
        // Without a description to repeat an UPDATE is all there is, whether the peer announced it or not.
        var isUpdate = session.PeerTakesUpdate || _local.IsEmpty;
        Send(new(isUpdate ? default(ReadOnlyMemory<byte>?) : _local, RequestPurpose.Refresh, 0), now);
    }

    /// <summary>Sends what waits, if nothing is under way.</summary>
    public void Continue(Instant now)
    {
        if (_next is not { } next || IsBusy || _retryAt is not null || session.IsEnding)
            return;
        _next = null;
        Send(next, now);
    }

    /// <summary>A request of the peer: INVITE or UPDATE.</summary>
    public void Receive(Server server, SipRequest request, Instant now)
    {
        var isInvite = request.Method.Kind is SipMethodKind.Invite;
        if (!Capabilities.CanReadBody(request))
            _core.Respond(server, _core.Response(server, 415).Add(HeaderName.Accept, "application/sdp"), now);
        else if (SessionTimer.IsTooSmall(request, leg.Profile))
            _core.Respond(server, _core.Response(server, 422).Add(HeaderName.MinSe, (long)SessionTimer.Floor.TotalSeconds), now);
        else if (!isInvite && request.Body.IsEmpty)
            Agree(server, default, now);
        else if (_theirs is not null || session.IsUnacked)
            _core.RespondLater(server, now);
        else if (_owed is not null || _owesFirst || _ours is { Method.Kind: SipMethodKind.Invite })
            _core.Respond(server, 491, now);
        else if (IsRefresh(request.Body))
            Agree(server, _local, now);
        else
            PassOn(server, request, isInvite, now);
    }

    /// <summary>The application accepts the peer's offer.</summary>
    public void Accept(ReadOnlyMemory<byte> answer, Instant now)
    {
        if (_theirs is not { } theirs)
            return;
        _theirs = null;
        if (!theirs.Transaction.Request.Body.IsEmpty)
            _remote = theirs.Transaction.Request.BodyBytes;
        _local = answer;
        Agree(theirs.Transaction, answer, now);
        Continue(now);
    }

    /// <summary>The application refuses the peer's offer; nothing changes.</summary>
    public void Refuse(int status, Instant now)
    {
        if (_theirs is not { } theirs)
            return;
        _theirs = null;
        _core.Respond(theirs.Transaction, status is >= 300 and <= 699 ? status : 488, now);
        Continue(now);
    }

    /// <summary>The last response to an offer or refresh of ours; null when none came.</summary>
    public void Concluded(DialogRequest request, SipResponse? response, Instant now)
    {
        if (request == _ours)
            _ours = null;

        if (session.IsEnding)
        {
            if (request.Method.Kind is SipMethodKind.Invite && response is { IsSuccess: true })
                request.Acknowledge(default);
            return;
        }

        switch (response?.StatusCode)
        {
            case null or 408:
                session.Break(LegEnd.PeerLost, [], now);
                return;
            case 481:
                session.PeerForgot(now);
                return;
            case < 300:
                Agreed(request, response, now);
                break;
            case 491:
                Collided(request, 491, Backoff(), now);
                break;
            case 500 when response.Number(HeaderName.RetryAfter) is { } seconds and <= 10:
                Collided(request, 500, TimeSpan.FromSeconds(seconds), now);
                break;
            case 422 when session.Timer is { } timer && SessionTimer.Wanted(response) is { } interval && interval > timer.Interval:
                session.Timer = SessionTimer.Start(interval, timer.WeRefresh, now);
                Send(Again(request), now);
                return;
            case 405 or 501 when request.Method.Kind is SipMethodKind.Update && !_local.IsEmpty:
                session.PeerTakesUpdate = false;
                Send(new(_local, request.Purpose, 0), now);
                return;
            case { } status:
                Failed(request.Purpose, status, now);
                break;
        }

        Continue(now);
    }

    /// <summary>The answer to the offer in the 2xx of our INVITE without one.</summary>
    public void Acknowledge(ReadOnlyMemory<byte> answer, Instant now)
    {
        if (_owed is not { } owed)
            return;
        _owed = null;
        _local = answer;
        owed.Acknowledge(answer);
        Continue(now);
    }

    /// <summary>The first INVITE had no offer: its ACK waits.</summary>
    public void AwaitsFirstAnswer() => _owesFirst = true;

    /// <summary>The ACK of the first INVITE is sent.</summary>
    public void FirstOfferAnswered(ReadOnlyMemory<byte> answer, Instant now)
    {
        _owesFirst = false;
        _local = answer;
        Continue(now);
    }

    /// <summary>The ACK brought the answer to our offer.</summary>
    public void AnswerCame(ReadOnlyMemory<byte> answer)
    {
        if (!answer.IsEmpty)
            _remote = answer;
    }

    /// <summary>The peer took its INVITE back.</summary>
    public void Cancelled(Server transaction, Instant now)
    {
        if (_theirs?.Transaction == transaction)
            Refuse(487, now);
    }

    /// <summary>The peer no longer waits for our answer.</summary>
    public void Lost(Server transaction)
    {
        if (_theirs?.Transaction == transaction)
            _theirs = null;
    }

    /// <summary>The call ends: what is open is closed, and no ACK stays owed (RFC 3261 section 15.1.2).</summary>
    public void Abort(Instant now)
    {
        _next = null;
        _retryAt = null;
        Refuse(487, now);
        if (_owed is { } owed)
        {
            _owed = null;
            owed.Acknowledge(default);
        }
    }

    private void Send(Wanted wanted, Instant now)
    {
        var method = wanted.Purpose is RequestPurpose.Refresh && wanted.Description is null ? SipMethod.Update : SipMethod.Invite;
        _ours = new(session, method, wanted.Purpose)
        {
            Body = wanted.Description is { IsEmpty: false } description ? MessageBody.Sdp(description) : null,
            Collisions = wanted.Collisions,
        };
        _ours.Send(now);
    }

    private static Wanted Again(DialogRequest request) => new(request.Body?.Content, request.Purpose, request.Collisions);

    private void PassOn(Server server, SipRequest request, bool isInvite, Instant now)
    {
        server.User = session;
        _theirs = new(server, isInvite ? now + _core.Timers.Lifetime : null);
        if (isInvite)
            _core.Respond(server, 100, now);
        leg.Raise(new SipEvent.OfferArrived(leg.Id, request));
    }

    /// <summary>Answers 200 and follows the peer's new Contact and session timer.</summary>
    private void Agree(Server server, ReadOnlyMemory<byte> description, Instant now)
    {
        var request = server.Request;
        var timer = SessionTimer.OfRequest(request, leg.Profile, now);
        session.Dialog.Retarget(request);
        session.Timer = timer?.Timer;
        var response = _core.Response(server, 200)
            .Copy(request, HeaderName.RecordRoute)
            .Add(HeaderName.Contact, session.Dialog.Contact)
            .AddCapabilities(leg.Profile)
            .AddTimer(timer?.Header)
            .WithSdp(description)
            .ToResponse();

        if (request.Method.Kind is SipMethodKind.Invite)
            session.Answered(server, response, request.Body.IsEmpty, isFirst: false, now);
        else
            _core.Transactions.Respond(server, response, now);
    }

    private void Agreed(DialogRequest request, SipResponse response, Instant now)
    {
        session.Dialog.Retarget(response);
        session.Timer = SessionTimer.OfResponse(response, leg.Profile, now);
        var asksForOffer = request.Purpose is RequestPurpose.Offer && request.Body is null;
        if (!response.Body.IsEmpty)
            _remote = response.BodyBytes;
        if (request.Body is { } offered)
            _local = offered.Content;

        if (asksForOffer)
            _owed = request;
        else if (request.Method.Kind is SipMethodKind.Invite)
            request.Acknowledge(default);

        if (request.Purpose is RequestPurpose.Offer)
            leg.Raise(new SipEvent.OfferAnswered(leg.Id, response));
    }

    private void Collided(DialogRequest request, int status, TimeSpan delay, Instant now)
    {
        if (request.Collisions >= MostCollisions)
        {
            Failed(request.Purpose, status, now);
            return;
        }

        // A newer wish of the application takes the place of the one that collided.
        _next ??= Again(request) with { Collisions = request.Collisions + 1 };
        _retryAt = now + delay;
    }

    private void Failed(RequestPurpose purpose, int status, Instant now)
    {
        if (purpose is RequestPurpose.Offer)
            leg.Raise(new SipEvent.OfferRefused(leg.Id, status));
        else if (session.Timer is { } timer)
            session.Timer = timer with { RefreshAt = now + RefreshAgain };
    }

    /// <summary>2.1 to 4 s for the owner of the Call-ID, else 0 to 2 s, in steps of 10 ms (RFC 3261 section 14.1).</summary>
    private TimeSpan Backoff() => TimeSpan.FromMilliseconds(
        ownsCallId ? 2_100 + (10 * _core.Tokens.Next(191)) : 10 * _core.Tokens.Next(201));

    /// <summary>
    /// True for the peer's last description again, byte for byte. The origin line alone proves nothing: phones are met that change
    /// the direction for a hold and leave its version as it was.
    /// </summary>
    private bool IsRefresh(ReadOnlySpan<byte> body) => !_local.IsEmpty && !body.IsEmpty && body.SequenceEqual(_remote.Span);
}

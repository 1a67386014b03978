using System.Collections.Immutable;
using System.Text;
using Sip.Authentication;
using Sip.Messages;
using Sip.Transactions;

namespace Sip.Dialogs;

/// <summary>
/// An INVITE of ours until it is answered or has failed (RFC 3261 section 13.2), its forks included: the first 2xx wins, every
/// later one is acknowledged and hung up. What comes after we gave up is treated the same way.
/// </summary>
internal sealed class OutgoingInvite(Leg leg, InviteRequest wanted) : IClientUser
{
    // More forks than an office ever rings; beyond them progress is still told, but no dialog is kept for it.
    private const int MostForks = 16;

    private readonly StackCore _core = leg.Core;
    private readonly Proof _proof = new(wanted.Credential, leg.Core.Tokens);
    private readonly Dictionary<string, Dialog> _early = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _earlyDescriptions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dialog> _dialogs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SipRequest?> _acks = new(StringComparer.Ordinal);
    private readonly uint _firstSequence = (uint)leg.Core.Tokens.Next(10_000) + 1;
    private TimeSpan _interval = wanted.Profile.SessionInterval;
    private uint _attempts;
    private Client? _transaction;
    private Client? _cancel;
    private ImmutableArray<HeaderLine> _cancelHeaders = [];
    private bool _isTold;
    private bool _hasProved;
    private bool _hasProvisional;
    private bool _isGivenUp;
    private bool _hasWinner;
    private (Dialog Dialog, SipResponse Response)? _owed;
    private Instant? _noResponseAt;
    private Instant? _noAnswerAt;
    private Instant? _forgetAt;

    public Instant? Deadline => Instant.Earliest(Instant.Earliest(_noResponseAt, _noAnswerAt), _forgetAt);

    /// <summary>Sends the INVITE.</summary>
    public void Begin(Instant now) => Send([], now);

    public void Ring(Instant now)
    {
        if (now >= _noResponseAt)
        {
            GiveUp(LegFailure.NoResponse, 408, "No response came in time.", now);
            if (_transaction is { } silent)
                _core.Transactions.Abandon(silent, now);
        }

        if (now >= _noAnswerAt)
            GiveUp(LegFailure.NoAnswer, 408, "Nobody answered in time.", now);

        if (now >= _forgetAt)
        {
            if (_transaction is { } unanswered)
                _core.Transactions.Drop(unanswered);
            Over();
        }
    }

    /// <summary>Ends the attempt: CANCEL as soon as a provisional response allows it (RFC 3261 section 9.1).</summary>
    public void HangUp(ImmutableArray<HeaderLine> headers, Instant now)
    {
        if (_isGivenUp)
            return;
        _cancelHeaders = headers.IsDefault ? [] : headers;
        GiveUp(LegFailure.Cancelled, 487, "We hung up before an answer.", now);
    }

    /// <summary>Sends the ACK that was owed to a delayed offer; false when none is.</summary>
    public bool Acknowledge(ReadOnlyMemory<byte> answer, Instant now)
    {
        if (_owed is not { } owed)
            return false;
        _owed = null;
        SendAck(owed.Dialog, answer);
        leg.Session?.Settled(answer, now);
        return true;
    }

    /// <summary>The early dialog with this tag of the peer.</summary>
    public Dialog? EarlyDialog(string tag) => _early.GetValueOrDefault(tag);

    public void FlowClosed(FlowId flow)
    {
        foreach (var dialog in _early.Values)
        {
            if (dialog.Flow == flow)
                dialog.Flow = FlowId.None;
        }
    }

    public void SentOn(Client transaction, FlowId flow)
    {
    }

    public void Failed(Client transaction, LegFailure failure, string why, Instant now)
    {
        if (transaction != _transaction)
            return;
        Fail(failure, failure is LegFailure.NoResponse ? 408 : 503, null, why);
        Over();
    }

    public void Responded(Client transaction, SipResponse response, Arrival from, Instant now)
    {
        if (transaction != _transaction)
            return;

        _noResponseAt = null;
        if (response.IsProvisional)
            Progressed(response, from, now);
        else if (response.IsSuccess)
            Answered(response, from, now);
        else
            Refused(response, now);
        leg.Rearm();
    }

    private void Send(ImmutableArray<AuthorizationLine> proofs, Instant now)
    {
        var hop = wanted.NextHop;
        var profile = wanted.Profile;
        var writer = _core.Factory.Request(SipMethod.Invite, wanted.RequestUri, hop, wanted.MaxForwards)
            .AddEach(HeaderName.Route, wanted.Routes)
            .Add(HeaderName.From, Addresses.Tagged(wanted.From, leg.LocalTag))
            .Add(HeaderName.To, wanted.To)
            .Add(HeaderName.CallId, leg.CallId)
            .Add(HeaderName.CSeq, new CSeq(_firstSequence + _attempts++, SipMethod.Invite).ToString())
            .Add(HeaderName.Contact, _core.Factory.Contact(hop, profile.ContactUser))
            .AddCapabilities(profile);
        if (profile.SessionTimer)
        {
            writer.Add(HeaderName.SessionExpires, (long)_interval.TotalSeconds);
            writer.Add(HeaderName.MinSe, (long)MinSe.TotalSeconds);
        }

        foreach (var proof in proofs)
            writer.Add(proof.Name, proof.Value);
        _core.Factory.Signed(writer, wanted.Headers).WithSdp(wanted.Offer);

        _noResponseAt = profile.NoResponseTimeout is { } patience ? now + patience : null;
        _hasProvisional = false;
        _transaction = _core.Transactions.Send(writer.ToRequest(), hop, this, now);
        leg.Rearm();
    }

    // The floor, unless a 422 lifted the interval: then what it asked for.
    private TimeSpan MinSe => _interval > wanted.Profile.SessionInterval ? _interval : SessionTimer.Floor;

    private void Progressed(SipResponse response, Arrival from, Instant now)
    {
        _hasProvisional = true;
        if (_isGivenUp)
        {
            Cancel(now);
            return;
        }

        _noAnswerAt ??= wanted.Profile.NoAnswerTimeout is { } patience ? now + patience : null;
        if (response.StatusCode is 100 || _isTold)
            return;

        var tag = Encoding.UTF8.GetString(response.To.Tag);
        if (tag.Length > 0 && _early.Count < MostForks && !_early.ContainsKey(tag))
            _early[tag] = Dialog.OfResponse(_transaction!.Request, response, wanted.NextHop, from.Flow);
        if (!response.Body.IsEmpty)
            _earlyDescriptions[tag] = response.BodyBytes;
        leg.Raise(new SipEvent.LegProgress(leg.Id, response, tag));
    }

    private void Answered(SipResponse response, Arrival from, Instant now)
    {
        var tag = Encoding.UTF8.GetString(response.To.Tag);
        if (_acks.TryGetValue(tag, out var sent))
        {
            // Until the application has answered a delayed offer there is nothing to repeat.
            if (sent is not null)
                _core.Outbox.Transmit(sent, NextHop(tag), 0);
            return;
        }

        // The route set is that of this 2xx, whatever a provisional response said (RFC 3261 section 13.2.2.4).
        var dialog = Dialog.OfResponse(_transaction!.Request, response, wanted.NextHop, from.Flow);
        _dialogs[tag] = dialog;
        if (_isGivenUp || _isTold)
        {
            SendAck(dialog, default);
            SendBye(dialog, now);
            if (_isGivenUp && !_hasWinner)
                Over();
            return;
        }

        Won(dialog, response, tag, now);
    }

    private void Won(Dialog dialog, SipResponse response, string tag, Instant now)
    {
        _proof.Accepted();
        _isTold = true;
        _hasWinner = true;
        _noAnswerAt = null;
        var remote = response.Body.IsEmpty ? _earlyDescriptions.GetValueOrDefault(tag) : response.BodyBytes;
        leg.Session = new Session(leg, dialog, ownsCallId: true, wanted.Offer ?? default, remote, response, _proof)
        {
            Timer = SessionTimer.OfResponse(response, wanted.Profile, now),
        };

        if (wanted.Offer is not { IsEmpty: false })
        {
            _owed = (dialog, response);
            _acks[tag] = null;
            leg.Session.AwaitsAnswer();
        }
        else
        {
            SendAck(dialog, default);
        }

        leg.Raise(new SipEvent.LegAnswered(leg.Id, response, tag));
    }

    private void Refused(SipResponse response, Instant now)
    {
        var status = response.StatusCode;
        if (!_isGivenUp && status is 401 or 407 && _proof.HasCredential)
        {
            var proofs = _proof.Answer(response, SipMethod.Invite, wanted.RequestUri);
            if (!proofs.IsEmpty)
            {
                _hasProved = true;
                Send(proofs, now);
                return;
            }

            Fail(LegFailure.CredentialsRefused, status, response, "The user name or password was not accepted.");
        }
        else if (!_isGivenUp && status is 422 && wanted.Profile.SessionTimer && SessionTimer.Wanted(response) is { } interval && interval > _interval)
        {
            _interval = interval;
            Send([], now);
            return;
        }
        else
        {
            Fail(LegFailure.Refused, status, response, response.ToString());
        }

        Over();
    }

    private void GiveUp(LegFailure failure, int status, string why, Instant now)
    {
        _isGivenUp = true;
        _noResponseAt = null;
        _noAnswerAt = null;
        Fail(failure, status, null, why);
        if (_hasProvisional)
            Cancel(now);
    }

    private void Cancel(Instant now)
    {
        if (_cancel is not null || _transaction is not { } transaction)
            return;
        _cancel = _core.Transactions.Send(InviteFollowers.Cancel(transaction.Request, _cancelHeaders), transaction.Hop, Ignored.Answer, now);

        // A peer that answers the CANCEL but never the INVITE is not waited for beyond 64*T1 (RFC 3261 section 9.1).
        _forgetAt = now + _core.Timers.Lifetime;
    }

    private void Fail(LegFailure failure, int status, SipResponse? response, string why)
    {
        if (_isTold)
            return;
        _isTold = true;
        leg.Raise(new SipEvent.LegFailed(leg.Id, failure, status, response, why) { CredentialsSent = _hasProved });
    }

    private void Over()
    {
        _noResponseAt = null;
        _noAnswerAt = null;
        _forgetAt = null;
        if (!_hasWinner)
            leg.End();
    }

    private void SendAck(Dialog dialog, ReadOnlyMemory<byte> answer)
    {
        var ack = dialog.Request(_core.Factory, SipMethod.Ack, _transaction!.Request.CSeq.Number)
            .Copy(_transaction.Request, HeaderName.Authorization)
            .Copy(_transaction.Request, HeaderName.ProxyAuthorization);
        var request = _core.Factory.Signed(ack, []).WithSdp(answer).ToRequest();
        _acks[dialog.Id.RemoteTag] = request;
        _core.Outbox.Transmit(request, dialog.NextHop, 0);
    }

    private void SendBye(Dialog dialog, Instant now)
    {
        var bye = _core.Factory.Signed(dialog.Request(_core.Factory, SipMethod.Bye, dialog.NextSequence()), _cancelHeaders).ToRequest();
        _core.Transactions.Send(bye, dialog.NextHop, Ignored.Answer, now);
    }

    private Hop NextHop(string tag) => _dialogs.TryGetValue(tag, out var dialog) ? dialog.NextHop : wanted.NextHop;
}

using System.Collections.Immutable;
using Sip.Authentication;
using Sip.Messages;
using Sip.Transactions;

namespace Sip.Dialogs;

/// <summary>Why a request goes out in a dialog.</summary>
internal enum RequestPurpose
{
    /// <summary>The application offers a change, or asks for an offer.</summary>
    Offer,

    /// <summary>The session timer wants a sign of life.</summary>
    Refresh,

    /// <summary>The application sends an INFO.</summary>
    Info,

    /// <summary>The end.</summary>
    Bye,
}

/// <summary>A request of ours in a dialog, through challenge and repetition.</summary>
internal sealed class DialogRequest(Session session, SipMethod method, RequestPurpose purpose) : IClientUser
{
    private ImmutableArray<AuthorizationLine> _proofs = [];
    private bool _isConcluded;
    private SipRequest? _ack;

    public SipMethod Method => method;

    public RequestPurpose Purpose => purpose;

    /// <summary>The body, if any.</summary>
    public MessageBody? Body { get; init; }

    /// <summary>Headers of the application.</summary>
    public ImmutableArray<HeaderLine> Headers { get; init; } = [];

    /// <summary>How often it was refused for a collision.</summary>
    public int Collisions { get; set; }

    /// <summary>The transaction it last went out by.</summary>
    public Client? Transaction { get; private set; }

    private bool IsInvite => method.Kind is SipMethodKind.Invite;

    public void Send(Instant now)
    {
        _isConcluded = false;
        Transaction = session.Send(this, now);
    }

    public void SendAgain(ImmutableArray<AuthorizationLine> proofs, Instant now)
    {
        _proofs = proofs;
        Send(now);
        _proofs = [];
    }

    /// <summary>What this kind of request says beside what every one says.</summary>
    public void WriteHeaders(SipWriter writer, LegProfile profile, Session owner)
    {
        if (method.Kind is SipMethodKind.Invite or SipMethodKind.Update)
        {
            writer.Add(HeaderName.Contact, owner.Dialog.Contact).AddCapabilities(profile);
            if (profile.SessionTimer && owner.Timer is { } timer)
            {
                var refresher = timer.WeRefresh ? SessionRefresher.Uac : SessionRefresher.Uas;
                writer.Add(HeaderName.SessionExpires, new SessionExpires((uint)timer.Interval.TotalSeconds, refresher).ToString());
                writer.Add(HeaderName.MinSe, (long)SessionTimer.Floor.TotalSeconds);
            }
        }

        foreach (var proof in _proofs)
            writer.Add(proof.Name, proof.Value);
    }

    /// <summary>Acknowledges the 2xx of our INVITE; the same bytes answer each repetition of it.</summary>
    public void Acknowledge(ReadOnlyMemory<byte> answer) => _ack = session.SendAck(this, answer);

    public void Responded(Client transaction, SipResponse response, Arrival from, Instant now)
    {
        if (transaction != Transaction || response.IsProvisional)
            return;

        if (_isConcluded)
        {
            if (IsInvite && response.IsSuccess && _ack is { } ack)
                session.Repeat(ack);
            return;
        }

        if (session.WasChallenged(this, response, now))
            return;
        _isConcluded = true;
        session.Concluded(this, response, now);
    }

    public void Failed(Client transaction, LegFailure failure, string why, Instant now)
    {
        if (transaction != Transaction || _isConcluded)
            return;
        _isConcluded = true;
        session.Concluded(this, null, now);
    }

    public void SentOn(Client transaction, FlowId flow) => session.SentOn(flow);
}

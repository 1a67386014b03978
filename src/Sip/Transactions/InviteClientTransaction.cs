using Sip.Messages;
using static Sip.Transactions.InviteClientState;
using static Sip.Transactions.TransactionEvent;
using static Sip.Transactions.TransactionOutput;

namespace Sip.Transactions;

/// <summary>
/// INVITE client transaction: RFC 3261 section 17.1.1, as corrected by RFC 6026. With <paramref name="patience"/> it ends when a
/// provisional response is followed by none for so long (timer C of section 16.6); without, the caller decides.
/// </summary>
public sealed class InviteClientTransaction(SipRequest invite, bool reliable, TransactionTimers timers, TimeSpan? patience = null)
{
    private static readonly Terminated Over = new();
    private static readonly Proceeding Waiting = new(GiveUpAt: null);

    /// <summary>Sends the INVITE.</summary>
    public Transition<InviteClientState> Begin(Instant now) => new(
        new Calling(reliable ? null : now + timers.T1, timers.T1, now + timers.Lifetime),
        [new Send(invite)]);

    /// <summary>The figure of RFC 3261 section 17.1.1.2.</summary>
    public Transition<InviteClientState> Next(InviteClientState state, TransactionEvent input, Instant now) => (state, input) switch
    {
        (Calling s, DeadlinePassed) when now >= s.GiveUpAt => new(Over, [new TimedOut()]),
        (Calling s, DeadlinePassed) when now >= s.RetransmitAt => Retransmit(s, now),
        (Calling s, Abandoned) => new(s with { RetransmitAt = null }, []),
        (Calling or Proceeding, Received { Response: { IsProvisional: true } r }) => new(Wait(now), [new PassUp(r)]),
        (Calling or Proceeding, Received { Response: { IsSuccess: true } r }) => new(new Accepted(now + timers.Lifetime), [new PassUp(r)]),
        (Calling or Proceeding, Received { Response: var r }) => Refused(r, now),
        (Calling or Proceeding, TransportFailed f) => new(Over, [new Unreachable(f.Why)]),
        (Proceeding s, DeadlinePassed) when now >= s.GiveUpAt => new(Over, [new TimedOut()]),
        (Accepted, Received { Response: { IsSuccess: true } r }) => new(state, [new PassUp(r)]),
        (Accepted s, DeadlinePassed) when now >= s.EndAt => new(Over, []),
        (Completed s, Received { Response.IsFinalFailure: true }) => new(s, [new Send(s.Ack)]),
        (Completed s, DeadlinePassed) when now >= s.EndAt => new(Over, []),
        (Completed, TransportFailed) => new(Over, []),
        _ => new(state, []),
    };

    private Proceeding Wait(Instant now) => patience is { } time ? new(now + time) : Waiting;

    private Transition<InviteClientState> Retransmit(Calling s, Instant now)
    {
        var interval = s.Interval * 2;
        return new(s with { RetransmitAt = now + interval, Interval = interval }, [new Send(invite)]);
    }

    // Timer D is zero over a reliable transport: the state is passed through at once.
    private Transition<InviteClientState> Refused(SipResponse response, Instant now)
    {
        var ack = InviteFollowers.RefusalAck(invite, response);
        return new(reliable ? Over : new Completed(ack, now + timers.RefusalLinger), [new Send(ack), new PassUp(response)]);
    }
}

using Sip.Messages;
using static Sip.Transactions.InviteServerState;
using static Sip.Transactions.TransactionEvent;
using static Sip.Transactions.TransactionOutput;

namespace Sip.Transactions;

/// <summary>INVITE server transaction: RFC 3261 section 17.2.1, as corrected by RFC 6026.</summary>
public sealed class InviteServerTransaction(bool reliable, TransactionTimers timers)
{
    private static readonly Terminated Over = new();

    /// <summary>The INVITE has come and nothing is answered yet.</summary>
    public static Transition<InviteServerState> Begin() => new(new Proceeding(null), []);

    /// <summary>The figure of RFC 6026 section 7.1.</summary>
    public Transition<InviteServerState> Next(InviteServerState state, TransactionEvent input, Instant now) => (state, input) switch
    {
        (Proceeding { Last: { } last }, Requested { Request.Method.Kind: not SipMethodKind.Ack }) => new(state, [new Send(last)]),
        (Proceeding, Responded { Response: { IsProvisional: true } r }) => new(new Proceeding(r), [new Send(r)]),
        (Proceeding, Responded { Response: { IsSuccess: true } r }) => new(new Accepted(now + timers.Lifetime), [new Send(r)]),
        (Proceeding, Responded { Response: var r }) => new(Refused(r, now), [new Send(r)]),
        (Proceeding, TransportFailed f) => new(Over, [new Unreachable(f.Why)]),
        (Accepted, Responded { Response: { IsSuccess: true } r }) => new(state, [new Send(r)]),
        (Accepted, Requested { Request: { Method.Kind: SipMethodKind.Ack } ack }) => new(state, [new PassUp(ack)]),
        (Accepted, TransportFailed f) => new(state, [new Unreachable(f.Why)]),
        (Accepted s, DeadlinePassed) when now >= s.EndAt => new(Over, []),
        (Completed s, Requested { Request.Method.Kind: not SipMethodKind.Ack }) => new(s, [new Send(s.Refusal)]),
        (Completed, Requested) => new(reliable ? Over : new Confirmed(now + timers.T4), []),
        (Completed s, DeadlinePassed) when now >= s.GiveUpAt => new(Over, [new TimedOut()]),
        (Completed s, DeadlinePassed) when now >= s.RetransmitAt => Retransmit(s, now),
        (Completed, TransportFailed f) => new(Over, [new Unreachable(f.Why)]),
        (Confirmed s, DeadlinePassed) when now >= s.EndAt => new(Over, []),
        _ => new(state, []),
    };

    private Completed Refused(SipResponse refusal, Instant now) =>
        new(refusal, reliable ? null : now + timers.T1, timers.T1, now + timers.Lifetime);

    private Transition<InviteServerState> Retransmit(Completed s, Instant now)
    {
        var interval = timers.Doubled(s.Interval);
        return new(s with { RetransmitAt = now + interval, Interval = interval }, [new Send(s.Refusal)]);
    }
}

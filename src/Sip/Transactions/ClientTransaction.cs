using Sip.Messages;
using static Sip.Transactions.ClientState;
using static Sip.Transactions.TransactionEvent;
using static Sip.Transactions.TransactionOutput;

namespace Sip.Transactions;

/// <summary>Non-INVITE client transaction: RFC 3261 section 17.1.2.</summary>
public sealed class ClientTransaction(SipRequest request, bool reliable, TransactionTimers timers)
{
    private static readonly Terminated Over = new();

    /// <summary>Sends the request.</summary>
    public Transition<ClientState> Begin(Instant now) => new(
        new Trying(reliable ? null : now + timers.T1, timers.T1, now + timers.Lifetime),
        [new Send(request)]);

    /// <summary>The figure of RFC 3261 section 17.1.2.2.</summary>
    public Transition<ClientState> Next(ClientState state, TransactionEvent input, Instant now) => (state, input) switch
    {
        (Trying s, DeadlinePassed) when now >= s.GiveUpAt => new(Over, [new TimedOut()]),
        (Trying s, DeadlinePassed) when now >= s.RetransmitAt => Retransmit(s, now),
        (Trying s, Abandoned) => new(s with { RetransmitAt = null }, []),
        (Trying s, Received { Response: { IsProvisional: true } r }) => new(Slowed(s.RetransmitAt is not null, s.GiveUpAt, now), [new PassUp(r)]),
        (Proceeding s, DeadlinePassed) when now >= s.GiveUpAt => new(Over, [new TimedOut()]),
        (Proceeding s, DeadlinePassed) when now >= s.RetransmitAt => new(Slowed(true, s.GiveUpAt, now), [new Send(request)]),
        (Proceeding s, Abandoned) => new(s with { RetransmitAt = null }, []),
        (Proceeding, Received { Response: { IsProvisional: true } r }) => new(state, [new PassUp(r)]),
        (Trying or Proceeding, Received { Response: var r }) => new(reliable ? Over : new Completed(now + timers.T4), [new PassUp(r)]),
        (Trying or Proceeding, TransportFailed f) => new(Over, [new Unreachable(f.Why)]),
        (Completed s, DeadlinePassed) when now >= s.EndAt => new(Over, []),
        _ => new(state, []),
    };

    private Transition<ClientState> Retransmit(Trying s, Instant now)
    {
        var interval = timers.Doubled(s.Interval);
        return new(s with { RetransmitAt = now + interval, Interval = interval }, [new Send(request)]);
    }

    private Proceeding Slowed(bool retransmits, Instant giveUpAt, Instant now) =>
        new(retransmits ? now + timers.T2 : null, giveUpAt);
}

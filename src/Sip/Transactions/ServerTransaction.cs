using Sip.Messages;
using static Sip.Transactions.ServerState;
using static Sip.Transactions.TransactionEvent;
using static Sip.Transactions.TransactionOutput;

namespace Sip.Transactions;

/// <summary>
/// Non-INVITE server transaction: RFC 3261 section 17.2.2 with RFC 4320. A 408 is never sent, and nothing is sent after
/// 64*T1, because the client has given up by then and the answer would only be a stray.
/// </summary>
public sealed class ServerTransaction(Func<SipResponse> trying, bool reliable, TransactionTimers timers)
{
    private static readonly Terminated Over = new();

    /// <summary>The request has come and nothing is answered yet.</summary>
    public Transition<ServerState> Begin(Instant now) =>
        new(new Trying(now + timers.TryingDelay, now + timers.Lifetime), []);

    /// <summary>The figure of RFC 3261 section 17.2.2.</summary>
    public Transition<ServerState> Next(ServerState state, TransactionEvent input, Instant now) => (state, input) switch
    {
        (Trying s, DeadlinePassed) when now >= s.GiveUpAt => new(Over, [new TimedOut()]),
        (Trying s, DeadlinePassed) when now >= s.TryingAt => SendTrying(s),
        (Proceeding s, DeadlinePassed) when now >= s.GiveUpAt => new(Over, [new TimedOut()]),
        (Proceeding s, Requested) => new(s, [new Send(s.Last)]),
        (Trying or Proceeding, Responded { Response: { IsFinal: true, StatusCode: not 408 } r }) => Answered(r, now),
        (Trying or Proceeding, TransportFailed f) => new(Over, [new Unreachable(f.Why)]),
        (Completed s, Requested) => new(s, [new Send(s.Answer)]),
        (Completed s, DeadlinePassed) when now >= s.EndAt => new(Over, []),
        (Completed, TransportFailed f) => new(Over, [new Unreachable(f.Why)]),
        _ => new(state, []),
    };

    private Transition<ServerState> SendTrying(Trying s)
    {
        var response = trying();
        return new(new Proceeding(response, s.GiveUpAt), [new Send(response)]);
    }

    // Timer J is zero over a reliable transport: the state is passed through at once.
    private Transition<ServerState> Answered(SipResponse answer, Instant now) =>
        new(reliable ? Over : new Completed(answer, now + timers.Lifetime), [new Send(answer)]);
}

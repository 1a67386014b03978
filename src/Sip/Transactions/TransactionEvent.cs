using Sip.Messages;

namespace Sip.Transactions;

/// <summary>What can happen to a transaction.</summary>
public abstract record TransactionEvent
{
    private TransactionEvent()
    {
    }

    /// <summary>The deadline of the state has passed, or was said to have: a machine looks at the time itself.</summary>
    public static readonly TransactionEvent Deadline = new DeadlinePassed();

    /// <summary>A response came in for a client transaction.</summary>
    public sealed record Received(SipResponse Response) : TransactionEvent;

    /// <summary>The request of a server transaction came in again, or the ACK for its refusal.</summary>
    public sealed record Requested(SipRequest Request) : TransactionEvent;

    /// <summary>The user of a server transaction responds.</summary>
    public sealed record Responded(SipResponse Response) : TransactionEvent;

    /// <summary>The time of <c>Deadline</c> may have come.</summary>
    public sealed record DeadlinePassed : TransactionEvent;

    /// <summary>A message of this transaction could not be sent.</summary>
    public sealed record TransportFailed(string Why) : TransactionEvent;

    /// <summary>The user of a client transaction no longer wants an answer: nothing more is sent, but an answer is still understood.</summary>
    public sealed record Abandoned : TransactionEvent;
}

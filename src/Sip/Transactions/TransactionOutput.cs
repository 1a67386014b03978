using Sip.Messages;

namespace Sip.Transactions;

/// <summary>What a transaction asks for.</summary>
public abstract record TransactionOutput
{
    private TransactionOutput()
    {
    }

    /// <summary>Send this message to the peer of the transaction.</summary>
    public sealed record Send(SipMessage Message) : TransactionOutput;

    /// <summary>Give this message to the user of the transaction.</summary>
    public sealed record PassUp(SipMessage Message) : TransactionOutput;

    /// <summary>Tell the user that nothing came back in time.</summary>
    public sealed record TimedOut : TransactionOutput;

    /// <summary>Tell the user that the peer cannot be reached.</summary>
    public sealed record Unreachable(string Why) : TransactionOutput;
}

namespace Sip.Transactions;

/// <summary>The running numbers behind <see cref="StackCounters"/>.</summary>
internal sealed class StackTally
{
    public long Retransmissions { get; set; }

    public long Malformed { get; set; }

    public long StrayResponses { get; set; }

    public long StrayRequests { get; set; }

    public long RepeatedRequests { get; set; }

    public long MergedRequests { get; set; }

    public long Overloads { get; set; }
}

using Sip.Messages;
using Sip.Transactions;

namespace Sip;

/// <summary>How a <see cref="SipStack"/> behaves.</summary>
public sealed record SipStackSettings
{
    /// <summary>What User-Agent and Server say; empty leaves them out.</summary>
    public string Product { get; init; } = "Landline";

    /// <summary>The timers of RFC 3261 table 4.</summary>
    public TransactionTimers Timers { get; init; } = TransactionTimers.Default;

    /// <summary>
    /// Server transactions at most; a new request beyond them is answered 503 with Retry-After (RFC 3261 section 21.5.4).
    /// 4,000 is 125 new requests a second for 32 s, over ten times an office's registrations and calls.
    /// </summary>
    public int MaxServerTransactions { get; init; } = 4_000;

    /// <summary>Legs at most, in the same way. Each costs about 10 KB.</summary>
    public int MaxLegs { get; init; } = 1_000;

    /// <summary>How long a peer told 503 should wait.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What may be used toward whoever sent this INVITE.</summary>
    public Func<SipRequest, Arrival, LegProfile> ProfileOf { get; init; } = static (_, _) => new LegProfile();

    /// <summary>Names requests that are taken however many there are: emergency calls.</summary>
    public Func<SipRequest, Arrival, bool> IsNeverRefused { get; init; } = static (_, _) => false;
}

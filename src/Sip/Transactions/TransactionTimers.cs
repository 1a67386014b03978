namespace Sip.Transactions;

/// <summary>The base values of RFC 3261 table 4, from which every other timer of a transaction follows.</summary>
public sealed record TransactionTimers
{
    /// <summary>The values of RFC 3261 section 17.</summary>
    public static readonly TransactionTimers Default = new();

    /// <summary>Round-trip estimate.</summary>
    public TimeSpan T1 { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest interval between retransmissions of a non-INVITE request or an INVITE response.</summary>
    public TimeSpan T2 { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How long a message can stay in the network.</summary>
    public TimeSpan T4 { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a client waits for retransmitted refusals over UDP (timer D: at least 32 s).</summary>
    public TimeSpan RefusalLinger { get; init; } = TimeSpan.FromSeconds(32);

    /// <summary>How long an INVITE inside a dialog may stay between provisional responses (timer C of section 16.6: more than 3 minutes).</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(181);

    /// <summary>64*T1: the life of an unanswered transaction (timers B, F, H, J, L).</summary>
    public TimeSpan Lifetime => 64 * T1;

    /// <summary>
    /// When timer E of the client reaches T2. Until then a non-INVITE request is not answered 100 over UDP,
    /// and from then on it must be (RFC 4320 section 4.1). 3.5 s with the default values.
    /// </summary>
    public TimeSpan TryingDelay
    {
        get
        {
            var passed = TimeSpan.Zero;
            for (var interval = T1; interval < T2; interval *= 2)
                passed += interval;
            return passed;
        }
    }

    /// <summary>The next interval of a retransmission that doubles up to T2.</summary>
    public TimeSpan Doubled(TimeSpan interval) => interval * 2 < T2 ? interval * 2 : T2;
}

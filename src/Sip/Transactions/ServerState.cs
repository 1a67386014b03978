using Sip.Messages;

namespace Sip.Transactions;

/// <summary>Where a non-INVITE server transaction stands (RFC 3261 figure 8, RFC 4320).</summary>
public abstract record ServerState
{
    private ServerState()
    {
    }

    /// <summary>Not yet answered; 100 is due at <paramref name="TryingAt"/> (RFC 4320 section 4.1).</summary>
    public sealed record Trying(Instant TryingAt, Instant GiveUpAt) : ServerState;

    /// <summary>Answered with 100 only.</summary>
    public sealed record Proceeding(SipResponse Last, Instant GiveUpAt) : ServerState;

    /// <summary>Answered; the answer is repeated for each repeated request until timer J.</summary>
    public sealed record Completed(SipResponse Answer, Instant EndAt) : ServerState;

    /// <summary>Over.</summary>
    public sealed record Terminated : ServerState;

    /// <summary>When the machine wants to be asked again.</summary>
    public Instant? Deadline => this switch
    {
        Trying s when s.TryingAt < s.GiveUpAt => s.TryingAt,
        Trying s => s.GiveUpAt,
        Proceeding s => s.GiveUpAt,
        Completed s => s.EndAt,
        _ => null,
    };
}

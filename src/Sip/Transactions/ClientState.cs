namespace Sip.Transactions;

/// <summary>Where a non-INVITE client transaction stands (RFC 3261 figure 6).</summary>
public abstract record ClientState
{
    private ClientState()
    {
    }

    /// <summary>Nothing came back yet. <paramref name="RetransmitAt"/> is timer E, <paramref name="GiveUpAt"/> timer F.</summary>
    public sealed record Trying(Instant? RetransmitAt, TimeSpan Interval, Instant GiveUpAt) : ClientState;

    /// <summary>A provisional response came; retransmission goes on slowly, every T2.</summary>
    public sealed record Proceeding(Instant? RetransmitAt, Instant GiveUpAt) : ClientState;

    /// <summary>Answered; retransmitted answers are absorbed until timer K.</summary>
    public sealed record Completed(Instant EndAt) : ClientState;

    /// <summary>Over.</summary>
    public sealed record Terminated : ClientState;

    /// <summary>When the machine wants to be asked again.</summary>
    public Instant? Deadline => this switch
    {
        Trying { RetransmitAt: { } at } s when at < s.GiveUpAt => at,
        Trying s => s.GiveUpAt,
        Proceeding { RetransmitAt: { } at } s when at < s.GiveUpAt => at,
        Proceeding s => s.GiveUpAt,
        Completed s => s.EndAt,
        _ => null,
    };
}

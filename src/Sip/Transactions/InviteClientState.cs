using Sip.Messages;

namespace Sip.Transactions;

/// <summary>Where an INVITE client transaction stands (RFC 3261 figure 5, RFC 6026 section 7.2).</summary>
public abstract record InviteClientState
{
    private InviteClientState()
    {
    }

    /// <summary>Nothing came back yet. <paramref name="RetransmitAt"/> is timer A, <paramref name="GiveUpAt"/> timer B.</summary>
    public sealed record Calling(Instant? RetransmitAt, TimeSpan Interval, Instant GiveUpAt) : InviteClientState;

    /// <summary>A provisional response came. Without <paramref name="GiveUpAt"/> the caller decides how long to wait.</summary>
    public sealed record Proceeding(Instant? GiveUpAt) : InviteClientState;

    /// <summary>A 2xx came; more of them may follow until timer M.</summary>
    public sealed record Accepted(Instant EndAt) : InviteClientState;

    /// <summary>Refused and acknowledged; retransmitted refusals are acknowledged again until timer D.</summary>
    public sealed record Completed(SipRequest Ack, Instant EndAt) : InviteClientState;

    /// <summary>Over.</summary>
    public sealed record Terminated : InviteClientState;

    /// <summary>When the machine wants to be asked again.</summary>
    public Instant? Deadline => this switch
    {
        Calling { RetransmitAt: { } at } s when at < s.GiveUpAt => at,
        Calling s => s.GiveUpAt,
        Proceeding s => s.GiveUpAt,
        Accepted s => s.EndAt,
        Completed s => s.EndAt,
        _ => null,
    };
}

using Sip.Messages;

namespace Sip.Transactions;

/// <summary>Where an INVITE server transaction stands (RFC 3261 figure 7, RFC 6026 section 7.1).</summary>
public abstract record InviteServerState
{
    private InviteServerState()
    {
    }

    /// <summary>Not yet answered; <paramref name="Last"/> is the provisional response to repeat.</summary>
    public sealed record Proceeding(SipResponse? Last) : InviteServerState;

    /// <summary>Answered with 2xx, which the dialog repeats until its ACK. INVITEs that come again are absorbed until timer L.</summary>
    public sealed record Accepted(Instant EndAt) : InviteServerState;

    /// <summary>Refused. <paramref name="RetransmitAt"/> is timer G, <paramref name="GiveUpAt"/> timer H.</summary>
    public sealed record Completed(SipResponse Refusal, Instant? RetransmitAt, TimeSpan Interval, Instant GiveUpAt) : InviteServerState;

    /// <summary>The refusal was acknowledged; further ACKs are absorbed until timer I.</summary>
    public sealed record Confirmed(Instant EndAt) : InviteServerState;

    /// <summary>Over.</summary>
    public sealed record Terminated : InviteServerState;

    /// <summary>When the machine wants to be asked again.</summary>
    public Instant? Deadline => this switch
    {
        Accepted s => s.EndAt,
        Completed { RetransmitAt: { } at } s when at < s.GiveUpAt => at,
        Completed s => s.GiveUpAt,
        Confirmed s => s.EndAt,
        _ => null,
    };
}

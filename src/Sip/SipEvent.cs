using Sip.Messages;

namespace Sip;

/// <summary>Why an outgoing INVITE, or another request of ours, came to nothing.</summary>
public enum LegFailure
{
    /// <summary>A final response of 300 to 699; the status says which.</summary>
    Refused,

    /// <summary>Nothing came back in <see cref="LegProfile.NoResponseTimeout"/> or timer B.</summary>
    NoResponse,

    /// <summary>It rang and nobody answered in time; the attempt was cancelled by us.</summary>
    NoAnswer,

    /// <summary>The message could not be sent.</summary>
    Unreachable,

    /// <summary>Our user name or password was not accepted.</summary>
    CredentialsRefused,

    /// <summary>We hung up before an answer.</summary>
    Cancelled,
}

/// <summary>How an answered leg, or a ringing incoming one, ended without our doing.</summary>
public enum LegEnd
{
    /// <summary>The peer sent BYE.</summary>
    Bye,

    /// <summary>The peer sent CANCEL before we answered.</summary>
    Cancelled,

    /// <summary>Our 2xx was never acknowledged (64*T1); we sent BYE.</summary>
    AckMissing,

    /// <summary>The session timer ran out (RFC 4028); we sent BYE.</summary>
    SessionExpired,

    /// <summary>A request in the dialog was answered 408 or 481, or not at all (RFC 3261 section 12.2.1.2).</summary>
    PeerLost,

    /// <summary>The peer answered with something we cannot use; we sent BYE.</summary>
    ProtocolError,
}

/// <summary>What the stack tells the application.</summary>
public abstract record SipEvent
{
    private SipEvent()
    {
    }

    /// <summary>A new INVITE. 100 has been sent; retransmissions, merged requests and loops are dealt with. Answer it with Ring, Answer or Refuse.</summary>
    public sealed record CallArrived(LegId Leg, SipRequest Invite, Arrival From) : SipEvent;

    /// <summary>A provisional response above 100. <paramref name="EarlyDialog"/> is its To tag ("" when it has none): another tag is another fork with its own session.</summary>
    public sealed record LegProgress(LegId Leg, SipResponse Response, string EarlyDialog) : SipEvent;

    /// <summary>The first 2xx. With a delayed offer its body is the offer, to be answered by <see cref="SipCommand.Acknowledge"/>; else the ACK is already sent.</summary>
    public sealed record LegAnswered(LegId Leg, SipResponse Response, string EarlyDialog) : SipEvent;

    /// <summary>The outgoing INVITE came to nothing. <paramref name="Response"/> is the deciding response, if there was one; <paramref name="Status"/> 408 or 503 stands in otherwise.</summary>
    public sealed record LegFailed(LegId Leg, LegFailure Failure, int Status, SipResponse? Response, string Why) : SipEvent
    {
        /// <summary>True when the INVITE that failed carried our answer to a challenge: a 403 then speaks of the password.</summary>
        public bool CredentialsSent { get; init; }
    }

    /// <summary>The ACK for our 2xx came, with the answer when we had to offer.</summary>
    public sealed record LegConfirmed(LegId Leg, SipRequest Ack) : SipEvent;

    /// <summary>The peer offers a change (re-INVITE or UPDATE); an empty body asks for our offer. Answer with AcceptOffer or RefuseOffer. Pure session refreshes are answered by the stack and not raised.</summary>
    public sealed record OfferArrived(LegId Leg, SipRequest Request) : SipEvent;

    /// <summary>Our offer was accepted; the body is the answer.</summary>
    public sealed record OfferAnswered(LegId Leg, SipResponse Response) : SipEvent;

    /// <summary>Our offer was refused for good; the session stays as it was.</summary>
    public sealed record OfferRefused(LegId Leg, int Status) : SipEvent;

    /// <summary>INFO in the dialog; already answered 200.</summary>
    public sealed record InfoArrived(LegId Leg, SipRequest Request) : SipEvent;

    /// <summary>The leg is over. <paramref name="Request"/> is the BYE or CANCEL, if there was one.</summary>
    public sealed record LegEnded(LegId Leg, LegEnd End, SipRequest? Request) : SipEvent;

    /// <summary>A request outside any call: REGISTER, OPTIONS and others. Answer it with <see cref="SipCommand.Respond"/>.</summary>
    public sealed record RequestArrived(RequestId Request, SipRequest Message, Arrival From) : SipEvent;

    /// <summary>A response to a request of ours outside any call; provisional ones are not raised.</summary>
    public sealed record ResponseArrived(RequestId Request, SipResponse Response, Arrival From) : SipEvent;

    /// <summary>A request of ours outside any call was never answered.</summary>
    public sealed record RequestFailed(RequestId Request, LegFailure Failure, string Why) : SipEvent;
}

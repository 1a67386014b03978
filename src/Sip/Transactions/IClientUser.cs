using Sip.Messages;

namespace Sip.Transactions;

/// <summary>Whoever sent a request by a client transaction.</summary>
internal interface IClientUser
{
    /// <summary>A response came. Of an INVITE there may be several 2xx, the same or of other forks.</summary>
    void Responded(Client transaction, SipResponse response, Arrival from, Instant now);

    /// <summary>The transaction ended without a final response.</summary>
    void Failed(Client transaction, LegFailure failure, string why, Instant now);

    /// <summary>The request went out on this flow.</summary>
    void SentOn(Client transaction, FlowId flow);
}

/// <summary>Whoever answers a request by a server transaction.</summary>
internal interface IServerUser
{
    /// <summary>The ACK for a 2xx came with the branch of its INVITE, as some peers send it.</summary>
    void Acknowledged(SipRequest ack, Instant now);

    /// <summary>The peer no longer wants an answer; its CANCEL is already answered 200.</summary>
    void Cancelled(Server transaction, SipRequest cancel, Instant now);

    /// <summary>The answer could not be sent, or a refusal was never acknowledged.</summary>
    void Lost(Server transaction, string why, Instant now);
}

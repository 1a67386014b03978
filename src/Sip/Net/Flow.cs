using Sip.Messages;

namespace Sip.Net;

/// <summary>One way to a peer. Sending never blocks: a flow queues, and reports a failure to its owner.</summary>
internal abstract class Flow(Arrival arrival)
{
    /// <summary>Identity and addresses, the same object for every message of this flow.</summary>
    public Arrival Arrival { get; } = arrival;

    /// <summary>Queues the message. False: the flow is closed or its queue is full.</summary>
    public abstract bool TrySend(SipMessage message);
}

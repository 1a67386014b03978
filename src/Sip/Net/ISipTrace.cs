using Sip.Messages;

namespace Sip.Net;

/// <summary>Sees every message that crosses the wire, in order per flow. Called on I/O threads: it must be quick and must not throw.</summary>
public interface ISipTrace
{
    /// <summary>A message came in.</summary>
    void Received(SipMessage message, Arrival from);

    /// <summary>A message was handed to the socket of this flow.</summary>
    void Sent(SipMessage message, Arrival to);
}

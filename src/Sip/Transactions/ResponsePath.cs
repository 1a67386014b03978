using Sip.Messages;

namespace Sip.Transactions;

/// <summary>The way a response takes back (RFC 3261 section 18.2.2, RFC 3581 section 4).</summary>
internal static class ResponsePath
{
    /// <summary>
    /// Over a stream: the connection the request came on, else a new one to the sent-by port. Over UDP: the source port when the
    /// sender asked for it by rport, else the sent-by port.
    /// </summary>
    public static Hop Of(SipRequest request, Arrival from)
    {
        var via = request.TopVia;
        var sentByPort = via.Port ?? DefaultPort(from.Transport);
        if (from.Transport is not TransportKind.Udp)
            return new(from.Transport, from.Remote.Address.ToString(), sentByPort) { Flow = from.Flow };

        if (via.HasRPort || sentByPort == from.Remote.Port)
            return new(from.Transport, from.Remote.Address.ToString(), from.Remote.Port) { Flow = from.Flow };

        return new(from.Transport, from.Remote.Address.ToString(), sentByPort);
    }

    /// <summary>5061 for TLS, else 5060 (RFC 3261 section 19.1.2).</summary>
    public static int DefaultPort(TransportKind transport) => transport is TransportKind.Tls ? 5061 : 5060;
}

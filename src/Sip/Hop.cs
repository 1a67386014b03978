using System.Net;

namespace Sip;

/// <summary>The transport protocols of RFC 3261 section 18 that we speak.</summary>
public enum TransportKind
{
    /// <summary>UDP, RFC 3261 section 18.1.</summary>
    Udp,

    /// <summary>TCP, RFC 3261 section 18.1.</summary>
    Tcp,

    /// <summary>TLS over TCP, RFC 3261 section 26.2.</summary>
    Tls,
}

/// <summary>One way to a peer that packets can take back and forth: a connection, or a UDP socket and a remote address (RFC 5626 section 1).</summary>
public readonly record struct FlowId(long Value)
{
    /// <summary>No flow.</summary>
    public static readonly FlowId None;
}

/// <summary>Where a message came from and on which of our sockets it arrived.</summary>
public sealed record Arrival(FlowId Flow, TransportKind Transport, IPEndPoint Remote, IPEndPoint Local);

/// <summary>
/// The next hop of a message (RFC 3261 section 8.1.2, RFC 3263). <see cref="Flow"/> is tried first when it is set and alive;
/// otherwise <see cref="Host"/> and <see cref="Port"/> are reached anew over <see cref="Transport"/>.
/// </summary>
public sealed record Hop(TransportKind Transport, string Host, int Port)
{
    /// <summary>The flow to prefer, or <see cref="FlowId.None"/>.</summary>
    public FlowId Flow { get; init; }

    /// <summary>The configured host name: sent as SNI and checked against the certificate (RFC 5922). Null: <see cref="Host"/> itself.</summary>
    public string? ServerName { get; init; }

    /// <summary>True when a lost packet must be sent again by us.</summary>
    public bool IsUnreliable => Transport is TransportKind.Udp;
}

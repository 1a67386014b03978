using System.Net;
using Sip.Messages;

namespace Sip.Routing;

/// <summary>One address to try.</summary>
/// <param name="Transport">How.</param>
/// <param name="Address">Where.</param>
/// <param name="ServerName">The name that was configured: what a certificate must be for, whatever DNS led to (RFC 5922).</param>
public sealed record TransportTarget(TransportKind Transport, IPEndPoint Address, string ServerName)
{
    /// <summary>The hop to it.</summary>
    public Hop Hop => new(Transport, Address.Address.ToString(), Address.Port) { ServerName = ServerName };
}

/// <summary>What is to be located (RFC 3263 section 4): the parts of a SIP address that say where it leads.</summary>
/// <param name="Host">A name, or an address without brackets.</param>
/// <param name="Port">The port if one is given; then there is no SRV lookup.</param>
/// <param name="Transport">The transport if one is given.</param>
/// <param name="IsSecure">True for sips: only TLS will do.</param>
public sealed record RouteTarget(string Host, int? Port = null, TransportKind? Transport = null, bool IsSecure = false)
{
    /// <summary>What an address leads to; null for a transport that we do not speak.</summary>
    public static RouteTarget? Of(SipUri uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        var isSecure = uri.Scheme is UriScheme.Sips;
        return uri.Transport?.ToUpperInvariant() switch
        {
            null or "" => new(uri.Host, uri.Port, isSecure ? TransportKind.Tls : null, isSecure),
            "UDP" when !isSecure => new(uri.Host, uri.Port, TransportKind.Udp),
            "TCP" => new(uri.Host, uri.Port, isSecure ? TransportKind.Tls : TransportKind.Tcp, isSecure),
            "TLS" => new(uri.Host, uri.Port, TransportKind.Tls, isSecure),
            _ => null,
        };
    }
}

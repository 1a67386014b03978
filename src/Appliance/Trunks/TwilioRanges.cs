using System.Net;
using System.Net.Sockets;

namespace Appliance.Trunks;

/// <summary>
/// Where Twilio's signalling and media come from: Twilio, "Elastic SIP Trunking: IP addresses", 2026-03-09. Every customer of Twilio
/// shares them, so they prove Twilio and nothing more; and they are never called, only believed.
/// </summary>
public static class TwilioRanges
{
    /// <summary>Signalling of each edge.</summary>
    public static readonly ValueList<TwilioEdge> Edges =
    [
        new("ashburn", IPNetwork.Parse("54.172.60.0/30")),
        new("umatilla", IPNetwork.Parse("54.244.51.0/30")),
        new("dublin", IPNetwork.Parse("54.171.127.192/30")),
        new("frankfurt", IPNetwork.Parse("35.156.191.128/30")),
        new("tokyo", IPNetwork.Parse("54.65.63.192/30")),
        new("singapore", IPNetwork.Parse("54.169.127.128/30")),
        new("sydney", IPNetwork.Parse("54.252.254.64/30")),
        new("sao-paulo", IPNetwork.Parse("177.71.206.192/30")),
    ];

    /// <summary>Signalling of all edges; a call may come from any of them at any time.</summary>
    public static readonly ValueList<IPNetwork> Signalling = [.. Edges.Select(static edge => edge.Network)];

    /// <summary>Media of all edges, UDP 10000 to 60000.</summary>
    public static readonly IPNetwork Media = IPNetwork.Parse("168.86.128.0/18");

    /// <summary>True when the address lies in one of the networks; an IPv4 address written as IPv6 counts as what it is.</summary>
    public static bool Contain(IReadOnlyList<IPNetwork> networks, IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(networks);
        ArgumentNullException.ThrowIfNull(address);
        var plain = address.AddressFamily is AddressFamily.InterNetworkV6 && address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return networks.Any(network => network.Contains(plain));
    }
}

/// <summary>One of Twilio's edges.</summary>
/// <param name="Name">As it stands in host names: <c>x.pstn.tokyo.twilio.com</c>.</param>
/// <param name="Network">Where its signalling comes from.</param>
public sealed record TwilioEdge(string Name, IPNetwork Network);

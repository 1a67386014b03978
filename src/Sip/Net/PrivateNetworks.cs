using System.Net;

namespace Sip.Net;

/// <summary>Networks that are not the Internet: RFC 1918, RFC 6598, loopback, link local, RFC 4193.</summary>
internal static class PrivateNetworks
{
    private static readonly IPNetwork[] Known =
    [
        IPNetwork.Parse("10.0.0.0/8"),
        IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("100.64.0.0/10"),
        IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("169.254.0.0/16"),
        IPNetwork.Parse("::1/128"),
        IPNetwork.Parse("fc00::/7"),
        IPNetwork.Parse("fe80::/10"),
    ];

    /// <summary>True when the address cannot be reached across the Internet.</summary>
    public static bool Contains(IPAddress address)
    {
        foreach (var network in Known)
        {
            if (network.Contains(address))
                return true;
        }

        return false;
    }
}

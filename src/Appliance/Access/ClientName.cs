using System.Net;
using System.Net.Sockets;

namespace Appliance.Access;

/// <summary>What a client is counted by.</summary>
public static class ClientName
{
    /// <summary>One household is one client: an IPv6 address counts by its network of 64 bits, all of which is one machine's to choose from.</summary>
    public static string Of(IPAddress client)
    {
        ArgumentNullException.ThrowIfNull(client);
        var plain = client.IsIPv4MappedToIPv6 ? client.MapToIPv4() : client;
        return plain.AddressFamily is AddressFamily.InterNetworkV6 ? Convert.ToHexString(plain.GetAddressBytes().AsSpan(0, 8)) : plain.ToString();
    }
}

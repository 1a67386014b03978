using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Appliance.Configuration;

/// <summary>Checks <c>[network.address]</c>: a box with a wrong address of its own can be mended only by somebody who stands before it.</summary>
internal static class AddressCheck
{
    private const string Section = "network.address";
    private const string Own = $"{Section}.address";
    private const string Way = $"{Section}.gateway";
    private const string Names = $"{Section}.name-server";

    public static void Check(NetworkConfig network, FaultList faults)
    {
        var address = network.Address;
        if (address.Vlan is { } vlan)
            Checks.Range(faults, $"{Section}.vlan", vlan, 1, 4094, "vlan");

        if (address.IsFixed)
            Fixed(address, network, faults);
        else
            Unused(address, faults);
    }

    private static void Fixed(AddressConfig config, NetworkConfig network, FaultList faults)
    {
        if (config.Address is null && !faults.IsFaulty(Own))
            faults.Add(Own, FaultCode.FixedAddressMissing);
        if (config.Gateway is null && !faults.IsFaulty(Way))
            faults.Add(Way, FaultCode.GatewayMissing);

        if (config.Address is { } own && InNetwork(own, config.PrefixLength, faults) is { } range)
        {
            Address(own, range, faults);
            if (config.Gateway is { } gateway)
                Gateway(gateway, own, range, faults);
        }
        else if (config.Gateway is { } alone && !IsUsable(alone))
        {
            faults.Add(Way, FaultCode.GatewayUnusable);
        }

        if (config.NameServer is { } server && (server.Equals(config.Address) || IPAddress.IsLoopback(server) || server.Equals(IPAddress.Any) || server.Equals(IPAddress.IPv6Any) || server.IsIPv6Multicast || IsBeyondHosts(server)))
            faults.Add(Names, FaultCode.NameServerUnusable);
        if (!network.Listen.IsEmpty && config.Address is { } here && !network.Listen.Contains(here))
            faults.Warn("network.listen", FaultCode.ListensElsewhere, here.ToString());
    }

    private static void Unused(AddressConfig config, FaultList faults)
    {
        foreach (var (key, isThere) in (ReadOnlySpan<(string, bool)>)[(Own, config.Address is not null), (Way, config.Gateway is not null), (Names, config.NameServer is not null)])
        {
            if (!isThere)
                continue;
            if (faults.IsWritten($"{Section}.mode"))
                faults.Warn(key, FaultCode.AddressUnused, Checks.Last(key));
            else
                faults.Add(key, FaultCode.AddressNotFixed, Checks.Last(key));
        }
    }

    /// <summary>The first and last address of the network; null when they cannot be known.</summary>
    private static (uint First, uint Last)? InNetwork(IPAddress own, int prefix, FaultList faults)
    {
        if (own.AddressFamily is not AddressFamily.InterNetwork)
        {
            faults.Add(Own, FaultCode.AddressNotIpv4);
            return null;
        }

        if (prefix is < 8 or > 30)
        {
            faults.Add(Own, FaultCode.NetworkSize, Checks.Text(prefix), own.ToString());
            return null;
        }

        var mask = uint.MaxValue << (32 - prefix);
        return (Number(own) & mask, Number(own) | ~mask);
    }

    private static void Address(IPAddress own, (uint First, uint Last) range, FaultList faults)
    {
        if (Number(own) == range.First)
            faults.Add(Own, FaultCode.AddressIsNetwork, own.ToString(), Text(range.First + 1), Text(range.Last - 1));
        else if (Number(own) == range.Last)
            faults.Add(Own, FaultCode.AddressIsBroadcast, own.ToString(), Text(range.First + 1), Text(range.Last - 1));
        else if (!IsUsable(own))
            faults.Add(Own, FaultCode.AddressUnusable, own.ToString());
    }

    private static void Gateway(IPAddress gateway, IPAddress own, (uint First, uint Last) range, FaultList faults)
    {
        if (gateway.AddressFamily is not AddressFamily.InterNetwork || Number(gateway) < range.First || Number(gateway) > range.Last)
            faults.Add(Way, FaultCode.GatewayOutside, gateway.ToString(), Text(range.First), Text(range.Last));
        else if (gateway.Equals(own))
            faults.Add(Way, FaultCode.GatewayIsBox);
        else if (Number(gateway) == range.First || Number(gateway) == range.Last)
            faults.Add(Way, FaultCode.GatewayAtEdge, gateway.ToString());
    }

    private static bool IsUsable(IPAddress address) =>
        address.AddressFamily is AddressFamily.InterNetwork && !IPAddress.IsLoopback(address) && !IsBeyondHosts(address) && Number(address) >> 24 is not 0 && Number(address) >> 16 is not 0xA9FE;

    /// <summary>224.0.0.0 and beyond: groups, and addresses nobody has (RFC 5771, RFC 1112).</summary>
    private static bool IsBeyondHosts(IPAddress address) => address.AddressFamily is AddressFamily.InterNetwork && Number(address) >> 28 >= 0xE;

    private static uint Number(IPAddress address) => BinaryPrimitives.ReadUInt32BigEndian(address.GetAddressBytes());

    private static string Text(uint number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return new IPAddress(bytes).ToString();
    }
}

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
            Checks.Range(faults, $"{Section}.vlan", vlan, 1, 4094, "VLANs go from 1 to 4094 (IEEE 802.1Q); without this line the box is untagged.");

        if (address.IsFixed)
            Fixed(address, network, faults);
        else
            Unused(address, faults);
    }

    private static void Fixed(AddressConfig config, NetworkConfig network, FaultList faults)
    {
        if (config.Address is null && !faults.IsFaulty(Own))
            faults.Add(Own, "The fixed address is missing.", "mode is \"fixed\", so nobody else gives the box an address.", "Add a line address = \"192.168.1.2/24\", or write mode = \"dhcp\"");
        if (config.Gateway is null && !faults.IsFaulty(Way))
            faults.Add(Way, "The gateway is missing.", "Without it no call reaches the world.", "Add a line gateway = \"192.168.1.1\": your router's address.");

        if (config.Address is { } own && InNetwork(own, config.PrefixLength, faults) is { } range)
        {
            Address(own, range, faults);
            if (config.Gateway is { } gateway)
                Gateway(gateway, own, range, faults);
        }
        else if (config.Gateway is { } alone && !IsUsable(alone))
        {
            faults.Add(Way, "This is not an address a router can have.", "Without a gateway no call reaches the world.", "Write your router's own address, as in gateway = \"192.168.1.1\"");
        }

        if (config.NameServer is { } server && (server.Equals(config.Address) || IPAddress.IsLoopback(server) || server.Equals(IPAddress.Any) || server.Equals(IPAddress.IPv6Any) || server.IsIPv6Multicast || IsBeyondHosts(server)))
            faults.Add(Names, "This is not the address of a name server.", "Without one the box finds no line by its name.", "Write the name server's address, or delete the line: then the gateway is asked.");
        if (!network.Listen.IsEmpty && config.Address is { } here && !network.Listen.Contains(here))
            faults.Warn("network.listen", $"The box listens on other addresses than its own, {here}.", "Phones that call that address would not be heard.", $"Add \"{here}\" to listen, or delete listen: then the box listens on all its addresses.");
    }

    private static void Unused(AddressConfig config, FaultList faults)
    {
        foreach (var (key, isThere) in (ReadOnlySpan<(string, bool)>)[(Own, config.Address is not null), (Way, config.Gateway is not null), (Names, config.NameServer is not null)])
        {
            if (!isThere)
                continue;
            if (faults.IsWritten($"{Section}.mode"))
                faults.Warn(key, $"{Checks.Last(key)} is not used.", "mode is \"dhcp\": the office's network gives the box what it needs.", "Write mode = \"fixed\" to use it, or delete the line.");
            else
                faults.Add(key, $"{Checks.Last(key)} is there, but nothing says that the address is fixed.", "The box would ask the network for an address and not use this.", "Add a line mode = \"fixed\", or delete this one.");
        }
    }

    /// <summary>The first and last address of the network; null when they cannot be known.</summary>
    private static (uint First, uint Last)? InNetwork(IPAddress own, int prefix, FaultList faults)
    {
        if (own.AddressFamily is not AddressFamily.InterNetwork)
        {
            faults.Add(Own, "The fixed address is not of IPv4.", "Phones and Twilio are reached by IPv4.", "Write it as in address = \"192.168.1.2/24\"");
            return null;
        }

        if (prefix is < 8 or > 30)
        {
            faults.Add(Own, $"A network of the size /{Checks.Text(prefix)} cannot be an office's.", "The number after the slash is how many bits all addresses of the network share: 8 to 30.", $"Write {own}/24 for the network mask 255.255.255.0");
            return null;
        }

        var mask = uint.MaxValue << (32 - prefix);
        return (Number(own) & mask, Number(own) | ~mask);
    }

    private static void Address(IPAddress own, (uint First, uint Last) range, FaultList faults)
    {
        if (Number(own) == range.First)
            faults.Add(Own, $"{own} is the name of the whole network.", "No device can have the first address of a network.", $"Write a free address from {Text(range.First + 1)} to {Text(range.Last - 1)}.");
        else if (Number(own) == range.Last)
            faults.Add(Own, $"{own} is the address that calls everybody in the network (broadcast).", "No device can have the last address of a network.", $"Write a free address from {Text(range.First + 1)} to {Text(range.Last - 1)}.");
        else if (!IsUsable(own))
            faults.Add(Own, $"{own} is not an address a box can have.", "It is set apart for other purposes.", "Write a free address of your office's network, as in address = \"192.168.1.2/24\"");
    }

    private static void Gateway(IPAddress gateway, IPAddress own, (uint First, uint Last) range, FaultList faults)
    {
        if (gateway.AddressFamily is not AddressFamily.InterNetwork || Number(gateway) < range.First || Number(gateway) > range.Last)
            faults.Add(Way, $"The gateway {gateway} lies outside the box's network.", $"The box reaches {Text(range.First)} to {Text(range.Last)} without help, and the gateway must be among them.", "Write your router's address in this network, or mend address and the number after its slash.");
        else if (gateway.Equals(own))
            faults.Add(Way, "The gateway is the box itself.", "The box would send every call for the world to itself.", "Write your router's address.");
        else if (Number(gateway) == range.First || Number(gateway) == range.Last)
            faults.Add(Way, $"{gateway} is the network's first or last address.", "No router can have it.", "Write your router's address, often the first one but one: the network's first address plus 1.");
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

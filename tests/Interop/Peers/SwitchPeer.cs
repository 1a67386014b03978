namespace Interop.Peers;

/// <summary>A managed switch: a host with one port, and lldpd that tells of it.</summary>
public sealed class SwitchPeer : IAsyncDisposable
{
    private const string PortWire = "port7";

    private readonly PeerProcess _process;

    private SwitchPeer(PeerProcess process) => _process = process;

    /// <summary>Lays a cable from its port to the office's interface of a host that has none yet, and begins to tell.</summary>
    /// <param name="block">Whose addresses.</param>
    /// <param name="other">The host at the other end.</param>
    /// <param name="address">The address of that host.</param>
    /// <param name="artifacts">The bed's folder.</param>
    public static async Task<SwitchPeer> StartAsync(AddressBlock block, Host other, string address, string artifacts)
    {
        var host = Host.Create(block, "switch", [], []);
        PrivateWorld.Ip("-n", host.Name, "link", "add", PortWire, "type", "veth", "peer", "name", Host.OfficeWire, "netns", other.Name);
        PrivateWorld.Ip("-n", host.Name, "link", "set", PortWire, "up");
        PrivateWorld.Ip("-n", other.Name, "address", "add", address + "/16", "dev", Host.OfficeWire);
        PrivateWorld.Ip("-n", other.Name, "link", "set", Host.OfficeWire, "up");

        var settings = Path.Combine(artifacts, "lldpd.conf");
        await File.WriteAllTextAsync(
            settings,
            $"""
            configure system hostname core-sw1
            configure ports {PortWire} lldp portidsubtype local ge-0/0/7 description "Desk 12"
            configure ports {PortWire} med policy application voice tagged vlan 20 priority voice dscp 46
            configure lldp tx-interval 1

            """);

        // Its control socket lies where the namespaces' names are, because there nothing outlives the run.
        var process = PeerProcess.Start(host, "lldpd", artifacts, "lldpd", "-d", "-u", $"/run/netns/lldpd-{block.Number}.socket", "-O", settings, "-I", PortWire, "-M", "4", "-S", "A switch");
        return new SwitchPeer(process);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _process.DisposeAsync();
}

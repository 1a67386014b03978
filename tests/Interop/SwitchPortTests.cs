using Interop.Peers;

namespace Interop;

/// <summary>The box says which switch port its cable is in.</summary>
public sealed class SwitchPortTests
{
    [Fact]
    public async Task The_switch_port_told_by_lldpd_is_shown()
    {
        var addresses = new AddressBlock();
        var folder = Artifacts.Folder($"{nameof(SwitchPortTests)}-{addresses.Number}");
        var host = Host.Create(addresses, "box", [], []);
        await using var office = await SwitchPeer.StartAsync(addresses, host, addresses.BoxInside, folder);

        await using var box = await BoxPeer.StartAsync(host, folder, "[office]\nname = \"Interop\"\n");

        await box.WroteAsync("The cable is in core-sw1, port ge-0/0/7, voice VLAN 20", BoxBed.Soon);
    }
}

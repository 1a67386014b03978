using System.Net;
using Appliance.Network;
using FsCheck.Xunit;

namespace Appliance.Tests.Network;

public sealed class NetworkFilesTests
{
    private const string Routes = """
        Iface	Destination	Gateway 	Flags	RefCnt	Use	Metric	Mask		MTU	Window	IRTT
        wlan0	00000000	0101A8C0	0003	0	0	600	00000000	0	0	0
        eth0	00000000	FE01A8C0	0003	0	0	100	00000000	0	0	0
        eth0	0001A8C0	00000000	0001	0	0	100	00FFFFFF	0	0	0
        lo	00000000	00000000	0200	0	0	0	00000000	0	0	0
        eth9	00000000	XYZ	0003	0	0	0	00000000	0	0	0
        """;

    [Fact]
    public void Default_routes_come_best_first_and_rejecting_or_unreadable_ones_not_at_all() =>
        Assert.Equal(
            [new DefaultRoute("eth0", IPAddress.Parse("192.168.1.254"), 100), new DefaultRoute("wlan0", IPAddress.Parse("192.168.1.1"), 600)],
            NetworkFiles.DefaultRoutes(Routes));

    [Fact]
    public void The_first_name_server_is_found_among_other_lines() =>
        Assert.Equal(IPAddress.Parse("192.168.1.53"), NetworkFiles.FirstNameServer("# made\nsearch example.com\nnameserver\nnameserver none\n nameserver\t192.168.1.53 \r\nnameserver 9.9.9.9\n"));

    [Fact]
    public void A_vlan_is_known_by_its_interface()
    {
        var vlans = NetworkFiles.Vlans("VLAN Dev name\t | VLAN ID\nName-Type: VLAN_NAME_TYPE_RAW_PLUS_VID_NO_PAD\neth0.20        | 20  | eth0\n");

        Assert.Equal(new VlanOn(20, "eth0"), Assert.Single(vlans).Value);
        Assert.Equal("eth0.20", vlans.Keys.Single());
    }

    [Property(MaxTest = 300)]
    public void Noise_never_throws(string? noise)
    {
        NetworkFiles.DefaultRoutes(noise ?? "");
        NetworkFiles.Vlans(noise ?? "");
        NetworkFiles.FirstNameServer(noise ?? "");
    }

    [Fact]
    public void This_computer_can_be_read()
    {
        var reading = SystemNetwork.Read();

        Assert.All(reading.Cards, card => Assert.NotEmpty(card.Name));
        Assert.DoesNotContain(reading.Cards, card => card.Name is "lo");
    }
}

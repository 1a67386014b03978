using System.Net;
using Appliance.Configuration;
using Appliance.FrontPanel;
using Appliance.Network;

namespace Appliance.Tests.Network;

public sealed class OfficeCardTests
{
    private static readonly NetworkConfig Plain = new();
    private static readonly NetworkCard Cable = Card("eth0", "192.168.1.45");
    private static readonly NetworkCard Air = Card("wlan0", "192.168.1.46");
    private static readonly NetworkCard Bridge = Card("docker0", "172.17.0.1") with { IsPhysical = false };

    [Fact]
    public void The_interface_with_the_way_out_is_the_offices() =>
        Assert.Equal(Air, OfficeCard.Choose(Reading([Cable, Air], ("wlan0", 600)), Plain));

    [Fact]
    public void The_better_way_out_wins() =>
        Assert.Equal(Cable, OfficeCard.Choose(Reading([Air, Cable], ("eth0", 100), ("wlan0", 600)), Plain));

    [Fact]
    public void A_tunnel_does_not_win_from_a_card_though_its_way_is_better() =>
        Assert.Equal(Cable, OfficeCard.Choose(Reading([Bridge with { Name = "tun0" }, Cable], ("tun0", 10), ("eth0", 100)), Plain));

    [Fact]
    public void A_card_without_a_way_out_does_not_win_from_software_with_one() =>
        Assert.Equal("veth0", OfficeCard.Choose(Reading([Cable with { Addresses = [] }, Bridge with { Name = "veth0" }], ("veth0", 0)), Plain)?.Name);

    [Fact]
    public void Without_any_way_out_a_card_comes_before_software_and_one_with_an_address_before_one_without()
    {
        Assert.Equal(Cable, OfficeCard.Choose(Reading([Bridge, Cable with { Name = "eth1", Addresses = [] }, Cable]), Plain));
        Assert.Equal(Bridge, OfficeCard.Choose(Reading([Bridge]), Plain));
        Assert.Null(OfficeCard.Choose(NetworkReading.Nothing, Plain));
    }

    [Fact]
    public void The_vlan_that_is_set_is_the_office_and_its_card_has_the_cable()
    {
        var child = Card("eth0.20", "10.20.0.5") with { IsPhysical = false, Vlan = new VlanOn(20, "eth0"), HardwareAddress = "" };
        var reading = Reading([Cable, child], ("eth0", 100));
        var settings = Plain with { Address = new AddressConfig { Vlan = 20 } };

        var fact = OfficeCard.Describe(reading, settings, canChange: true, null);

        Assert.Equal(child, OfficeCard.Choose(reading, settings));
        Assert.Equal(Cable, OfficeCard.CableOf(child, reading));
        Assert.Equal(IPAddress.Parse("10.20.0.5"), fact.Address);
        Assert.Equal(Cable.HardwareAddress, fact.HardwareAddress);
        Assert.Equal(20, fact.Wish.Vlan);
        Assert.Equal(Cable, OfficeCard.Choose(reading, Plain));
    }

    [Fact]
    public void With_two_cards_the_one_the_settings_listen_on_inside_is_the_offices()
    {
        var world = Card("eth1", "203.0.113.5");
        var settings = Plain with { Listen = [IPAddress.Parse("203.0.113.5"), IPAddress.Parse("192.168.1.45")] };

        Assert.Equal(Cable, OfficeCard.Choose(Reading([world, Cable], ("eth1", 100)), settings));
    }

    [Fact]
    public void What_the_panel_is_told_is_what_the_system_and_the_settings_say()
    {
        var reading = Reading([Cable], ("eth0", 100)) with { NameServer = IPAddress.Parse("192.168.1.53") };
        var port = new SwitchPort("core", "ge-0/0/7", 1, 20);

        var fact = OfficeCard.Describe(reading, Plain with { WebPort = 80 }, canChange: false, port);

        Assert.Equal(
            new NetworkFact
            {
                HasLink = true,
                Card = "eth0",
                Address = IPAddress.Parse("192.168.1.45"),
                PrefixLength = 24,
                Gateway = IPAddress.Parse("192.168.1.1"),
                NameServer = IPAddress.Parse("192.168.1.53"),
                HardwareAddress = "b8:27:eb:00:00:01",
                Switch = port,
                PagePort = 80,
            },
            fact);
        Assert.Equal(IPAddress.Parse("9.9.9.9"), OfficeCard.Describe(reading, Plain with { NameServers = [IPAddress.Parse("9.9.9.9")] }, false, null).NameServer);
    }

    [Fact]
    public void Of_several_addresses_the_one_people_can_use_is_told()
    {
        Assert.Equal("192.168.1.45", AddressOf("fe80::1", "fd00::5", "169.254.9.9", "192.168.1.45"));
        Assert.Equal("192.168.1.45", AddressOf("8.8.8.8", "192.168.1.45"));
        Assert.Equal("169.254.9.9", AddressOf("fd00::5", "169.254.9.9"));
        Assert.Equal("fd00::5", AddressOf("fe80::1", "fd00::5"));
        Assert.Null(AddressOf("fe80::1"));
        Assert.True(NetworkFact.IsSelfGiven(IPAddress.Parse("169.254.9.9")));
        Assert.False(NetworkFact.IsSelfGiven(IPAddress.Parse("192.168.1.45")));
        Assert.False(NetworkFact.IsSelfGiven(IPAddress.Parse("a9fe::1")));
    }

    private static string? AddressOf(params string[] addresses) =>
        OfficeCard.Describe(Reading([Card("eth0", addresses)]), Plain, false, null).Address?.ToString();

    internal static NetworkCard Card(string name, params string[] addresses) => new(
        name, 0, IsPhysical: true, HasLink: true, "b8:27:eb:00:00:01", ValueList.Create<CardAddress>([.. addresses.Select(one => new CardAddress(IPAddress.Parse(one), 24))]));

    internal static NetworkReading Reading(ValueList<NetworkCard> cards, params (string Card, long Metric)[] routes) =>
        new(cards, ValueList.Create<DefaultRoute>([.. routes.OrderBy(route => route.Metric).Select(route => new DefaultRoute(route.Card, IPAddress.Parse("192.168.1.1"), route.Metric))]), null);
}

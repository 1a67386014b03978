using System.Net;
using Appliance.Configuration;
using Appliance.FrontPanel;
using Appliance.Network;
using Appliance.Tests.Configuration;

namespace Appliance.Tests.Network;

public sealed class AddressSettingsTests
{
    private const string Commented = """
        # the office's box
        [network]
        sip-udp-port = 5060   # as always

        [network.address]     # ask Amy before you change this
        mode = "dhcp"         # the router keeps .2 for us

        [office]
        name = "Here"
        """;

    private static readonly FixedAddress Own = new(IPAddress.Parse("192.168.1.2"), 24, IPAddress.Parse("192.168.1.1"), IPAddress.Parse("192.168.1.53"));

    [Fact]
    public void A_fixed_address_is_read_as_it_says()
    {
        var reading = Read("mode = \"fixed\"", "address = \"192.168.1.2/24\"", "gateway = \"192.168.1.1\"", "name-server = \"192.168.1.53\"", "vlan = 20");

        Assert.Empty(reading.Faults);
        Assert.Equal(new AddressWish(Own, 20), reading.Config.Network.Address.Wish);
    }

    [Fact]
    public void Without_a_name_server_the_gateway_is_asked() =>
        Assert.Equal(Own.Gateway, Read("mode = \"fixed\"", "address = \"192.168.1.2/24\"", "gateway = \"192.168.1.1\"").Config.Network.Address.Wish.Fixed?.NameServer);

    [Fact]
    public void Nothing_written_is_dhcp_untagged() => Assert.Equal(AddressWish.Automatic, ConfigReader.Read("").Config.Network.Address.Wish);

    [Fact]
    public void Every_fault_is_told_at_once_with_its_line_and_a_remedy()
    {
        var faults = Read("mode = \"fixed\"", "address = \"192.168.1.0/24\"", "gateway = \"10.0.0.1\"", "name-server = \"224.0.0.1\"", "vlan = 4095").Faults;

        Assert.Equal(
            [(3, "network.address.address"), (4, "network.address.gateway"), (5, "network.address.name-server"), (6, "network.address.vlan")],
            faults.Select(fault => (fault.Line, fault.Key)));
        Assert.All(faults, fault => Assert.NotEmpty(fault.Remedy));
        Assert.Contains("192.168.1.1 to 192.168.1.254", faults[0].Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mode = \"fixed\"", "address gateway")]
    [InlineData("mode = \"fixed\"|gateway = \"192.168.1.1\"", "address")]
    [InlineData("mode = \"fixed\"|address = \"192.168.1.2/24\"", "gateway")]
    [InlineData("mode = \"fixed\"|address = \"192.168.1.2\"|gateway = \"192.168.1.1\"", "address")]
    [InlineData("mode = \"fixed\"|address = \"192.168.1.2/33\"|gateway = \"192.168.1.1\"", "address")]
    [InlineData("mode = \"fixed\"|address = \"192.168.1.255/24\"|gateway = \"192.168.1.1\"", "address")]
    [InlineData("mode = \"fixed\"|address = \"127.0.0.2/24\"|gateway = \"127.0.0.1\"", "address")]
    [InlineData("mode = \"fixed\"|address = \"169.254.1.2/24\"|gateway = \"169.254.1.1\"", "address")]
    [InlineData("mode = \"fixed\"|address = \"fd00::2/24\"|gateway = \"192.168.1.1\"", "address")]
    [InlineData("mode = \"fixed\"|address = \"192.168.1.2/24\"|gateway = \"192.168.2.1\"", "gateway")]
    [InlineData("mode = \"fixed\"|address = \"192.168.1.2/24\"|gateway = \"192.168.1.2\"", "gateway")]
    [InlineData("mode = \"fixed\"|address = \"192.168.1.2/24\"|gateway = \"192.168.1.255\"", "gateway")]
    [InlineData("mode = \"fixed\"|address = \"192.168.1.2/24\"|gateway = \"192.168.1.1\"|name-server = \"192.168.1.2\"", "name-server")]
    [InlineData("address = \"192.168.1.2/24\"|gateway = \"192.168.1.1\"", "address gateway")]
    [InlineData("mode = \"static\"", "mode")]
    [InlineData("vlan = 0", "vlan")]
    [InlineData("netmask = \"255.255.255.0\"", "netmask")]
    public void A_wrong_address_is_refused(string lines, string keys) =>
        Assert.Equal(keys.Split(' '), Read(lines.Split('|')).Faults.Where(fault => fault.Weight is FaultWeight.Fault).Select(fault => Last(fault.Key)).Order(StringComparer.Ordinal));

    [Fact]
    public void What_dhcp_does_not_use_is_a_warning_and_the_settings_are_used()
    {
        var reading = Read("mode = \"dhcp\"", "address = \"192.168.1.2/24\"");

        Assert.True(reading.IsUsable);
        Assert.Equal(AddressWish.Automatic, reading.Config.Network.Address.Wish);
        Assert.Single(reading.Faults);
    }

    [Fact]
    public void The_panel_changes_the_file_and_its_comments_stay()
    {
        var changed = AddressEdit.Change(Commented, new AddressWish(Own, 20))!;

        Assert.Equal(new AddressWish(Own, 20), ConfigReader.Read(changed).Config.Network.Address.Wish);
        Assert.All(["# the office's box", "# as always", "# ask Amy before you change this", "# the router keeps .2 for us", "name = \"Here\""], kept => Assert.Contains(kept, changed, StringComparison.Ordinal));
        Assert.Empty(ConfigReader.Read(changed).Faults);
    }

    [Fact]
    public void There_and_back_again_is_the_same_text() =>
        Assert.Equal(Commented, AddressEdit.Change(AddressEdit.Change(Commented, new AddressWish(Own, 20))!, AddressWish.Automatic));

    [Theory]
    [InlineData("")]
    [InlineData("[network]\nweb-port = 80\n")]
    [InlineData("[network]\naddress.mode = \"dhcp\"\nweb-port = 80\n")]
    [InlineData("[network]\naddress = { mode = \"dhcp\", vlan = 7 }\nweb-port = 80\n")]
    [InlineData("[network.address]\n")]
    [InlineData("[network.address]\nvlan = 7\r\n[office]\r\nname = \"x\"\r\n")]
    public void However_the_file_writes_it_the_address_can_be_changed_and_changed_back(string text)
    {
        var there = AddressEdit.Change(text, new AddressWish(Own, null));
        Assert.NotNull(there);
        Assert.Empty(ConfigReader.Read(there).Faults);
        var back = AddressEdit.Change(there, AddressWish.Automatic);

        Assert.NotNull(back);
        Assert.Empty(ConfigReader.Read(back).Faults);
        Assert.Equal(AddressWish.Automatic, ConfigReader.Read(back).Config.Network.Address.Wish);
    }

    [Fact]
    public void A_wish_that_cannot_be_is_refused_with_the_reason()
    {
        using var folder = new TemporaryFolder();
        var settings = SettingsStore.Open(folder.Path, TimeProvider.System);

        var outcome = AddressEdit.Apply(settings, new AddressWish(Own with { Gateway = IPAddress.Parse("10.9.9.9") }, null));

        Assert.Equal("network.address.gateway", Assert.Single(Assert.IsType<SettingsOutcome.Refused>(outcome).Faults).Key);
        Assert.Equal(AddressWish.Automatic, settings.Current.Config.Network.Address.Wish);
    }

    [Fact]
    public void Back_to_dhcp_works_with_a_faulty_file_too_and_keeps_it_aside()
    {
        using var folder = new TemporaryFolder();
        var settings = SettingsStore.Open(folder.Path, TimeProvider.System);
        Assert.IsType<SettingsOutcome.Applied>(AddressEdit.Apply(settings, new AddressWish(Own, 20)));
        File.WriteAllText(folder.File(SettingsStore.FileName), "[netwrok]\n");
        settings.Look();
        Assert.NotEmpty(settings.Faults);

        Assert.IsType<SettingsOutcome.Applied>(AddressEdit.BackToDhcp(settings));

        Assert.Equal(AddressWish.Automatic, settings.Current.Config.Network.Address.Wish);
        Assert.Empty(settings.Faults);
        Assert.Equal("[netwrok]\n", File.ReadAllText(folder.File(SettingsStore.SetAsideName)));
    }

    [Fact]
    public void Another_address_of_the_box_asks_for_no_new_sockets()
    {
        var changes = ConfigChange.Between(Config.Empty, Read("vlan = 20").Config);

        Assert.IsType<ConfigChange.Address>(Assert.Single(changes));
    }

    private static ConfigReading Read(params string[] lines) => ConfigReader.Read("[network.address]\n" + string.Join('\n', lines) + "\n");

    private static string Last(string key) => key[(key.LastIndexOf('.') + 1)..];
}

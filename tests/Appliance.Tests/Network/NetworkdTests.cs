using System.Net;
using System.Net.Sockets;
using System.Text;
using Appliance.FrontPanel;
using Appliance.Network;
using Appliance.Tests.Configuration;

namespace Appliance.Tests.Network;

public sealed class NetworkdTests : IDisposable
{
    private static readonly FixedAddress Own = new(IPAddress.Parse("192.168.1.2"), 24, IPAddress.Parse("192.168.1.1"), IPAddress.Parse("192.168.1.53"));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Dhcp_is_one_file() => Written(
        AddressWish.Automatic,
        """
        == 10-landline.network
        [Match]
        Name=eth0

        [Network]
        DHCP=ipv4

        [DHCPv4]
        ClientIdentifier=mac
        UseHostname=no

        """);

    [Fact]
    public void A_fixed_address_in_a_vlan_is_three() => Written(
        new AddressWish(Own, 20),
        """
        == 10-landline.netdev
        [NetDev]
        Name=eth0.20
        Kind=vlan

        [VLAN]
        Id=20
        == 10-landline.network
        [Match]
        Name=eth0

        [Network]
        VLAN=eth0.20
        DHCP=no
        LinkLocalAddressing=no
        IPv6AcceptRA=no
        == 10-landline-vlan.network
        [Match]
        Name=eth0.20

        [Network]
        DHCP=no
        Gateway=192.168.1.1
        DNS=192.168.1.53

        [Address]
        Address=192.168.1.2/24
        DuplicateAddressDetection=ipv4

        """);

    [Fact]
    public void No_interface_gets_a_name_too_long_for_the_system()
    {
        Assert.Equal("eth0.4094", NetworkdFile.ChildName("eth0", 4094));
        Assert.Equal("vlan4094", NetworkdFile.ChildName("enx001122334455", 4094));
    }

    [Fact]
    public async Task Files_are_written_and_networkd_told_only_when_something_differs()
    {
        var applier = Applier("exit 0");

        Assert.Null(await applier.ApplyAsync(new AddressWish(null, 20), "eth0", TestContext.Current.CancellationToken));
        Assert.Equal(NetworkdFile.Names.Order(StringComparer.Ordinal), Files());
        Assert.Null(await applier.ApplyAsync(new AddressWish(null, 20), "eth0", TestContext.Current.CancellationToken));
        Assert.Equal(["reload"], Asked());
    }

    [Fact]
    public async Task A_vlan_that_is_not_wished_any_more_is_taken_away()
    {
        var applier = Applier("exit 0");
        await applier.ApplyAsync(new AddressWish(Own, 20), "eth0", TestContext.Current.CancellationToken);

        await applier.ApplyAsync(AddressWish.Automatic, "eth0", TestContext.Current.CancellationToken);

        Assert.Equal(["10-landline.network"], Files());
        Assert.Equal(["reload", "reload", "delete eth0.20"], Asked());
    }

    [Fact]
    public async Task What_networkd_refuses_is_told_in_its_own_words() =>
        Assert.EndsWith("reload ended with 3: Access denied", await Applier("echo Access denied >&2; exit 3").ApplyAsync(AddressWish.Automatic, "eth0", TestContext.Current.CancellationToken), StringComparison.Ordinal);

    [Fact]
    public async Task What_networkd_did_not_take_is_told_to_it_again_though_the_files_are_written()
    {
        await Applier("exit 1").ApplyAsync(AddressWish.Automatic, "eth0", TestContext.Current.CancellationToken);
        var applier = Applier($"test -e {_folder.File("is-well")}");
        Assert.NotNull(await applier.ApplyAsync(new AddressWish(null, 20), "eth0", TestContext.Current.CancellationToken));
        Assert.NotNull(await applier.ApplyAsync(new AddressWish(null, 20), "eth0", TestContext.Current.CancellationToken));

        File.WriteAllText(_folder.File("is-well"), "");
        Assert.Null(await applier.ApplyAsync(new AddressWish(null, 20), "eth0", TestContext.Current.CancellationToken));

        Assert.Equal(["reload", "reload", "reload", "reload"], Asked());
    }

    [Fact]
    public async Task Without_networkd_the_box_says_so()
    {
        var why = await new NetworkdApplier(_folder.File("network"), _folder.File("nothing-here")).ApplyAsync(AddressWish.Automatic, "eth0", TestContext.Current.CancellationToken);

        Assert.Contains("could not be started", why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("done\n", null)]
    [InlineData("failed Access denied\n", "failed Access denied")]
    [InlineData("", "no answer")]
    public async Task Where_somebody_tells_networkd_for_the_box_he_is_asked_and_the_program_is_not_run(string answer, string? why)
    {
        var path = _folder.File("root.sock");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        var answering = Task.Run(async () =>
        {
            using var peer = await listener.AcceptAsync(TestContext.Current.CancellationToken);
            var asked = new byte[100];
            var length = await peer.ReceiveAsync(asked, TestContext.Current.CancellationToken);
            await peer.SendAsync(Encoding.ASCII.GetBytes(answer), TestContext.Current.CancellationToken);
            return Encoding.ASCII.GetString(asked, 0, length);
        }, TestContext.Current.CancellationToken);

        var told = await new NetworkdApplier(_folder.File("network"), _folder.File("nothing-here"), path).ApplyAsync(AddressWish.Automatic, "eth0", TestContext.Current.CancellationToken);

        Assert.Equal("networkd reload\n", await answering);
        if (why is null)
            Assert.Null(told);
        else
            Assert.EndsWith(why, told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_computer_of_somebody_else_is_left_alone()
    {
        var applier = new NoAddressApplier();

        Assert.False(applier.CanChange);
        Assert.Null(await applier.ApplyAsync(new AddressWish(Own, 20), "eth0", TestContext.Current.CancellationToken));
    }

    private NetworkdApplier Applier(string then)
    {
        var program = _folder.File("networkctl");
        File.WriteAllText(program, $"#!/bin/sh\necho \"$*\" >>{_folder.File("asked")}\n{then}\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new NetworkdApplier(_folder.File("network"), program);
    }

    private string[] Asked() => File.ReadAllLines(_folder.File("asked"));

    private IEnumerable<string> Files() => Directory.GetFiles(_folder.File("network")).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);

    private static void Written(AddressWish wish, string expected)
    {
        var files = NetworkdFile.Write(wish, "eth0");

        Assert.All(files, file => Assert.StartsWith("# Written by Landline", file.Text, StringComparison.Ordinal));
        Assert.Equal(expected, string.Concat(files.Select(file => $"== {file.Name}\n{file.Text[(file.Text.IndexOf('\n', StringComparison.Ordinal) + 1)..]}")));
    }
}

using Appliance.Calls;
using Simulation.Support;
using Sip;

namespace Simulation.Flows;

/// <summary>Devices in the office that want to be phones of the box are told of, so that somebody can adopt them; nobody else is.</summary>
public sealed class DevicesSeenTests
{
    private readonly Scene _scene = new();

    private IEnumerable<GatewayReport.DeviceSeen> Seen => _scene.Reports.OfType<GatewayReport.DeviceSeen>();

    [Fact]
    public void A_device_with_an_account_nobody_has_is_told_of_once_in_a_while()
    {
        var device = new Peer(_scene, "new", TransportKind.Udp, "192.168.1.44:5060");
        Register(device, "145");
        Register(device, "145");

        Assert.Equal([new GatewayReport.DeviceSeen("145", "Desk Phone 9", "192.168.1.44", HasWrongPassword: false)], Seen);
    }

    [Fact]
    public void A_wrong_password_is_told_of_and_a_first_challenge_and_a_right_one_are_not()
    {
        new Phone(_scene, "101").Registers();
        Assert.Empty(Seen);

        var thief = new Phone(_scene, "101", address: "192.168.1.66:5060") { Secret = "guess" };
        Assert.ThrowsAny<Exception>(() => thief.Registers());
        Assert.Equal([("101", "192.168.1.66", true)], Seen.Select(seen => (seen.Account, seen.Address, seen.HasWrongPassword)));
    }

    [Fact]
    public void Who_asks_with_options_under_a_name_nobody_has_is_told_of()
    {
        var device = new Peer(_scene, "new", TransportKind.Udp, "192.168.1.45:5060");
        device.Send($"""
            OPTIONS sip:192.168.1.2 SIP/2.0
            Via: {device.Via(_scene.Name("b"))}
            From: <sip:handset@192.168.1.2>;tag=o
            To: <sip:192.168.1.2>
            Call-ID: options-1
            CSeq: 1 OPTIONS
            Max-Forwards: 70
            """);
        device.Gets(200);

        Assert.Equal(["handset"], Seen.Select(seen => seen.Account));
    }

    [Fact]
    public void The_internet_is_not_told_of()
    {
        var scanner = new Peer(_scene, "scan", TransportKind.Tls, "203.0.113.66:5070");
        Register(scanner, "admin");

        Assert.Empty(Seen);
    }

    [Fact]
    public void A_thousand_made_up_accounts_are_told_of_no_more_than_fit()
    {
        var device = new Peer(_scene, "flood", TransportKind.Udp, "192.168.1.46:5060");
        for (var i = 0; i < 200; i++)
            Register(device, $"x{i}");

        Assert.Equal(64, Seen.Count());
    }

    private static void Register(Peer device, string account)
    {
        device.Send($"""
            REGISTER sip:192.168.1.2 SIP/2.0
            Via: {device.Via(device.Scene.Name("b"))}
            From: <sip:{account}@192.168.1.2>;tag=r
            To: <sip:{account}@192.168.1.2>
            Call-ID: {device.Scene.Name("register")}
            CSeq: 1 REGISTER
            Max-Forwards: 70
            Contact: <sip:{account}@{device.At}>
            User-Agent: Desk Phone 9
            Expires: 3600
            """);
        device.Gets(401);
    }
}

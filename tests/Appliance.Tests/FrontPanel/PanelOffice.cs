using System.Net;
using Appliance.Calls;
using Appliance.FrontPanel;
using Appliance.Health;
using Appliance.Setup;

namespace Appliance.Tests.FrontPanel;

/// <summary>An office for the pictures: states of a box that are told to the panel.</summary>
internal static class PanelOffice
{
    private static readonly ValueList<PhoneFact> ChinesePhones =
        [new("櫃檯", "101", 1, ""), new("會議室", "102", 0, ""), new("工廠", "103", 1, ""), new("業務部", "104", 2, ""), new("總機", "", 1, "")];

    public static readonly SetupWindow Window = new("7K3M9Q", TimeSpan.FromMinutes(15), 5, SetupReason.Unclaimed, IsVisited: false);

    public static readonly PanelFacts Facts = PanelFacts.Starting with
    {
        Boot = new(BootStep.Ready),
        Version = "1.4.2",
        SupportedUntil = "2031-06-30",
        Clock = "14:05",
        Setup = new(IsClaimed: true, Window: null),
        Lines = [new("Twilio", TrunkHealth.Up, false, "", "+886255500100")],
        Phones = [new("Reception", "101", 1, ""), new("Meeting room", "102", 0, ""), new("Workshop", "103", 1, ""), new("Sales", "104", 2, ""), new("PBX", "", 1, "")],
        Network = new()
        {
            HasLink = true,
            Address = IPAddress.Parse("192.168.1.45"),
            PrefixLength = 24,
            Gateway = IPAddress.Parse("192.168.1.1"),
            NameServer = IPAddress.Parse("192.168.1.1"),
            HardwareAddress = "b8:27:eb:00:00:01",
            CanChange = true,
            Switch = new("sw-office", "12", 1, 20),
        },
    };

    public static readonly PanelFacts Unclaimed = Facts with { Setup = new(IsClaimed: false, Window), Lines = [], Phones = [] };

    public static readonly PanelFacts Talking = Facts with
    {
        Calls =
        [
            new("a", true, "101", "+886255500678", TimeSpan.FromSeconds(-45), TimeSpan.FromSeconds(-41), "PCMU", true, 4.3),
            new("b", false, "104", "+886912345123", TimeSpan.FromSeconds(-3), null, "", false, null),
            new("c", true, "103", "0287654321", TimeSpan.FromSeconds(-700), TimeSpan.FromSeconds(-691), "G722", false, 2.4),
        ],
    };

    public static readonly PanelFacts Failing = Facts with { Problems = [new("media.engine-down", Severity.Hardware, []), new("disk.nearly-full", Severity.Degraded, ["480"])] };

    public static readonly PanelFacts Calling112 = Facts with
    {
        Emergency = new("e", "101", "112", TimeSpan.FromSeconds(-9), "14:05", IsGoingOn: true),
        Calls = [new("e", true, "101", "112", TimeSpan.FromSeconds(-9), null, "", false, null)],
    };

    public static readonly PanelFacts Fixed = Facts with
    {
        Network = Facts.Network with { Wish = new(new(IPAddress.Parse("192.168.100.200"), 24, IPAddress.Parse("192.168.100.254"), IPAddress.Parse("192.168.100.253")), 20) },
    };

    public static readonly PanelFacts FixedWrong = Facts with
    {
        Network = Facts.Network with { Wish = new(new(IPAddress.Parse("192.168.100.200"), 24, IPAddress.Parse("192.168.1.1"), IPAddress.Parse("192.168.1.1")), null) },
    };

    public static readonly PanelFacts Longest = Facts with
    {
        Name = "The longest name that an office has ever given to a box",
        Version = "12.34.56-rc.7+20310630",
        Lines = [new("Twilio elastic trunk in Singapore", TrunkHealth.Down, true, new string('W', 120), "+886912345678901")],
        Phones = [new("The meeting room at the end of the corridor", "1234567890", 0, ""), .. Enumerable.Range(200, 99).Select(static number => new PhoneFact("會議室走廊盡頭右手邊第二間", $"{number}", 1, ""))],
        Calls = [new("a", true, "The PBX of the main building", "+886912345678901", TimeSpan.FromSeconds(-360_100), TimeSpan.FromSeconds(-360_000), "a codec with a long name", true, 4.5)],
        Network = Facts.Network with
        {
            Address = IPAddress.Parse("192.168.100.200"),
            Gateway = IPAddress.Parse("192.168.100.254"),
            NameServer = IPAddress.Parse("2001:db8:1111:2222:3333:4444:5555:6666"),
            PagePort = 65535,
            Switch = new("core-switch-in-the-basement.example.com", "GigabitEthernet1/0/48", 4094, 4094),
        },
    };

    public static readonly PanelFacts Empty = PanelFacts.Starting with { Name = "", Boot = new(BootStep.Ready), Setup = new(IsClaimed: true, Window: null) };

    /// <summary>The facts in this language; people there give their phones names of their own.</summary>
    public static PanelFacts In(string language, PanelFacts facts) =>
        facts with { Language = language, Phones = language is not "en" && facts.Phones == Facts.Phones ? ChinesePhones : facts.Phones };
}

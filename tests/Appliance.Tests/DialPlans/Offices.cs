using Appliance.Configuration;
using Appliance.DialPlans;
using Appliance.Extensions;
using Appliance.Trunks;

namespace Appliance.Tests.DialPlans;

/// <summary>Offices to test with.</summary>
internal static class Offices
{
    public static readonly TrunkConfig.TwilioTrunk Twilio = new()
    {
        Id = "twilio",
        TerminationHost = "office.pstn.twilio.com",
        AccountSid = "AC0123456789abcdef0123456789abcdef",
        Numbers = ["+886223456789", "+886223456780"],
    };

    public static readonly TrunkConfig.SipTrunk PlanB = new() { Id = "planb", Host = "sip.provider.example", UserName = "office1", Numbers = ["+886277778888"] };

    public static readonly PbxConfig Asterisk = new() { Id = "asterisk", InternalPrefixes = ["2"] };

    public static readonly Config Taipei = new()
    {
        Office = new() { Country = "TW" },
        DialPlan = new() { AreaCode = "2" },
        Trunks = [Twilio],
        Extensions = [Extension("101") with { CallerNumber = "+886223456780" }, Extension("102") with { International = false }],
    };

    public static readonly Config SanFrancisco = new()
    {
        Office = new() { Country = "US" },
        DialPlan = new() { AreaCode = "415", OutsidePrefix = "9" },
        Trunks = [Twilio with { Numbers = ["+14155550100", "+14155550101"] }],
        Extensions = [Extension("101")],
    };

    public static ExtensionConfig Extension(string id) => new() { Id = id, PasswordRef = "secret" };

    public static Route Call(this Config config, string dialled, string extension = "101") =>
        new DialPlan(config).Find(new(new CallOrigin.FromExtension(extension), dialled));

    public static Route CallFromPbx(this Config config, string dialled, string claimed = "", string pbx = "asterisk") =>
        new DialPlan(config).Find(new(new CallOrigin.FromPbx(pbx), dialled) { ClaimedCaller = claimed });

    public static Route CallIn(this Config config, string dialled, string trunk = "twilio") =>
        new DialPlan(config).Find(new(new CallOrigin.FromTrunk(trunk), dialled));

    /// <summary>A route in one line: what the tables of these tests compare.</summary>
    public static string Describe(this Route route) => route switch
    {
        Route.ToTrunks trunks => string.Join(" | ", trunks.Lines.Select(static line => $"{line.Id} {line.User} from {line.Caller.FromUser}")),
        Route.ToExtensions phones => $"phones {string.Join(',', phones.Extensions)}{(phones.InTurn ? " in turn" : "")}",
        Route.ToPbx pbx => $"pbx {pbx.Pbx} {pbx.User}",
        Route.Announcement announcement => $"announcement {announcement.Name}",
        Route.Echo => "echo",
        Route.Refuse refuse => $"{refuse.Status} {refuse.Reason}",
        _ => "?",
    };
}

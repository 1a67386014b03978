using System.Collections.Immutable;
using Appliance.Calls;
using Appliance.Configuration;

namespace Simulation.Support;

/// <summary>Offices, written as their owners write them.</summary>
internal static class Settings
{
    public const string AccountSid = "AC0123456789abcdef0123456789abcdef";
    public const string TrunkPassword = "Correct-Horse-1";

    /// <summary>Three phones, one of them behind an old adapter, a PBX, and Twilio at two edges.</summary>
    public const string Taipei = $"""
        [office]
        country = "TW"

        [[trunk]]
        id = "twilio"
        kind = "twilio-trunk"
        termination-host = "office.pstn.twilio.com"
        edges = ["office.pstn.tokyo.twilio.com", "office.pstn.singapore.twilio.com"]
        user-name = "office"
        password-secret = "twilio"
        account-sid = "{AccountSid}"
        numbers = ["+886223456789", "+886223456780", "+886223456781", "+886223456782"]
        max-calls = 10
        calls-per-second = 10

        [[extension]]
        number = "101"
        name = "Reception"
        password-secret = "phone"
        caller-number = "+886223456780"

        [[extension]]
        number = "102"
        password-secret = "phone"

        [[extension]]
        number = "103"
        password-secret = "phone"
        dtmf = "info"

        [[extension]]
        number = "104"
        password-secret = "phone"
        media = "srtp"

        [[pbx]]
        id = "cucm"
        addresses = ["192.168.1.20"]
        host = "192.168.1.20"
        transport = "tcp"
        internal-prefixes = ["2"]

        [dial-plan]
        area-code = "2"
        permitted-countries = ["TW", "US"]
        echo-number = "777"
        [[dial-plan.emergency]]
        number = "110"
        not-reached-acknowledged = true
        [[dial-plan.emergency]]
        number = "119"
        not-reached-acknowledged = true
        [[dial-plan.emergency]]
        number = "112"
        not-reached-acknowledged = true
        [[dial-plan.emergency]]
        number = "113"
        not-reached-acknowledged = true
        [[dial-plan.emergency]]
        number = "118"
        not-reached-acknowledged = true

        [[inbound]]
        number = "+886223456789"
        ring = ["101", "102"]
        order = "all"
        ring-seconds = 30

        [[inbound]]
        number = "+886223456780"
        ring = ["101", "102"]
        order = "in-turn"
        ring-seconds = 15
        then-announcement = "closed"

        [[inbound]]
        number = "+886223456781"
        pbx = "cucm"

        [[inbound]]
        number = "+886223456782"
        ring = ["101"]
        """;

    /// <summary>Two phones and Twilio, in a country whose emergency number Twilio carries, at the least limits there are.</summary>
    public const string Washington = $"""
        [office]
        country = "US"

        [calls]
        max-calls = 1

        [[trunk]]
        id = "twilio"
        kind = "twilio-trunk"
        termination-host = "office.pstn.twilio.com"
        edges = ["office.pstn.ashburn.twilio.com"]
        user-name = "office"
        password-secret = "twilio"
        account-sid = "{AccountSid}"
        numbers = ["+12024561111", "+12024561414"]
        emergency-caller = "+12024561111"
        emergency-numbers = ["911"]
        max-calls = 1
        calls-per-second = 1

        [[extension]]
        number = "101"
        password-secret = "phone"
        max-calls = 1

        [[extension]]
        number = "102"
        password-secret = "phone"

        [[inbound]]
        number = "+12024561111"
        ring = ["101"]

        [dial-plan]
        area-code = "202"
        permitted-countries = ["US"]
        """;

    public static readonly ImmutableDictionary<string, string> Secrets = ImmutableDictionary<string, string>.Empty
        .Add("twilio", TrunkPassword).Add("phone", Phone.Password).Add("provider", "Second-Horse-2");

    public static Office Office(string text, long revision = 1)
    {
        var read = ConfigReader.Read(text, Secrets.Keys.ToHashSet());
        Assert.True(read.IsUsable, string.Join('\n', read.Faults));
        return new Office(read.Config, revision, Secrets);
    }
}

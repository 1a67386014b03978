using System.Collections.Immutable;

namespace Appliance.Tests.Configuration;

internal static class Samples
{
    public static readonly ImmutableHashSet<string> Secrets = ["twilio-office", "phone-101", "phone-102", "asterisk"];

    /// <summary>The example we ship.</summary>
    public static string Shipped
    {
        get
        {
            using var resource = typeof(Samples).Assembly.GetManifestResourceStream("appliance.toml")!;
            using var reader = new StreamReader(resource);
            return reader.ReadToEnd();
        }
    }

    public const string Small = """
        # ours
        [office]
        country = "TW"   # here

        [[trunk]]
        id = "twilio"
        kind = "twilio-trunk"
        termination-host = "my-office.pstn.twilio.com"
        numbers = ["+886223456789"]
        user-name = "office"
        password-secret = "twilio-office"

        [[extension]]
        number = "101"
        password-secret = "phone-101"
        """;
}

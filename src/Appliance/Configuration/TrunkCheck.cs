using System.Text.RegularExpressions;
using Appliance.Calls;
using Appliance.Trunks;
using Sip;

namespace Appliance.Configuration;

/// <summary>Checks every <c>[[trunk]]</c>.</summary>
internal static partial class TrunkCheck
{
    private static readonly string[] Edges = ["ashburn", "umatilla", "dublin", "frankfurt", "singapore", "tokyo", "sao-paulo", "sydney"];

    public static void Check(Config config, FaultList faults, KnownNames names)
    {
        if (!config.Trunks.IsEmpty && !faults.IsWritten("office.country"))
        {
            faults.Add(faults.Find("trunk"), "office.country", "The country is missing.", "With a way out of the office, numbers must be read by the right country's rules, emergency numbers above all.",
                "Write [office] and below it country = \"TW\" (two letters).");
        }

        HashSet<string> ids = new(StringComparer.Ordinal);
        Dictionary<string, string> owners = new(StringComparer.Ordinal);
        for (var i = 0; i < config.Trunks.Count; i++)
        {
            var (trunk, at) = (config.Trunks[i], $"trunk[{i + 1}]");
            Checks.Name(faults, $"{at}.id", trunk.Id, "trunk");
            Checks.Unique(faults, $"{at}.id", trunk.Id, ids, "trunk");
            Common(trunk, at, config, faults, names);
            Numbers(trunk, at, config, faults, owners);

            switch (trunk)
            {
                case TrunkConfig.TwilioTrunk twilio:
                    Twilio(twilio, at, faults, names);
                    break;
                case TrunkConfig.TwilioDomain domain:
                    Domain(domain, at, faults, names);
                    break;
                case TrunkConfig.SipTrunk sip:
                    Sip(sip, at, faults);
                    break;
            }
        }
    }

    private static void Common(TrunkConfig trunk, string at, Config config, FaultList faults, KnownNames names)
    {
        Checks.Secret(faults, $"{at}.password-secret", trunk.PasswordRef, names);
        Checks.Range(faults, $"{at}.max-calls", trunk.MaxCalls, 1, 200, "The box is made for up to 200 calls at a time.");
        Checks.Range(faults, $"{at}.calls-per-second", trunk.CallsPerSecond, 1, 30, "Twilio allows 1 new call a second unless you asked for more, and blocks senders above 30.");
        if (trunk.Port is { } port)
            Checks.Port(faults, $"{at}.port", port, mayBeOff: false);

        if (trunk.UserName is { Length: > 0 } && trunk.PasswordRef is null)
            faults.Add($"{at}.password-secret", "A user name stands here without a password.", "The provider will ask for both.", "Add password-secret = \"NAME\" and keep the password with: appliance secret set NAME");
        if (trunk.PasswordRef is not null && string.IsNullOrEmpty(trunk.UserName))
            faults.Add($"{at}.user-name", "A password stands here without a user name.", "The provider will ask for both.", "Add user-name = \"NAME\" as the provider gave it.");

        Checks.Owned(faults, $"{at}.caller-number", trunk.CallerNumber, new HashSet<string>(trunk.Numbers, StringComparer.Ordinal), config.Office.Country);
        Checks.Owned(faults, $"{at}.emergency-caller", trunk.EmergencyCaller, new HashSet<string>(trunk.Numbers, StringComparer.Ordinal), config.Office.Country);
        for (var i = 0; i < trunk.EmergencyNumbers.Count; i++)
        {
            if (!EmergencyCheck.IsShort(trunk.EmergencyNumbers[i]))
                faults.Add($"{at}.emergency-numbers[{i + 1}]", "This is not an emergency number.", "Emergency numbers are written as they are dialled, 2 to 6 digits.", "Write it like emergency-numbers = [\"112\"]");
        }
    }

    private static void Numbers(TrunkConfig trunk, string at, Config config, FaultList faults, Dictionary<string, string> owners)
    {
        if (trunk.Numbers.IsEmpty && !faults.IsFaulty($"{at}.numbers") && !faults.IsFaulty($"{at}.numbers[1]"))
            faults.Add($"{at}.numbers", "The trunk has no number.", "Without a number of your own nothing can be shown as caller, and no call can come in.", "Add numbers = [\"+886223456789\"] with the numbers you own there.");

        for (var i = 0; i < trunk.Numbers.Count; i++)
        {
            var key = $"{at}.numbers[{i + 1}]";
            Checks.Number(faults, key, trunk.Numbers[i], config.Office.Country);
            if (!owners.TryAdd(trunk.Numbers[i], trunk.Id))
                faults.Add(key, $"{Checks.Shown(trunk.Numbers[i])} is there twice.", "A number belongs to one trunk, or the box cannot tell by which one a call came.", "Delete it at one of the two places.");
        }
    }

    private static void Twilio(TrunkConfig.TwilioTrunk trunk, string at, FaultList faults, KnownNames names)
    {
        TwilioHost(faults, $"{at}.termination-host", trunk.TerminationHost, TerminationName(), ".pstn.", "termination-host = \"my-office.pstn.twilio.com\"");
        for (var i = 0; i < trunk.Edges.Count; i++)
        {
            var key = $"{at}.edges[{i + 1}]";
            if (Edges.Contains(trunk.Edges[i], StringComparer.Ordinal))
                faults.Add(key, "This is only the name of an edge.", "The box needs the whole host name.", $"Write \"{Inserted(trunk.TerminationHost, trunk.Edges[i])}\".");
            else
                TwilioHost(faults, key, trunk.Edges[i], TerminationName(), ".pstn.", "edges = [\"my-office.pstn.tokyo.twilio.com\"]");
        }

        Checks.Host(faults, $"{at}.outbound-proxy", trunk.OutboundProxy, "outbound-proxy = \"pstn.tokyo.twilio.com\"");
        Account(faults, $"{at}.account-sid", trunk.AccountSid);
        Checks.Secret(faults, $"{at}.inbound-token-secret", trunk.InboundTokenRef, names);

        if (string.IsNullOrEmpty(trunk.UserName) && trunk.PasswordRef is null && !trunk.KnownByAddress)
        {
            faults.Add($"{at}.user-name", "Nothing says how the trunk proves who it is.", "Twilio refuses a caller it does not know.",
                "Add user-name and password-secret of the trunk's credential list, or known-by-address = true when your address is on its access list.");
        }
    }

    private static void Domain(TrunkConfig.TwilioDomain trunk, string at, FaultList faults, KnownNames names)
    {
        TwilioHost(faults, $"{at}.domain", trunk.Domain, DomainName(), ".sip.", "domain = \"my-office.sip.twilio.com\"");
        Checks.Seconds(faults, $"{at}.expires-seconds", trunk.Expires, 600, 3600, "Twilio refuses registrations shorter than 600 seconds and cuts longer ones to 3600.");
        Account(faults, $"{at}.account-sid", trunk.AccountSid);
        Checks.Secret(faults, $"{at}.inbound-token-secret", trunk.InboundTokenRef, names);

        if (trunk.Edge is { } edge && !Edges.Contains(edge, StringComparer.Ordinal))
            faults.Add($"{at}.edge", "Twilio has no edge of this name.", "The box would look for a server that does not exist.", Spelling.Nearest(edge, Edges) is { } meant ? $"Did you mean {meant}?" : $"Edges are: {string.Join(", ", Edges)}.");
        if (string.IsNullOrEmpty(trunk.UserName) && trunk.PasswordRef is null)
            faults.Add($"{at}.user-name", "Nothing says with which account to register.", "A SIP Domain lets nobody register without one.", "Add user-name and password-secret of the domain's credential list.");
    }

    private static void Sip(TrunkConfig.SipTrunk trunk, string at, FaultList faults)
    {
        Checks.Host(faults, $"{at}.host", trunk.Host, "host = \"sip.provider.example\"");
        Checks.Host(faults, $"{at}.domain", trunk.Domain, "domain = \"provider.example\"");
        Checks.Host(faults, $"{at}.outbound-proxy", trunk.OutboundProxy, "outbound-proxy = \"proxy.provider.example\"");
        Checks.Seconds(faults, $"{at}.expires-seconds", trunk.Expires, 60, 86400, "Shorter registrations are refused by most providers, longer ones outlive a change of address.");
        for (var i = 0; i < trunk.FallbackHosts.Count; i++)
            Checks.Host(faults, $"{at}.fallback-hosts[{i + 1}]", trunk.FallbackHosts[i], "fallback-hosts = [\"sip2.provider.example\"]");

        if (trunk.Media is MediaSecurity.Required && trunk.Transport is not TransportKind.Tls)
            faults.Add(faults.IsWritten($"{at}.media") ? $"{at}.media" : $"{at}.transport", "Encrypted voice needs TLS.", "The keys travel in the signalling; without TLS anybody on the way can read them.", "Write transport = \"tls\", or media = \"plain\".");
        if (trunk.Register && string.IsNullOrEmpty(trunk.UserName))
            faults.Add($"{at}.user-name", "The trunk registers without a user name.", "The provider cannot tell whose registration it is.", "Add user-name and password-secret as the provider gave them, or write register = false.");
        if (trunk.Codecs.IsEmpty)
            faults.Add($"{at}.codecs", "No codec is left.", "There could be no voice.", "Write codecs = [\"PCMU\", \"PCMA\"], or delete the line.");
    }

    private static void TwilioHost(FaultList faults, string key, string host, Regex shape, string product, string example)
    {
        if (host.Length is 0 || shape.IsMatch(host))
            return;

        Checks.Host(faults, key, host, example);
        if (faults.IsFaulty(key))
            return;

        var other = product is ".pstn." ? ".sip." : ".pstn.";
        if (host.Contains($"{other}twilio.com", StringComparison.OrdinalIgnoreCase) || DomainName().IsMatch(host) || TerminationName().IsMatch(host))
        {
            var (isA, kind) = product is ".pstn." ? ("a SIP Domain", "twilio-domain") : ("an Elastic SIP Trunk", "twilio-trunk");
            faults.Add(key, $"This is the name of {isA}.", "Twilio's trunks and its SIP Domains are two different products that work differently.", $"Write kind = \"{kind}\" for it, or the host name of this one: {example}");
        }
        else if (host.Contains("twil", StringComparison.OrdinalIgnoreCase))
        {
            faults.Add(key, "This looks like a name at Twilio, but there can be none like it.", "Twilio silently drops calls to a name that is not the trunk's own.", $"Copy it from Twilio's console; it looks like {example}");
        }
        else
        {
            faults.Warn(key, "This is not a name at Twilio.", "The box uses it as it is and expects Twilio's behaviour there.", $"For another provider write kind = \"sip\". A name at Twilio looks like {example}");
        }
    }

    private static void Account(FaultList faults, string key, string? account)
    {
        if (account is not null && !AccountSid().IsMatch(account))
            faults.Add(key, "This is not an account SID.", "Incoming calls are believed only when they carry your account; every other customer's calls come from the same addresses.", "Copy it from Twilio's console: AC and 32 digits or letters from a to f.");
    }

    private static string Inserted(string host, string edge) =>
        TerminationName().IsMatch(host) && host.EndsWith(".pstn.twilio.com", StringComparison.OrdinalIgnoreCase)
            ? host[..^"twilio.com".Length] + edge + ".twilio.com"
            : $"my-office.pstn.{edge}.twilio.com";

    private const string Places = "ashburn|umatilla|dublin|frankfurt|singapore|tokyo|sao-paulo|sydney|us1|us2|ie1|de1|sg1|jp1|br1|au1|(ashburn|san-jose|london|frankfurt|singapore|tokyo|sydney|sao-paulo)-ix";

    [GeneratedRegex("^[a-z0-9-]+(\\.[a-z0-9-]+)?\\.pstn(\\.(" + Places + "))?\\.twilio\\.com$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex TerminationName();

    [GeneratedRegex("^[a-z0-9-]+(\\.[a-z0-9-]+)?\\.sip\\.twilio\\.com$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex DomainName();

    [GeneratedRegex("^AC[0-9a-f]{32}$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex AccountSid();
}

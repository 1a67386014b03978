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
            faults.Add(faults.Find("trunk"), "office.country", FaultCode.CountryMissing);
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
        Checks.Range(faults, $"{at}.max-calls", trunk.MaxCalls, 1, 200, "most-calls");
        Checks.Range(faults, $"{at}.calls-per-second", trunk.CallsPerSecond, 1, 30, "calls-per-second");
        if (trunk.Port is { } port)
            Checks.Port(faults, $"{at}.port", port, mayBeOff: false);

        if (trunk.UserName is { Length: > 0 } && trunk.PasswordRef is null)
            faults.Add($"{at}.password-secret", FaultCode.TrunkUserAlone);
        if (trunk.PasswordRef is not null && string.IsNullOrEmpty(trunk.UserName))
            faults.Add($"{at}.user-name", FaultCode.TrunkPasswordAlone);

        Checks.Owned(faults, $"{at}.caller-number", trunk.CallerNumber, new HashSet<string>(trunk.Numbers, StringComparer.Ordinal), config.Office.Country);
        Checks.Owned(faults, $"{at}.emergency-caller", trunk.EmergencyCaller, new HashSet<string>(trunk.Numbers, StringComparer.Ordinal), config.Office.Country);
        for (var i = 0; i < trunk.EmergencyNumbers.Count; i++)
        {
            if (!EmergencyCheck.IsShort(trunk.EmergencyNumbers[i]))
                faults.Add($"{at}.emergency-numbers[{i + 1}]", FaultCode.TrunkEmergencyNumber);
        }
    }

    private static void Numbers(TrunkConfig trunk, string at, Config config, FaultList faults, Dictionary<string, string> owners)
    {
        if (trunk.Numbers.IsEmpty && !faults.IsFaulty($"{at}.numbers") && !faults.IsFaulty($"{at}.numbers[1]"))
            faults.Add($"{at}.numbers", FaultCode.TrunkNoNumber);

        for (var i = 0; i < trunk.Numbers.Count; i++)
        {
            var key = $"{at}.numbers[{i + 1}]";
            Checks.Number(faults, key, trunk.Numbers[i], config.Office.Country);
            if (!owners.TryAdd(trunk.Numbers[i], trunk.Id))
                faults.Add(key, FaultCode.NumberTwice, Checks.Shown(trunk.Numbers[i]));
        }
    }

    private static void Twilio(TrunkConfig.TwilioTrunk trunk, string at, FaultList faults, KnownNames names)
    {
        TwilioHost(faults, $"{at}.termination-host", trunk.TerminationHost, TerminationName(), ".pstn.", "termination-host = \"my-office.pstn.twilio.com\"");
        for (var i = 0; i < trunk.Edges.Count; i++)
        {
            var key = $"{at}.edges[{i + 1}]";
            if (Edges.Contains(trunk.Edges[i], StringComparer.Ordinal))
                faults.Add(key, FaultCode.EdgeAlone, Inserted(trunk.TerminationHost, trunk.Edges[i]));
            else
                TwilioHost(faults, key, trunk.Edges[i], TerminationName(), ".pstn.", "edges = [\"my-office.pstn.tokyo.twilio.com\"]");
        }

        Checks.Host(faults, $"{at}.outbound-proxy", trunk.OutboundProxy, "outbound-proxy = \"pstn.tokyo.twilio.com\"");
        Account(faults, $"{at}.account-sid", trunk.AccountSid);
        Checks.Secret(faults, $"{at}.inbound-token-secret", trunk.InboundTokenRef, names);

        if (string.IsNullOrEmpty(trunk.UserName) && trunk.PasswordRef is null && !trunk.KnownByAddress)
        {
            faults.Add($"{at}.user-name", FaultCode.TrunkUnproved);
        }
    }

    private static void Domain(TrunkConfig.TwilioDomain trunk, string at, FaultList faults, KnownNames names)
    {
        TwilioHost(faults, $"{at}.domain", trunk.Domain, DomainName(), ".sip.", "domain = \"my-office.sip.twilio.com\"");
        Checks.Seconds(faults, $"{at}.expires-seconds", trunk.Expires, 600, 3600, "twilio-expires");
        Account(faults, $"{at}.account-sid", trunk.AccountSid);
        Checks.Secret(faults, $"{at}.inbound-token-secret", trunk.InboundTokenRef, names);

        if (trunk.Edge is { } edge && !Edges.Contains(edge, StringComparer.Ordinal))
        {
            if (Spelling.Nearest(edge, Edges) is { } meant)
                faults.Add($"{at}.edge", FaultCode.EdgeUnknownMeant, meant);
            else
                faults.Add($"{at}.edge", FaultCode.EdgeUnknown, string.Join(", ", Edges));
        }
        if (string.IsNullOrEmpty(trunk.UserName) && trunk.PasswordRef is null)
            faults.Add($"{at}.user-name", FaultCode.DomainUnproved);
    }

    private static void Sip(TrunkConfig.SipTrunk trunk, string at, FaultList faults)
    {
        Checks.Host(faults, $"{at}.host", trunk.Host, "host = \"sip.provider.example\"");
        Checks.Host(faults, $"{at}.domain", trunk.Domain, "domain = \"provider.example\"");
        Checks.Host(faults, $"{at}.outbound-proxy", trunk.OutboundProxy, "outbound-proxy = \"proxy.provider.example\"");
        Checks.Seconds(faults, $"{at}.expires-seconds", trunk.Expires, 60, 86400, "expires");
        for (var i = 0; i < trunk.FallbackHosts.Count; i++)
            Checks.Host(faults, $"{at}.fallback-hosts[{i + 1}]", trunk.FallbackHosts[i], "fallback-hosts = [\"sip2.provider.example\"]");

        if (trunk.Media is MediaSecurity.Required && trunk.Transport is not TransportKind.Tls)
            faults.Add(faults.IsWritten($"{at}.media") ? $"{at}.media" : $"{at}.transport", FaultCode.TrunkVoiceNeedsTls);
        if (trunk.Register && string.IsNullOrEmpty(trunk.UserName))
            faults.Add($"{at}.user-name", FaultCode.TrunkRegistersNameless);
        if (trunk.Codecs.IsEmpty)
            faults.Add($"{at}.codecs", FaultCode.NoCodec);
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
            faults.Add(key, product is ".pstn." ? FaultCode.TwilioIsDomain : FaultCode.TwilioIsTrunk, example);
        }
        else if (host.Contains("twil", StringComparison.OrdinalIgnoreCase))
        {
            faults.Add(key, FaultCode.TwilioNameOdd, example);
        }
        else
        {
            faults.Warn(key, FaultCode.TwilioNameNone, example);
        }
    }

    private static void Account(FaultList faults, string key, string? account)
    {
        if (account is not null && !AccountSid().IsMatch(account))
            faults.Add(key, FaultCode.AccountSid);
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

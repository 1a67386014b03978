using Appliance.Calls;
using Appliance.DialPlans;
using Appliance.Extensions;
using Appliance.Numbers;
using Appliance.Trunks;
using Sip;
using Sip.Media;

namespace Appliance.Configuration;

/// <summary>What a settings file says, and everything that is wrong with it.</summary>
/// <param name="Config">The settings as far as they can be read; to be used only when <see cref="IsUsable"/>.</param>
/// <param name="Faults">Faults and warnings in the order of the file.</param>
public sealed record ConfigReading(Config Config, ValueList<ConfigFault> Faults)
{
    /// <summary>True when there are warnings at most.</summary>
    public bool IsUsable => Faults.All(fault => fault.Weight is not FaultWeight.Fault);
}

/// <summary>From the text of <c>appliance.toml</c> to a <see cref="Config"/>, finding every fault in one pass. Never throws on a text.</summary>
public static class ConfigReader
{
    private static readonly string[] Ways = ["ring", "pbx", "announcement"];
    private static readonly (string, AudioCodec)[] Codecs = [("PCMU", AudioCodec.Pcmu), ("PCMA", AudioCodec.Pcma)];

    /// <summary>Reads and checks a text.</summary>
    /// <param name="text">The whole file.</param>
    /// <param name="secrets">The names of the secrets that exist; null: references to secrets are not checked.</param>
    public static ConfigReading Read(string text, IReadOnlySet<string>? secrets = null)
    {
        var faults = new FaultList();
        var (tree, lost) = SettingsSyntax.Read(text, faults);
        var root = new SectionReader(tree, "", faults, lost);

        var config = new Config
        {
            Office = Office(root.Section("office")),
            Network = Network(root.Section("network")),
            PageCertificate = Web(root.Section("web")),
            Media = Media(root.Section("media")),
            Calls = Calls(root.Section("calls")),
            Records = Records(root.Section("records")),
            Panel = PanelReader.Read(root.Section("panel")),
            DialPlan = DialPlan(root.Section("dial-plan")),
            Trunks = Each(root.Sections("trunk"), trunk => Trunk(trunk, faults)),
            Extensions = Each(root.Sections("extension"), Extension),
            Pbxs = Each(root.Sections("pbx"), Pbx),
            Inbound = Each(root.Sections("inbound"), rule => Inbound(rule, faults)),
        };
        root.Done(FaultValue.Words("word.this-file"));

        ConfigValidator.Check(config, faults, secrets);
        return new(config, faults.InOrder());
    }

    private static OfficeConfig Office(SectionReader office)
    {
        var plain = new OfficeConfig();
        var read = new OfficeConfig
        {
            Name = office.Text("name", plain.Name),
            Country = Country(office.Text("country", plain.Country)),
            Language = office.Choice("language", plain.Language, ("en", "en"), ("zh-TW", "zh-TW")),
            TimeZone = office.Text("time-zone", plain.TimeZone),
        };
        office.Done("[office]");
        return read;
    }

    private static NetworkConfig Network(SectionReader network)
    {
        var plain = new NetworkConfig();
        var read = new NetworkConfig
        {
            Listen = network.Addresses("listen"),
            SipUdpPort = network.Whole("sip-udp-port", plain.SipUdpPort),
            SipTcpPort = network.Whole("sip-tcp-port", plain.SipTcpPort),
            SipTlsPort = network.Whole("sip-tls-port", plain.SipTlsPort),
            WebPort = network.Whole("web-port", plain.WebPort),
            WebTlsPort = network.Whole("web-tls-port", plain.WebTlsPort),
            PublicAddress = network.Address("public-address"),
            PublicHost = network.Text("public-host"),
            Inside = network.Networks("inside") ?? plain.Inside,
            NameServers = network.Addresses("name-servers"),
            Certificate = network.Text("certificate"),
            CertificateKey = network.Text("certificate-key"),
            SignallingDscp = network.Whole("signalling-dscp", plain.SignallingDscp),
            Address = Address(network.Section("address")),
        };
        network.Done("[network]");
        return read;
    }

    private static AddressConfig Address(SectionReader address)
    {
        var (own, prefix) = address.AddressInNetwork("address");
        var read = new AddressConfig
        {
            IsFixed = address.Choice("mode", false, ("dhcp", false), ("fixed", true)),
            Address = own,
            PrefixLength = prefix,
            Gateway = address.Address("gateway"),
            NameServer = address.Address("name-server"),
            Vlan = address.Whole("vlan"),
        };
        address.Done("[network.address]");
        return read;
    }

    private static PageCertificateConfig Web(SectionReader web)
    {
        var certificate = web.Section("certificate");
        var read = new PageCertificateConfig
        {
            Name = certificate.Text("name"),
            Directory = certificate.Text("directory", PageCertificateConfig.LetsEncrypt),
            Email = certificate.Text("email"),
            TermsAgreed = certificate.Flag("terms-agreed", false),
            ExtraCertificates = certificate.Text("extra-certificates"),
        };
        certificate.Done("[web.certificate]");
        web.Done("[web]");
        return read;
    }

    private static MediaConfig Media(SectionReader media)
    {
        var plain = new MediaConfig();
        var read = new MediaConfig
        {
            FirstPort = media.Whole("first-port", plain.FirstPort),
            LastPort = media.Whole("last-port", plain.LastPort),
            Dscp = media.Whole("dscp", plain.Dscp),
            Silence = media.Seconds("silence-seconds", plain.Silence),
        };
        media.Done("[media]");
        return read;
    }

    private static CallLimits Calls(SectionReader calls)
    {
        var plain = new CallLimits();
        var read = new CallLimits
        {
            MaxCalls = calls.Whole("max-calls", plain.MaxCalls),
            RingTime = calls.Seconds("ring-seconds", plain.RingTime),
            LongestCall = calls.Minutes("longest-minutes", plain.LongestCall),
            DailyMinutes = calls.Whole("daily-minutes", plain.DailyMinutes),
            NextTargetAfter = calls.Seconds("next-target-seconds", plain.NextTargetAfter),
        };
        calls.Done("[calls]");
        return read;
    }

    private static RecordsConfig Records(SectionReader records)
    {
        var plain = new RecordsConfig();
        var read = new RecordsConfig
        {
            KeepDays = records.Whole("keep-days", plain.KeepDays),
            KeepCalls = records.Whole("keep-calls", plain.KeepCalls),
        };
        records.Done("[records]");
        return read;
    }

    private static DialPlanConfig DialPlan(SectionReader plan)
    {
        var read = new DialPlanConfig
        {
            AreaCode = plan.Text("area-code"),
            OutsidePrefix = plan.Text("outside-prefix"),
            PermittedCountries = ValueList.Create<string>([.. plan.Texts("permitted-countries").Select(Country)]),
            BlockedPrefixes = plan.Texts("blocked-prefixes"),
            EchoNumber = plan.Text("echo-number", new DialPlanConfig().EchoNumber),
            Rules = Each(plan.Sections("rule"), Rule),
            Emergency = Each(plan.Sections("emergency"), Emergency),
        };
        plan.Done("[dial-plan]");
        return read;
    }

    private static DialRule Rule(SectionReader rule)
    {
        var read = new DialRule
        {
            Match = rule.Needed("match", "match", "match = \"+886\""),
            Via = rule.Texts("via"),
            Strip = rule.Whole("strip", 0),
            Prepend = rule.Text("prepend", ""),
            CallerNumber = rule.Text("caller-number"),
        };
        rule.Done("[[dial-plan.rule]]");
        return read;
    }

    private static EmergencyRule Emergency(SectionReader rule)
    {
        var read = new EmergencyRule
        {
            Number = rule.Needed("number", "emergency", "number = \"119\""),
            Via = rule.Texts("via"),
            NotReachedAcknowledged = rule.Flag("not-reached-acknowledged", otherwise: false),
        };
        rule.Done("[[dial-plan.emergency]]");
        return read;
    }

    private static TrunkConfig Trunk(SectionReader trunk, FaultList faults)
    {
        if (!trunk.Has("kind"))
            trunk.Missing("kind", "trunk-kind", "kind = \"twilio-trunk\" / \"twilio-domain\" / \"sip\"");

        TrunkConfig read = trunk.Choice("kind", TrunkKind.TwilioTrunk, ("twilio-trunk", TrunkKind.TwilioTrunk), ("twilio-domain", TrunkKind.TwilioDomain), ("sip", TrunkKind.Sip)) switch
        {
            TrunkKind.TwilioDomain => TwilioDomain(trunk, faults),
            TrunkKind.Sip => SipTrunk(trunk),
            _ => TwilioTrunk(trunk, faults),
        };
        read = read with
        {
            Name = trunk.Text("name", ""),
            Enabled = trunk.Flag("enabled", otherwise: true),
            UserName = trunk.Text("user-name"),
            PasswordRef = trunk.Text("password-secret"),
            Port = trunk.Whole("port"),
            ExtraCertificates = trunk.Text("extra-certificates"),
            Numbers = trunk.Texts("numbers"),
            CallerNumber = trunk.Text("caller-number"),
            MaxCalls = trunk.Whole("max-calls", read.MaxCalls),
            CallsPerSecond = trunk.Whole("calls-per-second", read.CallsPerSecond),
            EmergencyNumbers = trunk.Texts("emergency-numbers"),
            EmergencyCaller = trunk.Text("emergency-caller"),
        };
        trunk.Done("[[trunk]]");
        return read;
    }

    private static TrunkConfig.TwilioTrunk TwilioTrunk(SectionReader trunk, FaultList faults)
    {
        var (secure, transport) = TwilioSecurity(trunk, faults);
        return new()
        {
            Id = Id(trunk, "twilio"),
            TerminationHost = trunk.Needed("termination-host", "termination-host", "termination-host = \"my-office.pstn.twilio.com\""),
            Edges = trunk.Texts("edges"),
            OutboundProxy = trunk.Text("outbound-proxy"),
            Secure = secure,
            PlainTransport = transport,
            AccountSid = trunk.Text("account-sid"),
            InboundTokenRef = trunk.Text("inbound-token-secret"),
            KnownByAddress = trunk.Flag("known-by-address", otherwise: false),
            InboundFrom = trunk.Networks("inbound-from") ?? [],
        };
    }

    private static TrunkConfig.TwilioDomain TwilioDomain(SectionReader trunk, FaultList faults)
    {
        var (secure, transport) = TwilioSecurity(trunk, faults);
        return new()
        {
            Id = Id(trunk, "twilio"),
            Domain = trunk.Needed("domain", "domain", "domain = \"my-office.sip.twilio.com\""),
            Edge = trunk.Text("edge"),
            Expires = trunk.Seconds("expires-seconds", TimeSpan.FromSeconds(600)),
            Secure = secure,
            PlainTransport = transport,
            AccountSid = trunk.Text("account-sid"),
            InboundTokenRef = trunk.Text("inbound-token-secret"),
        };
    }

    private static (bool Secure, TransportKind Plain) TwilioSecurity(SectionReader trunk, FaultList faults)
    {
        var secure = trunk.Flag("secure", otherwise: true);
        var transport = trunk.Choice("transport", secure ? TransportKind.Tls : TransportKind.Tcp, Transports);
        if (secure && transport is not TransportKind.Tls)
        {
            faults.Add(trunk.Path("transport"), FaultCode.SecureTransport);
        }
        else if (!secure && transport is TransportKind.Tls)
        {
            faults.Add(trunk.Path("transport"), FaultCode.TlsUnsecured);
        }

        return (secure, transport is TransportKind.Udp ? TransportKind.Udp : TransportKind.Tcp);
    }

    private static TrunkConfig.SipTrunk SipTrunk(SectionReader trunk)
    {
        var transport = trunk.Choice("transport", TransportKind.Tls, Transports);
        var read = new TrunkConfig.SipTrunk
        {
            Id = Id(trunk, "plan-b"),
            Host = trunk.Needed("host", "host", "host = \"sip.provider.example\""),
            FallbackHosts = trunk.Texts("fallback-hosts"),
            Transport = transport,
            Media = trunk.Choice("media", transport is TransportKind.Tls ? MediaSecurity.Required : MediaSecurity.Plain, Securities),
            Register = trunk.Flag("register", otherwise: false),
            Expires = trunk.Seconds("expires-seconds", TimeSpan.FromSeconds(600)),
            Domain = trunk.Text("domain"),
            OutboundProxy = trunk.Text("outbound-proxy"),
            InboundFrom = trunk.Networks("inbound-from") ?? [],
            Format = trunk.Choice("number-format", NumberFormat.PlusE164, Formats),
            Caller = trunk.Choice("caller-header", CallerHeader.From, ("from", CallerHeader.From), ("asserted-identity", CallerHeader.AssertedIdentity)),
            Dtmf = trunk.Choice("dtmf", DtmfMode.Rfc4733, Dtmfs),
        };
        return read with { Codecs = trunk.Choices("codecs", Codecs) ?? read.Codecs };
    }

    private static ExtensionConfig Extension(SectionReader extension)
    {
        var plain = new ExtensionConfig { Id = "", PasswordRef = "" };
        var read = plain with
        {
            Id = extension.Needed("number", "extension-number", "number = \"101\""),
            DisplayName = extension.Text("name", ""),
            UserName = extension.Text("user-name"),
            PasswordRef = extension.Needed("password-secret", "extension-password", "password-secret = \"phone-101\""),
            CallerNumber = extension.Text("caller-number"),
            Sha256 = extension.Flag("sha-256", plain.Sha256),
            MaxContacts = extension.Whole("max-contacts", plain.MaxContacts),
            MaxCalls = extension.Whole("max-calls", plain.MaxCalls),
            TlsOnly = extension.Flag("tls-only", plain.TlsOnly),
            Media = extension.Choice("media", plain.Media, Securities),
            Codecs = extension.Choices("codecs", Codecs) ?? plain.Codecs,
            Dtmf = extension.Choice("dtmf", plain.Dtmf, Dtmfs),
            International = extension.Flag("international", plain.International),
        };
        extension.Done("[[extension]]");
        return read;
    }

    private static PbxConfig Pbx(SectionReader pbx)
    {
        var plain = new PbxConfig { Id = "" };
        var read = plain with
        {
            Id = Id(pbx, "asterisk"),
            Name = pbx.Text("name", ""),
            Addresses = pbx.Networks("addresses") ?? [],
            Host = pbx.Text("host"),
            Port = pbx.Whole("port"),
            Transport = pbx.Choice("transport", plain.Transport, Transports),
            UserName = pbx.Text("user-name"),
            PasswordRef = pbx.Text("password-secret"),
            Registers = pbx.Flag("registers", plain.Registers),
            Sha256 = pbx.Flag("sha-256", plain.Sha256),
            Media = pbx.Choice("media", plain.Media, Securities),
            Codecs = pbx.Choices("codecs", Codecs) ?? plain.Codecs,
            Dtmf = pbx.Choice("dtmf", plain.Dtmf, Dtmfs),
            Format = pbx.Choice("number-format", plain.Format, Formats),
            InternalPrefixes = pbx.Texts("internal-prefixes"),
            CallerNumber = pbx.Text("caller-number"),
            MaxCalls = pbx.Whole("max-calls", plain.MaxCalls),
        };
        pbx.Done("[[pbx]]");
        return read;
    }

    private static InboundRule Inbound(SectionReader rule, FaultList faults)
    {
        var number = rule.Needed("number", "inbound-number", "number = \"+886223456789\"");
        var ring = new InboundTarget.Ring(rule.Texts("ring"));
        ring = ring with
        {
            InTurn = rule.Choice("order", false, ("all", false), ("in-turn", true)),
            Wait = rule.Seconds("ring-seconds", ring.Wait),
            ThenAnnouncement = rule.Text("then-announcement"),
        };
        var pbx = rule.Text("pbx");
        var announcement = rule.Text("announcement");
        rule.Done("[[inbound]]");

        string[] ways = [.. Ways.Where(rule.Has)];
        if (ways.Length is 0)
            rule.Missing("ring", "inbound-target", "ring = [\"101\"] / pbx = \"asterisk\" / announcement = \"closed\"");
        else if (ways.Length > 1)
            faults.Add(rule.Path(ways[1]), FaultCode.InboundTwoWays, string.Join(", ", ways));

        return new InboundRule
        {
            Number = number,
            Target = pbx is not null ? new InboundTarget.ToPbx(pbx)
                : announcement is not null ? new InboundTarget.Announce(announcement)
                : ring,
        };
    }

    /// <summary>Many write UK, which ISO 3166 calls GB.</summary>
    private static string Country(string written) => written.ToUpperInvariant() is var code and not "UK" ? code : "GB";

    private static string Id(SectionReader section, string example) =>
        section.Needed("id", "id", $"id = \"{example}\"");

    private static ValueList<T> Each<T>(List<SectionReader> sections, Func<SectionReader, T> read) =>
        ValueList.Create<T>([.. sections.Select(read)]);

    private static ReadOnlySpan<(string, TransportKind)> Transports =>
        new[] { ("udp", TransportKind.Udp), ("tcp", TransportKind.Tcp), ("tls", TransportKind.Tls) };

    private static ReadOnlySpan<(string, MediaSecurity)> Securities =>
        new[] { ("plain", MediaSecurity.Plain), ("optional", MediaSecurity.Optional), ("srtp", MediaSecurity.Required) };

    private static ReadOnlySpan<(string, NumberFormat)> Formats =>
        new[] { ("+e164", NumberFormat.PlusE164), ("e164", NumberFormat.E164), ("national", NumberFormat.National) };

    private static ReadOnlySpan<(string, DtmfMode)> Dtmfs =>
        new[] { ("rfc4733", DtmfMode.Rfc4733), ("info", DtmfMode.Info), ("in-band", DtmfMode.InBand) };

    private enum TrunkKind
    {
        TwilioTrunk,
        TwilioDomain,
        Sip,
    }
}

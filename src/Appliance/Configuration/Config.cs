using System.Net;
using Appliance.DialPlans;
using Appliance.Extensions;
using Appliance.FrontPanel;
using Appliance.Trunks;

namespace Appliance.Configuration;

/// <summary>
/// All that the owner wrote in <c>appliance.toml</c>. Immutable and comparable. An empty file is a valid box: it listens,
/// it answers the echo number, it offers the practice call, and it has no way out.
/// </summary>
public sealed record Config
{
    /// <summary>An empty file.</summary>
    public static readonly Config Empty = new();

    /// <summary><c>[office]</c>.</summary>
    public OfficeConfig Office { get; init; } = new();

    /// <summary><c>[network]</c>.</summary>
    public NetworkConfig Network { get; init; } = new();

    /// <summary><c>[web.certificate]</c>.</summary>
    public PageCertificateConfig PageCertificate { get; init; } = new();

    /// <summary><c>[media]</c>.</summary>
    public MediaConfig Media { get; init; } = new();

    /// <summary><c>[calls]</c>.</summary>
    public CallLimits Calls { get; init; } = new();

    /// <summary><c>[records]</c>.</summary>
    public RecordsConfig Records { get; init; } = new();

    /// <summary><c>[panel]</c>.</summary>
    public PanelConfig Panel { get; init; } = new();

    /// <summary><c>[dial-plan]</c>.</summary>
    public DialPlanConfig DialPlan { get; init; } = new();

    /// <summary><c>[[trunk]]</c>, in the order of preference.</summary>
    public ValueList<TrunkConfig> Trunks { get; init; } = [];

    /// <summary><c>[[extension]]</c>.</summary>
    public ValueList<ExtensionConfig> Extensions { get; init; } = [];

    /// <summary><c>[[pbx]]</c>.</summary>
    public ValueList<PbxConfig> Pbxs { get; init; } = [];

    /// <summary><c>[[inbound]]</c>.</summary>
    public ValueList<InboundRule> Inbound { get; init; } = [];
}

/// <summary>Where the box stands and what it speaks.</summary>
public sealed record OfficeConfig
{
    /// <summary>What the page and the screen call this box.</summary>
    public string Name { get; init; } = "Landline";

    /// <summary>The country numbers are dialled in: two letters (ISO 3166-1). Must be written in the file once there is a trunk.</summary>
    public string Country { get; init; } = "TW";

    /// <summary>The language of page, screen and announcements: <c>en</c> or <c>zh-TW</c>.</summary>
    public string Language { get; init; } = "en";

    /// <summary>The time zone of every time shown, as <c>Asia/Taipei</c> (IANA). Empty: the computer's.</summary>
    public string TimeZone { get; init; } = "";
}

/// <summary>Addresses and ports of signalling and page.</summary>
public sealed record NetworkConfig
{
    /// <summary>Our addresses to listen on. Empty: all of them.</summary>
    public ValueList<IPAddress> Listen { get; init; } = [];

    /// <summary>The UDP port for SIP, or 0: none. RFC 3261 section 18.1.1 names 5060.</summary>
    public int SipUdpPort { get; init; } = 5060;

    /// <summary>The TCP port for SIP, or 0: none.</summary>
    public int SipTcpPort { get; init; } = 5060;

    /// <summary>The TLS port for SIP, or 0: none. RFC 3261 section 19.1.2 names 5061.</summary>
    public int SipTlsPort { get; init; } = 5061;

    /// <summary>The TCP port of the page.</summary>
    public int WebPort { get; init; } = 8080;

    /// <summary>The TCP port of the page over TLS, or 0: none, and everything goes over <see cref="WebPort"/> in the clear.</summary>
    public int WebTlsPort { get; init; } = 8443;

    /// <summary>The address the internet sees, when it is fixed and not ours. Null: learned.</summary>
    public IPAddress? PublicAddress { get; init; }

    /// <summary>The host name the internet knows the box by, for certificates and Contact. Null: none.</summary>
    public string? PublicHost { get; init; }

    /// <summary>The networks that count as inside the office; phones and PBXs elsewhere must prove themselves over TLS.</summary>
    public ValueList<IPNetwork> Inside { get; init; } =
    [
        IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("::1/128"), IPNetwork.Parse("fc00::/7"), IPNetwork.Parse("fe80::/10"),
    ];

    /// <summary>Name servers to ask. Empty: the system's.</summary>
    public ValueList<IPAddress> NameServers { get; init; } = [];

    /// <summary>The PEM file of our own certificate with its chain, for peers that call us over TLS. Null: one of our own making.</summary>
    public string? Certificate { get; init; }

    /// <summary>The PEM file of the key of <see cref="Certificate"/>.</summary>
    public string? CertificateKey { get; init; }

    /// <summary>The mark of signalling packets, 0 to 63: CS3 (RFC 4594).</summary>
    public int SignallingDscp { get; init; } = 24;

    /// <summary><c>[network.address]</c>.</summary>
    public AddressConfig Address { get; init; } = new();
}

/// <summary>How the box gets its own address in the office; of effect only on a box that sets its network itself.</summary>
public sealed record AddressConfig
{
    /// <summary>True for the fixed address below, false for DHCP.</summary>
    public bool IsFixed { get; init; }

    /// <summary>The fixed address (IPv4).</summary>
    public IPAddress? Address { get; init; }

    /// <summary>Bits of the network's part of <see cref="Address"/>: 8 to 30.</summary>
    public int PrefixLength { get; init; }

    /// <summary>The way out, in the network of <see cref="Address"/>.</summary>
    public IPAddress? Gateway { get; init; }

    /// <summary>Whom to ask for names. Null: the gateway, as most office routers answer them.</summary>
    public IPAddress? NameServer { get; init; }

    /// <summary>The VLAN of the box, 1 to 4094 (IEEE 802.1Q). Null: untagged.</summary>
    public int? Vlan { get; init; }

    /// <summary>The settings that wish for this.</summary>
    public static AddressConfig Of(AddressWish wish)
    {
        ArgumentNullException.ThrowIfNull(wish);
        return new()
        {
            IsFixed = wish.Fixed is not null,
            Address = wish.Fixed?.Address,
            PrefixLength = wish.Fixed?.PrefixLength ?? 0,
            Gateway = wish.Fixed?.Gateway,
            NameServer = wish.Fixed?.NameServer,
            Vlan = wish.Vlan,
        };
    }

    /// <summary>As the panel and the system take it.</summary>
    public AddressWish Wish => new(
        IsFixed && Address is { } address && Gateway is { } gateway ? new FixedAddress(address, PrefixLength, gateway, NameServer ?? gateway) : null,
        Vlan);
}

/// <summary>The page's certificate from an authority, by ACME (RFC 8555).</summary>
public sealed record PageCertificateConfig
{
    /// <summary>Let's Encrypt's directory.</summary>
    public const string LetsEncrypt = "https://acme-v02.api.letsencrypt.org/directory";

    /// <summary>The name the certificate is for. Null: none is asked for.</summary>
    public string? Name { get; init; }

    /// <summary>The address of the authority's directory.</summary>
    public string Directory { get; init; } = LetsEncrypt;

    /// <summary>Where the authority may write to. Null: nowhere.</summary>
    public string? Email { get; init; }

    /// <summary>The owner agrees to the authority's terms.</summary>
    public bool TermsAgreed { get; init; }

    /// <summary>A PEM file in the data folder with roots to believe besides the system's, for an authority of the office's own.</summary>
    public string? ExtraCertificates { get; init; }
}

/// <summary>Ports and marks of the voice.</summary>
public sealed record MediaConfig
{
    /// <summary>The first UDP port for voice; even.</summary>
    public int FirstPort { get; init; } = 16384;

    /// <summary>The last UDP port for voice. A call needs two pairs of ports.</summary>
    public int LastPort { get; init; } = 17383;

    /// <summary>The mark of voice packets, 0 to 63: EF (RFC 4594).</summary>
    public int Dscp { get; init; } = 46;

    /// <summary>A call without any packet from one side for so long is ended: 10 to 600 seconds. Not while on hold.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(60);
}

/// <summary>What protects the office's bill and the box. Emergency calls pass all of it.</summary>
public sealed record CallLimits
{
    /// <summary>Calls at the same time through the box: 1 to 200.</summary>
    public int MaxCalls { get; init; } = 30;

    /// <summary>A call out that nobody answers is given up after so long: 30 to 300 seconds. RFC 3261 section 16.6 asks for more than 180 of a proxy.</summary>
    public TimeSpan RingTime { get; init; } = TimeSpan.FromSeconds(185);

    /// <summary>A call is ended after so long: 1 minute to 24 hours, Twilio's own end.</summary>
    public TimeSpan LongestCall { get; init; } = TimeSpan.FromHours(4);

    /// <summary>Minutes to the world a day, all calls together, before new ones are refused; 0: no limit.</summary>
    public int DailyMinutes { get; init; }

    /// <summary>A target that is silent for so long is left for the next one: 1 to 30 seconds. Twilio's advice is 4.</summary>
    public TimeSpan NextTargetAfter { get; init; } = TimeSpan.FromSeconds(4);
}

/// <summary>How long records of calls are kept.</summary>
public sealed record RecordsConfig
{
    /// <summary>Days a record is kept: 1 to 3650.</summary>
    public int KeepDays { get; init; } = 365;

    /// <summary>Records kept at most: 100 to 1 000 000; the oldest go first.</summary>
    public int KeepCalls { get; init; } = 100_000;
}

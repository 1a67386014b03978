using System.Net;
using Appliance.Configuration;
using Appliance.Extensions;
using Appliance.Numbers;
using Appliance.Trunks;
using Sip;

namespace Appliance.Web.Lines;

/// <summary>What sort of line a form is about.</summary>
public enum LineKind
{
    /// <summary>Twilio Elastic SIP Trunking.</summary>
    TwilioTrunk,

    /// <summary>A Twilio SIP Domain.</summary>
    TwilioDomain,

    /// <summary>Any other provider.</summary>
    Sip,

    /// <summary>A telephone system in the office.</summary>
    Pbx,
}

/// <summary>What somebody typed into the form of a line, as it was typed. The password is never filled in again.</summary>
public sealed record LineForm
{
    /// <summary>Letters of one field; what is longer is cut and complained of.</summary>
    public const int Longest = 255;

    /// <summary>Letters of the list of numbers.</summary>
    public const int LongestNumbers = 4000;

    /// <summary>Which form it is.</summary>
    public required LineKind Kind { get; init; }

    /// <summary>What people call it.</summary>
    public string Name { get; init; } = "";

    /// <summary>The trunk's termination name, the domain, the provider's host or the PBX's address, with its port where it has one of its own.</summary>
    public string Host { get; init; } = "";

    /// <summary>Where calls of a PBX are believed from: addresses and networks, with commas or line breaks between. Empty: its address.</summary>
    public string Addresses { get; init; } = "";

    /// <summary>The user name.</summary>
    public string User { get; init; } = "";

    /// <summary>The password; empty keeps the one there is.</summary>
    public string Password { get; init; } = "";

    /// <summary>The owned numbers, as people write them, with commas or line breaks between.</summary>
    public string Numbers { get; init; } = "";

    /// <summary>Twilio's account SID.</summary>
    public string Account { get; init; } = "";

    /// <summary>Twilio's edge.</summary>
    public string Edge { get; init; } = "";

    /// <summary><c>udp</c>, <c>tcp</c> or <c>tls</c>.</summary>
    public string Transport { get; init; } = "tls";

    /// <summary>How numbers are written: <c>+e164</c>, <c>e164</c> or <c>national</c>.</summary>
    public string Format { get; init; } = "+e164";

    /// <summary>The beginnings of the PBX's internal numbers.</summary>
    public string Prefixes { get; init; } = "";

    /// <summary>True: the box registers with the provider.</summary>
    public bool Registers { get; init; } = true;

    /// <summary>True: the PBX is believed by its address alone.</summary>
    public bool ByAddress { get; init; }

    /// <summary>False: the line is switched off.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The office's country, asked for while the settings do not name it.</summary>
    public string Country { get; init; } = "";

    /// <summary>A form for a new line.</summary>
    public static LineForm New(LineKind kind) => new() { Kind = kind, Transport = kind is LineKind.Pbx ? "udp" : "tls" };

    /// <summary>The form of a line as the settings have it, or null.</summary>
    public static LineForm? Of(Config config, string id) =>
        config.Trunks.FirstOrDefault(trunk => trunk.Id == id) is { } trunk ? Of(trunk)
        : config.Pbxs.FirstOrDefault(pbx => pbx.Id == id) is { } pbx ? Of(pbx)
        : null;

    /// <inheritdoc/>
    public override string ToString() => $"{Kind} {Host}";

    private static LineForm Of(TrunkConfig trunk)
    {
        var form = trunk switch
        {
            TrunkConfig.TwilioTrunk twilio => new LineForm { Kind = LineKind.TwilioTrunk, Host = WithPort(twilio.TerminationHost, trunk.Port), Account = twilio.AccountSid ?? "" },
            TrunkConfig.TwilioDomain domain => new LineForm { Kind = LineKind.TwilioDomain, Host = WithPort(domain.Domain, trunk.Port), Account = domain.AccountSid ?? "", Edge = domain.Edge ?? "" },
            TrunkConfig.SipTrunk sip => new LineForm { Kind = LineKind.Sip, Host = WithPort(sip.Host, trunk.Port), Transport = NameOf(sip.Transport), Format = NameOf(sip.Format), Registers = sip.Register },
            _ => throw new ArgumentOutOfRangeException(nameof(trunk)),
        };
        return form with { Name = trunk.Name, User = trunk.UserName ?? "", Numbers = string.Join('\n', trunk.Numbers), Enabled = trunk.Enabled };
    }

    private static LineForm Of(PbxConfig pbx) => new()
    {
        Kind = LineKind.Pbx,
        Name = pbx.Name,
        Host = HostOf(pbx) is { } host ? WithPort(host, pbx.Port) : "",
        Addresses = string.Join('\n', pbx.Addresses.Select(Spelled)),
        User = pbx.UserName ?? "",
        Transport = NameOf(pbx.Transport),
        Format = NameOf(pbx.Format),
        Prefixes = string.Join(", ", pbx.InternalPrefixes),
        ByAddress = pbx.UserName is null,
    };

    /// <summary>A network as people write it: a single address without its size.</summary>
    internal static string Spelled(IPNetwork network) => IsSingle(network) ? network.BaseAddress.ToString() : network.ToString();

    /// <summary>Where calls for a PBX are sent, or null where a network alone or its registration says so.</summary>
    internal static string? HostOf(PbxConfig pbx) => pbx.Host ?? (pbx.Addresses is [var first, ..] && IsSingle(first) ? first.BaseAddress.ToString() : null);

    private static bool IsSingle(IPNetwork network) => network.PrefixLength == 8 * network.BaseAddress.GetAddressBytes().Length;

    private static string WithPort(string host, int? port) => port is null ? host : host.Contains(':', StringComparison.Ordinal) ? $"[{host}]:{port}" : $"{host}:{port}";

    private static string NameOf(TransportKind transport) => transport switch { TransportKind.Udp => "udp", TransportKind.Tcp => "tcp", _ => "tls" };

    private static string NameOf(NumberFormat format) => format switch { NumberFormat.E164 => "e164", NumberFormat.National => "national", _ => "+e164" };
}

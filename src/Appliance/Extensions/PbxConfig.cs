using System.Net;
using Appliance.Calls;
using Appliance.Numbers;
using Sip;
using Sip.Media;

namespace Appliance.Extensions;

/// <summary>
/// A telephone system inside the office, for instance Asterisk, that sends us its calls out and takes calls in:
/// <c>[[pbx]]</c> in <c>appliance.toml</c>. It is known by its addresses, by digest, or by both.
/// </summary>
public sealed record PbxConfig
{
    /// <summary>Its name in rules, pages and records: letters, digits, <c>-</c> and <c>_</c>, at most 32.</summary>
    public required string Id { get; init; }

    /// <summary>What people call it. Empty: the <see cref="Id"/>.</summary>
    public string Name { get; init; } = "";

    /// <summary>Where calls are believed from without a password: single addresses or networks. Empty: by digest only.</summary>
    public ValueList<IPNetwork> Addresses { get; init; } = [];

    /// <summary>Where calls for it are sent: host name or address. Null: where it registered, or the first of <see cref="Addresses"/>.</summary>
    public string? Host { get; init; }

    /// <summary>The port at <see cref="Host"/>, or null: 5060 (5061 for TLS).</summary>
    public int? Port { get; init; }

    /// <summary>The transport toward it.</summary>
    public TransportKind Transport { get; init; } = TransportKind.Udp;

    /// <summary>The user name: it proves itself with it toward us, and we toward it.</summary>
    public string? UserName { get; init; }

    /// <summary>The name of the secret that holds the password, both directions.</summary>
    public string? PasswordRef { get; init; }

    /// <summary>True: it registers with us, like a phone, and is called where it registered.</summary>
    public bool Registers { get; init; }

    /// <summary>True: challenge with SHA-256 and MD5 (RFC 8760). False: MD5 alone.</summary>
    public bool Sha256 { get; init; }

    /// <summary>Whether voice between it and the box is encrypted.</summary>
    public MediaSecurity Media { get; init; } = MediaSecurity.Plain;

    /// <summary>Codecs to offer it, best first.</summary>
    public ValueList<AudioCodec> Codecs { get; init; } = [AudioCodec.Pcmu, AudioCodec.Pcma];

    /// <summary>How it sends and wants key presses.</summary>
    public DtmfMode Dtmf { get; init; } = DtmfMode.Rfc4733;

    /// <summary>How calls in are written toward it, called and calling number.</summary>
    public NumberFormat Format { get; init; } = NumberFormat.PlusE164;

    /// <summary>Its own internal numbers ("2xx" as prefixes "2"): dialled by our phones, they go to it.</summary>
    public ValueList<string> InternalPrefixes { get; init; } = [];

    /// <summary>The owned number shown when it sends a caller we do not own. Null: the trunk's.</summary>
    public string? CallerNumber { get; init; }

    /// <summary>Calls at the same time: 1 to 200.</summary>
    public int MaxCalls { get; init; } = 30;
}

using Appliance.Calls;
using Appliance.Numbers;
using Sip;
using Sip.Media;

namespace Appliance.Trunks;

/// <summary>
/// A way out of the office, as the owner wrote it: <c>[[trunk]]</c> in <c>appliance.toml</c>. Immutable, comparable and safe
/// to show; passwords are names of secrets. Which addresses, numbers and states follow from it is decided elsewhere.
/// </summary>
public abstract record TrunkConfig
{
    private TrunkConfig()
    {
    }

    /// <summary>The trunk's name in rules, pages and records: letters, digits, <c>-</c> and <c>_</c>, at most 32.</summary>
    public required string Id { get; init; }

    /// <summary>What people call it. Empty: the <see cref="Id"/>.</summary>
    public string Name { get; init; } = "";

    /// <summary>False: configured, but neither registered, probed nor used.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The digest user name, or null when the provider knows us by our address alone.</summary>
    public string? UserName { get; init; }

    /// <summary>The name of the secret that holds the digest password.</summary>
    public string? PasswordRef { get; init; }

    /// <summary>The port at its hosts, or null: by SRV records, else 5060 (5061 for TLS).</summary>
    public int? Port { get; init; }

    /// <summary>A PEM file of certificates to trust besides the system's, for a peer with its own authority.</summary>
    public string? ExtraCertificates { get; init; }

    /// <summary>The numbers we own on this trunk, +E.164. Only these may be shown as caller and are believed as dialled numbers.</summary>
    public ValueList<string> Numbers { get; init; } = [];

    /// <summary>The owned number shown for a caller without one of its own. Null: the first of <see cref="Numbers"/>.</summary>
    public string? CallerNumber { get; init; }

    /// <summary>Calls at the same time, both directions: 1 to 200. Emergency calls are not counted.</summary>
    public int MaxCalls { get; init; } = 10;

    /// <summary>New outgoing calls a second: 1 to 30. Twilio's own default is 1 per trunk and region.</summary>
    public int CallsPerSecond { get; init; } = 1;

    /// <summary>The emergency numbers this trunk really carries, as dialled ("112"). Empty: none.</summary>
    public ValueList<string> EmergencyNumbers { get; init; } = [];

    /// <summary>The owned number, registered for emergencies, that is shown on emergency calls. Null: <see cref="ShownNumber"/>.</summary>
    public string? EmergencyCaller { get; init; }

    /// <summary>The owned number shown when nothing better is known, or null for a trunk without numbers.</summary>
    public string? ShownNumber => CallerNumber ?? (Numbers.IsEmpty ? null : Numbers[0]);

    /// <summary>True when media and signalling toward this trunk are encrypted.</summary>
    public abstract bool IsSecure { get; }

    /// <summary>
    /// Twilio Elastic SIP Trunking. It never registers; calls out are challenged with 407, calls in come from Twilio's
    /// shared addresses and are believed by account, trunk name and number.
    /// </summary>
    public sealed record TwilioTrunk : TrunkConfig
    {
        /// <summary>The trunk's own name, <c>x.pstn.twilio.com</c> or <c>x.pstn.edge.twilio.com</c>: the host of every request URI.</summary>
        public required string TerminationHost { get; init; }

        /// <summary>
        /// Hosts to try in order, for instance <c>x.pstn.singapore.twilio.com</c> then <c>x.pstn.tokyo.twilio.com</c>.
        /// Empty: <see cref="TerminationHost"/> alone.
        /// </summary>
        public ValueList<string> Edges { get; init; } = [];

        /// <summary>A host that requests are sent to instead, the request URI unchanged: <c>pstn.tokyo.twilio.com</c> (has SRV records).</summary>
        public string? OutboundProxy { get; init; }

        /// <summary>TLS and SRTP, both directions, as the trunk's "Secure Trunking" switch says. All or nothing.</summary>
        public bool Secure { get; init; } = true;

        /// <summary>Used only when <see cref="Secure"/> is false: UDP or TCP.</summary>
        public TransportKind PlainTransport { get; init; } = TransportKind.Tcp;

        /// <summary>The owner's account, <c>AC</c> and 32 hexadecimal digits; an incoming call of another account is refused.</summary>
        public string? AccountSid { get; init; }

        /// <summary>The name of a secret that every incoming call must carry in <c>X-Box-Token</c>. Null: not asked for.</summary>
        public string? InboundTokenRef { get; init; }

        /// <summary>True when our address is on the trunk's access list, so that no password is needed.</summary>
        public bool KnownByAddress { get; init; }

        /// <summary>Networks that calls come from besides <see cref="TwilioRanges"/>: a private interconnect, or ranges newer than this box.</summary>
        public ValueList<System.Net.IPNetwork> InboundFrom { get; init; } = [];

        /// <inheritdoc/>
        public override bool IsSecure => Secure;

        /// <summary>Where to send calls, in the order to try.</summary>
        public ValueList<string> Hosts => Edges.IsEmpty ? [TerminationHost] : Edges;
    }

    /// <summary>A Twilio Programmable Voice SIP Domain that the box registers with: works behind any NAT, needs no open port.</summary>
    public sealed record TwilioDomain : TrunkConfig
    {
        /// <summary>The domain, <c>x.sip.twilio.com</c>, without an edge.</summary>
        public required string Domain { get; init; }

        /// <summary>The edge to register at, for instance <c>tokyo</c>. Null: Twilio's default (Ashburn).</summary>
        public string? Edge { get; init; }

        /// <summary>Seconds asked for in REGISTER: 600 to 3600, Twilio's bounds. Refreshed at half of it.</summary>
        public TimeSpan Expires { get; init; } = TimeSpan.FromSeconds(600);

        /// <summary>TLS and SRTP, as the domain's "Secure Media" switch says.</summary>
        public bool Secure { get; init; } = true;

        /// <summary>Used only when <see cref="Secure"/> is false: UDP or TCP.</summary>
        public TransportKind PlainTransport { get; init; } = TransportKind.Tcp;

        /// <summary>The owner's account, <c>AC</c> and 32 hexadecimal digits; an incoming call of another account is refused.</summary>
        public string? AccountSid { get; init; }

        /// <summary>The name of a secret that every incoming call must carry in <c>X-Box-Token</c>. Null: not asked for.</summary>
        public string? InboundTokenRef { get; init; }

        /// <inheritdoc/>
        public override bool IsSecure => Secure;

        /// <summary>Where REGISTER and calls go: <c>x.sip.tokyo.twilio.com</c>, or the domain itself without an edge.</summary>
        public string Host => Edge is null ? Domain : Domain.Replace(".sip.", $".sip.{Edge}.", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Any other provider, also as "Plan B" when Twilio cannot be reached.</summary>
    public sealed record SipTrunk : TrunkConfig
    {
        /// <summary>The provider's host name or address.</summary>
        public required string Host { get; init; }

        /// <summary>Further hosts to try in order after <see cref="Host"/>.</summary>
        public ValueList<string> FallbackHosts { get; init; } = [];

        /// <summary>UDP, TCP or TLS.</summary>
        public TransportKind Transport { get; init; } = TransportKind.Tls;

        /// <summary>Whether voice is encrypted. <see cref="MediaSecurity.Required"/> needs TLS, since the keys travel in the signalling.</summary>
        public MediaSecurity Media { get; init; } = MediaSecurity.Required;

        /// <summary>True: register there (most small providers). False: they know us by address or challenge each call.</summary>
        public bool Register { get; init; }

        /// <summary>Seconds asked for in REGISTER: 60 to 86400.</summary>
        public TimeSpan Expires { get; init; } = TimeSpan.FromSeconds(600);

        /// <summary>The SIP domain in From, To and the request URI when it is not <see cref="Host"/>.</summary>
        public string? Domain { get; init; }

        /// <summary>A host that requests are sent to instead, the request URI unchanged.</summary>
        public string? OutboundProxy { get; init; }

        /// <summary>Addresses or networks that calls in may come from, besides the addresses of the hosts.</summary>
        public ValueList<System.Net.IPNetwork> InboundFrom { get; init; } = [];

        /// <summary>How the provider wants and writes numbers.</summary>
        public NumberFormat Format { get; init; } = NumberFormat.PlusE164;

        /// <summary>Which header carries the caller's number.</summary>
        public CallerHeader Caller { get; init; } = CallerHeader.From;

        /// <summary>Codecs to offer, best first.</summary>
        public ValueList<AudioCodec> Codecs { get; init; } = [AudioCodec.Pcmu, AudioCodec.Pcma];

        /// <summary>How key presses travel.</summary>
        public DtmfMode Dtmf { get; init; } = DtmfMode.Rfc4733;

        /// <inheritdoc/>
        public override bool IsSecure => Transport is TransportKind.Tls && Media is MediaSecurity.Required;
    }
}

/// <summary>Which header of an INVITE tells the provider who is calling.</summary>
public enum CallerHeader
{
    /// <summary>The number stands in From.</summary>
    From,

    /// <summary>The account stands in From, the number in P-Asserted-Identity (RFC 3325).</summary>
    AssertedIdentity,
}

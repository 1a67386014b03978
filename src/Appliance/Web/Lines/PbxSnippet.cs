using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Appliance.Configuration;
using Appliance.Extensions;
using Appliance.Numbers;
using Sip;

namespace Appliance.Web.Lines;

/// <summary>
/// What to write at a telephone system so that it uses this box, filled in and ready to copy. Calls from the box enter a context that must
/// have no way out, and where there is a password nobody is let in without it.
/// </summary>
/// <param name="Name">Which telephone system: <c>pjsip</c>, <c>chan-sip</c>, <c>freepbx</c> or <c>cucm</c>.</param>
/// <param name="Text">The text to copy.</param>
public sealed record PbxSnippet(string Name, string Text)
{
    /// <summary>Those for this PBX.</summary>
    /// <param name="pbx">As the settings have it.</param>
    /// <param name="network">Our ports.</param>
    /// <param name="box">Our address as the office sees it.</param>
    /// <param name="password">The password, or null: a place for it.</param>
    public static ValueList<PbxSnippet> Of(PbxConfig pbx, NetworkConfig network, IPAddress box, string? password)
    {
        var (transport, port) = pbx.Transport switch
        {
            TransportKind.Udp => ("udp", network.SipUdpPort),
            TransportKind.Tcp => ("tcp", network.SipTcpPort),
            _ => ("tls", network.SipTlsPort),
        };
        var place = new Place(
            box.ToString(),
            box.AddressFamily is AddressFamily.InterNetworkV6 ? $"[{box}]" : box.ToString(),
            port.ToString(CultureInfo.InvariantCulture),
            transport,
            pbx.UserName,
            password ?? "PASSWORD",
            pbx.Format switch { NumberFormat.E164 => "886223456789", NumberFormat.National => "0223456789", _ => "+886223456789" });
        return place.User is { } user
            ? [new("pjsip", Pjsip(place)), new("chan-sip", ChanSip(place, user)), new("freepbx", FreePbx(place))]
            : [new("pjsip", Pjsip(place)), new("freepbx", FreePbx(place)), new("cucm", Cucm(place))];
    }

    private static string Pjsip(Place place) => Written(
    [
        "; pjsip.conf",
        "[landline]",
        "type=endpoint",
        $"transport=transport-{place.Transport}",
        "context=from-trunk",
        "disallow=all",
        "allow=ulaw,alaw",
        "aors=landline",
        place.User is null ? null : "outbound_auth=landline",
        "dtmf_mode=rfc4733",
        "direct_media=no",
        "rtp_symmetric=yes",
        "",
        .. place.User is null ? (string?[])[] : ["[landline]", "type=auth", "auth_type=userpass", $"username={place.User}", $"password={place.Password}", ""],
        "[landline]",
        "type=aor",
        $"contact=sip:{place.Host}:{place.Port}{(place.Transport is "udp" ? "" : $"\\;transport={place.Transport}")}",
        "qualify_frequency=30",
        "",
        "[landline]",
        "type=identify",
        "endpoint=landline",
        $"match={place.Address}",
        "",
        .. Extensions("PJSIP", "landline", place),
    ]);

    // chan_sip takes the name of the section for the user name of whoever calls in: with it, insecure=invite is not needed.
    private static string ChanSip(Place place, string user) => Written(
    [
        "; sip.conf (Asterisk 20 and older)",
        $"[{user}]",
        "type=peer",
        $"host={place.Address}",
        $"port={place.Port}",
        $"transport={place.Transport}",
        $"defaultuser={user}",
        $"secret={place.Password}",
        "context=from-trunk",
        "disallow=all",
        "allow=ulaw",
        "allow=alaw",
        "dtmfmode=rfc2833",
        "directmedia=no",
        "qualify=yes",
        "",
        .. Extensions("SIP", user, place),
    ]);

    private static string?[] Extensions(string channel, string trunk, Place place) =>
    [
        "; extensions.conf: no rules for numbers, the box understands what people dial",
        "[outbound]",
        $"exten => _X.,1,Dial({channel}/${{EXTEN}}@{trunk},60)",
        $"exten => _+X.,1,Dial({channel}/${{EXTEN}}@{trunk},60)",
        "",
        $"; calls from outside arrive here, as {place.Example}; give this context no way out",
        "[from-trunk]",
        $"exten => _X.,1,Dial({channel}/201,40)",
        $"exten => _+X.,1,Dial({channel}/201,40)",
    ];

    private static string FreePbx(Place place) => Written(
    [
        "Connectivity > Trunks > Add SIP (chan_pjsip) Trunk",
        "  General > Trunk Name: Landline",
        $"  pjsip Settings > General > Authentication: {(place.User is null ? "None" : "Outbound")}",
        "  pjsip Settings > General > Registration: None",
        .. place.User is null ? (string?[])[] : [$"  pjsip Settings > General > Username: {place.User}", $"  pjsip Settings > General > Secret: {place.Password}"],
        $"  pjsip Settings > General > SIP Server: {place.Address}",
        $"  pjsip Settings > General > SIP Server Port: {place.Port}",
        "  pjsip Settings > General > Context: from-trunk",
        $"  pjsip Settings > General > Transport: 0.0.0.0-{place.Transport}",
        "  pjsip Settings > Advanced > Qualify Frequency: 30",
        $"  pjsip Settings > Advanced > Match (Permit): {place.Address}",
        "  pjsip Settings > Codecs: ulaw, alaw",
        "",
        "Connectivity > Outbound Routes > Add Outbound Route",
        "  Route Settings > Trunk Sequence: Landline",
        "  Dial Patterns > match pattern: X.  and  +X.",
        "",
        "Connectivity > Inbound Routes > Add Inbound Route",
        $"  DID Number: written as {place.Example}",
    ]);

    private static string Cucm(Place place) => Written(
    [
        "System > Security > SIP Trunk Security Profile",
        "  Device Security Mode: Non Secure",
        "  Incoming Transport Type: TCP+UDP",
        $"  Outgoing Transport Type: {place.Transport.ToUpperInvariant()}",
        "  Enable Digest Authentication: off",
        "Device > Device Settings > SIP Profile",
        "  Enable OPTIONS Ping: on",
        "System > Region Information > Region",
        "  Maximum Audio Bit Rate: 64 kbps (G.722, G.711)",
        "Device > Trunk > Add New: SIP Trunk",
        $"  Destination Address: {place.Address}",
        $"  Destination Port: {place.Port}",
        "  Media Termination Point Required: off",
        "  Inbound Calls > Calling Search Space: one without partitions that lead outside",
        "Call Routing > Route/Hunt > Route Pattern",
        @"  Route Pattern: !  and  \+!",
        $"  numbers from outside arrive as {place.Example}",
    ]);

    private static string Written(IEnumerable<string?> lines) => string.Join('\n', lines.Where(static line => line is not null));

    private sealed record Place(string Address, string Host, string Port, string Transport, string? User, string Password, string Example)
    {
        public override string ToString() => nameof(Place);
    }
}

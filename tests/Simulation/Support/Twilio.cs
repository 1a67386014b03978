using Sip;

namespace Simulation.Support;

/// <summary>One address of Twilio's edge, with its gateway behind it (twilio.md sections 1.4, 2 and 12).</summary>
internal sealed class TwilioEdge : Peer
{
    public const string Gateway = "172.25.75.240";
    public const string PrivateContact = $"<sip:{Gateway}:5060>";
    public const string Nonce = "Zf8bY0aVNqKkqbsCwnB8JrXzqj1kq7nB9YyA6wI2CPMkq7nB";

    public TwilioEdge(Scene scene, string name, string address, TransportKind transport = TransportKind.Tls)
        : base(scene, name, transport, $"{address}:{(transport is TransportKind.Tls ? 5061 : 5060)}") => AnswersOptions = true;

    private string Ip => At.Address.ToString();

    private string TopRoute => Transport is TransportKind.Tls ? $"<sip:{Ip}:5061;transport=tls;r2=on;lr>" : $"<sip:{Ip};r2=on;lr>";

    /// <summary>Waits for an INVITE, checks it as Twilio does, asks for the password and lets the call pass.</summary>
    public PeerCall IsAskedFor(string number, string password = Settings.TrunkPassword)
    {
        var call = Challenged(number);
        Accepts(call, password);
        return call;
    }

    /// <summary>Waits for an INVITE and asks for the password.</summary>
    public PeerCall Challenged(string number)
    {
        var call = Meets(number);
        call.Replies(100, phrase: "trying -- your call is important to us");
        call.Replies(
            407,
            headers: $"Proxy-Authenticate: Digest realm=\"sip.twilio.com\",qop=\"auth\",nonce=\"{Nonce}\",opaque=\"0123456789abcdef0123456789abcdef\"\nServer: Twilio\nContact: {PrivateContact}",
            phrase: "Proxy Authentication required");
        call.Gets("ACK");
        return call;
    }

    /// <summary>The INVITE comes again with the right digest.</summary>
    public void Accepts(PeerCall call, string password = Settings.TrunkPassword)
    {
        var again = call.Gets("INVITE");
        var credentials = again.Header("Proxy-Authorization")!;
        Assert.True(Digest.IsRight(credentials, "INVITE", password), credentials);
        Assert.Equal(Nonce, Digest.Parameter(credentials, "nonce"));
        Assert.Equal("0123456789abcdef0123456789abcdef", Digest.Parameter(credentials, "opaque"));
        call.Replies(100, phrase: "trying -- your call is important to us");
    }

    /// <summary>Waits for an INVITE to this number.</summary>
    public PeerCall Meets(string number)
    {
        var invite = Gets("INVITE");
        Assert.Equal($"INVITE sip:{number}@office.pstn.twilio.com SIP/2.0", invite.FirstLine());
        var ours = Scene.OursFor(At.Address, Transport);
        var scheme = Transport is TransportKind.Tls ? "5061;transport=tls" : "5060";
        return PeerCall.Called(
            this,
            invite,
            $"Record-Route: <sip:{Ip}:5060;lr;r2=on;twnat=sip:{ours}>\nRecord-Route: <sip:{Ip}:{scheme};lr;r2=on;twnat=sip:{ours}>",
            PrivateContact,
            "X-Twilio-CallSid: CA00112233445566778899aabbccddeeff");
    }

    /// <summary>A call from the telephone network, on its way to the box.</summary>
    public PeerCall Brings(string number, string caller = "+886912345678", string? sdp = null, string? account = Settings.AccountSid, string host = "office.pstn.twilio.com", string? diversion = null, string headers = "")
    {
        var uri = $"sip:{number}@203.0.113.7{(Transport is TransportKind.Tls ? ";transport=tls" : "")}";
        var call = PeerCall.Calling(
            this,
            $"<sip:{caller}@{host}:5060>",
            uri,
            $"<sip:{caller}@{Gateway}:5060;transport=udp>",
            $"Record-Route: {TopRoute}\nRecord-Route: <sip:{Ip};r2=on;lr>",
            "X-Twilio-CallSid: CAffeeddccbbaa99887766554433221100",
            $"SIP/2.0/UDP {Gateway}:5060;rport=5060;branch=z9hG4bK{Scene.Name("inner")}_c3356d0b_588-14959261184934463487");
        call.Invites(
            sdp ?? Sdp.Twilio(secure: Transport is TransportKind.Tls),
            $"""
            P-Asserted-Identity: <sip:{caller}@184.150.215.12:5060>
            Diversion: <sip:{diversion ?? number}@twilio.com>;reason=unconditional
            Allow: ACK,BYE,CANCEL,INVITE,OPTIONS,REFER,NOTIFY
            {(account is null ? "" : $"X-Twilio-AccountSid: {account}\n")}User-Agent: Twilio Gateway
            {headers}
            """.ReplaceLineEndings("\n").TrimEnd('\n'));
        return call;
    }

    /// <summary>What a Hop toward it looks like once the name servers have answered.</summary>
    public Hop Hop(string host) => new(Transport, Ip, At.Port) { ServerName = host };
}

/// <summary>Twilio as the box knows it: two addresses at each of two edges.</summary>
internal sealed class Twilio
{
    public Twilio(Scene scene, TransportKind transport = TransportKind.Tls)
    {
        Tokyo = new(scene, "tokyo", "54.65.63.192", transport);
        Tokyo2 = new(scene, "tokyo2", "54.65.63.193", transport);
        Singapore = new(scene, "singap", "54.169.127.128", transport);
        scene.Locate(
            "twilio",
            Tokyo.Hop("office.pstn.tokyo.twilio.com"), Tokyo2.Hop("office.pstn.tokyo.twilio.com"), Singapore.Hop("office.pstn.singapore.twilio.com"));
    }

    public TwilioEdge Tokyo { get; }

    public TwilioEdge Tokyo2 { get; }

    public TwilioEdge Singapore { get; }
}

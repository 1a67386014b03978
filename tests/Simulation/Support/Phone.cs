using Sip;

namespace Simulation.Support;

/// <summary>A desk phone: registers with a password, calls and is called.</summary>
internal sealed class Phone : Peer
{
    public const string Password = "Phone-Secret-7";
    private int _register;

    public Phone(Scene scene, string number, TransportKind transport = TransportKind.Udp, string? address = null)
        : base(scene, number, transport, address ?? $"192.168.1.{number}:5060") => Number = number;

    public string Number { get; }

    public string Secret { get; init; } = Password;

    public string Contact => $"<sip:{Number}@{At}{(Transport is TransportKind.Udp ? "" : $";transport={Transport.ToString().ToLowerInvariant()}")}>";

    /// <summary>Registers, answering the challenge.</summary>
    public Phone Registers(int expires = 3600)
    {
        Register(expires, "");
        var challenge = Gets(401).Header("WWW-Authenticate")!;
        Register(expires, $"Authorization: {Digest.Answer(challenge, "REGISTER", "sip:192.168.1.2", Number, Secret)}\n");
        Gets(200);
        return this;
    }

    /// <summary>Calls, answering the challenge; the call is on its way.</summary>
    public PeerCall Calls(string dialled, string? sdp = null, string headers = "")
    {
        var call = Dials(dialled, sdp, headers);
        call.Gets(100);
        return call;
    }

    /// <summary>Calls an emergency number: nobody asks who it is.</summary>
    public PeerCall CallsForHelp(string dialled, string headers = "", string? authorization = null)
    {
        var call = PeerCall.Calling(this, $"\"Phone {Number}\" <sip:{Number}@192.168.1.2>", $"sip:{dialled}@192.168.1.2", Contact);
        call.Invites(Sdp.Phone(host: At.Address.ToString()), authorization is null ? headers : $"Authorization: {authorization}\n{headers}");
        call.Gets(100);
        return call;
    }

    /// <summary>Calls, answering the challenge.</summary>
    public PeerCall Dials(string dialled, string? sdp = null, string headers = "")
    {
        sdp ??= Sdp.Phone(host: At.Address.ToString());
        var uri = $"sip:{dialled}@192.168.1.2";
        var call = PeerCall.Calling(this, $"\"Phone {Number}\" <sip:{Number}@192.168.1.2>", uri, Contact);
        call.Invites(sdp, headers);
        call.Gets(100);
        var challenge = call.Gets(401).Header("WWW-Authenticate")!;
        call.Invites(sdp, $"Authorization: {Digest.Answer(challenge, "INVITE", uri, Number, Secret)}\n{headers}");
        return call;
    }

    private void Register(int expires, string authorization) => Send($"""
        REGISTER sip:192.168.1.2 SIP/2.0
        Via: {Via(Scene.Name("b"))}
        From: <sip:{Number}@192.168.1.2>;tag={Number}
        To: <sip:{Number}@192.168.1.2>
        Call-ID: register-{Number}-{At}
        CSeq: {++_register} REGISTER
        Max-Forwards: 70
        Contact: {Contact}
        {authorization}Expires: {expires}
        """);
}

using System.Collections.Immutable;
using System.Net;
using System.Text;
using Appliance.Calls;
using Appliance.Tests.DialPlans;
using Sip;
using Sip.Media;
using Sip.Messages;

namespace Appliance.Tests.Calls;

/// <summary>
/// One gateway in simulated time between a PBX and a provider whose messages are written by hand, and a media engine that does
/// what it is told.
/// </summary>
internal sealed class TwoSides : ILocalAddresses, IWallClock, ITokenSource
{
    public static readonly IPEndPoint Pbx = IPEndPoint.Parse("192.168.1.20:5060");
    public static readonly IPEndPoint Provider = IPEndPoint.Parse("203.0.113.9:5060");
    private static readonly IPEndPoint Ours = IPEndPoint.Parse("192.168.1.1:5060");

    private readonly Random _chance;
    private readonly Gateway _gateway;
    private int _branch;

    public TwoSides(int seed, ImmutableArray<CallSnapshot> takenOver = default)
    {
        _chance = new Random(seed);
        var config = Offices.Taipei with
        {
            Trunks = [Offices.PlanB with { UserName = null, Transport = TransportKind.Udp, Media = MediaSecurity.Plain }],
            Pbxs = [Offices.Asterisk with { Addresses = [IPNetwork.Parse("192.168.1.20/32")] }],
        };
        Gateway? gateway = null;
        var stack = new SipStack(new SipStackSettings { ProfileOf = (request, from) => gateway!.ProfileOf(request, from) }, this, this);
        gateway = _gateway = new Gateway(new Office(config, 1, ImmutableDictionary<string, string>.Empty), stack, this, this, this);
        if (!takenOver.IsDefault)
            Give(new GatewayInput.TakeOver(takenOver));
        Give(new GatewayInput.Located("planb", [new Hop(TransportKind.Udp, "203.0.113.9", 5060)]));
    }

    /// <summary>Requests of ours and our responses, with where they went; OPTIONS left out.</summary>
    public List<(string To, SipMessage Message)> Sent { get; } = [];

    /// <summary>False: nobody takes what the engine is told.</summary>
    public bool HasEngine { get; set; } = true;

    public List<MediaCommand> Media { get; } = [];

    public List<CallRecord> Records { get; } = [];

    public List<CallSnapshot> Remembered { get; } = [];

    public List<string> Forgotten { get; } = [];

    public Gateway Gateway => _gateway;

    public Instant Moment { get; private set; } = new(TimeSpan.FromHours(1));

    public DateTimeOffset Now => new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    public bool IsSet => true;

    public IPEndPoint Toward(Hop hop) => Ours;

    public void Fill(Span<byte> bytes) => _chance.NextBytes(bytes);

    public int Next(int exclusiveMaximum) => _chance.Next(exclusiveMaximum);

    /// <summary>The PBX calls out by the provider, and both talk.</summary>
    public void Talk()
    {
        Receive(Pbx, $"INVITE sip:+886233334444@192.168.1.1 SIP/2.0\nFrom: <sip:2001@192.168.1.20>;tag=pbx\nTo: <sip:+886233334444@192.168.1.1>\nCall-ID: pbx-call\nCSeq: 1 INVITE\nContact: <sip:2001@192.168.1.20:5060>", Sdp(Pbx));
        var invite = Request("INVITE", Provider);
        Receive(Provider, $"SIP/2.0 200 OK\nVia: {invite.Text(HeaderName.Via)}\nFrom: {invite.Text(HeaderName.From)}\nTo: {invite.Text(HeaderName.To)};tag=far\nCall-ID: {invite.Text(HeaderName.CallId)}\nCSeq: {invite.Text(HeaderName.CSeq)}\nContact: <sip:far@203.0.113.9:5060>", Sdp(Provider), isResponse: true);
        var answer = Response(200, Pbx);
        Receive(Pbx, $"ACK sip:192.168.1.1 SIP/2.0\nFrom: {answer.Text(HeaderName.From)}\nTo: {answer.Text(HeaderName.To)}\nCall-ID: pbx-call\nCSeq: 1 ACK");
    }

    /// <summary>A request of a peer in the dialog that this snapshot describes.</summary>
    public void Receive(IPEndPoint from, LegSnapshot leg, string method, int sequence, string body = "") => Receive(
        from, $"{method} sip:192.168.1.1 SIP/2.0\nFrom: {leg.Dialog.Remote}\nTo: {leg.Dialog.Local}\nCall-ID: {leg.Dialog.CallId}\nCSeq: {sequence} {method}\nContact: <{leg.Dialog.RemoteTarget}>", body);

    public void ReplyOk(SipRequest request, IPEndPoint from) => Receive(
        from, $"SIP/2.0 200 OK\nVia: {request.Text(HeaderName.Via)}\nFrom: {request.Text(HeaderName.From)}\nTo: {request.Text(HeaderName.To)}\nCall-ID: {request.Text(HeaderName.CallId)}\nCSeq: {request.Text(HeaderName.CSeq)}", isResponse: true);

    /// <summary>The engine that the earlier gateway left lists its ports.</summary>
    public void EngineLists(params int[] ports)
    {
        Give(new MediaEvent.EngineStarted(5));
        foreach (var port in ports)
            Give(new MediaEvent.PortListed(new(port), new(IPAddress.Any, 20000 + port), new(IPAddress.Any, 20001 + port), null));
        Give(new MediaEvent.ListEnded());
    }

    public void Give(MediaEvent happened) => Give(new GatewayInput.FromMedia(happened));

    public void Give(GatewayInput input)
    {
        var outputs = new List<GatewayOutput>();
        _gateway.Handle(input, Moment, outputs);
        foreach (var output in outputs)
            Take(output);
    }

    public void Pass(TimeSpan time)
    {
        var end = Moment + time;
        for (var rings = 0; _gateway.Deadline is { } deadline && deadline <= end && rings < 10_000; rings++)
        {
            Moment = deadline > Moment ? deadline : Moment;
            Give(_gateway.Wake);
        }

        Moment = end;
    }

    public SipRequest Request(string method, IPEndPoint to) =>
        Sent.Where(sent => sent.To == to.ToString()).Select(static sent => sent.Message).OfType<SipRequest>().Single(request => request.Method.Text == method);

    public SipResponse Response(int status, IPEndPoint to) =>
        Sent.Where(sent => sent.To == to.ToString()).Select(static sent => sent.Message).OfType<SipResponse>().Last(response => response.StatusCode == status);

    public static string Sdp(IPEndPoint peer, int version = 1) =>
        $"v=0\r\no=peer 1 {version} IN IP4 {peer.Address}\r\ns=-\r\nc=IN IP4 {peer.Address}\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n";

    private void Receive(IPEndPoint from, string head, string body = "", bool isResponse = false)
    {
        var via = isResponse ? "" : $"Via: SIP/2.0/UDP {from};branch=z9hG4bKp{++_branch}\nMax-Forwards: 70\n";
        var type = body.Length > 0 ? "Content-Type: application/sdp\n" : "";
        var line = head.IndexOf('\n', StringComparison.Ordinal) + 1;
        var text = $"{head[..line]}{via}{head[line..]}\n{type}Content-Length: {body.Length}\n\n".ReplaceLineEndings("\r\n") + body;
        var message = SipParser.Read(Encoding.UTF8.GetBytes(text)).Message;
        Assert.True(message is not null, text);
        Give(new GatewayInput.FromNetwork(new SipInput.Arrived(message, new Arrival(new FlowId(from.Address.GetHashCode()), TransportKind.Udp, from, Ours))));
    }

    private void Take(GatewayOutput output)
    {
        switch (output)
        {
            case GatewayOutput.Transmit { Message: var sent } when sent.Message is not SipRequest { Method.Kind: SipMethodKind.Options }:
                Sent.Add(($"{sent.To.Host}:{sent.To.Port}", sent.Message));
                break;
            case GatewayOutput.Media { Command: var command } when HasEngine:
                Media.Add(command);
                if (command is MediaCommand.OpenPort open)
                    Give(new MediaEvent.PortOpened(open.Port, new(IPAddress.Any, 20000 + (2 * open.Port.Value)), new(IPAddress.Any, 20001 + (2 * open.Port.Value))));
                else if (command is MediaCommand.ClosePort close)
                    Give(new MediaEvent.PortClosed(close.Port, new PortCounters { PacketsReceived = 100 + close.Port.Value }));
                break;
            case GatewayOutput.Record { Finished: var record }:
                Records.Add(record);
                break;
            case GatewayOutput.Remember { Call: var call }:
                Remembered.Add(call);
                break;
            case GatewayOutput.Forget { CallId: var id }:
                Forgotten.Add(id);
                break;
        }
    }
}

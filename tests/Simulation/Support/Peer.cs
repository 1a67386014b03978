using System.Net;
using Sip;
using Sip.Messages;

namespace Simulation.Support;

/// <summary>Somebody at an address who speaks SIP by hand.</summary>
internal class Peer
{
    private readonly List<SipMessage> _inbox = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    public Peer(Scene scene, string name, TransportKind transport, string address)
    {
        (Scene, Name, Transport, At) = (scene, name, transport, IPEndPoint.Parse(address));
        Flow = scene.Join(this);
    }

    public Scene Scene { get; }

    public string Name { get; }

    public TransportKind Transport { get; }

    public IPEndPoint At { get; }

    /// <summary>The way to it; a connection gets another one when it is made anew.</summary>
    public FlowId Flow { get; set; }

    /// <summary>Nothing reaches it, and nobody is told.</summary>
    public bool IsDead { get; set; }

    /// <summary>Connections to it are refused.</summary>
    public bool IsClosed { get; set; }

    /// <summary>Messages that come again are put into the inbox again.</summary>
    public bool SeesRepeats { get; init; }

    /// <summary>Answers OPTIONS by itself.</summary>
    public bool AnswersOptions { get; init; }

    public Arrival Arrival => new(Flow, Transport, At, Scene.OursFor(At.Address, Transport));

    public string Via(string branch) => $"SIP/2.0/{Transport.ToString().ToUpperInvariant()} {At};branch=z9hG4bK{branch};rport";

    public IReadOnlyList<SipMessage> Inbox => _inbox;

    public void Send(string head, string body = "") => Scene.Arrive(Lines.Message(head, body), Arrival);

    public virtual void Receive(SipMessage message)
    {
        // A repeated message is the transport's affair, unless the story is about it.
        if (IsDead || (!SeesRepeats && !_seen.Add(message.AsText())))
            return;
        if (AnswersOptions && message is SipRequest { Method.Kind: SipMethodKind.Options } options)
            Send(Reply(options, 200, "Server: Twilio Gateway"));
        else
            _inbox.Add(message);
    }

    /// <summary>The next message of this call, or of all; looks it away.</summary>
    public SipMessage Next(string? callId, string expected)
    {
        var at = _inbox.FindIndex(message => callId is null || message.Header("Call-ID") == callId);
        if (at < 0)
            Scene.Fail($"{Name} waits for {expected} and got nothing");

        var message = _inbox[at];
        _inbox.RemoveAt(at);
        return message;
    }

    public SipRequest Gets(string method, string? callId = null)
    {
        var message = Next(callId, method);
        if (message is not SipRequest request || request.Method.Text != method)
            return (SipRequest)Scene.Fail($"{Name} waits for {method} and got {message.FirstLine()}");
        return request;
    }

    public SipResponse Gets(int status, string? callId = null)
    {
        var message = Next(callId, $"{status}");
        if (message is not SipResponse response || response.StatusCode != status)
            return (SipResponse)Scene.Fail($"{Name} waits for {status} and got {message.FirstLine()}");
        return response;
    }

    public void GetsNothing(string? callId = null)
    {
        if (_inbox.Find(message => callId is null || message.Header("Call-ID") == callId) is { } message)
            Scene.Fail($"{Name} expects nothing and got {message.FirstLine()}");
    }

    public void LooksAway() => _inbox.Clear();

    /// <summary>An INVITE for this peer; the call that it begins.</summary>
    public PeerCall IsCalled() => PeerCall.Called(this, Gets("INVITE"));

    /// <summary>A response, its headers copied line by line.</summary>
    public static string Reply(SipRequest request, int status, string headers = "", string tag = "", string? phrase = null)
    {
        var copied = request.Headers("Via").Select(via => $"Via: {via}")
            .Append($"From: {request.Header("From")}")
            .Append($"To: {request.Header("To")}{(tag.Length == 0 || !request.To.Tag.IsEmpty ? "" : $";tag={tag}")}")
            .Append($"Call-ID: {request.Header("Call-ID")}")
            .Append($"CSeq: {request.Header("CSeq")}");
        return $"SIP/2.0 {status} {phrase ?? StatusCode.Reason(status)}\n{string.Join('\n', copied)}\n{headers}".TrimEnd('\n');
    }
}

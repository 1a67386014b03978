using System.Net;
using System.Text;
using Appliance.Traces;
using Sip;
using Sip.Messages;

namespace Appliance.Tests.Traces;

/// <summary>Messages as they cross the wire, for tests.</summary>
internal static class Said
{
    public static readonly Arrival Phone = new(new FlowId(1), TransportKind.Udp, IPEndPoint.Parse("192.168.1.21:5062"), IPEndPoint.Parse("192.168.1.10:5060"));
    public static readonly Arrival Line = new(new FlowId(2), TransportKind.Tls, IPEndPoint.Parse("54.172.60.1:5061"), IPEndPoint.Parse("192.168.1.10:41022"));

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"));

    /// <summary>A message with its Content-Length.</summary>
    public static string Message(string head, string body = "", string type = "application/sdp")
    {
        var content = body.ReplaceLineEndings("\r\n");
        var typed = content.Length > 0 ? $"Content-Type: {type}\r\n" : "";
        return $"{head.ReplaceLineEndings("\r\n").TrimEnd()}\r\n{typed}Content-Length: {Encoding.UTF8.GetByteCount(content)}\r\n\r\n{content}";
    }

    public static TracedMessage Traced(string text, Arrival peer, bool isReceived, double seconds, int longest = 8192)
    {
        var read = SipParser.Read(Encoding.UTF8.GetBytes(text)).Message ?? throw new InvalidOperationException("The test's message cannot be read.");
        var masked = SecretMask.Apply(read.Span);
        return new(TimeSpan.FromSeconds(seconds), isReceived, peer, Encoding.UTF8.GetString(read.CallId), SignalStep.Of(read), masked.AsMemory(0, Math.Min(masked.Length, longest)), masked.Length);
    }

    public static string Invite(string callId, int sequence = 1, string extra = "", string body = Offer) => Message($"""
        INVITE sip:+886912345678@192.168.1.10 SIP/2.0
        Via: SIP/2.0/UDP 192.168.1.21:5062;branch=z9hG4bK-{callId}-{sequence}
        Max-Forwards: 70
        From: "Anna 0223456789" <sip:101@192.168.1.10>;tag=a{callId}
        To: <sip:+886912345678@192.168.1.10>
        Call-ID: {callId}
        CSeq: {sequence} INVITE
        Contact: <sip:101@192.168.1.21:5062>
        {extra}
        """, body);

    public static string Response(string callId, int status, string reason, int sequence = 1, string method = "INVITE", string body = "") => Message($"""
        SIP/2.0 {status} {reason}
        Via: SIP/2.0/UDP 192.168.1.21:5062;branch=z9hG4bK-{callId}-{sequence}
        From: "Anna 0223456789" <sip:101@192.168.1.10>;tag=a{callId}
        To: <sip:+886912345678@192.168.1.10>;tag=b{callId}
        Call-ID: {callId}
        CSeq: {sequence} {method}
        """, body);

    public const string Offer = """
        v=0
        o=- 1 1 IN IP4 192.168.1.21
        s=-
        c=IN IP4 192.168.1.21
        t=0 0
        m=audio 16400 RTP/AVP 0 8 101
        a=rtpmap:101 telephone-event/8000

        """;

    public const string SecureOffer = """
        v=0
        o=+886223456789 1 1 IN IP4 192.168.1.10
        s=-
        c=IN IP4 192.168.1.10
        t=0 0
        m=audio 16402 RTP/SAVP 8 101
        a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:TaintedTaintedTaintedTaintedTaintedTainte|2^31
        a=crypto:2 AES_CM_128_HMAC_SHA1_32 inline:SpoiledSpoiledSpoiledSpoiledSpoiledSpoile
        a=rtpmap:101 telephone-event/8000

        """;
}

using Sip.Messages;

namespace Sip.Tests.Support;

/// <summary>The peer of one call: writes its requests in the dialog by hand.</summary>
internal sealed class PeerSide(Bench bench, string callId, string from, string to, string uri)
{
    private int _branch;

    /// <summary>The peer that answered an INVITE of ours.</summary>
    public static PeerSide Called(Bench bench, SipRequest invite, string tag = "theirs") =>
        new(bench, invite.Text(HeaderName.CallId)!, $"{invite.Text(HeaderName.To)};tag={tag}", invite.Text(HeaderName.From)!, "sip:192.0.2.1:5060");

    /// <summary>A peer that calls us; its INVITE is given to the stack, and the leg it made is told.</summary>
    public static (PeerSide Peer, LegId Leg) Calls(Bench bench, string headers = "", string? body = null)
    {
        var peer = Caller(bench);
        peer.Send("INVITE", 1, headers, body ?? Description.Text("ann"));
        bench.OutResponse(100);
        return (peer, bench.Told<SipEvent.CallArrived>().Leg);
    }

    /// <summary>A peer that has not called yet.</summary>
    public static PeerSide Caller(Bench bench) => new(bench, "call-1", "\"Ann\" <sip:ann@192.0.2.99>;tag=ann", "<sip:600@192.0.2.1>", "sip:600@192.0.2.1");

    /// <summary>A peer whose call was answered and acknowledged.</summary>
    public static (PeerSide Peer, LegId Leg) Talks(Bench bench, string headers = "", string? body = null)
    {
        var (peer, leg) = Calls(bench, headers, body);
        bench.Do(new SipCommand.Answer(leg, Description.Bytes("box"), []));
        peer = peer.Answered(bench.OutResponse(200));
        peer.Send("ACK", 1);
        bench.Told<SipEvent.LegConfirmed>();
        return (peer, leg);
    }

    /// <summary>The same peer once it knows our tag.</summary>
    public PeerSide Answered(SipResponse response) => new(bench, callId, from, response.Text(HeaderName.To)!, "sip:192.0.2.1:5060") { _branch = _branch };

    public void Send(string method, int sequence, string headers = "", string body = "", string? branch = null)
    {
        var contact = method is "INVITE" or "UPDATE" && !headers.Contains("Contact:", StringComparison.Ordinal) ? "Contact: <sip:peer@192.0.2.99:5060>\n" : "";
        var type = body.Length > 0 && !headers.Contains("Content-Type:", StringComparison.Ordinal) ? "Content-Type: application/sdp\n" : "";
        bench.Receive($"""
            {method} {uri} SIP/2.0
            Via: SIP/2.0/{(bench.From.Transport is TransportKind.Tls ? "TLS" : "UDP")} {bench.From.Remote};branch=z9hG4bKpeer{branch ?? (++_branch).ToString()};rport
            From: {from}
            To: {to}
            Call-ID: {callId}
            CSeq: {sequence} {method}
            {(headers.Contains("Max-Forwards:", StringComparison.Ordinal) ? "" : "Max-Forwards: 70\n")}{contact}{type}{headers}
            """.ReplaceLineEndings("\n").TrimEnd('\n') + "\n\n" + body);
    }
}

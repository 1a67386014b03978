using System.Globalization;
using Sip.Messages;

namespace Simulation.Support;

/// <summary>One call as its peer sees it: the dialog kept by hand, with the rules of RFC 3261 section 12.</summary>
internal sealed class PeerCall
{
    private readonly Peer _peer;
    private readonly string _self;
    private string _remote;
    private string _target;
    private string[] _routes = [];
    private string _inviteBranch = "";
    private int _inviteSequence;
    private SipRequest? _invite;
    private string _tag;

    private PeerCall(Peer peer, string callId, string self, string remote, string target, string tag) =>
        (_peer, CallId, _self, _remote, _target, _tag) = (peer, callId, self, remote, target, tag);

    public string CallId { get; }

    public int Sequence { get; private set; }

    /// <summary>What it was called with.</summary>
    public SipRequest Invite => _invite!;

    /// <summary>What goes into Record-Route of responses and requests of a trunk.</summary>
    public string RecordRoute { get; init; } = "";

    public string Contact { get; init; } = "";

    /// <summary>Further headers of every request and response.</summary>
    public string Extra { get; init; } = "";

    /// <summary>The address that stands in Via instead of the peer's own: a proxy with something behind it.</summary>
    public string Behind { get; init; } = "";

    private Scene Scene => _peer.Scene;

    /// <summary>A call this peer is about to make.</summary>
    public static PeerCall Calling(Peer peer, string from, string to, string contact, string recordRoute = "", string extra = "", string behind = "")
    {
        var name = peer.Scene.Name("call");
        return new PeerCall(peer, $"{name}@peer", from, $"<{to}>", to, name) { Contact = contact, RecordRoute = recordRoute, Extra = extra, Behind = behind };
    }

    /// <summary>The call that this INVITE brings.</summary>
    public static PeerCall Called(Peer peer, SipRequest invite, string? recordRoute = null, string? contact = null, string extra = "")
    {
        var tag = peer.Scene.Name("tag");
        return new PeerCall(peer, invite.Header("Call-ID")!, invite.Header("To")!, invite.Header("From")!, invite.Header("Contact")!.Uri(), tag)
        {
            _invite = invite,
            Contact = contact ?? $"<sip:{peer.Name}@{peer.At}{(peer.Transport is Sip.TransportKind.Udp ? "" : $";transport={peer.Transport.ToString().ToLowerInvariant()}")}>",
            RecordRoute = recordRoute ?? "",
            Extra = extra,
        };
    }

    /// <summary>Sends INVITE; again with other headers when it was challenged.</summary>
    public void Invites(string sdp, string headers = "", int? sequence = null)
    {
        _inviteSequence = sequence ?? ++Sequence;
        _inviteBranch = Scene.Name("b");
        SendInDialog("INVITE", _inviteSequence, _inviteBranch, headers, sdp);
    }

    /// <summary>Sends the same INVITE once more, as a lost response makes it.</summary>
    public void InvitesAgain(string sdp, string headers = "") => SendInDialog("INVITE", _inviteSequence, _inviteBranch, headers, sdp);

    /// <summary>Waits for a response and learns the dialog from it.</summary>
    public SipResponse Gets(int status)
    {
        var response = _peer.Gets(status, CallId);
        if (status is > 100 and < 300 && response.Header("CSeq")!.EndsWith("INVITE", StringComparison.Ordinal))
        {
            Learns(response);
        }
        else if (status >= 300 && response.Header("CSeq")!.EndsWith("INVITE", StringComparison.Ordinal))
        {
            SendInDialog("ACK", _inviteSequence, _inviteBranch, "", "", response.Header("To"));
        }

        return response;
    }

    /// <summary>Takes the dialog from a response.</summary>
    public void Learns(SipResponse response)
    {
        _remote = response.Header("To")!;
        if (response.Header("Contact") is { } contact)
            _target = contact.Uri();
        if (response.Headers("Record-Route") is { Count: > 0 } routes)
            _routes = [.. Enumerable.Reverse(routes)];
    }

    /// <summary>Waits for a request of this call.</summary>
    public SipRequest Gets(string method)
    {
        var request = _peer.Gets(method, CallId);
        if (method is "INVITE")
            _invite = request;
        return request;
    }

    public void GetsNothing() => _peer.GetsNothing(CallId);

    /// <summary>Acknowledges a 2xx.</summary>
    public void Acks(string sdp = "") => SendInDialog("ACK", _inviteSequence, Scene.Name("b"), "", sdp);

    public void Cancels(string headers = "") => SendInDialog("CANCEL", _inviteSequence, _inviteBranch, headers, "");

    public void HangsUp(string headers = "") => SendInDialog("BYE", ++Sequence, Scene.Name("b"), headers, "");

    public void Sends(string method, string headers = "", string body = "") => SendInDialog(method, ++Sequence, Scene.Name("b"), headers, body);

    public void Reinvites(string sdp) => Invites(sdp);

    /// <summary>Answers the INVITE it was called with.</summary>
    public void Replies(int status, string sdp = "", string headers = "", string? tag = null, string? phrase = null, bool bare = false) =>
        Replies(_invite!, status, sdp, headers, tag, phrase, bare);

    /// <summary>Answers a request of this call.</summary>
    public void Replies(SipRequest request, int status, string sdp = "", string headers = "", string? tag = null, string? phrase = null, bool bare = false)
    {
        var lines = new List<string>();
        if (!bare && status is > 100 and < 300 && request.Method.Text is "INVITE")
        {
            if (RecordRoute.Length > 0)
                lines.Add(RecordRoute);
            lines.Add($"Contact: {Contact}");
        }

        if (Extra.Length > 0)
            lines.Add(Extra);
        if (headers.Length > 0)
            lines.Add(headers);
        if (sdp.Length > 0)
            lines.Add("Content-Type: application/sdp");
        if (tag is not null)
            _tag = tag;
        _peer.Send(Peer.Reply(request, status, string.Join('\n', lines), status is 100 ? "" : tag ?? _tag, phrase), sdp);
    }

    /// <summary>Answers 200 and waits for the ACK.</summary>
    public SipRequest Answers(string sdp, string? tag = null)
    {
        Replies(200, sdp, tag: tag);
        return Gets("ACK");
    }

    /// <summary>Waits for BYE and answers it.</summary>
    public SipRequest IsHungUp()
    {
        var bye = Gets("BYE");
        Replies(bye, 200);
        return bye;
    }

    /// <summary>Waits for CANCEL, answers it and the INVITE.</summary>
    public SipRequest IsCancelled()
    {
        var cancel = Gets("CANCEL");
        Replies(cancel, 200);
        Replies(_invite!, 487);
        Gets("ACK");
        return cancel;
    }

    /// <summary>Refuses and waits for the ACK.</summary>
    public void Refuses(int status, string headers = "", string? phrase = null)
    {
        Replies(status, "", headers, phrase: phrase);
        Gets("ACK");
    }

    /// <summary>Waits for a changed offer, accepts it, and waits for the ACK.</summary>
    public SipRequest IsReinvited(string answer)
    {
        var offer = Gets("INVITE");
        Replies(offer, 200, answer);
        Gets("ACK");
        return offer;
    }

    private void SendInDialog(string method, int sequence, string branch, string headers, string body, string? to = null)
    {
        // A trunk's requests pass its own hops; whoever receives them is the last of the route.
        var routes = RecordRoute.Length > 0 ? "" : string.Concat(_routes.Select(route => $"Route: {route}\n"));
        var record = method is "INVITE" && RecordRoute.Length > 0 ? RecordRoute + "\n" : "";
        var behind = Behind.Length > 0 && method is not "CANCEL" ? $"Via: {Behind}\n" : "";
        var contact = method is "INVITE" or "UPDATE" ? $"Contact: {Contact}\n" : "";
        var type = body.Length > 0 && !headers.Contains("Content-Type:", StringComparison.Ordinal) ? "Content-Type: application/sdp\n" : "";
        var more = headers.Length > 0 ? headers.TrimEnd('\n') + "\n" : "";
        var extra = Extra.Length > 0 ? Extra + "\n" : "";
        _peer.Send(string.Create(CultureInfo.InvariantCulture, $"""
            {method} {_target} SIP/2.0
            {record}Via: {_peer.Via(branch)}
            {behind}{routes}From: {_self};tag={_tag}
            To: {to ?? _remote}
            Call-ID: {CallId}
            CSeq: {sequence} {method}
            Max-Forwards: 69
            {contact}{extra}{more}{type}
            """).ReplaceLineEndings("\n").TrimEnd('\n'), body);
    }
}

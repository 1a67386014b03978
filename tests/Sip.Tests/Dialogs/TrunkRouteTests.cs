using System.Net;
using System.Text;
using Sip.Messages;
using Sip.Tests.Support;

namespace Sip.Tests.Dialogs;

/// <summary>Where requests go in a dialog with a trunk that stands behind proxies of its own (twilio.md section 1.4).</summary>
public sealed class TrunkRouteTests
{
    private const string Answer = """
        Record-Route: <sip:54.172.60.0:5060;lr;r2=on;twnat=sip:198.51.100.7:40000>
        Record-Route: <sip:54.172.60.0:5061;transport=tls;lr;r2=on;twnat=sip:198.51.100.7:40000>
        Contact: <sip:+172.25.16.223:5060>
        Allow: INVITE, ACK, CANCEL, OPTIONS, BYE, REFER, NOTIFY
        Server: Twilio
        """;

    private static readonly FlowId Tls = new(9);
    private static readonly LegProfile Trunk = new() { SessionTimer = false, Update = false, Info = false };

    private static readonly Hop Edge = new(TransportKind.Tls, "54.172.60.0", 5061) { ServerName = "office.pstn.ashburn.twilio.com" };

    [Fact]
    public void Pitfall_1_private_contact_and_two_record_routes_are_used_as_given_by_ack_reinvite_and_bye()
    {
        var bench = OverTls();
        var invite = Answered(bench, Answer);
        var ack = bench.Out();
        AssertRouted(ack, "ACK");

        bench.Do(new SipCommand.Offer(new(-1), Description.Bytes("box", 2)));
        var reinvite = bench.Out();
        AssertRouted(reinvite, "INVITE");
        bench.Reply((SipRequest)reinvite.Message, 200, headers: Answer, body: Description.Text("twilio", 2));
        bench.Told<SipEvent.OfferAnswered>();
        AssertRouted(bench.Out(), "ACK");

        bench.Do(new SipCommand.HangUp(new(-1), []));
        AssertRouted(bench.Out(), "BYE");
        Assert.Equal("sip:+15550100@office.pstn.ashburn.twilio.com", Encoding.UTF8.GetString(invite.RequestUri));
    }

    [Fact]
    public void Pitfall_2_three_record_routes_come_back_in_reverse_order()
    {
        var bench = OverTls();
        Answered(bench, """
            Record-Route: <sip:a.example;lr>, <sip:b.example;lr>
            Record-Route: <sip:c.example;lr>
            Contact: <sip:far.example>
            """);

        Assert.Equal(["<sip:c.example;lr>", "<sip:b.example;lr>", "<sip:a.example;lr>"], Routes(bench.Out().Message));
    }

    [Fact]
    public void Pitfall_3_a_contact_without_transport_keeps_tls_and_its_own_address()
    {
        var bench = OverTls();
        Answered(bench, "Contact: <sip:pbx@10.1.2.3:5070>");
        bench.Clear();
        bench.Give(new SipInput.FlowClosed(Tls));
        bench.Do(new SipCommand.HangUp(new(-1), []));

        var bye = bench.Out();
        Assert.Equal("BYE sip:pbx@10.1.2.3:5070", bye.Message.ToString());
        Assert.Equal(new Hop(TransportKind.Tls, "10.1.2.3", 5070) { ServerName = "office.pstn.ashburn.twilio.com" }, bye.To);
        Assert.StartsWith("SIP/2.0/TLS 198.51.100.7:5061", bye.Message.Text(HeaderName.Via));
    }

    [Fact]
    public void Pitfall_4_requests_in_the_dialog_take_the_connection_it_came_by_and_reconnect_under_the_trunks_name()
    {
        var bench = OverTls();
        Answered(bench, Answer);
        Assert.Equal(Tls, bench.Out().To.Flow);

        bench.Give(new SipInput.FlowClosed(Tls));
        bench.Do(new SipCommand.HangUp(new(-1), []));
        var hop = bench.Out().To;
        Assert.Equal(FlowId.None, hop.Flow);
        Assert.Equal(("54.172.60.0", 5061, "office.pstn.ashburn.twilio.com"), (hop.Host, hop.Port, hop.ServerName));
    }

    [Fact]
    public void The_route_set_is_frozen_when_the_dialog_is_made()
    {
        var bench = OverTls();
        Answered(bench, Answer);
        bench.Clear();
        bench.Do(new SipCommand.Offer(new(-1), Description.Bytes("box", 2)));
        var moved = Answer.Replace("40000", "50505", StringComparison.Ordinal);
        bench.Reply(bench.OutRequest("INVITE"), 200, headers: moved, body: Description.Text("twilio", 2));
        bench.Clear();

        bench.Do(new SipCommand.HangUp(new(-1), []));
        Assert.All(Routes(bench.Out().Message), route => Assert.Contains("40000", route, StringComparison.Ordinal));
    }

    [Fact]
    public void The_route_set_is_that_of_the_2xx_not_of_the_183_before_it()
    {
        var bench = OverTls();
        var invite = Invited(bench);
        bench.Reply(invite, 183, headers: "Record-Route: <sip:early.example;lr>\nContact: <sip:early.example>", body: Description.Text("twilio"));
        bench.Reply(invite, 200, headers: Answer, body: Description.Text("twilio"));
        AssertRouted(bench.Out(), "ACK");
    }

    [Fact]
    public void A_strict_router_gets_the_request_uri_and_the_target_goes_last()
    {
        var bench = OverTls();
        Answered(bench, """
            Record-Route: <sip:loose.example;lr>
            Record-Route: <sip:strict.example;x=1>
            Contact: <sip:bob@far.example;y=2>
            """);

        var ack = bench.Out();
        Assert.Equal("ACK sip:strict.example;x=1", ack.Message.ToString());
        Assert.Equal(["<sip:loose.example;lr>", "<sip:bob@far.example;y=2>"], Routes(ack.Message));
    }

    [Fact]
    public void Toward_the_trunk_there_is_no_word_of_session_timers_update_or_info()
    {
        var bench = OverTls();
        var invite = Invited(bench);
        Assert.False(invite.Has(HeaderName.Supported));
        Assert.False(invite.Has(HeaderName.SessionExpires));
        Assert.False(invite.Has(HeaderName.MinSe));
        Assert.Equal("INVITE, ACK, CANCEL, OPTIONS, BYE", invite.Text(HeaderName.Allow));
        Assert.Equal("70", invite.Text(HeaderName.MaxForwards));
        Assert.Equal("<sip:198.51.100.7:5061;transport=tls>", invite.Text(HeaderName.Contact));

        bench.Reply(invite, 200, headers: Answer + "\nSession-Expires: 60;refresher=uac\nRequire: timer", body: Description.Text("twilio"));
        bench.Clear();
        bench.Pass(4000);
        bench.Nothing();
    }

    [Fact]
    public void A_session_interval_that_leaks_through_the_trunk_is_ignored_and_never_answered_422()
    {
        var bench = OverTls(new() { ProfileOf = (_, _) => Trunk });
        var (peer, leg) = PeerSide.Calls(bench, "Session-Expires: 30\nSupported: timer\nMin-SE: 30\n");
        bench.Do(new SipCommand.Answer(leg, Description.Bytes("box"), []));
        var answer = bench.OutResponse(200);
        Assert.False(answer.Has(HeaderName.SessionExpires));
        Assert.False(answer.Has(HeaderName.Supported));
        peer.Answered(answer).Send("ACK", 1);
        bench.Clear();
        bench.Pass(4000);
        bench.Nothing();
    }

    [Fact]
    public void A_challenge_is_answered_once_with_the_next_number_and_a_new_branch()
    {
        var bench = OverTls();
        var first = Invited(bench);
        bench.Reply(first, 407, tag: "edge", headers: "Proxy-Authenticate: Digest realm=\"sip.twilio.com\",qop=\"auth\",nonce=\"n1\",opaque=\"o1\"");
        Assert.Equal("ACK", ((SipRequest)bench.Sent[0].Message).Method.Text);
        var second = (SipRequest)bench.Sent[1].Message;
        bench.Clear();

        Assert.Equal(first.Text(HeaderName.CallId), second.Text(HeaderName.CallId));
        Assert.Equal(first.Text(HeaderName.From), second.Text(HeaderName.From));
        Assert.Equal(first.CSeq.Number + 1, second.CSeq.Number);
        Assert.NotEqual(first.Text(HeaderName.Via), second.Text(HeaderName.Via));
        Assert.Contains("nonce=\"n1\"", second.Text(HeaderName.ProxyAuthorization), StringComparison.Ordinal);
        Assert.Contains("uri=\"sip:+15550100@office.pstn.ashburn.twilio.com\"", second.Text(HeaderName.ProxyAuthorization), StringComparison.Ordinal);
        Assert.True(first.BodyBytes.Span.SequenceEqual(second.BodyBytes.Span));

        bench.Reply(second, 407, tag: "edge", headers: "Proxy-Authenticate: Digest realm=\"sip.twilio.com\",qop=\"auth\",nonce=\"n1\",opaque=\"o1\"");
        Assert.Equal(LegFailure.CredentialsRefused, bench.Told<SipEvent.LegFailed>().Failure);
        bench.OutRequest("ACK");
        Assert.Equal(0, bench.Stack.Counters.Legs);
    }

    [Fact]
    public void After_a_challenge_the_dialog_counts_on_from_the_second_invite()
    {
        var bench = OverTls();
        bench.Reply(Invited(bench), 407, tag: "edge", headers: "Proxy-Authenticate: Digest realm=\"sip.twilio.com\",qop=\"auth\",nonce=\"n1\"");
        var second = (SipRequest)bench.Sent[1].Message;
        bench.Clear();
        bench.Reply(second, 200, headers: Answer, body: Description.Text("twilio"));
        var ack = bench.OutRequest("ACK");
        Assert.Equal(second.CSeq.Number, ack.CSeq.Number);
        bench.Do(new SipCommand.HangUp(new(-1), []));
        Assert.Equal(second.CSeq.Number + 1, bench.OutRequest("BYE").CSeq.Number);
    }

    [Fact]
    public void A_call_from_the_trunk_copies_its_vias_and_record_routes_as_they_stand()
    {
        var bench = OverTls(new() { ProfileOf = (_, _) => Trunk with { ContactUser = "+15550123" } });
        bench.Receive("""
            INVITE sip:+15550123@box.example;transport=tls SIP/2.0
            Record-Route: <sip:54.172.60.0:5061;transport=tls;r2=on;lr>
            Record-Route: <sip:54.172.60.0;r2=on;lr>
            From: <sip:+15550199@office.pstn.twilio.com:5060>;tag=08601002_c3356d0b_1
            To: <sip:+15550123@box.example;transport=tls>
            CSeq: 29044 INVITE
            Max-Forwards: 60
            Call-ID: 0123456789abcdef@0.0.0.0
            Via: SIP/2.0/TLS 54.172.60.0:5061;branch=z9hG4bK1dc3.0
            Via: SIP/2.0/UDP 172.25.75.240:5060;rport=5060;branch=z9hG4bKabc_c3356d0b_588-1
            Contact: <sip:+15550199@172.25.75.240:5060;transport=udp>
            """);
        var arrived = bench.Told<SipEvent.CallArrived>();
        bench.Clear();
        bench.Do(new SipCommand.Answer(arrived.Leg, Description.Bytes("box"), []));
        var sent = bench.Out();
        Assert.Equal(Tls, sent.To.Flow);
        Assert.Equal(
            ["SIP/2.0/TLS 54.172.60.0:5061;branch=z9hG4bK1dc3.0", "SIP/2.0/UDP 172.25.75.240:5060;rport=5060;branch=z9hG4bKabc_c3356d0b_588-1"],
            Values(sent.Message, HeaderName.Via));
        Assert.Equal(["<sip:54.172.60.0:5061;transport=tls;r2=on;lr>", "<sip:54.172.60.0;r2=on;lr>"], Values(sent.Message, HeaderName.RecordRoute));
        Assert.Equal("<sip:+15550123@198.51.100.7:5061;transport=tls>", sent.Message.Text(HeaderName.Contact));

        bench.Receive($"""
            ACK sip:+15550123@198.51.100.7:5061;transport=tls SIP/2.0
            Via: SIP/2.0/TLS 54.172.60.0:5061;branch=z9hG4bK1dc3.ack
            From: <sip:+15550199@office.pstn.twilio.com:5060>;tag=08601002_c3356d0b_1
            To: {sent.Message.Text(HeaderName.To)}
            Call-ID: 0123456789abcdef@0.0.0.0
            CSeq: 29044 ACK
            Max-Forwards: 69
            """);
        bench.Told<SipEvent.LegConfirmed>();
        bench.Do(new SipCommand.HangUp(arrived.Leg, []));
        var bye = bench.Out();
        Assert.Equal("BYE sip:+15550199@172.25.75.240:5060;transport=udp", bye.Message.ToString());
        Assert.Equal(["<sip:54.172.60.0:5061;transport=tls;r2=on;lr>", "<sip:54.172.60.0;r2=on;lr>"], Routes(bye.Message));
        Assert.Equal(Tls, bye.To.Flow);
        Assert.Equal(TransportKind.Tls, bye.To.Transport);
    }

    [Fact]
    public void After_an_incoming_calls_connection_closed_the_trunk_is_reached_under_its_own_name()
    {
        var bench = OverTls(new() { ProfileOf = (_, _) => Trunk with { ServerName = "office.pstn.ashburn.twilio.com" } });
        var (_, leg) = PeerSide.Talks(bench, "Record-Route: <sip:54.172.60.0:5061;transport=tls;lr>\n");
        bench.Give(new SipInput.FlowClosed(Tls));
        bench.Do(new SipCommand.HangUp(leg, []));
        Assert.Equal(Edge, bench.Out().To);
    }

    private static Bench OverTls(SipStackSettings? settings = null) => new(settings)
    {
        From = new(Tls, TransportKind.Tls, IPEndPoint.Parse("54.172.60.0:5061"), Bench.OursTls),
    };

    private static SipRequest Invited(Bench bench)
    {
        bench.Do(new SipCommand.Invite(new(-1), new()
        {
            RequestUri = "sip:+15550100@office.pstn.ashburn.twilio.com",
            From = "<sip:+15550123@office.pstn.ashburn.twilio.com>",
            To = "<sip:+15550100@office.pstn.ashburn.twilio.com>",
            NextHop = Edge,
            Profile = Trunk,
            Offer = Description.Bytes("box"),
            Credential = new("office", "secret"),
        }));
        return bench.OutRequest("INVITE");
    }

    private static SipRequest Answered(Bench bench, string headers)
    {
        var invite = Invited(bench);
        bench.Reply(invite, 200, headers: headers, body: Description.Text("twilio"));
        bench.Told<SipEvent.LegAnswered>();
        return invite;
    }

    private static void AssertRouted(SipOutput.Transmit sent, string method)
    {
        Assert.Equal($"{method} sip:+172.25.16.223:5060", sent.Message.ToString());
        Assert.Equal(
            [
                "<sip:54.172.60.0:5061;transport=tls;lr;r2=on;twnat=sip:198.51.100.7:40000>",
                "<sip:54.172.60.0:5060;lr;r2=on;twnat=sip:198.51.100.7:40000>",
            ],
            Routes(sent.Message));
        Assert.Equal(new Hop(TransportKind.Tls, "54.172.60.0", 5061) { Flow = Tls, ServerName = "office.pstn.ashburn.twilio.com" }, sent.To);
    }

    private static string[] Routes(SipMessage message) => Values(message, HeaderName.Route);

    private static string[] Values(SipMessage message, HeaderName name)
    {
        var values = new List<string>();
        foreach (var value in message.All(name))
            values.Add(Encoding.UTF8.GetString(value));
        return [.. values];
    }
}

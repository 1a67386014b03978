using System.Net;
using System.Text;
using Sip.Messages;
using Sip.Tests.Support;

namespace Sip.Tests.Dialogs;

public sealed class IncomingCallTests
{
    [Fact]
    public void A_200_is_repeated_until_its_ack_and_then_no_more()
    {
        var bench = new Bench();
        var (peer, leg) = PeerSide.Calls(bench);
        bench.Do(new SipCommand.Answer(leg, Description.Bytes("box"), []));
        var answer = bench.OutResponse(200);
        bench.Pass(8);
        Assert.Equal(4, bench.Sent.Count);
        Assert.All(bench.Sent, sent => Assert.True(sent.Message.Span.SequenceEqual(answer.Span)));
        bench.Clear();

        peer.Answered(answer).Send("ACK", 1);
        bench.Told<SipEvent.LegConfirmed>();
        bench.Pass(40);
        bench.Nothing();
    }

    [Fact]
    public void A_200_never_acknowledged_ends_the_call_after_32_seconds()
    {
        var bench = new Bench();
        var (_, leg) = PeerSide.Calls(bench);
        bench.Do(new SipCommand.Answer(leg, Description.Bytes("box"), []));
        bench.Clear();
        bench.Pass(31.9);
        Assert.Equal(10, bench.Sent.Count);
        bench.Clear();
        bench.Pass(0.2);
        Assert.Equal(LegEnd.AckMissing, bench.Told<SipEvent.LegEnded>().End);
        bench.OutRequest("BYE");
        bench.Pass(40);
        Assert.Equal((0, 0), (bench.Stack.Counters.Legs, bench.Stack.Counters.Transactions));
    }

    [Fact]
    public void Our_bye_waits_for_the_callers_ack()
    {
        var bench = new Bench();
        var (peer, leg) = PeerSide.Calls(bench);
        bench.Do(new SipCommand.Answer(leg, Description.Bytes("box"), []));
        var answer = bench.OutResponse(200);
        bench.Do(new SipCommand.HangUp(leg, []));
        bench.Nothing();
        peer.Answered(answer).Send("ACK", 1);
        bench.OutRequest("BYE");
        Assert.Empty(bench.Events);
    }

    [Fact]
    public void A_bye_before_the_ack_ends_the_call_and_the_repeating()
    {
        var bench = new Bench();
        var (peer, leg) = PeerSide.Calls(bench);
        bench.Do(new SipCommand.Answer(leg, Description.Bytes("box"), []));
        peer = peer.Answered(bench.OutResponse(200));
        peer.Send("BYE", 2);
        bench.OutResponse(200);
        Assert.Equal(LegEnd.Bye, bench.Told<SipEvent.LegEnded>().End);
        bench.Pass(100);
        bench.Nothing();
    }

    [Fact]
    public void A_bye_while_it_rings_ends_the_invite_too()
    {
        var bench = new Bench();
        var (peer, leg) = PeerSide.Calls(bench);
        bench.Do(new SipCommand.Ring(leg, 180, null, []));
        peer.Answered(bench.OutResponse(180)).Send("BYE", 2);
        Assert.Equal([200, 487], bench.Sent.Select(sent => ((SipResponse)sent.Message).StatusCode));
        Assert.Equal(LegEnd.Bye, bench.Told<SipEvent.LegEnded>().End);
    }

    [Fact]
    public void An_invite_that_comes_again_gets_the_last_provisional_response_again()
    {
        var bench = new Bench();
        var (peer, leg) = PeerSide.Calls(bench);
        peer.Send("INVITE", 1, body: Description.Text("ann"), branch: "1");
        bench.OutResponse(100);
        bench.Do(new SipCommand.Ring(leg, 183, Description.Bytes("box"), []));
        bench.Clear();
        peer.Send("INVITE", 1, body: Description.Text("ann"), branch: "1");
        bench.OutResponse(183);
        Assert.Empty(bench.Events);
        Assert.Equal(2, bench.Stack.Counters.RepeatedRequests);
    }

    [Fact]
    public void A_call_that_rings_for_minutes_says_so_every_minute()
    {
        var bench = new Bench();
        var (_, leg) = PeerSide.Calls(bench);
        bench.Do(new SipCommand.Ring(leg, 180, null, []));
        bench.Clear();
        bench.Pass(150);
        Assert.Equal([180, 180], bench.Sent.Select(sent => ((SipResponse)sent.Message).StatusCode));
    }

    [Fact]
    public void Refusing_a_call_ends_it_and_repeats_the_refusal_until_its_ack()
    {
        var bench = new Bench();
        var (peer, leg) = PeerSide.Calls(bench);
        bench.Do(new SipCommand.Refuse(leg, 486, null, [new("Reason", "Q.850;cause=17")]));
        Assert.Equal("Q.850;cause=17", bench.OutResponse(486).Text(HeaderName.Reason));
        bench.Pass(1);
        bench.OutResponse(486);
        peer.Send("ACK", 1, branch: "1");
        bench.Pass(100);
        bench.Nothing();
        Assert.Equal((0, 0), (bench.Stack.Counters.Legs, bench.Stack.Counters.Transactions));
    }

    [Fact]
    public void Hanging_up_an_unanswered_caller_is_480()
    {
        var bench = new Bench();
        var (_, leg) = PeerSide.Calls(bench);
        bench.Do(new SipCommand.HangUp(leg, []));
        bench.OutResponse(480);
        Assert.Empty(bench.Events);
    }

    [Theory]
    [InlineData("Require: 100rel, timer\n", 420)]
    [InlineData("Max-Forwards: 0\n", 483)]
    [InlineData("Content-Type: text/plain\n", 415)]
    [InlineData("Session-Expires: 60\nSupported: timer\n", 422)]
    public void A_call_we_cannot_take_is_refused_before_the_application_hears_of_it(string headers, int status)
    {
        var bench = new Bench();
        PeerSide.Caller(bench).Send("INVITE", 1, headers, Description.Text("ann"));
        var refusal = bench.OutResponse(status);
        bench.Nothing();
        if (status is 420)
            Assert.Equal("100rel", refusal.Text(HeaderName.Unsupported));
        if (status is 422)
            Assert.Equal("90", refusal.Text(HeaderName.MinSe));
        if (status is 415)
            Assert.Equal("application/sdp", refusal.Text(HeaderName.Accept));
    }

    [Fact]
    public void The_same_call_by_another_way_is_answered_482()
    {
        var bench = new Bench();
        var (peer, _) = PeerSide.Calls(bench);
        peer.Send("INVITE", 1, body: Description.Text("ann"), branch: "other");
        bench.OutResponse(482);
        bench.Nothing();
        Assert.Equal(1, bench.Stack.Counters.MergedRequests);
    }

    [Fact]
    public void Beyond_the_limit_new_calls_get_503_and_those_that_must_be_taken_are()
    {
        var bench = new Bench(new() { MaxServerTransactions = 1, MaxLegs = 1, IsNeverRefused = (request, _) => request.Uri.User.SequenceEqual("112"u8) });
        PeerSide.Calls(bench);
        var other = new PeerSide(bench, "call-2", "<sip:ann@192.0.2.99>;tag=ann2", "<sip:600@192.0.2.1>", "sip:600@192.0.2.1");
        other.Send("INVITE", 1, body: Description.Text("ann"), branch: "c2");
        Assert.Equal("5", bench.OutResponse(503).Text(HeaderName.RetryAfter));
        bench.Nothing();

        var help = new PeerSide(bench, "call-3", "<sip:ann@192.0.2.99>;tag=ann3", "<sip:112@192.0.2.1>", "sip:112@192.0.2.1");
        help.Send("INVITE", 1, body: Description.Text("ann"), branch: "c3");
        bench.OutResponse(100);
        bench.Told<SipEvent.CallArrived>();
        Assert.Equal(1, bench.Stack.Counters.Overloads);
    }

    [Theory]
    [InlineData("BYE")]
    [InlineData("INFO")]
    [InlineData("UPDATE")]
    [InlineData("INVITE")]
    public void A_request_in_a_dialog_nobody_knows_is_answered_481(string method)
    {
        var bench = new Bench();
        new PeerSide(bench, "gone", "<sip:ann@192.0.2.99>;tag=ann", "<sip:600@192.0.2.1>;tag=nobody", "sip:192.0.2.1").Send(method, 2);
        bench.OutResponse(481);
        bench.Nothing();
    }

    [Fact]
    public void A_request_with_a_strange_from_tag_does_not_touch_the_call()
    {
        var bench = new Bench();
        var (_, leg) = PeerSide.Calls(bench);
        bench.Do(new SipCommand.Ring(leg, 180, null, []));
        var to = bench.OutResponse(180).Text(HeaderName.To)!;
        new PeerSide(bench, "call-1", "<sip:ann@192.0.2.99>;tag=stranger", to, "sip:192.0.2.1").Send("BYE", 2);
        bench.OutResponse(481);
        bench.Nothing();
    }

    [Fact]
    public void Numbers_out_of_order_are_answered_500()
    {
        var bench = new Bench();
        var (peer, _) = PeerSide.Talks(bench);
        peer.Send("INFO", 5, "Content-Type: application/dtmf-relay\n", "Signal=1");
        bench.OutResponse(200);
        bench.Told<SipEvent.InfoArrived>();
        peer.Send("INFO", 5, "Content-Type: application/dtmf-relay\n", "Signal=1");
        bench.OutResponse(500);
        peer.Send("BYE", 4);
        bench.OutResponse(500);
        Assert.Empty(bench.Events);
    }

    [Fact]
    public void Methods_we_do_not_have_are_answered_405_with_those_we_have()
    {
        var bench = new Bench();
        var (peer, _) = PeerSide.Talks(bench);
        peer.Send("REFER", 2, "Refer-To: <sip:c@example.net>\n");
        Assert.Equal("INVITE, ACK, CANCEL, OPTIONS, BYE, UPDATE, INFO", bench.OutResponse(405).Text(HeaderName.Allow));
        peer.Send("OPTIONS", 3);
        Assert.Equal("INVITE, ACK, CANCEL, OPTIONS, BYE, UPDATE, INFO", bench.OutResponse(200).Text(HeaderName.Allow));
    }

    [Fact]
    public void Pitfall_5_a_request_from_a_new_port_finds_its_leg_and_is_answered_where_it_came_from()
    {
        var bench = new Bench();
        var (peer, leg) = PeerSide.Talks(bench);
        bench.From = new(new(2), TransportKind.Udp, IPEndPoint.Parse("192.0.2.99:40001"), Bench.Ours);
        peer.Send("INVITE", 2, body: Description.Text("ann", 2));
        var trying = bench.Out();
        Assert.Equal(("192.0.2.99", 40001, new FlowId(2)), (trying.To.Host, trying.To.Port, trying.To.Flow));
        Assert.Equal(leg, bench.Told<SipEvent.OfferArrived>().Leg);
        bench.Do(new SipCommand.AcceptOffer(leg, Description.Bytes("box", 2)));
        bench.OutResponse(200);
        peer.Send("ACK", 2);
        bench.Do(new SipCommand.HangUp(leg, []));
        Assert.Equal(new FlowId(2), bench.Out().To.Flow);
    }

    [Fact]
    public void Without_rport_the_answer_goes_to_the_port_in_the_via()
    {
        var bench = new Bench { From = new(new(3), TransportKind.Udp, IPEndPoint.Parse("203.0.113.4:33333"), Bench.Ours) };
        bench.Receive("""
            OPTIONS sip:192.0.2.1 SIP/2.0
            Via: SIP/2.0/UDP old.example:5070;branch=z9hG4bKold
            Max-Forwards: 70
            From: <sip:old@old.example>;tag=1
            To: <sip:192.0.2.1>
            Call-ID: old
            CSeq: 1 OPTIONS
            """);
        bench.Do(new SipCommand.Respond(bench.Told<SipEvent.RequestArrived>().Request, 200, null, [], null));
        var sent = bench.Out();
        Assert.Equal(new Hop(TransportKind.Udp, "203.0.113.4", 5070), sent.To);
        Assert.Equal("SIP/2.0/UDP old.example:5070;branch=z9hG4bKold;received=203.0.113.4", sent.Message.Text(HeaderName.Via));
    }

    [Fact]
    public void A_peer_of_rfc_2543_is_understood_without_the_magic_cookie()
    {
        var bench = new Bench();
        const string Old = """
            INVITE sip:600@192.0.2.1 SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.99:5060
            From: <sip:old@192.0.2.99>;tag=old
            To: <sip:600@192.0.2.1>
            Call-ID: old-call
            CSeq: 1 INVITE
            Contact: <sip:old@192.0.2.99>
            """;
        bench.Receive(Old);
        bench.OutResponse(100);
        var leg = bench.Told<SipEvent.CallArrived>().Leg;
        bench.Receive(Old);
        bench.OutResponse(100);
        Assert.Empty(bench.Events);

        bench.Do(new SipCommand.Refuse(leg, 486, null, []));
        bench.Clear();
        bench.Receive(Old.Replace("INVITE sip", "ACK sip", StringComparison.Ordinal).Replace("1 INVITE", "1 ACK", StringComparison.Ordinal));
        bench.Pass(40);
        bench.Nothing();
    }

    [Fact]
    public void What_cannot_be_used_is_answered_without_a_transaction_and_counted()
    {
        var bench = new Bench();
        var broken = Raw.Request("""
            OPTIONS sip:192.0.2.1 SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.99:5060;branch=z9hG4bKbad;rport
            From: <sip:a@192.0.2.99>;tag=1
            To: <sip:192.0.2.1>
            Call-ID: bad
            CSeq: 1 OPTIONS
            """);
        bench.Give(new SipInput.ArrivedMalformed(broken, 400, bench.From));
        bench.OutResponse(400);
        Assert.Equal((1, 0), (bench.Stack.Counters.Malformed, bench.Stack.Counters.Transactions));
    }

    [Fact]
    public void A_response_to_nothing_is_dropped_and_counted()
    {
        var bench = new Bench();
        bench.Receive("""
            SIP/2.0 200 OK
            Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKnever;rport
            From: <sip:box@example.net>;tag=1
            To: <sip:bob@example.net>;tag=2
            Call-ID: never
            CSeq: 1 INVITE
            """);
        bench.Nothing();
        Assert.Equal(1, bench.Stack.Counters.StrayResponses);
    }

    [Fact]
    public void An_invite_without_offer_gets_ours_and_its_ack_brings_the_answer()
    {
        var bench = new Bench();
        var (peer, leg) = PeerSide.Calls(bench, body: "");
        bench.Do(new SipCommand.Answer(leg, Description.Bytes("box"), []));
        peer = peer.Answered(bench.OutResponse(200));
        peer.Send("ACK", 1, body: Description.Text("ann"));
        Assert.Equal(Description.Text("ann"), Encoding.UTF8.GetString(bench.Told<SipEvent.LegConfirmed>().Ack.Body));
    }
}

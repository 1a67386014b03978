using System.Net;
using Sip.Messages;
using Sip.Tests.Support;

namespace Sip.Tests.Dialogs;

public sealed class ConnectionLossTests
{
    private static readonly FlowId Flow = new(4);
    private static readonly Hop Edge = new(TransportKind.Tls, "54.172.60.0", 5061) { ServerName = "office.pstn.twilio.com" };

    [Fact]
    public void A_request_without_any_response_is_sent_once_more_when_its_connection_closes()
    {
        var bench = OverTls();
        bench.Do(BasicCallTests.Call(hop: Edge));
        var first = bench.Out();
        bench.Give(new SipInput.SentOn(first.Token, Flow));
        bench.Give(new SipInput.FlowClosed(Flow));
        var again = bench.Out();
        Assert.True(first.Message.Span.SequenceEqual(again.Message.Span));
        Assert.Equal(FlowId.None, again.To.Flow);

        bench.Give(new SipInput.SentOn(again.Token, new(5)));
        bench.Give(new SipInput.FlowClosed(new(5)));
        Assert.Equal(LegFailure.Unreachable, bench.Told<SipEvent.LegFailed>().Failure);
    }

    [Fact]
    public void A_bye_lost_with_an_idle_connection_goes_out_over_a_new_one()
    {
        var bench = OverTls();
        bench.Do(BasicCallTests.Call(hop: Edge));
        bench.Reply(bench.OutRequest("INVITE"), 200, headers: "Contact: <sip:172.25.0.9:5060>\nRecord-Route: <sip:54.172.60.0:5061;transport=tls;lr>", body: Description.Text("twilio"));
        bench.Clear();
        bench.Do(new SipCommand.HangUp(new(-1), []));
        var bye = bench.Out();
        Assert.Equal(Flow, bye.To.Flow);
        bench.Give(new SipInput.FlowClosed(Flow));
        var again = bench.Out();
        Assert.Equal(Edge, again.To);
        bench.Reply((SipRequest)again.Message, 200);
        Assert.Equal(0, bench.Stack.Counters.Legs);
        bench.Pass(33);
        Assert.Equal(0, bench.Stack.Counters.Transactions);
    }

    [Fact]
    public void A_ringing_call_survives_the_loss_of_its_connection_until_its_own_limit()
    {
        var bench = OverTls();
        bench.Do(BasicCallTests.Call(new() { SessionTimer = false, NoAnswerTimeout = TimeSpan.FromSeconds(30) }, Edge));
        bench.Reply(bench.OutRequest("INVITE"), 180);
        bench.Clear();
        bench.Give(new SipInput.FlowClosed(Flow));
        bench.Nothing();
        bench.Pass(31);
        Assert.Equal(LegFailure.NoAnswer, bench.Told<SipEvent.LegFailed>().Failure);
    }

    [Fact]
    public void A_bye_that_cannot_be_sent_ends_the_leg_all_the_same()
    {
        var (bench, _) = OfferExchangeTests.Called();
        bench.Do(new SipCommand.HangUp(new(-1), []));
        bench.Give(new SipInput.SendFailed(bench.Out().Token, "No route to host"));
        bench.Nothing();
        Assert.Equal(0, bench.Stack.Counters.Legs);
        bench.Pass(40);
        Assert.Equal(0, bench.Stack.Counters.Transactions);
    }

    [Fact]
    public void A_caller_whose_answer_cannot_be_sent_is_lost()
    {
        var bench = new Bench();
        var (_, leg) = PeerSide.Calls(bench);
        bench.Do(new SipCommand.Ring(leg, 180, null, []));
        bench.Give(new SipInput.SendFailed(bench.Out().Token, "No route to host"));
        Assert.Equal(LegEnd.PeerLost, bench.Told<SipEvent.LegEnded>().End);
        Assert.Equal(0, bench.Stack.Counters.Legs);
    }

    [Fact]
    public void A_challenge_in_the_dialog_is_answered_with_the_next_number()
    {
        var bench = new Bench();
        bench.Do(BasicCallTests.Call(credential: new("office", "secret")));
        bench.Reply(bench.OutRequest("INVITE"), 200, headers: "Contact: <sip:bob@192.0.2.99>", body: Description.Text("bob"));
        bench.Clear();
        bench.Do(new SipCommand.HangUp(new(-1), []));
        var first = bench.OutRequest("BYE");
        bench.Reply(first, 407, headers: "Proxy-Authenticate: Digest realm=\"r\",qop=\"auth\",nonce=\"n\"");
        var second = bench.OutRequest("BYE");
        Assert.Equal(first.CSeq.Number + 1, second.CSeq.Number);
        Assert.Contains("nc=00000001", second.Text(HeaderName.ProxyAuthorization), StringComparison.Ordinal);
        bench.Reply(second, 407, headers: "Proxy-Authenticate: Digest realm=\"r\",qop=\"auth\",nonce=\"n\"");
        bench.Nothing();
        Assert.Equal(0, bench.Stack.Counters.Legs);
    }

    [Fact]
    public void Requests_outside_calls_that_fail_are_told()
    {
        var bench = new Bench();
        bench.Do(Options(-1));
        bench.Give(new SipInput.SendFailed(bench.Out().Token, "No such host"));
        Assert.Equal((new RequestId(-1), LegFailure.Unreachable), bench.Told<SipEvent.RequestFailed>() is var unreachable ? (unreachable.Request, unreachable.Failure) : default);

        bench.Do(Options(-2));
        bench.Pass(33);
        Assert.Equal((new RequestId(-2), LegFailure.NoResponse), bench.Told<SipEvent.RequestFailed>() is var silent ? (silent.Request, silent.Failure) : default);
        Assert.Equal(11, bench.Sent.Count);
    }

    [Fact]
    public void A_request_the_application_never_answers_gets_100_and_is_forgotten()
    {
        var bench = new Bench();
        PeerSide.Caller(bench).Send("MESSAGE", 1, "Content-Type: text/plain\n", "hello");
        var arrived = bench.Told<SipEvent.RequestArrived>();
        bench.Pass(4);
        bench.OutResponse(100);
        bench.Pass(30);
        bench.Do(new SipCommand.Respond(arrived.Request, 200, null, [], null));
        bench.Nothing();
        Assert.Equal(0, bench.Stack.Counters.Transactions);
    }

    private static SipCommand.SendRequest Options(long id) => new(
        new(id), SipMethod.Options, "sip:example.net", "<sip:box@example.net>", "<sip:example.net>",
        new Hop(TransportKind.Udp, "192.0.2.99", 5060), null, null, [], null);

    private static Bench OverTls() => new()
    {
        From = new(Flow, TransportKind.Tls, IPEndPoint.Parse("54.172.60.0:5061"), Bench.OursTls),
    };
}

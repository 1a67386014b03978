using Sip.Messages;
using Sip.Tests.Support;

namespace Sip.Tests.Dialogs;

public sealed class CancelTests
{
    [Fact]
    public void Pitfall_15_a_200_that_crosses_our_cancel_is_acknowledged_and_hung_up()
    {
        var bench = new Bench();
        bench.Do(BasicCallTests.Call());
        var invite = bench.OutRequest("INVITE");
        bench.Reply(invite, 180);
        bench.Clear();
        bench.Do(new SipCommand.HangUp(new(-1), [new("Reason", "SIP;cause=487")]));
        Assert.Equal("SIP;cause=487", bench.OutRequest("CANCEL").Text(HeaderName.Reason));
        Assert.Equal(LegFailure.Cancelled, bench.Told<SipEvent.LegFailed>().Failure);

        bench.Reply(invite, 200, headers: "Contact: <sip:bob@192.0.2.99>", body: Description.Text("bob"));
        Assert.Equal(["ACK", "BYE"], bench.Sent.Select(sent => ((SipRequest)sent.Message).Method.Text));
        Assert.Empty(bench.Events);
    }

    [Fact]
    public void A_cancel_waits_for_a_provisional_response()
    {
        var bench = new Bench();
        bench.Do(BasicCallTests.Call());
        var invite = bench.OutRequest("INVITE");
        bench.Do(new SipCommand.HangUp(new(-1), []));
        Assert.Equal(LegFailure.Cancelled, bench.Told<SipEvent.LegFailed>().Failure);
        bench.Nothing();

        bench.Reply(invite, 100, tag: null);
        var cancel = bench.OutRequest("CANCEL");
        Assert.Equal(invite.Text(HeaderName.Via), cancel.Text(HeaderName.Via));
        bench.Reply(cancel, 200);
        bench.Reply(invite, 487);
        bench.OutRequest("ACK");
        bench.Pass(100);
        bench.Nothing();
        Assert.Equal((0, 0), (bench.Stack.Counters.Legs, bench.Stack.Counters.Transactions));
    }

    [Fact]
    public void A_peer_that_never_answers_the_cancelled_invite_is_forgotten_after_32_seconds()
    {
        var bench = new Bench();
        bench.Do(BasicCallTests.Call());
        bench.Reply(bench.OutRequest("INVITE"), 180);
        bench.Do(new SipCommand.HangUp(new(-1), []));
        bench.Pass(33);
        Assert.Equal((0, 0), (bench.Stack.Counters.Legs, bench.Stack.Counters.Transactions));
    }

    [Fact]
    public void Pitfall_16_cancel_gets_200_and_the_invite_487()
    {
        var bench = new Bench();
        var (peer, leg) = PeerSide.Calls(bench);
        bench.Do(new SipCommand.Ring(leg, 180, null, []));
        bench.Clear();
        peer.Send("CANCEL", 1, "Reason: SIP;cause=200\n", branch: "1");

        Assert.Equal([(200, "1 CANCEL"), (487, "1 INVITE")], bench.Sent.Select(sent => (((SipResponse)sent.Message).StatusCode, sent.Message.Text(HeaderName.CSeq)!)));
        Assert.Equal(bench.Sent[0].Message.Text(HeaderName.To), bench.Sent[1].Message.Text(HeaderName.To));
        var ended = bench.Told<SipEvent.LegEnded>();
        Assert.Equal((LegEnd.Cancelled, "SIP;cause=200"), (ended.End, ended.Request!.Text(HeaderName.Reason)));

        bench.Clear();
        peer.Send("ACK", 1, branch: "1");
        bench.Pass(100);
        bench.Nothing();
        Assert.Equal((0, 0), (bench.Stack.Counters.Legs, bench.Stack.Counters.Transactions));
    }

    [Fact]
    public void A_cancel_after_the_answer_changes_nothing()
    {
        var bench = new Bench();
        var (peer, leg) = PeerSide.Calls(bench);
        bench.Do(new SipCommand.Answer(leg, Description.Bytes("box"), []));
        var answer = bench.OutResponse(200);
        peer.Send("CANCEL", 1, branch: "1");
        bench.OutResponse(200);
        Assert.Empty(bench.Events);
        peer.Answered(answer).Send("ACK", 1);
        bench.Told<SipEvent.LegConfirmed>();
    }

    [Fact]
    public void A_cancel_of_nothing_is_answered_481()
    {
        var bench = new Bench();
        PeerSide.Caller(bench).Send("CANCEL", 1, branch: "unknown");
        bench.OutResponse(481);
        bench.Nothing();
    }

    [Fact]
    public void No_answer_in_time_cancels_and_says_so()
    {
        var bench = new Bench();
        bench.Do(BasicCallTests.Call(new() { SessionTimer = false, NoAnswerTimeout = TimeSpan.FromSeconds(20) }));
        bench.Reply(bench.OutRequest("INVITE"), 180);
        bench.Clear();
        bench.Pass(19.9);
        bench.Nothing();
        bench.Pass(0.2);
        Assert.Equal((LegFailure.NoAnswer, 408), (bench.Events[0] as SipEvent.LegFailed) is { } failed ? (failed.Failure, failed.Status) : default);
        bench.OutRequest("CANCEL");
    }

    [Fact]
    public void No_response_in_time_stops_repeating_and_a_late_one_is_cancelled()
    {
        var bench = new Bench();
        bench.Do(BasicCallTests.Call(new() { SessionTimer = false, NoResponseTimeout = TimeSpan.FromSeconds(4) }));
        var invite = bench.OutRequest("INVITE");
        bench.Pass(4);
        Assert.Equal(LegFailure.NoResponse, bench.Told<SipEvent.LegFailed>().Failure);
        Assert.Equal(3, bench.Sent.Count);
        bench.Clear();
        bench.Pass(10);
        bench.Nothing();

        bench.Reply(invite, 180);
        bench.OutRequest("CANCEL");
        bench.Pass(100);
        Assert.Equal((0, 0), (bench.Stack.Counters.Legs, bench.Stack.Counters.Transactions));
    }

    [Fact]
    public void An_invite_that_cannot_be_sent_fails_at_once()
    {
        var bench = new Bench();
        bench.Do(BasicCallTests.Call());
        bench.Give(new SipInput.SendFailed(bench.Out().Token, "Connection refused"));
        var failed = bench.Told<SipEvent.LegFailed>();
        Assert.Equal((LegFailure.Unreachable, 503, "Connection refused"), (failed.Failure, failed.Status, failed.Why));
        Assert.Equal(0, bench.Stack.Counters.Legs);
    }

    [Theory]
    [InlineData(302)]
    [InlineData(486)]
    [InlineData(503)]
    [InlineData(603)]
    public void A_refusal_is_acknowledged_and_told(int status)
    {
        var bench = new Bench();
        bench.Do(BasicCallTests.Call());
        bench.Reply(bench.OutRequest("INVITE"), status);
        bench.OutRequest("ACK");
        var failed = bench.Told<SipEvent.LegFailed>();
        Assert.Equal((LegFailure.Refused, status), (failed.Failure, failed.Status));
        bench.Pass(40);
        bench.Nothing();
        Assert.Equal((0, 0), (bench.Stack.Counters.Legs, bench.Stack.Counters.Transactions));
    }
}

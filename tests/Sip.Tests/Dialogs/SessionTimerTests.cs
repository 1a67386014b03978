using System.Text;
using Sip.Messages;
using Sip.Tests.Support;

namespace Sip.Tests.Dialogs;

public sealed class SessionTimerTests
{
    private static readonly LegProfile Timed = new() { SessionInterval = TimeSpan.FromSeconds(90) };

    [Fact]
    public void An_invite_asks_for_the_interval_of_its_profile()
    {
        var bench = new Bench();
        bench.Do(BasicCallTests.Call(new LegProfile()));
        var invite = bench.OutRequest("INVITE");
        Assert.Equal(("1800", "90", "timer"), (invite.Text(HeaderName.SessionExpires), invite.Text(HeaderName.MinSe), invite.Text(HeaderName.Supported)));
    }

    [Fact]
    public void Pitfall_27_we_refresh_by_update_at_half_the_interval_again_and_again()
    {
        var (bench, _) = OfferExchangeTests.Called(Timed, "Session-Expires: 90;refresher=uac");
        for (var i = 0; i < 4; i++)
        {
            bench.Pass(44.9);
            bench.Nothing();
            bench.Pass(0.1);
            var update = bench.OutRequest("UPDATE");
            Assert.True(update.Body.IsEmpty);
            Assert.Equal("90;refresher=uac", update.Text(HeaderName.SessionExpires));
            bench.Reply(update, 200, headers: "Contact: <sip:bob@192.0.2.99>\nSession-Expires: 90;refresher=uac");
        }

        Assert.Empty(bench.Events);
    }

    [Fact]
    public void A_peer_without_update_is_refreshed_by_the_same_description()
    {
        var bench = new Bench();
        bench.Do(BasicCallTests.Call(Timed));
        var invite = bench.OutRequest("INVITE");
        bench.Reply(invite, 200, headers: "Contact: <sip:bob@192.0.2.99>\nSession-Expires: 90;refresher=uac", body: Description.Text("bob"));
        bench.Clear();
        bench.Pass(45);
        var refresh = bench.OutRequest("INVITE");
        Assert.True(refresh.Body.SequenceEqual(invite.Body));
        bench.Reply(refresh, 200, headers: "Contact: <sip:bob@192.0.2.99>\nSession-Expires: 90;refresher=uac", body: Description.Text("bob"));
        bench.OutRequest("ACK");
        Assert.Empty(bench.Events);
    }

    [Fact]
    public void A_peer_that_refuses_update_is_refreshed_by_invite_from_then_on()
    {
        var (bench, _) = OfferExchangeTests.Called(Timed, "Session-Expires: 90;refresher=uac");
        bench.Pass(45);
        bench.Reply(bench.OutRequest("UPDATE"), 405);
        var refresh = bench.OutRequest("INVITE");
        bench.Reply(refresh, 200, headers: "Contact: <sip:bob@192.0.2.99>\nSession-Expires: 90;refresher=uac", body: Description.Text("bob"));
        bench.OutRequest("ACK");
        bench.Pass(45);
        bench.OutRequest("INVITE");
    }

    [Fact]
    public void A_peer_that_should_refresh_and_does_not_is_hung_up_on_before_the_end()
    {
        var (bench, _) = OfferExchangeTests.Called(Timed, "Session-Expires: 90;refresher=uas");
        bench.Pass(59.9);
        bench.Nothing();
        bench.Pass(0.2);
        Assert.Equal(LegEnd.SessionExpired, bench.Told<SipEvent.LegEnded>().End);
        bench.OutRequest("BYE");
    }

    [Fact]
    public void Pitfall_27_an_update_of_the_peer_is_a_sign_of_life()
    {
        var (bench, invite) = OfferExchangeTests.Called(Timed, "Session-Expires: 90;refresher=uas");
        var peer = PeerSide.Called(bench, invite);
        for (var i = 1; i <= 4; i++)
        {
            bench.Pass(45);
            peer.Send("UPDATE", i, "Supported: timer\nSession-Expires: 90;refresher=uac\n");
            Assert.Equal("90;refresher=uac", bench.OutResponse(200).Text(HeaderName.SessionExpires));
        }

        Assert.Empty(bench.Events);
    }

    [Fact]
    public void A_refresh_nobody_answers_ends_the_call()
    {
        var (bench, _) = OfferExchangeTests.Called(Timed, "Session-Expires: 90;refresher=uac");
        bench.Pass(80);
        Assert.Contains(bench.Events, told => told is SipEvent.LegEnded);
        bench.Pass(100);
        Assert.Equal((0, 0), (bench.Stack.Counters.Legs, bench.Stack.Counters.Transactions));
    }

    [Fact]
    public void A_422_lifts_the_interval_and_the_call_goes_on()
    {
        var bench = new Bench();
        bench.Do(BasicCallTests.Call(Timed));
        var first = bench.OutRequest("INVITE");
        bench.Reply(first, 422, headers: "Min-SE: 600");
        var second = (SipRequest)bench.Sent[1].Message;
        Assert.Equal(("600", "600"), (second.Text(HeaderName.SessionExpires), second.Text(HeaderName.MinSe)));
        Assert.Equal((first.CSeq.Number + 1, first.Text(HeaderName.CallId)), (second.CSeq.Number, second.Text(HeaderName.CallId)));
        Assert.Empty(bench.Events);
    }

    [Theory]
    [InlineData("Supported: timer\nSession-Expires: 1800\n", "1800;refresher=uac", "timer")]
    [InlineData("Supported: timer\nSession-Expires: 7200;refresher=uas\n", "1800;refresher=uas", null)]
    [InlineData("Supported: timer\nSession-Expires: 7200;refresher=uac\nMin-SE: 3600\n", "3600;refresher=uac", "timer")]
    [InlineData("Session-Expires: 1800\n", "1800;refresher=uas", null)]
    [InlineData("Session-Expires: 10\n", "90;refresher=uas", null)]
    [InlineData("Supported: timer\n", "1800;refresher=uas", null)]
    [InlineData("", null, null)]
    public void The_refresher_is_chosen_by_the_table_of_rfc_4028(string asked, string? answered, string? required)
    {
        var bench = new Bench();
        var (_, leg) = PeerSide.Calls(bench, asked);
        bench.Do(new SipCommand.Answer(leg, Description.Bytes("box"), []));
        var answer = bench.OutResponse(200);
        Assert.Equal(answered, answer.Text(HeaderName.SessionExpires));
        Assert.Equal(required, answer.Text(HeaderName.Require));
    }

    [Fact]
    public void The_called_side_refreshes_with_its_own_last_description()
    {
        var bench = new Bench();
        PeerSide.Talks(bench, "Session-Expires: 90\n");
        bench.Pass(45);
        var refresh = bench.OutRequest("INVITE");
        Assert.Equal(Description.Text("box"), Encoding.UTF8.GetString(refresh.Body));
        Assert.Equal("90;refresher=uac", refresh.Text(HeaderName.SessionExpires));
    }

    [Fact]
    public void A_refresh_that_collides_is_tried_again_and_the_call_stays()
    {
        var (bench, _) = OfferExchangeTests.Called(Timed, "Session-Expires: 90;refresher=uac");
        bench.Pass(45);
        bench.Reply(bench.OutRequest("UPDATE"), 491);
        bench.Pass(4.01);
        var again = Assert.IsType<SipRequest>(bench.Sent[0].Message);
        bench.Clear();
        bench.Reply(again, 200, headers: "Contact: <sip:bob@192.0.2.99>\nSession-Expires: 90;refresher=uac");
        bench.Pass(40);
        bench.Nothing();
        Assert.Equal(1, bench.Stack.Counters.Legs);
    }
}

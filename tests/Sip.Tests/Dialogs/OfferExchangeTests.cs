using System.Text;
using Sip.Messages;
using Sip.Tests.Support;

namespace Sip.Tests.Dialogs;

public sealed class OfferExchangeTests
{
    private static readonly LegId Out = new(-1);

    [Fact]
    public void Hold_and_resume_by_us()
    {
        var (bench, invite) = Called();
        var sequence = invite.CSeq.Number;
        foreach (var version in (int[])[2, 3])
        {
            bench.Do(new SipCommand.Offer(Out, Description.Bytes("box", version)));
            var reinvite = bench.OutRequest("INVITE");
            Assert.Equal(++sequence, reinvite.CSeq.Number);
            Assert.Equal(Description.Text("box", version), Encoding.UTF8.GetString(reinvite.Body));
            bench.Reply(reinvite, 200, headers: "Contact: <sip:bob@192.0.2.99>", body: Description.Text("bob", version));
            Assert.Equal(Description.Text("bob", version), Encoding.UTF8.GetString(bench.Told<SipEvent.OfferAnswered>().Response.Body));
            Assert.Equal(sequence, bench.OutRequest("ACK").CSeq.Number);
        }
    }

    [Fact]
    public void Hold_by_the_peer_is_accepted_by_the_application()
    {
        var bench = new Bench();
        var (peer, leg) = PeerSide.Talks(bench);
        peer.Send("INVITE", 2, body: Description.Text("ann", 2));
        bench.OutResponse(100);
        bench.Told<SipEvent.OfferArrived>();
        bench.Do(new SipCommand.AcceptOffer(leg, Description.Bytes("box", 2)));
        Assert.Equal(Description.Text("box", 2), Encoding.UTF8.GetString(bench.OutResponse(200).Body));
        peer.Send("ACK", 2);
        bench.Pass(40);
        bench.Nothing();
    }

    [Fact]
    public void A_refused_offer_leaves_the_call_as_it_was()
    {
        var bench = new Bench();
        var (peer, leg) = PeerSide.Talks(bench);
        peer.Send("INVITE", 2, body: Description.Text("ann", 2), branch: "re");
        bench.Clear();
        bench.Do(new SipCommand.RefuseOffer(leg, 488));
        bench.OutResponse(488);
        peer.Send("ACK", 2, branch: "re");
        peer.Send("BYE", 3);
        bench.OutResponse(200);
        Assert.Equal(LegEnd.Bye, bench.Told<SipEvent.LegEnded>().End);
    }

    [Fact]
    public void The_same_description_again_is_answered_with_ours_without_asking()
    {
        var bench = new Bench();
        var (peer, _) = PeerSide.Talks(bench);
        peer.Send("INVITE", 2, body: Description.Text("ann"));
        Assert.Equal(Description.Text("box"), Encoding.UTF8.GetString(bench.OutResponse(200).Body));
        Assert.Empty(bench.Events);
        peer.Send("ACK", 2);
        peer.Send("UPDATE", 3, body: Description.Text("ann"));
        Assert.Equal(Description.Text("box"), Encoding.UTF8.GetString(bench.OutResponse(200).Body));
        bench.Nothing();
    }

    [Fact]
    public void A_hold_whose_origin_line_was_not_counted_up_still_reaches_the_application()
    {
        var bench = new Bench();
        var (peer, _) = PeerSide.Talks(bench);
        peer.Send("INVITE", 2, body: Description.Text("ann") + "a=sendonly\r\n");
        bench.Told<SipEvent.OfferArrived>();
    }

    [Fact]
    public void An_update_with_an_offer_is_answered_by_the_application_without_ack()
    {
        var bench = new Bench();
        var (peer, leg) = PeerSide.Talks(bench);
        peer.Send("UPDATE", 2, body: Description.Text("ann", 2));
        bench.Told<SipEvent.OfferArrived>();
        bench.Do(new SipCommand.AcceptOffer(leg, Description.Bytes("box", 2)));
        bench.OutResponse(200);
        bench.Pass(40);
        bench.Nothing();
    }

    [Fact]
    public void Pitfall_22_our_offer_that_collides_is_sent_again_after_2_to_4_seconds_because_we_own_the_call()
    {
        var (bench, _) = Called();
        bench.Do(new SipCommand.Offer(Out, Description.Bytes("box", 2)));
        var first = bench.OutRequest("INVITE");
        bench.Reply(first, 491);
        bench.OutRequest("ACK");
        bench.Pass(2.09);
        bench.Nothing();
        bench.Pass(1.92);
        var second = (SipRequest)bench.Sent[0].Message;
        Assert.Equal(first.CSeq.Number + 1, second.CSeq.Number);
        Assert.True(first.Body.SequenceEqual(second.Body));
    }

    [Fact]
    public void Pitfall_22_the_side_that_was_called_tries_again_within_2_seconds()
    {
        var bench = new Bench();
        var (_, leg) = PeerSide.Talks(bench);
        bench.Do(new SipCommand.Offer(leg, Description.Bytes("box", 2)));
        bench.Reply(bench.OutRequest("INVITE"), 491);
        bench.Clear();
        bench.Pass(2.01);
        Assert.Equal(SipMethodKind.Invite, ((SipRequest)bench.Sent[0].Message).Method.Kind);
    }

    [Fact]
    public void Pitfall_22_a_collision_that_never_ends_is_given_up()
    {
        var (bench, _) = Called();
        bench.Do(new SipCommand.Offer(Out, Description.Bytes("box", 2)));
        for (var i = 0; i < 7; i++)
        {
            bench.Reply((SipRequest)bench.Sent.First(sent => sent.Message is SipRequest { Method.Kind: SipMethodKind.Invite }).Message, 491);
            bench.Sent.Clear();
            bench.Pass(4.01);
        }

        Assert.Equal(491, bench.Told<SipEvent.OfferRefused>().Status);
        bench.Pass(100);
        Assert.DoesNotContain(bench.Sent, sent => sent.Message is SipRequest { Method.Kind: SipMethodKind.Invite });
        Assert.Equal(1, bench.Stack.Counters.Legs);
    }

    [Fact]
    public void Pitfall_22_an_offer_while_ours_is_open_is_answered_491()
    {
        var (bench, invite) = Called();
        bench.Do(new SipCommand.Offer(Out, Description.Bytes("box", 2)));
        bench.OutRequest("INVITE");
        PeerSide.Called(bench, invite).Send("INVITE", 1, body: Description.Text("bob", 2));
        bench.OutResponse(491);
        Assert.Empty(bench.Events);
    }

    [Fact]
    public void Pitfall_22_a_second_invite_while_the_first_is_unanswered_is_asked_to_come_later()
    {
        var bench = new Bench();
        var (peer, _) = PeerSide.Talks(bench);
        peer.Send("INVITE", 2, body: Description.Text("ann", 2));
        bench.Clear();
        peer.Send("INVITE", 3, body: Description.Text("ann", 3));
        Assert.InRange(int.Parse(bench.OutResponse(500).Text(HeaderName.RetryAfter)!), 0, 10);
        Assert.Empty(bench.Events);
    }

    [Fact]
    public void Pitfall_23_info_passes_while_a_reinvite_is_open_both_ways()
    {
        var (bench, invite) = Called(new() { SessionTimer = false });
        var peer = PeerSide.Called(bench, invite);
        bench.Do(new SipCommand.Offer(Out, Description.Bytes("box", 2)));
        bench.Clear();
        peer.Send("INFO", 1, "Content-Type: application/dtmf-relay\n", "Signal=5");
        bench.OutResponse(200);
        bench.Told<SipEvent.InfoArrived>();
        bench.Do(new SipCommand.SendInfo(Out, new("application/dtmf-relay", Encoding.UTF8.GetBytes("Signal=6"))));
        Assert.Equal("Signal=6", Encoding.UTF8.GetString(bench.OutRequest("INFO").Body));
    }

    [Fact]
    public void Pitfall_26_the_ack_of_a_delayed_reinvite_carries_the_far_answer()
    {
        var (bench, _) = Called();
        bench.Do(new SipCommand.Offer(Out, null));
        var reinvite = bench.OutRequest("INVITE");
        Assert.True(reinvite.Body.IsEmpty);
        bench.Reply(reinvite, 200, headers: "Contact: <sip:bob@192.0.2.99>", body: Description.Text("bob", 2));
        bench.Told<SipEvent.OfferAnswered>();
        bench.Nothing();
        bench.Do(new SipCommand.Acknowledge(Out, Description.Bytes("box", 2)));
        Assert.Equal(Description.Text("box", 2), Encoding.UTF8.GetString(bench.OutRequest("ACK").Body));
    }

    [Fact]
    public void Pitfall_24_a_reinvite_answered_after_our_bye_is_still_acknowledged()
    {
        var (bench, _) = Called();
        bench.Do(new SipCommand.Offer(Out, Description.Bytes("box", 2)));
        var reinvite = bench.OutRequest("INVITE");
        bench.Do(new SipCommand.HangUp(Out, []));
        bench.OutRequest("BYE");
        bench.Reply(reinvite, 200, headers: "Contact: <sip:bob@192.0.2.99>", body: Description.Text("bob", 2));
        bench.OutRequest("ACK");
        Assert.Empty(bench.Events);
    }

    [Fact]
    public void A_bye_of_the_peer_ends_its_open_reinvite_with_487()
    {
        var bench = new Bench();
        var (peer, _) = PeerSide.Talks(bench);
        peer.Send("INVITE", 2, body: Description.Text("ann", 2));
        bench.Clear();
        peer.Send("BYE", 3);
        Assert.Equal([200, 487], bench.Sent.Select(sent => ((SipResponse)sent.Message).StatusCode));
        Assert.Equal(LegEnd.Bye, bench.Told<SipEvent.LegEnded>().End);
    }

    [Theory]
    [InlineData(408, true)]
    [InlineData(481, false)]
    public void A_reinvite_answered_by_a_peer_that_lost_the_call_ends_it(int status, bool sendsBye)
    {
        var (bench, _) = Called();
        bench.Do(new SipCommand.Offer(Out, Description.Bytes("box", 2)));
        bench.Reply(bench.OutRequest("INVITE"), status);
        Assert.Equal(LegEnd.PeerLost, bench.Told<SipEvent.LegEnded>().End);
        Assert.Equal(sendsBye ? ["ACK", "BYE"] : ["ACK"], bench.Sent.Select(sent => ((SipRequest)sent.Message).Method.Text));
        bench.Pass(100);
        Assert.Equal((0, 0), (bench.Stack.Counters.Legs, bench.Stack.Counters.Transactions));
    }

    [Fact]
    public void A_refused_offer_of_ours_is_told_and_the_next_one_goes_out_with_a_new_number()
    {
        var (bench, _) = Called();
        bench.Do(new SipCommand.Offer(Out, Description.Bytes("box", 2)));
        var first = bench.OutRequest("INVITE");
        bench.Do(new SipCommand.Offer(Out, Description.Bytes("box", 3)));
        bench.Do(new SipCommand.Offer(Out, Description.Bytes("box", 4)));
        bench.Nothing();
        bench.Reply(first, 488);
        Assert.Equal(488, bench.Told<SipEvent.OfferRefused>().Status);
        var second = (SipRequest)bench.Sent[1].Message;
        Assert.Equal(first.CSeq.Number + 1, second.CSeq.Number);
        Assert.Equal(Description.Text("box", 4), Encoding.UTF8.GetString(second.Body));
    }

    [Fact]
    public void A_reinvite_that_only_ever_rings_ends_the_call_after_three_minutes()
    {
        var (bench, _) = Called();
        bench.Do(new SipCommand.Offer(Out, Description.Bytes("box", 2)));
        bench.Reply(bench.OutRequest("INVITE"), 180);
        bench.Pass(180);
        bench.Nothing();
        bench.Pass(2);
        Assert.Equal(LegEnd.PeerLost, bench.Told<SipEvent.LegEnded>().End);
    }

    [Fact]
    public void A_peer_that_forgot_the_call_gets_its_own_open_reinvite_ended_too()
    {
        var bench = new Bench();
        var (peer, leg) = PeerSide.Talks(bench);
        peer.Send("INVITE", 2, body: Description.Text("ann", 2));
        bench.Do(new SipCommand.SendInfo(leg, new("text/plain", "x"u8.ToArray())));
        var info = (SipRequest)bench.Sent[^1].Message;
        bench.Clear();
        bench.Reply(info, 481);
        bench.OutResponse(487);
        Assert.Equal(LegEnd.PeerLost, bench.Told<SipEvent.LegEnded>().End);
        bench.Pass(40);
        Assert.Equal((0, 0), (bench.Stack.Counters.Legs, bench.Stack.Counters.Transactions));
    }

    [Fact]
    public void Both_sides_may_say_bye_at_once()
    {
        var (bench, invite) = Called();
        bench.Do(new SipCommand.HangUp(Out, []));
        var bye = bench.OutRequest("BYE");
        PeerSide.Called(bench, invite).Send("BYE", 1);
        bench.OutResponse(200);
        bench.Reply(bye, 481);
        Assert.Empty(bench.Events);
        bench.Pass(40);
        Assert.Equal((0, 0), (bench.Stack.Counters.Legs, bench.Stack.Counters.Transactions));
    }

    [Fact]
    public void The_remote_target_follows_a_reinvite()
    {
        var bench = new Bench();
        var (peer, leg) = PeerSide.Talks(bench);
        peer.Send("INVITE", 2, "Contact: <sip:ann@192.0.2.77:5099>\n", Description.Text("ann"));
        peer.Send("ACK", 2);
        bench.Clear();
        bench.Do(new SipCommand.HangUp(leg, []));
        Assert.Equal("BYE sip:ann@192.0.2.77:5099", bench.Out().Message.ToString());
    }

    internal static (Bench Bench, SipRequest Invite) Called(LegProfile? profile = null, string headers = "")
    {
        var bench = new Bench();
        bench.Do(BasicCallTests.Call(profile));
        var invite = bench.OutRequest("INVITE");
        bench.Reply(invite, 200, headers: $"Contact: <sip:bob@192.0.2.99>\nAllow: INVITE, ACK, BYE, CANCEL, UPDATE, INFO\n{headers}", body: Description.Text("bob"));
        bench.Told<SipEvent.LegAnswered>();
        bench.OutRequest("ACK");
        return (bench, invite);
    }
}

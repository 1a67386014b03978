using System.Text;
using Sip.Messages;
using Sip.Tests.Support;

namespace Sip.Tests.Dialogs;

public sealed class ForkTests
{
    [Fact]
    public void Pitfall_17_the_second_forked_200_is_acknowledged_then_hung_up()
    {
        var bench = new Bench();
        var invite = Invited(bench);
        bench.Reply(invite, 200, tag: "one", headers: "Contact: <sip:one@192.0.2.98>", body: Description.Text("one"));
        Assert.Equal("one", bench.Told<SipEvent.LegAnswered>().EarlyDialog);
        bench.Clear();

        bench.Reply(invite, 200, tag: "two", headers: "Contact: <sip:two@192.0.2.97>", body: Description.Text("two"));
        Assert.Equal(["ACK sip:two@192.0.2.97", "BYE sip:two@192.0.2.97"], bench.Sent.Select(sent => sent.Message.ToString()));
        Assert.All(bench.Sent, sent => Assert.Equal("two", Encoding.UTF8.GetString(sent.Message.To.Tag)));
        Assert.Empty(bench.Events);
    }

    [Fact]
    public void Pitfall_18_a_request_in_an_early_dialog_is_known_by_the_tag_of_that_fork()
    {
        var bench = new Bench();
        var invite = Invited(bench);
        bench.Reply(invite, 183, tag: "one", headers: "Contact: <sip:one@192.0.2.98>", body: Description.Text("one"));
        bench.Reply(invite, 183, tag: "two", headers: "Contact: <sip:two@192.0.2.97>", body: Description.Text("two"));
        bench.Clear();

        PeerSide.Called(bench, invite, "two").Send("UPDATE", 1);
        bench.OutResponse(200);
        PeerSide.Called(bench, invite, "two").Send("UPDATE", 2, body: Description.Text("two", 2), branch: "x");
        bench.OutResponse(491);
        PeerSide.Called(bench, invite, "three").Send("UPDATE", 1, branch: "y");
        bench.OutResponse(481);
    }

    [Fact]
    public void Pitfall_19_each_fork_tells_its_own_early_media()
    {
        var bench = new Bench();
        var invite = Invited(bench);
        bench.Reply(invite, 183, tag: "one", body: Description.Text("one"));
        bench.Reply(invite, 183, tag: "two", body: Description.Text("two"));
        bench.Reply(invite, 180, tag: null);
        Assert.Equal(["one", "two", ""], bench.Events.Cast<SipEvent.LegProgress>().Select(progress => progress.EarlyDialog));
    }

    [Fact]
    public void Pitfall_20_a_180_after_183_is_told_too()
    {
        var bench = new Bench();
        var invite = Invited(bench);
        bench.Reply(invite, 183, body: Description.Text("bob"));
        bench.Reply(invite, 180);
        Assert.Equal([183, 180], bench.Events.Cast<SipEvent.LegProgress>().Select(progress => progress.Response.StatusCode));
    }

    [Fact]
    public void Pitfall_14_a_200_without_contact_is_acknowledged_to_the_address_we_called()
    {
        var bench = new Bench();
        bench.Reply(Invited(bench), 200, body: Description.Text("bob"));
        Assert.Equal("ACK sip:bob@example.net", bench.Out().Message.ToString());
        bench.Told<SipEvent.LegAnswered>();
    }

    [Fact]
    public void Pitfall_14_an_invite_without_contact_is_answered_to_its_from()
    {
        var bench = new Bench();
        bench.Receive("""
            INVITE sip:600@192.0.2.1 SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.99:5060;branch=z9hG4bKnc;rport
            Max-Forwards: 70
            From: <sip:ann@192.0.2.99:5062>;tag=ann
            To: <sip:600@192.0.2.1>
            Call-ID: no-contact
            CSeq: 1 INVITE
            """);
        bench.Clear();
        bench.Do(new SipCommand.Answer(new(1), Description.Bytes("box"), []));
        var to = bench.OutResponse(200).Text(HeaderName.To);
        bench.Receive($"""
            ACK sip:192.0.2.1:5060 SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.99:5060;branch=z9hG4bKnca;rport
            Max-Forwards: 70
            From: <sip:ann@192.0.2.99:5062>;tag=ann
            To: {to}
            Call-ID: no-contact
            CSeq: 1 ACK
            """);
        bench.Clear();
        bench.Do(new SipCommand.HangUp(new(1), []));
        Assert.Equal("BYE sip:ann@192.0.2.99:5062", bench.Out().Message.ToString());
    }

    [Fact]
    public void Pitfall_25_each_repeated_200_gets_the_same_ack_by_the_routes_of_that_200()
    {
        var bench = new Bench();
        var invite = Invited(bench);
        const string Answer = "Record-Route: <sip:192.0.2.99;lr>\nContact: <sip:bob@10.0.0.9>";
        bench.Reply(invite, 200, headers: Answer, body: Description.Text("bob"));
        var first = bench.Out();
        bench.Clear();
        for (var i = 0; i < 3; i++)
        {
            bench.Reply(invite, 200, headers: Answer, body: Description.Text("bob"));
            var again = bench.Out();
            Assert.True(first.Message.Span.SequenceEqual(again.Message.Span));
            Assert.Equal(first.To, again.To);
        }

        Assert.Empty(bench.Events);
    }

    [Fact]
    public void Pitfall_25_a_repeated_200_is_acknowledged_even_after_the_call_has_ended()
    {
        var bench = new Bench();
        var invite = Invited(bench);
        bench.Reply(invite, 200, headers: "Contact: <sip:bob@192.0.2.99>", body: Description.Text("bob"));
        bench.Clear();
        PeerSide.Called(bench, invite).Send("BYE", 1);
        bench.OutResponse(200);
        bench.Told<SipEvent.LegEnded>();
        bench.Reply(invite, 200, headers: "Contact: <sip:bob@192.0.2.99>", body: Description.Text("bob"));
        bench.OutRequest("ACK");
    }

    [Fact]
    public void A_delayed_offer_is_acknowledged_with_the_answer_of_the_application()
    {
        var bench = new Bench();
        bench.Do(BasicCallTests.Call(delayed: true));
        var invite = bench.OutRequest("INVITE");
        Assert.True(invite.Body.IsEmpty);
        bench.Reply(invite, 200, headers: "Contact: <sip:bob@192.0.2.99>", body: Description.Text("bob"));
        Assert.Equal(Description.Text("bob"), Encoding.UTF8.GetString(bench.Told<SipEvent.LegAnswered>().Response.Body));
        bench.Nothing();
        bench.Reply(invite, 200, headers: "Contact: <sip:bob@192.0.2.99>", body: Description.Text("bob"));
        bench.Nothing();

        bench.Do(new SipCommand.Acknowledge(new(-1), Description.Bytes("box")));
        Assert.Equal(Description.Text("box"), Encoding.UTF8.GetString(bench.OutRequest("ACK").Body));
        bench.Reply(invite, 200, headers: "Contact: <sip:bob@192.0.2.99>", body: Description.Text("bob"));
        Assert.Equal(Description.Text("box"), Encoding.UTF8.GetString(bench.OutRequest("ACK").Body));
    }

    [Fact]
    public void Pitfall_24_bye_does_not_overtake_the_ack_we_owe()
    {
        var bench = new Bench();
        bench.Do(BasicCallTests.Call(delayed: true));
        bench.Reply(bench.OutRequest("INVITE"), 200, headers: "Contact: <sip:bob@192.0.2.99>", body: Description.Text("bob"));
        bench.Clear();
        bench.Do(new SipCommand.HangUp(new(-1), []));
        Assert.Equal(["ACK", "BYE"], bench.Sent.Select(sent => ((SipRequest)sent.Message).Method.Text));
    }

    private static SipRequest Invited(Bench bench)
    {
        bench.Do(BasicCallTests.Call());
        return bench.OutRequest("INVITE");
    }
}

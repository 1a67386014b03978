using System.Text;
using Sip.Dialogs;
using Sip.Messages;
using Sip.Tests.Support;

namespace Sip.Tests.Dialogs;

public sealed class RestoredLegTests
{
    private static readonly LegId Leg = new(-7);
    private static readonly Hop Edge = new(TransportKind.Tls, "54.172.60.0", 5061) { ServerName = "office.pstn.twilio.com" };

    [Fact]
    public void A_bye_of_the_peer_finds_the_restored_leg()
    {
        var (peer, known) = Talked();
        var bench = Restored(known);
        peer(bench).Send("BYE", 2);
        bench.OutResponse(200);
        Assert.Equal((Leg, LegEnd.Bye), bench.Told<SipEvent.LegEnded>() is var ended ? (ended.Leg, ended.End) : default);
        Assert.Equal(0, bench.Stack.Counters.Legs);
    }

    [Fact]
    public void A_request_that_the_earlier_stack_had_already_is_not_taken_again()
    {
        var (peer, known) = Talked();
        var bench = Restored(known);
        peer(bench).Send("INFO", 1);
        bench.OutResponse(500);
    }

    [Fact]
    public void Hanging_up_goes_the_old_route_by_a_new_connection_with_a_number_never_used()
    {
        var before = new Bench();
        before.Do(BasicCallTests.Call(new() { SessionTimer = false, Update = false }, Edge));
        var invite = before.OutRequest("INVITE");
        before.Reply(invite, 200, headers: "Contact: <sip:172.25.0.9:5060>\nRecord-Route: <sip:54.172.60.0:5061;transport=tls;lr>", body: Description.Text("twilio"));
        var known = before.Stack.Describe(new(-1));
        Assert.NotNull(known);

        var bench = Restored(known);
        bench.Do(new SipCommand.HangUp(Leg, []));
        var sent = bench.Out();
        var bye = Assert.IsType<SipRequest>(sent.Message);
        Assert.Equal(Edge, sent.To);
        Assert.Equal("sip:172.25.0.9:5060", Encoding.UTF8.GetString(bye.RequestUri));
        Assert.Equal("<sip:54.172.60.0:5061;transport=tls;lr>", bye.Text(HeaderName.Route));
        Assert.Equal((invite.Text(HeaderName.CallId), invite.Text(HeaderName.From)), (bye.Text(HeaderName.CallId), bye.Text(HeaderName.From)));
        Assert.Equal($"{invite.Text(HeaderName.To)};tag=theirs", bye.Text(HeaderName.To));
        Assert.True(bye.CSeq.Number > invite.CSeq.Number + 100);
        bench.Reply(bye, 200);
        Assert.Equal(0, bench.Stack.Counters.Legs);
    }

    [Fact]
    public void A_refresh_with_the_same_description_is_answered_with_our_last_one()
    {
        var (peer, known) = Talked();
        var bench = Restored(known);
        peer(bench).Send("INVITE", 2, body: Description.Text("ann"));
        Assert.Equal(Description.Text("box"), Encoding.UTF8.GetString(bench.OutResponse(200).Body));
        peer(bench).Send("ACK", 2);
        bench.Nothing();
    }

    [Fact]
    public void A_changed_description_is_offered_to_the_application_and_its_refusal_leaves_the_call_up()
    {
        var (peer, known) = Talked();
        var bench = Restored(known);
        peer(bench).Send("INVITE", 2, body: Description.Text("ann", 2));
        bench.OutResponse(100);
        Assert.Equal(Leg, bench.Told<SipEvent.OfferArrived>().Leg);
        bench.Do(new SipCommand.RefuseOffer(Leg, 488));
        bench.OutResponse(488);
        Assert.Equal(1, bench.Stack.Counters.Legs);
    }

    [Fact]
    public void The_session_timer_runs_on_and_a_silent_peer_is_given_up()
    {
        var (peer, known) = Talked("Supported: timer\nSession-Expires: 90;refresher=uac");
        Assert.Equal((TimeSpan.FromSeconds(90), false), (known.SessionInterval, known.WeRefresh));
        var bench = Restored(known);
        bench.Pass(50);
        peer(bench).Send("UPDATE", 2, "Supported: timer\nSession-Expires: 90;refresher=uac");
        bench.OutResponse(200);
        bench.Pass(50);
        bench.Nothing();
        bench.Pass(10);
        Assert.Equal(LegEnd.SessionExpired, bench.Told<SipEvent.LegEnded>().End);
        bench.OutRequest("BYE");
    }

    [Fact]
    public void A_refresh_that_is_ours_goes_out_at_once_by_update_where_keys_were_not_kept()
    {
        var (_, known) = Talked("Supported: timer\nSession-Expires: 90;refresher=uas", "v=0\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:abc\r\n");
        var kept = known.WithoutKeys();
        Assert.True(kept.LocalDescription.IsEmpty && kept.RemoteDescription.IsEmpty);
        var bench = Restored(kept);
        bench.Pass(2);
        var update = bench.OutRequest("UPDATE");
        Assert.True(update.Body.IsEmpty);
        bench.Reply(update, 501);
        Assert.Equal(1, bench.Stack.Counters.Legs);
    }

    [Fact]
    public void A_leg_is_described_only_while_it_is_answered()
    {
        var bench = new Bench();
        var (peer, leg) = PeerSide.Calls(bench);
        Assert.Null(bench.Stack.Describe(leg));
        bench.Do(new SipCommand.Answer(leg, Description.Bytes("box"), []));
        peer = peer.Answered(bench.OutResponse(200));
        peer.Send("ACK", 1);
        Assert.NotNull(bench.Stack.Describe(leg));
        bench.Do(new SipCommand.HangUp(leg, []));
        Assert.Null(bench.Stack.Describe(leg));
    }

    [Fact]
    public void A_dialog_is_restored_only_once()
    {
        var (_, known) = Talked();
        var bench = Restored(known);
        bench.Do(new SipCommand.Restore(new(-8), known, null));
        Assert.Equal(1, bench.Stack.Counters.Legs);
    }

    private static (Func<Bench, PeerSide> Peer, DialogSnapshot Known) Talked(string headers = "", string? body = null)
    {
        var before = new Bench();
        var (_, leg) = PeerSide.Talks(before, headers, body);
        var known = before.Stack.Describe(leg);
        Assert.NotNull(known);
        return (bench => new PeerSide(bench, known.CallId, known.Remote, known.Local, "sip:192.0.2.1:5060"), known);
    }

    private static Bench Restored(DialogSnapshot known)
    {
        var bench = new Bench();
        bench.Do(new SipCommand.Restore(Leg, known, null));
        bench.Nothing();
        Assert.Equal(1, bench.Stack.Counters.Legs);
        return bench;
    }
}

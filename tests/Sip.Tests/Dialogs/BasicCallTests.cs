using System.Text;
using Sip.Messages;
using Sip.Tests.Support;

namespace Sip.Tests.Dialogs;

public sealed class BasicCallTests
{
    private const string Invite = """
        INVITE sip:600@192.0.2.1 SIP/2.0
        Via: SIP/2.0/UDP 192.0.2.99:5060;branch=z9hG4bKa;rport
        Max-Forwards: 70
        From: "Ann" <sip:ann@192.0.2.99>;tag=ann
        To: <sip:600@192.0.2.1>
        Call-ID: call-1
        CSeq: 1 INVITE
        Contact: <sip:ann@192.0.2.99:5060>
        Content-Type: application/sdp

        v=0
        """;

    internal static SipCommand.Invite Call(LegProfile? profile = null, Hop? hop = null, ReadOnlyMemory<byte>? offer = null, SipCredential? credential = null, bool delayed = false) =>
        new(new(-1), new()
        {
            RequestUri = "sip:bob@example.net",
            From = "\"Box\" <sip:box@example.net>",
            To = "<sip:bob@example.net>",
            NextHop = hop ?? new Hop(TransportKind.Udp, "192.0.2.99", 5060),
            Profile = profile ?? new LegProfile { SessionTimer = false },
            Offer = delayed ? null : offer ?? Description.Bytes("box"),
            Credential = credential,
        });

    [Fact]
    public void A_call_out_is_answered_acknowledged_and_hung_up()
    {
        var bench = new Bench();
        bench.Do(Call());
        var invite = bench.OutRequest("INVITE");
        Assert.Equal("sip:bob@example.net", Encoding.UTF8.GetString(invite.RequestUri));
        Assert.Equal("<sip:192.0.2.1:5060>", invite.Text(HeaderName.Contact));

        bench.Reply(invite, 100, tag: null);
        bench.Nothing();
        bench.Reply(invite, 180, headers: "Contact: <sip:bob@192.0.2.99>");
        Assert.Equal("theirs", bench.Told<SipEvent.LegProgress>().EarlyDialog);
        bench.Reply(invite, 200, headers: "Contact: <sip:bob@192.0.2.99>", body: Description.Text("bob"));
        Assert.Equal("theirs", bench.Told<SipEvent.LegAnswered>().EarlyDialog);

        var ack = bench.OutRequest("ACK");
        Assert.Equal("sip:bob@192.0.2.99", Encoding.UTF8.GetString(ack.RequestUri));
        Assert.Equal(invite.CSeq.Number, ack.CSeq.Number);

        bench.Do(new SipCommand.HangUp(new(-1), [new("Reason", "Q.850;cause=16")]));
        var bye = bench.OutRequest("BYE");
        Assert.Equal("Q.850;cause=16", bye.Text(HeaderName.Reason));
        Assert.Equal(invite.CSeq.Number + 1, bye.CSeq.Number);
        bench.Reply(bye, 200);
        bench.Pass(100);
        bench.Nothing();
        Assert.Equal(0, bench.Stack.Counters.Legs);
        Assert.Equal(0, bench.Stack.Counters.Transactions);
        Assert.Null(bench.Stack.Deadline);
    }

    [Fact]
    public void A_call_in_rings_is_answered_confirmed_and_ended_by_the_caller()
    {
        var bench = new Bench();
        bench.Receive(Invite);
        bench.OutResponse(100);
        var arrived = bench.Told<SipEvent.CallArrived>();

        bench.Do(new SipCommand.Ring(arrived.Leg, 180, null, []));
        var ringing = bench.OutResponse(180);
        Assert.Equal("<sip:192.0.2.1:5060>", ringing.Text(HeaderName.Contact));

        bench.Do(new SipCommand.Answer(arrived.Leg, Description.Bytes("box"), []));
        var answer = bench.OutResponse(200);
        Assert.Equal(ringing.Text(HeaderName.To), answer.Text(HeaderName.To));
        Assert.Equal("SIP/2.0/UDP 192.0.2.99:5060;branch=z9hG4bKa;rport=5060;received=192.0.2.99", answer.Text(HeaderName.Via));

        bench.Receive($"""
            ACK sip:192.0.2.1:5060 SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.99:5060;branch=z9hG4bKb;rport
            Max-Forwards: 70
            From: "Ann" <sip:ann@192.0.2.99>;tag=ann
            To: {answer.Text(HeaderName.To)}
            Call-ID: call-1
            CSeq: 1 ACK
            """);
        bench.Told<SipEvent.LegConfirmed>();

        bench.Receive($"""
            BYE sip:192.0.2.1:5060 SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.99:5060;branch=z9hG4bKc;rport
            Max-Forwards: 70
            From: "Ann" <sip:ann@192.0.2.99>;tag=ann
            To: {answer.Text(HeaderName.To)}
            Call-ID: call-1
            CSeq: 2 BYE
            """);
        bench.OutResponse(200);
        Assert.Equal(LegEnd.Bye, bench.Told<SipEvent.LegEnded>().End);
        bench.Pass(100);
        bench.Nothing();
        Assert.Equal(0, bench.Stack.Counters.Legs);
        Assert.Equal(0, bench.Stack.Counters.Transactions);
    }

    [Fact]
    public void A_request_outside_any_call_goes_to_the_application_and_back()
    {
        var bench = new Bench();
        bench.Receive("""
            OPTIONS sip:192.0.2.1 SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.99:5060;branch=z9hG4bKo;rport
            Max-Forwards: 70
            From: <sip:ann@192.0.2.99>;tag=ann
            To: <sip:192.0.2.1>
            Call-ID: ping
            CSeq: 1 OPTIONS
            """);
        var arrived = bench.Told<SipEvent.RequestArrived>();
        bench.Do(new SipCommand.Respond(arrived.Request, 200, null, [new("Allow", "OPTIONS")], null));
        Assert.Equal("OPTIONS", bench.OutResponse(200).Text(HeaderName.Allow));

        bench.Do(new SipCommand.SendRequest(
            new(-5), SipMethod.Options, "sip:example.net", "<sip:box@example.net>", "<sip:example.net>",
            new Hop(TransportKind.Udp, "192.0.2.99", 5060), null, null, [], null));
        var options = bench.OutRequest("OPTIONS");
        bench.Reply(options, 200);
        Assert.Equal(200, bench.Told<SipEvent.ResponseArrived>().Response.StatusCode);
    }
}

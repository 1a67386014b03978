using Simulation.Support;
using Sip;

namespace Simulation;

/// <summary>What Twilio demands of dialogs (twilio.md): each of these, broken, is a call that fails or dies after half a minute.</summary>
public sealed class TwilioFacts
{
    private static readonly string[] Edge = ["Route: <sip:54.65.63.192:5061;transport=tls;lr;r2=on;twnat=sip:203.0.113.7:5061>", "Route: <sip:54.65.63.192:5060;lr;r2=on;twnat=sip:203.0.113.7:5061>"];

    [Fact]
    public void Pitfall_1_ACK_and_BYE_go_to_the_private_contact_by_the_reversed_route()
    {
        var scene = new Scene();
        var twilio = new Twilio(scene);
        var phone = new Phone(scene, "101").Registers();
        var call = phone.Calls("0912345678");
        var far = twilio.Tokyo.IsAskedFor("+886912345678");
        var ack = far.Answers(Sdp.Twilio(codecs: "0 101"));
        call.Gets(200);
        call.Acks();
        Assert.Equal("ACK sip:172.25.75.240:5060 SIP/2.0", ack.FirstLine());
        Assert.Equal(Edge, ack.Headers("Route").Select(route => $"Route: {route}"));

        call.Reinvites(Sdp.Phone(codecs: "0 101", direction: "sendonly", version: 2));
        call.Gets(100);
        call.Gets(200);
        call.Acks();
        var offer = far.IsReinvited(Sdp.Twilio(codecs: "0 101", direction: "recvonly", version: 2));
        call.HangsUp();
        call.Gets(200);
        var bye = far.IsHungUp();
        foreach (var request in (Sip.Messages.SipRequest[])[offer, bye])
        {
            Assert.EndsWith(" sip:172.25.75.240:5060 SIP/2.0", request.FirstLine(), StringComparison.Ordinal);
            Assert.Equal(Edge, request.Headers("Route").Select(route => $"Route: {route}"));
        }

        // Pitfall 4: all of it on the connection of the INVITE.
        var toTwilio = scene.Sent.Where(sent => sent.To.Transport is TransportKind.Tls && !sent.Message.FirstLine().StartsWith("OPTIONS", StringComparison.Ordinal)).ToList();
        Assert.All(toTwilio.Skip(1), sent => Assert.True(sent.To.Flow == twilio.Tokyo.Flow || sent.To.Host == "54.65.63.192"));
        scene.Leaves();
    }

    [Fact]
    public void The_route_set_stays_as_it_was_when_a_later_200_names_another()
    {
        var story = Story.CalledOut();
        story.Call.Reinvites(Sdp.Phone(codecs: "0 101", direction: "sendonly", version: 2));
        story.Call.Gets(100);
        story.Call.Gets(200);
        story.Call.Acks();
        var offer = story.Far.Gets("INVITE");
        story.Far.Replies(offer, 200, Sdp.Twilio(codecs: "0 101", direction: "recvonly", version: 2), bare: true,
            headers: "Record-Route: <sip:54.65.63.192:5061;transport=tls;lr;r2=on;twnat=sip:203.0.113.7:40000>\nContact: <sip:172.25.75.240:5060>");
        story.Far.Gets("ACK");
        story.Call.HangsUp();
        story.Call.Gets(200);
        Assert.Equal(Edge, story.Far.IsHungUp().Headers("Route").Select(route => $"Route: {route}"));
        story.Scene.Leaves();
    }

    [Fact]
    public void The_request_URI_is_the_trunks_own_name_and_the_caller_a_number_we_own()
    {
        var scene = new Scene();
        var twilio = new Twilio(scene);
        var pbx = new Pbx(scene);
        var phone = new Phone(scene, "101").Registers();
        foreach (var (dial, shown) in ((Func<PeerCall>, string)[])
        [
            (() => phone.Calls("0912345678"), "+886223456780"),
            (() => pbx.Calls("0912345678", Sdp.Phone(host: "192.168.1.20")), "+886223456781"),
            (() => pbx.Calls("0912345678", Sdp.Phone(host: "192.168.1.20"), from: "+886900000000"), "+886223456789"),
            (() => pbx.Calls("0912345678", Sdp.Phone(host: "192.168.1.20"), from: "2001", headers: "P-Asserted-Identity: <sip:+12025550000@x>\nRemote-Party-ID: <sip:+12025550000@x>"), "+886223456789"),
        ])
        {
            var call = dial();
            scene.Pass(0.2);
            var far = twilio.Tokyo.Meets("+886912345678");
            Assert.StartsWith($"<sip:{shown}@office.pstn.twilio.com>;tag=", far.Invite.Header("From"), StringComparison.Ordinal);
            Assert.Null(far.Invite.Header("Remote-Party-ID"));
            Assert.DoesNotContain("+12025550000", far.Invite.AsText(), StringComparison.Ordinal);
            far.Refuses(486);
            call.Gets(486);
        }
    }

    [Fact]
    public void Nothing_is_offered_that_Twilio_does_not_speak()
    {
        var story = Story.CalledOut();
        var invite = story.Far.Invite;
        Assert.Equal("70", invite.Header("Max-Forwards"));
        Assert.Null(invite.Header("Session-Expires"));
        Assert.Null(invite.Header("Min-SE"));
        Assert.Null(invite.Header("Require"));
        Assert.DoesNotContain("timer", invite.Header("Supported") ?? "", StringComparison.Ordinal);
        Assert.DoesNotContain("100rel", invite.Header("Supported") ?? "", StringComparison.Ordinal);
        foreach (var method in (string[])["UPDATE", "PRACK", "INFO", "SUBSCRIBE"])
            Assert.DoesNotContain(method, invite.Header("Allow") ?? "", StringComparison.Ordinal);
        Assert.StartsWith("<sip:+886223456780@203.0.113.7:5061;transport=tls>", invite.Header("Contact"), StringComparison.Ordinal);
        Assert.DoesNotContain("192.168.", invite.AsText(), StringComparison.Ordinal);
        Assert.Equal("RTP/SAVP 0 8 101", invite.SdpLine("m=audio ")![6..]);
        Assert.StartsWith("1 AES_CM_128_HMAC_SHA1_80 inline:", invite.SdpLine("a=crypto:"), StringComparison.Ordinal);
        Assert.Equal("203.0.113.7", invite.SdpLine("c=IN IP4 "));

        story.Scene.Pass(3 * 3600);
        story.Far.GetsNothing();
        story.Ends();
        Assert.DoesNotContain(story.Scene.Sent, sent => sent.To.Transport is TransportKind.Tls && sent.Message.FirstLine().StartsWith("UPDATE", StringComparison.Ordinal));
    }

    [Fact]
    public void The_second_INVITE_has_the_same_call_a_higher_CSeq_a_new_branch_and_the_digest_over_the_request_URI()
    {
        var scene = new Scene();
        var twilio = new Twilio(scene);
        var phone = new Phone(scene, "101").Registers();
        var call = phone.Calls("0912345678");
        var far = twilio.Tokyo.Challenged("+886912345678");
        var first = far.Invite;
        twilio.Tokyo.Accepts(far);
        var second = far.Invite;
        Assert.Equal(first.CSeq.Number + 1, second.CSeq.Number);
        Assert.NotEqual(first.Header("Via"), second.Header("Via"));
        Assert.Equal(first.Header("From"), second.Header("From"));
        var proof = second.Header("Proxy-Authorization")!;
        Assert.Equal("sip:+886912345678@office.pstn.twilio.com", Digest.Parameter(proof, "uri"));
        Assert.Equal(("auth", "00000001", "office"), (Digest.Parameter(proof, "qop"), Digest.Parameter(proof, "nc"), Digest.Parameter(proof, "username")));
        far.Refuses(486);
        call.Gets(486);
        scene.Leaves();
    }

    [Fact]
    public void A_call_in_gets_its_Via_and_Record_Route_back_letter_by_letter()
    {
        var scene = new Scene();
        var twilio = new Twilio(scene);
        var phone = new Phone(scene, "101").Registers();
        var far = twilio.Tokyo.Brings("+886223456782");
        var trying = far.Gets(100);
        Assert.Equal(2, trying.Headers("Via").Count);
        Assert.StartsWith("SIP/2.0/UDP 172.25.75.240:5060;rport=5060;branch=z9hG4bKinner", trying.Headers("Via")[1], StringComparison.Ordinal);
        var call = phone.IsCalled();
        call.Answers(Sdp.Phone(codecs: "0 101"));
        var answer = far.Gets(200);
        far.Acks();
        Assert.Equal(["<sip:54.65.63.192:5061;transport=tls;r2=on;lr>", "<sip:54.65.63.192;r2=on;lr>"], answer.Headers("Record-Route"));
        Assert.StartsWith("<sip:", answer.Header("Contact"), StringComparison.Ordinal);
        Assert.Contains("@203.0.113.7:5061;transport=tls>", answer.Header("Contact")!.Replace("<sip:203", "<sip:@203", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal("RTP/SAVP 0 101", answer.SdpLine("m=audio ")![6..]);
        Assert.Null(answer.Header("Session-Expires"));

        call.HangsUp();
        call.Gets(200);
        var bye = far.IsHungUp();
        Assert.Equal("BYE sip:+886912345678@172.25.75.240:5060;transport=udp SIP/2.0", bye.FirstLine());
        Assert.Equal(["<sip:54.65.63.192:5061;transport=tls;r2=on;lr>", "<sip:54.65.63.192;r2=on;lr>"], bye.Headers("Route"));
        scene.Leaves();
    }

    [Fact]
    public void An_ACK_from_another_edge_address_belongs_to_its_dialog()
    {
        var scene = new Scene();
        var twilio = new Twilio(scene);
        var phone = new Phone(scene, "101").Registers();
        var far = twilio.Singapore.Brings("+886223456782");
        far.Gets(100);
        var call = phone.IsCalled();
        call.Answers(Sdp.Phone(codecs: "0 101"));
        far.Gets(200);
        scene.Break(twilio.Singapore);
        far.Acks();
        scene.Pass(40);
        Assert.Empty(scene.Records);
        call.HangsUp();
        call.Gets(200);
        far.IsHungUp();
        scene.Leaves();
    }

    [Fact]
    public void A_100_goes_out_before_anything_else_so_that_Twilio_does_not_move_on_after_four_seconds()
    {
        var scene = new Scene();
        var twilio = new Twilio(scene);
        scene.Engine.Die();
        var far = twilio.Tokyo.Brings("+886223456782");
        far.Gets(100);
    }

    [Fact]
    public void OPTIONS_are_sent_no_faster_than_every_fifteen_seconds_even_when_Twilio_is_down()
    {
        var scene = new Scene();
        var twilio = new Twilio(scene);
        foreach (var edge in (TwilioEdge[])[twilio.Tokyo, twilio.Tokyo2, twilio.Singapore])
            edge.IsDead = true;
        scene.Sent.Clear();
        scene.Pass(600);
        var probes = scene.Sent.Count(sent => sent.Message.FirstLine().StartsWith("OPTIONS", StringComparison.Ordinal));
        Assert.InRange(probes, 2, 40);
        Assert.Contains(scene.Reports, report => report is Appliance.Calls.GatewayReport.OfTrunk { Health: Appliance.Calls.TrunkHealth.Down });
    }

    [Fact]
    public void A_branded_reason_may_pass_and_other_X_headers_may_not()
    {
        var scene = new Scene();
        var twilio = new Twilio(scene);
        var phone = new Phone(scene, "101").Registers();
        var call = phone.Calls("0912345678", headers: "X-Branded-CallReason: delivery\nX-Twilio-AccountSid: AC1\nX-Private: inside");
        var far = twilio.Tokyo.Meets("+886912345678");
        Assert.Equal("delivery", far.Invite.Header("X-Branded-CallReason"));
        Assert.Null(far.Invite.Header("X-Twilio-AccountSid"));
        Assert.Null(far.Invite.Header("X-Private"));
        far.Refuses(486);
        call.Gets(486);
        scene.Leaves();
    }
}

using Appliance.Calls;
using Simulation.Support;
using Sip.Media;

namespace Simulation.Flows;

/// <summary>DESIGN law 3: never refused, queued, rate-limited or masked by us, and somebody in the office is told.</summary>
public sealed class EmergencyTests
{
    private readonly Scene _scene = new(Settings.Washington);
    private readonly TwilioEdge _edge;

    public EmergencyTests()
    {
        _edge = new TwilioEdge(_scene, "ashburn", "54.172.60.0");
        _scene.Locate("twilio", _edge.Hop("office.pstn.ashburn.twilio.com"));
    }

    [Fact]
    public void It_goes_out_with_the_emergency_number_as_caller_and_the_office_is_told()
    {
        var phone = new Phone(_scene, "101").Registers();
        var call = phone.CallsForHelp("911", headers: "Privacy: id");
        var far = _edge.IsAskedFor("911");
        Assert.StartsWith("<sip:+12024561111@office.pstn.twilio.com>", far.Invite.Header("From"), StringComparison.Ordinal);
        Assert.Null(far.Invite.Header("Privacy"));
        Assert.Contains(_scene.Reports, report => report is GatewayReport.EmergencyDialled { Origin: "extension:101", Number: "911" });
        Finish(call, far);
        Assert.True(_scene.Leaves().Emergency);
    }

    [Fact]
    public void No_limit_of_calls_stops_it_and_no_pace_delays_it()
    {
        var (one, two) = (new Phone(_scene, "101").Registers(), new Phone(_scene, "102").Registers());
        var busy = one.Calls("2024561999");
        var far = _edge.IsAskedFor("+12024561999");
        // The box, the trunk, the extension and the second are all full.
        one.Calls("2024561999").Gets(480);
        two.Calls("2024561999").Gets(480);
        foreach (var phone in (Phone[])[one, two])
        {
            var call = phone.CallsForHelp("911");
            Finish(call, _edge.IsAskedFor("911"));
        }

        busy.Cancels();
        busy.Gets(200);
        busy.Gets(487);
        far.Replies(180);
        far.IsCancelled();
        _scene.Settles();
        Assert.Equal(5, _scene.Records.Count);
    }

    [Fact]
    public void An_address_blocked_for_wrong_passwords_may_still_call_for_help_with_the_right_one()
    {
        var wrong = new Phone(_scene, "101") { Secret = "wrong" };
        for (var attempt = 0; attempt < 21; attempt++)
        {
            var refused = wrong.Dials("2024561999");
            refused.Gets(100);
            wrong.LooksAway();
        }

        var right = new Phone(_scene, "102", address: "192.168.1.101:5060");
        var blocked = PeerCall.Calling(right, "<sip:102@192.168.1.2>", "sip:2024561999@192.168.1.2", right.Contact);
        blocked.Invites(Sdp.Phone());
        blocked.Gets(100);
        blocked.Gets(403);

        var call = right.CallsForHelp("911");
        Finish(call, _edge.IsAskedFor("911"));
        Assert.True(_scene.Leaves().Emergency);
    }

    [Fact]
    public void A_phone_that_never_registered_may_call_for_help()
    {
        var call = new Phone(_scene, "102").CallsForHelp("911");
        Finish(call, _edge.IsAskedFor("911"));
        _scene.Leaves();
    }

    [Fact]
    public void A_phone_with_a_wrong_password_calls_for_help_as_the_extension_it_says_it_is()
    {
        var call = new Phone(_scene, "101").CallsForHelp(
            "911", authorization: "Digest username=\"101\", realm=\"landline\", nonce=\"none\", uri=\"sip:911@192.168.1.2\", response=\"00000000000000000000000000000000\"");
        var far = _edge.IsAskedFor("911");
        Assert.StartsWith("<sip:+12024561111@office.pstn.twilio.com>", far.Invite.Header("From"), StringComparison.Ordinal);
        Assert.Contains(_scene.Reports, report => report is GatewayReport.EmergencyDialled { Origin: "extension:101" });
        Finish(call, far);
        _scene.Leaves();
    }

    [Fact]
    public void A_phone_the_box_has_never_heard_of_calls_for_help_from_inside_the_office()
    {
        var call = new Phone(_scene, "999", address: "192.168.1.77:5060").CallsForHelp("911");
        var far = _edge.IsAskedFor("911");
        Assert.Contains(_scene.Reports, report => report is GatewayReport.EmergencyDialled { Origin: "extension:192.168.1.77" });
        Finish(call, far);
        _scene.Leaves();
    }

    [Fact]
    public void Nobody_outside_the_office_calls_for_help_through_it_without_a_password()
    {
        var call = new Phone(_scene, "101", address: "203.0.113.9:5060").CallsForHelp("911");
        call.Gets(401);
    }

    [Fact]
    public void Where_no_line_carries_the_number_the_caller_hears_that_and_the_office_is_told()
    {
        var scene = new Scene();
        var twilio = new Twilio(scene);
        var phone = new Phone(scene, "101").Registers();
        var call = phone.CallsForHelp("119");
        call.Gets(200);
        call.Acks();
        twilio.Tokyo.GetsNothing();
        var play = Assert.Single(scene.Engine.All<MediaCommand.Play>());
        Assert.Equal("emergency-not-reached.wav", play.Announcement);
        Assert.Contains(scene.Reports, report => report is GatewayReport.EmergencyDialled { Number: "119" });
        scene.Hear(new MediaEvent.PlayFinished(play.Port));
        call.IsHungUp();
        Assert.True(scene.Leaves().Emergency);
    }

    [Fact]
    public void When_the_line_refuses_it_the_caller_hears_that_it_was_not_reached()
    {
        var phone = new Phone(_scene, "101").Registers();
        var call = phone.CallsForHelp("911");
        _edge.IsAskedFor("911").Refuses(403, phrase: "Forbidden");
        call.Gets(200);
        call.Acks();
        var play = Assert.Single(_scene.Engine.All<MediaCommand.Play>());
        _scene.Hear(new MediaEvent.PlayFinished(play.Port));
        call.IsHungUp();
        Assert.Equal(403, _scene.Leaves().Cause.SipStatus);
    }

    [Fact]
    public void The_daily_limit_stops_other_calls_but_not_this_one()
    {
        var scene = new Scene(Settings.Washington.Replace("max-calls = 1\n\n[[trunk]]", "daily-minutes = 2\n\n[[trunk]]", StringComparison.Ordinal));
        var edge = new TwilioEdge(scene, "ashburn", "54.172.60.0");
        scene.Locate("twilio", edge.Hop("office.pstn.ashburn.twilio.com"));
        var phone = new Phone(scene, "102").Registers();
        var first = phone.Calls("2024561999");
        var far = edge.IsAskedFor("+12024561999");
        far.Answers(Sdp.Twilio(codecs: "0 101"));
        first.Gets(200);
        first.Acks();
        scene.Pass(121);
        first.HangsUp();
        first.Gets(200);
        far.IsHungUp();

        phone.Calls("2024561999").Gets(403);
        Assert.Equal("daily-minutes", scene.Records[^1].Cause.Sentence);
        var call = phone.CallsForHelp("911");
        Finish(call, edge.IsAskedFor("911"));

        // A day of the box later the minutes are there again.
        scene.Pass(24 * 3600);
        phone.Registers();
        var again = phone.Calls("2024561999");
        Finish(again, edge.IsAskedFor("+12024561999"));
        scene.Settles();
        Assert.Equal(4, scene.Records.Count);
    }

    [Fact]
    public void The_page_cannot_end_it_whether_it_rings_or_talks()
    {
        var phone = new Phone(_scene, "101").Registers();
        var call = phone.CallsForHelp("911");
        var far = _edge.IsAskedFor("911");
        var id = _scene.Gateway.Calls.Single().Id;
        _scene.Give(new GatewayInput.EndCall(id));
        far.Answers(Sdp.Twilio(codecs: "0 101"));
        call.Gets(200);
        call.Acks();
        _scene.Give(new GatewayInput.EndCall(id));
        Assert.Equal(id, _scene.Gateway.Calls.Single().Id);

        call.HangsUp();
        call.Gets(200);
        far.IsHungUp();
        Assert.NotEqual("ended-at-page", _scene.Leaves().Cause.Sentence);
    }

    private static void Finish(PeerCall call, PeerCall far)
    {
        far.Answers(Sdp.Twilio(codecs: "0 101"));
        call.Gets(200);
        call.Acks();
        call.HangsUp();
        call.Gets(200);
        far.IsHungUp();
    }
}

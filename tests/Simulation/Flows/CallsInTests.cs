using Appliance.Calls;
using Simulation.Support;
using Sip;
using Sip.Media;

namespace Simulation.Flows;

public sealed class CallsInTests
{
    private readonly Scene _scene = new();
    private readonly Twilio _twilio;

    public CallsInTests() => _twilio = new Twilio(_scene);

    [Fact]
    public void A_call_in_rings_a_phone_that_answers_and_hangs_up()
    {
        var phone = new Phone(_scene, "101").Registers();
        var far = _twilio.Tokyo.Brings("+886223456782");
        far.Gets(100);
        var call = phone.IsCalled();
        Assert.Equal("<sip:0912345678@192.168.1.2>", call.Invite.Header("From")![..call.Invite.Header("From")!.IndexOf(";tag", StringComparison.Ordinal)]);
        call.Replies(180);
        far.Gets(180);
        call.Answers(Sdp.Phone(codecs: "8 101"));
        var answer = far.Gets(200);
        far.Acks();
        Assert.Equal("RTP/SAVP 8 101", answer.SdpLine("m=audio ")![6..]);
        Assert.True(_scene.Engine.Joins(_scene.Engine.PortAt(answer.AudioPort()), _scene.Engine.PortAt(call.Invite.AudioPort())));
        _scene.Pass(10);
        call.HangsUp();
        call.Gets(200);
        far.IsHungUp();

        var record = _scene.Leaves();
        Assert.Equal((CallDirection.Inbound, "trunk:twilio", "extension:101", "twilio"), (record.Direction, record.Origin, record.Target, record.Trunk));
        Assert.Equal(("0912345678", "CAffeeddccbbaa99887766554433221100", EndedBy.Called), (record.Caller, record.PeerCallId, record.EndedBy));
    }

    [Fact]
    public void The_caller_hangs_up()
    {
        var story = Story.CalledIn();
        story.Far.HangsUp("Reason: Q.850;cause=16;text=\"Normal call clearing\"");
        story.Far.Gets(200);
        story.Call.IsHungUp();
        Assert.Equal(EndedBy.Caller, story.Scene.Leaves().EndedBy);
    }

    [Fact]
    public void Of_several_phones_the_first_wins_and_the_others_hear_that_it_was_answered_elsewhere()
    {
        var (one, two) = (new Phone(_scene, "101").Registers(), new Phone(_scene, "102").Registers());
        var far = _twilio.Tokyo.Brings("+886223456789");
        far.Gets(100);
        var (first, second) = (one.IsCalled(), two.IsCalled());
        first.Replies(180);
        far.Gets(180);
        second.Replies(180);
        far.GetsNothing();
        second.Answers(Sdp.Phone(4002, codecs: "0 101"));
        far.Gets(200);
        far.Acks();
        var cancel = first.IsCancelled();
        Assert.Equal("SIP;cause=200;text=\"Call completed elsewhere\"", cancel.Header("Reason"));
        Assert.Equal(2, _scene.Engine.Open.Count);

        far.HangsUp();
        far.Gets(200);
        second.IsHungUp();
        Assert.Equal("extension:102", _scene.Leaves().Target);
    }

    [Fact]
    public void A_phone_that_answers_too_late_is_acknowledged_and_hung_up()
    {
        var (one, two) = (new Phone(_scene, "101").Registers(), new Phone(_scene, "102").Registers());
        var far = _twilio.Tokyo.Brings("+886223456789");
        far.Gets(100);
        var (first, second) = (one.IsCalled(), two.IsCalled());
        first.Replies(180);
        second.Answers(Sdp.Phone(4002, codecs: "0 101"));
        far.Gets(180);
        far.Gets(200);
        far.Acks();
        var cancel = first.Gets("CANCEL");
        first.Replies(200, Sdp.Phone());
        first.Gets("ACK");
        first.IsHungUp();
        first.Replies(cancel, 200);

        far.HangsUp();
        far.Gets(200);
        second.IsHungUp();
        _scene.Leaves();
    }

    [Fact]
    public void In_turn_the_next_phone_rings_when_the_time_of_the_first_is_over()
    {
        var (one, two) = (new Phone(_scene, "101").Registers(), new Phone(_scene, "102").Registers());
        var far = _twilio.Tokyo.Brings("+886223456780");
        far.Gets(100);
        var first = one.IsCalled();
        first.Replies(180);
        far.Gets(180);
        two.GetsNothing();
        _scene.Pass(16);
        first.IsCancelled();
        var second = two.IsCalled();
        second.Answers(Sdp.Phone(4002, codecs: "0 101"));
        far.Gets(200);
        far.Acks();
        far.HangsUp();
        far.Gets(200);
        second.IsHungUp();
        Assert.Equal("extension:102", _scene.Leaves().Target);
    }

    [Fact]
    public void In_turn_a_phone_that_declines_hands_over_at_once()
    {
        var (one, two) = (new Phone(_scene, "101").Registers(), new Phone(_scene, "102").Registers());
        var far = _twilio.Tokyo.Brings("+886223456780");
        far.Gets(100);
        one.IsCalled().Refuses(486);
        var second = two.IsCalled();
        second.Replies(180);
        far.Gets(180);
        far.Cancels();
        far.Gets(200);
        far.Gets(487);
        second.IsCancelled();
        Assert.Equal("caller-gave-up", _scene.Leaves().Cause.Sentence);
    }

    [Fact]
    public void When_nobody_answers_the_announcement_is_played_and_the_call_ends_with_it()
    {
        var (one, two) = (new Phone(_scene, "101").Registers(), new Phone(_scene, "102").Registers());
        var far = _twilio.Tokyo.Brings("+886223456780");
        far.Gets(100);
        var first = one.IsCalled();
        first.Replies(180);
        far.Gets(180);
        _scene.Pass(16);
        first.IsCancelled();
        var second = two.IsCalled();
        second.Replies(180);
        _scene.Pass(16);
        second.IsCancelled();
        var answer = far.Gets(200);
        far.Acks();
        var play = Assert.Single(_scene.Engine.All<MediaCommand.Play>());
        Assert.Equal((_scene.Engine.PortAt(answer.AudioPort()), "closed.wav"), (play.Port, play.Announcement));
        _scene.Hear(new MediaEvent.PlayFinished(play.Port));
        far.IsHungUp();
        var record = _scene.Leaves();
        Assert.Equal((EndedBy.Box, "called.no-answer"), (record.EndedBy, record.Cause.Sentence));
    }

    [Fact]
    public void Without_any_phone_the_announcement_is_played_at_once()
    {
        var far = _twilio.Tokyo.Brings("+886223456780");
        far.Gets(100);
        far.Gets(200);
        far.Acks();
        far.HangsUp();
        far.Gets(200);
        _scene.Leaves();
    }

    [Theory]
    [InlineData(486, 486)]
    [InlineData(603, 603)]
    [InlineData(404, 404)]
    [InlineData(480, 480)]
    [InlineData(500, 500)]
    [InlineData(503, 500)]
    [InlineData(408, 480)]
    [InlineData(302, 480)]
    public void What_a_phone_answers_tells_Twilio_to_end_or_to_try_its_next_address(int phoneSays, int twilioHears)
    {
        var phone = new Phone(_scene, "101").Registers();
        var far = _twilio.Tokyo.Brings("+886223456782");
        far.Gets(100);
        phone.IsCalled().Refuses(phoneSays);
        far.Gets(twilioHears);
        Assert.Equal(phoneSays, _scene.Leaves().Cause.SipStatus);
    }

    [Fact]
    public void A_number_whose_phones_are_not_registered_asks_Twilio_for_its_next_address()
    {
        var far = _twilio.Tokyo.Brings("+886223456782");
        far.Gets(100);
        far.Gets(480);
        Assert.Equal("called.not-registered", _scene.Leaves().Cause.Sentence);
    }

    [Fact]
    public void The_caller_gives_up_before_the_phone_says_anything()
    {
        var phone = new Phone(_scene, "101").Registers();
        var far = _twilio.Tokyo.Brings("+886223456782");
        far.Gets(100);
        var call = phone.IsCalled();
        far.Cancels();
        far.Gets(200);
        far.Gets(487);
        call.Replies(100);
        call.IsCancelled();
        _scene.Leaves();
    }

    [Fact]
    public void A_phone_on_a_broken_connection_is_rung_on_a_new_one_or_not_at_all()
    {
        var phone = new Phone(_scene, "101", TransportKind.Tcp).Registers();
        _scene.Break(phone);
        var far = _twilio.Tokyo.Brings("+886223456782");
        far.Gets(100);
        var call = phone.IsCalled();
        call.Answers(Sdp.Phone(codecs: "0 101"));
        far.Gets(200);
        far.Acks();
        far.HangsUp();
        far.Gets(200);
        call.IsHungUp();

        phone.IsClosed = true;
        _scene.Break(phone);
        var again = _twilio.Tokyo.Brings("+886223456782");
        again.Gets(100);
        again.Gets(500);
        _scene.Settles();
        Assert.Equal(2, _scene.Records.Count);
    }

    [Fact]
    public void An_extension_that_is_taken_out_of_the_settings_rings_no_more()
    {
        var phone = new Phone(_scene, "102").Registers();
        var other = new Phone(_scene, "101").Registers();
        var talking = other.Calls("102");
        var called = phone.IsCalled();
        called.Answers(Sdp.Phone(codecs: "0 101"));
        talking.Gets(200);
        talking.Acks();

        _scene.Use(Settings.Taipei.Replace("number = \"102\"", "number = \"105\"", StringComparison.Ordinal).Replace("\"101\", \"102\"", "\"101\", \"105\"", StringComparison.Ordinal));
        Assert.Contains(_scene.Reports, report => report is GatewayReport.Registered { Account: "102", Contacts: 0 });
        other.Calls("102").Gets(404);
        phone.GetsNothing();

        // The call that was going on does not notice.
        called.HangsUp();
        called.Gets(200);
        talking.IsHungUp();
        _scene.Settles();
        Assert.Equal(2, _scene.Records.Count);
    }

    [Fact]
    public void A_call_to_the_PBX_goes_to_its_address_in_its_own_number_format()
    {
        var pbx = new Pbx(_scene);
        var far = _twilio.Tokyo.Brings("+886223456781");
        far.Gets(100);
        var call = pbx.IsCalled();
        Assert.Equal("INVITE sip:+886223456781@192.168.1.20;transport=tcp SIP/2.0", call.Invite.FirstLine());
        Assert.StartsWith("<sip:+886912345678@192.168.1.2>", call.Invite.Header("From"), StringComparison.Ordinal);
        Assert.Equal("68", call.Invite.Header("Max-Forwards"));
        call.Answers(Sdp.Phone(host: "192.168.1.20", codecs: "0 101"));
        far.Gets(200);
        far.Acks();
        far.HangsUp();
        far.Gets(200);
        call.IsHungUp();
        Assert.Equal("pbx:cucm", _scene.Leaves().Target);
    }
}

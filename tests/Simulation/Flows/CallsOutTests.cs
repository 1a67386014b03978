using Appliance.Calls;
using Simulation.Support;
using Sip;
using Sip.Media;

namespace Simulation.Flows;

public sealed class CallsOutTests
{
    [Fact]
    public void A_call_out_is_answered_and_the_caller_hangs_up()
    {
        var story = Story.CalledOut();
        var (scene, engine) = (story.Scene, story.Scene.Engine);

        Assert.True(engine.Joins(story.Inside, story.Outside));
        Assert.Null(engine.SettingsOf(story.Inside).SendKey);
        Assert.NotNull(engine.SettingsOf(story.Outside).SendKey);
        Assert.Equal("168.86.138.121:12692", engine.SettingsOf(story.Outside).Remote!.ToString());

        scene.Pass(60);
        var record = story.Ends();
        Assert.Equal((EndedBy.Caller, "normal", 16), (record.EndedBy, record.Cause.Sentence, record.Cause.Q850));
        Assert.Equal(("extension:101", "trunk:twilio", "twilio", "+886912345678", "+886223456780"), (record.Origin, record.Target, record.Trunk, record.Number, record.CallerShown));
        Assert.Equal(TimeSpan.FromSeconds(60), record.Duration);
        Assert.Equal("CA00112233445566778899aabbccddeeff", record.PeerCallId);
        Assert.Equal((false, true), (record.CallerLeg!.Secure, record.CalledLeg!.Secure));
        Assert.Equal((500, 480, 3), (record.CalledLeg.PacketsReceived, record.CalledLeg.PacketsSent, record.CalledLeg.PacketsLost));
        Assert.Equal(2, engine.All<MediaCommand.ClosePort>().Count());
    }

    [Fact]
    public void The_called_side_hangs_up_and_its_reason_goes_on()
    {
        var story = Story.CalledOut();
        story.Far.HangsUp("Reason: Q.850;cause=16;text=\"Normal call clearing\"");
        story.Far.Gets(200);
        var bye = story.Call.IsHungUp();
        Assert.Equal("Q.850;cause=16", bye.Header("Reason"));

        var record = story.Scene.Leaves();
        Assert.Equal((EndedBy.Called, 16, true), (record.EndedBy, record.Cause.Q850, record.Rang));
    }

    [Fact]
    public void Both_sides_hang_up_at_the_same_moment_and_there_is_one_record()
    {
        var story = Story.CalledOut();
        story.Far.HangsUp();
        story.Call.HangsUp();
        story.Far.Gets(200);
        story.Call.Gets("BYE");
        story.Call.Gets(200);
        Assert.Equal(EndedBy.Called, story.Scene.Leaves().EndedBy);
    }

    [Fact]
    public void A_phone_that_hangs_up_before_its_ACK_reaches_us_ends_the_call()
    {
        var scene = new Scene();
        var twilio = new Twilio(scene);
        var phone = new Phone(scene, "101").Registers();
        var call = phone.Calls("0912345678");
        var far = twilio.Tokyo.IsAskedFor("+886912345678");
        far.Answers(Sdp.Twilio(codecs: "0 101"));
        call.Gets(200);
        call.HangsUp();
        call.Gets(200);
        far.IsHungUp();
        Assert.Equal((EndedBy.Caller, "normal"), (scene.Leaves().EndedBy, scene.Records[0].Cause.Sentence));
    }

    [Fact]
    public void A_caller_that_never_acknowledges_is_hung_up_and_so_is_the_other_side()
    {
        var scene = new Scene();
        var twilio = new Twilio(scene);
        var phone = new Phone(scene, "101").Registers();
        var call = phone.Calls("0912345678");
        var far = twilio.Tokyo.IsAskedFor("+886912345678");
        far.Answers(Sdp.Twilio(codecs: "0 101"));
        call.Gets(200);
        phone.IsDead = true;
        scene.Pass(33);
        far.IsHungUp();
        Assert.Equal("no-acknowledgement", scene.Leaves().Cause.Sentence);
    }

    [Fact]
    public void Early_media_is_heard_and_the_answer_may_come_from_another_fork()
    {
        var scene = new Scene();
        var twilio = new Twilio(scene);
        var phone = new Phone(scene, "101").Registers();
        var call = phone.Calls("0912345678");
        var far = twilio.Tokyo.IsAskedFor("+886912345678");

        far.Replies(183, Sdp.Twilio(port: 12000, codecs: "0 101"), tag: "fork1");
        var early = call.Gets(183);
        var (inside, outside) = (scene.Engine.PortAt(early.AudioPort()), scene.Engine.PortAt(far.Invite.AudioPort()));
        Assert.True(scene.Engine.Joins(inside, outside));
        Assert.Equal(12000, scene.Engine.SettingsOf(outside).Remote!.Port);

        far.Replies(183, Sdp.Twilio(port: 13000, codecs: "8 101", key: "MTExMTExMTExMTExMTExMTExMTExMTExMTExMTEx"), tag: "fork2");
        Assert.Equal((13000, AudioCodec.Pcma), (scene.Engine.SettingsOf(outside).Remote!.Port, scene.Engine.SettingsOf(outside).Codec));

        far.Answers(Sdp.Twilio(port: 12000, codecs: "0 101"), tag: "fork1");
        var answered = call.Gets(200);
        call.Acks();
        Assert.Equal((12000, AudioCodec.Pcmu), (scene.Engine.SettingsOf(outside).Remote!.Port, scene.Engine.SettingsOf(outside).Codec));
        // The caller's own session stays as it was from its 183 on.
        Assert.Equal(early.Body(), answered.Body());

        call.HangsUp();
        call.Gets(200);
        far.IsHungUp();
        scene.Leaves();
    }

    [Fact]
    public void An_answer_without_a_description_uses_that_of_its_183()
    {
        var scene = new Scene();
        var twilio = new Twilio(scene);
        var phone = new Phone(scene, "101").Registers();
        var call = phone.Calls("0912345678");
        var far = twilio.Tokyo.IsAskedFor("+886912345678");
        far.Replies(183, Sdp.Twilio(codecs: "0 101"));
        call.Gets(183);
        far.Answers("");
        call.Gets(200);
        call.Acks();
        call.HangsUp();
        call.Gets(200);
        far.IsHungUp();
        Assert.Equal("normal", scene.Leaves().Cause.Sentence);
    }

    [Fact]
    public void Pitfall_20_a_180_after_183_is_relayed()
    {
        var scene = new Scene();
        var twilio = new Twilio(scene);
        var phone = new Phone(scene, "101").Registers();
        var call = phone.Calls("0912345678");
        var far = twilio.Tokyo.IsAskedFor("+886912345678");
        far.Replies(183, Sdp.Twilio(codecs: "0 101"));
        call.Gets(183);
        far.Replies(180);
        Assert.Equal("", call.Gets(180).Body());
        far.Replies(180);
        call.GetsNothing();
        call.Cancels();
        call.Gets(200);
        call.Gets(487);
        far.IsCancelled();
        scene.Leaves();
    }

    [Fact]
    public void A_183_without_media_lets_the_phone_ring_by_itself()
    {
        var scene = new Scene();
        var twilio = new Twilio(scene);
        var phone = new Phone(scene, "101").Registers();
        var call = phone.Calls("0912345678");
        var far = twilio.Tokyo.IsAskedFor("+886912345678");
        far.Replies(183);
        call.Gets(180);
        far.Refuses(486, phrase: "Busy Here");
        call.Gets(486);
        Assert.Equal((EndedBy.Called, "called.busy", 17), (scene.Leaves().EndedBy, scene.Records[0].Cause.Sentence, scene.Records[0].Cause.Q850));
    }

    [Fact]
    public void Pitfall_16_cancel_gets_200_and_the_invite_487()
    {
        var scene = new Scene();
        var twilio = new Twilio(scene);
        var phone = new Phone(scene, "101").Registers();
        var call = phone.Calls("0912345678");
        var far = twilio.Tokyo.IsAskedFor("+886912345678");
        far.Replies(180);
        call.Gets(180);
        call.Cancels();
        call.Gets(200);
        call.Gets(487);
        far.IsCancelled();
        var record = scene.Leaves();
        Assert.Equal((EndedBy.Caller, "caller-gave-up", true), (record.EndedBy, record.Cause.Sentence, record.Rang));
    }

    [Fact]
    public void A_cancel_before_anything_came_back_waits_for_the_first_response()
    {
        var scene = new Scene();
        var twilio = new Twilio(scene);
        var phone = new Phone(scene, "101").Registers();
        var call = phone.Calls("0912345678");
        var far = twilio.Tokyo.Meets("+886912345678");
        call.Cancels();
        call.Gets(200);
        call.Gets(487);
        far.GetsNothing();
        far.Replies(100);
        far.IsCancelled();
        Assert.Equal("caller-gave-up", scene.Leaves().Cause.Sentence);
    }

    [Fact]
    public void Pitfall_15_a_cancel_that_crosses_the_200_is_acknowledged_and_hung_up()
    {
        var scene = new Scene();
        var twilio = new Twilio(scene);
        var phone = new Phone(scene, "101").Registers();
        var call = phone.Calls("0912345678");
        var far = twilio.Tokyo.IsAskedFor("+886912345678");
        far.Replies(180);
        call.Gets(180);
        call.Cancels();
        call.Gets(200);
        call.Gets(487);
        var cancel = far.Gets("CANCEL");
        far.Replies(200, Sdp.Twilio(codecs: "0 101"));
        far.Gets("ACK");
        far.IsHungUp();
        far.Replies(cancel, 481);
        Assert.Equal("caller-gave-up", scene.Leaves().Cause.Sentence);
    }

    [Fact]
    public void Pitfall_17_a_second_forked_200_is_acknowledged_and_hung_up()
    {
        var story = Story.CalledOut();
        story.Far.Replies(200, Sdp.Twilio(codecs: "0 101"), tag: "other");
        story.Far.Gets("ACK");
        var bye = story.Far.Gets("BYE");
        Assert.EndsWith("tag=other", bye.Header("To"), StringComparison.Ordinal);
        story.Far.Replies(bye, 200);
        story.Call.GetsNothing();
    }

    [Theory]
    [InlineData(486, "Busy Here", 486, "called.busy", EndedBy.Called)]
    [InlineData(603, "Decline", 603, "called.declined", EndedBy.Called)]
    [InlineData(404, "Not Found", 404, "called.not-found", EndedBy.Network)]
    [InlineData(480, "Temporarily Unavailable", 480, "called.no-answer", EndedBy.Called)]
    [InlineData(400, "400 Invalid Phone Number", 404, "twilio.number-format", EndedBy.Network)]
    [InlineData(403, "Invalid Caller ID", 403, "twilio.caller-not-owned", EndedBy.Network)]
    [InlineData(403, "No International Authorization", 403, "twilio.country-not-permitted", EndedBy.Network)]
    [InlineData(488, "Not Acceptable Here", 488, "twilio.encryption-mismatch", EndedBy.Network)]
    public void What_Twilio_refuses_is_told_to_the_phone(int status, string phrase, int told, string sentence, EndedBy by)
    {
        var scene = new Scene();
        var twilio = new Twilio(scene);
        var phone = new Phone(scene, "101").Registers();
        var call = phone.Calls("0912345678");
        twilio.Tokyo.IsAskedFor("+886912345678").Refuses(status, phrase: phrase);
        call.Gets(told);
        var record = scene.Leaves();
        Assert.Equal((by, sentence, status), (record.EndedBy, record.Cause.Sentence, record.Cause.SipStatus));
    }

    [Fact]
    public void A_wrong_password_at_Twilio_ends_the_call_and_is_not_tried_for_ever()
    {
        var scene = new Scene();
        var twilio = new Twilio(scene);
        var phone = new Phone(scene, "101").Registers();
        var call = phone.Calls("0912345678");
        var far = twilio.Tokyo.Challenged("+886912345678");
        far.Gets("INVITE");
        far.Replies(407, headers: $"Proxy-Authenticate: Digest realm=\"sip.twilio.com\",qop=\"auth\",nonce=\"{TwilioEdge.Nonce}\",opaque=\"0\"");
        far.Gets("ACK");
        var answer = call.Gets(502);
        Assert.NotNull(answer);
        scene.Pass(60);
        twilio.Tokyo.GetsNothing();
        twilio.Singapore.GetsNothing();
        Assert.Equal("line.wrong-password", scene.Leaves().Cause.Sentence);
    }

    [Fact]
    public void A_403_to_the_digest_is_a_wrong_password()
    {
        var scene = new Scene();
        var twilio = new Twilio(scene);
        var phone = new Phone(scene, "101").Registers();
        var call = phone.Calls("0912345678");
        twilio.Tokyo.IsAskedFor("+886912345678").Refuses(403, phrase: "Forbidden");
        call.Gets(403);
        Assert.Equal("line.wrong-password", scene.Leaves().Cause.Sentence);
    }

    [Fact]
    public void Nobody_answering_ends_after_the_ring_time()
    {
        var scene = new Scene();
        var twilio = new Twilio(scene);
        var phone = new Phone(scene, "101").Registers();
        var call = phone.Calls("0912345678");
        var far = twilio.Tokyo.IsAskedFor("+886912345678");
        far.Replies(180);
        call.Gets(180);
        scene.Pass(186);
        far.IsCancelled();
        call.Gets(480);
        Assert.Equal("called.no-answer", scene.Leaves().Cause.Sentence);
    }

    [Fact]
    public void The_echo_number_answers_and_sends_the_voice_back()
    {
        var scene = new Scene();
        var phone = new Phone(scene, "101").Registers();
        var call = phone.Calls("777");
        var answered = call.Gets(200);
        call.Acks();
        Assert.Equal(scene.Engine.PortAt(answered.AudioPort()), scene.Engine.All<MediaCommand.Echo>().Single().Port);
        call.HangsUp();
        call.Gets(200);
        Assert.Equal("service:echo", scene.Leaves().Target);
    }

    [Fact]
    public void A_phone_reaches_a_phone_inside()
    {
        var scene = new Scene();
        var phone = new Phone(scene, "101").Registers();
        var other = new Phone(scene, "102", TransportKind.Tcp).Registers();
        var call = phone.Calls("102");
        var called = other.IsCalled();
        Assert.StartsWith("\"Reception\" <sip:101@192.168.1.2>", called.Invite.Header("From"), StringComparison.Ordinal);
        called.Answers(Sdp.Phone(4002, codecs: "0 101"));
        call.Gets(200);
        call.Acks();
        called.HangsUp();
        called.Gets(200);
        call.IsHungUp();
        var record = scene.Leaves();
        Assert.Equal((CallDirection.Internal, EndedBy.Called, (string?)null), (record.Direction, record.EndedBy, record.Trunk));
    }
}

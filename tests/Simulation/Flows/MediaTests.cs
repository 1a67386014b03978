using Appliance.Calls;
using Simulation.Support;
using Sip.Media;

namespace Simulation.Flows;

public sealed class MediaTests
{
    [Fact]
    public void Two_codecs_are_given_to_the_engine_as_they_are_and_it_transcodes()
    {
        var story = Story.CalledOut(sdp: Sdp.Phone(codecs: "8 101"), answer: Sdp.Twilio(codecs: "0 101"));
        var engine = story.Scene.Engine;
        Assert.Equal((AudioCodec.Pcma, AudioCodec.Pcmu), (engine.SettingsOf(story.Inside).Codec, engine.SettingsOf(story.Outside).Codec));
        story.Ends();
    }

    [Fact]
    public void Both_sides_may_use_SRTP_each_with_keys_of_its_own()
    {
        var scene = new Scene();
        var twilio = new Twilio(scene);
        var phone = new Phone(scene, "104", Sip.TransportKind.Tls, "192.168.1.104:5061").Registers();
        var call = phone.Calls("0912345678", Sdp.SecurePhone());
        var far = twilio.Tokyo.IsAskedFor("+886912345678");
        far.Answers(Sdp.Twilio(codecs: "0 101"));
        var answer = call.Gets(200);
        call.Acks();
        var (inside, outside) = (scene.Engine.SettingsOf(scene.Engine.PortAt(answer.AudioPort())), scene.Engine.SettingsOf(scene.Engine.PortAt(far.Invite.AudioPort())));
        Assert.StartsWith("1 AES_CM_128_HMAC_SHA1_80 inline:", answer.SdpLine("a=crypto:"), StringComparison.Ordinal);
        Assert.Equal(4, new[] { inside.SendKey, inside.ReceiveKey, outside.SendKey, outside.ReceiveKey }.OfType<SrtpMaterial>().Distinct().Count());
        call.HangsUp();
        call.Gets(200);
        far.IsHungUp();
        scene.Leaves();
    }

    [Fact]
    public void A_phone_that_must_encrypt_and_does_not_is_refused_with_488()
    {
        var scene = new Scene();
        var twilio = new Twilio(scene);
        var phone = new Phone(scene, "104").Registers();
        phone.Calls("0912345678").Gets(488);
        twilio.Tokyo.GetsNothing();
        Assert.Equal((488, EndedBy.Box), (scene.Leaves().Cause.SipStatus, scene.Records[0].EndedBy));
    }

    [Fact]
    public void A_phone_without_any_codec_of_ours_is_refused_with_488()
    {
        var scene = new Scene();
        var twilio = new Twilio(scene);
        var phone = new Phone(scene, "101").Registers();
        phone.Calls("0912345678", Sdp.Phone(codecs: "18 101")).Gets(488);
        twilio.Tokyo.GetsNothing();
        scene.Leaves();
    }

    [Fact]
    public void An_answer_that_cannot_be_used_ends_both_sides()
    {
        var scene = new Scene();
        var twilio = new Twilio(scene);
        var phone = new Phone(scene, "101").Registers();
        var call = phone.Calls("0912345678");
        var far = twilio.Tokyo.IsAskedFor("+886912345678");
        far.Answers(Sdp.Twilio(codecs: "18 101"));
        far.IsHungUp();
        call.Gets(488);
        Assert.Equal("called.no-common-codec", scene.Leaves().Cause.Sentence);
    }

    [Fact]
    public void Pitfall_43_keys_in_INFO_become_telephone_events_and_events_become_INFO()
    {
        var story = Story.CalledOut("103", Sdp.Phone(codecs: "0"));
        story.Call.Sends("INFO", "Content-Type: application/dtmf-relay", "Signal=5\r\nDuration=250\r\n");
        story.Call.Gets(200);
        var sent = Assert.Single(story.Scene.Engine.All<MediaCommand.SendDigit>());
        Assert.Equal((story.Outside, '5', TimeSpan.FromMilliseconds(250)), (sent.Port, sent.Digit, sent.Duration));

        story.Scene.Hear(new MediaEvent.DigitHeard(story.Outside, '#'));
        var info = story.Call.Gets("INFO");
        Assert.StartsWith("Signal=#\r\nDuration=", info.Body(), StringComparison.Ordinal);
        story.Call.Replies(info, 200);
        story.Far.GetsNothing();
        story.Ends();
    }

    [Fact]
    public void Events_between_two_sides_that_know_them_are_the_engines_affair()
    {
        var story = Story.CalledOut();
        story.Scene.Hear(new MediaEvent.DigitHeard(story.Inside, '1'));
        Assert.Empty(story.Scene.Engine.All<MediaCommand.SendDigit>());
        story.Call.GetsNothing();
        story.Far.GetsNothing();
        story.Ends();
    }

    [Theory]
    [InlineData(true, "caller-silent")]
    [InlineData(false, "called-silent")]
    public void Silence_of_one_side_ends_both(bool caller, string sentence)
    {
        var story = Story.CalledOut();
        story.Scene.Hear(new MediaEvent.MediaSilent(caller ? story.Inside : story.Outside, TimeSpan.FromSeconds(60)));
        story.Call.IsHungUp();
        story.Far.IsHungUp();
        Assert.Equal((EndedBy.Network, sentence), (story.Scene.Leaves().EndedBy, story.Scene.Records[0].Cause.Sentence));
    }

    [Fact]
    public void The_longest_call_is_ended_by_the_box()
    {
        var story = Story.CalledOut();
        story.Scene.Pass(4 * 3600 + 1);
        story.Call.IsHungUp();
        story.Far.IsHungUp();
        Assert.Equal((EndedBy.Box, "longest-call", TimeSpan.FromHours(4)), (story.Scene.Leaves().EndedBy, story.Scene.Records[0].Cause.Sentence, story.Scene.Records[0].Duration));
    }

    [Fact]
    public void The_page_ends_a_call()
    {
        var story = Story.CalledOut();
        story.Scene.Give(new GatewayInput.EndCall(story.Scene.Gateway.Calls.Single().Id));
        story.Call.IsHungUp();
        story.Far.IsHungUp();
        Assert.Equal("ended-at-page", story.Scene.Leaves().Cause.Sentence);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_new_engine_gets_all_ports_again_and_peers_are_told_when_these_moved(bool sameNumbers)
    {
        var story = Story.CalledOut();
        var engine = story.Scene.Engine;
        engine.KeepsNumbers = sameNumbers;
        engine.Die();
        story.Scene.Pass(1);
        engine.Commands.Clear();
        engine.Return();
        story.Scene.Pass(0.1);
        Assert.Equal(2, engine.Open.Count);
        Assert.True(engine.Joins(story.Inside, story.Outside));
        Assert.NotNull(engine.SettingsOf(story.Outside).SendKey);
        if (!sameNumbers)
        {
            var toPhone = story.Call.IsReinvited(Sdp.Phone(codecs: "0 101", version: 2));
            var toTwilio = story.Far.IsReinvited(Sdp.Twilio(codecs: "0 101", version: 2));
            Assert.Equal(story.Inside, engine.PortAt(toPhone.AudioPort()));
            Assert.Equal(story.Outside, engine.PortAt(toTwilio.AudioPort()));
        }

        story.Ends();
    }

    [Fact]
    public void An_engine_without_ports_refuses_the_call_and_there_is_one_record()
    {
        var scene = new Scene();
        var twilio = new Twilio(scene);
        var phone = new Phone(scene, "101").Registers();
        scene.Engine.Refuses = true;
        phone.Calls("0912345678").Gets(500);
        twilio.Tokyo.GetsNothing();
        Assert.Equal(("no-media-port", 503), (scene.Leaves().Cause.Sentence, scene.Records[0].Cause.SipStatus));
    }

    [Fact]
    public void A_caller_does_not_wait_for_a_dead_engine_for_ever()
    {
        var scene = new Scene();
        _ = new Twilio(scene);
        var phone = new Phone(scene, "101").Registers();
        scene.Engine.Die();
        var call = phone.Calls("0912345678");
        scene.Pass(9);
        call.Gets(500);
        scene.Engine.Return();
        Assert.Equal("no-media-port", scene.Leaves().Cause.Sentence);
    }

    [Fact]
    public void An_engine_that_returns_in_time_carries_the_call_that_waited()
    {
        var scene = new Scene();
        var twilio = new Twilio(scene);
        var phone = new Phone(scene, "101").Registers();
        scene.Engine.Die();
        var call = phone.Calls("0912345678");
        scene.Pass(1);
        scene.Engine.Return();
        scene.Pass(0.1);
        twilio.Tokyo.IsAskedFor("+886912345678").Refuses(486);
        call.Gets(486);
        scene.Leaves();
    }

    [Fact]
    public void Ports_of_an_earlier_life_of_the_gateway_are_closed_once_one_side_is_silent()
    {
        var scene = new Scene();
        scene.Engine.Take(new MediaCommand.OpenPort(new PortId(77), System.Net.IPAddress.Any));
        scene.Pass(0);
        scene.Hear(new MediaEvent.PortListed(new PortId(77), new(System.Net.IPAddress.Any, 20000), new(System.Net.IPAddress.Any, 20001), null));
        Assert.Single(scene.Engine.Open);
        scene.Hear(new MediaEvent.MediaSilent(new PortId(77), TimeSpan.FromSeconds(60)));
        Assert.Empty(scene.Engine.Open);
        var phone = new Phone(scene, "101").Registers();
        var call = phone.Calls("777");
        call.Gets(200);
        call.Acks();
        Assert.Equal(78, scene.Engine.Open.Single().Value);
        call.HangsUp();
        call.Gets(200);
        scene.Leaves();
    }

    [Fact]
    public void New_settings_do_not_touch_a_call_that_goes_on()
    {
        var story = Story.CalledOut();
        story.Scene.Pass(1);
        story.Scene.Use(Settings.Taipei.Replace("numbers = [\"+886223456789\"", "max-calls = 10\nnumbers = [\"+886223456789\"", StringComparison.Ordinal)
            .Replace("max-calls = 10\ncalls-per-second = 10", "calls-per-second = 10", StringComparison.Ordinal)
            .Replace("caller-number = \"+886223456780\"", "caller-number = \"+886223456781\"", StringComparison.Ordinal));
        var second = story.Phone.Calls("0912345679");
        var far = story.Twilio.Tokyo.IsAskedFor("+886912345679");
        Assert.StartsWith("<sip:+886223456781@", far.Invite.Header("From"), StringComparison.Ordinal);
        far.Refuses(486);
        second.Gets(486);
        story.Call.HangsUp();
        story.Call.Gets(200);
        story.Far.IsHungUp();
        story.Scene.Settles();
        Assert.Equal(["+886223456781", "+886223456780"], story.Scene.Records.Select(record => record.CallerShown));
    }
}

using Simulation.Support;
using Sip.Media;

namespace Simulation.Flows;

public sealed class HoldTests
{
    [Fact]
    public void Pitfall_31_a_phone_holds_and_resumes_and_the_far_side_is_told_each_time()
    {
        var story = Story.CalledOut();
        var (scene, engine) = (story.Scene, story.Scene.Engine);
        var key = engine.SettingsOf(story.Outside).SendKey;

        story.Call.Reinvites(Sdp.Phone(codecs: "0 101", direction: "sendonly", version: 2));
        story.Call.Gets(100);
        Assert.Equal("recvonly", story.Call.Gets(200).Direction());
        story.Call.Acks();
        var held = story.Far.IsReinvited(Sdp.Twilio(codecs: "0 101", direction: "recvonly", version: 2));
        Assert.Equal("sendonly", held.Direction());
        Assert.Equal(MediaDirection.SendOnly, engine.SettingsOf(story.Outside).Direction);

        story.Call.Reinvites(Sdp.Phone(codecs: "0 101", version: 3));
        story.Call.Gets(100);
        Assert.Equal("sendrecv", story.Call.Gets(200).Direction());
        story.Call.Acks();
        var resumed = story.Far.IsReinvited(Sdp.Twilio(codecs: "0 101", version: 3));
        Assert.Equal("sendrecv", resumed.Direction());
        Assert.Equal(MediaDirection.SendReceive, engine.SettingsOf(story.Outside).Direction);
        Assert.Equal(MediaDirection.SendReceive, engine.SettingsOf(story.Inside).Direction);

        // Twilio takes a repeated CSeq for a retransmission, and a key of ours that changes without need is a key it may miss.
        Assert.True(held.CSeq.Number > story.Far.Sequence && resumed.CSeq.Number > held.CSeq.Number);
        Assert.Equal(held.SdpLine("a=crypto:"), resumed.SdpLine("a=crypto:"));
        Assert.Equal(key, engine.SettingsOf(story.Outside).SendKey);
        scene.Pass(300);
        story.Ends();
    }

    [Fact]
    public void The_far_side_holds_and_resumes_and_the_phone_is_told()
    {
        var story = Story.CalledIn();
        story.Far.Reinvites(Sdp.Twilio(codecs: "0 101", direction: "inactive", version: 2));
        story.Far.Gets(100);
        Assert.Equal("inactive", story.Far.Gets(200).Direction());
        story.Far.Acks();
        Assert.Equal("inactive", story.Call.IsReinvited(Sdp.Phone(codecs: "0 101", direction: "inactive", version: 2)).Direction());

        story.Far.Reinvites(Sdp.Twilio(codecs: "0 101", version: 3));
        story.Far.Gets(100);
        Assert.Equal("sendrecv", story.Far.Gets(200).Direction());
        story.Far.Acks();
        Assert.Equal("sendrecv", story.Call.IsReinvited(Sdp.Phone(codecs: "0 101", version: 3)).Direction());
        Assert.Equal(MediaDirection.SendReceive, story.Scene.Engine.SettingsOf(story.Inside).Direction);
        story.Ends();
    }

    [Fact]
    public void Both_hold_and_only_when_both_have_resumed_does_voice_go_both_ways()
    {
        var story = Story.CalledOut();
        story.Call.Reinvites(Sdp.Phone(codecs: "0 101", direction: "sendonly", version: 2));
        story.Call.Gets(100);
        story.Call.Gets(200);
        story.Call.Acks();
        story.Far.IsReinvited(Sdp.Twilio(codecs: "0 101", direction: "recvonly", version: 2));

        story.Far.Reinvites(Sdp.Twilio(codecs: "0 101", direction: "sendonly", version: 3));
        story.Far.Gets(100);
        Assert.Equal("inactive", story.Far.Gets(200).Direction());
        story.Far.Acks();
        story.Call.IsReinvited(Sdp.Phone(codecs: "0 101", direction: "inactive", version: 3));

        story.Call.Reinvites(Sdp.Phone(codecs: "0 101", version: 4));
        story.Call.Gets(100);
        Assert.Equal("recvonly", story.Call.Gets(200).Direction().Replace("sendonly", "recvonly", StringComparison.Ordinal));
        story.Call.Acks();
        story.Far.IsReinvited(Sdp.Twilio(codecs: "0 101", direction: "sendonly", version: 4));
        Assert.NotEqual(MediaDirection.SendReceive, story.Scene.Engine.SettingsOf(story.Outside).Direction);

        story.Far.Reinvites(Sdp.Twilio(codecs: "0 101", version: 5));
        story.Far.Gets(100);
        Assert.Equal("sendrecv", story.Far.Gets(200).Direction());
        story.Far.Acks();
        Assert.Equal("sendrecv", story.Call.IsReinvited(Sdp.Phone(codecs: "0 101", version: 5)).Direction());
        Assert.Equal(MediaDirection.SendReceive, story.Scene.Engine.SettingsOf(story.Outside).Direction);
        Assert.Equal(MediaDirection.SendReceive, story.Scene.Engine.SettingsOf(story.Inside).Direction);
        story.Ends();
    }

    [Fact]
    public void Pitfall_32_a_held_call_may_be_silent_for_as_long_as_it_lasts()
    {
        var story = Story.CalledOut();
        var engine = story.Scene.Engine;
        Assert.Equal(TimeSpan.FromSeconds(60), engine.SettingsOf(story.Inside).SilenceTimeout);
        story.Call.Reinvites(Sdp.Phone(codecs: "0 101", direction: "sendonly", version: 2));
        story.Call.Gets(100);
        story.Call.Gets(200);
        story.Call.Acks();
        story.Far.IsReinvited(Sdp.Twilio(codecs: "0 101", direction: "recvonly", version: 2));
        Assert.Null(engine.SettingsOf(story.Inside).SilenceTimeout);
        Assert.Null(engine.SettingsOf(story.Outside).SilenceTimeout);
        story.Ends();
    }

    [Fact]
    public void A_hold_while_an_offer_of_ours_is_open_is_made_up_for()
    {
        var story = Story.CalledOut();
        story.Call.Reinvites(Sdp.Phone(codecs: "0 101", direction: "sendonly", version: 2));
        story.Call.Gets(100);
        story.Call.Gets(200);
        story.Call.Acks();
        var held = story.Far.Gets("INVITE");
        story.Call.Reinvites(Sdp.Phone(codecs: "0 101", version: 3));
        story.Call.Gets(100);
        story.Call.Gets(200);
        story.Call.Acks();
        story.Far.Replies(held, 200, Sdp.Twilio(codecs: "0 101", direction: "recvonly", version: 2));
        story.Far.Gets("ACK");
        Assert.Equal("sendrecv", story.Far.IsReinvited(Sdp.Twilio(codecs: "0 101", version: 3)).Direction());
        story.Ends();
    }

    [Fact]
    public void A_hold_the_far_side_refuses_leaves_the_call_as_it_was()
    {
        var story = Story.CalledOut();
        story.Call.Reinvites(Sdp.Phone(codecs: "0 101", direction: "sendonly", version: 2));
        story.Call.Gets(100);
        story.Call.Gets(200);
        story.Call.Acks();
        story.Far.Replies(story.Far.Gets("INVITE"), 488);
        story.Far.Gets("ACK");
        story.Scene.Pass(120);
        story.Far.GetsNothing();
        story.Ends();
    }

    [Fact]
    public void A_session_refresh_is_answered_by_the_box_and_not_carried_to_the_other_side()
    {
        var story = Story.CalledOut(sdp: Sdp.Phone(codecs: "0 101"));
        story.Call.Reinvites(Sdp.Phone(codecs: "0 101"));
        story.Call.Gets(200);
        story.Call.Acks();
        story.Far.GetsNothing();
        story.Ends();
    }

    [Fact]
    public void An_offer_that_cannot_be_met_gets_488_and_the_call_goes_on()
    {
        var story = Story.CalledOut();
        story.Call.Reinvites(Sdp.Phone(codecs: "18 101", version: 2));
        story.Call.Gets(100);
        story.Call.Gets(488);
        story.Far.GetsNothing();
        story.Ends();
    }
}

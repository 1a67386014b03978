using Simulation.Support;
using Sip.Media;

namespace Simulation.Flows;

/// <summary>A PBX that leaves the offer to the other side, toward a trunk that takes early offers only.</summary>
public sealed class DelayedOfferTests
{
    private readonly Scene _scene = new();
    private readonly Twilio _twilio;
    private readonly Pbx _pbx;

    public DelayedOfferTests() => (_twilio, _pbx) = (new Twilio(_scene), new Pbx(_scene));

    [Fact]
    public void The_trunk_gets_an_early_offer_and_the_PBX_answers_ours_in_its_ACK()
    {
        var (call, far, inside, outside) = Talk();
        Assert.Equal("192.168.1.20:7000", _scene.Engine.SettingsOf(inside).Remote!.ToString());
        Assert.True(_scene.Engine.Joins(inside, outside));
        call.HangsUp();
        call.Gets(200);
        far.IsHungUp();
        Assert.Equal(("pbx:cucm", "+886223456781"), (_scene.Leaves().Origin, _scene.Records[0].CallerShown));
    }

    [Fact]
    public void Pitfall_26_a_reinvite_without_an_offer_holds_and_resumes_by_its_ACK()
    {
        var (call, far, inside, _) = Talk();
        call.Reinvites("");
        call.Gets(100);
        Assert.Equal("sendrecv", call.Gets(200).Direction());
        call.Acks(Sdp.Phone(7000, "sendonly", "0 101", "192.168.1.20", 2));
        Assert.Equal("sendonly", far.IsReinvited(Sdp.Twilio(codecs: "0 101", direction: "recvonly", version: 2)).Direction());

        call.Reinvites("");
        call.Gets(100);
        Assert.Equal("sendrecv", call.Gets(200).Direction());
        call.Acks(Sdp.Phone(7000, "sendrecv", "0 101", "192.168.1.20", 3));
        Assert.Equal("sendrecv", far.IsReinvited(Sdp.Twilio(codecs: "0 101", version: 3)).Direction());
        Assert.Equal(MediaDirection.SendReceive, _scene.Engine.SettingsOf(inside).Direction);
        call.HangsUp();
        call.Gets(200);
        far.IsHungUp();
        _scene.Leaves();
    }

    [Fact]
    public void An_ACK_without_the_answer_ends_the_call()
    {
        var call = _pbx.Calls("0912345678", "");
        var far = _twilio.Tokyo.IsAskedFor("+886912345678");
        far.Answers(Sdp.Twilio(codecs: "0 101"));
        call.Gets(200);
        call.Acks();
        call.IsHungUp();
        far.IsHungUp();
        Assert.Equal("called.no-common-codec", _scene.Leaves().Cause.Sentence);
    }

    [Fact]
    public void Early_media_waits_for_the_answer_and_the_PBX_hears_ringing()
    {
        var call = _pbx.Calls("0912345678", "");
        var far = _twilio.Tokyo.IsAskedFor("+886912345678");
        far.Replies(183, Sdp.Twilio(codecs: "0 101"));
        Assert.Equal("", call.Gets(180).Body());
        call.Cancels();
        call.Gets(200);
        call.Gets(487);
        far.IsCancelled();
        _scene.Leaves();
    }

    private (PeerCall Call, PeerCall Far, PortId Inside, PortId Outside) Talk()
    {
        var call = _pbx.Calls("0912345678", "");
        var far = _twilio.Tokyo.IsAskedFor("+886912345678");
        Assert.Contains("m=audio", far.Invite.Body(), StringComparison.Ordinal);
        far.Replies(180);
        call.Gets(180);
        far.Answers(Sdp.Twilio(codecs: "0 101"));
        var offer = call.Gets(200);
        Assert.Contains("m=audio", offer.Body(), StringComparison.Ordinal);
        call.Acks(Sdp.Phone(7000, host: "192.168.1.20", codecs: "0 101"));
        return (call, far, _scene.Engine.PortAt(offer.AudioPort()), _scene.Engine.PortAt(far.Invite.AudioPort()));
    }
}

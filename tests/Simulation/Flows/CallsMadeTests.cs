using Appliance.Calls;
using Simulation.Support;
using Sip.Media;

namespace Simulation.Flows;

/// <summary>Calls that somebody at the page makes: the own phone rings first.</summary>
public sealed class CallsMadeTests
{
    private readonly Scene _scene = new();
    private readonly Twilio _twilio;

    public CallsMadeTests() => _twilio = new Twilio(_scene);

    [Fact]
    public void The_phone_rings_and_once_it_is_answered_the_number_is_called()
    {
        var phone = new Phone(_scene, "101").Registers();
        Make("0912345678");
        var own = phone.IsCalled();
        Assert.Contains("<sip:0912345678@", own.Invite.Header("From"), StringComparison.Ordinal);
        own.Replies(180);
        _twilio.Tokyo.GetsNothing();

        own.Answers(Sdp.Phone(codecs: "8 101"));
        var far = _twilio.Tokyo.IsAskedFor("+886912345678");
        Assert.StartsWith("RTP/SAVP 8 ", far.Invite.SdpLine("m=audio ")![6..], StringComparison.Ordinal);
        far.Replies(180);
        far.Answers(Sdp.Twilio(codecs: "8 101"));
        own.GetsNothing();
        Assert.True(_scene.Engine.Joins(_scene.Engine.PortAt(own.Invite.AudioPort()), _scene.Engine.PortAt(far.Invite.AudioPort())));

        _scene.Pass(10);
        own.HangsUp();
        own.Gets(200);
        far.IsHungUp();
        var record = _scene.Leaves();
        Assert.Equal(("made-1", CallDirection.Outbound, "extension:101", "trunk:twilio", "+886912345678"), (record.Id, record.Direction, record.Origin, record.Target, record.Number));
        Assert.Equal((TimeSpan.FromSeconds(10), EndedBy.Caller, "PCMA", "PCMA"), (record.Duration, record.EndedBy, record.CallerLeg!.Codec, record.CalledLeg!.Codec));
    }

    [Fact]
    public void What_the_line_plays_before_the_answer_is_heard_on_the_phone()
    {
        var phone = new Phone(_scene, "101").Registers();
        Make("0912345678");
        var own = phone.IsCalled();
        own.Answers(Sdp.Phone(codecs: "0 101"));
        var far = _twilio.Tokyo.IsAskedFor("+886912345678");
        far.Replies(183, Sdp.Twilio(codecs: "0 101"));

        own.GetsNothing();
        Assert.True(_scene.Engine.Joins(_scene.Engine.PortAt(own.Invite.AudioPort()), _scene.Engine.PortAt(far.Invite.AudioPort())));
    }

    [Fact]
    public void Without_an_answer_at_the_phone_nobody_else_is_called()
    {
        var phone = new Phone(_scene, "101").Registers();
        Make("0912345678");
        phone.IsCalled().Replies(180);
        _scene.Pass(200);
        phone.Gets("CANCEL");
        Assert.Equal((EndedBy.Called, "called.no-answer"), (_scene.Leaves().EndedBy, _scene.Records[0].Cause.Sentence));
        _twilio.Tokyo.GetsNothing();
    }

    [Fact]
    public void A_phone_that_declines_ends_it()
    {
        var phone = new Phone(_scene, "101").Registers();
        Make("0912345678");
        phone.IsCalled().Refuses(486);
        Assert.Equal((EndedBy.Caller, "caller.declined", 486), (_scene.Leaves().EndedBy, _scene.Records[0].Cause.Sentence, _scene.Records[0].Cause.SipStatus));
        _twilio.Tokyo.GetsNothing();
    }

    [Fact]
    public void A_busy_number_hangs_the_phone_up()
    {
        var phone = new Phone(_scene, "101").Registers();
        Make("0912345678");
        var own = phone.IsCalled();
        own.Answers(Sdp.Phone(codecs: "0 101"));
        _twilio.Tokyo.IsAskedFor("+886912345678").Refuses(486);
        own.IsHungUp();
        Assert.Equal((486, TimeSpan.Zero), (_scene.Leaves().Cause.SipStatus, _scene.Records[0].AnsweredAfter ?? TimeSpan.Zero));
    }

    [Fact]
    public void The_page_can_end_it_while_the_phone_rings()
    {
        var phone = new Phone(_scene, "101").Registers();
        Make("0912345678");
        var own = phone.IsCalled();
        own.Replies(180);
        _scene.Give(new GatewayInput.EndCall("made-1"));
        own.IsCancelled();
        Assert.Equal("ended-at-page", _scene.Leaves().Cause.Sentence);
    }

    [Fact]
    public void The_echo_service_lets_the_phone_hear_itself()
    {
        var phone = new Phone(_scene, "101").Registers();
        Make("777");
        var own = phone.IsCalled();
        own.Answers(Sdp.Phone(codecs: "0 101"));
        Assert.True(Assert.Single(_scene.Engine.All<MediaCommand.Echo>()).On);

        own.HangsUp();
        own.Gets(200);
        Assert.Equal("service:echo", _scene.Leaves().Target);
    }

    [Fact]
    public void A_phone_that_is_not_there_leaves_a_record_that_says_so()
    {
        Make("0912345678");
        Assert.Equal("caller.not-registered", _scene.Leaves().Cause.Sentence);
    }

    [Theory]
    [InlineData("110")]
    [InlineData("119")]
    public void An_emergency_number_is_not_called_from_the_page(string number)
    {
        var phone = new Phone(_scene, "101").Registers();
        Make(number);
        phone.GetsNothing();
        Assert.Equal("emergency-at-page", _scene.Leaves().Cause.Sentence);
    }

    [Fact]
    public void The_same_wish_twice_is_one_call()
    {
        var phone = new Phone(_scene, "101").Registers();
        Make("0912345678");
        phone.IsCalled();
        Make("0912345678");
        phone.GetsNothing();
        Assert.Single(_scene.Gateway.Calls);
    }

    [Fact]
    public void A_new_voice_engine_while_the_phone_rings_does_not_ring_it_twice()
    {
        var phone = new Phone(_scene, "101").Registers();
        Make("0912345678");
        var own = phone.IsCalled();
        _scene.Engine.Die();
        _scene.Engine.Return();
        phone.GetsNothing();
        own.Answers(Sdp.Phone(codecs: "0 101"));
        _twilio.Tokyo.IsAskedFor("+886912345678");
    }

    private void Make(string dialled) => _scene.Give(new GatewayInput.MakeCall("made-1", "101", dialled));
}

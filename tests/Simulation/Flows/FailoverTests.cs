using Appliance.Calls;
using Simulation.Support;

namespace Simulation.Flows;

public sealed class FailoverTests
{
    private readonly Scene _scene;
    private readonly Twilio _twilio;
    private readonly Phone _phone;

    public FailoverTests()
    {
        _scene = new Scene();
        _twilio = new Twilio(_scene);
        _phone = new Phone(_scene, "101").Registers();
    }

    [Fact]
    public void Pitfall_11_an_address_that_is_silent_for_four_seconds_is_left_for_the_next()
    {
        _twilio.Tokyo.IsDead = true;
        var call = _phone.Calls("0912345678");
        _scene.Pass(3.9);
        _twilio.Tokyo2.GetsNothing();
        _scene.Pass(0.2);
        var far = _twilio.Tokyo2.IsAskedFor("+886912345678");
        End(call, far);

        // The next call knows.
        var next = _phone.Calls("0912345678");
        End(next, _twilio.Tokyo2.IsAskedFor("+886912345678"));
        _scene.Settles();
        Assert.Equal(2, _scene.Records.Count);
    }

    [Fact]
    public void A_refused_connection_moves_on_at_once()
    {
        _twilio.Tokyo.IsClosed = true;
        var call = _phone.Calls("0912345678");
        End(call, _twilio.Tokyo2.IsAskedFor("+886912345678"));
        _scene.Leaves();
    }

    [Theory]
    [InlineData(500, "Server Internal Error")]
    [InlineData(503, "Service Unavailable")]
    [InlineData(408, "Request Timeout")]
    public void Trouble_at_one_address_and_at_one_edge_leads_to_the_next(int status, string phrase)
    {
        var call = _phone.Calls("0912345678");
        _twilio.Tokyo.IsAskedFor("+886912345678").Refuses(status, phrase: phrase);
        _scene.Pass(0.2);
        _twilio.Tokyo2.IsAskedFor("+886912345678").Refuses(status, phrase: phrase);
        _scene.Pass(0.2);
        End(call, _twilio.Singapore.IsAskedFor("+886912345678"));
        _scene.Leaves();
    }

    [Fact]
    public void Pitfall_12_a_503_is_not_sent_on()
    {
        var call = _phone.Calls("0912345678");
        foreach (var edge in (TwilioEdge[])[_twilio.Tokyo, _twilio.Tokyo2, _twilio.Singapore])
        {
            edge.IsAskedFor("+886912345678").Refuses(503, phrase: "Service Unavailable");
            _scene.Pass(0.2);
        }

        call.Gets(500);
        Assert.Equal("line.trouble", _scene.Leaves().Cause.Sentence);
    }

    [Fact]
    public void What_a_line_said_is_the_reason_even_when_the_next_one_says_nothing()
    {
        (_twilio.Tokyo2.IsDead, _twilio.Singapore.IsDead) = (true, true);
        var call = _phone.Calls("0912345678");
        _twilio.Tokyo.IsAskedFor("+886912345678").Refuses(500, phrase: "Carrier Trouble");
        _scene.Pass(30);
        call.Gets(500);
        Assert.Equal(("line.trouble", 500), (_scene.Leaves().Cause.Sentence, _scene.Records[0].Cause.SipStatus));
    }

    [Fact]
    public void A_rate_limit_waits_a_second_and_asks_the_same_trunk_again()
    {
        var call = _phone.Calls("0912345678");
        _twilio.Tokyo.IsAskedFor("+886912345678").Refuses(503, phrase: "Trunk CPS limit exceeded");
        _scene.Pass(0.9);
        _twilio.Tokyo.GetsNothing();
        _twilio.Tokyo2.GetsNothing();
        _scene.Pass(0.2);
        End(call, _twilio.Tokyo.IsAskedFor("+886912345678"));
        _scene.Leaves();
    }

    [Fact]
    public void A_limit_of_calls_at_once_is_not_tried_at_the_other_edges()
    {
        var call = _phone.Calls("0912345678");
        _twilio.Tokyo.IsAskedFor("+886912345678").Refuses(503, phrase: "Trunk concurrent call limit exceeded");
        call.Gets(480);
        _twilio.Tokyo2.GetsNothing();
        Assert.Equal("line.all-busy", _scene.Leaves().Cause.Sentence);
    }

    [Fact]
    public void After_ringing_nobody_else_is_tried()
    {
        var call = _phone.Calls("0912345678");
        var far = _twilio.Tokyo.IsAskedFor("+886912345678");
        far.Replies(180);
        call.Gets(180);
        far.Refuses(500);
        call.Gets(500);
        _twilio.Tokyo2.GetsNothing();
        _scene.Leaves();
    }

    [Fact]
    public void A_caller_that_gives_up_during_the_search_ends_it()
    {
        _twilio.Tokyo.IsDead = true;
        var call = _phone.Calls("0912345678");
        _scene.Pass(2);
        call.Cancels();
        call.Gets(200);
        call.Gets(487);
        _scene.Pass(10);
        _twilio.Tokyo2.GetsNothing();
        Assert.Equal("caller-gave-up", _scene.Leaves().Cause.Sentence);
    }

    [Fact]
    public void A_caller_that_gives_up_while_a_limit_is_waited_for_ends_it()
    {
        var call = _phone.Calls("0912345678");
        _twilio.Tokyo.IsAskedFor("+886912345678").Refuses(503, phrase: "Trunk CPS limit exceeded");
        call.Cancels();
        call.Gets(200);
        call.Gets(487);
        _scene.Pass(10);
        _twilio.Tokyo.GetsNothing();
        _scene.Leaves();
    }

    [Fact]
    public void When_Twilio_is_down_the_other_provider_carries_the_call()
    {
        var scene = new Scene(Settings.Taipei.Replace("[[extension]]\nnumber = \"101\"", """
            [[trunk]]
            id = "planb"
            kind = "sip"
            host = "sip.provider.example"
            transport = "tcp"
            media = "plain"
            user-name = "office1"
            password-secret = "provider"
            numbers = ["+886277778888"]

            [[extension]]
            number = "101"
            """, StringComparison.Ordinal));
        var twilio = new Twilio(scene);
        var provider = new Peer(scene, "planb", Sip.TransportKind.Tcp, "198.51.100.9:5060") { AnswersOptions = true };
        scene.Locate("planb", new Sip.Hop(Sip.TransportKind.Tcp, "198.51.100.9", 5060));
        var phone = new Phone(scene, "101").Registers();
        foreach (var edge in (TwilioEdge[])[twilio.Tokyo, twilio.Tokyo2, twilio.Singapore])
            edge.IsClosed = true;
        var call = phone.Calls("0912345678");
        var far = provider.IsCalled();
        Assert.Equal("INVITE sip:+886912345678@sip.provider.example SIP/2.0", far.Invite.FirstLine());
        Assert.StartsWith("<sip:+886277778888@", far.Invite.Header("From"), StringComparison.Ordinal);
        far.Answers(Sdp.Phone(9000, host: "198.51.100.9", codecs: "0 101"));
        call.Gets(200);
        call.Acks();
        call.HangsUp();
        call.Gets(200);
        far.IsHungUp();
        Assert.Equal("planb", scene.Leaves().Trunk);
    }

    [Fact]
    public void Our_own_pace_keeps_two_calls_a_second_apart()
    {
        var scene = new Scene(Settings.Taipei.Replace("calls-per-second = 10", "calls-per-second = 1", StringComparison.Ordinal));
        var twilio = new Twilio(scene);
        var phone = new Phone(scene, "101").Registers();
        var (one, two) = (phone.Calls("0912345678"), phone.Calls("0912345679"));
        var first = twilio.Tokyo.IsAskedFor("+886912345678");
        twilio.Tokyo.GetsNothing();
        scene.Pass(0.99);
        twilio.Tokyo.GetsNothing();
        scene.Pass(0.02);
        var second = twilio.Tokyo.IsAskedFor("+886912345679");
        first.Refuses(486);
        one.Gets(486);
        second.Refuses(486);
        two.Gets(486);
        scene.Settles();
        Assert.Equal(2, scene.Records.Count);
    }

    [Fact]
    public void A_trunk_that_loses_its_connections_during_a_call_is_hung_up_over_a_new_one()
    {
        var call = _phone.Calls("0912345678");
        var far = _twilio.Tokyo.IsAskedFor("+886912345678");
        far.Answers(Sdp.Twilio(codecs: "0 101"));
        call.Gets(200);
        call.Acks();
        _scene.Break(_twilio.Tokyo);
        call.HangsUp();
        call.Gets(200);
        far.IsHungUp();
        Assert.Equal("normal", _scene.Leaves().Cause.Sentence);
    }

    [Fact]
    public void A_trunk_that_cannot_be_reached_any_more_does_not_keep_the_call_alive()
    {
        var call = _phone.Calls("0912345678");
        var far = _twilio.Tokyo.IsAskedFor("+886912345678");
        far.Answers(Sdp.Twilio(codecs: "0 101"));
        call.Gets(200);
        call.Acks();
        _twilio.Tokyo.IsDead = true;
        call.HangsUp();
        call.Gets(200);
        Assert.Equal(EndedBy.Caller, _scene.Leaves().EndedBy);
    }

    private void End(PeerCall call, PeerCall far)
    {
        far.Replies(180);
        call.Gets(180);
        far.Refuses(486);
        call.Gets(486);
        _phone.GetsNothing();
    }
}

using Appliance.Calls;
using Simulation.Support;
using Sip;

namespace Simulation.Flows;

/// <summary>Nothing unauthenticated costs money, rings a phone or opens a port (DESIGN laws 4 and 5).</summary>
public sealed class StrangersTests
{
    private readonly Scene _scene = new();
    private readonly Twilio _twilio;
    private readonly Phone _phone;

    public StrangersTests()
    {
        _twilio = new Twilio(_scene);
        _phone = new Phone(_scene, "101").Registers();
    }

    [Theory]
    [InlineData(TransportKind.Udp, 403)]
    [InlineData(TransportKind.Tls, 401)]
    public void A_scanner_from_the_internet_gets_nowhere(TransportKind transport, int told)
    {
        var scanner = new Peer(_scene, "scan", transport, "203.0.113.66:5070");
        foreach (var number in (string[])["101", "0912345678", "+886223456789", "777", "00441234567890"])
        {
            var call = PeerCall.Calling(scanner, "<sip:101@203.0.113.7>", $"sip:{number}@203.0.113.7", "<sip:x@203.0.113.66:5070>");
            call.Invites(Sdp.Phone());
            call.Gets(100);
            call.Gets(told);
        }

        Silent();
    }

    [Fact]
    public void A_wrong_password_is_challenged_again_and_rings_nothing()
    {
        var thief = new Phone(_scene, "101", address: "192.168.1.66:5060") { Secret = "guess" };
        var call = thief.Dials("0912345678");
        call.Gets(100);
        call.Gets(401);
        Silent();
    }

    [Fact]
    public void An_answer_to_a_challenge_cannot_be_used_twice()
    {
        var call = PeerCall.Calling(_phone, "<sip:101@192.168.1.2>", "sip:777@192.168.1.2", _phone.Contact);
        call.Invites(Sdp.Phone());
        call.Gets(100);
        var proof = $"Authorization: {Digest.Answer(call.Gets(401).Header("WWW-Authenticate")!, "INVITE", "sip:777@192.168.1.2", "101", Phone.Password)}";
        call.Invites(Sdp.Phone(), proof);
        call.Gets(100);
        call.Gets(200);
        call.Acks();
        call.HangsUp();
        call.Gets(200);

        var thief = PeerCall.Calling(new Peer(_scene, "thief", TransportKind.Udp, "192.168.1.66:5060"), "<sip:101@192.168.1.2>", "sip:777@192.168.1.2", "<sip:x@192.168.1.66>");
        thief.Invites(Sdp.Phone(), proof);
        thief.Gets(100);
        thief.Gets(401);
        _scene.Leaves();
    }

    [Theory]
    [InlineData("AC00000000000000000000000000000000", "office.pstn.twilio.com", "+886223456782", 403)]
    [InlineData(null, "office.pstn.twilio.com", "+886223456782", 403)]
    [InlineData(Settings.AccountSid, "other.pstn.twilio.com", "+886223456782", 403)]
    [InlineData(Settings.AccountSid, "office.pstn.twilio.com.evil.example", "+886223456782", 403)]
    [InlineData(Settings.AccountSid, "office.pstn.twilio.com", "+886299999999", 404)]
    [InlineData(Settings.AccountSid, "office.pstn.twilio.com", "0912345678", 404)]
    [InlineData(Settings.AccountSid, "office.pstn.twilio.com", "101", 404)]
    public void The_hostile_twin_at_Twilios_own_address_is_refused(string? account, string host, string number, int told)
    {
        var call = _twilio.Tokyo.Brings(number, account: account, host: host, diversion: "+886299999999");
        call.Gets(100);
        call.Gets(told);
        Assert.Contains(_scene.Reports, report => report is GatewayReport.TurnedAway);
        Silent();
    }

    [Fact]
    public void A_call_from_a_trunk_never_leaves_by_a_trunk()
    {
        // The number is ours by Diversion, the request URI names somebody outside.
        var call = _twilio.Tokyo.Brings("+886912345678", diversion: "+886223456782");
        call.Gets(100);
        _phone.IsCalled().Refuses(486);
        call.Gets(486);
        _twilio.Tokyo.GetsNothing();
        Assert.DoesNotContain(_scene.Sent, sent => sent.Message.FirstLine().StartsWith("INVITE sip:+886912345678", StringComparison.Ordinal));
        _scene.Leaves();
    }

    [Fact]
    public void A_registration_in_clear_from_outside_the_office_is_refused()
    {
        var outside = new Phone(_scene, "102", TransportKind.Udp, "203.0.113.80:5060");
        Assert.Throws<InvalidOperationException>(() => outside.Registers());
        Assert.DoesNotContain(_scene.Reports, report => report is GatewayReport.Registered { Account: "102" });
    }

    [Fact]
    public void Requests_that_belong_to_no_call_are_answered_481()
    {
        var story = Story.CalledOut();
        var stray = PeerCall.Calling(story.Phone, "<sip:101@192.168.1.2>", "sip:192.168.1.2:5060", story.Phone.Contact);
        stray.Sends("BYE", "", "");
        Assert.Single(story.Scene.Gateway.Calls);
        story.Phone.LooksAway();
        story.Ends();
    }

    private void Silent()
    {
        _scene.Pass(40);
        _phone.GetsNothing();
        _twilio.Tokyo.GetsNothing();
        Assert.Empty(_scene.Records);
        Assert.Empty(_scene.Engine.Commands);
        Assert.Equal(0, _scene.Stack.Counters.Legs);
    }
}

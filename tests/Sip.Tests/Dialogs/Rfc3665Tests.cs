using Sip.Messages;
using Sip.Tests.Support;

namespace Sip.Tests.Dialogs;

/// <summary>The basic call flows of RFC 3665 section 3 between two of our stacks, as ladders: &gt; from the caller, &lt; to it.</summary>
public sealed class Rfc3665Tests
{
    private readonly List<string> _ladder = [];
    private readonly TwoParties _world = new(1, new(0, 0, TimeSpan.FromMilliseconds(20)), TransportKind.Tcp);

    public Rfc3665Tests() => _world.Carried = (sender, message) => _ladder.Add(
        (sender == _world.A ? "> " : "< ") + (message is SipRequest request ? request.Method.Text : ((SipResponse)message).StatusCode.ToString()));

    [Fact]
    public void Section_3_1_successful_session_establishment()
    {
        _world.B.React = told => Picks(told, 200);
        Invite();
        _world.Pass(5);
        _world.B.Do(new SipCommand.HangUp(new(1), []));
        _world.Pass(5);
        AssertLadder("> INVITE", "< 100", "< 180", "< 200", "> ACK", "< BYE", "> 200");
    }

    [Fact]
    public void Section_3_7_session_with_reinvite()
    {
        _world.B.React = told => Picks(told, 200);
        Invite();
        _world.Pass(5);
        _world.B.Do(new SipCommand.Offer(new(1), Description.Bytes("b", 2)));
        _world.A.React = told =>
        {
            if (told is SipEvent.OfferArrived)
                _world.A.Do(new SipCommand.AcceptOffer(new(-1), Description.Bytes("a", 2)));
        };
        _world.Pass(5);
        _world.A.Do(new SipCommand.HangUp(new(-1), []));
        _world.Pass(5);
        AssertLadder("> INVITE", "< 100", "< 180", "< 200", "> ACK", "< INVITE", "> 100", "> 200", "< ACK", "> BYE", "< 200");
    }

    [Fact]
    public void Section_3_8_unsuccessful_no_answer()
    {
        _world.B.React = told => Picks(told, 0);
        Invite();
        _world.After(5, () => _world.A.Do(new SipCommand.HangUp(new(-1), [])));
        _world.Pass(10);
        AssertLadder("> INVITE", "< 100", "< 180", "> CANCEL", "< 200", "< 487", "> ACK");
        Assert.Equal(LegEnd.Cancelled, _world.B.Told.OfType<SipEvent.LegEnded>().Single().End);
    }

    [Theory]
    [InlineData(486)]
    [InlineData(480)]
    [InlineData(603)]
    public void Section_3_9_and_3_11_unsuccessful_busy_or_unavailable(int status)
    {
        _world.B.React = told => Picks(told, status);
        Invite();
        _world.Pass(5);
        AssertLadder("> INVITE", "< 100", "< 180", $"< {status}", "> ACK");
        Assert.Equal(status, _world.A.Told.OfType<SipEvent.LegFailed>().Single().Status);
    }

    [Fact]
    public void Section_3_10_unsuccessful_no_response()
    {
        _world.Vanish(_world.B);
        Invite();
        _world.Pass(33);
        Assert.Equal(LegFailure.NoResponse, _world.A.Told.OfType<SipEvent.LegFailed>().Single().Failure);
    }

    private void Invite() => _world.A.Do(new SipCommand.Invite(new(-1), new()
    {
        RequestUri = "sip:b@192.0.2.2",
        From = "<sip:a@192.0.2.1>",
        To = "<sip:b@192.0.2.2>",
        NextHop = _world.A.Peer,
        Profile = new(),
        Offer = Description.Bytes("a"),
    }));

    private void Picks(SipEvent told, int status)
    {
        if (told is not SipEvent.CallArrived { Leg: var leg })
            return;
        _world.B.Do(new SipCommand.Ring(leg, 180, null, []));
        if (status is 200)
            _world.After(1, () => _world.B.Do(new SipCommand.Answer(leg, Description.Bytes("b"), [])));
        else if (status > 0)
            _world.After(1, () => _world.B.Do(new SipCommand.Refuse(leg, status, null, [])));
    }

    private void AssertLadder(params string[] expected)
    {
        Assert.Equal(expected, _ladder);
        _world.Pass(60);
        Assert.Equal((0, 0, 0, 0), (
            _world.A.Stack.Counters.Legs, _world.A.Stack.Counters.Transactions, _world.B.Stack.Counters.Legs, _world.B.Stack.Counters.Transactions));
    }
}

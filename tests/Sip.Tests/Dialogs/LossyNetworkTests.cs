using System.Text;
using Sip.Messages;
using Sip.Tests.Support;

namespace Sip.Tests.Dialogs;

/// <summary>Two of our stacks over bad networks, from seeds: whatever is lost, doubled or late, both sides end in the same state.</summary>
public sealed class LossyNetworkTests
{
    private const int Runs = 150;

    private static readonly NetworkWeather Storm = new(0.25, 0.15, TimeSpan.FromMilliseconds(900));
    private static readonly NetworkWeather Blackout = new(0.75, 0.1, TimeSpan.FromMilliseconds(400));

    private static readonly LegProfile Profile = new() { SessionInterval = TimeSpan.FromSeconds(90), NoAnswerTimeout = TimeSpan.FromSeconds(40) };

    [Fact]
    public void Whatever_the_network_does_every_call_ends_on_both_sides_and_nothing_is_left()
    {
        for (var seed = 1; seed <= Runs; seed++)
        {
            var (world, a, b) = Call(seed, seed % 3 is 0 ? Blackout : Storm);
            world.After(world.Roll() * 20, () => a.HangUp());
            world.After(world.Roll() * 60, () => b.HangUp());
            world.Pass(300);

            AssertEnded(world, seed);
            Assert.True(a.Outcomes is 1, $"seed {seed}: {a.Outcomes} outcomes of one INVITE");
        }
    }

    [Fact]
    public void Both_sides_agree_on_the_session_after_any_number_of_crossing_offers()
    {
        var agreed = 0;
        for (var seed = 1; seed <= Runs; seed++)
        {
            var (world, a, b) = Call(seed, Storm, refusesNothing: true);
            for (var i = 0; i < 3; i++)
            {
                world.After(6 + (world.Roll() * 20), a.Offer);
                world.After(6 + (world.Roll() * 20), b.Offer);
            }

            world.Pass(170);
            if (a.IsUp && b.IsUp)
            {
                Assert.True(a.Remote == b.Local && b.Remote == a.Local, $"seed {seed}: {a.Local}|{a.Remote} against {b.Local}|{b.Remote}");
                agreed++;
            }

            a.HangUp();
            b.HangUp();
            world.Pass(150);
            AssertEnded(world, seed);
        }

        Assert.True(agreed > Runs * 3 / 4, $"Only {agreed} of {Runs} calls lived to be compared.");
    }

    [Fact]
    public void Over_a_stream_nothing_is_ever_sent_twice_but_the_answer_that_waits_for_its_ack()
    {
        for (var seed = 1; seed <= 30; seed++)
        {
            var (world, a, b) = Call(seed, Storm, transport: TransportKind.Tls, refusesNothing: true);
            world.After(8, a.Offer);
            world.After(9, b.Offer);
            world.Pass(60);
            Assert.True(a.IsUp && b.IsUp, $"seed {seed}");
            Assert.Equal((0, 0), (world.A.Stack.Counters.Retransmissions, world.B.Stack.Counters.Retransmissions));
            a.HangUp();
            world.Pass(60);
            AssertEnded(world, seed);
        }
    }

    [Fact]
    public void Session_timers_keep_a_call_alive_through_hours_of_light_loss()
    {
        var (world, a, b) = Call(5, new(0.02, 0.02, TimeSpan.FromMilliseconds(50)), refusesNothing: true);
        world.Pass(2 * 3600);
        Assert.True(a.IsUp && b.IsUp);
        Assert.DoesNotContain(world.B.Told, told => told is SipEvent.OfferArrived);
    }

    [Fact]
    public void A_call_whose_peer_vanishes_is_ended_by_the_session_timer()
    {
        var (world, a, _) = Call(3, new(0, 0, TimeSpan.FromMilliseconds(20)), refusesNothing: true);
        world.Pass(30);
        Assert.True(a.IsUp);
        world.Vanish(world.B);
        world.Pass(120);
        Assert.False(a.IsUp);
        Assert.Equal((0, 0), (world.A.Stack.Counters.Legs, world.A.Stack.Counters.Transactions));
    }

    private static (TwoParties World, Side A, Side B) Call(int seed, NetworkWeather weather, TransportKind transport = TransportKind.Udp, bool refusesNothing = false)
    {
        var world = new TwoParties(seed, weather, transport);
        var a = new Side("a", world, world.A, refusesNothing);
        var b = new Side("b", world, world.B, refusesNothing);
        a.Invite();
        return (world, a, b);
    }

    private static void AssertEnded(TwoParties world, int seed)
    {
        foreach (var (name, stack) in (IEnumerable<(string, SipStack)>)[("A", world.A.Stack), ("B", world.B.Stack)])
        {
            var counters = stack.Counters;
            Assert.True(counters is { Legs: 0, Transactions: 0 } && stack.Deadline is null, $"seed {seed}: {name} keeps {counters}, deadline {stack.Deadline}");
        }
    }

    /// <summary>The application of one side: answers, offers and keeps book of what both agreed on.</summary>
    private sealed class Side
    {
        private readonly string _name;
        private readonly TwoParties _world;
        private readonly TwoParties.Party _party;
        private readonly bool _refusesNothing;
        private LegId _leg = new(-1);
        private int _version;
        private string _offered = "";

        public Side(string name, TwoParties world, TwoParties.Party party, bool refusesNothing)
        {
            _name = name;
            _world = world;
            _party = party;
            _refusesNothing = refusesNothing;
            party.React = React;
        }

        public string Local { get; private set; } = "";

        public string Remote { get; private set; } = "";

        public bool IsUp { get; private set; }

        public int Outcomes { get; private set; }

        public void Invite() => _party.Do(new SipCommand.Invite(_leg, new()
        {
            RequestUri = "sip:b@192.0.2.2",
            From = "<sip:a@192.0.2.1>",
            To = "<sip:b@192.0.2.2>",
            NextHop = _party.Peer,
            Profile = Profile,
            Offer = Bytes(Local = Next()),
        }));

        public void Offer()
        {
            if (IsUp)
                _party.Do(new SipCommand.Offer(_leg, Bytes(_offered = Next())));
        }

        public void HangUp()
        {
            IsUp = false;
            _party.Do(new SipCommand.HangUp(_leg, []));
        }

        private void React(SipEvent told)
        {
            switch (told)
            {
                case SipEvent.CallArrived arrived:
                    _leg = arrived.Leg;
                    Remote = Text(arrived.Invite);
                    Pick();
                    break;
                case SipEvent.LegAnswered answered:
                    Outcomes++;
                    IsUp = true;
                    Remote = Text(answered.Response);
                    break;
                case SipEvent.LegFailed:
                    Outcomes++;
                    break;
                case SipEvent.LegConfirmed:
                    IsUp = true;
                    break;
                case SipEvent.LegEnded:
                    IsUp = false;
                    break;
                case SipEvent.OfferAnswered answered:
                    Local = _offered;
                    Remote = Text(answered.Response);
                    break;
                case SipEvent.OfferArrived offered:
                    _world.After(_world.Roll() * 0.5, () => Reply(Text(offered.Request)));
                    break;
            }
        }

        private void Pick()
        {
            if (!_refusesNothing && _world.Roll() < 0.2)
            {
                _world.After(_world.Roll() * 5, () => _party.Do(new SipCommand.Refuse(_leg, 486, null, [])));
                return;
            }

            _world.After(_world.Roll(), () => _party.Do(new SipCommand.Ring(_leg, 180, null, [])));
            _world.After(1 + (_world.Roll() * 4), () => _party.Do(new SipCommand.Answer(_leg, Bytes(Local = Next()), [])));
        }

        // A call that has ended meanwhile ignores this.
        private void Reply(string offer)
        {
            if (!IsUp)
                return;
            Remote = offer;
            _party.Do(new SipCommand.AcceptOffer(_leg, Bytes(Local = Next())));
        }

        private string Next() => Description.Text(_name, ++_version);

        private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

        private static string Text(SipMessage message) => Encoding.UTF8.GetString(message.Body);
    }
}

using System.Net;
using System.Text;
using Sip.Messages;

namespace Sip.Tests.Support;

/// <summary>How badly a network treats packets: shares of 0 to 1, and the longest delay; different delays put packets out of order.</summary>
internal sealed record NetworkWeather(double Loss, double Duplication, TimeSpan LongestDelay);

/// <summary>Two stacks, A at 192.0.2.1 and B at 192.0.2.2, joined by a bad network in simulated time. Everything follows from the seed.</summary>
internal sealed class TwoParties
{
    private readonly PriorityQueue<Action, (TimeSpan At, long Order)> _agenda = new();
    private readonly Random _chance;
    private readonly NetworkWeather _weather;
    private readonly TransportKind _transport;
    private Party? _vanished;
    private long _order;

    public TwoParties(int seed, NetworkWeather weather, TransportKind transport = TransportKind.Udp)
    {
        _chance = new(seed);
        _weather = weather;
        _transport = transport;
        A = new(this, IPEndPoint.Parse("192.0.2.1:5060"), seed * 2);
        B = new(this, IPEndPoint.Parse("192.0.2.2:5060"), (seed * 2) + 1);
    }

    public Party A { get; }

    public Party B { get; }

    public Instant Now { get; private set; }

    /// <summary>Sees each message as it is sent.</summary>
    public Action<Party, SipMessage> Carried { get; set; } = static (_, _) => { };

    /// <summary>Chance for the parties' own decisions.</summary>
    public double Roll() => _chance.NextDouble();

    /// <summary>Does something later.</summary>
    public void After(double seconds, Action act) => _agenda.Enqueue(act, (Now.SinceStart + TimeSpan.FromSeconds(seconds), _order++));

    /// <summary>From now on nothing reaches this party or comes from it.</summary>
    public void Vanish(Party party) => _vanished = party;

    /// <summary>Lets time pass.</summary>
    public void Pass(double seconds)
    {
        var end = Now + TimeSpan.FromSeconds(seconds);
        var still = 0;
        while (NextAt() is { } next && next <= end)
        {
            still = next > Now ? 0 : still + 1;
            Assert.True(still < 5_000, "Time stands still: a deadline spins.");
            Now = next > Now ? next : Now;
            A.RingIfDue();
            B.RingIfDue();
            while (_agenda.TryPeek(out _, out var first) && first.At <= Now.SinceStart)
                _agenda.Dequeue()();
        }

        Now = end;
    }

    private Instant? NextAt()
    {
        var alarm = Instant.Earliest(A.Stack.Deadline, B.Stack.Deadline);
        return _agenda.TryPeek(out _, out var first) ? Instant.Earliest(alarm, new(first.At)) : alarm;
    }

    private void Carry(Party sender, SipMessage message)
    {
        Carried(sender, message);
        if (_vanished is not null)
            return;
        var receiver = sender == A ? B : A;
        var bytes = message.Bytes;
        if (_transport is not TransportKind.Udp)
        {
            After(0.02, () => receiver.Receive(bytes, sender.Address, _transport));
            return;
        }

        var copies = _chance.NextDouble() < _weather.Loss ? 0 : _chance.NextDouble() < _weather.Duplication ? 2 : 1;
        for (var i = 0; i < copies; i++)
            After(_chance.NextDouble() * _weather.LongestDelay.TotalSeconds, () => receiver.Receive(bytes, sender.Address, _transport));
    }

    /// <summary>One side: a stack and an application that keeps book of what it was told.</summary>
    internal sealed class Party : ILocalAddresses
    {
        private readonly TwoParties _world;
        public Party(TwoParties world, IPEndPoint address, int seed)
        {
            _world = world;
            Address = address;
            Stack = new(new(), this, new SeededTokens(seed));
        }

        public IPEndPoint Address { get; }

        public SipStack Stack { get; }

        public List<SipEvent> Told { get; } = [];

        /// <summary>What the application does about an event.</summary>
        public Action<SipEvent> React { get; set; } = static _ => { };

        public Hop Peer => new(_world._transport, _world.A == this ? "192.0.2.2" : "192.0.2.1", 5060);

        public IPEndPoint Toward(Hop hop) => Address;

        public void Do(SipCommand command) => Give(new SipInput.Commanded(command));

        public void RingIfDue()
        {
            if (Stack.Deadline <= _world.Now)
                Give(Stack.Wake);
        }

        public void Receive(ReadOnlyMemory<byte> bytes, IPEndPoint from, TransportKind transport)
        {
            var message = SipParser.Read(bytes.Span).Message;
            Assert.True(message is not null, Encoding.UTF8.GetString(bytes.Span));
            Give(new SipInput.Arrived(message, new(new(1), transport, from, Address)));
        }

        private void Give(SipInput input)
        {
            var outputs = new List<SipOutput>();
            Stack.Handle(input, _world.Now, outputs);
            foreach (var output in outputs)
            {
                if (output is SipOutput.Transmit transmit)
                {
                    _world.Carry(this, transmit.Message);
                }
                else if (output is SipOutput.Raise raise)
                {
                    Told.Add(raise.Event);
                    React(raise.Event);
                }
            }
        }
    }
}

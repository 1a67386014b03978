using System.Net;
using System.Text;
using Appliance.Calls;
using Sip;
using Sip.Media;
using Sip.Messages;

namespace Simulation.Support;

/// <summary>
/// The whole gateway in simulated time and network. What it sends reaches the peers at once; what they answer is said by the test.
/// </summary>
internal sealed class Scene : ILocalAddresses, IWallClock
{
    private static readonly IPEndPoint Inside = IPEndPoint.Parse("192.168.1.2:5060");
    private static readonly IPEndPoint Outside = IPEndPoint.Parse("203.0.113.7:5060");

    private readonly Queue<GatewayInput> _inputs = [];
    private readonly List<Peer> _peers = [];
    private readonly StringBuilder _ladder = new();
    private readonly List<GatewayOutput> _outputs = [];
    private long _lastFlow;
    private int _lastName;
    private bool _isWorking;

    public Scene(string? settings = null, int seed = 1)
    {
        var tokens = new SeededTokens(seed);
        Office = Settings.Office(settings ?? Settings.Taipei);
        Stack = new SipStack(
            new SipStackSettings { ProfileOf = (request, from) => Gateway!.ProfileOf(request, from), IsNeverRefused = (request, _) => Gateway!.IsEmergency(request) },
            this,
            tokens);
        Engine = new SimulatedEngine(happened => _inputs.Enqueue(new GatewayInput.FromMedia(happened)));
        Gateway = new Gateway(Office, Stack, tokens, this, this);
        Engine.Start();
        Work();
    }

    public Gateway Gateway { get; }

    public SipStack Stack { get; }

    public SimulatedEngine Engine { get; }

    public Office Office { get; private set; }

    public Instant Present { get; private set; } = new(TimeSpan.FromSeconds(1000));

    public List<CallRecord> Records { get; } = [];

    public List<GatewayReport> Reports { get; } = [];

    /// <summary>Every message that went out, with its hop.</summary>
    public List<SipOutput.Transmit> Sent { get; } = [];

    DateTimeOffset IWallClock.Now => DateTimeOffset.UnixEpoch + Present.SinceStart;

    bool IWallClock.IsSet => true;

    public IPEndPoint Toward(Hop hop) => OursFor(IPAddress.Parse(hop.Host), hop.Transport);

    public static IPEndPoint OursFor(IPAddress peer, TransportKind transport)
    {
        var ours = peer.ToString().StartsWith("192.168.", StringComparison.Ordinal) ? Inside : Outside;
        return transport is TransportKind.Tls ? new IPEndPoint(ours.Address, 5061) : ours;
    }

    public FlowId Join(Peer peer)
    {
        _peers.Add(peer);
        return new FlowId(++_lastFlow);
    }

    /// <summary>A name nobody has yet.</summary>
    public string Name(string kind) => $"{kind}{++_lastName}";

    public void Locate(string id, params Hop[] hops) => Give(new GatewayInput.Located(id, [.. hops]));

    public void Use(string settings)
    {
        Office = Settings.Office(settings, Office.Revision + 1);
        Give(new GatewayInput.Settings(Office));
    }

    public void Arrive(SipMessage message, Arrival from)
    {
        _ladder.AppendLine($"{Present.SinceStart.TotalSeconds,9:0.000}  {_peers.Find(peer => peer.Flow == from.Flow)?.Name,-8} -> box     {message.FirstLine()}");
        Give(new GatewayInput.FromNetwork(new SipInput.Arrived(message, from)));
    }

    public void Hear(MediaEvent happened) => Give(new GatewayInput.FromMedia(happened));

    /// <summary>The connection of this peer breaks; it comes back with another one.</summary>
    public void Break(Peer peer)
    {
        var old = peer.Flow;
        peer.Flow = new FlowId(++_lastFlow);
        Give(new GatewayInput.FromNetwork(new SipInput.FlowClosed(old)));
    }

    public void Give(GatewayInput input)
    {
        _inputs.Enqueue(input);
        Work();
    }

    /// <summary>Lets time pass, ringing every alarm at its time.</summary>
    public void Pass(double seconds)
    {
        Work();
        var end = Present + TimeSpan.FromSeconds(seconds);
        var rings = 0;
        var at = Present;
        while (Gateway.Deadline is { } deadline && deadline <= end)
        {
            Present = deadline > Present ? deadline : Present;
            rings = Present == at ? rings + 1 : 0;
            at = Present;
            if (rings > 200)
                Fail("a deadline spins");
            Give(Gateway.Wake);
        }

        Present = end;
    }

    /// <summary>Everything that a call may leave behind is looked for: legs, ports, records (DESIGN law 1).</summary>
    public CallRecord Leaves()
    {
        Settles();
        return Assert.Single(Records);
    }

    /// <summary>Lets the last messages pass; nothing may be left.</summary>
    public void Settles()
    {
        Pass(40);
        if (Stack.Counters.Legs > 0 || Engine.Open.Count > 0 || Gateway.Calls.Count > 0)
            Fail($"left behind: {Stack.Counters.Legs} legs, {Engine.Open.Count} ports, {Gateway.Calls.Count} calls");
    }

    public object Fail(string why) => throw new InvalidOperationException($"{why}\n{_ladder}");

    private void Work()
    {
        if (_isWorking)
            return;

        _isWorking = true;
        try
        {
            while (_inputs.TryDequeue(out var input))
            {
                _outputs.Clear();
                Gateway.Handle(input, Present, _outputs);
                foreach (var output in _outputs.ToArray())
                    CarryOut(output);
            }
        }
        catch (Exception fault) when (fault is not InvalidOperationException)
        {
            throw new InvalidOperationException($"{fault.Message}\n{_ladder}", fault);
        }
        finally
        {
            _isWorking = false;
        }
    }

    private void CarryOut(GatewayOutput output)
    {
        switch (output)
        {
            case GatewayOutput.Transmit { Message: var message }:
                Deliver(message);
                break;
            case GatewayOutput.Media { Command: var command }:
                Engine.Take(command);
                break;
            case GatewayOutput.Record { Finished: var record }:
                Records.Add(record);
                break;
            case GatewayOutput.Report { What: var report }:
                Reports.Add(report);
                break;
        }
    }

    private void Deliver(SipOutput.Transmit transmit)
    {
        var message = Lines.Reread(transmit.Message);
        Sent.Add(transmit with { Message = message });
        var peer = _peers.Find(peer => transmit.To.Flow != FlowId.None && peer.Flow == transmit.To.Flow)
            ?? _peers.Find(peer => peer.At.Equals(new IPEndPoint(IPAddress.Parse(transmit.To.Host), transmit.To.Port)) && peer.Transport == transmit.To.Transport);
        _ladder.AppendLine($"{Present.SinceStart.TotalSeconds,9:0.000}  {peer?.Name ?? transmit.To.Host,-8} <- box     {message.FirstLine()}");
        if (peer is null || peer.IsClosed)
        {
            _inputs.Enqueue(new GatewayInput.FromNetwork(new SipInput.SendFailed(transmit.Token, "connection refused")));
            return;
        }

        if (transmit.Token != 0 && !transmit.To.IsUnreliable)
            _inputs.Enqueue(new GatewayInput.FromNetwork(new SipInput.SentOn(transmit.Token, peer.Flow)));
        peer.Receive(message);
    }
}

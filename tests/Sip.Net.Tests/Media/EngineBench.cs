using System.Collections.Concurrent;
using System.Net;
using Sip.Media;

namespace Sip.Net.Tests.Media;

/// <summary>An engine of its own for one test, with the events it raises in order.</summary>
internal sealed class EngineBench : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly BlockingCollection<MediaEvent> _events = [];
    private readonly Queue<MediaEvent> _kept = new();
    private readonly IDisposable _running;
    private int _lastPort;

    public EngineBench(MediaEngineSettings? settings = null, bool isPortable = false)
    {
        if (isPortable)
            Engine = PortableMediaEngine.Start(settings ?? new(), new SystemTokens(), TimeProvider.System, _events.Add);
        else
            Engine = InProcessMediaEngine.Start(settings ?? new(), new SystemTokens(), TimeProvider.System, _events.Add);
        _running = (IDisposable)Engine;
        Expect<MediaEvent.EngineStarted>();
        Expect<MediaEvent.ListEnded>();
    }

    public IMediaEngine Engine { get; }

    public void Do(MediaCommand command) => Assert.True(Engine.Send(command));

    /// <summary>The next event of this kind; others before it are passed over.</summary>
    public T Expect<T>(Func<T, bool>? isWanted = null)
        where T : MediaEvent
    {
        while (true)
        {
            if (Next() is T happening && isWanted?.Invoke(happening) is not false)
                return happening;
        }
    }

    /// <summary>Waits until everything commanded so far has been done.</summary>
    public void Settle()
    {
        Do(new MediaCommand.ListPorts());
        var kept = new List<MediaEvent>(_kept);
        _kept.Clear();
        while (Next() is var happening and not MediaEvent.ListEnded)
        {
            if (happening is not MediaEvent.PortListed)
                kept.Add(happening);
        }

        foreach (var happening in kept)
            _kept.Enqueue(happening);
    }

    /// <summary>Everything raised and not yet looked at, once all that was commanded has been done.</summary>
    public IReadOnlyList<MediaEvent> Raised()
    {
        Settle();
        var raised = _kept.ToArray();
        _kept.Clear();
        return raised;
    }

    public (PortId Port, IPEndPoint Rtp, IPEndPoint Rtcp) Open(IPAddress? host = null)
    {
        var port = new PortId(++_lastPort);
        Do(new MediaCommand.OpenPort(port, host ?? IPAddress.Loopback));
        var opened = Expect<MediaEvent.PortOpened>(happening => happening.Port == port);
        return (port, opened.Rtp, opened.Rtcp);
    }

    /// <summary>A peer on a port of its own, configured as these settings say with its address filled in.</summary>
    public MediaPeer Attach(PortSettings? settings = null, IPAddress? host = null)
    {
        var (port, rtp, rtcp) = Open(host);
        var peer = new MediaPeer(port, rtp, rtcp, (settings ?? new()) with { });
        Configure(peer, peer.Settings);
        return peer;
    }

    public void Configure(MediaPeer peer, PortSettings settings)
    {
        peer.Settings = settings with { Remote = settings.Remote ?? peer.Rtp };
        Do(new MediaCommand.ConfigurePort(peer.Port, peer.Settings));
        Settle();
    }

    public void Connect(MediaPeer one, MediaPeer other)
    {
        Do(new MediaCommand.Connect(one.Port, other.Port));
        Settle();
    }

    public PortCounters Count(MediaPeer peer)
    {
        Do(new MediaCommand.ReadCounters(peer.Port));
        return Expect<MediaEvent.Counters>(happening => happening.Port == peer.Port).Values;
    }

    private MediaEvent Next()
    {
        if (_kept.TryDequeue(out var kept))
            return kept;

        using var patience = new CancellationTokenSource(Patience);
        return _events.Take(patience.Token);
    }

    public void Dispose()
    {
        _running.Dispose();
        _events.Dispose();
    }
}

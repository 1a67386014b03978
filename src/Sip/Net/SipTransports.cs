using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Microsoft.Extensions.Logging;
using Sip.Messages;

namespace Sip.Net;

/// <summary>Counts of what the sockets saw; read at any time.</summary>
public readonly record struct TransportCounters(long Received, long Sent, long Malformed, long Dropped, long SendFailures, long KeepAlives);

/// <summary>What became of bytes that a flow brought.</summary>
internal enum Receipt
{
    /// <summary>Nobody does anything about them.</summary>
    Nothing,

    /// <summary>They were handed on.</summary>
    Taken,

    /// <summary>They were handed on as something that will be refused.</summary>
    OwesAnswer,
}

/// <summary>
/// All signalling sockets: listeners, the flows to peers, and the pool of outgoing connections. Sending never blocks
/// the caller; what happens comes back as <see cref="SipInput"/>s.
/// </summary>
public sealed class SipTransports : ILocalAddresses, IAsyncDisposable
{
    private static readonly TimeSpan TendEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LastWordsWithin = TimeSpan.FromSeconds(1);

    // An address that belongs to nobody (RFC 5737): only the way toward it is asked for.
    private static readonly IPAddress Internet = IPAddress.Parse("192.0.2.1");

    private readonly Func<SipInput, bool> _post;
    private readonly DnsLookup _dns;
    private readonly ILogger _log;
    private readonly ISipTrace? _trace;
    private readonly LocalRoutes _routes;
    private readonly ConnectionPool _pool;
    private readonly OncePerWhile _failuresTold;
    private readonly ConcurrentQueue<FlowId> _untold = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<long, Flow> _flows = new();
    private readonly ConcurrentDictionary<StreamConnection, byte> _connections = new();
    private readonly ConcurrentDictionary<Task, byte> _owned = new();
    private ImmutableArray<UdpListener> _udp = [];
    private ImmutableArray<(StreamListener Listener, TransportKind Transport)> _streams = [];
    private ITimer? _tending;
    private long _lastFlow;
    private long _received;
    private long _sent;
    private long _malformed;
    private long _dropped;
    private long _sendFailures;
    private long _keepAlives;

    /// <summary>Prepares the sockets; <see cref="Start"/> opens them. <paramref name="post"/> takes what happens and says false when it is overloaded.</summary>
    public SipTransports(TransportSettings settings, Func<SipInput, bool> post, DnsLookup dns, TimeProvider time, ILogger log, ISipTrace? trace = null)
    {
        (Settings, _post, _dns, Time, _log, _trace) = (settings, post, dns, time, log, trace);
        _routes = new LocalRoutes(time);
        _failuresTold = new OncePerWhile(TimeSpan.FromMinutes(1), time);
        Room = new ConnectionRoom(settings.MaximumConnections, settings.MaximumConnectionsFromOneAddress);
        _pool = new ConnectionPool(this, dns, _stop.Token);
    }

    /// <summary>The listening addresses with their real ports.</summary>
    public ImmutableArray<SipListener> Listening =>
    [
        .. _udp.Select(listener => new SipListener(TransportKind.Udp, listener.Local)),
        .. _streams.Select(stream => new SipListener(stream.Transport, stream.Listener.Local)),
    ];

    /// <summary>What went through so far.</summary>
    public TransportCounters Counters => new(
        Interlocked.Read(ref _received), Interlocked.Read(ref _sent), Interlocked.Read(ref _malformed),
        Interlocked.Read(ref _dropped), Interlocked.Read(ref _sendFailures), Interlocked.Read(ref _keepAlives));

    internal TransportSettings Settings { get; }

    internal TimeProvider Time { get; }

    internal ILogger Log => _log;

    internal ConnectionRoom Room { get; }

    /// <summary>Opens every listener, or none.</summary>
    /// <exception cref="SipListenException">A port is taken or may not be opened; the message is for the installer.</exception>
    public void Start()
    {
        try
        {
            foreach (var listener in Settings.Listeners)
            {
                if (listener.Transport is TransportKind.Udp)
                    _udp = _udp.Add(UdpListener.Open(listener, this, Settings.DifferentiatedServices));
                else
                    _streams = _streams.Add((StreamListener.Open(listener, this, Settings.DifferentiatedServices), listener.Transport));
            }
        }
        catch (SipListenException)
        {
            foreach (var listener in _udp)
                Own(listener.DisposeAsync().AsTask());
            foreach (var (listener, _) in _streams)
                Own(listener.DisposeAsync().AsTask());
            (_udp, _streams) = ([], []);
            throw;
        }

        foreach (var listener in _udp)
            listener.Start();
        foreach (var (listener, _) in _streams)
            listener.Start();
        foreach (var listener in Listening)
            NetLog.Listening(_log, listener.Transport, listener.Address);

        _tending = Time.CreateTimer(_ => Tend(), null, TendEvery, TendEvery);
    }

    /// <summary>Sends to the hop: over its flow when that lives, else over a pooled or new connection.</summary>
    public void Send(SipOutput.Transmit transmit)
    {
        if (!TrySendOnItsFlow(transmit) && !TryKnownWay(transmit))
            Own(ReachAndSendAsync(transmit));
    }

    /// <inheritdoc/>
    public IPEndPoint Toward(Hop hop)
    {
        var (remote, used) = EndsOf(hop);
        var local = ListenerToward(hop.Transport, remote, used);
        return new IPEndPoint(Seen(remote, local.Address), local.Port);
    }

    /// <inheritdoc/>
    public IPAddress VoiceToward(Hop hop)
    {
        var (remote, used) = EndsOf(hop);
        return Seen(remote, used is null || IsAny(used) ? _routes.Toward(remote) : used);
    }

    /// <summary>The peer's address, and ours on the flow to it when there is one.</summary>
    private (IPAddress Remote, IPAddress? Used) EndsOf(Hop hop)
    {
        var flow = hop.Flow != FlowId.None && _flows.TryGetValue(hop.Flow.Value, out var known) ? known.Arrival : null;
        return (flow?.Remote.Address ?? AddressIn(hop) ?? _dns.LastKnown(hop.Host) ?? Internet, flow?.Local.Address);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_tending is not null)
            await _tending.DisposeAsync();
        foreach (var (listener, _) in _streams)
            await listener.DisposeAsync();
        await Task.WhenAll(_connections.Keys.Select(connection => connection.FlushAsync(LastWordsWithin)));
        await _stop.CancelAsync();
        foreach (var listener in _udp)
            await listener.DisposeAsync();
        foreach (var connection in _connections.Keys)
            await connection.CloseAsync("closed by us");
        await Task.WhenAll(_owned.Keys);
        _stop.Dispose();
    }

    internal FlowId NewFlowId() => new(Interlocked.Increment(ref _lastFlow));

    internal IPEndPoint LocalAddressToward(IPEndPoint remote, IPEndPoint bound) =>
        IsAny(bound.Address) ? new IPEndPoint(_routes.Toward(remote.Address), bound.Port) : bound;

    internal void Remember(Flow flow) => _flows[flow.Arrival.Flow.Value] = flow;

    internal void Forget(Flow flow) => _flows.TryRemove(flow.Arrival.Flow.Value, out _);

    /// <summary>Keeps a background task until it ends, so that closing waits for it.</summary>
    internal void Own(Task task)
    {
        if (task.IsCompleted)
            return;

        _owned[task] = 0;
        _ = task.ContinueWith(Disown, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private void Disown(Task done)
    {
        _owned.TryRemove(done, out _);
        if (done.Exception is { } fault)
            NetLog.TaskFailed(_log, fault);
    }

    internal void DatagramArrived(ReadOnlySpan<byte> datagram, Flow flow) => MessageArrived(SipParser.Read(datagram), flow);

    internal void KeptAlive() => Interlocked.Increment(ref _keepAlives);

    internal Receipt MessageArrived(in SipParseResult result, Flow flow)
    {
        if (result.IsKeepAlive)
        {
            KeptAlive();
            return Receipt.Nothing;
        }

        Interlocked.Increment(ref _received);
        if (result.Error is not SipParseError.None)
            Interlocked.Increment(ref _malformed);
        SipInput? input = result switch
        {
            { Message: { } message } => new SipInput.Arrived(message, flow.Arrival),
            { Refused: { } request, AnswerWith: { } status } => new SipInput.ArrivedMalformed(request, status, flow.Arrival),
            _ => null,
        };
        if (input is null)
            return Receipt.Nothing;

        _trace?.Received(result.Message ?? result.Refused!, flow.Arrival);
        if (_post(input))
            return input is SipInput.ArrivedMalformed ? Receipt.OwesAnswer : Receipt.Taken;

        Interlocked.Increment(ref _dropped);
        return Receipt.Nothing;
    }

    internal void Adopt(StreamConnection connection)
    {
        Remember(connection);
        _connections[connection] = 0;
        NetLog.ConnectionUp(_log, connection.Arrival.Flow.Value, connection.Arrival.Remote, connection.Arrival.Transport);
        Own(RunAsync(connection));
    }

    private async Task RunAsync(StreamConnection connection)
    {
        var why = "a fault of ours";
        try
        {
            await using var owned = connection;
            why = await connection.RunAsync();
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            NetLog.FlowFailed(_log, connection.Arrival.Transport, fault);
        }

        Forget(connection);
        _connections.TryRemove(connection, out _);
        if (connection.Key is null)
            Room.Leave(connection.Arrival.Remote.Address);
        _pool.Forget(connection);
        NetLog.ConnectionGone(_log, connection.Arrival.Flow.Value, why);
        TellClosed(connection.Arrival.Flow);
    }

    /// <summary>Bindings and dialogs lean on this news, so an overloaded loop is told later rather than never.</summary>
    private void TellClosed(FlowId flow)
    {
        if (!_post(new SipInput.FlowClosed(flow)) && !_stop.IsCancellationRequested)
            _untold.Enqueue(flow);
    }

    private void Tend()
    {
        foreach (var connection in _connections.Keys)
            connection.Tend();
        for (var left = _untold.Count; left > 0 && _untold.TryDequeue(out var flow); left--)
            TellClosed(flow);
    }

    private bool TrySendOn(Flow flow, SipOutput.Transmit transmit)
    {
        var message = AsSentOn(flow, transmit);
        if (!flow.TrySend(message))
            return false;

        Interlocked.Increment(ref _sent);
        _trace?.Sent(message, flow.Arrival);
        if (transmit.Token != 0)
            _post(new SipInput.SentOn(transmit.Token, flow.Arrival.Flow));
        return true;
    }

    // RFC 3261 section 18.1.1: the Via of a request names the transport it really leaves by; branch and sent-by stay.
    private static SipMessage AsSentOn(Flow flow, SipOutput.Transmit transmit) =>
        transmit.Message is SipRequest request && flow.Arrival.Transport != transmit.To.Transport
            ? request.WithViaTransport(flow.Arrival.Transport.ToString().ToUpperInvariant())
            : transmit.Message;

    private bool TrySendOnItsFlow(SipOutput.Transmit transmit)
    {
        var hop = transmit.To;
        if (hop.Flow == FlowId.None || !_flows.TryGetValue(hop.Flow.Value, out var flow))
            return false;

        // What is meant to be secret does not leave in clear because an older message did.
        if (hop.Transport is TransportKind.Tls && flow.Arrival.Transport is not TransportKind.Tls)
            return false;

        return TrySendOn(flow, transmit);
    }

    /// <summary>The way that needs no waiting: UDP to an address, or a connection that is already up.</summary>
    private bool TryKnownWay(SipOutput.Transmit transmit)
    {
        var hop = transmit.To;
        if (hop.Transport is not TransportKind.Udp)
            return _pool.Find(hop) is { } connection && TrySendOn(connection, transmit);

        if (IsTooLongForUdp(transmit.Message))
        {
            if (_pool.Find(hop with { Transport = TransportKind.Tcp }) is { } switched)
                return TrySendOn(switched, transmit);
            if (!_pool.IsWithoutTcp(hop))
                return false;
        }

        return AddressIn(hop) is { } address && UdpFlowTo(new IPEndPoint(address, hop.Port)) is { } flow && TrySendOn(flow, transmit);
    }

    private async Task ReachAndSendAsync(SipOutput.Transmit transmit)
    {
        var hop = transmit.To;
        string why;
        try
        {
            var flow = await ReachAsync(hop, transmit.Message);
            if (TrySendOn(flow, transmit))
                return;
            why = flow.Arrival.Transport is TransportKind.Udp ? $"there is no way to {hop.Host}: is the network cable in?"
                : $"{hop.Host} does not read what is sent to it";
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            why = Explain(fault, hop);
        }

        Interlocked.Increment(ref _sendFailures);
        if (_failuresTold.IsNew($"{hop.Host} {hop.Port} {hop.Transport} {why}"))
            NetLog.CannotSend(_log, hop.Host, hop.Port, hop.Transport, why);
        if (transmit.Token != 0)
            _post(new SipInput.SendFailed(transmit.Token, why));
    }

    private async Task<Flow> ReachAsync(Hop hop, SipMessage message)
    {
        if (hop.Transport is not TransportKind.Udp)
            return await _pool.ReachAsync(hop, Settings.ConnectWithin);

        if (IsTooLongForUdp(message) && !_pool.IsWithoutTcp(hop))
        {
            try
            {
                return await _pool.ReachAsync(hop with { Transport = TransportKind.Tcp }, Settings.SwitchWithin);
            }
            catch (Exception fault) when (fault is IOException or SocketException or OperationCanceledException && !_stop.IsCancellationRequested)
            {
                // The peer has no TCP: a fragmented datagram is better than no call.
                _pool.NoteWithoutTcp(hop);
            }
        }

        var remote = new IPEndPoint(await _dns.AddressAsync(hop.Host, _stop.Token), hop.Port);
        return UdpFlowTo(remote) ?? throw new IOException($"the box listens on no UDP port for {(remote.AddressFamily is AddressFamily.InterNetwork ? "IPv4" : "IPv6")}");
    }

    private Flow? UdpFlowTo(IPEndPoint remote) => Nearest(_udp, listener => listener.Local, remote.Address)?.FlowTo(remote);

    /// <summary>The listener from which a peer there is best reached: bound to the address of that route, or to all, or near.</summary>
    private T? Nearest<T>(ImmutableArray<T> listeners, Func<T, IPEndPoint> local, IPAddress remote)
    {
        T? best = default;
        var bestRank = int.MaxValue;
        IPAddress? route = null;
        foreach (var listener in listeners)
        {
            var address = local(listener).Address;
            if (address.AddressFamily != remote.AddressFamily)
                continue;

            var rank = address.Equals(route ??= _routes.Toward(remote)) ? 0
                : IsAny(address) ? 1
                : IPAddress.IsLoopback(address) == IPAddress.IsLoopback(remote) ? 2
                : 3;
            if (rank < bestRank)
                (best, bestRank) = (listener, rank);
        }

        return best;
    }

    /// <summary>The address a peer there sees us under.</summary>
    private IPAddress Seen(IPAddress remote, IPAddress local) =>
        Settings.PublicAddress is { } seen && seen.AddressFamily == remote.AddressFamily && !PrivateNetworks.Contains(remote) ? seen : local;

    /// <summary>Our own address and listening port for a peer there.</summary>
    private IPEndPoint ListenerToward(TransportKind transport, IPAddress remote, IPAddress? used)
    {
        ImmutableArray<IPEndPoint> listeners = transport is TransportKind.Udp
            ? [.. _udp.Select(listener => listener.Local)]
            : [.. _streams.Where(stream => stream.Transport == transport).Select(stream => stream.Listener.Local)];
        if (used is not null && listeners.FirstOrDefault(listener => listener.Address.Equals(used)) is { } exact)
            return exact;
        if (Nearest(listeners, listener => listener, remote) is not { } nearest)
        {
            var port = listeners is [var first, ..] ? first.Port : transport is TransportKind.Tls ? 5061 : 5060;
            return new IPEndPoint(used ?? _routes.Toward(remote), port);
        }

        // An address that changed since the first datagram is asked for anew; that of a connection holds as long as it does.
        return IsAny(nearest.Address)
            ? new IPEndPoint(transport is TransportKind.Udp ? _routes.Toward(remote) : used ?? _routes.Toward(remote), nearest.Port)
            : nearest;
    }

    private static IPAddress? AddressIn(Hop hop) => IPAddress.TryParse(hop.Host.Trim('[', ']'), out var address) ? address : null;

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    private bool IsTooLongForUdp(SipMessage message) => message is SipRequest && message.Span.Length > Settings.UdpRequestLimit;

    private static string Explain(Exception fault, Hop hop) => fault switch
    {
        AuthenticationException { InnerException: AuthenticationException } refused => refused.Message,
        AuthenticationException => $"encryption with {hop.ServerName ?? hop.Host} could not be agreed ({fault.Message})",
        OperationCanceledException => $"no connection to {hop.Host} port {hop.Port} in time",
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => $"{hop.Host} refuses connections on port {hop.Port}",
        SocketException { SocketErrorCode: SocketError.NetworkUnreachable or SocketError.HostUnreachable } => $"there is no way to {hop.Host}: is the network cable in?",
        _ => fault.Message,
    };
}

using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Microsoft.Extensions.Logging;
using Sip.Messages;

namespace Sip.Net;

/// <summary>Counts of what the sockets saw; read at any time.</summary>
public readonly record struct TransportCounters(long Received, long Sent, long Malformed, long Dropped, long SendFailures);

/// <summary>
/// All signalling sockets: listeners, the flows to peers, and the pool of outgoing connections. Sending never blocks
/// the caller; what happens comes back as <see cref="SipInput"/>s.
/// </summary>
public sealed class SipTransports : ILocalAddresses, IAsyncDisposable
{
    private static readonly TimeSpan TendEvery = TimeSpan.FromSeconds(5);

    private readonly Func<SipInput, bool> _post;
    private readonly DnsLookup _dns;
    private readonly ILogger _log;
    private readonly ISipTrace? _trace;
    private readonly TlsTrust _trust;
    private readonly LocalRoutes _routes;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<long, Flow> _flows = new();
    private readonly ConcurrentDictionary<ConnectionKey, Lazy<Task<StreamConnection>>> _pool = new();
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

    /// <summary>Prepares the sockets; <see cref="Start"/> opens them. <paramref name="post"/> takes what happens and says false when it is overloaded.</summary>
    public SipTransports(TransportSettings settings, Func<SipInput, bool> post, DnsLookup dns, TimeProvider time, ILogger log, ISipTrace? trace = null)
    {
        (Settings, _post, _dns, Time, _log, _trace) = (settings, post, dns, time, log, trace);
        _trust = new TlsTrust(settings.ExtraRoots);
        _routes = new LocalRoutes(time);
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
        Interlocked.Read(ref _dropped), Interlocked.Read(ref _sendFailures));

    internal TransportSettings Settings { get; }

    internal TimeProvider Time { get; }

    internal bool HasRoom => _connections.Count < Settings.MaximumConnections;

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
        var hop = transmit.To;
        if (hop.Flow != FlowId.None && _flows.TryGetValue(hop.Flow.Value, out var flow) && TrySendOn(flow, transmit))
            return;

        if (TryKnownWay(hop, transmit))
            return;

        Own(ReachAndSendAsync(transmit));
    }

    /// <inheritdoc/>
    public IPEndPoint Toward(Hop hop)
    {
        var remote = IPAddress.TryParse(hop.Host.Trim('[', ']'), out var literal) ? literal : _dns.LastKnown(hop.Host);
        var listener = BoundToward([.. Listening.Where(l => l.Transport == hop.Transport).Select(l => l.Address)], remote);
        var port = listener?.Port ?? (hop.Transport is TransportKind.Tls ? 5061 : 5060);

        if (hop.Flow != FlowId.None && _flows.TryGetValue(hop.Flow.Value, out var flow))
            return new IPEndPoint(Seen(flow.Arrival.Remote.Address, flow.Arrival.Local.Address), PortOf(flow.Arrival, port));

        if (remote is null)
            return new IPEndPoint(Settings.PublicAddress ?? _routes.Toward(IPAddress.Any), port);

        return new IPEndPoint(Seen(remote, Bound(listener, remote)), port);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_tending is not null)
            await _tending.DisposeAsync();
        foreach (var listener in _udp)
            await listener.DisposeAsync();
        foreach (var (listener, _) in _streams)
            await listener.DisposeAsync();
        foreach (var connection in _connections.Keys)
            await connection.CloseAsync();
        await Task.WhenAll(_owned.Keys);
        _stop.Dispose();
    }

    internal FlowId NewFlowId() => new(Interlocked.Increment(ref _lastFlow));

    internal IPEndPoint LocalAddressToward(IPEndPoint remote, IPEndPoint bound) =>
        bound.Address.Equals(IPAddress.Any) || bound.Address.Equals(IPAddress.IPv6Any) ? new IPEndPoint(_routes.Toward(remote.Address), bound.Port) : bound;

    internal void Remember(Flow flow) => _flows[flow.Arrival.Flow.Value] = flow;

    internal void Forget(Flow flow) => _flows.TryRemove(flow.Arrival.Flow.Value, out _);

    /// <summary>Keeps a background task until it ends, so that closing waits for it.</summary>
    internal void Own(Task task)
    {
        if (task.IsCompleted)
            return;

        _owned[task] = 0;
        _ = task.ContinueWith(done => _owned.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    internal void DatagramArrived(ReadOnlySpan<byte> datagram, Flow flow)
    {
        if (datagram.IndexOfAnyExcept((byte)'\r', (byte)'\n', (byte)0) < 0)
            return;

        MessageArrived(SipParser.Read(datagram), flow);
    }

    internal void MessageArrived(in SipParseResult result, Flow flow)
    {
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
            return;

        _trace?.Received(result.Message ?? result.Refused!, flow.Arrival);
        if (!_post(input))
            Interlocked.Increment(ref _dropped);
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
        await using var owned = connection;
        var why = await connection.RunAsync();
        Forget(connection);
        _connections.TryRemove(connection, out _);
        if (connection.Key is { } key)
            _pool.TryRemove(key, out _);
        NetLog.ConnectionGone(_log, connection.Arrival.Flow.Value, why);
        _post(new SipInput.FlowClosed(connection.Arrival.Flow));
    }

    private void Tend()
    {
        foreach (var connection in _connections.Keys)
        {
            if (connection.Tend() is { })
                Own(connection.CloseAsync());
        }
    }

    private bool TrySendOn(Flow flow, SipOutput.Transmit transmit)
    {
        if (!flow.TrySend(transmit.Message))
            return false;

        Interlocked.Increment(ref _sent);
        _trace?.Sent(transmit.Message, flow.Arrival);
        if (transmit.Token != 0)
            _post(new SipInput.SentOn(transmit.Token, flow.Arrival.Flow));
        return true;
    }

    /// <summary>The way that needs no waiting: UDP to an address, or a connection that is already up.</summary>
    private bool TryKnownWay(Hop hop, SipOutput.Transmit transmit)
    {
        if (hop.Transport is TransportKind.Udp)
        {
            return !IsTooLongForUdp(transmit.Message) && IPAddress.TryParse(hop.Host.Trim('[', ']'), out var address)
                && UdpFlowTo(new IPEndPoint(address, hop.Port)) is { } flow && TrySendOn(flow, transmit);
        }

        return _pool.TryGetValue(KeyOf(hop), out var pooled) && pooled is { IsValueCreated: true, Value: { IsCompletedSuccessfully: true } connecting }
            && TrySendOn(connecting.Result, transmit);
    }

    private async Task ReachAndSendAsync(SipOutput.Transmit transmit)
    {
        string why;
        try
        {
            var flow = await ReachAsync(transmit.To, transmit.Message);
            if (TrySendOn(flow, transmit))
                return;
            why = "the connection closed before the message was sent";
        }
        catch (Exception fault) when (fault is IOException or SocketException or AuthenticationException or OperationCanceledException or DnsLookupException)
        {
            why = Explain(fault, transmit.To);
        }

        Interlocked.Increment(ref _sendFailures);
        NetLog.CannotSend(_log, transmit.To.Host, transmit.To.Port, transmit.To.Transport, why);
        if (transmit.Token != 0)
            _post(new SipInput.SendFailed(transmit.Token, why));
    }

    private async Task<Flow> ReachAsync(Hop hop, SipMessage message)
    {
        if (hop.Transport is not TransportKind.Udp)
            return await ConnectionToAsync(hop);

        if (IsTooLongForUdp(message))
        {
            try
            {
                // RFC 3261 section 18.1.1. The Via still names UDP; the peer answers over the connection it got the request on.
                return await ConnectionToAsync(hop with { Transport = TransportKind.Tcp });
            }
            catch (Exception fault) when (fault is IOException or SocketException or OperationCanceledException)
            {
                // The peer has no TCP: a fragmented datagram is better than no call.
            }
        }

        var remote = new IPEndPoint(await _dns.AddressAsync(hop.Host, _stop.Token), hop.Port);
        return UdpFlowTo(remote) ?? throw new SocketException((int)SocketError.AddressFamilyNotSupported);
    }

    private async Task<StreamConnection> ConnectionToAsync(Hop hop)
    {
        var key = KeyOf(hop);
        var connecting = _pool.GetOrAdd(key, k => new Lazy<Task<StreamConnection>>(() => ConnectAsync(k)));
        try
        {
            return await connecting.Value;
        }
        catch
        {
            _pool.TryRemove(new KeyValuePair<ConnectionKey, Lazy<Task<StreamConnection>>>(key, connecting));
            throw;
        }
    }

    private async Task<StreamConnection> ConnectAsync(ConnectionKey key)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        patience.CancelAfter(Settings.ConnectWithin);
        var address = await _dns.AddressAsync(key.Host, patience.Token);
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Stream? stream = null;
        try
        {
            SocketMarks.Mark(socket, Settings.DifferentiatedServices);
            await socket.ConnectAsync(new IPEndPoint(address, key.Port), patience.Token);
            stream = new NetworkStream(socket, ownsSocket: true);
            if (key.Transport is TransportKind.Tls)
            {
                var secure = new SslStream(stream);
                stream = secure;
                await secure.AuthenticateAsClientAsync(_trust.ClientOptions(key.ServerName), patience.Token);
            }
        }
        catch
        {
            if (stream is not null)
                await stream.DisposeAsync();
            socket.Dispose();
            throw;
        }

        var arrival = new Arrival(NewFlowId(), key.Transport, (IPEndPoint)socket.RemoteEndPoint!, (IPEndPoint)socket.LocalEndPoint!);
        var connection = new StreamConnection(arrival, stream, key, this);
        Adopt(connection);
        return connection;
    }

    private Flow? UdpFlowTo(IPEndPoint remote)
    {
        var from = BoundToward([.. _udp.Select(listener => listener.Local)], remote.Address);
        return _udp.FirstOrDefault(listener => listener.Local.Equals(from) && from.AddressFamily == remote.AddressFamily)?.FlowTo(remote);
    }

    /// <summary>Of the addresses we listen on, the one that packets to this peer leave from: bound to it, or to all of its family.</summary>
    private IPEndPoint? BoundToward(IPEndPoint[] bound, IPAddress? remote)
    {
        var family = bound.Where(at => remote is null || at.AddressFamily == remote.AddressFamily).ToArray();
        return family.Length > 1 && remote is not null && _routes.Toward(remote) is var local
            ? family.FirstOrDefault(at => at.Address.Equals(local)) ?? family[0]
            : family.FirstOrDefault() ?? bound.FirstOrDefault();
    }

    /// <summary>The address a peer there sees us under.</summary>
    private IPAddress Seen(IPAddress remote, IPAddress local) =>
        Settings.PublicAddress is { } seen && seen.AddressFamily == remote.AddressFamily && !PrivateNetworks.Contains(remote) ? seen : local;

    private IPAddress Bound(IPEndPoint? listener, IPAddress remote) =>
        listener is null || listener.AddressFamily != remote.AddressFamily || listener.Address.Equals(IPAddress.Any) || listener.Address.Equals(IPAddress.IPv6Any)
            ? _routes.Toward(remote)
            : listener.Address;

    /// <summary>An accepted connection came to the listening port; one we opened left from a port nobody listens on.</summary>
    private static int PortOf(Arrival flow, int listening) => flow.Transport is TransportKind.Udp ? flow.Local.Port : listening;

    private bool IsTooLongForUdp(SipMessage message) => message is SipRequest && message.Span.Length > Settings.UdpRequestLimit;

    private static ConnectionKey KeyOf(Hop hop) => new(hop.Transport, hop.Host, hop.Port, hop.ServerName ?? hop.Host);

    private static string Explain(Exception fault, Hop hop) => fault switch
    {
        AuthenticationException => $"the certificate of {hop.ServerName ?? hop.Host} is not believed, or the encryption could not be agreed ({fault.Message})",
        OperationCanceledException => $"no connection to {hop.Host} port {hop.Port} in time",
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => $"{hop.Host} refuses connections on port {hop.Port}",
        SocketException { SocketErrorCode: SocketError.NetworkUnreachable or SocketError.HostUnreachable } => $"there is no way to {hop.Host}: is the network cable in?",
        _ => fault.Message,
    };
}

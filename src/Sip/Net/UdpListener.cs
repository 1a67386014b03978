using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Sip.Messages;

namespace Sip.Net;

/// <summary>One UDP socket: reads datagrams, remembers each remote address as a flow, sends.</summary>
internal sealed class UdpListener : IAsyncDisposable
{
    private const int LongestDatagram = 65_535;
    private const int ReceiveBuffer = 4 * 1024 * 1024;
    private const int MostPeers = 8_192;

    private readonly Socket _socket;
    private readonly SipTransports _owner;
    private readonly ConcurrentDictionary<IPEndPoint, UdpFlow> _flows = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _reading = Task.CompletedTask;

    private UdpListener(Socket socket, SipTransports owner)
    {
        (_socket, _owner) = (socket, owner);
        Local = (IPEndPoint)socket.LocalEndPoint!;
    }

    /// <summary>The bound address with the real port.</summary>
    public IPEndPoint Local { get; }

    public static UdpListener Open(SipListener listener, SipTransports owner, int differentiatedServices)
    {
        Socket? socket = null;
        try
        {
            socket = new Socket(listener.Address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            socket.ReceiveBufferSize = ReceiveBuffer;
            SocketMarks.Mark(socket, differentiatedServices);
            socket.Bind(listener.Address);
            return new UdpListener(socket, owner);
        }
        catch (SocketException fault)
        {
            socket?.Dispose();
            throw SipListenException.For(listener, fault);
        }
    }

    public void Start() => _reading = Task.Run(() => ReadAsync(_stop.Token));

    /// <summary>The flow to this address, made when it is new.</summary>
    public Flow FlowTo(IPEndPoint remote)
    {
        if (_flows.TryGetValue(remote, out var known))
            return known;

        // A flood of forged source addresses must not fill the memory: forgetting a UDP flow only costs its number.
        if (_flows.Count >= MostPeers)
            ForgetAll();

        var arrival = new Arrival(_owner.NewFlowId(), TransportKind.Udp, remote, _owner.LocalAddressToward(remote, Local));
        var flow = _flows.GetOrAdd(remote, new UdpFlow(arrival, this));
        _owner.Remember(flow);
        return flow;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _socket.Dispose();
        await _reading;
        _stop.Dispose();
    }

    private void ForgetAll()
    {
        foreach (var (remote, flow) in _flows)
        {
            if (_flows.TryRemove(remote, out _))
                _owner.Forget(flow);
        }
    }

    private async Task ReadAsync(CancellationToken stop)
    {
        var buffer = GC.AllocateUninitializedArray<byte>(LongestDatagram, pinned: true);
        var source = new SocketAddress(_socket.AddressFamily);
        var template = new IPEndPoint(_socket.AddressFamily is AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any, 0);

        while (!stop.IsCancellationRequested)
        {
            int length;
            try
            {
                length = await _socket.ReceiveFromAsync(buffer, SocketFlags.None, source, stop);
            }
            catch (SocketException)
            {
                // ICMP "port unreachable" of an earlier send shows up here; the socket itself is fine.
                continue;
            }
            catch (Exception end) when (end is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }

            try
            {
                var remote = (IPEndPoint)template.Create(source);
                _owner.DatagramArrived(buffer.AsSpan(0, length), FlowTo(remote));
            }
            catch (Exception fault) when (fault is not OutOfMemoryException)
            {
                NetLog.FlowFailed(_owner.Log, TransportKind.Udp, fault);
            }
        }
    }

    private bool TrySend(SipMessage message, IPEndPoint remote)
    {
        try
        {
            return _socket.SendTo(message.Span, SocketFlags.None, remote) == message.Span.Length;
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    private sealed class UdpFlow(Arrival arrival, UdpListener listener) : Flow(arrival)
    {
        public override bool TrySend(SipMessage message) => listener.TrySend(message, Arrival.Remote);
    }
}

using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Sip.Net;

/// <summary>One listening TCP socket, plain or TLS: accepts connections until disposed.</summary>
internal sealed class StreamListener : IAsyncDisposable
{
    private const int Backlog = 128;

    private readonly Socket _socket;
    private readonly SipTransports _owner;
    private readonly TransportKind _transport;
    private readonly CancellationTokenSource _stop = new();
    private Task _accepting = Task.CompletedTask;

    private StreamListener(Socket socket, SipTransports owner, TransportKind transport)
    {
        (_socket, _owner, _transport) = (socket, owner, transport);
        Local = (IPEndPoint)socket.LocalEndPoint!;
    }

    /// <summary>The bound address with the real port.</summary>
    public IPEndPoint Local { get; }

    public static StreamListener Open(SipListener listener, SipTransports owner, int differentiatedServices)
    {
        var socket = new Socket(listener.Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // A restarted box must get its port back although old connections linger.
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            SocketMarks.Mark(socket, differentiatedServices);
            socket.Bind(listener.Address);
            socket.Listen(Backlog);
            return new StreamListener(socket, owner, listener.Transport);
        }
        catch (SocketException fault)
        {
            socket.Dispose();
            throw SipListenException.For(listener, fault);
        }
    }

    public void Start() => _accepting = Task.Run(() => AcceptAsync(_stop.Token));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _socket.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            Socket socket;
            try
            {
                socket = await _socket.AcceptAsync(stop);
            }
            catch (SocketException)
            {
                // The peer gave up between its SYN and our accept.
                continue;
            }
            catch (Exception end) when (end is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }

            _owner.Own(AdmitAsync(socket, stop));
        }
    }

    private async Task AdmitAsync(Socket socket, CancellationToken stop)
    {
        if (!_owner.HasRoom)
        {
            socket.Dispose();
            return;
        }

        socket.NoDelay = true;
        Stream stream = new NetworkStream(socket, ownsSocket: true);
        try
        {
            if (_transport is TransportKind.Tls)
                stream = await AuthenticateAsync(stream, stop);

            var remote = (IPEndPoint)socket.RemoteEndPoint!;
            var local = (IPEndPoint)socket.LocalEndPoint!;
            _owner.Adopt(new StreamConnection(
                new Arrival(_owner.NewFlowId(), _transport, remote, local), stream, key: null, _owner));
        }
        catch (Exception fault) when (fault is IOException or SocketException or AuthenticationException or OperationCanceledException or ObjectDisposedException)
        {
            await stream.DisposeAsync();
        }
    }

    private async Task<Stream> AuthenticateAsync(Stream stream, CancellationToken stop)
    {
        var secure = new SslStream(stream);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(_owner.Settings.FirstMessageWithin);
        await secure.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions
            {
                ServerCertificate = _owner.Settings.Certificate,
                EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            },
            patience.Token);
        return secure;
    }
}

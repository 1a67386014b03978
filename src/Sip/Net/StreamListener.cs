using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Sip.Net;

/// <summary>One listening TCP socket, plain or TLS: accepts connections until disposed.</summary>
internal sealed class StreamListener : IAsyncDisposable
{
    private const int Backlog = 128;
    private static readonly TimeSpan RestAfterFailure = TimeSpan.FromMilliseconds(200);

    private readonly Socket _socket;
    private readonly SipTransports _owner;
    private readonly TransportKind _transport;
    private readonly Func<Task<SslStreamCertificateContext>>? _certificate;
    private readonly CancellationTokenSource _stop = new();
    private Task _accepting = Task.CompletedTask;

    private StreamListener(Socket socket, SipTransports owner, TransportKind transport)
    {
        (_socket, _owner, _transport) = (socket, owner, transport);
        Local = (IPEndPoint)socket.LocalEndPoint!;
        if (transport is TransportKind.Tls)
            _certificate = owner.Settings.Certificate ?? throw new InvalidOperationException("A TLS listener needs a certificate.");
    }

    /// <summary>The bound address with the real port.</summary>
    public IPEndPoint Local { get; }

    public static StreamListener Open(SipListener listener, SipTransports owner, int differentiatedServices)
    {
        Socket? socket = null;
        try
        {
            // No ReuseAddress: .NET sets SO_REUSEADDR itself, and asked for it, it also sets SO_REUSEPORT, with which two
            // programs would silently share the port.
            socket = new Socket(listener.Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            SocketMarks.Mark(socket, differentiatedServices);
            socket.Bind(listener.Address);
            socket.Listen(Backlog);
            return new StreamListener(socket, owner, listener.Transport);
        }
        catch (SocketException fault)
        {
            socket?.Dispose();
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
            try
            {
                var socket = await _socket.AcceptAsync(stop);
                _owner.Own(AdmitAsync(socket, stop));
            }
            catch (SocketException fault) when (fault.SocketErrorCode is SocketError.ConnectionAborted or SocketError.ConnectionReset)
            {
                // The peer gave up between its SYN and our accept.
            }
            catch (SocketException fault)
            {
                // Out of file descriptors, most likely: trying again at once would only burn the processor.
                NetLog.CannotAccept(_owner.Log, fault.Message);
                await PauseAsync(stop);
            }
            catch (Exception end) when (end is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task PauseAsync(CancellationToken stop)
    {
        try
        {
            await Task.Delay(RestAfterFailure, _owner.Time, stop);
        }
        catch (OperationCanceledException)
        {
            // The loop sees it too.
        }
    }

    private async Task AdmitAsync(Socket socket, CancellationToken stop)
    {
        var remote = socket.RemoteEndPoint as IPEndPoint;
        if (remote is null || !_owner.Room.TryEnter(remote.Address))
        {
            NetLog.NotTaken(_owner.Log, remote, "there are too many");
            socket.Dispose();
            return;
        }

        Stream? stream = null;
        try
        {
            socket.NoDelay = true;
            SocketMarks.Mark(socket, _owner.Settings.DifferentiatedServices);
            SocketMarks.KeepAlive(socket);
            stream = new NetworkStream(socket, ownsSocket: true);
            if (_certificate is not null)
                stream = await AuthenticateAsync(stream, _certificate, stop);

            var local = (IPEndPoint)socket.LocalEndPoint!;
            _owner.Adopt(new StreamConnection(new Arrival(_owner.NewFlowId(), _transport, remote, local), socket, stream, key: null, _owner));
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            NetLog.NotTaken(_owner.Log, remote, fault.Message);
            _owner.Room.Leave(remote.Address);
            if (stream is not null)
                await stream.DisposeAsync();
            socket.Dispose();
        }
    }

    private async Task<Stream> AuthenticateAsync(Stream stream, Func<Task<SslStreamCertificateContext>> certificate, CancellationToken stop)
    {
        var secure = new SslStream(stream);
        using var alarm = new CancellationTokenSource(_owner.Settings.FirstMessageWithin, _owner.Time);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop, alarm.Token);
        await secure.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions
            {
                ServerCertificateContext = await certificate().WaitAsync(patience.Token),
                EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                AllowRenegotiation = false,
            },
            patience.Token);
        return secure;
    }
}

using Sip.Media.Control;

namespace Sip.Media.Linux;

/// <summary>
/// The engine's end of the control socket. Events wait here while the gateway is slow to read; one that reads nothing at all is
/// cut off, and finds the list of ports when it comes back.
/// </summary>
internal sealed class GatewayConnection(Epoll epoll, ulong number) : IDisposable
{
    private const int MostWaiting = 4096;

    private readonly Queue<byte[]> _waiting = new();
    private readonly byte[] _message = new byte[ControlWire.MaximumLength];
    private SequencedSocket? _socket;

    public bool IsThere => _socket is not null;

    public void Meet(SequencedSocket socket)
    {
        Leave();
        _socket = socket;
        epoll.Add(socket.Descriptor, number);
    }

    public void Leave()
    {
        if (_socket is null)
            return;

        epoll.Remove(_socket.Descriptor);
        _socket.Dispose();
        _socket = null;
        _waiting.Clear();
    }

    public SocketOutcome Receive(Span<byte> buffer, out int length)
    {
        length = 0;
        return _socket?.Receive(buffer, out length) ?? SocketOutcome.WouldBlock;
    }

    /// <summary>Tells the gateway, if there is one.</summary>
    public void Tell(MediaEvent happening)
    {
        if (_socket is null)
            return;

        var message = _message.AsSpan(0, ControlWire.Write(_message, happening));
        if (_waiting.Count > 0)
            Hold(message);
        else if (_socket.Send(message) is SocketOutcome.WouldBlock)
            Hold(message);
    }

    /// <summary>The gateway reads again.</summary>
    public void Flush()
    {
        while (_socket is not null && _waiting.TryPeek(out var message))
        {
            if (_socket.Send(message) is SocketOutcome.WouldBlock)
                return;
            _waiting.Dequeue();
        }

        if (_socket is not null)
            epoll.Change(_socket.Descriptor, number, writable: false);
    }

    public void Dispose() => Leave();

    private void Hold(ReadOnlySpan<byte> message)
    {
        if (_waiting.Count >= MostWaiting)
        {
            Leave();
            return;
        }

        _waiting.Enqueue(message.ToArray());
        if (_waiting.Count is 1)
            epoll.Change(_socket!.Descriptor, number, writable: true);
    }
}

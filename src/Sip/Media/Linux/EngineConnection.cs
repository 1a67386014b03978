using Sip.Media.Control;

namespace Sip.Media.Linux;

/// <summary>
/// The gateway's end of the control socket. Commands go out at once, or wait while the engine is slow to read; events come in on a
/// thread of their own.
/// </summary>
internal sealed class EngineConnection : IDisposable
{
    private const int MostWaiting = 8192;
    private const ulong WakeNumber = 0;
    private const ulong EngineNumber = 1;

    private readonly SequencedSocket _socket;
    private readonly Action<MediaEvent> _tell;
    private readonly Epoll _epoll = new();
    private readonly WakeUp _wake = new();
    private readonly Lock _sending = new();
    private readonly Queue<byte[]> _waiting = new();
    private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Thread _thread;
    private volatile bool _stop;
    private bool _isOver;

    public EngineConnection(SequencedSocket socket, Action<MediaEvent> tell)
    {
        _socket = socket;
        _tell = tell;
        _epoll.Add(_wake.Descriptor, WakeNumber);
        _epoll.Add(socket.Descriptor, EngineNumber);
        _thread = new(Read) { IsBackground = true, Name = "media events" };
        _thread.Start();
    }

    /// <summary>Why the connection ended, when it has.</summary>
    public Task<string> Ended => _ended.Task;

    public bool Send(MediaCommand command)
    {
        Span<byte> room = stackalloc byte[ControlWire.MaximumLength];
        var message = room[..ControlWire.Write(room, command)];
        lock (_sending)
        {
            var sent = !_isOver && SendOrHold(message);
            message.Clear();
            return sent;
        }
    }

    public void Dispose()
    {
        _stop = true;
        _wake.Ring();
        if (Thread.CurrentThread != _thread)
            _thread.Join();
    }

    private bool SendOrHold(ReadOnlySpan<byte> message)
    {
        var outcome = _waiting.Count > 0 ? SocketOutcome.WouldBlock : _socket.Send(message);
        if (outcome is not SocketOutcome.WouldBlock)
            return outcome is SocketOutcome.Done;
        if (_waiting.Count >= MostWaiting)
            return false;

        _waiting.Enqueue(message.ToArray());
        if (_waiting.Count is 1)
            _epoll.Change(_socket.Descriptor, EngineNumber, writable: true);
        return true;
    }

    private void Read()
    {
        var why = "the connection was closed here";
        var message = new byte[ControlWire.MaximumLength];
        while (!_stop)
        {
            var ready = _epoll.Wait(-1);
            for (var i = 0; i < ready; i++)
            {
                if (_epoll.Number(i) is not EngineNumber)
                    continue;
                if (_epoll.IsWritable(i))
                    Flush();
                if (TakeEvents(message) is not { } end)
                    continue;

                why = end;
                _stop = true;
            }
        }

        lock (_sending)
        {
            _isOver = true;
            _socket.Dispose();
            _epoll.Dispose();
        }

        _wake.Dispose();
        _ended.TrySetResult(why);
    }

    // Null: the connection goes on.
    private string? TakeEvents(byte[] message)
    {
        while (!_stop)
        {
            switch (_socket.Receive(message, out var length))
            {
                case SocketOutcome.WouldBlock:
                    return null;
                case SocketOutcome.Ended:
                    return "the engine ended";
            }

            if (ControlWire.ReadEvent(message.AsSpan(0, Math.Min(length, message.Length))) is not { } happening)
                return "the engine speaks another version";

            _tell(happening);
        }

        return null;
    }

    private void Flush()
    {
        lock (_sending)
        {
            while (_waiting.TryPeek(out var message))
            {
                if (_socket.Send(message) is SocketOutcome.WouldBlock)
                    return;

                Array.Clear(message);
                _waiting.Dequeue();
            }

            _epoll.Change(_socket.Descriptor, EngineNumber, writable: false);
        }
    }
}

using Sip.Media.Control;
using Sip.Net;

namespace Sip.Media.Linux;

/// <summary>
/// The media thread: waits for packets, commands and the next deadline, and does what they ask, one after the other. Sockets are
/// read in turns of a few packets each, so that a flood on one port does not keep the others waiting.
/// </summary>
internal sealed class LinuxMediaLoop : IDisposable
{
    private const int PacketsPerTurn = 4;
    private const int CommandsPerTurn = 32;
    private const ulong WakeNumber = 0;
    private const ulong ListenerNumber = 1;
    private const ulong GatewayNumber = 2;
    private const ulong FirstPortNumber = 8;

    private readonly Epoll _epoll = new();
    private readonly WakeUp _wake = new();
    private readonly MonotonicClock _clock;
    private readonly LinuxPortSockets _sockets;
    private readonly AnnouncementShelf _shelf;
    private readonly MediaEngine _engine;
    private readonly SequencedSocket? _listener;
    private readonly GatewayConnection _gateway;
    private readonly TimeSpan _grace;
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(MediaEngine.BufferLength, pinned: true);
    private readonly byte[] _command = new byte[ControlWire.MaximumLength];
    private readonly Coalescing _coalescing = new();
    private Instant? _abandonedAt;
    private long _allocatedBytes;
    private volatile bool _stop;

    public LinuxMediaLoop(MediaEngineSettings settings, ITokenSource tokens, TimeProvider time, SequencedSocket? listener, SequencedSocket? gateway)
    {
        _clock = new(time);
        _grace = settings.Grace;
        _listener = listener;
        _sockets = new(_epoll, FirstPortNumber, settings, tokens);
        _shelf = new(settings.Announcements) { Ready = _wake.Ring };
        _gateway = new(_epoll, GatewayNumber);
        _engine = new(_sockets, tokens, _shelf, _gateway.Tell);
        Epoch = (long)tokens.Next(int.MaxValue) << 31 | (uint)tokens.Next(int.MaxValue);
        _epoll.Add(_wake.Descriptor, WakeNumber);
        if (listener is not null)
            _epoll.Add(listener.Descriptor, ListenerNumber);
        if (gateway is not null)
            Meet(gateway);
    }

    /// <summary>Different after each start.</summary>
    public long Epoch { get; }

    /// <summary>What the media thread has allocated, as it was after the turn before the last wait.</summary>
    public long AllocatedBytes => Volatile.Read(ref _allocatedBytes);

    /// <summary>Runs until <see cref="Stop"/>, a shutdown command, or a gateway gone for longer than the grace time.</summary>
    public void Run()
    {
        if (!_gateway.IsThere)
            _abandonedAt = _clock.Now;

        while (!_stop)
        {
            _coalescing.Rest(_clock.Now);
            var ready = _epoll.Wait(WaitTime());
            for (var i = 0; i < ready; i++)
            {
                if (_epoll.Number(i) >= FirstPortNumber)
                    TakePackets(_epoll.Number(i));
            }

            for (var i = 0; i < ready; i++)
            {
                if (_epoll.Number(i) < FirstPortNumber)
                    TakeControl(_epoll.Number(i), _epoll.IsWritable(i));
            }

            _sockets.EndTurn();
            if (_engine.Deadline <= _clock.Now)
                _engine.DeadlinePassed(_clock.Now);
            LeaveIfAbandoned();
            Volatile.Write(ref _allocatedBytes, GC.GetAllocatedBytesForCurrentThread());
        }

        _engine.CloseAll(_clock.Now);
    }

    /// <summary>Ends <see cref="Run"/> from another thread.</summary>
    public void Stop()
    {
        _stop = true;
        _wake.Ring();
    }

    public void Dispose()
    {
        _engine.Dispose();
        _gateway.Dispose();
        _listener?.Dispose();
        _wake.Dispose();
        _epoll.Dispose();
    }

    // Rounded up to whole milliseconds: a frame may leave a little late, but the next is counted from the beginning of the sound.
    private int WaitTime()
    {
        var deadline = Instant.Earliest(_engine.Deadline, _abandonedAt + _grace);
        if (deadline is not { } at)
            return -1;

        var wait = at - _clock.Now;
        return wait <= TimeSpan.Zero ? 0 : (int)Math.Min(Math.Ceiling(wait.TotalMilliseconds), int.MaxValue);
    }

    private void TakePackets(ulong number)
    {
        for (var turn = 0; turn < PacketsPerTurn; turn++)
        {
            if (_sockets.Find(number, out var isRtcp) is not { } port)
                return;

            var socket = isRtcp ? port.Rtcp : port.Rtp;
            switch (socket.Receive(_buffer.AsSpan(0, MediaEngine.LongestDatagram), out var length, out var source))
            {
                case ReceiveOutcome.Received when isRtcp:
                    port.TakeRtcp(_buffer, length, source, _clock.Now);
                    break;
                case ReceiveOutcome.Received:
                    port.TakeRtp(_buffer, length, source, _clock.Now);
                    _coalescing.Count();
                    break;
                case ReceiveOutcome.Empty:
                    return;
                case ReceiveOutcome.Broken:
                    _engine.Fail(port, $"The system took the socket away: {LibC.LastError()}.", _clock.Now);
                    return;
            }
        }
    }

    private void TakeControl(ulong number, bool isWritable)
    {
        switch (number)
        {
            case WakeNumber:
                _wake.Clear();
                _engine.AnnouncementsArrived(_clock.Now);
                break;
            case ListenerNumber:
                if (_listener?.Accept() is { } newcomer)
                    Meet(newcomer);
                break;
            case GatewayNumber:
                if (isWritable)
                    _gateway.Flush();
                TakeCommands();
                break;
        }
    }

    private void TakeCommands()
    {
        for (var turn = 0; turn < CommandsPerTurn; turn++)
        {
            switch (_gateway.Receive(_command, out var length))
            {
                case SocketOutcome.WouldBlock:
                    return;
                case SocketOutcome.Ended:
                    _gateway.Leave();
                    _abandonedAt = _clock.Now;
                    return;
            }

            Obey(_command.AsSpan(0, Math.Min(length, _command.Length)));
        }
    }

    private void Obey(Span<byte> message)
    {
        var command = ControlWire.ReadCommand(message, out var refusal);
        message.Clear();
        if (command is null)
            _gateway.Tell(refusal);
        else
            _engine.Do(command, _clock.Now);
        _stop |= command is MediaCommand.Shutdown;
    }

    // The newest gateway is the one that counts: the one before it is dead or about to be.
    private void Meet(SequencedSocket gateway)
    {
        _gateway.Meet(gateway);
        _abandonedAt = null;
        _gateway.Tell(new MediaEvent.EngineStarted(Epoch));
        _engine.Do(new MediaCommand.ListPorts(), _clock.Now);
    }

    private void LeaveIfAbandoned()
    {
        if (!_gateway.IsThere && _abandonedAt is null)
            _abandonedAt = _clock.Now;
        _stop |= _abandonedAt + _grace <= _clock.Now;
    }
}

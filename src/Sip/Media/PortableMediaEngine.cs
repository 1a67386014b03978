using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Sip.Media.Portable;
using Sip.Net;

namespace Sip.Media;

/// <summary>
/// The media engine on a thread of this process and on the runtime's own sockets: for systems that are not Linux. It keeps the same
/// rules as the engine proper, at a higher price per packet, and its paths end with this process.
/// </summary>
public sealed class PortableMediaEngine : IMediaEngine, IDisposable
{
    private const int PacketsPerTurn = 4;
    private const int MostWaiting = 8192;

    // How soon a packet is seen that arrives while the list of sockets is being waited on does not depend on this; only idle turns do.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private readonly Action<MediaEvent> _tell;
    private readonly MonotonicClock _clock;
    private readonly PortableSockets _sockets;
    private readonly MediaEngine _engine;
    private readonly Socket _bell = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly ConcurrentQueue<MediaCommand> _commands = new();
    private readonly BlockingCollection<MediaEvent> _events = [];
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(MediaEngine.BufferLength, pinned: true);
    private readonly long _epoch;
    private readonly Thread _thread;
    private readonly Thread _telling;
    private volatile bool _stop;

    private PortableMediaEngine(MediaEngineSettings settings, ITokenSource tokens, TimeProvider time, Action<MediaEvent> tell)
    {
        _tell = tell;
        _clock = new(time);
        _sockets = new(settings, tokens);
        _epoch = (long)tokens.Next(int.MaxValue) << 31 | (uint)tokens.Next(int.MaxValue);
        _engine = new(_sockets, tokens, new(settings.Announcements) { Ready = Ring }, _events.Add);
        _bell.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _bell.Connect(_bell.LocalEndPoint!);
        _thread = new(Run) { IsBackground = true, Name = "media", Priority = ThreadPriority.AboveNormal };
        _telling = new(Tell) { IsBackground = true, Name = "media events" };
    }

    /// <summary>Starts the engine. Its events come on a thread of their own, <see cref="MediaEvent.EngineStarted"/> first.</summary>
    public static PortableMediaEngine Start(MediaEngineSettings settings, ITokenSource tokens, TimeProvider time, Action<MediaEvent> tell)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(tokens);
        var engine = new PortableMediaEngine(settings, tokens, time, tell);
        engine._thread.Start();
        engine._telling.Start();
        return engine;
    }

    /// <inheritdoc/>
    public bool Send(MediaCommand command)
    {
        if (_stop || _commands.Count >= MostWaiting)
            return false;

        _commands.Enqueue(command);
        Ring();
        return true;
    }

    /// <summary>Closes every port and ends the threads.</summary>
    public void Dispose()
    {
        _stop = true;
        Ring();
        if (Thread.CurrentThread != _thread)
            _thread.Join();
        if (Thread.CurrentThread != _telling)
            _telling.Join();
        _engine.Dispose();
        _bell.Dispose();
        _events.Dispose();
    }

    private void Ring()
    {
        try
        {
            _bell.Send([1]);
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            // Full: it rings already. Gone: nobody waits for it.
        }
    }

    private void Tell()
    {
        foreach (var happening in _events.GetConsumingEnumerable())
            _tell(happening);
    }

    private void Run()
    {
        _events.Add(new MediaEvent.EngineStarted(_epoch));
        _events.Add(new MediaEvent.ListEnded());
        var ready = new List<Socket>();
        while (!_stop)
        {
            ready.Clear();
            ready.Add(_bell);
            _sockets.AddTo(ready);
            Socket.Select(ready, null, null, WaitTime());
            foreach (var socket in ready)
            {
                if (socket != _bell)
                    TakePackets(socket);
            }

            if (ready.Contains(_bell))
                Obey();
            if (_engine.Deadline <= _clock.Now)
                _engine.DeadlinePassed(_clock.Now);
        }

        _engine.CloseAll(_clock.Now);
        _events.CompleteAdding();
    }

    private TimeSpan WaitTime()
    {
        var wait = _engine.Deadline - _clock.Now ?? LongestWait;
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait > LongestWait ? LongestWait : wait;
    }

    private void TakePackets(Socket ready)
    {
        for (var turn = 0; turn < PacketsPerTurn; turn++)
        {
            if (_sockets.Find(ready, out var isRtcp) is not { } port)
                return;

            var socket = isRtcp ? port.Rtcp : port.Rtp;
            switch (socket.Receive(_buffer.AsSpan(0, MediaEngine.LongestDatagram), out var length, out var source))
            {
                case ReceiveOutcome.Received when isRtcp:
                    port.TakeRtcp(_buffer, length, source, _clock.Now);
                    break;
                case ReceiveOutcome.Received:
                    port.TakeRtp(_buffer, length, source, _clock.Now);
                    break;
                case ReceiveOutcome.Empty:
                    return;
                case ReceiveOutcome.Broken:
                    _engine.Fail(port, "The system took the socket away.", _clock.Now);
                    return;
            }
        }
    }

    private void Obey()
    {
        while (_bell.Available > 0)
            _bell.Receive(_buffer);

        _engine.AnnouncementsArrived(_clock.Now);
        while (_commands.TryDequeue(out var command))
        {
            _engine.Do(command, _clock.Now);
            _stop |= command is MediaCommand.Shutdown;
        }
    }
}

using Sip.Media.Linux;

namespace Sip.Media;

/// <summary>
/// The media engine on a thread of this process, spoken to by the same messages: for tests, and for short-lived runs in which a
/// process of its own is not worth its start.
/// </summary>
public sealed class InProcessMediaEngine : IMediaEngine, IDisposable
{
    private readonly LinuxMediaLoop _loop;
    private readonly EngineConnection _connection;
    private readonly Thread _thread;

    private InProcessMediaEngine(LinuxMediaLoop loop, SequencedSocket gateway, Action<MediaEvent> tell)
    {
        _loop = loop;
        _thread = new(loop.Run) { IsBackground = true, Name = "media" };
        _thread.Start();
        _connection = new(gateway, tell);
    }

    /// <summary>What the media thread has allocated so far.</summary>
    internal long AllocatedBytes => _loop.AllocatedBytes;

    /// <summary>Starts the engine. Its events come on a thread of their own, <see cref="MediaEvent.EngineStarted"/> first.</summary>
    public static InProcessMediaEngine Start(MediaEngineSettings settings, ITokenSource tokens, TimeProvider time, Action<MediaEvent> tell)
    {
        var (engine, gateway) = SequencedSocket.Pair();
        return new(new(settings, tokens, time, listener: null, engine), gateway, tell);
    }

    /// <inheritdoc/>
    public bool Send(MediaCommand command) => _connection.Send(command);

    /// <summary>Closes every port and ends the thread.</summary>
    public void Dispose()
    {
        _loop.Stop();
        if (Thread.CurrentThread != _thread)
            _thread.Join();
        _connection.Dispose();
        _loop.Dispose();
    }
}

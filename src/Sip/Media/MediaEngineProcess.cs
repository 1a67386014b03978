using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Sip.Media.Control;
using Sip.Media.Linux;

namespace Sip.Media;

/// <summary>How to start the program that has the role <c>media</c>.</summary>
/// <param name="FileName">The executable.</param>
/// <param name="Arguments">What comes before the engine's own arguments, the role's name included.</param>
public sealed record MediaEngineProgram(string FileName, ImmutableArray<string> Arguments)
{
    /// <summary>This very program, whether it runs by its own name or as <c>dotnet appliance.dll</c>.</summary>
    public static MediaEngineProgram ThisOne()
    {
        var process = Environment.ProcessPath ?? "dotnet";
        var isHost = Path.GetFileNameWithoutExtension(process) is "dotnet";
        return isHost && Assembly.GetEntryAssembly() is { } entry
            ? new(process, [entry.Location, "media"])
            : new(process, ["media"]);
    }
}

/// <summary>
/// The media engine as a process of its own. Finds the one that runs, with the paths an earlier gateway left in it, or starts one; starts
/// another when it dies. It outlives this object: <see cref="ShutdownAsync"/> ends it, being disposed only leaves it.
/// </summary>
/// <param name="control">The path of the control socket; the version of its messages is put behind it.</param>
/// <param name="settings">What a new engine is started with.</param>
/// <param name="program">How to start one. Null: somebody else does, it is only looked for.</param>
/// <param name="tell">Takes the events, on a thread that must not be held up.</param>
/// <param name="time">The clock of the pauses between attempts.</param>
public sealed class MediaEngineProcess(
    string control, MediaEngineSettings settings, MediaEngineProgram? program, Action<MediaEvent> tell, TimeProvider time) : IMediaEngine, IDisposable
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(3);

    private readonly string _control = $"{control}.{ControlWire.Version}";
    private volatile EngineConnection? _connection;
    private Process? _child;
    private volatile bool _isEnding;

    /// <summary>The process number of the engine if this object started it.</summary>
    public int? ProcessId => _child is { HasExited: false } child ? child.Id : null;

    /// <inheritdoc/>
    public bool Send(MediaCommand command) => _connection?.Send(command) ?? false;

    /// <summary>Keeps an engine within reach until told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var pause = TimeSpan.Zero;
        while (!stop.IsCancellationRequested && !_isEnding)
        {
            await PauseAsync(pause, stop);
            if (await ReachAsync(stop) is not { } socket)
            {
                pause = Longer(pause);
                continue;
            }

            var metAt = time.GetTimestamp();
            var why = await StayAsync(socket, stop);
            if (!stop.IsCancellationRequested && !_isEnding)
                tell(new MediaEvent.EngineLost(why));
            pause = time.GetElapsedTime(metAt) > LongestPause ? TimeSpan.Zero : Longer(pause);
        }
    }

    /// <summary>Closes every port and ends the engine, whoever started it; <see cref="RunAsync"/> then ends too.</summary>
    public async Task ShutdownAsync()
    {
        _isEnding = true;
        Send(new MediaCommand.Shutdown());
        if (_child is not { } child)
            return;

        using var patience = new CancellationTokenSource(EndTime, time);
        try
        {
            await child.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            child.Kill();
        }
    }

    /// <summary>Leaves the engine; it goes on for its grace time.</summary>
    public void Dispose()
    {
        _connection?.Dispose();
        _child?.Dispose();
    }

    private static TimeSpan Longer(TimeSpan pause) =>
        pause == TimeSpan.Zero ? FirstPause : pause * 2 < LongestPause ? pause * 2 : LongestPause;

    private async Task<string> StayAsync(SequencedSocket socket, CancellationToken stop)
    {
        using var connection = new EngineConnection(socket, tell);
        _connection = connection;
        try
        {
            return await connection.Ended.WaitAsync(stop);
        }
        catch (OperationCanceledException)
        {
            return "";
        }
        finally
        {
            _connection = null;
        }
    }

    // Null: it could not be reached, and was said so.
    private async Task<SequencedSocket?> ReachAsync(CancellationToken stop)
    {
        if (SequencedSocket.ConnectTo(_control) is { } running)
            return running;
        if (program is null || !TryStart(program))
            return null;

        var startedAt = time.GetTimestamp();
        while (!stop.IsCancellationRequested)
        {
            if (SequencedSocket.ConnectTo(_control) is { } started)
                return started;

            if (_child!.HasExited)
            {
                tell(new MediaEvent.EngineLost($"the engine ended as it started, with code {_child.ExitCode}"));
                return null;
            }

            if (time.GetElapsedTime(startedAt) > StartTime)
            {
                _child.Kill();
                tell(new MediaEvent.EngineLost($"the engine did not answer within {StartTime.TotalSeconds} s"));
                return null;
            }

            await PauseAsync(Glance, stop);
        }

        return null;
    }

    private bool TryStart(MediaEngineProgram how)
    {
        // One that hangs without answering would keep the path.
        if (_child is { HasExited: false })
            _child.Kill();
        _child?.Dispose();
        _child = null;

        var start = new ProcessStartInfo(how.FileName) { UseShellExecute = false };
        foreach (var argument in how.Arguments)
            start.ArgumentList.Add(argument);
        foreach (var argument in Arguments())
            start.ArgumentList.Add(argument);

        // The engine allocates next to nothing: room enough that it never collects, and no helper threads that would.
        start.Environment["DOTNET_GCgen0size"] = "0x2000000";
        start.Environment["DOTNET_gcConcurrent"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        try
        {
            _child = Process.Start(start);
            return _child is not null;
        }
        catch (Win32Exception fault)
        {
            tell(new MediaEvent.EngineLost($"{how.FileName} cannot be started: {fault.Message}"));
            return false;
        }
    }

    private IEnumerable<string> Arguments()
    {
        yield return "--control";
        yield return _control;
        yield return "--ports";
        yield return settings.Ports.ToString();
        yield return "--grace";
        yield return ((int)settings.Grace.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        yield return "--dscp";
        yield return settings.DifferentiatedServices.ToString(CultureInfo.InvariantCulture);
        if (settings.Announcements is not { } folder)
            yield break;

        yield return "--announcements";
        yield return folder;
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken stop)
    {
        if (pause <= TimeSpan.Zero)
            return;

        try
        {
            await Task.Delay(pause, time, stop);
        }
        catch (OperationCanceledException)
        {
            // The caller looks at the token.
        }
    }
}

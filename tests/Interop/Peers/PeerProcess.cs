using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Interop.Peers;

/// <summary>One program of a test bed. Its output goes to a log file; it is ended by its own process id, never by name.</summary>
public sealed class PeerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private readonly Process _process;
    private bool _disposed;
    private int _begin;

    private PeerProcess(string name, Process process, string log) => (Name, _process, LogFile) = (name, process, log);

    /// <summary>What the test calls it.</summary>
    public string Name { get; }

    /// <summary>Where its output goes.</summary>
    public string LogFile { get; }

    /// <summary>All it has written so far.</summary>
    public string Log => TextFile.ReadShared(LogFile);

    /// <summary>What it has written since the test began.</summary>
    public string Recent => Log[_begin..];

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>Its exit code once it has ended.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Starts a program on a host, with its output in <paramref name="folder"/>.</summary>
    public static PeerProcess Start(Host host, string name, string folder, params string[] command)
    {
        var log = Path.Combine(folder, name + ".log");
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false };
        foreach (var word in (string[])["-c", """exec "$@" >>"$PEER_LOG" 2>&1 </dev/null""", "sh", .. host.Command(command)])
            start.ArgumentList.Add(word);
        start.Environment["PEER_LOG"] = log;
        File.WriteAllText(log, "");
        return new PeerProcess(name, Process.Start(start)!, log);
    }

    /// <summary>Runs a program to its end and gives back what it wrote to its standard output.</summary>
    public static async Task<string> RunAsync(params string[] command)
    {
        var start = new ProcessStartInfo(command[0]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in command.Skip(1))
            start.ArgumentList.Add(word);
        using var process = Process.Start(start)!;
        var complaints = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        await complaints;
        return output;
    }

    /// <summary>A test begins: what was written before belongs to others.</summary>
    public void Begin() => _begin = Log.Length;

    /// <summary>Waits until the log, since the test began, has a line that matches; fails with the end of the log when it does not come in time.</summary>
    public Task<Match> WroteAsync(string pattern, TimeSpan within) => Eventually.Async(
        () => Regex.Match(Recent, pattern, RegexOptions.Multiline, TimeSpan.FromSeconds(1)) is { Success: true } match ? match : null,
        within,
        () => $"{Name} did not write /{pattern}/. {Ending}");

    /// <summary>Waits until it answers, asking again and again.</summary>
    public Task<bool> ReadyAsync(Func<bool> answers, TimeSpan within) => Eventually.Async(
        () => HasEnded ? throw new InvalidOperationException($"{Name} ended with {ExitCode}. {Ending}") : answers() ? true : (bool?)null,
        within,
        () => $"{Name} is not ready. {Ending}");

    /// <summary>Waits for its own end.</summary>
    public async Task<int> EndedAsync(TimeSpan within)
    {
        using var limit = new CancellationTokenSource(within);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException late)
        {
            throw new TimeoutException($"{Name} has not ended. {Ending}", late);
        }

        return _process.ExitCode;
    }

    /// <summary>Ends it at once, as a power cut would.</summary>
    public void Kill() => _process.Kill(entireProcessTree: true);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;
        if (!_process.HasExited)
        {
            (await Process.Start("kill", ["-TERM", _process.Id.ToString()]).WaitedAsync()).Dispose();
            for (var looks = 0; looks < 60 && !_process.HasExited; looks++)
                await Task.Delay(Look);
            if (!_process.HasExited)
                _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private string Ending => "Its log ends:\n" + string.Join('\n', Log.Split('\n').TakeLast(15));
}

using System.Globalization;

namespace Guest.Bed;

/// <summary>The program, running in the guest with a data folder of its own.</summary>
public sealed class Box : IAsyncDisposable
{
    /// <summary>How long anything may take on a busy computer before the test gives up; what is asserted is the guest's own time.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private const string Log = "/run/box.log";

    private readonly Machine _machine;

    private Box(Machine machine, int process, TimeSpan startedAt, int firstPicture) =>
        (_machine, Process, StartedAt, FirstPicture) = (machine, process, startedAt, firstPicture);

    /// <summary>Its data folder in the guest.</summary>
    public const string Data = "/run/box";

    /// <summary>Its process.</summary>
    public int Process { get; }

    /// <summary>When it was started, since the guest began.</summary>
    public TimeSpan StartedAt { get; }

    /// <summary>The number of the first picture that may be its own.</summary>
    public int FirstPicture { get; }

    /// <summary>Starts it with these settings and, where wanted, files already in its data folder.</summary>
    public static async Task<Box> StartAsync(Machine machine, string settings, params (string Name, string Text)[] files)
    {
        await machine.Shell.RunAsync($"rm -rf {Data} {Log}; mkdir -p -m 700 {Data} {Data}/secrets; echo answers >/run/screen; i2ctransfer -y 1 w2@0x3c 0x00 0xae; for line in /run/panel/sim_gpio* /run/header/sim_gpio*; do echo pull-up >$line/pull; done");
        foreach (var (name, text) in files.Prepend(("appliance.toml", settings)))
            await machine.Shell.RunAsync($"mkdir -p $(dirname {Data}/{name}); cat >{Data}/{name} <<'END'\n{text}\nEND\nchmod 600 {Data}/{name}");
        return await AgainAsync(machine);
    }

    /// <summary>Starts it with the data folder that is there.</summary>
    public static async Task<Box> AgainAsync(Machine machine)
    {
        var first = machine.Screen.Count;
        var words = (await machine.Shell.RunAsync($"cut -d' ' -f1 /proc/uptime; /app/appliance --data {Data} >>{Log} 2>&1 </dev/null & echo $!")).Split('\n');
        return new Box(machine, int.Parse(words[1], CultureInfo.InvariantCulture), TimeSpan.FromSeconds(double.Parse(words[0], CultureInfo.InvariantCulture)), first);
    }

    /// <summary>Waits for the first picture of its own that is right.</summary>
    public async Task<Picture> ShowsAsync(Func<Picture, bool> isRight, string what, int? first = null)
    {
        try
        {
            return await _machine.Screen.ShowsAsync(isRight, Patience, what, first ?? FirstPicture);
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{late.Message}\n{await LogAsync()}", late);
        }
    }

    /// <summary>Waits for a picture with this text.</summary>
    public Task<Picture> ShowsAsync(string text, int? first = null) => ShowsAsync(picture => picture.Shows(text), $"\"{text}\"", first);

    /// <summary>All it has said.</summary>
    public Task<string> LogAsync() => _machine.Shell.RunAsync($"cat {Log}");

    /// <summary>Waits for a line in its log that has this text, and gives back all lines that have it.</summary>
    public async Task<string[]> SaysAsync(string text)
    {
        // The guest itself looks, and seldom: each look takes time from its one core.
        var (_, code) = await _machine.Shell.TryAsync($"for i in $(seq 300); do grep -qF '{text}' {Log} && break; sleep 0.2; done; grep -qF '{text}' {Log}", 2 * Patience);
        var log = await LogAsync();
        return code == 0
            ? [.. log.Split('\n').Where(line => line.Contains(text, StringComparison.Ordinal))]
            : throw new TimeoutException($"Within a minute the program did not say \"{text}\". It said:\n{log}");
    }

    /// <summary>Ends it as a power cut would.</summary>
    public Task KillAsync() => _machine.Shell.RunAsync($"kill -9 {Process}; wait {Process} 2>/dev/null; true");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() =>
        await _machine.Shell.RunAsync($"if [ -d /proc/{Process} ]; then kill {Process}; for i in 1 2 3 4 5 6 7 8 9 10; do [ -d /proc/{Process} ] || break; sleep 0.5; done; kill -9 {Process} 2>/dev/null; wait {Process} 2>/dev/null; fi; true");
}

using System.Diagnostics;
using System.Text;
using Walk;

namespace Browser.Tests;

/// <summary>The program as an installer starts it: its own process, its own data folder, a simulated panel.</summary>
internal sealed class RunningBox : IAsyncDisposable
{
    /// <summary>What its owner chooses.</summary>
    public const string Passphrase = "correct horse battery";

    private const int MostStarts = 5;

    private readonly string _folder = Directory.CreateTempSubdirectory("landline-browser-").FullName;
    private readonly StringBuilder _said = new();
    private Process? _process;
    private string? _network;
    private TaskCompletionSource _runs = new();

    private RunningBox()
    {
    }

    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The port of its page.</summary>
    public int Port { get; private set; }

    /// <summary>The port of its page over TLS.</summary>
    public int TlsPort { get; private set; }

    /// <summary>The port that phones register at, UDP and TCP.</summary>
    public int SipPort { get; private set; }

    /// <summary>The panel's page.</summary>
    public string PanelPage => $"http://127.0.0.1:{Port}/panel";

    /// <summary>Gives the program a computer of its own to set the network of: its files, and a <c>networkctl</c> that takes them.</summary>
    public async Task OwnNetworkAsync(CancellationToken stop)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "network")).FullName;
        var program = Path.Combine(folder, "networkctl");
        await File.WriteAllTextAsync(program, "#!/bin/sh\nexit 0\n", stop);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _network = folder;
    }

    /// <summary>The cookies of its owner, once somebody has claimed it.</summary>
    public string? OwnerState { get; set; }

    /// <summary>Everything it printed.</summary>
    public string Said
    {
        get
        {
            lock (_said)
                return _said.ToString();
        }
    }

    /// <summary>Starts a box in this language and waits until its page answers.</summary>
    public static async Task<RunningBox> StartAsync(string language, CancellationToken stop, string? country = null, Func<RunningBox, Task>? furnish = null)
    {
        var box = new RunningBox();
        for (var starts = 1; ; starts++)
        {
            await box.WriteSettingsAsync(language, country, stop);
            if (furnish is not null)
                await furnish(box);
            try
            {
                await box.StartAgainAsync(stop);
                return box;
            }
            catch (InvalidOperationException) when (starts < MostStarts && box.Said.Contains("another program", StringComparison.Ordinal))
            {
                // A port was taken between its choice and the start: others are chosen.
                await box.KillAsync();
            }
        }
    }

    /// <summary>Writes more settings behind those there are, as with an editor.</summary>
    public Task AddSettingsAsync(string text, CancellationToken stop) => File.AppendAllTextAsync(Path.Combine(_folder, "appliance.toml"), text, stop);

    /// <summary>Keeps a secret under a name, as the program does.</summary>
    public async Task AddSecretAsync(string name, string secret, CancellationToken stop)
    {
        const UnixFileMode OwnersAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "secrets"), OwnersAlone | UnixFileMode.UserExecute).FullName;
        var path = Path.Combine(folder, name);
        await File.WriteAllTextAsync(path, secret, stop);
        File.SetUnixFileMode(path, OwnersAlone);
    }

    /// <summary>Starts the program on the folder it had.</summary>
    public async Task StartAgainAsync(CancellationToken stop)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var word in (string[])[Program(), "--data", _folder, .. _network is null ? (string[])[] : ["--own-network", "--network-files", _network]])
            start.ArgumentList.Add(word);
        if (_network is not null)
            start.Environment["PATH"] = $"{_network}:{Environment.GetEnvironmentVariable("PATH")}";
        _runs = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _process = Process.Start(start)!;
        _process.OutputDataReceived += Heard;
        _process.ErrorDataReceived += Heard;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        await Task.WhenAny(_runs.Task, _process.WaitForExitAsync(patience.Token));
        if (!_runs.Task.IsCompleted)
            throw new InvalidOperationException($"The box does not start. It said: {Said}");
    }

    /// <summary>Ends the program at once, as a power cut would.</summary>
    public async Task KillAsync()
    {
        if (_process is null)
            return;

        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        _process = null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private void Heard(object sender, DataReceivedEventArgs line)
    {
        lock (_said)
            _said.AppendLine(line.Data);
        // Printed once the page listens.
        if (line.Data?.EndsWith(" is running.", StringComparison.Ordinal) is true)
            _runs.TrySetResult();
    }

    private async Task WriteSettingsAsync(string language, string? country, CancellationToken stop)
    {
        (Port, TlsPort, SipPort) = (LoopbackPorts.Next(), LoopbackPorts.Next(), LoopbackPorts.Next());
        await File.WriteAllTextAsync(Path.Combine(_folder, "appliance.toml"), $"""
            [office]
            language = "{language}"
            {(country is null ? "" : $"country = \"{country}\"")}

            [network]
            listen = ["127.0.0.1"]
            web-port = {Port}
            web-tls-port = {TlsPort}
            sip-udp-port = {SipPort}
            sip-tcp-port = {SipPort}
            sip-tls-port = {LoopbackPorts.Next()}

            [panel]
            board = "simulated"

            """, stop);
    }

    private static string Program() =>
        Path.Combine(Root, "src", "Appliance", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "appliance.dll");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Appliance.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}

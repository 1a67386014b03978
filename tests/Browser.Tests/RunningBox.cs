using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Browser.Tests;

/// <summary>The program as an installer starts it: its own process, its own data folder, a simulated panel.</summary>
internal sealed class RunningBox : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("landline-browser-").FullName;
    private readonly StringBuilder _said = new();
    private Process? _process;
    private string? _network;

    private RunningBox(int port, int tlsPort) => (Port, TlsPort) = (port, tlsPort);

    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The port of its page.</summary>
    public int Port { get; }

    /// <summary>The port of its page over TLS.</summary>
    public int TlsPort { get; }

    /// <summary>The port that phones register at, UDP and TCP.</summary>
    public int SipPort { get; } = FreePort();

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
        var box = new RunningBox(FreePort(), FreePort());
        await File.WriteAllTextAsync(Path.Combine(box._folder, "appliance.toml"), $"""
            [office]
            language = "{language}"
            {(country is null ? "" : $"country = \"{country}\"")}

            [network]
            listen = ["127.0.0.1"]
            web-port = {box.Port}
            web-tls-port = {box.TlsPort}
            sip-udp-port = {box.SipPort}
            sip-tcp-port = {box.SipPort}
            sip-tls-port = {FreePort()}

            [panel]
            board = "simulated"

            """, stop);
        if (furnish is not null)
            await furnish(box);
        await box.StartAgainAsync(stop);
        return box;
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
        _process = Process.Start(start)!;
        _process.OutputDataReceived += Heard;
        _process.ErrorDataReceived += Heard;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        using var http = new HttpClient();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync(PanelPage, patience.Token);
                answer.EnsureSuccessStatusCode();
                return;
            }
            catch (HttpRequestException) when (!_process.HasExited)
            {
                await Task.Delay(100, patience.Token);
            }
            catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException)
            {
                throw new InvalidOperationException($"The box does not answer. It said: {Said}", fault);
            }
        }
    }

    /// <summary>Ends the program at once, as a power cut would.</summary>
    public async Task KillAsync()
    {
        if (_process is null)
            return;

        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
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

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

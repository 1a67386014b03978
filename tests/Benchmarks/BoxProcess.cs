using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Benchmarks;

/// <summary>The program with a fresh data folder, on loopback.</summary>
internal sealed partial class BoxProcess : IDisposable
{
    /// <summary>sysconf(_SC_CLK_TCK) of every Linux we run on.</summary>
    public const double TicksASecond = 100;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("landline-bench-").FullName;
    private readonly TaskCompletionSource<double> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;

    /// <summary>Starts it.</summary>
    /// <param name="settings">Further settings.</param>
    /// <param name="withTls">Whether its page is there over TLS as well.</param>
    /// <param name="furnish">Puts further files into the data folder.</param>
    public BoxProcess(string settings, bool withTls = false, Action<string>? furnish = null)
    {
        (Page, TlsPort, SipPort) = (FreePort(), withTls ? FreePort() : 0, FreePort());
        File.WriteAllText(Path.Combine(_folder, "appliance.toml"), $"""
            [network]
            listen = ["127.0.0.1"]
            sip-udp-port = {SipPort}
            sip-tcp-port = {SipPort}
            sip-tls-port = 0
            web-port = {Page}
            web-tls-port = {TlsPort}

            [panel]
            board = "simulated"

            {settings}
            """);
        furnish?.Invoke(_folder);
        _process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "appliance.dll"), "--data", _folder]) { UseShellExecute = false, RedirectStandardOutput = true },
        };
        _process.OutputDataReceived += (_, line) =>
        {
            if (ReadyLine().Match(line.Data ?? "") is { Success: true } match)
                _ready.TrySetResult(double.Parse(match.Groups["ms"].Value, CultureInfo.InvariantCulture));
        };
        _process.Start();
        _process.BeginOutputReadLine();
    }

    /// <summary>The port of its page.</summary>
    public int Page { get; }

    /// <summary>The port of its page over TLS, or 0.</summary>
    public int TlsPort { get; }

    /// <summary>Its SIP port, UDP and TCP.</summary>
    public int SipPort { get; }

    /// <summary>Its process.</summary>
    public int Id => _process.Id;

    /// <summary>What it has taken of the processors so far, its voice engine not included.</summary>
    public TimeSpan ProcessorTime => TimeSpan.FromSeconds(TicksOf(Id) / TicksASecond);

    /// <summary>Waits until its panel shows something to do; how long that took from its start, in milliseconds.</summary>
    public Task<double> ReadyAsync() => _ready.Task.WaitAsync(Patience);

    /// <summary>Waits until phones can reach it.</summary>
    public async Task ListeningAsync(CancellationToken stop)
    {
        while (true)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, SipPort), stop);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(100, stop);
            }
        }
    }

    /// <summary>Processor time of a process, user and system: fields 14 and 15 of proc(5).</summary>
    public static long TicksOf(int process)
    {
        var stat = File.ReadAllText($"/proc/{process}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    [GeneratedRegex("The panel is ready after (?<ms>[0-9]+) ms", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ReadyLine();
}

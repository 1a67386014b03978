using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Appliance.Web;

namespace Benchmarks;

/// <summary>
/// The panel of the real program, a process of its own: how long from its start until it shows something to do, how long from letting a
/// button go to the next picture at a viewer, and what it costs while nothing happens.
/// </summary>
internal static partial class PanelRun
{
    private const int Starts = 5;
    private const int Presses = 40;

    // sysconf(_SC_CLK_TCK) of every Linux we run on.
    private const double TicksASecond = 100;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(60);

    public static async Task<int> RunAsync(TextWriter output)
    {
        var ready = new List<double>();
        for (var start = 0; start < Starts; start++)
        {
            using var box = new BoxUnderTest();
            ready.Add(await box.ReadyAsync());
            if (start < Starts - 1)
                continue;

            var presses = await PressAsync(new Uri($"http://127.0.0.1:{box.Page}"));
            var (gateway, engine) = await IdleAsync(box.Id);
            Say(output, "program start to something to do on the screen", ready, "ms");
            Say(output, "button let go to picture at a viewer", presses, "ms");
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"idle, gateway with panel: {gateway:0.00} % of a core over {Idle.TotalSeconds:0} s; voice engine: {engine:0.00} %"));
        }

        return 0;
    }

    private static void Say(TextWriter output, string what, List<double> values, string unit)
    {
        values.Sort();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: median {values[values.Count / 2]:0.0} {unit}, worst {values[^1]:0.0} {unit}, {values.Count} times"));
    }

    private static async Task<List<double>> PressAsync(Uri page)
    {
        var times = new List<double>();
        using var patience = new CancellationTokenSource(Patience);
        using var viewer = new PanelViewer(page);
        await using var pictures = viewer.WatchAsync(patience.Token).GetAsyncEnumerator(patience.Token);
        await pictures.MoveNextAsync();
        for (var press = 0; press < Presses; press++)
        {
            var before = pictures.Current.Screen!.Pages;
            await viewer.MoveAsync("right", isDown: true, patience.Token);
            await Task.Delay(100, patience.Token);
            var let = Stopwatch.GetTimestamp();
            await viewer.MoveAsync("right", isDown: false, patience.Token);
            do
                await pictures.MoveNextAsync();
            while (pictures.Current.Screen!.Pages == before);
            times.Add(Stopwatch.GetElapsedTime(let).TotalMilliseconds);
        }

        return times;
    }

    private static async Task<(double Gateway, double Engine)> IdleAsync(int gateway)
    {
        var engine = ChildOf(gateway);
        // The page of rest, and the compiler at rest.
        await Task.Delay(TimeSpan.FromSeconds(70));
        var (before, engineBefore, at) = (TicksOf(gateway), TicksOf(engine), Stopwatch.GetTimestamp());
        await Task.Delay(Idle);
        var seconds = Stopwatch.GetElapsedTime(at).TotalSeconds;
        return ((TicksOf(gateway) - before) / TicksASecond / seconds * 100, (TicksOf(engine) - engineBefore) / TicksASecond / seconds * 100);
    }

    /// <summary>Processor time of a process, user and system: fields 14 and 15 of proc(5).</summary>
    private static long TicksOf(int process)
    {
        var stat = File.ReadAllText($"/proc/{process}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
    }

    private static int ChildOf(int process) => int.Parse(
        Directory.EnumerateDirectories($"/proc/{process}/task").SelectMany(task => File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries)).First(),
        CultureInfo.InvariantCulture);

    /// <summary>The program with a fresh data folder, on loopback.</summary>
    private sealed partial class BoxUnderTest : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("landline-panel-").FullName;
        private readonly TaskCompletionSource<double> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Process _process;

        public BoxUnderTest()
        {
            Page = FreePort();
            var sip = FreePort();
            File.WriteAllText(Path.Combine(_folder, "appliance.toml"), $"""
                [network]
                listen = ["127.0.0.1"]
                sip-udp-port = {sip}
                sip-tcp-port = {sip}
                sip-tls-port = 0
                web-port = {Page}
                web-tls-port = 0

                [panel]
                board = "simulated"
                """);
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

        public int Page { get; }

        public int Id => _process.Id;

        public Task<double> ReadyAsync() => _ready.Task.WaitAsync(Patience);

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
}

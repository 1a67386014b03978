using System.Diagnostics;
using System.Globalization;
using Appliance.Web;

namespace Benchmarks;

/// <summary>
/// The panel of the real program, a process of its own: how long from its start until it shows something to do, how long from letting a
/// button go to the next picture at a viewer, and what it costs while nothing happens.
/// </summary>
internal static class PanelRun
{
    private const int Starts = 5;
    private const int Presses = 40;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(60);

    public static async Task<int> RunAsync(TextWriter output)
    {
        var ready = new List<double>();
        for (var start = 0; start < Starts; start++)
        {
            using var box = new BoxProcess("");
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
        var (before, engineBefore, at) = (BoxProcess.TicksOf(gateway), BoxProcess.TicksOf(engine), Stopwatch.GetTimestamp());
        await Task.Delay(Idle);
        var seconds = Stopwatch.GetElapsedTime(at).TotalSeconds;
        return ((BoxProcess.TicksOf(gateway) - before) / BoxProcess.TicksASecond / seconds * 100, (BoxProcess.TicksOf(engine) - engineBefore) / BoxProcess.TicksASecond / seconds * 100);
    }

    private static int ChildOf(int process) => int.Parse(
        Directory.EnumerateDirectories($"/proc/{process}/task").SelectMany(task => File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries)).First(),
        CultureInfo.InvariantCulture);
}

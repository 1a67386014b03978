using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using Appliance.Configuration;
using Appliance.FrontPanel;
using Appliance.Web;
using Hal.Emulation;
using Hal.Lamps;
using Microsoft.Extensions.Logging.Console;
using Sip.Net;

namespace Appliance.Hosting;

/// <summary>Runs the box until it is told to stop: gateway, page and front panel.</summary>
internal static class BoxCommand
{
    private const int LongestDataFolder = 88;

    public static async Task<int> RunAsync(string dataFolder)
    {
        var time = TimeProvider.System;
        SettingsStore settings;
        try
        {
            Directory.CreateDirectory(dataFolder);
            ProveWritable(dataFolder);
            settings = SettingsStore.Open(dataFolder, time);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Say.Fault($"The data folder {dataFolder} cannot be used: {fault.Message.TrimEnd('.')}. Choose another one with --data DIR.");
        }

        // The media engine's socket lies in it, and the system takes only short names for sockets.
        if (Encoding.UTF8.GetByteCount(dataFolder) > LongestDataFolder)
            return Say.Fault($"The name of the data folder is too long: at most {LongestDataFolder} characters. Choose another one with --data DIR.");

        if (!settings.Faults.IsEmpty)
            Console.WriteLine(ConfigCheck.Describe(settings.Faults));
        if (settings.Trouble is { } trouble)
            Console.WriteLine(trouble);

        var live = new LiveState(time);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss ";
        });
        // A terminal that nobody reads must not hold up a call.
        builder.Logging.AddConsole(console => console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        // What it says of a start that failed is said below, in a sentence.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        builder.Services.AddSingleton(live);
        var webPort = settings.Current.Config.Network.WebPort;
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.ListenAnyIP(webPort);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = 100;
            kestrel.Limits.MaxRequestBodySize = 64 * 1024;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        });

        await using var web = builder.Build();
        web.MapStatusPage();

        Box box;
        try
        {
            box = Box.Start(new BoxOptions { DataFolder = dataFolder }, settings, live, time, web.Services.GetRequiredService<ILoggerFactory>());
        }
        catch (SipListenException taken)
        {
            return Say.Fault(taken.Message);
        }

        await using (box)
        {
            try
            {
                await web.StartAsync();
            }
            catch (Exception taken) when (taken is IOException or SocketException)
            {
                var why = taken is SocketException { SocketErrorCode: SocketError.AccessDenied } ? "may not be opened by this user" : "is taken by another program";
                return Say.Fault($"The page's port {webPort} {why}. Choose another one: [network] web-port in {Path.Combine(dataFolder, SettingsStore.FileName)}.");
            }

            Welcome(box, dataFolder, webPort);
            using var over = new CancellationTokenSource();
            var showing = ShowPanelAsync(live, over.Token);
            await Task.WhenAny(web.WaitForShutdownAsync(CancellationToken.None), box.Running);
            await over.CancelAsync();
            await showing;
            if (box.Running.Exception is { InnerException: { } fault })
                return Say.Fault($"The box stopped because of a fault of its own: {fault.Message}");
        }

        return 0;
    }

    private static void Welcome(Box box, string dataFolder, int webPort)
    {
        var sip = string.Join(", ", box.Listening.Select(listener => $"{listener.Transport.ToString().ToUpperInvariant()} {listener.Address.Port}").Distinct());
        Console.WriteLine($"""

            Landline {BoxVersion.Text} is running.
              Its page:      http://{Dns.GetHostName()}:{webPort}/   (on this machine: http://localhost:{webPort}/)
              Phones, PBX:   SIP on this machine's address, {sip}
              Settings:      {Path.Combine(dataFolder, SettingsStore.FileName)}
            """);
        if (box.Settings.Current.Config.Trunks.IsEmpty)
            Console.WriteLine("  There is no line yet. To hear a practice call now:  dotnet run --project src/Appliance -- practice");
        Console.WriteLine();
    }

    private static void ProveWritable(string dataFolder)
    {
        var proof = Path.Combine(dataFolder, ".writable");
        File.WriteAllText(proof, "");
        File.Delete(proof);
    }

    /// <summary>The simulated panel: a line on the terminal whenever it would change. Drawn apart from the loop that reports.</summary>
    private static async Task ShowPanelAsync(LiveState live, CancellationToken stop)
    {
        await using var panel = new EmulatedFrontPanel();
        HomeSentence? shown = null;
        var changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        live.Reported = _ => changed.Writer.TryWrite(true);
        changed.Writer.TryWrite(true);
        try
        {
            await foreach (var _ in changed.Reader.ReadAllAsync(stop))
            {
                var sentence = StatusPage.SentenceOf(live.Now);
                if (sentence == shown)
                    continue;

                shown = sentence;
                panel.Show(Lamp.Status, sentence.Status);
                panel.Show(Lamp.Line, sentence.Line);
                panel.Show(Lamp.Call, sentence.Call);
                Console.WriteLine($"{panel.Now.DrawLamps(TimeSpan.Zero)} {sentence.Text}");
            }
        }
        catch (OperationCanceledException)
        {
            // Asked to stop.
        }
    }
}

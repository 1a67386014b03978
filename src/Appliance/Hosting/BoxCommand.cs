using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Appliance.Configuration;
using Appliance.FrontPanel;
using Appliance.Setup;
using Appliance.Web;
using Microsoft.Extensions.Logging.Console;
using Sip.Net;

namespace Appliance.Hosting;

/// <summary>Runs the box until it is told to stop: gateway, page and front panel. One that is erased begins anew.</summary>
internal static class BoxCommand
{
    private const int LongestDataFolder = 88;

    private static readonly TimeSpan CertificateAfter = TimeSpan.FromMinutes(1);

    /// <summary>EX_TEMPFAIL of sysexits.h: whoever started the program is to start it again.</summary>
    private const int StartAgain = 75;

    public static async Task<int> RunAsync(CommandLine.Run run)
    {
        var time = TimeProvider.System;
        using var program = Process.GetCurrentProcess();
        DateTimeOffset? begun = new DateTimeOffset(program.StartTime.ToUniversalTime());
        while (true)
        {
            using var logs = LoggerFactory.Create(Logging);
            if (Prepare(run.DataFolder) is { } trouble)
                return Say.Fault(trouble);

            var ended = await RunOnceAsync(run, begun ?? time.GetUtcNow(), time, logs);
            begun = null;
            if (ended is not Ended.ToBeErased)
                return ended is Ended.Well ? 0 : 1;
            if (Erasure.Erase(run.DataFolder) is { } remains)
            {
                Say.Fault(remains);
                return StartAgain;
            }

            LogEvents.Erased(logs.CreateLogger("Landline"));
        }
    }

    /// <summary>Makes the data folder ready; an erasing that was cut short is finished. A sentence when it cannot be used.</summary>
    private static string? Prepare(string dataFolder)
    {
        try
        {
            DataFolder.Make(dataFolder);
            ProveWritable(dataFolder);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return $"The data folder {dataFolder} cannot be used: {fault.Message.TrimEnd('.')}. Choose another one with --data DIR.";
        }

        // The media engine's socket lies in it, and the system takes only short names for sockets.
        if (Encoding.UTF8.GetByteCount(dataFolder) > LongestDataFolder)
            return $"The name of the data folder is too long: at most {LongestDataFolder} characters. Choose another one with --data DIR.";

        return new OwnerFile(dataFolder).Read(out _).Ownership is Ownership.Erasing ? Erasure.Erase(dataFolder) : null;
    }

    private static async Task<Ended> RunOnceAsync(CommandLine.Run run, DateTimeOffset begun, TimeProvider clock, ILoggerFactory logs)
    {
        var settings = SettingsStore.Open(run.DataFolder, clock);
        var time = new OfficeTime(clock, settings);
        if (!settings.Faults.IsEmpty)
            Console.WriteLine(ConfigCheck.Describe(settings.Faults));
        if (settings.Trouble is { } trouble)
            Console.WriteLine(trouble);

        var live = new LiveState(time);
        await using var panel = PanelHost.Start(run, settings, live, time, logs);
        using var over = new CancellationTokenSource();
        var telling = Task.WhenAll(SayReadyAsync(panel, begun, time, logs, over.Token), TellAsync(panel.Shown, live, over.Token));
        try
        {
            return await RunBoxAsync(run.DataFolder, settings, live, panel, time, logs);
        }
        finally
        {
            await over.CancelAsync();
            await telling;
        }
    }

    private static async Task<Ended> RunBoxAsync(string dataFolder, SettingsStore settings, LiveState live, PanelHost panel, TimeProvider time, ILoggerFactory logs)
    {
        panel.Reach(BootStep.Gateway);
        var network = settings.Current.Config.Network;
        Box box;
        try
        {
            box = Box.Start(new BoxOptions { DataFolder = dataFolder, EngineChanged = panel.TellEngine }, settings, live, time, logs);
        }
        catch (SipListenException taken)
        {
            return Failed(taken.Message);
        }

        await using (box)
        {
            using var stopping = new CancellationTokenSource();
            await using var web = BoxSite.Build(Site(dataFolder, box, live, panel, time, logs), stopping.Token);
            using var stops = web.Lifetime.ApplicationStopping.Register(stopping.Cancel);
            panel.Watch(box.Beat);
            try
            {
                await web.StartAsync();
            }
            catch (Exception taken) when (taken is IOException or SocketException)
            {
                var why = taken is SocketException { SocketErrorCode: SocketError.AccessDenied } ? "may not be opened by this user" : "is taken by another program";
                var (port, setting) = taken.Message.Contains($":{network.WebTlsPort}:", StringComparison.Ordinal) ? (network.WebTlsPort, "web-tls-port") : (network.WebPort, "web-port");
                return Failed($"The page's port {port} {why}. Choose another one: [network] {setting} in {Path.Combine(dataFolder, SettingsStore.FileName)}.");
            }

            panel.Reach(BootStep.Ready);
            _ = MakeCertificateAsync(box, time, stopping.Token);
            Welcome(box, dataFolder, network.WebPort);
            await Task.WhenAny(web.WaitForShutdownAsync(CancellationToken.None), box.Running, panel.Desk.EraseAsked);
            await stopping.CancelAsync();
            if (box.Running.Exception is { InnerException: { } fault })
                return Failed($"The box stopped because of a fault of its own: {fault.Message}");
            return panel.Desk.EraseAsked.IsCompleted ? Ended.ToBeErased : Ended.Well;
        }
    }

    /// <summary>
    /// Has the box's own certificate made, where nobody has asked for it yet, once whoever has plugged the box in has seen the first pages:
    /// on a board of one core nothing else is quick meanwhile. The first peer that comes over TLS then need not wait.
    /// </summary>
    private static async Task MakeCertificateAsync(Box box, TimeProvider time, CancellationToken stop)
    {
        await Task.Delay(CertificateAfter, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!stop.IsCancellationRequested)
            await box.Certificate.Identity;
    }

    private static Ended Failed(string why)
    {
        Say.Fault(why);
        return Ended.Badly;
    }

    private static SiteParts Site(string dataFolder, Box box, LiveState live, PanelHost panel, TimeProvider time, ILoggerFactory logs)
    {
        var settings = box.Settings;
        var network = settings.Current.Config.Network;
        return new SiteParts
        {
            DataFolder = dataFolder,
            Settings = settings,
            Records = box.Records,
            Traces = box.Traces,
            Post = box.Post,
            Live = live,
            Panel = panel.Shown,
            Setup = panel.Desk,
            Network = () => panel.Network.Now,
            Addresses = panel.Addresses,
            Problems = () => panel.Health.Current,
            TellCertificate = panel.Health.TellCertificate,
            PublicHost = () => settings.Current.Config.Network.PublicHost,
            Port = network.WebPort,
            TlsPort = network.WebTlsPort,
            Certificate = box.Certificate,
            Tokens = new SystemTokens(),
            Time = time,
            Logs = logs,
        };
    }

    private static void Logging(ILoggingBuilder logging)
    {
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss ";
        });
        // A terminal that nobody reads must not hold up a call.
        logging.AddConsole(console => console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite);
        Quieten(logging);
    }

    /// <summary>The web server's own talk: it would tell every request's path, and one of them is the PIN.</summary>
    internal static void Quieten(ILoggingBuilder logging)
    {
        logging.AddFilter("Microsoft", LogLevel.Warning);
        // What it says of a start that failed is said in a sentence.
        logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
    }

    private static void Welcome(Box box, string dataFolder, int webPort)
    {
        var sip = string.Join(", ", box.Listening.Select(listener => $"{listener.Transport.ToString().ToUpperInvariant()} {listener.Address.Port}").Distinct());
        Console.WriteLine($"""

            Landline {BoxVersion.Text} is running.
              Its page:      http://{Dns.GetHostName()}:{webPort}/   (on this machine: http://localhost:{webPort}/)
              Its panel:     http://localhost:{webPort}/panel   (or in a terminal: appliance panel)
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

    /// <summary>How long it took from the start of the program to the first page that is not the start's own.</summary>
    private static async Task SayReadyAsync(PanelHost panel, DateTimeOffset begun, TimeProvider time, ILoggerFactory logs, CancellationToken stop)
    {
        try
        {
            await panel.UntilReadyAsync(stop);
            LogEvents.PanelReady(logs.CreateLogger("Landline"), (long)(time.GetUtcNow() - begun).TotalMilliseconds, panel.Name);
        }
        catch (OperationCanceledException)
        {
            // It did not come so far.
        }
    }

    /// <summary>The panel as a line on the terminal whenever it is another.</summary>
    private static async Task TellAsync(ShownPanel shown, LiveState live, CancellationToken stop)
    {
        var told = "";
        try
        {
            // Its first picture is not yet one: nothing has been shown.
            for (var revision = 0L; ;)
            {
                var seen = await shown.Panel.ChangeAfterAsync(revision, stop);
                revision = seen.Revision;
                var line = $"{seen.DrawLamps(TimeSpan.Zero)} {StatusPage.SentenceOf(live.Now)}".TrimStart();
                if (line != told)
                    Console.WriteLine(told = line);
            }
        }
        catch (OperationCanceledException)
        {
            // Asked to stop.
        }
    }

    private enum Ended
    {
        Well,
        Badly,
        ToBeErased,
    }
}

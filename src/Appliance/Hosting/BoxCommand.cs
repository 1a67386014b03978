using System.Net;
using Appliance.Configuration;
using Appliance.FrontPanel;
using Appliance.Web;
using Hal.Emulation;
using Hal.Lamps;
using Sip.Net;

namespace Appliance.Hosting;

/// <summary>Runs the box until it is told to stop: gateway, page and front panel.</summary>
internal static class BoxCommand
{
    public static async Task<int> RunAsync(string dataFolder)
    {
        var time = TimeProvider.System;
        SettingsStore settings;
        try
        {
            Directory.CreateDirectory(dataFolder);
            settings = SettingsStore.Open(dataFolder, time);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Say.Fault($"The data folder {dataFolder} cannot be used: {fault.Message} Choose another one with --data DIR.");
        }

        if (!settings.Faults.IsEmpty)
            Console.WriteLine(ConfigCheck.Describe(settings.Faults));

        var live = new LiveState();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss ";
        });
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Services.AddSingleton(live);
        var webPort = settings.Current.Config.Network.WebPort;
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.ListenAnyIP(webPort);
            kestrel.AddServerHeader = false;
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
            catch (IOException taken)
            {
                return Say.Fault($"The page's port {webPort} is taken by another program ({taken.Message}). Choose another one: [network] web-port in {Path.Combine(dataFolder, SettingsStore.FileName)}.");
            }

            Welcome(box, dataFolder, webPort);
            ShowPanel(live);
            await web.WaitForShutdownAsync();
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

    /// <summary>The simulated panel: a line on the terminal whenever it would change.</summary>
    private static void ShowPanel(LiveState live)
    {
        var panel = new EmulatedFrontPanel();
        HomeSentence? shown = null;
        void Show()
        {
            var sentence = StatusPage.SentenceOf(live.Now);
            if (sentence == shown)
                return;

            shown = sentence;
            panel.Show(Lamp.Status, sentence.Status);
            panel.Show(Lamp.Line, sentence.Line);
            panel.Show(Lamp.Call, sentence.Call);
            panel.Show(sentence.Text);
            Console.WriteLine(panel.Draw(TimeSpan.Zero));
        }

        live.Reported = _ => Show();
        Show();
    }
}

using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Threading.Channels;
using Appliance.Configuration;
using Appliance.Texts;
using Appliance.Web;

namespace Appliance.Hosting;

/// <summary>The panel of the box that runs on this machine, in a terminal.</summary>
internal static class PanelCommand
{
    // As a finger does it, shorter than a hold.
    private static readonly TimeSpan PressFor = TimeSpan.FromMilliseconds(60);

    // Lamps, status line, keys and the gaps between.
    private const int FurtherRows = 6;

    public static async Task<int> RunAsync(Uri? at, string dataFolder)
    {
        var settings = SettingsOf(dataFolder);
        var address = at ?? new Uri($"http://127.0.0.1:{settings.Network.WebPort}");
        using var viewer = new PanelViewer(address);
        using var stop = new CancellationTokenSource();
        try
        {
            return Console.IsOutputRedirected
                ? await ShowOnceAsync(viewer, stop.Token)
                : await ShowAsync(viewer, settings.Office.Language, stop);
        }
        catch (HttpRequestException fault)
        {
            return Say.Fault(fault.InnerException is SocketException
                ? Sentences.Say("terminal.panel.no-box", settings.Office.Language, [address.ToString()])
                : fault.Message);
        }
        catch (IOException)
        {
            return Say.Fault(Sentences.Say("terminal.panel.ended", settings.Office.Language));
        }
    }

    /// <summary>For a file or a pipe: the picture of this moment.</summary>
    private static async Task<int> ShowOnceAsync(PanelViewer viewer, CancellationToken stop)
    {
        await foreach (var picture in viewer.WatchAsync(stop))
        {
            if (picture.Screen is { } screen)
            {
                foreach (var line in TerminalPicture.Screen(screen, screen.Width, screen.Height, inColour: false))
                    Console.WriteLine(line);
            }

            Console.WriteLine(TerminalPicture.Lamps(picture.Lamps, TimeSpan.Zero, inColour: false));
            return 0;
        }

        throw new IOException();
    }

    private static async Task<int> ShowAsync(PanelViewer viewer, string language, CancellationTokenSource stop)
    {
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => End(signal, stop));
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => End(signal, stop));
        var screen = new PanelTerminal(language);
        PanelTerminal.Open();
        try
        {
            var redraw = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
            var tasks = new[] { WatchAsync(viewer, screen, redraw.Writer, stop.Token), PressAsync(viewer, screen, redraw.Writer, stop.Token), screen.DrawAsync(redraw.Reader, FurtherRows, stop.Token) };
            var first = await Task.WhenAny(tasks);
            await stop.CancelAsync();
            await first;
            return 0;
        }
        catch (OperationCanceledException)
        {
            return 0;
        }
        finally
        {
            PanelTerminal.Close();
        }
    }

    private static void End(PosixSignalContext signal, CancellationTokenSource stop)
    {
        signal.Cancel = true;
        stop.Cancel();
    }

    private static async Task WatchAsync(PanelViewer viewer, PanelTerminal screen, ChannelWriter<bool> redraw, CancellationToken stop)
    {
        await foreach (var picture in viewer.WatchAsync(stop))
        {
            screen.Picture = picture;
            redraw.TryWrite(true);
        }

        throw new IOException();
    }

    private static async Task PressAsync(PanelViewer viewer, PanelTerminal screen, ChannelWriter<bool> redraw, CancellationToken stop)
    {
        var keys = Channel.CreateBounded<ConsoleKeyInfo>(16);
        if (!Console.IsInputRedirected)
            new Thread(() => ReadKeys(keys.Writer)) { IsBackground = true, Name = "keys" }.Start();

        await foreach (var key in keys.Reader.ReadAllAsync(stop))
        {
            var before = screen.Keys;
            (screen.Keys, var does) = before.Take(key, screen.Picture?.Layout ?? "none");
            redraw.TryWrite(true);
            switch (does)
            {
                case PanelKey.Press { Button: var button } when await viewer.MoveAsync(button, isDown: true, stop):
                    await Task.Delay(PressFor, stop);
                    await viewer.MoveAsync(button, isDown: false, stop);
                    break;
                case PanelKey.Hold { Button: var button }:
                    await viewer.MoveAsync(button, isDown: true, stop);
                    break;
                case PanelKey.LetGo when before.Held is { } held:
                    await viewer.MoveAsync(held, isDown: false, stop);
                    break;
                case PanelKey.Quit:
                    return;
            }
        }
    }

    private static void ReadKeys(ChannelWriter<ConsoleKeyInfo> keys)
    {
        try
        {
            // More keys than anybody can press are dropped.
            while (true)
                keys.TryWrite(Console.ReadKey(intercept: true));
        }
        catch (InvalidOperationException)
        {
            // The terminal went away.
        }
    }

    private static Config SettingsOf(string dataFolder)
    {
        try
        {
            return ConfigReader.Read(File.ReadAllText(Path.Combine(dataFolder, SettingsStore.FileName))) is { IsUsable: true } read ? read.Config : Config.Empty;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Config.Empty;
        }
    }
}

using System.Text;
using System.Threading.Channels;
using Appliance.Texts;
using Appliance.Web;

namespace Appliance.Hosting;

/// <summary>The part of the terminal that shows the panel: its own screen, given back as it was.</summary>
/// <param name="language">The language of its few words.</param>
internal sealed class PanelTerminal(string language)
{
    private const string Enter = "\e[?1049h\e[?25l\e[2J";
    private const string Leave = "\e[0m\e[?25h\e[?1049l";

    private volatile PanelPicture? _picture;
    private volatile PanelKeys _keys = PanelKeys.AtRest;

    /// <summary>What is shown.</summary>
    public PanelPicture? Picture
    {
        get => _picture;
        set => _picture = value;
    }

    /// <summary>What the keys are about to do.</summary>
    public PanelKeys Keys
    {
        get => _keys;
        set => _keys = value;
    }

    public static void Open()
    {
        Console.OutputEncoding = Encoding.UTF8;
        Console.Write(Enter);
    }

    public static void Close() => Console.Write(Leave);

    /// <summary>Draws whenever told to, and when a lamp changes.</summary>
    /// <param name="redraw">Tells.</param>
    /// <param name="furtherRows">Rows that are not the screen's.</param>
    /// <param name="stop">Ends it.</param>
    public async Task DrawAsync(ChannelReader<bool> redraw, int furtherRows, CancellationToken stop)
    {
        var time = TimeProvider.System;
        while (true)
        {
            var now = time.GetElapsedTime(0);
            var picture = _picture;
            if (picture is not null)
                Console.Write(Draw(picture, now, Console.WindowWidth, Console.WindowHeight - furtherRows));

            using var blink = CancellationTokenSource.CreateLinkedTokenSource(stop);
            if (picture is not null && TerminalPicture.NextBlink(picture.Lamps, now) is { } next)
                blink.CancelAfter(next - now + TimeSpan.FromMilliseconds(1));
            try
            {
                await redraw.ReadAsync(blink.Token);
            }
            catch (OperationCanceledException) when (!stop.IsCancellationRequested)
            {
                // A lamp changes.
            }
        }
    }

    private string Draw(PanelPicture picture, TimeSpan now, int columns, int rows)
    {
        var text = new StringBuilder("\e[H");
        void Line(string line) => text.Append(line).Append("\e[K\r\n");

        if (picture.Screen is { } screen)
        {
            foreach (var line in TerminalPicture.Screen(screen, columns, rows, inColour: true))
                Line(line);
        }

        Line("");
        Line(TerminalPicture.Lamps(picture.Lamps, now, inColour: true));
        Line("");
        Line(_keys switch
        {
            { IsAsking: true } => Sentences.Say("terminal.panel.which", language),
            { Held: { } held } => Sentences.Say("terminal.panel.held", language, [Sentences.Say($"page.button.{held}", language)]),
            _ => Sentences.Say("terminal.panel.keys", language),
        });
        return text.Append("\e[J").ToString();
    }
}

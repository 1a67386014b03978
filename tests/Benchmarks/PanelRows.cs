using Hal.Emulation;
using Hal.Screens;

namespace Benchmarks;

/// <summary>A picture for the screen: drawn and turned into what goes over the wire, against sending all of it every time.</summary>
internal static class PanelRows
{
    private static readonly string[] Lines =
        ["Office          14:05", "Line \u2713 Twilio Taipei", "Phones 4/5", "Calls  1", "", "192.168.1.45", "MOS 4.3 \ue004  PCMU \U0001F512", "< >          1/9"];

    private static readonly Sh1106Encoder Encoder = new(ScreenSize.Full);
    private static readonly Frame[] Minutes = [Draw("14:05"), Draw("14:06")];

    public static IEnumerable<Row> All()
    {
        var chip = new Sh1106Model(ScreenSize.Full);
        foreach (var (shown, next) in new[] { (null, Minutes[0]), (Minutes[0], Minutes[1]) })
        {
            foreach (var write in Encoder.Encode(shown, next))
                chip.Take(write);
            if (!chip.Memory.Equals(next))
                throw new InvalidOperationException("The screen does not show what was encoded.");
        }

        return
        [
            new("Panel", "picture whose clock moved on", new("draw, encode what changed", DrawAndEncodeChanges), new("draw, encode everything", DrawAndEncodeAll)),
            new("Panel", "picture whose clock moved on", new("encode what changed", EncodeChanges), new("encode everything", EncodeAll)),
        ];
    }

    private static void DrawAndEncodeChanges(int times)
    {
        for (var i = 0; i < times; i++)
            Meter.Sink += Send(Minutes[0], Draw("14:06"));
    }

    private static void DrawAndEncodeAll(int times)
    {
        for (var i = 0; i < times; i++)
            Meter.Sink += Send(null, Draw("14:06"));
    }

    private static void EncodeChanges(int times)
    {
        for (var i = 0; i < times; i++)
            Meter.Sink += Send(Minutes[i & 1], Minutes[~i & 1]);
    }

    private static void EncodeAll(int times)
    {
        for (var i = 0; i < times; i++)
            Meter.Sink += Send(null, Minutes[i & 1]);
    }

    private static Frame Draw(string clock)
    {
        var canvas = new Canvas(ScreenSize.Full);
        for (var line = 0; line < Lines.Length; line++)
            canvas.Text(0, line * 8, Lines[line], BitmapFont.Small);
        canvas.Fill(16 * 6, 0, 5 * 6, 8, isLit: false);
        canvas.Text(16 * 6, 0, clock, BitmapFont.Small);
        return canvas.ToFrame();
    }

    // As a driver does: every byte once into the buffer of the transfer.
    private static long Send(Frame? shown, Frame next)
    {
        Span<byte> transfer = stackalloc byte[1 + 128];
        long sum = 0;
        foreach (var write in Encoder.Encode(shown, next))
        {
            write.Commands.Span.CopyTo(transfer[1..]);
            write.Pixels.Span.CopyTo(transfer[1..]);
            sum += write.Pixels.Length;
        }

        return sum;
    }
}

using Hal.Screens;

namespace Hal.Devices.Screens;

/// <summary>What is sent to a screen that shows a picture, in case it has forgotten how.</summary>
internal static class DisplayRenewal
{
    /// <summary>Takes the command and does nothing (SSD1306 10.1.20, SH1106 command 22).</summary>
    public static ReadOnlySpan<byte> NoOperation => [0xE3];

    // Switching the glass off would be seen as a flicker, and the SH1106's converter may be set only while it is off.
    private const byte Off = 0xAE;
    private static ReadOnlySpan<byte> Converter => [0xAD, 0x8B];

    /// <summary>The start of a screen without what would be seen.</summary>
    public static byte[] Of(DisplayEncoder encoder)
    {
        var start = encoder.Initialise.Span;
        if (start is [Off, ..])
            start = start[1..];
        var at = encoder is Sh1106Encoder ? start.IndexOf(Converter) : -1;
        return at < 0 ? start.ToArray() : [.. start[..at], .. start[(at + Converter.Length)..]];
    }
}

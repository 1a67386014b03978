using Hal.Screens;

namespace Hal.Emulation;

/// <summary>A frame as PNG: the glass with a rim of its case around it. The same frame makes the same bytes on every machine.</summary>
public static class PngFrame
{
    /// <summary>Pixels of the glass that the rim is wide.</summary>
    public const int Rim = 4;

    /// <summary>Draws it.</summary>
    /// <param name="frame">The picture.</param>
    /// <param name="scale">Pixels of the PNG for a pixel of the glass, 1 to 16.</param>
    public static byte[] Write(Frame frame, int scale = 4)
    {
        ArgumentNullException.ThrowIfNull(frame);
        var picture = new Picture(frame.Width + (2 * Rim), frame.Height + (2 * Rim));
        picture.Draw(frame, Rim, Rim, Ink.GlassLit);
        return Png.Write(picture, Math.Clamp(scale, 1, 16));
    }
}

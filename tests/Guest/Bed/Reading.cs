using System.Text;
using Hal.Screens;

namespace Guest.Bed;

/// <summary>Reads a picture by its pixels: a text is there where the glyphs of a font of the panel stand, pixel by pixel, lit on dark or dark on lit.</summary>
public static class Reading
{
    private static readonly BitmapFont[] Fonts = [BitmapFont.Small, BitmapFont.Large];

    /// <summary>True when this text stands somewhere in the picture.</summary>
    public static bool Shows(this Frame frame, string text) => Fonts.Any(font => font.Has(text) && Find(frame, text, font) is not null);

    /// <inheritdoc cref="Shows(Frame, string)"/>
    public static bool Shows(this Picture picture, string text) => picture.Frame.Shows(text);

    /// <summary>Where the text stands: its upper left corner.</summary>
    public static (int X, int Y)? Find(Frame frame, string text, BitmapFont font)
    {
        var width = font.Measure(text);
        for (var y = 0; y <= frame.Height - font.Height; y++)
            for (var x = 0; x <= frame.Width - width; x++)
                if (Stands(frame, text, font, x, y, isLit: true) || Stands(frame, text, font, x, y, isLit: false))
                    return (x, y);
        return null;
    }

    /// <summary>The text of a font from this place to the right, up to the first place where nothing is written.</summary>
    public static string ReadFrom(Frame frame, BitmapFont font, int x, int y, string alphabet)
    {
        var read = new StringBuilder();
        while (alphabet.EnumerateRunes().FirstOrDefault(rune => Stands(frame, rune.ToString(), font, x, y, isLit: true)) is { Value: not 0 } rune)
        {
            read.Append(rune.ToString());
            x += font.Find(rune).Width;
        }

        return read.ToString();
    }

    private static bool Stands(Frame frame, string text, BitmapFont font, int x, int y, bool isLit)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            var glyph = font.Find(rune);
            for (var row = 0; row < glyph.Height; row++)
                for (var column = 0; column < glyph.Width; column++)
                    if (frame[x + column, y + row] != (glyph[column, row] == isLit))
                        return false;
            x += glyph.Width;
        }

        return true;
    }
}

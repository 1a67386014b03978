using Hal.Screens;

namespace Hal.Emulation;

/// <summary>What a pixel of a <see cref="Picture"/> shows; also its place in the palette.</summary>
public enum Ink : byte
{
    /// <summary>The case around everything.</summary>
    Case,

    /// <summary>A dark pixel of the glass.</summary>
    GlassDark,

    /// <summary>A lit pixel of the glass.</summary>
    GlassLit,

    /// <summary>A lit pixel of a dimmed glass.</summary>
    GlassDimmed,

    /// <summary>What is printed on the case.</summary>
    Print,

    /// <summary>A lamp that is dark.</summary>
    LampDark,

    /// <summary>A green lamp.</summary>
    LampGreen,

    /// <summary>A yellow lamp.</summary>
    LampYellow,

    /// <summary>A red lamp.</summary>
    LampRed,

    /// <summary>A blue lamp.</summary>
    LampBlue,

    /// <summary>A button.</summary>
    Button,

    /// <summary>A button that is down.</summary>
    ButtonDown,
}

/// <summary>A coloured picture of a panel, a pixel of it for a pixel of the glass; outside nothing is drawn.</summary>
internal sealed class Picture
{
    /// <summary>Red, green and blue of every <see cref="Ink"/>.</summary>
    public static readonly byte[] Palette =
    [
        0x2B, 0x2B, 0x2E, 0x05, 0x08, 0x0C, 0xDC, 0xEB, 0xFF, 0x5E, 0x6E, 0x84, 0xB8, 0xB8, 0xB8, 0x3C, 0x3C, 0x40,
        0x35, 0xD0, 0x4F, 0xF2, 0xC2, 0x30, 0xE8, 0x41, 0x2F, 0x3F, 0x7B, 0xFF, 0x55, 0x55, 0x5A, 0xF0, 0xF0, 0xF0,
    ];

    private readonly Ink[] _pixels;

    public Picture(int width, int height) => (Width, Height, _pixels) = (width, height, new Ink[width * height]);

    public int Width { get; }

    public int Height { get; }

    public ReadOnlySpan<Ink> Row(int y) => _pixels.AsSpan(y * Width, Width);

    public void Set(int x, int y, Ink ink)
    {
        if ((uint)x < (uint)Width && (uint)y < (uint)Height)
            _pixels[(y * Width) + x] = ink;
    }

    public void Draw(Frame frame, int left, int top, Ink lit)
    {
        for (var y = 0; y < frame.Height; y++)
            for (var x = 0; x < frame.Width; x++)
                Set(left + x, top + y, frame[x, y] ? lit : Ink.GlassDark);
    }

    public int Write(int x, int y, string text, Ink ink)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            var glyph = BitmapFont.Small.Find(rune);
            for (var row = 0; row < glyph.Height; row++)
                for (var column = 0; column < glyph.Width; column++)
                    if (glyph[column, row])
                        Set(x + column, y + row, ink);
            x += glyph.Width;
        }

        return x;
    }

    /// <summary>A disc of 7 by 7.</summary>
    public void Dot(int left, int top, Ink ink)
    {
        for (var y = 0; y < 7; y++)
            for (var x = 0; x < 7; x++)
                if (((x - 3) * (x - 3)) + ((y - 3) * (y - 3)) <= 10)
                    Set(left + x, top + y, ink);
    }
}

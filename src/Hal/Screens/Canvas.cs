namespace Hal.Screens;

/// <summary>Draws a <see cref="Frame"/>. Whatever falls outside is cut off.</summary>
public sealed class Canvas
{
    private readonly byte[] _pages;

    /// <summary>A dark canvas.</summary>
    public Canvas(ScreenSize size) => (Size, _pages) = (size, new byte[size.Width * size.Height / Frame.RowsPerPage]);

    /// <summary>How large it is.</summary>
    public ScreenSize Size { get; }

    /// <summary>Lights or darkens a pixel.</summary>
    public void Set(int x, int y, bool isLit = true)
    {
        if ((uint)x >= (uint)Size.Width || (uint)y >= (uint)Size.Height)
            return;

        var bit = (byte)(1 << (y % Frame.RowsPerPage));
        ref var column = ref _pages[(y / Frame.RowsPerPage * Size.Width) + x];
        column = (byte)(isLit ? column | bit : column & ~bit);
    }

    /// <summary>Lights or darkens a rectangle.</summary>
    public void Fill(int x, int y, int width, int height, bool isLit = true)
    {
        for (var row = y; row < y + height; row++)
            for (var column = x; column < x + width; column++)
                Set(column, row, isLit);
    }

    /// <summary>Turns lit into dark and dark into lit in a rectangle.</summary>
    public void Invert(int x, int y, int width, int height)
    {
        for (var row = Math.Max(y, 0); row < Math.Min(y + height, Size.Height); row++)
            for (var column = Math.Max(x, 0); column < Math.Min(x + width, Size.Width); column++)
                _pages[(row / Frame.RowsPerPage * Size.Width) + column] ^= (byte)(1 << (row % Frame.RowsPerPage));
    }

    /// <summary>Draws the edge of a rectangle.</summary>
    public void Outline(int x, int y, int width, int height)
    {
        Fill(x, y, width, 1);
        Fill(x, y + height - 1, width, 1);
        Fill(x, y, 1, height);
        Fill(x + width - 1, y, 1, height);
    }

    /// <summary>Writes a line of text, its upper left corner here. Returns the column after it.</summary>
    public int Text(int x, int y, string text, BitmapFont font)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(font);
        foreach (var rune in text.EnumerateRunes())
        {
            var glyph = font.Find(rune);
            for (var row = 0; row < glyph.Height; row++)
                for (var column = 0; column < glyph.Width; column++)
                    if (glyph[column, row])
                        Set(x + column, y + row);
            x += glyph.Width;
        }

        return x;
    }

    /// <summary>Draws a QR code with its quiet zone, the upper left corner of the zone here.</summary>
    public void Draw(QrBitmap code, int x, int y)
    {
        ArgumentNullException.ThrowIfNull(code);
        Fill(x, y, QrBitmap.Side, QrBitmap.Side);
        for (var row = 0; row < QrBitmap.Modules; row++)
            for (var column = 0; column < QrBitmap.Modules; column++)
                if (code[column, row])
                    Fill(x + QrBitmap.Quiet + (column * QrBitmap.PixelsPerModule), y + QrBitmap.Quiet + (row * QrBitmap.PixelsPerModule),
                        QrBitmap.PixelsPerModule, QrBitmap.PixelsPerModule, isLit: false);
    }

    /// <summary>The picture as drawn so far.</summary>
    public Frame ToFrame() => new(Size.Width, Size.Height, _pages);
}

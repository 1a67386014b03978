namespace Hal.Screens;

/// <summary>
/// One picture for a screen: 1 bit per pixel, immutable. Kept as such displays keep it: pages of eight rows, one byte per column of a
/// page, the lowest bit on top.
/// </summary>
public sealed class Frame : IEquatable<Frame>
{
    /// <summary>Rows in a page.</summary>
    public const int RowsPerPage = 8;

    private readonly byte[] _pages;

    /// <summary>A picture made of pages.</summary>
    /// <param name="width">Pixels from left to right, 1 to 256.</param>
    /// <param name="height">Pixels from top to bottom, a multiple of 8, up to 128.</param>
    /// <param name="pages">The pixels: page after page, column after column. Copied.</param>
    /// <exception cref="ArgumentException">The sizes do not agree.</exception>
    public Frame(int width, int height, ReadOnlySpan<byte> pages)
    {
        if (width is < 1 or > 256 || height is < RowsPerPage or > 128 || height % RowsPerPage != 0 || pages.Length != width * height / RowsPerPage)
            throw new ArgumentException($"{pages.Length} bytes are not a picture of {width} by {height}.", nameof(pages));

        (Width, Height, _pages) = (width, height, pages.ToArray());
    }

    /// <summary>Pixels from left to right.</summary>
    public int Width { get; }

    /// <summary>Pixels from top to bottom.</summary>
    public int Height { get; }

    /// <summary>How many pages of eight rows.</summary>
    public int Pages => Height / RowsPerPage;

    /// <summary>True when this pixel is lit; outside the picture nothing is.</summary>
    public bool this[int x, int y] =>
        (uint)x < (uint)Width && (uint)y < (uint)Height && (_pages[(y / RowsPerPage * Width) + x] >> (y % RowsPerPage) & 1) != 0;

    /// <summary>A dark picture.</summary>
    public static Frame Dark(int width, int height) => new(width, height, new byte[width * height / RowsPerPage]);

    /// <summary>The bytes of one page, column after column.</summary>
    public ReadOnlySpan<byte> Page(int page) => _pages.AsSpan(page * Width, Width);

    internal ReadOnlyMemory<byte> PageMemory(int page) => _pages.AsMemory(page * Width, Width);

    /// <summary>All pages, one after another.</summary>
    public ReadOnlySpan<byte> AllPages => _pages;

    /// <inheritdoc/>
    public bool Equals(Frame? other) => other is not null && Width == other.Width && Height == other.Height && _pages.AsSpan().SequenceEqual(other._pages);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Frame);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(_pages);
        return hash.ToHashCode();
    }
}

namespace Hal.Screens;

/// <summary>The picture of one character: up to 16 columns, up to 16 rows, the left column in the highest bit of a row.</summary>
/// <param name="Width">Columns, the gap to the next character included.</param>
/// <param name="Rows">One value a row, top first.</param>
public sealed record Glyph(int Width, ReadOnlyMemory<ushort> Rows)
{
    /// <summary>Rows.</summary>
    public int Height => Rows.Length;

    /// <summary>True when this pixel is lit.</summary>
    public bool this[int column, int row] => (Rows.Span[row] >> (15 - column) & 1) != 0;
}

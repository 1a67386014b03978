using System.Globalization;
using System.Text;

namespace Hal.Screens.Fonts;

/// <summary>
/// Reads Unifont's own format: <c>code point:bits</c>, both hexadecimal, 16 rows of 8 or of 16 columns, the left column in the highest
/// bit; lines that begin with <c>#</c> say nothing.
/// </summary>
internal static class UnifontHex
{
    public const int Height = 16;

    public static IEnumerable<KeyValuePair<Rune, Glyph>> Read(TextReader text)
    {
        while (text.ReadLine() is { } line)
        {
            if (line is not [not '#', ..])
                continue;

            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var code = int.Parse(line.AsSpan(0, colon), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            yield return new(new Rune(code), Glyph(line.AsSpan(colon + 1)));
        }
    }

    private static Glyph Glyph(ReadOnlySpan<char> bits)
    {
        var bytes = Convert.FromHexString(bits);
        var rows = new ushort[Height];
        for (var row = 0; row < Height; row++)
            rows[row] = (ushort)(bytes.Length == Height ? bytes[row] << 8 : (bytes[2 * row] << 8) | bytes[(2 * row) + 1]);
        return new Glyph(bytes.Length * 8 / Height, rows);
    }
}

using System.Globalization;
using System.Text;

namespace Hal.Screens.Fonts;

/// <summary>
/// Reads glyphs drawn as text: a line <c>U+0041 A</c>, then one line a row, <c>#</c> lit and <c>.</c> dark. Empty lines and lines that
/// begin with a semicolon say nothing.
/// </summary>
internal static class GlyphPictures
{
    public static IEnumerable<KeyValuePair<Rune, Glyph>> Read(TextReader text)
    {
        Rune? of = null;
        var width = 0;
        var rows = new List<ushort>();
        while (text.ReadLine() is { } line)
        {
            switch (line)
            {
                case ['U', '+', .. var head]:
                    if (of is { } before)
                        yield return new(before, new Glyph(width, rows.ToArray()));
                    of = new Rune(int.Parse(head.AsSpan(0, head.IndexOf(' ', StringComparison.Ordinal)), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                    rows.Clear();
                    break;
                case ['#' or '.', ..]:
                    width = line.Length;
                    rows.Add(Row(line));
                    break;
            }
        }

        if (of is { } last)
            yield return new(last, new Glyph(width, rows.ToArray()));
    }

    private static ushort Row(string line)
    {
        var row = 0;
        for (var column = 0; column < line.Length; column++)
            row |= line[column] is '#' ? 0x8000 >> column : 0;
        return (ushort)row;
    }
}

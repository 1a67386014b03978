using System.Text;
using Hal.Screens.Fonts;

namespace Hal.Screens;

/// <summary>A set of glyphs of one height. <see cref="Small"/> writes English, <see cref="Large"/> writes both languages.</summary>
public sealed class BitmapFont
{
    private static readonly Lazy<BitmapFont> TheSmall = new(static () => new(8, Pictures("small.txt"), Box(6, 8)));
    private static readonly Lazy<BitmapFont> TheLarge = new(static () => new(UnifontHex.Height, Unifont().Concat(Pictures("large-symbols.txt")), Box(8, UnifontHex.Height)));

    private readonly Dictionary<Rune, Glyph> _glyphs;
    private readonly Glyph _missing;

    /// <summary>A font of these glyphs.</summary>
    /// <param name="height">Rows of every glyph.</param>
    /// <param name="glyphs">The glyphs by character.</param>
    /// <param name="missing">Drawn for a character the font does not have: an empty box.</param>
    public BitmapFont(int height, IEnumerable<KeyValuePair<Rune, Glyph>> glyphs, Glyph missing) =>
        (Height, _glyphs, _missing) = (height, new(glyphs), missing);

    /// <summary>Cells of 6 by 8: 21 characters a line, 8 lines on 128 by 64. ASCII and <see cref="PanelSymbols"/>.</summary>
    public static BitmapFont Small => TheSmall.Value;

    /// <summary>16 rows, Latin 8 wide, Chinese 16 wide: 8 Chinese characters a line, 4 lines on 128 by 64. Read when first asked for.</summary>
    public static BitmapFont Large => TheLarge.Value;

    /// <summary>Rows of a line.</summary>
    public int Height { get; }

    /// <summary>
    /// The smallest font that has every character of this text. Fonts are not mixed within a line: Chinese has no picture of 8 rows, and
    /// a line of two heights is hard to read.
    /// </summary>
    public static BitmapFont SmallestFor(string text) => Small.Has(text) ? Small : Large;

    /// <summary>True when the font can write this text.</summary>
    public bool Has(string text) => text.EnumerateRunes().All(_glyphs.ContainsKey);

    /// <summary>The glyph of a character, or an empty box.</summary>
    public Glyph Find(Rune rune) => _glyphs.GetValueOrDefault(rune, _missing);

    /// <summary>Columns a text takes.</summary>
    public int Measure(string text)
    {
        var width = 0;
        foreach (var rune in text.EnumerateRunes())
            width += Find(rune).Width;
        return width;
    }

    /// <summary>The characters of this text that the font does not have, each once.</summary>
    public IEnumerable<Rune> Lacks(string text) => text.EnumerateRunes().Where(rune => !_glyphs.ContainsKey(rune)).Distinct();

    private static List<KeyValuePair<Rune, Glyph>> Pictures(string name)
    {
        using var text = Open(name);
        return [.. GlyphPictures.Read(text)];
    }

    private static List<KeyValuePair<Rune, Glyph>> Unifont()
    {
        using var text = Open("unifont-subset.hex");
        return [.. UnifontHex.Read(text)];
    }

    private static StreamReader Open(string name) =>
        new(typeof(BitmapFont).Assembly.GetManifestResourceStream($"Hal.Screens.Fonts.{name}") ?? throw new InvalidOperationException($"The program was built without {name}."));

    private static Glyph Box(int width, int height)
    {
        var rows = new ushort[height];
        var (left, right) = (0x8000, 0x8000 >> (width - 2));
        for (var row = 0; row < height - 1; row++)
            rows[row] = (ushort)(left | right);
        rows[0] = rows[height - 2] = (ushort)(0xFFFF << (17 - width));
        return new Glyph(width, rows);
    }
}

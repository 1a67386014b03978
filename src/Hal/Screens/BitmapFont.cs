using System.Collections.Frozen;
using System.Text;

namespace Hal.Screens;

/// <summary>A set of glyphs of one height.</summary>
public sealed class BitmapFont
{
    private readonly FrozenDictionary<Rune, Glyph> _glyphs;
    private readonly Glyph _missing;

    /// <summary>A font of these glyphs.</summary>
    /// <param name="height">Rows of every glyph.</param>
    /// <param name="glyphs">The glyphs by character.</param>
    /// <param name="missing">Drawn for a character the font does not have: an empty box.</param>
    public BitmapFont(int height, IEnumerable<KeyValuePair<Rune, Glyph>> glyphs, Glyph missing) =>
        (Height, _glyphs, _missing) = (height, glyphs.ToFrozenDictionary(), missing);

    /// <summary>Rows of a line.</summary>
    public int Height { get; }

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
}

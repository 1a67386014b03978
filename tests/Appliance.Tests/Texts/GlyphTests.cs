using Appliance.Texts;
using Hal.Screens;

namespace Appliance.Tests.Texts;

/// <summary>The screen can write every sentence.</summary>
public sealed class GlyphTests
{
    [Fact]
    public void Every_sentence_can_be_written_in_the_large_font()
    {
        var missing = Sentences.Languages.SelectMany(static language => Missing(language, BitmapFont.Large)).ToArray();

        Assert.True(missing is [], $"Make the font anew: src/Hal/Screens/Fonts/build-subset\n{string.Join('\n', missing)}");
    }

    [Fact]
    public void Every_english_sentence_can_be_written_in_the_small_font()
    {
        var missing = Missing("en", BitmapFont.Small).ToArray();

        Assert.True(missing is [], $"Use another character, or draw it in src/Hal/Screens/Fonts/small.txt\n{string.Join('\n', missing)}");
    }

    private static IEnumerable<string> Missing(string language, BitmapFont font) =>
        from code in Sentences.Codes.Order(StringComparer.Ordinal)
        let lacks = font.Lacks(Sentences.Say(code, language)).ToArray()
        where lacks is not []
        select $"{code} ({language}): {string.Join(' ', lacks.Select(static rune => $"{rune} U+{rune.Value:X4}"))}";
}

using System.Reflection;
using System.Text;
using Hal.Screens;

namespace Hal.Tests.Screens;

public sealed class BitmapFontTests
{
    public static TheoryData<string> Symbols =>
    [
        .. typeof(PanelSymbols).GetFields(BindingFlags.Public | BindingFlags.Static).Where(static symbol => symbol.FieldType == typeof(string)).Select(static symbol => (string)symbol.GetRawConstantValue()!),
        .. Enumerable.Range(0, PanelSymbols.SignalSteps).Select(PanelSymbols.Signal),
    ];

    private static string Ascii => string.Concat(Enumerable.Range(' ', '~' - ' ' + 1).Select(static code => (char)code));

    [Theory]
    [MemberData(nameof(Symbols))]
    public void Both_fonts_have_every_symbol_of_the_panel(string symbol)
    {
        Assert.True(BitmapFont.Small.Has(symbol));
        Assert.True(BitmapFont.Large.Has(symbol));
    }

    [Fact]
    public void Both_fonts_have_ascii_and_no_two_characters_look_the_same()
    {
        foreach (var font in (BitmapFont[])[BitmapFont.Small, BitmapFont.Large])
        {
            Assert.True(font.Has(Ascii));
            Assert.Equal(Ascii.Length, Ascii.Select(letter => string.Join(',', font.Find(new Rune(letter)).Rows.ToArray())).Distinct().Count());
        }
    }

    [Fact]
    public void Small_letters_leave_a_column_free_and_fill_cells_of_6_by_8()
    {
        foreach (var glyph in Ascii.Select(static letter => BitmapFont.Small.Find(new Rune(letter))))
        {
            Assert.Equal((6, 8), (glyph.Width, glyph.Height));
            Assert.DoesNotContain(Enumerable.Range(0, 8), row => glyph[5, row]);
        }
    }

    [Fact]
    public void Chinese_is_16_by_16_and_latin_8_by_16()
    {
        Assert.Equal(4 * 16, BitmapFont.Large.Measure("設定模式"));
        Assert.Equal(4 * 8, BitmapFont.Large.Measure("Line"));
        Assert.Equal(16, BitmapFont.Large.Height);
    }

    [Fact]
    public void A_name_in_common_characters_can_be_written_though_no_sentence_has_them() =>
        Assert.Empty(BitmapFont.Large.Lacks("龐雅婷Müller王小明（櫃檯）"));

    [Fact]
    public void A_text_is_written_in_the_smallest_font_that_has_all_of_it()
    {
        Assert.Same(BitmapFont.Small, BitmapFont.SmallestFor("Line down"));
        Assert.Same(BitmapFont.Large, BitmapFont.SmallestFor("外線 down"));
    }

    [Fact]
    public void A_missing_character_is_an_empty_box()
    {
        var canvas = new Canvas(new ScreenSize(8, 8));
        var end = canvas.Text(0, 0, "外", BitmapFont.Small);
        var frame = canvas.ToFrame();

        Assert.Equal(6, end);
        Assert.Equal(["#####", "#...#", "#...#", "#...#", "#...#", "#...#", "#####", "....."], Picture(frame, 5, 8));
    }

    [Fact]
    public void The_left_column_of_a_letter_is_drawn_on_the_left()
    {
        var canvas = new Canvas(new ScreenSize(8, 16));
        canvas.Text(0, 0, "L", BitmapFont.Small);
        Assert.Equal(["#....", "#....", "#....", "#....", "#....", "#....", "#####", "....."], Picture(canvas.ToFrame(), 5, 8));

        canvas = new Canvas(new ScreenSize(16, 16));
        canvas.Text(0, 0, "上", BitmapFont.Large);
        Assert.Equal(
            [
                "......#.........", "......#.........", "......#.........", "......#.........",
                "......#.........", "......#.........", "......#######...", "......#.........",
            ],
            Picture(canvas.ToFrame(), 16, 8));
    }

    private static string[] Picture(Frame frame, int width, int height) =>
        [.. Enumerable.Range(0, height).Select(y => string.Concat(Enumerable.Range(0, width).Select(x => frame[x, y] ? '#' : '.')))];
}

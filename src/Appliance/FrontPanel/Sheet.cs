using Appliance.Texts;
using Hal.Buttons;
using Hal.Screens;

namespace Appliance.FrontPanel;

/// <summary>What a page is drawn on: a canvas, what is to be told, and in which words.</summary>
internal sealed class Sheet(PanelModel model, TimeSpan now, ScreenSize size)
{
    /// <summary>What is shown.</summary>
    public PanelModel Model => model;

    /// <summary>What is known of the box.</summary>
    public PanelFacts Facts => model.Facts;

    /// <summary>When it is drawn.</summary>
    public TimeSpan Now => now;

    /// <summary>Where it is drawn.</summary>
    public Canvas Canvas { get; } = new(size);

    /// <summary>Columns.</summary>
    public int Width => size.Width;

    /// <summary>Rows.</summary>
    public int Height => size.Height;

    /// <summary>False on a screen of half height.</summary>
    public bool IsTall => size.Height >= ScreenSize.Full.Height;

    /// <summary>True when words are Chinese, and so 16 rows high.</summary>
    public bool IsChinese => Sentences.Languages.Contains(Facts.Language) && Facts.Language is not "en";

    /// <summary>A word or sentence in the language of the box.</summary>
    public string Say(string code, params ReadOnlySpan<string> values) => Sentences.Say(code, Facts.Language, [.. values]);

    /// <summary>The font of words: large on a Chinese page even where they are Latin, so that lines are of one height.</summary>
    public BitmapFont FontOf(string words) => IsChinese ? BitmapFont.Large : BitmapFont.SmallestFor(words);

    /// <summary>Which button does this here, and what it does: <c>B: change</c>.</summary>
    public string Hint(string what) => Say(model.Layout switch
    {
        ButtonLayout.One => "panel.hint.one",
        ButtonLayout.Two => "panel.hint.two",
        _ => "panel.hint.joystick",
    }, Say(what));

    /// <summary>Writes, cut to the room there is. Returns the column after it.</summary>
    public int Write(int x, int y, string text, BitmapFont font, int room) => Canvas.Text(x, y, Typesetter.Cut(text, font, room), font);

    /// <summary>Writes up to the right edge of the room.</summary>
    public void WriteRight(int right, int y, string text, BitmapFont font, int room)
    {
        var cut = Typesetter.Cut(text, font, room);
        Canvas.Text(right - Seen(cut, font), y, cut, font);
    }

    /// <summary>Writes in the middle of the screen.</summary>
    public void WriteCentre(int y, string text, BitmapFont font)
    {
        var cut = Typesetter.Cut(text, font, Width);
        Canvas.Text((Width - Seen(cut, font)) / 2, y, cut, font);
    }

    /// <summary>Writes with every pixel twice as wide and high.</summary>
    public void WriteDouble(int x, int y, string text, BitmapFont font)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            var glyph = font.Find(rune);
            for (var row = 0; row < glyph.Height; row++)
                for (var column = 0; column < glyph.Width; column++)
                    if (glyph[column, row])
                        Canvas.Fill(x + (2 * column), y + (2 * row), 2, 2);
            x += 2 * glyph.Width;
        }
    }

    /// <summary>Draws a small picture.</summary>
    public void Draw(int x, int y, Icon icon, int scale = 1)
    {
        for (var row = 0; row < icon.Height; row++)
            for (var column = 0; column < icon.Width; column++)
                if (icon[column, row])
                    Canvas.Fill(x + (scale * column), y + (scale * row), scale, scale);
    }

    /// <summary>Draws a bar filled to a part of its width, 0 to 1.</summary>
    public void Bar(int x, int y, int width, int height, double part)
    {
        Canvas.Outline(x, y, width, height);
        Canvas.Fill(x + 2, y + 2, (int)Math.Round((width - 4) * Math.Clamp(part, 0, 1)), height - 4);
    }

    /// <summary>Draws the title bar, with a hint at its right end where there is room. Returns the first row below it.</summary>
    public int Title(string text, string hint = "")
    {
        var font = FontOf(text + hint);
        var height = font.Height + (font.Height > 8 ? 0 : 2);
        var top = font.Height > 8 ? 0 : 1;
        var columns = font.Measure(text);
        Write(1, top, text, font, Width - 1);
        if (columns + font.Measure(hint) + 4 <= Width)
            WriteRight(Width - 1, top, hint, font, Width);
        Canvas.Invert(0, 0, Width, height);
        return height + (font.Height > 8 ? 0 : 2);
    }

    /// <summary>Minutes and seconds, or hours, minutes and seconds.</summary>
    public static string Elapsed(TimeSpan time)
    {
        var seconds = Math.Max(0, (long)time.TotalSeconds);
        return seconds < 3600 ? $"{seconds / 60}:{seconds % 60:00}" : $"{Math.Min(seconds / 3600, 999)}:{seconds / 60 % 60:00}:{seconds % 60:00}";
    }

    /// <summary>Columns without the gap after the last character of a narrow font.</summary>
    private static int Seen(string text, BitmapFont font) => Math.Max(0, font.Measure(text) - (font.Height > 8 ? 0 : 1));
}

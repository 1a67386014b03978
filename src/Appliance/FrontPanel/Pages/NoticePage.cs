using Hal.Screens;

namespace Appliance.FrontPanel.Pages;

/// <summary>A short word to the person at the panel, in the middle of the screen.</summary>
internal static class NoticePage
{
    public static void Draw(Sheet sheet, string text)
    {
        var font = BitmapFont.Large;
        var lines = Typesetter.Wrap(text, font, sheet.Width);
        if (lines.Count * font.Height > sheet.Height)
        {
            font = BitmapFont.SmallestFor(text);
            lines = Typesetter.Wrap(text, font, sheet.Width);
        }

        var y = Math.Max(0, (sheet.Height - (lines.Count * font.Height)) / 2);
        foreach (var line in lines)
        {
            sheet.WriteCentre(y, line, font);
            y += font.Height;
        }
    }
}

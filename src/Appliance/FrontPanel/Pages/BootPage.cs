using Hal.Screens;

namespace Appliance.FrontPanel.Pages;

/// <summary>The box starts: its name, how far it is, and what it waits for.</summary>
internal static class BootPage
{
    private const string Brand = "Landline";

    public static void Draw(Sheet sheet)
    {
        var step = sheet.Facts.Boot.Step;
        var part = ((int)step + 1.0) / Enum.GetValues<BootStep>().Length;
        var text = sheet.Say($"panel.boot.{step.ToString().ToLowerInvariant()}");
        var font = BitmapFont.SmallestFor(text);
        if (sheet.IsTall)
        {
            sheet.Draw(8, 4, Icon.Handset, scale: 2);
            sheet.Canvas.Text(48, 11, Brand, BitmapFont.Large);
            sheet.Bar(8, 38, sheet.Width - 16, 7, part);
            sheet.WriteCentre(font.Height > 8 ? 48 : 52, text, font);
            return;
        }

        sheet.Draw(0, 0, Icon.Handset);
        sheet.Canvas.Text(20, 0, Brand, BitmapFont.Large);
        if (sheet.IsChinese)
        {
            sheet.Bar(90, 4, sheet.Width - 90, 7, part);
            sheet.Write(0, 16, text, font, sheet.Width);
            return;
        }

        sheet.Bar(90, 4, sheet.Width - 90, 7, part);
        sheet.Write(0, 22, text, font, sheet.Width);
    }
}

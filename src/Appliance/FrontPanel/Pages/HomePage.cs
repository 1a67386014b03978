using Appliance.Calls;
using Hal.Screens;

namespace Appliance.FrontPanel.Pages;

/// <summary>How the box is, in one sentence and three numbers.</summary>
internal static class HomePage
{
    private const int Tiles = 16;

    public static void Draw(Sheet sheet)
    {
        var text = sheet.Say(HealthLine.Of(sheet.Facts));
        if (sheet.IsTall)
        {
            var top = DrawHead(sheet);
            DrawSentence(sheet, text, top, sheet.Height - Tiles);
        }
        else
        {
            DrawSentence(sheet, text, 0, sheet.Height - Tiles);
        }

        DrawTiles(sheet, sheet.Height - Tiles);
    }

    private static int DrawHead(Sheet sheet)
    {
        var clock = sheet.Facts.Clock ?? "";
        var font = BitmapFont.SmallestFor(sheet.Facts.Name);
        sheet.Write(0, 0, sheet.Facts.Name, font, sheet.Width - BitmapFont.Small.Measure(clock) - 6);
        sheet.WriteRight(sheet.Width, (font.Height - 8) / 2, clock, BitmapFont.Small, sheet.Width);
        if (font.Height <= 8)
            sheet.Canvas.Fill(0, 10, sheet.Width, 1);
        return font.Height > 8 ? 16 : 11;
    }

    private static void DrawSentence(Sheet sheet, string text, int top, int bottom)
    {
        var font = BitmapFont.Large.Measure(text) <= sheet.Width || bottom - top >= 32 ? BitmapFont.Large : BitmapFont.SmallestFor(text);
        var lines = Typesetter.Wrap(text, font, sheet.Width).Take((bottom - top) / font.Height).ToArray();
        var y = top + ((bottom - top - (lines.Length * font.Height)) / 2);
        foreach (var line in lines)
        {
            sheet.WriteCentre(y, line, font);
            y += font.Height;
        }
    }

    private static void DrawTiles(Sheet sheet, int top)
    {
        var facts = sheet.Facts;
        sheet.Draw(0, top, Icon.Globe);
        var mark = Mark(facts);
        sheet.Draw(18, top + ((Tiles - mark.Height) / 2), mark);

        var phones = $"{facts.Phones.Count(static phone => phone.Contacts > 0)}/{facts.Phones.Count}";
        var digits = phones.Length > 5 ? BitmapFont.Small : BitmapFont.Large;
        var width = Icon.Phone.Width + 3 + digits.Measure(phones);
        var middle = Math.Max(34, (sheet.Width - width) / 2);
        sheet.Draw(middle, top, Icon.Phone);
        sheet.Write(middle + Icon.Phone.Width + 3, top + ((Tiles - digits.Height) / 2), phones, digits, 44);

        var right = sheet.IsTall || !facts.Calls.IsEmpty ? $"{facts.Calls.Count}" : facts.Clock ?? "";
        var font = facts.Calls.IsEmpty && !sheet.IsTall ? BitmapFont.Small : BitmapFont.Large;
        sheet.WriteRight(sheet.Width, top + ((Tiles - font.Height) / 2), right, font, 40);
        if (sheet.IsTall || !facts.Calls.IsEmpty)
            sheet.Draw(sheet.Width - font.Measure(right) - 3 - Icon.Handset.Width, top, Icon.Handset);
    }

    private static Icon Mark(PanelFacts facts) => facts.Lines switch
    {
        { IsEmpty: true } => Icon.Dash,
        _ when facts.Lines.Any(static line => line.Health is TrunkHealth.Down) => Icon.Cross,
        _ when facts.Lines.Any(static line => line.IsDegraded) => Icon.Warning,
        _ when facts.Lines.All(static line => line.Health is TrunkHealth.Unknown) => Icon.Dots,
        _ => Icon.Tick,
    };
}

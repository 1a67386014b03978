using Hal.Screens;

namespace Appliance.FrontPanel.Pages;

/// <summary>Somebody calls for help: who, which number, since when.</summary>
internal static class EmergencyPage
{
    public static void Draw(Sheet sheet)
    {
        if (sheet.Facts.Emergency is not { } emergency)
        {
            new Flow(sheet).Sentence(sheet.Say("panel.emergency.none")).Draw(0);
            return;
        }

        var title = sheet.Say(emergency.IsGoingOn ? "panel.emergency.title" : "panel.emergency.ended");
        var since = emergency.IsGoingOn ? Sheet.Elapsed(sheet.Now - emergency.Began) : emergency.Clock ?? Sheet.Elapsed(sheet.Now - emergency.Began);
        if (sheet.IsTall)
            DrawTall(sheet, emergency, title, since);
        else
            DrawHalf(sheet, emergency, title, since);
    }

    private static void DrawTall(Sheet sheet, EmergencyFact emergency, string title, string since)
    {
        sheet.WriteCentre(0, title, BitmapFont.Large);
        sheet.Canvas.Invert(0, 0, sheet.Width, 16);

        if (emergency.Number.Length <= 3)
        {
            sheet.WriteDouble(0, 17, emergency.Number, BitmapFont.Large);
            var left = (emergency.Number.Length * 16) + 6;
            DrawWho(sheet, emergency.Who, left, 18, lines: 2);
            sheet.Write(left, 39, emergency is { IsGoingOn: true, Clock: { } began } ? $"{began}  {since}" : since, BitmapFont.Small, sheet.Width - left);
        }
        else
        {
            sheet.Write(0, 17, emergency.Number, BitmapFont.Large, sheet.Width);
            DrawWho(sheet, emergency.Who, 0, 33, lines: 1, after: BitmapFont.Small.Measure(since) + 4);
            sheet.WriteRight(sheet.Width, 37, since, BitmapFont.Small, sheet.Width);
        }

        var hint = HintOf(sheet);
        var font = sheet.FontOf(hint);
        sheet.WriteCentre(sheet.Height - font.Height, hint, font);
    }

    private static void DrawWho(Sheet sheet, string who, int x, int y, int lines, int after = 0)
    {
        var font = BitmapFont.SmallestFor(who);
        var room = sheet.Width - x - after;
        var wrapped = font.Height > 8 || lines is 1 ? [who] : Typesetter.Wrap(who, font, room);
        if (wrapped.Count > lines)
            wrapped = [.. wrapped.Take(lines - 1), string.Join(' ', wrapped.Skip(lines - 1))];
        y += lines is 1 && font.Height <= 8 ? 4 : 0;
        foreach (var line in wrapped)
        {
            sheet.Write(x, y, line, font, room);
            y += font.Height + 2;
        }
    }

    private static void DrawHalf(Sheet sheet, EmergencyFact emergency, string title, string since)
    {
        var hint = sheet.Model.IsEmergencyHeld || sheet.Model.Emergency is not { IsAcknowledged: false } ? "" : sheet.Say("panel.emergency.press");
        var isHint = hint is not "" && sheet.Now.Ticks / TimeSpan.FromSeconds(2).Ticks % 2 == 1;
        var top = sheet.Title(isHint ? hint : title);
        var font = BitmapFont.Large.Measure(emergency.Number) > 40 ? BitmapFont.Small : BitmapFont.Large;
        var y = top + ((sheet.Height - top - font.Height) / 2);
        var x = sheet.Write(0, y, emergency.Number, font, 72) + 4;
        var time = BitmapFont.Small.Measure(since) + 2;
        var who = BitmapFont.SmallestFor(emergency.Who);
        sheet.Write(x, top + ((sheet.Height - top - who.Height) / 2), emergency.Who, who, sheet.Width - x - time);
        sheet.WriteRight(sheet.Width, top + ((sheet.Height - top - 8) / 2), since, BitmapFont.Small, time);
    }

    private static string HintOf(Sheet sheet) => sheet.Model switch
    {
        { Emergency: null or { IsAcknowledged: true } } => sheet.Say("panel.emergency.seen"),
        { IsEmergencyHeld: true, Emergency.Since: var since } => sheet.Say("panel.emergency.held", $"{Math.Ceiling((PanelModel.EmergencyStays - (sheet.Now - since)).TotalSeconds):0}"),
        _ => sheet.Say("panel.emergency.press"),
    };
}

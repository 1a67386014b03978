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

        var isShort = emergency.Number.Length <= 3;
        var left = 0;
        if (isShort)
        {
            sheet.WriteDouble(0, 18, emergency.Number, BitmapFont.Large);
            left = (emergency.Number.Length * 16) + 6;
        }
        else
        {
            sheet.Write(0, 17, emergency.Number, BitmapFont.Large, sheet.Width);
        }

        var who = Typesetter.FontFor(emergency.Who);
        var hint = HintOf(sheet);
        var room = sheet.Width - left;
        sheet.Write(left, isShort ? 18 + ((16 - who.Height) / 2) : 34, emergency.Who, who, isShort ? room : room - 48);
        var clock = emergency is { IsGoingOn: true, Clock: { } began } && isShort ? $"{began}  {since}" : since;
        var y = isShort ? 38 : 34 + ((who.Height - 8) / 2);
        if (isShort)
            sheet.Write(left, y, clock, BitmapFont.Small, room);
        else
            sheet.WriteRight(sheet.Width, y, clock, BitmapFont.Small, 48);
        var font = Typesetter.FontFor(hint);
        sheet.WriteCentre(sheet.Height - font.Height, hint, font);
    }

    private static void DrawHalf(Sheet sheet, EmergencyFact emergency, string title, string since)
    {
        var hint = sheet.Model.IsEmergencyHeld || sheet.Model.Emergency is not { IsAcknowledged: false } ? "" : sheet.Say("panel.emergency.press");
        var isHint = hint is not "" && sheet.Now.Ticks / TimeSpan.FromSeconds(2).Ticks % 2 == 1;
        var top = sheet.Title(isHint ? hint : title);
        var font = sheet.IsChinese ? BitmapFont.Small : BitmapFont.Large;
        var y = top + ((sheet.Height - top - font.Height) / 2);
        var number = Typesetter.Cut(emergency.Number, font, 60);
        var x = sheet.Write(0, y, number, font, 60) + 4;
        var time = BitmapFont.Small.Measure(since) + 2;
        var who = Typesetter.FontFor(emergency.Who);
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

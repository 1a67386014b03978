using Hal.Screens;

namespace Appliance.FrontPanel.Pages;

/// <summary>An update: it waits, it is written (do not unplug), or it did not work.</summary>
internal static class UpdatePage
{
    public static void Draw(Sheet sheet)
    {
        switch (sheet.Facts.Update)
        {
            case { Step: UpdateStep.Installing or UpdateStep.Restarting } update:
                DrawWriting(sheet, update);
                break;
            case { Step: UpdateStep.Available } update:
                DrawWords(sheet, "panel.update.available", "panel.do.begin", update.Version, "");
                break;
            case { Step: UpdateStep.WaitingForCalls } update:
                DrawWords(sheet, "panel.update.waiting", "", update.Version, "");
                break;
            case { Step: UpdateStep.RolledBack } update:
                DrawWords(sheet, "panel.update.rolled-back", "panel.do.seen", update.Version, update.Why);
                break;
            default:
                DrawWords(sheet, "panel.update.none", "", sheet.Facts.Version, "");
                break;
        }
    }

    private static void DrawWords(Sheet sheet, string sentence, string offer, string version, string why)
    {
        var top = sheet.Title(sheet.Say("panel.update.title"), offer is "" ? "" : sheet.Hint(offer));
        var flow = new Flow(sheet).Sentence(sheet.Say(sentence, version));
        if (why is not "")
            flow.Sentence(why);
        flow.Draw(top);
    }

    private static void DrawWriting(Sheet sheet, UpdateFact update)
    {
        var warning = sheet.Say("panel.update.do-not-unplug");
        var state = sheet.Say(update.Step is UpdateStep.Installing ? "panel.update.installing" : "panel.update.restarting", update.Version);
        var percent = $"{Math.Clamp(update.Percent, 0, 100)} %";
        var part = update.Step is UpdateStep.Installing ? update.Percent / 100.0 : 1;
        var font = BitmapFont.SmallestFor(state);
        if (sheet.IsTall)
        {
            sheet.WriteCentre(0, warning, BitmapFont.Large);
            sheet.Canvas.Invert(0, 0, sheet.Width, 16);
            sheet.WriteCentre(font.Height > 8 ? 17 : 21, state, font);
            sheet.Bar(8, 35, sheet.Width - 16, 9, part);
            sheet.WriteCentre(47, percent, BitmapFont.Large);
            return;
        }

        sheet.WriteCentre(0, warning, BitmapFont.Large);
        sheet.Canvas.Invert(0, 0, sheet.Width, 16);
        sheet.Bar(0, 20, sheet.Width - 40, 9, part);
        sheet.WriteRight(sheet.Width, 21, percent, BitmapFont.Small, 40);
    }
}

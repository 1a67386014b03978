using Appliance.FrontPanel.Pages;
using Hal.Screens;

namespace Appliance.FrontPanel;

/// <summary>Draws what a <see cref="PanelModel"/> shows. A picture depends on model, time and size alone.</summary>
public static class PanelView
{
    /// <summary>The picture at this moment. Moved by a pixel a minute (<see cref="BurnInShift"/>).</summary>
    public static Frame Draw(PanelModel model, TimeSpan now, ScreenSize size)
    {
        ArgumentNullException.ThrowIfNull(model);
        now = now < TimeSpan.Zero ? TimeSpan.Zero : now;
        var sheet = new Sheet(model, now, size);
        DrawFront(sheet);
        return BurnInShift.Apply(sheet.Canvas.ToFrame(), now);
    }

    private static void DrawFront(Sheet sheet)
    {
        var model = sheet.Model;
        if (model.Countdown is { } countdown)
            LadderPage.Draw(sheet, countdown);
        else if (model is { Notice: { } notice } && model.Shown == model.Page)
            NoticePage.Draw(sheet, sheet.Say(notice));
        else if (model is { Dialog: { } dialog } && model.Shown == model.Page)
            DrawDialog(sheet, dialog);
        else
            DrawPage(sheet, model.Shown);
    }

    private static void DrawDialog(Sheet sheet, PanelDialog dialog)
    {
        switch (dialog)
        {
            case PanelDialog.Question question:
                QuestionPage.Draw(sheet, question);
                break;
            case PanelDialog.Language language:
                AboutPage.DrawLanguages(sheet, language.Marked);
                break;
            case PanelDialog.Address address:
                AddressPage.Draw(sheet, address.Editor);
                break;
        }
    }

    private static void DrawPage(Sheet sheet, PanelPage page)
    {
        Action<Sheet> draw = page switch
        {
            PanelPage.Boot => BootPage.Draw,
            PanelPage.Claim => ClaimPage.Draw,
            PanelPage.Emergency => EmergencyPage.Draw,
            PanelPage.Problem => ProblemPage.Draw,
            PanelPage.Calls => CallsPage.Draw,
            PanelPage.Line => LinePage.Draw,
            PanelPage.Phones => PhonesPage.Draw,
            PanelPage.Network => NetworkPage.Draw,
            PanelPage.Update => UpdatePage.Draw,
            PanelPage.About => AboutPage.Draw,
            PanelPage.Located => LocatedPage.Draw,
            _ => HomePage.Draw,
        };
        draw(sheet);
    }
}

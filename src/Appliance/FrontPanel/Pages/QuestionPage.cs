using Hal.Screens;

namespace Appliance.FrontPanel.Pages;

/// <summary>A question with no and yes below it; no is marked first.</summary>
internal static class QuestionPage
{
    /// <summary>Draws a question that is one sentence.</summary>
    public static void Draw(Sheet sheet, PanelDialog.Question question)
    {
        var (title, text) = question.Wanted switch
        {
            PanelRequest.CloseSetup => ("panel.question.close-setup", "panel.question.close-setup-what"),
            PanelRequest.KeepAddress => ("panel.question.keep-address", "panel.question.keep-address-what"),
            _ => ("panel.question.update", "panel.question.update-what"),
        };
        Draw(sheet, title, new Flow(sheet).Sentence(sheet.Say(text)), question.IsYes);
    }

    /// <summary>Draws a question about these rows.</summary>
    public static void Draw(Sheet sheet, string title, Flow rows, bool isYes)
    {
        var (no, yes) = (sheet.Say("panel.question.no"), sheet.Say("panel.question.yes"));
        var font = BitmapFont.SmallestFor(no + yes);
        var height = font.Height > 8 ? font.Height : font.Height + 2;
        var top = sheet.Height - height;
        if (sheet.IsTall)
            rows.Draw(sheet.Title(sheet.Say(title)), top);
        else
            rows.Draw(0, top);

        var half = sheet.Width / 2;
        Answer(sheet, no, font, 0, top, half, height, !isYes);
        Answer(sheet, yes, font, half, top, half, height, isYes);
    }

    private static void Answer(Sheet sheet, string text, BitmapFont font, int x, int y, int width, int height, bool isMarked)
    {
        sheet.Write(x + ((width - font.Measure(text)) / 2), y + ((height - font.Height + 1) / 2), text, font, width);
        if (isMarked)
            sheet.Canvas.Invert(x, y, width, height);
    }
}

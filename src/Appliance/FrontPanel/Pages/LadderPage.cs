using Hal.Buttons;
using Hal.Screens;

namespace Appliance.FrontPanel.Pages;

/// <summary>The recovery ladder while somebody is on it: what letting go does now, and what holding on leads to, with its seconds.</summary>
internal static class LadderPage
{
    public static void Draw(Sheet sheet, LadderView view)
    {
        switch (view)
        {
            case LadderView.Holding holding:
                DrawHolding(sheet, holding);
                break;
            case LadderView.Confirming confirming:
                DrawSteps(sheet, sheet.Say("panel.ladder.press-again"), sheet.Say(Name(RecoveryStep.EraseEverything)), confirming.Seconds);
                break;
        }
    }

    private static void DrawHolding(Sheet sheet, LadderView.Holding holding)
    {
        var now = holding.Reached switch
        {
            RecoveryStep.EraseEverything => sheet.Say("panel.ladder.let-go-erase"),
            // "Let go: Forgot password" is wider than the screen.
            RecoveryStep.ForgotPassword => sheet.Say("panel.ladder.let-go-forgot"),
            { } reached => sheet.Say("panel.ladder.let-go", sheet.Say(Name(reached))),
            null when sheet.Model is { Layout: ButtonLayout.One, Offer: not null } or { Layout: ButtonLayout.One, Dialog: not null } => sheet.Say("panel.ladder.choose"),
            null => sheet.Say("panel.ladder.cancel"),
        };
        DrawSteps(sheet, now, sheet.Say(Name(holding.Next ?? RecoveryStep.EraseEverything)), holding.Seconds);
    }

    /// <summary>Above: what happens now. Below: what comes, and in how many seconds.</summary>
    private static void DrawSteps(Sheet sheet, string now, string next, int seconds)
    {
        var font = sheet.FontOf(now);
        var height = sheet.IsTall ? 18 : Pitch(font);
        sheet.WriteCentre((height - font.Height) / 2, now, font);
        sheet.Canvas.Invert(0, 0, sheet.Width, height);

        var room = sheet.Height - height;
        var count = seconds > 0 ? $"{seconds}" : "";
        var left = 0;
        if (sheet.IsTall)
        {
            sheet.WriteDouble(0, height + ((room - 32) / 2), count, BitmapFont.Large);
            left = BitmapFont.Large.Measure(count) * 2;
        }
        else
        {
            left = sheet.Write(0, height + ((room - 16) / 2), count, BitmapFont.Large, sheet.Width);
        }

        left += count is "" ? 0 : 6;
        var large = sheet.IsTall || sheet.IsChinese ? BitmapFont.Large : BitmapFont.Small;
        var lines = Typesetter.Wrap(next, large, sheet.Width - left);
        var y = height + ((room - (lines.Count * large.Height)) / 2);
        foreach (var line in lines)
        {
            sheet.Write(left, y, line, large, sheet.Width - left);
            y += large.Height;
        }
    }

    private static int Pitch(BitmapFont font) => font.Height > 8 ? font.Height : font.Height + 2;

    private static string Name(RecoveryStep step) => step switch
    {
        RecoveryStep.SetupMode => "panel.ladder.setup",
        RecoveryStep.ForgotPassword => "panel.ladder.forgot",
        _ => "panel.ladder.erase",
    };
}

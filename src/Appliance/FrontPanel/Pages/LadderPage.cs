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
            { } reached => sheet.Say("panel.ladder.let-go", sheet.Say(Name(reached))),
            null when sheet.Model is { Layout: ButtonLayout.One, Offer: not null } or { Layout: ButtonLayout.One, Dialog: not null } => sheet.Say("panel.ladder.choose"),
            null => sheet.Say("panel.ladder.cancel"),
        };
        DrawSteps(sheet, now, holding.Next is { } next ? sheet.Say(Name(next)) : "", holding.Seconds);
    }

    /// <summary>Above: what happens now. Below: what comes, and in how many seconds.</summary>
    private static void DrawSteps(Sheet sheet, string now, string next, int seconds)
    {
        var font = Typesetter.FontFor(now + next);
        var lines = Typesetter.Wrap(now, font, sheet.Width - 2).Take(sheet.IsTall ? 2 : 1).ToArray();
        var height = sheet.IsTall ? Math.Max(18, (lines.Length * font.Height) + 2) : font.Height + (font.Height > 8 ? 0 : 2);
        var y = (height - (lines.Length * font.Height)) / 2;
        foreach (var line in lines)
        {
            sheet.WriteCentre(y, line, font);
            y += font.Height;
        }

        sheet.Canvas.Invert(0, 0, sheet.Width, height);
        if (next is "")
            return;
        if (!sheet.IsTall)
        {
            var number = $"{seconds}";
            var digits = BitmapFont.Large;
            var top = height + ((sheet.Height - height - 16) / 2);
            sheet.Write(0, top, number, digits, 40);
            sheet.Write(digits.Measure(number) + 6, top + ((16 - font.Height) / 2), next, font, sheet.Width - digits.Measure(number) - 6);
            return;
        }

        var count = $"{seconds}";
        sheet.WriteDouble(0, height + ((sheet.Height - height - 32) / 2), count, BitmapFont.Large);
        DrawBeside(sheet, (BitmapFont.Large.Measure(count) * 2) + 4, height, next, font);
    }

    private static void DrawBeside(Sheet sheet, int left, int top, string text, BitmapFont font)
    {
        var pitch = font.Height > 8 ? font.Height : font.Height + 2;
        var lines = Typesetter.Wrap(text, font, sheet.Width - left);
        var y = top + ((sheet.Height - top - (lines.Count * pitch)) / 2);
        foreach (var line in lines)
        {
            sheet.Write(left, y, line, font, sheet.Width - left);
            y += pitch;
        }
    }

    private static string Name(RecoveryStep step) => step switch
    {
        RecoveryStep.SetupMode => "panel.ladder.setup",
        RecoveryStep.ForgotPassword => "panel.ladder.forgot",
        _ => "panel.ladder.erase",
    };
}

using Hal.Screens;

namespace Appliance.FrontPanel.Pages;

/// <summary>The calls going on. Of a number outside only the last three digits are shown: the panel hangs where visitors pass.</summary>
internal static class CallsPage
{
    private const int BarWidth = 36;

    public static void Draw(Sheet sheet)
    {
        var calls = sheet.Facts.Calls;
        var top = sheet.IsTall || !sheet.IsChinese ? sheet.Title(sheet.Say("panel.calls.title"), calls.IsEmpty ? "" : $"{calls.Count}") : 4;
        var flow = new Flow(sheet);
        if (calls.IsEmpty)
            flow.Sentence(sheet.Say("panel.calls.none"));
        foreach (var call in calls)
        {
            var font = BitmapFont.SmallestFor(call.Inside);
            flow.Add(font.Height + 14, (y, width) => DrawCall(sheet, call, font, y, width));
        }

        flow.Draw(top);
    }

    /// <summary>The last three characters of a number, or all of a shorter one.</summary>
    public static string Masked(string number) => number.Length <= 3 ? number : $"…{number[^3..]}";

    private static void DrawCall(Sheet sheet, CallFact call, BitmapFont font, int y, int width)
    {
        var middle = y + ((font.Height - 8) / 2);
        var time = Sheet.Elapsed(sheet.Now - (call.Answered ?? call.Began));
        var number = call.Number is "" ? sheet.Say("panel.calls.withheld") : Masked(call.Number);
        var numberFont = BitmapFont.SmallestFor(number);
        var right = width - BitmapFont.Small.Measure(time);
        sheet.WriteRight(width, middle, time, BitmapFont.Small, width);
        var numberAt = right - 6 - numberFont.Measure(number);
        sheet.Write(numberAt, numberFont.Height > 8 ? y : middle, number, numberFont, right - 6 - numberAt);
        var arrow = numberAt - 10;
        sheet.Draw(arrow, middle + 1, call.IsOutward ? Icon.Outward : Icon.Inward);
        sheet.Write(0, y, call.Inside is "" ? "–" : call.Inside, font, arrow - 3);
        DrawQuality(sheet, call, y + font.Height + 2, width);
    }

    private static void DrawQuality(Sheet sheet, CallFact call, int y, int width)
    {
        if (call.Answered is null)
        {
            sheet.Draw(0, y, Icon.Bell);
            return;
        }

        sheet.Draw(0, y, call.IsSecure ? Icon.Lock : Icon.Open);
        sheet.Write(11, y, call.Codec, BitmapFont.Small, width - 11 - BarWidth - 24);
        if (call.MeanOpinion is not { } opinion)
            return;
        sheet.Bar(width - BarWidth - 21, y, BarWidth, 7, (opinion - 1) / 3.5);
        sheet.WriteRight(width, y, $"{Math.Clamp(opinion, 1, 5):0.0}", BitmapFont.Small, 20);
    }
}

using System.Net.Sockets;
using Hal.Screens;

namespace Appliance.FrontPanel.Pages;

/// <summary>What is wrong, worst first: each sentence with its code, and at the end a QR code to the page.</summary>
internal static class ProblemPage
{
    private const int Foot = 10;

    /// <summary>Some rows of one problem, and its code.</summary>
    private sealed record Part(IReadOnlyList<string> Lines, string Code);

    /// <summary>What the QR code says, or null without an address: the page, which tells more than fits here.</summary>
    public static string? Payload(PanelFacts facts) =>
        facts.Network.Address is { AddressFamily: AddressFamily.InterNetwork } address
            ? $"HTTP://{address}{(facts.Network.PagePort is 80 ? "" : $":{facts.Network.PagePort}")}/"
            : null;

    public static void Draw(Sheet sheet)
    {
        // Two rows of Chinese leave no place for a foot on a screen of half height; there the code is a row of its own.
        var hasFoot = sheet.IsTall || !sheet.IsChinese;
        var parts = Parts(sheet, hasFoot);
        if (parts.Count is 0)
        {
            new Flow(sheet).Sentence(sheet.Say("panel.problem.none")).Draw(sheet.Title(sheet.Say("panel.problem.title")));
            return;
        }

        var code = sheet.IsTall && Payload(sheet.Facts) is { } payload ? QrBitmap.Of(payload) : null;
        var shown = sheet.Model.Scroll.Of(parts.Count + (code is null ? 0 : 1), sheet.Now);
        if (shown == parts.Count && code is not null)
        {
            DrawHelp(sheet, code);
            return;
        }

        var y = 0;
        foreach (var line in parts[shown].Lines)
        {
            var font = sheet.FontOf(line);
            if (line == parts[shown].Code)
                sheet.Write(0, y + 4, line, BitmapFont.Small, sheet.Width + 1);
            else
                sheet.Write(0, y, line, font, sheet.Width + 1);
            y += Pitch(font);
        }

        if (!hasFoot)
            return;
        var count = parts.Count > 1 ? $"{shown + 1}/{parts.Count}" : "";
        sheet.Write(1, sheet.Height - Foot + 1, parts[shown].Code, BitmapFont.Small, sheet.Width - 6 - BitmapFont.Small.Measure(count));
        sheet.WriteRight(sheet.Width - 1, sheet.Height - Foot + 1, count, BitmapFont.Small, sheet.Width);
        sheet.Canvas.Invert(0, sheet.Height - Foot, sheet.Width, Foot);
    }

    private static List<Part> Parts(Sheet sheet, bool hasFoot)
    {
        var parts = new List<Part>();
        foreach (var problem in sheet.Facts.Problems)
        {
            var text = problem.Sentence(sheet.Facts.Language);
            var font = sheet.FontOf(text);
            var lines = Typesetter.Wrap(text, font, sheet.Width + 1).Concat(hasFoot ? [] : [problem.Code]);
            parts.AddRange(lines.Chunk((sheet.Height + 2 - (hasFoot ? Foot : 0)) / Pitch(font)).Select(chunk => new Part(chunk, problem.Code)));
        }

        return parts;
    }

    private static void DrawHelp(Sheet sheet, QrBitmap code)
    {
        const int left = QrBitmap.Side + 4;
        sheet.Canvas.Draw(code, 0, 0);
        var text = sheet.Say("panel.problem.help");
        var font = sheet.FontOf(text);
        var lines = Typesetter.Wrap(text, font, sheet.Width - left).Take(sheet.Height / Pitch(font)).ToArray();
        var y = (sheet.Height - (lines.Length * Pitch(font))) / 2;
        foreach (var line in lines)
        {
            sheet.Write(left, y, line, font, sheet.Width - left);
            y += Pitch(font);
        }
    }

    private static int Pitch(BitmapFont font) => font.Height > 8 ? font.Height : font.Height + 2;
}

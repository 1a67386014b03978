using System.Net.Sockets;
using Hal.Screens;

namespace Appliance.FrontPanel.Pages;

/// <summary>What is wrong: the sentence and its code, worst first, and at the end a QR code to the page's help.</summary>
internal static class ProblemPage
{
    /// <summary>What the QR code says, or null without an address: the help of everything that is wrong now.</summary>
    public static string? Payload(PanelFacts facts) =>
        facts.Network.Address is { AddressFamily: AddressFamily.InterNetwork } address
            ? $"HTTP://{address}{(facts.Network.PagePort is 80 ? "" : $":{facts.Network.PagePort}")}/HELP"
            : null;

    public static void Draw(Sheet sheet)
    {
        var problems = sheet.Facts.Problems;
        var flow = new Flow(sheet);
        if (problems.IsEmpty)
            flow.Sentence(sheet.Say("panel.problem.none"));
        for (var i = 0; i < problems.Count; i++)
        {
            if (i > 0)
                flow.Break();
            flow.Sentence(problems[i].Sentence(sheet.Facts.Language));
            flow.Sentence(problems[i].Code);
        }

        if (sheet.IsTall && !problems.IsEmpty && Payload(sheet.Facts) is { } payload && QrBitmap.Of(payload) is { } code)
            flow.Whole(() => DrawHelp(sheet, code));
        flow.Draw(sheet.IsTall ? sheet.Title(sheet.Say("panel.problem.title"), problems.Count > 1 ? $"{problems.Count}" : "") : 0);
    }

    private static void DrawHelp(Sheet sheet, QrBitmap code)
    {
        sheet.Canvas.Fill(0, 0, sheet.Width, sheet.Height, isLit: false);
        sheet.Canvas.Draw(code, 0, 0);
        const int left = QrBitmap.Side + 4;
        var text = sheet.Say("panel.problem.help");
        var font = Typesetter.FontFor(text);
        var lines = Typesetter.Wrap(text, font, sheet.Width - left).Take(sheet.Height / font.Height).ToArray();
        var y = (sheet.Height - (lines.Length * (font.Height + 1))) / 2;
        foreach (var line in lines)
        {
            sheet.Write(left, Math.Max(0, y), line, font, sheet.Width - left);
            y += font.Height + 1;
        }
    }
}

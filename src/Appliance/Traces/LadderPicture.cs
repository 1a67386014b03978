using System.Globalization;
using System.Text;

namespace Appliance.Traces;

/// <summary>The words on a ladder's picture.</summary>
/// <param name="Title">Its name for those who do not see it.</param>
/// <param name="Description">What it shows, and where the same stands as text.</param>
/// <param name="Left">Over the left lane.</param>
/// <param name="Box">Over the middle lane.</param>
/// <param name="Right">Over the right lane.</param>
/// <param name="Rows">For each arrow: what stands on it, and two short lines beside it.</param>
public sealed record LadderWords(string Title, string Description, string Left, string Box, string Right, ValueList<(string Label, string Time, string Note)> Rows);

/// <summary>
/// Draws a ladder as SVG that is readable at the width of a telephone. Its colours are attributes, good on white paper; a page's style
/// sheet replaces them by the classes <c>paper</c>, <c>lane</c>, <c>arrow</c>, <c>head</c>, <c>refusal</c> and <c>note</c>.
/// </summary>
public static class LadderPicture
{
    private const int Width = 360;
    private const int Top = 34;
    private const int RowHeight = 40;
    private const int LongestLabel = 21;
    private const int LongestNote = 24;
    private const int LongestHead = 16;
    private static readonly int[] Lanes = [50, 180, 310];

    /// <summary>The picture as a document of its own, which can also stand inside a page.</summary>
    public static string Draw(Ladder ladder, LadderWords words)
    {
        ArgumentNullException.ThrowIfNull(ladder);
        ArgumentNullException.ThrowIfNull(words);
        var height = Top + (RowHeight * ladder.Rows.Count) + 10;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""<svg xmlns="http://www.w3.org/2000/svg" class="ladder" viewBox="0 0 {Width} {height}" role="img" aria-labelledby="ladder-title ladder-what" font-family="system-ui, sans-serif" font-size="12">""");
        svg.Append(CultureInfo.InvariantCulture, $"""<title id="ladder-title">{Escape(words.Title)}</title><desc id="ladder-what">{Escape(words.Description)}</desc>""");
        svg.Append(CultureInfo.InvariantCulture, $"""<rect class="paper" width="{Width}" height="{height}" fill="#ffffff"/>""");
        foreach (var (lane, head) in Lanes.Zip([words.Left, words.Box, words.Right]))
        {
            svg.Append(CultureInfo.InvariantCulture, $"""<text x="{lane}" y="16" text-anchor="middle" font-weight="bold" fill="#1b1f24">{Escape(Cut(head, LongestHead))}</text>""");
            svg.Append(CultureInfo.InvariantCulture, $"""<path class="lane" d="M{lane} 24V{height}" stroke="#767f8c"/>""");
        }

        for (var i = 0; i < ladder.Rows.Count; i++)
            Draw(svg, ladder.Rows[i], words.Rows[i], Top + (RowHeight * i));
        return svg.Append("</svg>").ToString();
    }

    private static void Draw(StringBuilder svg, LadderRow row, (string Label, string Time, string Note) words, int y)
    {
        var (left, right) = row.IsRight ? (Lanes[1], Lanes[2]) : (Lanes[0], Lanes[1]);
        var (tip, back) = row.PointsRight ? (right, right - 8) : (left, left + 8);
        var (kind, colour) = row.Step.IsRefusal ? ("arrow refusal", "#a8071a") : ("arrow", "#0b57d0");
        var (line, beside) = (y + 22, (Lanes[0] + Lanes[2]) - ((left + right) / 2));
        svg.Append(CultureInfo.InvariantCulture, $"""<text x="{(left + right) / 2}" y="{y + 16}" text-anchor="middle" fill="#1b1f24">{Escape(Cut(words.Label, LongestLabel))}</text>""");
        var dashes = row.IsRepeat ? " stroke-dasharray=\"5 4\"" : "";
        svg.Append(CultureInfo.InvariantCulture, $"""<path class="{kind}" d="M{left} {line}H{right}" stroke="{colour}" stroke-width="2"{dashes}/>""");
        svg.Append(CultureInfo.InvariantCulture, $"""<path class="{kind} head" d="M{tip} {line}L{back} {line - 5}V{line + 5}Z" fill="{colour}"/>""");
        svg.Append(CultureInfo.InvariantCulture, $"""<text class="note" x="{beside}" y="{y + 17}" text-anchor="middle" font-size="11" fill="#4c5561">{Escape(Cut(words.Time, LongestNote))}</text>""");
        svg.Append(CultureInfo.InvariantCulture, $"""<text class="note" x="{beside}" y="{y + 31}" text-anchor="middle" font-size="11" fill="#4c5561">{Escape(Cut(words.Note, LongestNote))}</text>""");
    }

    private static string Cut(string text, int longest) => text.Length <= longest ? text : string.Concat(text.AsSpan(0, longest - 1), "…");

    /// <summary>XML 1.0 has no control characters, not even escaped ones; a peer's words may hold any.</summary>
    private static string Escape(string text)
    {
        var safe = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '<' => safe.Append("&lt;"),
                '>' => safe.Append("&gt;"),
                '&' => safe.Append("&amp;"),
                '"' => safe.Append("&quot;"),
                < 0x20 or (>= 0x7f and < 0xa0) or 0xfffe or 0xffff => safe.Append(' '),
                _ => safe.Append(rune),
            };
        }

        return safe.ToString();
    }
}

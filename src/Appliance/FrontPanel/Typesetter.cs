using System.Text;
using Hal.Screens;

namespace Appliance.FrontPanel;

/// <summary>Cuts and breaks text to the columns there are. Nothing it returns is wider than asked, but a single character.</summary>
internal static class Typesetter
{
    private const string Ellipsis = "…";

    // A line may not begin with these, nor end with those (the usual rule for Chinese).
    private const string NotFirst = "，。、；：！？）」』…％,.;:!?)%";
    private const string NotLast = "（「『(";

    /// <summary>The text, or as much of it as fits and an ellipsis.</summary>
    public static string Cut(string text, BitmapFont font, int width)
    {
        if (font.Measure(text) <= width)
            return text;
        var room = width - font.Measure(Ellipsis);
        var cut = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            room -= font.Find(rune).Width;
            if (room < 0)
                break;
            cut.Append(rune);
        }

        return $"{cut.ToString().TrimEnd()}{Ellipsis}";
    }

    /// <summary>The lines of a text: broken at spaces and between Chinese characters, in a word only where it is longer than a line.</summary>
    public static IReadOnlyList<string> Wrap(string text, BitmapFont font, int width)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var piece in Pieces(text))
        {
            if (font.Measure((line + piece).TrimEnd()) <= width)
            {
                line += piece;
                continue;
            }

            if (line.Trim() is not "")
                lines.Add(line.TrimEnd());
            line = piece.TrimStart();
            while (font.Measure(line.TrimEnd()) > width && Fitting(line, font, width) is var fitting && fitting < line.Length)
            {
                lines.Add(line[..fitting]);
                line = line[fitting..];
            }
        }

        if (line.Trim() is not "")
            lines.Add(line.TrimEnd());
        return lines;
    }

    /// <summary>What may not be torn apart: a word with the spaces after it, a Chinese character with its punctuation.</summary>
    private static IEnumerable<string> Pieces(string text)
    {
        var piece = new StringBuilder();
        Rune? before = null;
        foreach (var rune in text.EnumerateRunes())
        {
            if (before is { } last && MayBreak(last, rune))
            {
                yield return piece.ToString();
                piece.Clear();
            }

            piece.Append(rune);
            before = rune;
        }

        if (piece.Length > 0)
            yield return piece.ToString();
    }

    private static bool MayBreak(Rune before, Rune after) =>
        !IsIn(NotFirst, after) && !IsIn(NotLast, before) && !Rune.IsWhiteSpace(after)
        && (Rune.IsWhiteSpace(before) || IsIdeograph(before) || IsIdeograph(after));

    private static bool IsIn(string set, Rune rune) => rune.IsBmp && set.Contains((char)rune.Value, StringComparison.Ordinal);

    // From the CJK radicals on: ideographs, their punctuation, wide forms.
    private static bool IsIdeograph(Rune rune) => rune.Value >= 0x2E80;

    /// <summary>How many chars from the start fit, at least one character.</summary>
    private static int Fitting(string text, BitmapFont font, int width)
    {
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            width -= font.Find(rune).Width;
            if (width < 0 && length > 0)
                break;
            length += rune.Utf16SequenceLength;
        }

        return length;
    }
}

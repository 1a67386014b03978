namespace Appliance.Configuration;

/// <summary>
/// Finds what is nested more deeply than any setting is, in one pass over the text and before anything is built of it: names with many
/// dots, brackets in brackets.
/// </summary>
internal static class SettingsDepth
{
    /// <summary>The most parts of a name with dots, and the most brackets in brackets. Our own settings need four.</summary>
    public const int Most = 16;

    /// <summary>Where the first line is that goes deeper; null: there is none.</summary>
    public static Position? Find(ReadOnlySpan<string> lines)
    {
        var (quote, depth) = ('\0', 0);
        for (var i = 0; i < lines.Length; i++)
        {
            var isHeading = quote is '\0' && depth is 0 && lines[i].AsSpan().TrimStart() is ['[', ..];
            if (FindIn(lines[i], ref quote, ref depth) is { } column)
                return new(i + 1, column);
            // A heading that is not closed ends with its line nevertheless.
            if (isHeading)
                depth = 0;
        }

        return null;
    }

    /// <param name="line">The line.</param>
    /// <param name="quote">The mark of the text over several lines that it begins in; otherwise 0.</param>
    /// <param name="depth">The brackets it begins in.</param>
    private static int? FindIn(string line, ref char quote, ref int depth)
    {
        var dots = 0;
        for (var at = 0; at < line.Length; at++)
        {
            var letter = line[at];
            if (quote is not '\0')
            {
                SkipTo(line, ref at, ref quote);
                continue;
            }

            switch (letter)
            {
                case '#':
                    return null;
                case '"' or '\'' when IsTriple(line, at, letter):
                    quote = letter;
                    at += 2;
                    break;
                case '"' or '\'':
                    at = EndOf(line, at);
                    break;
                case '[' or '{':
                    (depth, dots) = (depth + 1, 0);
                    break;
                case ']' or '}':
                    (depth, dots) = (Math.Max(0, depth - 1), 0);
                    break;
                case '=' or ',':
                    dots = 0;
                    break;
                case '.':
                    dots++;
                    break;
            }

            if (depth > Most || dots >= Most)
                return at + 1;
        }

        return null;
    }

    /// <summary>One step inside a text over several lines.</summary>
    private static void SkipTo(string line, ref int at, ref char quote)
    {
        if (line[at] is '\\' && quote is '"')
        {
            at++;
        }
        else if (IsTriple(line, at, quote))
        {
            at += 2;
            // Up to two marks right before the end belong to the text.
            for (var more = 0; more < 2 && at + 1 < line.Length && line[at + 1] == quote; more++)
                at++;
            quote = '\0';
        }
    }

    private static bool IsTriple(string line, int at, char quote) => line.AsSpan(at) is [var a, var b, var c, ..] && a == quote && b == quote && c == quote;

    /// <summary>The place of the mark that ends a text, or the line's end.</summary>
    private static int EndOf(string line, int from)
    {
        var at = from + 1;
        while (at < line.Length && line[at] != line[from])
            at += line[at] is '\\' && line[from] is '"' ? 2 : 1;
        return at;
    }
}

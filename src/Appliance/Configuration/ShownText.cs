using System.Text;
using System.Text.RegularExpressions;

namespace Appliance.Configuration;

/// <summary>
/// The settings' text as it may be shown: a password that somebody wrote into it is dots. Such a text is never accepted, so that dots
/// never come back as a password, and nothing is lost where more than the password is dots.
/// </summary>
internal static partial class ShownText
{
    /// <summary>What stands for a password.</summary>
    public const string Dots = "\"•••\"";

    /// <summary>The text without passwords.</summary>
    public static string Of(string text)
    {
        StringBuilder? shown = null;
        var done = 0;
        for (var found = Entry().Match(text); found.Success;)
        {
            if (!IsSecret(found.ValueSpan))
            {
                found = found.NextMatch();
                continue;
            }

            var from = found.Index + found.Length;
            var end = EndOfValue(text, from, isInBraces: found.Value[0] is '{' or ',');
            (shown ??= new()).Append(text, done, from - done).Append(Dots);
            done = end;
            found = Entry().Match(text, end);
        }

        return shown?.Append(text, done, text.Length - done).ToString() ?? text;
    }

    /// <summary>Where the value ends that begins here: with its line, its brackets or its text over several lines, and before a comment.</summary>
    private static int EndOfValue(string text, int from, bool isInBraces)
    {
        var (at, depth) = (from, 0);
        for (; at < text.Length; at++)
        {
            if (depth is 0 && (text[at] is '\r' or '\n' || IsComment(text, at, from) || (isInBraces && text[at] is ',' or '}')))
                break;
            switch (text[at])
            {
                case '"' or '\'':
                    at = EndOfText(text, at) - 1;
                    break;
                case '#' when depth > 0:
                    at = (text.IndexOf('\n', at) is var next and >= 0 ? next : text.Length) - 1;
                    break;
                case '[' or '{':
                    depth++;
                    break;
                case ']' or '}':
                    depth = Math.Max(0, depth - 1);
                    break;
            }
        }

        while (at > from && at <= text.Length && text[at - 1] is ' ' or '\t')
            at--;
        return Math.Min(at, text.Length);
    }

    /// <summary>What follows # inside a password without quotation marks belongs to it, as far as anybody meant it.</summary>
    private static bool IsComment(string text, int at, int from) => text[at] is '#' && at > from && text[at - 1] is ' ' or '\t' or '"' or '\'' or ']' or '}';

    /// <summary>The place after a text in quotation marks; one that is not closed ends with its line, or with the file.</summary>
    private static int EndOfText(string text, int from)
    {
        var mark = text[from];
        var isLong = text.AsSpan(from) is [_, var second, var third, ..] && second == mark && third == mark;
        for (var at = from + (isLong ? 3 : 1); at < text.Length; at++)
        {
            if (text[at] is '\\' && mark is '"')
                at++;
            else if (!isLong && text[at] is '\r' or '\n')
                return at;
            else if (text[at] == mark && !isLong)
                return at + 1;
            else if (text[at] == mark && text.AsSpan(at) is [_, var b, var c, ..] && b == mark && c == mark)
                return text.AsSpan(at).IndexOfAnyExcept(mark) is var more and >= 0 ? at + more : text.Length;
        }

        return text.Length;
    }

    /// <summary>By the last part of a name with dots. One with escaped letters may be anything.</summary>
    private static bool IsSecret(ReadOnlySpan<char> entry)
    {
        var name = entry.TrimStart("{, \t").TrimEnd("= \t");
        return (name is ['"', ..] && name.Contains('\\')) || SectionReader.IsClearSecret(name[(name.LastIndexOf('.') + 1)..].Trim(" \t\"'").ToString());
    }

    [GeneratedRegex("""(?:^|[{,])[^=,{}\[\]#\r\n]*=[ \t]*""", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Entry();
}

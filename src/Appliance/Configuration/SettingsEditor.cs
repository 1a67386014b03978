using System.Globalization;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace Appliance.Configuration;

/// <summary>
/// Changes single settings in the text of the file and leaves every other character as its owner wrote it, comments above
/// all. A path is <c>office.country</c>, or with a repeated section <c>trunk.twilio.max-calls</c> (by its id or number) or
/// <c>trunk[2].max-calls</c> (by its place, from 1).
/// </summary>
public static class SettingsEditor
{
    private static readonly HashSet<string> Repeated = new(StringComparer.Ordinal)
    {
        "trunk", "extension", "pbx", "inbound", "dial-plan.rule", "dial-plan.emergency",
    };

    private static readonly HashSet<string> Single = new(StringComparer.Ordinal)
    {
        "office", "network", "network.address", "web.certificate", "media", "calls", "records", "dial-plan",
    };

    /// <summary>The text with one setting given another value or added, or null when the path leads nowhere or the text has faults.</summary>
    public static string? Set(string text, string path, SettingValue value)
    {
        if (Parse(text) is not { } document || Split(path) is not var (heading, entry, key) || key.Length is 0)
            return null;

        if (FindEntry(document, heading, entry, key) is { Value: { } old })
            return Spliced(text, old.Span, value.ToToml());

        var line = $"{key} = {value.ToToml()}";
        if (FindTable(document, heading, entry) is { } table)
            return WithLineAfter(text, EndOf(table), line);
        if (heading.LastIndexOf('.') is > 0 and var cut && FindTable(document, heading[..cut], entry) is { } parent && HasDotted(parent, heading[(cut + 1)..]))
            return WithLineAfter(text, EndOf(parent), $"{heading[(cut + 1)..]}.{line}");
        return Single.Contains(heading) ? Appended(text, [$"[{heading}]", line]) : null;
    }

    /// <summary>The text without one setting, or null when it is not there.</summary>
    public static string? Remove(string text, string path)
    {
        if (Parse(text) is not { } document || Split(path) is not var (heading, entry, key)
            || FindEntry(document, heading, entry, key) is not { Key: { } from, Value: { } to })
            return null;

        var start = text.LastIndexOf('\n', from.Span.Start.Offset) + 1;
        return text.Remove(start, NextLine(text, to.Span.End.Offset) - start);
    }

    /// <summary>The text with another repeated section at its end, for instance a new <c>[[extension]]</c>.</summary>
    public static string? Add(string text, string heading, IReadOnlyList<(string Key, SettingValue Value)> entries)
    {
        if (Parse(text) is null || !Repeated.Contains(heading))
            return null;
        return Appended(text, [$"[[{heading}]]", .. entries.Select(entry => $"{entry.Key} = {entry.Value.ToToml()}")]);
    }

    /// <summary>The text without a whole repeated section, comments inside it included: <c>extension.101</c>.</summary>
    public static string? RemoveSection(string text, string path)
    {
        if (Parse(text) is not { } document || Split(path + ".x") is not var (heading, entry, _)
            || !Repeated.Contains(heading) || FindTable(document, heading, entry) is not { } table)
            return null;

        var start = text.LastIndexOf('\n', Math.Max(0, table.Span.Start.Offset - 1)) + 1;
        return text.Remove(start, NextLine(text, EndOf(table)) - start);
    }

    /// <summary>
    /// The text with a repeated section at another place among its like, with the comments right above it: from 1, as they are counted in paths.
    /// Null when there is no such place.
    /// </summary>
    public static string? Move(string text, string heading, int from, int to)
    {
        if (Parse(text) is not { } document || !Repeated.Contains(heading))
            return null;

        var blocks = document.Tables.Where(table => NameOf(table) == heading).Select(table => BlockOf(text, table)).ToArray();
        if (from < 1 || from > blocks.Length || to < 1 || to > blocks.Length)
            return null;
        if (from == to)
            return text;

        var (start, end) = blocks[from - 1];
        var newline = NewlineOf(text);
        var block = text[start..end].TrimEnd('\r', '\n') + newline;
        var left = text.Remove(start, end - start);
        var (first, last) = blocks[to - 1];
        var at = to < from ? first : last - (end - start);
        var before = left[..at];
        if (before.Length > 0 && !before.EndsWith('\n'))
            before += newline;
        if (before.Length > 0 && !before.EndsWith(newline + newline, StringComparison.Ordinal))
            before += newline;
        var after = left[at..];
        return before + block + (after.Length > 0 ? newline : "") + after;
    }

    /// <summary>A section with the comments right above it and the empty lines below it.</summary>
    private static (int Start, int End) BlockOf(string text, TableSyntaxBase table)
    {
        var start = text.LastIndexOf('\n', Math.Max(0, table.Span.Start.Offset - 1)) + 1;
        while (start > 0 && text.LastIndexOf('\n', Math.Max(0, start - 2)) + 1 is var above && above < start && text.AsSpan(above, start - above).TrimStart() is ['#', ..])
            start = above;
        var end = NextLine(text, EndOf(table));
        while (end < text.Length && NextLine(text, end) is var below && text.AsSpan(end, below - end).Trim().IsEmpty)
            end = below;
        return (start, end);
    }

    private static string? NameOf(TableSyntaxBase table) => table.Name is { } name ? string.Join('.', SettingsTree.PathOf(name)) : null;

    private static DocumentSyntax? Parse(string text)
    {
        try
        {
            return SyntaxParser.Parse(text, "") is { HasErrors: false } document ? document : null;
        }
        catch (Tomlyn.TomlException)
        {
            return null;
        }
    }

    /// <summary>Into the heading, which of the sections under it, and the key.</summary>
    private static (string Heading, string Entry, string Key)? Split(string path)
    {
        var repeated = Repeated.FirstOrDefault(name => path.StartsWith(name, StringComparison.Ordinal) && path.Length > name.Length && path[name.Length] is '.' or '[');
        if (repeated is not null)
        {
            var rest = path[repeated.Length..];
            var dot = rest.LastIndexOf('.');
            return dot > 0 ? (repeated, rest[..dot], rest[(dot + 1)..]) : null;
        }

        var cut = path.LastIndexOf('.');
        return cut > 0 ? (path[..cut], "", path[(cut + 1)..]) : null;
    }

    private static TableSyntaxBase? FindTable(DocumentSyntax document, string heading, string entry)
    {
        var sections = document.Tables.Where(table => NameOf(table) == heading);
        if (entry.Length is 0)
            return sections.FirstOrDefault(table => table is TableSyntax);
        if (entry[0] is '[')
            return int.TryParse(entry.AsSpan().Trim("[]"), NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? sections.ElementAtOrDefault(place - 1) : null;

        return sections.FirstOrDefault(table => table.Items.Any(item =>
            item.Key is { } key && string.Join('.', SettingsTree.PathOf(key)) is "id" or "number" or "match"
            && item.Value is StringValueSyntax { Value: { } name } && name == entry[1..]));
    }

    private static KeyValueSyntax? FindEntry(DocumentSyntax document, string heading, string entry, string key)
    {
        if (entry.Length is 0)
        {
            var whole = $"{heading}.{key}";
            foreach (var item in document.KeyValues)
            {
                if (item.Key is { } name && string.Join('.', SettingsTree.PathOf(name)) == whole)
                    return item;
            }
        }

        if (FindItem(FindTable(document, heading, entry), key) is { } found)
            return found;

        // [network] with a line address.mode says the same as [network.address] with a line mode.
        var cut = heading.LastIndexOf('.');
        return cut > 0 && entry.Length is 0 ? FindItem(FindTable(document, heading[..cut], entry), $"{heading[(cut + 1)..]}.{key}") : null;
    }

    private static bool HasDotted(TableSyntaxBase table, string first) =>
        table.Items.Any(item => item.Key is { } name && SettingsTree.PathOf(name) is [var begin, _, ..] && begin == first);

    private static KeyValueSyntax? FindItem(TableSyntaxBase? table, string key) =>
        table?.Items.FirstOrDefault(item => item.Key is { } name && string.Join('.', SettingsTree.PathOf(name)) == key);

    private static int EndOf(TableSyntaxBase table)
    {
        var end = table.CloseBracket?.Span.End.Offset ?? table.Name?.Span.End.Offset ?? table.Span.Start.Offset;
        foreach (var item in table.Items)
            end = Math.Max(end, item.Value?.Span.End.Offset ?? end);
        return end;
    }

    private static string Spliced(string text, SourceSpan at, string value) =>
        string.Concat(text.AsSpan(0, at.Start.Offset), value, text.AsSpan(at.End.Offset + 1));

    private static string WithLineAfter(string text, int offset, string line)
    {
        var next = NextLine(text, offset);
        var ended = next > 0 && text[next - 1] is '\n';
        var newline = NewlineOf(text);
        return string.Concat(text.AsSpan(0, next), ended ? "" : newline, line + newline, text.AsSpan(next));
    }

    private static string Appended(string text, IEnumerable<string> lines)
    {
        var newline = NewlineOf(text);
        var body = text.Length is 0 || text.EndsWith('\n') ? text : text + newline;
        var gap = body.Length is 0 ? "" : newline;
        return body + gap + string.Join(newline, lines) + newline;
    }

    private static int NextLine(string text, int offset)
    {
        var end = offset >= text.Length ? -1 : text.IndexOf('\n', offset);
        return end < 0 ? text.Length : end + 1;
    }

    private static string NewlineOf(string text) => text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
}

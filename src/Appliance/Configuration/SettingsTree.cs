using System.Globalization;
using Tomlyn.Syntax;

namespace Appliance.Configuration;

/// <summary>Where something stands in the settings file, line and column from 1. Both 0: nowhere.</summary>
internal readonly record struct Position(int Line, int Column)
{
    internal static Position Of(SyntaxNodeBase node) => new(node.Span.Start.Line + 1, node.Span.Start.Column + 1);
}

/// <summary>The settings file as values with positions, before anything is known of their meaning.</summary>
internal abstract class SettingsNode(Position at)
{
    public Position At { get; } = at;

    /// <summary>A text, a whole number, a number with a fraction, or true/false. Null: written, but not readable.</summary>
    internal sealed class Scalar(Position at, object? value) : SettingsNode(at)
    {
        public object? Value { get; } = value;
    }

    /// <summary>A list in brackets, or the tables under one double-bracket heading.</summary>
    internal sealed class List(Position at) : SettingsNode(at)
    {
        public List<SettingsNode> Items { get; } = [];
    }

    /// <summary>A section or a table in braces.</summary>
    internal sealed class Table(Position at) : SettingsNode(at)
    {
        public Dictionary<string, (Position KeyAt, SettingsNode Value)> Entries { get; } = [];

        /// <summary>The last line that belongs to it.</summary>
        public int LastLine { get; set; } = at.Line;
    }
}

/// <summary>Turns Tomlyn's syntax tree into <see cref="SettingsNode"/>s. Whatever does not fit is left out: it has a fault of its own.</summary>
internal static class SettingsTree
{
    public static SettingsNode.Table From(DocumentSyntax document)
    {
        var root = new SettingsNode.Table(new(1, 1));
        foreach (var entry in document.KeyValues)
            Add(root, entry);

        foreach (var section in document.Tables)
        {
            if (section.Name is not { } name || name.DotKeys.ChildrenCount >= SettingsDepth.Most || Open(root, PathOf(name), section) is not { } table)
                continue;

            foreach (var entry in section.Items)
                Add(table, entry);
            table.LastLine = Math.Max(table.LastLine, section.Span.End.Line + 1);
        }

        return root;
    }

    /// <summary>The parts of a dotted key, without quotation marks.</summary>
    public static List<string> PathOf(KeySyntax key)
    {
        List<string> path = [TextOf(key.Key)];
        foreach (var part in key.DotKeys)
            path.Add(TextOf(part.Key));
        return path;
    }

    private static string TextOf(BareKeyOrStringValueSyntax? key) => key switch
    {
        BareKeySyntax bare => bare.Key?.Text ?? "",
        StringValueSyntax quoted => quoted.Value ?? "",
        _ => "",
    };

    private static SettingsNode.Table? Open(SettingsNode.Table root, List<string> path, TableSyntaxBase section)
    {
        var at = Position.Of(section);
        if (Descend(root, path, at) is not { } parent)
            return null;

        var last = path[^1];
        var table = new SettingsNode.Table(at);
        if (!parent.Entries.TryGetValue(last, out var known))
        {
            SettingsNode opened = table;
            if (section is TableArraySyntax)
                opened = new SettingsNode.List(at) { Items = { table } };
            parent.Entries[last] = (at, opened);
            return table;
        }

        switch (known.Value)
        {
            case SettingsNode.List list when section is TableArraySyntax:
                list.Items.Add(table);
                return table;
            case SettingsNode.Table already when section is TableSyntax:
                return already;
            default:
                return null;
        }
    }

    private static void Add(SettingsNode.Table table, KeyValueSyntax entry, int depth = 0)
    {
        if (entry.Key is not { } key || entry.Value is not { } value || key.DotKeys.ChildrenCount >= SettingsDepth.Most)
            return;

        var path = PathOf(key);
        var at = Position.Of(key);
        if (Descend(table, path, at) is { } parent)
            parent.Entries.TryAdd(path[^1], (at, ValueOf(value, depth)));
    }

    private static SettingsNode.Table? Descend(SettingsNode.Table from, List<string> path, Position at)
    {
        foreach (var part in path.Take(path.Count - 1))
        {
            if (!from.Entries.TryGetValue(part, out var known))
            {
                var made = new SettingsNode.Table(at);
                from.Entries[part] = (at, made);
                from = made;
                continue;
            }

            var next = known.Value switch
            {
                SettingsNode.Table table => table,
                SettingsNode.List { Items: [.., SettingsNode.Table last] } => last,
                _ => null,
            };
            if (next is null)
                return null;
            from = next;
        }

        return from;
    }

    private static SettingsNode ValueOf(ValueSyntax value, int depth)
    {
        var at = Position.Of(value);
        switch (value)
        {
            case ArraySyntax or InlineTableSyntax when depth > SettingsDepth.Most:
                return new SettingsNode.Scalar(at, null);
            case ArraySyntax array:
                var list = new SettingsNode.List(at);
                foreach (var item in array.Items)
                {
                    if (item.Value is { } element)
                        list.Items.Add(ValueOf(element, depth + 1));
                }

                return list;
            case InlineTableSyntax inline:
                var table = new SettingsNode.Table(at) { LastLine = inline.Span.End.Line + 1 };
                foreach (var item in inline.Items)
                {
                    if (item.KeyValue is { } entry)
                        Add(table, entry, depth + 1);
                }

                return table;
            default:
                return new SettingsNode.Scalar(at, ScalarOf(value));
        }
    }

    private static object? ScalarOf(ValueSyntax value) => value switch
    {
        StringValueSyntax text => text.Value,
        IntegerValueSyntax number => number.Value,
        FloatValueSyntax number => number.Value,
        BooleanValueSyntax flag => flag.Value,
        DateTimeValueSyntax date => Convert.ToString(date.Value, CultureInfo.InvariantCulture),
        _ => null,
    };
}

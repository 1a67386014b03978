using System.Collections.Immutable;
using System.Globalization;

namespace Appliance.Configuration;

/// <summary>Whether a line stays, goes or comes.</summary>
public enum LineFate
{
    /// <summary>It is in both texts.</summary>
    Stays,

    /// <summary>It is in the old text alone.</summary>
    Goes,

    /// <summary>It is in the new text alone.</summary>
    Comes,

    /// <summary>Lines that stay are left out here.</summary>
    Gap,
}

/// <summary>A line of a difference.</summary>
/// <param name="Fate">What becomes of it.</param>
/// <param name="Old">Its number in the old text, from 1; 0: it has none.</param>
/// <param name="Now">Its number in the new text, from 1; 0: it has none.</param>
/// <param name="Text">What it says, a password as dots.</param>
public sealed record DifferenceLine(LineFate Fate, int Old, int Now, string Text);

/// <summary>A setting that differs.</summary>
/// <param name="Path">As <see cref="SettingsEditor"/> names it: <c>trunk.twilio.max-calls</c>; of a whole section <c>extension.103</c>.</param>
/// <param name="Before">Its value as written; null: it was not written.</param>
/// <param name="After">Its value as it will be written; null: it will not be.</param>
public sealed record SettingChange(string Path, string? Before, string? After);

/// <summary>What differs between two texts of the settings, for people: line by line and setting by setting.</summary>
/// <param name="Lines">The lines that differ, with two around them.</param>
/// <param name="Changes">The settings that differ; none when only comments or spaces do.</param>
public sealed record SettingsDifference(ValueList<DifferenceLine> Lines, ValueList<SettingChange> Changes)
{
    private const int Around = 2;

    /// <summary>True when the texts say the same in the same words.</summary>
    public bool IsEmpty => Lines.IsEmpty;

    /// <summary>What differs between these texts.</summary>
    public static SettingsDifference Between(string old, string now)
    {
        string[] before = LineDifference.LinesOf(ShownText.Of(old)), after = LineDifference.LinesOf(ShownText.Of(now));
        return new(LinesOf(before, after, LineDifference.Between(before, after)), ChangesOf(SettingsLeaves.Of(old), SettingsLeaves.Of(now)));
    }

    private static ValueList<DifferenceLine> LinesOf(string[] before, string[] after, ImmutableArray<LineHunk> hunks)
    {
        List<DifferenceLine> lines = [];
        var shown = 0;
        for (var i = 0; i < hunks.Length; i++)
        {
            var hunk = hunks[i];
            var from = Math.Max(shown, hunk.OldAt - Around);
            if (from > shown)
                lines.Add(new(LineFate.Gap, 0, 0, ""));
            Stay(from, hunk.OldAt, hunk.NewAt - hunk.OldAt);
            for (var at = hunk.OldAt; at < hunk.OldEnd; at++)
                lines.Add(new(LineFate.Goes, at + 1, 0, before[at]));
            for (var at = hunk.NewAt; at < hunk.NewEnd; at++)
                lines.Add(new(LineFate.Comes, 0, at + 1, after[at]));
            var next = i + 1 < hunks.Length ? hunks[i + 1].OldAt : before.Length;
            shown = Math.Min(next, hunk.OldEnd + Around);
            Stay(hunk.OldEnd, shown, hunk.NewEnd - hunk.OldEnd);
        }

        if (hunks.Length > 0 && shown < before.Length)
            lines.Add(new(LineFate.Gap, 0, 0, ""));
        return ValueList.Create<DifferenceLine>([.. lines]);

        void Stay(int start, int end, int shift)
        {
            for (var at = start; at < end; at++)
                lines.Add(new(LineFate.Stays, at + 1, at + 1 + shift, before[at]));
        }
    }

    private static ValueList<SettingChange> ChangesOf(SettingsLeaves before, SettingsLeaves after)
    {
        List<SettingChange> changes = [];
        foreach (var (section, leaves) in before.Sections)
        {
            if (!after.Sections.TryGetValue(section, out var now))
            {
                changes.Add(new(section, Sum(leaves), null));
                continue;
            }

            foreach (var (path, value) in leaves)
            {
                if (now.GetValueOrDefault(path) is var other && other != value)
                    changes.Add(new(path, value, other));
            }

            changes.AddRange(now.Where(leaf => !leaves.ContainsKey(leaf.Key)).Select(leaf => new SettingChange(leaf.Key, null, leaf.Value)));
        }

        changes.AddRange(after.Sections.Where(section => !before.Sections.ContainsKey(section.Key)).SelectMany(section => section.Key.Length is 0 || !after.IsRepeated(section.Key)
            ? section.Value.Select(leaf => new SettingChange(leaf.Key, null, leaf.Value))
            : [new SettingChange(section.Key, null, Sum(section.Value))]));
        foreach (var (heading, order) in before.Orders)
        {
            var now = after.Orders.GetValueOrDefault(heading, []);
            if (!order.Where(now.Contains).SequenceEqual(now.Where(order.Contains)))
                changes.Add(new(heading, string.Join(", ", order), string.Join(", ", now)));
        }

        return ValueList.Create<SettingChange>([.. changes]);
    }

    private static string Sum(IReadOnlyDictionary<string, string> leaves) =>
        string.Join("; ", leaves.Select(leaf => string.Create(CultureInfo.InvariantCulture, $"{leaf.Key[(leaf.Key.LastIndexOf('.') + 1)..]} = {leaf.Value}")));
}

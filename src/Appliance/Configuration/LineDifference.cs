using System.Collections.Immutable;

namespace Appliance.Configuration;

/// <summary>Some lines of an old text that gave way to some lines of a new one; places count from 0.</summary>
internal readonly record struct LineHunk(int OldAt, int OldCount, int NewAt, int NewCount)
{
    public int OldEnd => OldAt + OldCount;

    public int NewEnd => NewAt + NewCount;
}

/// <summary>
/// Which lines differ between two texts: the shortest script of E. W. Myers, "An O(ND) Difference Algorithm and Its Variations" (1986).
/// Texts that differ in more than a thousand lines differ as a whole.
/// </summary>
internal static class LineDifference
{
    private const int MostSteps = 1000;

    /// <summary>The lines of a text without their ends.</summary>
    public static string[] LinesOf(string text)
    {
        if (text.Length is 0)
            return [];
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        return lines[^1].Length is 0 ? lines[..^1] : lines;
    }

    /// <summary>What differs, in order.</summary>
    public static ImmutableArray<LineHunk> Between(ReadOnlySpan<string> old, ReadOnlySpan<string> now)
    {
        var start = old.CommonPrefixLength(now);
        var (oldEnd, newEnd) = (old.Length, now.Length);
        while (oldEnd > start && newEnd > start && old[oldEnd - 1] == now[newEnd - 1])
            (oldEnd, newEnd) = (oldEnd - 1, newEnd - 1);
        if (oldEnd == start && newEnd == start)
            return [];

        var inner = Script(old[start..oldEnd], now[start..newEnd]) ?? [new LineHunk(0, oldEnd - start, 0, newEnd - start)];
        return [.. inner.Select(hunk => hunk with { OldAt = hunk.OldAt + start, NewAt = hunk.NewAt + start })];
    }

    /// <summary>
    /// The text with both changes in it, that of <paramref name="theirs"/> and that of <paramref name="mine"/>; null when they touch the
    /// same or neighbouring lines, so that a person has to choose. Lines end as in <paramref name="theirs"/>.
    /// </summary>
    public static string? Merge(string from, string theirs, string mine)
    {
        string[] before = LinesOf(from), their = LinesOf(theirs), own = LinesOf(mine);
        var (left, right) = (Between(before, their), Between(before, own));
        if (left.Any(one => right.Any(other => one.OldAt <= other.OldEnd && other.OldAt <= one.OldEnd)))
            return null;

        List<string> merged = [];
        var at = 0;
        foreach (var (hunk, lines) in left.Select(hunk => (hunk, their)).Concat(right.Select(hunk => (hunk, own))).OrderBy(one => one.hunk.OldAt))
        {
            merged.AddRange(before[at..hunk.OldAt]);
            merged.AddRange(lines[hunk.NewAt..hunk.NewEnd]);
            at = hunk.OldEnd;
        }

        merged.AddRange(before[at..]);
        return WithNewlinesOf(theirs, string.Concat(merged.Select(static line => line + "\n")));
    }

    /// <summary>The text with the line ends of another: browsers send forms with CR LF whatever the file had.</summary>
    public static string WithNewlinesOf(string other, string text) =>
        text.ReplaceLineEndings(other.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n");

    private static List<LineHunk>? Script(ReadOnlySpan<string> old, ReadOnlySpan<string> now)
    {
        var most = Math.Min(MostSteps, old.Length + now.Length);
        var reached = new int[(2 * most) + 3];
        List<int[]> trace = [];
        for (var step = 0; step <= most; step++)
        {
            trace.Add(reached[(most + 1 - step)..(most + 2 + step)]);
            for (var diagonal = -step; diagonal <= step; diagonal += 2)
            {
                var at = diagonal + most + 1;
                var x = diagonal == -step || (diagonal != step && reached[at - 1] < reached[at + 1]) ? reached[at + 1] : reached[at - 1] + 1;
                var y = x - diagonal;
                while (x < old.Length && y < now.Length && old[x] == now[y])
                    (x, y) = (x + 1, y + 1);
                reached[at] = x;
                if (x >= old.Length && y >= now.Length)
                    return Hunks(trace, old.Length, now.Length);
            }
        }

        return null;
    }

    /// <summary>Back along the way that was found, from the end of both texts.</summary>
    private static List<LineHunk> Hunks(List<int[]> trace, int x, int y)
    {
        List<LineHunk> hunks = [];
        for (var step = trace.Count - 1; step > 0; step--)
        {
            // What the step before had reached lies in the copy taken at the beginning of this one, its middle being diagonal 0.
            var before = trace[step];
            int Reached(int diagonal) => Math.Abs(diagonal) <= step ? before[diagonal + step] : 0;
            var diagonal = x - y;
            var isAdded = diagonal == -step || (diagonal != step && Reached(diagonal - 1) < Reached(diagonal + 1));
            var from = isAdded ? diagonal + 1 : diagonal - 1;
            var (oldAt, newAt) = (Reached(from), Reached(from) - from);
            Add(hunks, isAdded ? new(oldAt, 0, newAt, 1) : new(oldAt, 1, newAt, 0));
            (x, y) = (oldAt, newAt);
        }

        hunks.Reverse();
        return hunks;
    }

    /// <summary>Hunks come from the last to the first; neighbours are one.</summary>
    private static void Add(List<LineHunk> hunks, LineHunk hunk)
    {
        if (hunks is [.., var next] && next.OldAt == hunk.OldEnd && next.NewAt == hunk.NewEnd)
            hunks[^1] = new(hunk.OldAt, hunk.OldCount + next.OldCount, hunk.NewAt, hunk.NewCount + next.NewCount);
        else
            hunks.Add(hunk);
    }
}

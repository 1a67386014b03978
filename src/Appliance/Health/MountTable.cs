namespace Appliance.Health;

/// <summary>What <c>/proc/self/mounts</c> says of a folder.</summary>
public static class MountTable
{
    /// <summary>True when the file system that the folder lies on takes no writes. False when the table does not tell.</summary>
    public static bool IsReadOnly(string table, string folder)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(folder);
        var (depth, isReadOnly) = (-1, false);
        foreach (var line in table.Split('\n'))
        {
            // Device, folder, kind, options. Of two on one folder the later hides the earlier.
            if (line.Split(' ') is not [_, var mounted, _, var options, ..] || !Holds(Plain(mounted), folder) || Plain(mounted).Length < depth)
                continue;
            (depth, isReadOnly) = (Plain(mounted).Length, options.Split(',').Contains("ro", StringComparer.Ordinal));
        }

        return isReadOnly;
    }

    private static bool Holds(string mounted, string folder) =>
        mounted is "/" || folder == mounted || (folder.StartsWith(mounted, StringComparison.Ordinal) && folder[mounted.Length] is '/');

    /// <summary>The kernel writes a space as \040, and so on (proc(5)).</summary>
    private static string Plain(string mounted) =>
        mounted.Replace("\\040", " ", StringComparison.Ordinal).Replace("\\011", "\t", StringComparison.Ordinal).Replace("\\134", "\\", StringComparison.Ordinal);
}

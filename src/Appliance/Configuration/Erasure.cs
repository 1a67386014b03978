namespace Appliance.Configuration;

/// <summary>Makes a box new: takes everything of its own out of the data folder, and leaves what is not its own.</summary>
public static class Erasure
{
    // The owner's file last: while it stands, an interrupted erasing goes on at the next start.
    private static readonly string[] Own =
    [
        "secrets", "revisions", "calls-in-progress", "announcements", "certificates",
        "calls.db*", "access.json*", "access.key*", "audit.jsonl*", "*.pem", SettingsStore.FileName + "*", "last-address*", "media.socket*", OwnerFile.FileName + "*",
    ];

    /// <summary>Erases. Null: done; otherwise why not, and what is left is erased at the next start.</summary>
    public static string? Erase(string dataFolder)
    {
        try
        {
            var folder = new DirectoryInfo(dataFolder);
            foreach (var name in Own)
            {
                foreach (var found in folder.EnumerateFileSystemInfos(name).ToArray())
                {
                    if (found is DirectoryInfo { LinkTarget: null } whole)
                        whole.Delete(recursive: true);
                    else
                        found.Delete();
                }
            }

            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return $"{dataFolder} could not be erased: {fault.Message}";
        }
    }
}

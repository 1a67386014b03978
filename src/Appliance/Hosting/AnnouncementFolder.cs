namespace Appliance.Hosting;

/// <summary>Puts the announcements of the office's language where the media engine plays from. What the office recorded itself stays.</summary>
internal static class AnnouncementFolder
{
    /// <summary>The folder to play from. A card that cannot be written leaves it as it is.</summary>
    public static string Prepare(string dataFolder, string language)
    {
        var folder = Path.Combine(dataFolder, "announcements");
        var shipped = Path.Combine(AppContext.BaseDirectory, "Announcements", language);
        try
        {
            Directory.CreateDirectory(folder);
            foreach (var file in Directory.Exists(shipped) ? Directory.GetFiles(shipped, "*.wav") : [])
            {
                var mine = Path.Combine(folder, Path.GetFileName(file));
                if (!File.Exists(mine))
                    File.Copy(file, mine);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // A full card must not keep the box from calling; it only stays silent where it would speak.
        }

        return folder;
    }
}

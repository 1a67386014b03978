namespace Guest.Bed;

/// <summary>Where the sources are, and where a run leaves its logs.</summary>
public static class SourceTree
{
    /// <summary>The root of the source tree.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The folder of this run's logs and pictures: <c>artifacts/guest</c>.</summary>
    public static string Artifacts => Directory.CreateDirectory(Path.Combine(Root, "artifacts", "guest")).FullName;

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Appliance.sln")))
                return folder.FullName;
        }

        return AppContext.BaseDirectory;
    }
}

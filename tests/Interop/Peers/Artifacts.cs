namespace Interop.Peers;

/// <summary>Where the logs of a run are kept: <c>artifacts/interop</c> at the root of the tree.</summary>
public static class Artifacts
{
    private static readonly string Root = FindRoot();

    /// <summary>The root of the source tree.</summary>
    public static string Tree => Root;

    /// <summary>An empty folder for one bed.</summary>
    public static string Folder(string bed)
    {
        var folder = Path.Combine(Root, "artifacts", "interop", bed);
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        return Directory.CreateDirectory(folder).FullName;
    }

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

namespace Interop.Peers;

/// <summary>Files that another program is still writing, and files made from the ones beside this code.</summary>
public static class TextFile
{
    /// <summary>What is in a file now; nothing when it is not there.</summary>
    public static string ReadShared(string path)
    {
        if (!File.Exists(path))
            return "";
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>Writes all files of <c>Peers/<paramref name="source"/></c> into a folder, with the words between at-signs filled in.</summary>
    public static void Fill(string source, string destination, IReadOnlyDictionary<string, string> words)
    {
        Directory.CreateDirectory(destination);
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Peers", source)))
        {
            var text = words.Aggregate(File.ReadAllText(file), (text, word) => text.Replace($"@{word.Key}@", word.Value, StringComparison.Ordinal));
            File.WriteAllText(Path.Combine(destination, Path.GetFileName(file)), text);
        }
    }
}

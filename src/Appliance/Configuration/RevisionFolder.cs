using System.Collections.Immutable;
using System.Globalization;

namespace Appliance.Configuration;

/// <summary>The last accepted texts, one file each, numbered.</summary>
internal sealed class RevisionFolder(string folder, SafeFile files)
{
    /// <summary>How many are kept.</summary>
    public const int Kept = 20;

    /// <summary>The newest first.</summary>
    public ImmutableArray<SettingsRevision> All
    {
        get
        {
            if (!Directory.Exists(folder))
                return [];

            return
            [
                .. new DirectoryInfo(folder).EnumerateFiles("*.toml")
                    .Where(file => long.TryParse(Path.GetFileNameWithoutExtension(file.Name), NumberStyles.None, CultureInfo.InvariantCulture, out _))
                    .Select(file => new SettingsRevision(long.Parse(Path.GetFileNameWithoutExtension(file.Name), CultureInfo.InvariantCulture), new DateTimeOffset(file.LastWriteTimeUtc)))
                    .OrderByDescending(revision => revision.Number),
            ];
        }
    }

    public string? Read(long number)
    {
        try
        {
            return File.ReadAllText(FileOf(number));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> when it cannot be written.</summary>
    public void Save(long number, string text)
    {
        Directory.CreateDirectory(folder);
        files.Replace(FileOf(number), text, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        foreach (var old in All.Skip(Kept))
            SafeFile.Discard(FileOf(old.Number));
    }

    public void Discard(long number) => SafeFile.Discard(FileOf(number));

    private string FileOf(long number) => Path.Combine(folder, number.ToString("000000", CultureInfo.InvariantCulture) + ".toml");
}

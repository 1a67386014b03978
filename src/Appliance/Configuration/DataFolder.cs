namespace Appliance.Configuration;

/// <summary>The folder of settings, secrets and records, which nobody but the box's account and its group may look into.</summary>
internal static class DataFolder
{
    /// <summary>Makes it where it is not there. Throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.</summary>
    public static void Make(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute);
    }
}

using System.Runtime.InteropServices;
using System.Text;

namespace Appliance.Configuration;

/// <summary>
/// Replaces whole files so that a reader, a crash or a power cut finds either the old text or the new one: a new file
/// beside the old, written through to the card, then renamed over it, then the folder written through.
/// </summary>
internal sealed partial class SafeFile(Func<string, FileStreamOptions, Stream>? open = null)
{
    private const string Unfinished = ".new";

    private readonly Func<string, FileStreamOptions, Stream> _open = open ?? ((path, options) => new FileStream(path, options));

    /// <summary>Writes the text in UTF-8. Throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>; the old file then stands as it was.</summary>
    public void Replace(string path, string text, UnixFileMode mode)
    {
        var beside = path + Unfinished;
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = mode;

        File.Delete(beside);
        try
        {
            using (var file = _open(beside, options))
            {
                file.Write(Encoding.UTF8.GetBytes(text));
                if (file is FileStream real)
                    real.Flush(flushToDisk: true);
                else
                    file.Flush();
            }

            File.Move(beside, path, overwrite: true);
        }
        catch
        {
            Discard(beside);
            throw;
        }

        FlushFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>Deletes a file; one that cannot be deleted is left.</summary>
    public static void Discard(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The caller is already telling of a worse fault, or the file is merely old.
        }
    }

    /// <summary>The sentence for a failed write.</summary>
    public static string Explain(Exception fault, string path) => fault switch
    {
        UnauthorizedAccessException => $"The box may not write to {path}. Give the account it runs under the right to write there.",
        IOException { HResult: NoSpace } => $"There is no room left to write {path}. Delete something, or use a larger card.",
        DirectoryNotFoundException => $"The folder of {path} is not there. Create it, or start the box with another data folder.",
        _ => $"{path} could not be written. The card may be full, worn out or read-only.",
    };

    private static void FlushFolder(string folder)
    {
        if (!OperatingSystem.IsLinux())
            return;

        var handle = OpenFolder(folder, ReadOnlyDirectory);
        if (handle < 0)
            return;
        _ = Flush(handle);
        _ = Close(handle);
    }

    // ENOSPC of Linux, which .NET puts into HResult as it is.
    private const int NoSpace = 28;

    // O_RDONLY | O_CLOEXEC of Linux on all our processors.
    private const int ReadOnlyDirectory = 0x80000;

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFolder(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Flush(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);
}

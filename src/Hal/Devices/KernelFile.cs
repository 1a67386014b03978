using System.Text;

namespace Hal.Devices;

/// <summary>Reads and writes the small text files in which the kernel shows its devices. Each is written with one system call, as the kernel wants it.</summary>
internal static class KernelFile
{
    /// <summary>Longer is not taken by the kernel in one piece.</summary>
    public const int Most = 4096;

    /// <summary>Writes a file that is there already.</summary>
    public static void Write(string path, string text)
    {
        using var file = new FileStream(path, FileMode.Truncate, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        file.Write(Encoding.ASCII.GetBytes(text));
    }

    /// <summary>Reads a file without its last line end.</summary>
    public static string Read(string path) => File.ReadAllText(path).TrimEnd('\n');

    /// <summary>Reads a file with a whole number; null when there is no such file or something else in it.</summary>
    public static long? TryReadNumber(string path)
    {
        try
        {
            return long.TryParse(Read(path), out var number) ? number : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

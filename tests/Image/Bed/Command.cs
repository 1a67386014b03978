using System.Diagnostics;

namespace Image.Bed;

/// <summary>Programs of this computer.</summary>
internal static class Command
{
    /// <summary>Runs one and gives back what it wrote; fails when it ends with anything but 0.</summary>
    public static string Run(string program, params string[] words)
    {
        var (output, code) = Try(program, words);
        return code is 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', words)} ended with {code}.");
    }

    /// <summary>Runs one and gives back how it ended.</summary>
    public static int Ended(string program, params string[] words) => Try(program, words).Code;

    private static (string Output, int Code) Try(string program, string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo(program, words) { UseShellExecute = false, RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (output, process.ExitCode);
    }
}

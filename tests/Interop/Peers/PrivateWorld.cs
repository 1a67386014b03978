using System.Diagnostics;

namespace Interop.Peers;

/// <summary>The namespaces (network, processes, mounts) in which all peers and the box run.</summary>
public static class PrivateWorld
{
    private const string Mark = "LANDLINE_INTEROP_INSIDE";

    private static readonly string[] Programs = ["unshare", "ip", "baresip", "sipp", "kamailio", "rtpengine", "dnsmasq"];

    /// <summary>Whether this process is inside already.</summary>
    public static bool IsInside => Environment.GetEnvironmentVariable(Mark) == "1";

    /// <summary>Where <c>.ci/interop-setup</c> keeps the chroots.</summary>
    public static string Cache => Environment.GetEnvironmentVariable("LANDLINE_INTEROP") ?? "/var/cache/landline-interop";

    /// <summary>What this machine lacks, a sentence each; empty when the tests can run.</summary>
    public static IReadOnlyList<string> Missing()
    {
        var missing = new List<string>();
        if (!string.Equals(Environment.UserName, "root", StringComparison.Ordinal))
            missing.Add("The interop tests make network namespaces: run them as root.");

        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin").Append("/sbin").ToArray();
        var absent = Programs.Where(program => !folders.Any(folder => File.Exists(Path.Combine(folder, program)))).ToArray();
        if (absent.Length > 0)
            missing.Add($"Not installed: {string.Join(", ", absent)}. Run .ci/interop-setup once.");

        foreach (var chroot in (string[])["asterisk-22", "asterisk-16"])
        {
            if (!File.Exists(Path.Combine(Cache, chroot, ".complete")))
                missing.Add($"No {chroot} in {Cache}. Run .ci/interop-setup once.");
        }

        return missing;
    }

    /// <summary>Runs this program again, inside; ends with it.</summary>
    public static int Enter(string[] arguments)
    {
        var start = new ProcessStartInfo("unshare") { UseShellExecute = false };
        foreach (var word in (string[])["--net", "--pid", "--fork", "--kill-child", "--mount", "--mount-proc", Environment.ProcessPath!, .. arguments])
            start.ArgumentList.Add(word);
        start.Environment[Mark] = "1";

        using var inside = Process.Start(start)!;
        inside.WaitForExit();
        return inside.ExitCode;
    }

    /// <summary>Gives the new network its loopback interface.</summary>
    public static void Furnish() => Ip("link", "set", "lo", "up");

    /// <summary>Runs <c>ip</c> and demands success.</summary>
    public static void Ip(params string[] words)
    {
        var start = new ProcessStartInfo("ip") { UseShellExecute = false, RedirectStandardError = true };
        foreach (var word in words)
            start.ArgumentList.Add(word);

        using var ip = Process.Start(start)!;
        var complaint = ip.StandardError.ReadToEnd();
        ip.WaitForExit();
        if (ip.ExitCode != 0)
            throw new InvalidOperationException($"ip {string.Join(' ', words)}: {complaint}");
    }
}

using System.Diagnostics;

namespace Interop.Peers;

/// <summary>The namespaces (network, processes, mounts) in which all peers and the box run.</summary>
public static class PrivateWorld
{
    /// <summary>The office's network: a bridge.</summary>
    public const string Office = "office";

    /// <summary>The world's network: a bridge.</summary>
    public const string World = "world";

    private const string Mark = "LANDLINE_INTEROP_INSIDE";

    private const string Names = "/run/netns/hosts";

    private static readonly string[] Chroots = ["asterisk-22", "asterisk-16"];

    private static int _plugs;

    private static readonly string[] Programs = ["unshare", "ip", "baresip", "sipp", "kamailio", "rtpengine", "dnsmasq", "lldpd", "pebble", "caddy"];

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

        foreach (var chroot in Chroots)
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

    /// <summary>Lays the two networks, the office and the world; the tests themselves sit in both.</summary>
    public static void Furnish()
    {
        Directory.CreateDirectory("/run/netns");
        Run("mount", "-t", "tmpfs", "landline-interop", "/run/netns");
        File.WriteAllText(Names, "127.0.0.1 localhost\n");
        foreach (var chroot in Chroots)
        {
            File.AppendAllText(Path.Combine(Cache, chroot, "etc/hosts"), "");
            Run("mount", "--bind", Names, Path.Combine(Cache, chroot, "etc/hosts"));
        }

        Ip("link", "set", "lo", "up");
        foreach (var (bridge, hardware, address) in ((string, string, string)[])[(Office, "02:00:00:00:19:fe", "198.19.255.254/16"), (World, "02:00:00:00:18:fe", "198.18.255.254/16")])
        {
            // Without an address of its own a bridge takes its ports' lowest, and changes it as hosts come and go: what is on its
            // way to the old one is lost, and the events of phones with it.
            Ip("link", "add", bridge, "address", hardware, "type", "bridge");
            Ip("address", "add", address, "dev", bridge);
            Ip("link", "set", bridge, "up");
        }
    }

    /// <summary>Tells the programs in the chroots where a name is, until it is told otherwise.</summary>
    public static void Name(string name, string address) => File.WriteAllText(Names, $"127.0.0.1 localhost\n{address} {name}\n");

    /// <summary>A name for the next cable's end in a bridge.</summary>
    public static string NextPlug() => "plug" + Interlocked.Increment(ref _plugs);

    /// <summary>Runs <c>ip</c> and demands success.</summary>
    public static void Ip(params string[] words) => Run("ip", words);

    private static void Run(string program, params string[] words)
    {
        var start = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardError = true };
        foreach (var word in words)
            start.ArgumentList.Add(word);

        using var process = Process.Start(start)!;
        var complaint = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', words)}: {complaint}");
    }
}

using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Interop.Sound;

namespace Interop.Peers;

/// <summary>An Asterisk in one of the chroots, with a configuration from the folder of its role.</summary>
public sealed class AsteriskPeer : IAsyncDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(30);

    private readonly string _root;
    private readonly string _inside;
    private readonly string _artifacts;
    private readonly PeerProcess _process;
    private int _begin;

    private AsteriskPeer(string root, string inside, string artifacts, PeerProcess process)
        => (_root, _inside, _artifacts, _process) = (root, inside, artifacts, process);

    /// <summary>Its folder for recordings, spool and log, as this program sees it.</summary>
    public string Folder => _root + _inside;

    /// <summary>What it has logged: notices, warnings, errors and the dial plan's Verbose lines.</summary>
    public string Log => TextFile.ReadShared(Path.Combine(Folder, "messages"));

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <param name="host">Where it runs.</param>
    /// <param name="name">What the test calls it.</param>
    /// <param name="chroot">Which chroot: <c>asterisk-22</c> or <c>asterisk-16</c>.</param>
    /// <param name="role">The folder of its configuration under <c>Peers</c>.</param>
    /// <param name="artifacts">Where its logs are kept.</param>
    /// <param name="words">What to fill in.</param>
    /// <param name="over">A further folder, whose files take the place of those of the role; none.</param>
    public static async Task<AsteriskPeer> StartAsync(Host host, string name, string chroot, string role, string artifacts, IReadOnlyDictionary<string, string> words, string? over = null)
    {
        var root = Path.Combine(PrivateWorld.Cache, chroot);
        var inside = "/tmp/landline-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        Directory.CreateDirectory(root + inside + "/spool/outgoing");
        var all = new Dictionary<string, string>(words, StringComparer.Ordinal) { ["ETC"] = inside + "/etc", ["RUN"] = inside };
        TextFile.Fill("Asterisk", root + inside + "/etc", all);
        TextFile.Fill(role, root + inside + "/etc", all);
        if (over is not null)
            TextFile.Fill(over, root + inside + "/etc", all);

        var process = PeerProcess.Start(host, name, artifacts, "chroot", root, "asterisk", "-f", "-n", "-C", inside + "/etc/asterisk.conf");
        var peer = new AsteriskPeer(root, inside, artifacts, process);
        await process.ReadyAsync(() => peer.Log.Contains("Asterisk Ready", StringComparison.Ordinal), StartTime);
        return peer;
    }

    /// <summary>Runs one command of its console.</summary>
    public Task<string> CommandAsync(string command)
        => PeerProcess.RunAsync("chroot", _root, "asterisk", "-C", _inside + "/etc/asterisk.conf", "-rx", command);

    /// <summary>Ends all calls and waits until there are none.</summary>
    public async Task QuietAsync()
    {
        for (var looks = 0; looks < 20 && !(await CommandAsync("core show channels count")).Contains("0 active channels", StringComparison.Ordinal); looks++)
        {
            await CommandAsync("channel request hangup all");
            await Eventually.PassAsync(TimeSpan.FromMilliseconds(200));
        }
    }

    /// <summary>A test begins: what was logged before belongs to others.</summary>
    public void Begin() => _begin = Log.Length;

    /// <summary>Waits for a line in its log since the test began.</summary>
    public Task<Match> WroteAsync(string pattern, TimeSpan within) => Eventually.Async(
        () => Regex.Match(Log[_begin..], pattern, RegexOptions.Multiline, TimeSpan.FromSeconds(1)) is { Success: true } match ? match : null,
        within,
        () => $"{_process.Name} did not log /{pattern}/. Its log ends:\n{string.Join('\n', Log.Split('\n').TakeLast(20))}");

    /// <summary>Has it make a call: a call file as Asterisk's spool takes them.</summary>
    public void Originate(params string[] lines)
    {
        var name = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4)) + ".call";
        var draft = Path.Combine(Folder, name);
        File.WriteAllText(draft, string.Join('\n', lines) + "\n");
        File.Move(draft, Path.Combine(Folder, "spool/outgoing", name));
    }

    /// <summary>A recording it has made and finished.</summary>
    public Task<WavFile> RecordingAsync(string name) => Eventually.Async(
        () => Finished(Path.Combine(Folder, name + ".wav")),
        TimeSpan.FromSeconds(10),
        () => $"{_process.Name} has not finished the recording {name}");

    /// <summary>Throws away a recording of an earlier call.</summary>
    public void Forget(string name) => File.Delete(Path.Combine(Folder, name + ".wav"));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        foreach (var file in Directory.GetFiles(Folder).Where(file => file.EndsWith(".wav", StringComparison.Ordinal) || file.EndsWith("messages", StringComparison.Ordinal)))
            File.Copy(file, Path.Combine(_artifacts, _process.Name + "-" + Path.GetFileName(file)), overwrite: true);
        Directory.Delete(Folder, recursive: true);
    }

    // Asterisk writes the length into the header when it closes the file.
    private static WavFile? Finished(string path)
        => WavFile.Read(path) is { Samples.Length: > 0 } sound && WavFile.DeclaredLength(path) > 0 ? sound : null;
}

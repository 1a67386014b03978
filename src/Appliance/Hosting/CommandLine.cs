using Appliance.Configuration;

namespace Appliance.Hosting;

/// <summary>What the program was asked to do.</summary>
public abstract record CommandLine
{
    /// <summary>How to call the program, in plain words.</summary>
    public const string Help = """
        Landline: an office's telephones on Twilio.

          appliance [--data DIR]                     run the box (default data folder: ./data, on a box /var/lib/landline)
                    [--boot DIR]                     where the card's boot partition is (default /boot/firmware): RESET-PASSWORD.txt
                    [--own-network]                  this computer is the box alone: set its address as the settings say
                    [--network-files DIR]            where systemd-networkd reads (default /etc/systemd/network)
          appliance panel [--at URL] [--data DIR]    show the front panel of the box on this machine, with its buttons as keys
          appliance practice [--once]                carry one practice call through the box and tell its story
          appliance secret set NAME [--data DIR]     keep a password under this name; it is read from standard input
          appliance check FILE                       read a settings file and list every fault in it
          appliance media ...                        the voice engine; started by the box itself
          appliance version                          which version this is
        """;

    private CommandLine()
    {
    }

    /// <summary>Run the box on this data folder.</summary>
    /// <param name="DataFolder">Where everything is kept.</param>
    /// <param name="BootFolder">The card's boot partition, where the reset file may lie; null: there is none.</param>
    /// <param name="OwnsNetwork">True on a computer that belongs to the box alone: it may set the computer's address.</param>
    /// <param name="NetworkFolder">The folder in which it then writes for systemd-networkd.</param>
    public sealed record Run(string DataFolder, string? BootFolder, bool OwnsNetwork, string NetworkFolder = "/etc/systemd/network") : CommandLine;

    /// <summary>The media engine's role.</summary>
    public sealed record Media(string[] Arguments) : CommandLine;

    /// <summary>The practice call; <paramref name="Once"/> ends with 0 or 1.</summary>
    public sealed record Practice(bool Once) : CommandLine;

    /// <summary>Show the panel of a running box; <paramref name="At"/> is its page, or null: as this data folder's settings say.</summary>
    public sealed record Panel(Uri? At, string DataFolder) : CommandLine;

    /// <summary>List the faults of a settings file.</summary>
    public sealed record Check(string File) : CommandLine;

    /// <summary>Keep a secret.</summary>
    public sealed record KeepSecret(string Name, string DataFolder) : CommandLine;

    /// <summary>Say the version.</summary>
    public sealed record Version : CommandLine;

    /// <summary>Say how to call the program; <paramref name="Fault"/> is a sentence, or null when help was asked for.</summary>
    public sealed record Usage(string? Fault) : CommandLine;

    /// <summary>Reads the arguments.</summary>
    public static CommandLine Read(string[] arguments) => arguments switch
    {
        [] => new Run(DefaultDataFolder, DefaultBootFolder, OwnsNetwork: false),
        [['-', '-', ..] and not ("--version" or "--help"), ..] => ReadRun(arguments, new Run(DefaultDataFolder, DefaultBootFolder, OwnsNetwork: false)),
        ["media", .. var rest] => new Media(rest),
        ["practice"] => new Practice(Once: false),
        ["practice", "--once"] => new Practice(Once: true),
        ["panel", .. var rest] => ReadPanel(rest),
        ["check", var file] => new Check(file),
        ["secret", "set", var name] => new KeepSecret(name, DefaultDataFolder),
        ["secret", "set", var name, "--data", var folder] when folder.Length > 0 => new KeepSecret(name, Path.GetFullPath(folder)),
        ["version"] or ["--version"] => new Version(),
        ["help"] or ["--help"] or ["-h"] => new Usage(null),
        _ => new Usage($"\"{string.Join(' ', arguments)}\" is not understood."),
    };

    private static CommandLine ReadRun(string[] rest, Run read) => rest switch
    {
        [] => read,
        ["--data", { Length: > 0 } folder, .. var more] => ReadRun(more, read with { DataFolder = Path.GetFullPath(folder) }),
        ["--boot", { Length: > 0 } folder, .. var more] => ReadRun(more, read with { BootFolder = Path.GetFullPath(folder) }),
        ["--network-files", { Length: > 0 } folder, .. var more] => ReadRun(more, read with { NetworkFolder = Path.GetFullPath(folder) }),
        ["--own-network", .. var more] => ReadRun(more, read with { OwnsNetwork = true }),
        _ => new Usage($"\"{string.Join(' ', rest)}\" is not understood."),
    };

    private static CommandLine ReadPanel(string[] rest) => rest switch
    {
        [] => new Panel(null, DefaultDataFolder),
        ["--at", var url] when Uri.TryCreate(url, UriKind.Absolute, out var at) && at.Scheme is "http" or "https" => new Panel(at, DefaultDataFolder),
        ["--data", var folder] when folder.Length > 0 => new Panel(null, Path.GetFullPath(folder)),
        _ => new Usage($"\"panel {string.Join(' ', rest)}\" is not understood."),
    };

    private static string? DefaultBootFolder => Directory.Exists(ResetFile.UsualFolder) ? ResetFile.UsualFolder : null;

    private static string DefaultDataFolder =>
        Directory.Exists("/var/lib/landline") ? "/var/lib/landline" : Path.GetFullPath("data");
}

using System.Diagnostics;
using System.Net.Sockets;

namespace Guest.Bed;

/// <summary>
/// A machine with a front panel: Debian's arm64 kernel in QEMU, a simulated GPIO chip, lamps of the LED class, an SSD1306 on an I2C bus,
/// and the program as it is published. One for all tests.
/// </summary>
/// <remarks>
/// Its clock goes by what it executes, 1000 million instructions a second, about one core of a Raspberry Pi 3: a busy computer makes
/// the tests slow, but what is measured inside the guest stays the same.
/// </remarks>
public sealed class Machine : IAsyncLifetime
{
    private readonly string _sockets = Directory.CreateTempSubdirectory("guest-").FullName;
    private Process? _qemu;

    /// <summary>Its shell.</summary>
    public GuestShell Shell { get; private set; } = null!;

    /// <summary>The lines of its chips.</summary>
    public Lines Lines { get; private set; } = null!;

    /// <summary>Its screen.</summary>
    public Screen Screen { get; private set; } = null!;

    /// <summary>Where <c>.ci/guest-setup</c> keeps the machine.</summary>
    public static string Cache => Path.Combine(Environment.GetEnvironmentVariable("LANDLINE_GUEST") ?? "/var/cache/landline-guest", "machine");

    /// <summary>Its address in the office's network.</summary>
    public const string Address = "198.51.100.7";

    /// <summary>What this computer lacks, a sentence each; empty when the tests can run.</summary>
    public static IReadOnlyList<string> Missing() =>
        [.. from part in (string[])["Image", "guest.cpio", "guest.dtb"] where !File.Exists(Path.Combine(Cache, part)) select $"No {part} in {Cache}. Run .ci/guest-setup once."];

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        var published = Environment.GetEnvironmentVariable("LANDLINE_PUBLISHED") ?? await PublishAsync();
        var memory = Path.Combine(_sockets, "initrd");
        await CommandAsync("/bin/sh", "-c", """
            cd "$1" && mkdir -p "$3/root" && ln -sfn "$1" "$3/root/app" && cp "$2" "$4" && cd "$3/root" && find -L app | LC_ALL=C sort | cpio -o -L -H newc --quiet >>"$4"
            """, "sh", published, Path.Combine(Cache, "guest.cpio"), _sockets, memory);
        _qemu = Start(memory);
        Shell = new GuestShell(await ConnectAsync("control"));
        Lines = new Lines(Shell);
        Screen = new Screen(await ConnectAsync("screen"));
        await Shell.RunAsync("touch /run/host", TimeSpan.FromMinutes(3));
        File.Delete(memory);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_qemu is not null)
        {
            _qemu.Kill();
            await _qemu.WaitForExitAsync();
            _qemu.Dispose();
        }

        if (Shell is not null)
            await Shell.DisposeAsync();
        if (Screen is not null)
        {
            Screen.Keep(Path.Combine(SourceTree.Artifacts, $"screen-{Environment.ProcessId}.txt"));
            await Screen.DisposeAsync();
        }

        Directory.Delete(_sockets, recursive: true);
    }

    private static async Task<string> PublishAsync()
    {
        var folder = Path.Combine(SourceTree.Artifacts, "published");
        await CommandAsync("dotnet", "publish", Path.Combine(SourceTree.Root, "src", "Appliance"), "-c", "Release", "-r", "linux-arm64", "--self-contained", "-o", folder, "-v", "q");
        return folder;
    }

    private static async Task CommandAsync(params string[] command)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { UseShellExecute = false, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{command[0]} ended with {process.ExitCode}: {output}");
    }

    private Process Start(string memory) => Process.Start(new ProcessStartInfo("qemu-system-aarch64",
    [
        "-M", "virt,gic-version=2", "-cpu", "cortex-a53", "-smp", "1", "-m", "768", "-icount", "shift=0", "-nodefaults", "-display", "none", "-no-reboot",
        "-kernel", Path.Combine(Cache, "Image"), "-dtb", Path.Combine(Cache, "guest.dtb"), "-initrd", memory,
        "-append", "console=ttyAMA0 quiet audit=0 panic=-1",
        "-serial", "file:" + Path.Combine(SourceTree.Artifacts, $"console-{Environment.ProcessId}.log"),
        "-netdev", "user,id=office,net=198.51.100.0/24,restrict=on", "-device", "virtio-net-pci,netdev=office,romfile=",
        "-device", "virtio-serial-pci",
        "-chardev", $"socket,id=control,path={Path.Combine(_sockets, "control")},server=on,wait=off", "-device", "virtserialport,chardev=control,name=control",
        "-chardev", $"socket,id=screen,path={Path.Combine(_sockets, "screen")},server=on,wait=off", "-device", "virtserialport,chardev=screen,name=screen",
    ]))!;

    private Task<Socket> ConnectAsync(string name) => Eventually.Async(
        () =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                socket.Connect(new UnixDomainSocketEndPoint(Path.Combine(_sockets, name)));
                return socket;
            }
            catch (SocketException)
            {
                socket.Dispose();
                return null;
            }
        },
        TimeSpan.FromSeconds(20),
        () => $"QEMU did not open its {name}; it {(_qemu is { HasExited: true } ? $"ended with {_qemu.ExitCode}" : "runs")}.");
}

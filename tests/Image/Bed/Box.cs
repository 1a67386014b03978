using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Guest.Bed;

namespace Image.Bed;

/// <summary>
/// A box with a card in it, in QEMU: U-Boot, the card's own boot script, kernel and system. Its network gives addresses by DHCP, and its
/// page and SIP ports can be reached from here. The shell is a unit that QEMU brings by its firmware; the image has none.
/// </summary>
public sealed class Box : IAsyncDisposable
{
    /// <summary>What starts first in QEMU's machine.</summary>
    public const string Firmware = "/usr/lib/u-boot/qemu_arm64/u-boot.bin";

    /// <summary>Its network card's.</summary>
    public const string HardwareAddress = "52:54:00:12:34:56";

    private readonly Process _qemu;
    private readonly string _console;
    private readonly string _folder;
    private GuestShell? _shell;

    private Box(Process qemu, string console, string folder, int page, int sip) => (_qemu, _console, _folder, PagePort, SipPort) = (qemu, console, folder, page, sip);

    /// <summary>Its page's port on this computer.</summary>
    public int PagePort { get; }

    /// <summary>Its SIP port (TCP) on this computer.</summary>
    public int SipPort { get; }

    /// <summary>All that it printed on its console.</summary>
    public string Console
    {
        get
        {
            using var reader = new StreamReader(new FileStream(_console, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            return reader.ReadToEnd();
        }
    }

    /// <summary>Switches a box on.</summary>
    /// <param name="card">The card in it.</param>
    /// <param name="name">What its console's log is called.</param>
    /// <param name="disks">Files that are further disks, by their names in <c>/dev/disk/by-id/virtio-NAME</c>; they are only read.</param>
    public static Box Start(Card card, string name, params string[] disks) => Start(card, name, new BoxParts { Disks = disks });

    /// <summary>Switches a box on.</summary>
    /// <param name="card">The card in it.</param>
    /// <param name="name">What its console's log is called.</param>
    /// <param name="parts">What else it is plugged into.</param>
    public static Box Start(Card card, string name, BoxParts parts)
    {
        var console = Path.Combine(Logs(), $"{name}.log");
        File.WriteAllText(console, "");
        var control = Path.Combine(card.Folder, "control");
        File.Delete(control);
        File.Delete(Path.Combine(card.Folder, "screen"));
        var (page, sip) = (FreePort(), FreePort());
        var qemu = Process.Start(new ProcessStartInfo("qemu-system-aarch64",
        [
            "-M", "virt,gic-version=2", "-cpu", "cortex-a53", "-smp", "2", "-m", "1024", "-nodefaults", "-no-user-config", "-display", "none",
            "-bios", Firmware, "-serial", $"file:{console}",
            // U-Boot counts from the last.
            .. parts.Disks.SelectMany((file, at) => (string[])["-drive", $"if=none,id=disk{at},format=raw,readonly=on,file={file}", "-device", $"virtio-blk-device,drive=disk{at},serial={Path.GetFileNameWithoutExtension(file)}"]),
            "-blockdev", $"driver=file,node-name=file,filename={card.Path}", "-blockdev", $"driver=raw,node-name={(parts.WriteLog is null ? "card" : "whole")},file=file",
            .. parts.WriteLog is { } log
                ? (string[])["-blockdev", $"driver=file,node-name=log,filename={log}", "-blockdev", "driver=blklogwrites,node-name=card,file=whole,log=log,log-super-update-interval=1"]
                : [],
            "-device", "virtio-blk-device,drive=card",
            "-netdev", parts.Cable is not { } cable
                ? $"user,id=office,restrict=on,hostfwd=tcp:127.0.0.1:{page}-:8080,hostfwd=tcp:127.0.0.1:{sip}-:5060"
                : $"tap,id=office,ifname={cable},script=no,downscript=no",
            "-device", $"virtio-net-device,netdev=office,mac={HardwareAddress}",
            "-device", "virtio-serial-device", "-chardev", $"socket,id=control,path={control},server=on,wait=off", "-device", "virtserialport,chardev=control,name=control",
            "-chardev", $"socket,id=screen,path={Path.Combine(card.Folder, "screen")},server=on,wait=off", "-device", "virtserialport,chardev=screen,name=screen",
            "-fw_cfg", $"name=opt/io.systemd.credentials/systemd.extra-unit.t.service,file={Path.Combine(AppContext.BaseDirectory, "Bed", "shell.service")}",
        ]))!;
        return new Box(qemu, console, card.Folder, page, sip);
    }

    /// <summary>Waits until the console has a line with this text, and gives it back.</summary>
    public Task<string> SaysAsync(string text, TimeSpan within) => Eventually.Async(
        () => Console.Split('\n').LastOrDefault(line => line.Contains(text, StringComparison.Ordinal))?.Trim(),
        within,
        () => $"the console never said \"{text}\"; its end: {Console[^Math.Min(1500, Console.Length)..]}");

    /// <summary>Its shell, for what takes it whole.</summary>
    public async Task<GuestShell> ShellAsync() => _shell ??= new GuestShell(await ConnectAsync("control"));

    /// <summary>What comes out of it by the port that a screen's pictures go to.</summary>
    public Task<Socket> ScreenAsync() => ConnectAsync("screen");

    /// <summary>Runs a command in the box as root; fails when it ends with anything but 0.</summary>
    public async Task<string> RunAsync(string command)
    {
        var shell = await ShellAsync();
        return (await shell.RunAsync(command, TimeSpan.FromMinutes(12))).Trim();
    }

    /// <summary>Has it shut down and start again; its shell is another one then.</summary>
    public async Task RestartAsync()
    {
        await RunAsync("systemctl reboot --no-block");
        await _shell!.DisposeAsync();
        _shell = null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_shell is not null)
            await _shell.DisposeAsync();
        _qemu.Kill();
        await _qemu.WaitForExitAsync();
        _qemu.Dispose();
    }

    private static string Logs()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder.Parent is { } parent && !File.Exists(Path.Combine(folder.FullName, "Appliance.sln")))
            folder = parent;
        return Directory.CreateDirectory(Path.Combine(folder.FullName, "artifacts", "image-tests")).FullName;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private Task<Socket> ConnectAsync(string port) => Eventually.Async(
        () =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                socket.Connect(new UnixDomainSocketEndPoint(Path.Combine(_folder, port)));
                return socket;
            }
            catch (SocketException)
            {
                socket.Dispose();
                return null;
            }
        },
        TimeSpan.FromSeconds(20),
        () => $"QEMU did not open the box's {port}");
}

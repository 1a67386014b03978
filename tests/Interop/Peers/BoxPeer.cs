using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Interop.Peers;

/// <summary>The box itself, the program as it is shipped, between office and world.</summary>
public sealed class BoxPeer : IAsyncDisposable
{
    private readonly PeerProcess _process;

    private BoxPeer(PeerProcess process, Host host, string data) => (_process, Host, Data) = (process, host, data);

    /// <summary>Its computer.</summary>
    public Host Host { get; }

    /// <summary>Its data folder.</summary>
    public string Data { get; }

    /// <summary>All it has said.</summary>
    public string Log => _process.Log;

    /// <summary>Starts it and waits until phones can reach it.</summary>
    /// <param name="block">Whose addresses.</param>
    /// <param name="artifacts">The bed's folder.</param>
    /// <param name="settings">The text of <c>appliance.toml</c>.</param>
    /// <param name="secrets">Its secrets by name.</param>
    public static async Task<BoxPeer> StartAsync(AddressBlock block, string artifacts, string settings, IReadOnlyDictionary<string, string> secrets)
    {
        var data = Directory.CreateDirectory(Path.Combine(artifacts, "data")).FullName;
        await File.WriteAllTextAsync(Path.Combine(data, "appliance.toml"), settings);
        var safe = Directory.CreateDirectory(Path.Combine(data, "secrets"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
        foreach (var (name, secret) in secrets)
        {
            var file = Path.Combine(safe, name);
            await File.WriteAllTextAsync(file, secret + "\n");
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        var host = Host.Create(block, "box", [block.BoxInside], [block.BoxOutside]);
        var process = PeerProcess.Start(host, "box", artifacts, "dotnet", Program, "--data", data);
        await process.ReadyAsync(() => Sockets.Accepts(block.BoxInside, 5060), TimeSpan.FromSeconds(30));
        return new BoxPeer(process, host, data);
    }

    /// <summary>Starts it on a host that is there already and waits until it runs.</summary>
    /// <param name="host">Where.</param>
    /// <param name="artifacts">The bed's folder.</param>
    /// <param name="settings">The text of <c>appliance.toml</c>.</param>
    /// <param name="root">A certificate to believe besides the system's, or null.</param>
    public static async Task<BoxPeer> StartAsync(Host host, string artifacts, string settings, string? root = null)
    {
        var data = Directory.CreateDirectory(Path.Combine(artifacts, "data")).FullName;
        await File.WriteAllTextAsync(Path.Combine(data, "appliance.toml"), settings);
        if (root is not null)
            File.Copy(root, Path.Combine(Directory.CreateDirectory(Path.Combine(data, "certificates")).FullName, "root.pem"));
        var process = PeerProcess.Start(host, "box", artifacts, "dotnet", Program, "--data", data);
        await process.WroteAsync("Landline .* is running", TimeSpan.FromSeconds(30));
        return new BoxPeer(process, host, data);
    }

    /// <summary>Starts it on a computer that is the box alone: it sets that computer's address itself.</summary>
    /// <param name="host">Where; its cable is in the office.</param>
    /// <param name="artifacts">The bed's folder.</param>
    /// <param name="settings">The text of <c>appliance.toml</c>, or null: as it was left there.</param>
    public static async Task<BoxPeer> StartAloneAsync(Host host, string artifacts, string? settings)
    {
        var data = Directory.CreateDirectory(Path.Combine(artifacts, "data")).FullName;
        var files = Directory.CreateDirectory(Path.Combine(artifacts, "networkd")).FullName;
        if (settings is not null)
            await File.WriteAllTextAsync(Path.Combine(data, "appliance.toml"), settings);

        // In place of systemd-networkd, which has no bus here: the same file, read when told so, given to the same card.
        var control = Path.Combine(files, "networkctl");
        await File.WriteAllTextAsync(
            control,
            $"""
            #!/bin/sh
            address=$(sed -n 's/^Address=//p' {files}/10-landline.network)
            gateway=$(sed -n 's/^Gateway=//p' {files}/10-landline.network)
            [ -n "$address" ] || exit 0
            ip address flush dev {Host.OfficeWire} && ip address add "$address" dev {Host.OfficeWire} && ip route replace default via "$gateway"

            """);
        File.SetUnixFileMode(control, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var process = PeerProcess.Start(
            host, "box", artifacts, "env", $"PATH={files}:{Environment.GetEnvironmentVariable("PATH")}", "dotnet", Program, "--data", data, "--own-network", "--network-files", files);
        await process.WroteAsync("Landline .* is running", TimeSpan.FromSeconds(60));
        return new BoxPeer(process, host, data);
    }

    /// <summary>Ends it at once, as a power cut would.</summary>
    public void Kill() => _process.Kill();

    /// <summary>The picture on its own screen, as whoever stands before it sees it.</summary>
    public async Task<string> PhotographAsync()
    {
        var file = Path.Combine(Data, "..", "panel.png");
        await PeerProcess.RunAsync(Host.Command("curl", "--silent", "--show-error", "--max-time", "10", "--output", file, "http://127.0.0.1:8080/panel/frame.png"));
        return file;
    }

    /// <summary>The address in the code on its screen, waited for.</summary>
    public async Task<Uri> CodeAsync()
    {
        for (var tries = 0; tries < 40; tries++)
        {
            if (await PanelCode.ReadAsync(await PhotographAsync()) is { } code)
                return code;
            await Eventually.PassAsync(TimeSpan.FromMilliseconds(500));
        }

        throw new TimeoutException($"The screen shows no code. The box says: {Log}");
    }

    /// <summary>Waits for a line of its output.</summary>
    public Task<Match> WroteAsync(string pattern, TimeSpan within) => _process.WroteAsync(pattern, within);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _process.DisposeAsync();

    // Built beside the tests, in the same configuration.
    private static string Program
    {
        get
        {
            var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
            var folder = Path.Combine(Artifacts.Tree, "src", "Appliance", "bin", configuration, $"net{Environment.Version.Major}.0");
            return Directory.GetFiles(folder, "*ppliance.dll") is [var program, ..]
                ? program
                : throw new FileNotFoundException($"The box has not been built for {RuntimeInformation.FrameworkDescription} in {folder}.");
        }
    }
}

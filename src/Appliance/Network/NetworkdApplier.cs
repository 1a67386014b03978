using System.ComponentModel;
using System.Diagnostics;
using Appliance.Configuration;
using Appliance.FrontPanel;

namespace Appliance.Network;

/// <summary>
/// Sets the network of a box by files for systemd-networkd. Only for a computer that belongs to the box alone. What is on
/// trial is written here too; when the box starts, the settings write over it.
/// </summary>
/// <param name="folder">Where the files go: <c>/etc/systemd/network</c>, or <c>/run/systemd/network</c> where that is read-only.</param>
/// <param name="program">The program that tells networkd, <c>networkctl</c>.</param>
/// <param name="asked">The socket at which somebody tells networkd who may, where the box's account may not; without it the program is run.</param>
public sealed class NetworkdApplier(string folder, string program = "networkctl", string asked = AskedNetworkd.UsualSocket) : IAddressApplier
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // networkd reads its files under an account of its own.
    private const UnixFileMode ForEverybody = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly SafeFile _files = new();

    // Set while networkd has not taken what the files say.
    private bool _isUntold;

    /// <inheritdoc/>
    public bool CanChange => true;

    /// <inheritdoc/>
    public async Task<string?> ApplyAsync(AddressWish wish, string card, CancellationToken stop)
    {
        var before = TextOf(NetworkdFile.Names[0]);
        try
        {
            if (!Write(wish, card) && !_isUntold)
                return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return SafeFile.Explain(fault, folder);
        }

        _isUntold = true;
        if (await TellAsync(["reload"], stop) is { } why)
            return why;
        _isUntold = false;

        // A VLAN's interface stays when its file goes, and keeps its address.
        return NameIn(before) is { } old && old != NameIn(TextOf(NetworkdFile.Names[0])) ? await TellAsync(["delete", old], stop) : null;
    }

    /// <summary>False: the files say it already.</summary>
    private bool Write(AddressWish wish, string card)
    {
        var wanted = NetworkdFile.Write(wish, card);
        var unwanted = NetworkdFile.Names.Where(name => wanted.All(file => file.Name != name) && File.Exists(Path.Combine(folder, name))).ToArray();
        var different = wanted.Where(file => TextOf(file.Name) != file.Text).ToArray();
        if (unwanted.Length is 0 && different.Length is 0)
            return false;

        Directory.CreateDirectory(folder);
        foreach (var file in different)
            _files.Replace(Path.Combine(folder, file.Name), file.Text, ForEverybody);
        foreach (var name in unwanted)
            File.Delete(Path.Combine(folder, name));
        return true;
    }

    private async Task<string?> TellAsync(string[] arguments, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        if (File.Exists(asked))
            return await AskedNetworkd.AskAsync(asked, arguments, patience.Token);

        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true });
            if (process is null)
                return $"{program} could not be started.";

            try
            {
                var said = process.StandardError.ReadToEndAsync(patience.Token);
                _ = process.StandardOutput.ReadToEndAsync(patience.Token);
                await process.WaitForExitAsync(patience.Token);
                return process.ExitCode is 0 ? null : $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {FirstLine(await said)}";
            }
            catch (OperationCanceledException) when (!stop.IsCancellationRequested)
            {
                process.Kill();
                return $"{program} {string.Join(' ', arguments)} did not end within {Patience.TotalSeconds} s.";
            }
        }
        catch (Win32Exception fault)
        {
            return $"{program} could not be started: {fault.Message}";
        }
    }

    private static string FirstLine(string said) => said.Split('\n')[0].Trim();

    private static string? NameIn(string netdev) =>
        netdev.Split('\n').FirstOrDefault(line => line.StartsWith("Name=", StringComparison.Ordinal))?["Name=".Length..];

    private string TextOf(string name)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, name));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}

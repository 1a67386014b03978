using System.Globalization;
using Guest.Bed;
using Image.Bed;

namespace Image;

/// <summary>One life of a card: updates it must refuse, one that it takes, and one that it gives up by itself.</summary>
public sealed class UpdateTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    [Fact]
    public async Task A_signed_update_is_taken_a_strange_or_changed_one_refused_and_one_that_falls_over_given_up()
    {
        using var card = new Card();
        await using var box = Box.Start(card, "update", Update("landline"), Update("crashing"), Update("somebody"));
        await box.SaysAsync("slot A is good", Patience);

        var strange = await InstallAsync(box, "somebody");
        Assert.Contains("signature", strange, StringComparison.OrdinalIgnoreCase);

        // Four bytes in the middle of the root: the signature still fits, the sums of the blocks do not.
        var changed = await InstallAsync(box, "landline", "printf XXXX | dd of=/var/lib/card/update.raucb bs=1 seek=80000000 conv=notrunc status=none");
        Assert.DoesNotContain("succeeded", changed, StringComparison.Ordinal);
        Assert.Contains("BOOT_A_LEFT=3", await box.RunAsync("fw_printenv"), StringComparison.Ordinal);

        Assert.Contains("succeeded", await InstallAsync(box, "landline"), StringComparison.Ordinal);
        await box.RestartAsync();
        await box.SaysAsync("slot B is good", Patience);
        Assert.Contains("landline.slot=B", await box.RunAsync("cat /proc/cmdline"), StringComparison.Ordinal);

        Assert.Contains("succeeded", await InstallAsync(box, "crashing"), StringComparison.Ordinal);
        await box.RestartAsync();
        var why = await box.SaysAsync("an earlier version was given up", Patience);
        Assert.Contains("its program fell", why, StringComparison.Ordinal);
        Assert.Equal(3, box.Console.Split("slot A is not well: its program fell").Length - 1);
        await Eventually.Async(
            () => box.Console.Split("slot B is good").Length > 2 ? "" : null, Patience, () => "slot B did not come back");
    }

    private static string Update(string name) => Path.Combine(Path.GetDirectoryName(Card.Image)!, $"{name}.raucb");

    /// <summary>Brings an update on a disk of its own, and gives back what RAUC said of it.</summary>
    private static async Task<string> InstallAsync(Box box, string name, string then = "true")
    {
        var bytes = new FileInfo(Update(name)).Length.ToString(CultureInfo.InvariantCulture);
        return await box.RunAsync($"head -c {bytes} /dev/disk/by-id/virtio-{name} >/var/lib/card/update.raucb && {then}; timeout 600 rauc install /var/lib/card/update.raucb; rm -f /var/lib/card/update.raucb");
    }
}

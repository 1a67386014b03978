using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;
using System.Text;
using System.Text.RegularExpressions;
using Image.Bed;

namespace Image;

/// <summary>
/// The power of a box is cut at a hundred instants of its first hour: at its first start, while a secret is written again and again, and
/// while an update is written to the other slot. What a card keeps of what was not flushed is a matter of chance.
/// </summary>
[Trait("when", "nightly")]
public sealed partial class PowerCutTests
{
    private const int Sector = 512;
    private const int Cuts = 100;

    // Large enough for an update beside what is there; the smaller, the sooner it is copied.
    private const long Size = 1700L << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task Whenever_the_power_goes_a_slot_starts_and_the_secret_is_the_newest_or_the_one_before()
    {
        using var card = new Card(Size);
        using var before = Card.CopyOf(card.Path);
        var file = Path.Combine(card.Folder, "writes");
        await File.WriteAllBytesAsync(file, [], TestContext.Current.CancellationToken);

        // What was there for certain: from this entry on, at least this secret.
        List<(int From, int Secret)> kept = [(0, 0)];
        await using (var box = Box.Start(card, "power-cuts", new BoxParts { WriteLog = file, Disks = [Path.Combine(Path.GetDirectoryName(Card.Image)!, "landline.raucb")] }))
        {
            await box.SaysAsync("is good", Patience);
            await box.RunAsync($"head -c {new FileInfo(Path.Combine(Path.GetDirectoryName(Card.Image)!, "landline.raucb")).Length} /dev/disk/by-id/virtio-landline >/var/lib/card/update.raucb; systemd-run -q --unit=installing rauc install /var/lib/card/update.raucb");
            for (var secret = 1; ; secret++)
            {
                await box.RunAsync($"printf 'secret-{secret:000}' | setpriv --reuid landline --regid landline --clear-groups /usr/lib/landline/app/appliance secret set probe --data /var/lib/landline");
                kept.Add((WriteLog.Count(file), secret));
                if (secret >= 8 && await box.RunAsync("systemctl is-active installing || true") is not "active")
                    break;
            }

            Assert.Contains("BOOT_ORDER=B A", await box.RunAsync("sync; fw_printenv"), StringComparison.Ordinal);
        }

        var log = WriteLog.Read(file);
        var updated = Hash(card.Path, Partition.BootB) + Hash(card.Path, Partition.RootB);
        var whole = Hash(before.Path, Partition.BootA) + Hash(before.Path, Partition.RootA);
        var chance = new Random(2026);
        int[] instants = [.. Enumerable.Range(0, Cuts).Select(_ => chance.Next(log.Entries.Count)).Order()];
        var slots = new List<string>();
        var copies = new List<string>();
        log.Cut(before.Path, instants, chance, instant =>
        {
            var slot = SlotOf(before.Path);
            slots.Add(slot);
            Assert.Equal(
                slot is "A" ? whole : updated,
                slot is "A" ? Hash(before.Path, Partition.BootA) + Hash(before.Path, Partition.RootA) : Hash(before.Path, Partition.BootB) + Hash(before.Path, Partition.RootB));
            JudgeData(before, instant, kept);

            // Every thirty-third is started, too.
            if (slots.Count % 33 is 0)
            {
                var copy = Path.Combine(card.Folder, $"cut-{instant}");
                Command.Run("cp", "--sparse=always", before.Path, copy);
                copies.Add(copy);
            }
        });
        Assert.Equal(Cuts, slots.Count);

        Assert.Equal(3, copies.Count);
        foreach (var copy in copies)
        {
            using var cut = Card.CopyOf(copy);
            await using var box = Box.Start(cut, Path.GetFileName(copy));
            await box.SaysAsync("is good", Patience);
            Assert.DoesNotContain("cannot be used", box.Console, StringComparison.Ordinal);
        }
    }

    /// <summary>The slot that U-Boot starts, as <c>image/boot/boot.cmd</c> chooses it.</summary>
    private static string SlotOf(string card)
    {
        var sector = Read(card, 0x400 * Sector, Sector);
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        if (BinaryPrimitives.ReadUInt32LittleEndian(sector) == Crc32.HashToUInt32(sector.AsSpan(4)))
        {
            foreach (var word in Encoding.ASCII.GetString(sector.AsSpan(4)).Split('\0', StringSplitOptions.RemoveEmptyEntries))
            {
                if (word.Split('=') is [var name, var value])
                    words[name] = value;
            }
        }

        var order = words.GetValueOrDefault("BOOT_ORDER", "A B").Split(' ');
        return order.First(slot => int.Parse(words.GetValueOrDefault($"BOOT_{slot}_LEFT", "3"), NumberStyles.HexNumber, CultureInfo.InvariantCulture) > 0);
    }

    private static void JudgeData(Card cut, int instant, List<(int From, int Secret)> kept)
    {
        // The partition as its table has it now: it grows at the first start.
        var table = Command.Run("sfdisk", "-d", cut.Path);
        var size = long.Parse(DataSize().Match(table).Groups["size"].Value, CultureInfo.InvariantCulture);
        var data = Path.Combine(cut.Folder, "data.ext4");
        File.Delete(data);
        Command.Run("dd", $"if={cut.Path}", $"of={data}", "bs=1M", $"skip={Partition.Data.Start * Sector >> 20}", $"count={size * Sector >> 20}", "conv=sparse", "status=none");

        var check = Command.Ended("e2fsck", "-p", data);
        Assert.True(check < 4, $"After entry {instant} e2fsck -p ended with {check}.");
        var secret = Command.Run("debugfs", "-R", "cat /landline/secrets/probe", data).Trim();
        var least = kept.Last(one => one.From <= instant).Secret;
        if (secret.Length is 0)
            Assert.Equal(0, least);
        else
            Assert.InRange(int.Parse(Secret().Match(secret).Groups["number"].Value, CultureInfo.InvariantCulture), least, least + 1);
    }

    private static string Hash(string card, Partition partition)
    {
        var hash = new XxHash3();
        using var file = new FileStream(card, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = partition.Start * Sector;
        var buffer = new byte[1 << 20];
        for (var left = partition.Sectors * Sector; left > 0; left -= buffer.Length)
        {
            file.ReadExactly(buffer);
            hash.Append(buffer);
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    private static byte[] Read(string card, long offset, int length)
    {
        using var file = new FileStream(card, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = offset;
        var bytes = new byte[length];
        file.ReadExactly(bytes);
        return bytes;
    }

    [GeneratedRegex(@"7 : start= *[0-9]+, size= *(?<size>[0-9]+)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DataSize();

    [GeneratedRegex(@"^secret-(?<number>[0-9]{3})$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Secret();
}

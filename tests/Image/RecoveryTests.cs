using Image.Bed;

namespace Image;

/// <summary>Cards of which a part is broken: each ends in a box that runs and says what happened.</summary>
public sealed class RecoveryTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task A_slot_that_does_not_start_is_given_up_after_three_tries_and_the_other_says_why()
    {
        using var card = new Card();
        card.Copy(Partition.BootA, Partition.BootB);
        card.Copy(Partition.RootA, Partition.RootB);
        card.Destroy(Partition.RootA, mebibytes: 1);
        await using var box = Box.Start(card, "given-up");

        Assert.Contains("slot B is good", await box.SaysAsync("is good", Patience), StringComparison.Ordinal);
        Assert.Equal(3, box.Console.Split("slot A: its file system cannot be read").Length - 1);
        Assert.Contains("an earlier version was given up: its file system cannot be read", box.Console, StringComparison.Ordinal);
        Assert.Contains("slot A", await box.RunAsync("cat /var/lib/card/system/taken-back"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_that_cannot_be_read_leave_a_box_that_works_from_memory_and_says_so()
    {
        using var card = new Card();
        card.Destroy(Partition.Data, mebibytes: 64);
        await using var box = Box.Start(card, "no-data");

        await box.SaysAsync("is good", Patience);
        Assert.Contains("the card's data cannot be used", box.Console, StringComparison.Ordinal);
        Assert.Contains("/var/lib/landline tmpfs", await box.RunAsync("cat /proc/mounts"), StringComparison.Ordinal);
    }
}

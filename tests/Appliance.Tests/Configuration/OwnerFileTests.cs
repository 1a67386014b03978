using Appliance.Configuration;
using Appliance.Setup;

namespace Appliance.Tests.Configuration;

public sealed class OwnerFileTests
{
    [Fact]
    public void Without_a_file_the_box_is_new()
    {
        using var folder = new TemporaryFolder();

        Assert.Equal(SetupRecord.New, new OwnerFile(folder.Path).Read(out var trouble));
        Assert.Null(trouble);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("{\"ownership\":\"somebody\"}")]
    [InlineData("{\"ownership\":1}")]
    [InlineData("\0\0\0\0")]
    public void A_damaged_file_counts_as_a_forgotten_password_never_as_a_new_box_nor_an_owned_one(string text)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File(OwnerFile.FileName), text);

        Assert.Equal(Ownership.PasswordForgotten, new OwnerFile(folder.Path).Read(out var trouble).Ownership);
        Assert.NotNull(trouble);
    }

    [Fact]
    public void A_record_is_kept_with_its_passphrase_until_that_is_removed()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File(OwnerFile.FileName), """{"ownership":"claimed","handledFile":null,"passphraseHash":"hash-of-it"}""");
        var file = new OwnerFile(folder.Path);
        var record = file.Read(out _);

        Assert.Null(file.Keep(record with { HandledFile = "mark" }));
        Assert.Contains("hash-of-it", File.ReadAllText(folder.File(OwnerFile.FileName)), StringComparison.Ordinal);
        Assert.Equal(new SetupRecord(Ownership.Claimed, "mark"), new OwnerFile(folder.Path).Read(out _));

        Assert.Null(file.RemovePassphrase(record with { Ownership = Ownership.PasswordForgotten }));
        Assert.DoesNotContain("hash-of-it", File.ReadAllText(folder.File(OwnerFile.FileName)), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.File(OwnerFile.FileName)));
    }

    [Fact]
    public void A_full_card_keeps_nobody_from_removing_a_passphrase()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File(OwnerFile.FileName);
        File.WriteAllText(path, """{"ownership":"claimed","handledFile":null,"passphraseHash":"a-hash-as-long-as-one-of-ours-would-be-with-salt-and-count-and-all"}""");
        var length = new FileInfo(path).Length;
        var file = new OwnerFile(folder.Path, new SafeFile((_, _) => throw new IOException("No space left on device", 28)));
        var record = file.Read(out _);

        Assert.Null(file.RemovePassphrase(record with { Ownership = Ownership.PasswordForgotten }));

        Assert.Equal(length, new FileInfo(path).Length);
        Assert.DoesNotContain("a-hash", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.Equal(new SetupRecord(Ownership.PasswordForgotten, null), new OwnerFile(folder.Path).Read(out var trouble));
        Assert.Null(trouble);
        Assert.NotNull(file.Keep(record));
    }

    [Fact]
    public void The_mark_of_a_reset_file_differs_with_its_content_and_time()
    {
        using var folder = new TemporaryFolder();
        var card = new ResetFile(folder.Path);
        Assert.Null(card.Mark());
        File.WriteAllText(folder.File("RESET-PASSWORD.txt"), "one");
        var one = card.Mark();
        Assert.Equal(one, card.Mark());
        File.WriteAllText(folder.File("RESET-PASSWORD.txt"), "two");
        File.SetLastWriteTimeUtc(folder.File("RESET-PASSWORD.txt"), new DateTime(2026, 1, 2, 3, 4, 6, DateTimeKind.Utc));
        var two = card.Mark();
        File.SetLastWriteTimeUtc(folder.File("RESET-PASSWORD.txt"), new DateTime(2026, 1, 2, 3, 4, 8, DateTimeKind.Utc));

        Assert.Equal(3, new[] { one, two, card.Mark() }.Distinct().Count());
        Assert.Null(card.Remove());
        Assert.Null(card.Mark());
        Assert.False(new ResetFile(null).CanLook);
    }

    [Fact]
    public void Erasing_takes_all_that_is_the_box_s_own_and_leaves_the_rest()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "appliance.toml", "calls.db", "calls.db-wal", "tls.pem", "last-address", "owner.json", "holiday.jpg" })
            File.WriteAllText(folder.File(name), name);
        foreach (var name in new[] { "secrets", "revisions", "calls-in-progress", "photos" })
            File.WriteAllText(System.IO.Path.Combine(Directory.CreateDirectory(folder.File(name)).FullName, "one"), name);

        Assert.Null(Erasure.Erase(folder.Path));

        Assert.Equal(["holiday.jpg", "photos"], Directory.EnumerateFileSystemEntries(folder.Path).Select(System.IO.Path.GetFileName).Order(StringComparer.Ordinal));
    }
}

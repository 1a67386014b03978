using System.Globalization;
using System.Text.Json;
using Appliance.Configuration;

namespace Appliance.Tests.Configuration;

public sealed class SecretStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private SecretStore Store => new(_folder.File("secrets"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_kept_secret_is_found_by_its_name_and_no_other()
    {
        Assert.Null(Store.Keep("phone-101", Secret.From("correct horse")!));

        Assert.Equal("correct horse", Store.Find("phone-101")?.Reveal());
        Assert.Equal(["phone-101"], Store.Names);
        Assert.Null(Store.Find("phone-102"));
        Assert.Null(Store.Find(null));
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void Only_our_own_account_may_read_the_files()
    {
        Store.Keep("phone-101", Secret.From("one")!);
        Store.Keep("phone-101", Secret.From("two")!);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.File("secrets/phone-101")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder.File("secrets")));
    }

    [Fact]
    public void A_secret_shows_itself_nowhere_by_accident()
    {
        var secret = Secret.From("correct horse")!;

        Assert.Equal("•••", secret.ToString());
        Assert.DoesNotContain("horse", string.Create(CultureInfo.InvariantCulture, $"{secret}"), StringComparison.Ordinal);
        Assert.DoesNotContain("horse", JsonSerializer.Serialize(secret), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("../appliance.toml")]
    [InlineData("a/b")]
    [InlineData("UPPER")]
    [InlineData("-dash")]
    [InlineData("with space")]
    public void A_name_that_is_no_name_reaches_no_file(string name)
    {
        Assert.NotNull(Store.Keep(name, Secret.From("x")!));
        Assert.Null(Store.Find(name));
        Assert.NotNull(Store.Forget(name));
        Assert.False(Directory.Exists(_folder.File("secrets")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("two\nlines")]
    [InlineData("a\0b")]
    public void A_text_that_is_no_secret_is_refused(string text)
    {
        Assert.Null(Secret.From(text));
        Assert.NotNull(Store.Import("phone-101", text));
    }

    [Fact]
    public void A_secret_is_taken_from_the_first_line_of_a_file()
    {
        File.WriteAllText(_folder.File("given.txt"), "correct horse\r\nsecond line\n");

        Assert.Null(Store.Import("phone-101", "@" + _folder.File("given.txt")));

        Assert.Equal("correct horse", Store.Find("phone-101")?.Reveal());
        Assert.NotNull(Store.Import("phone-101", "@" + _folder.File("absent.txt")));
        Assert.Equal("correct horse", Store.Find("phone-101")?.Reveal());
    }

    [Fact]
    public void A_forgotten_secret_is_gone()
    {
        Store.Keep("phone-101", Secret.From("one")!);

        Assert.Null(Store.Forget("phone-101"));

        Assert.Empty(Store.Names);
        Assert.NotNull(Store.Forget("phone-101"));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_a_sentence()
    {
        File.WriteAllText(_folder.File("secrets"), "");

        Assert.Contains("could not be written", Store.Keep("phone-101", Secret.From("one")!)!, StringComparison.Ordinal);
    }
}

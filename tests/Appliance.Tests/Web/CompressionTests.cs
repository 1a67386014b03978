using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using Appliance.Web;

namespace Appliance.Tests.Web;

/// <summary>What travels compressed, and what must not: BREACH.</summary>
public sealed class CompressionTests
{
    private static readonly (string, string) Squeezed = ("Accept-Encoding", "gzip, br");
    private static readonly (string, string) FromItsOwnPage = ("Sec-Fetch-Site", "same-origin");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("same-origin", "br")]
    [InlineData("none", "br")]
    [InlineData("same-site", null)]
    [InlineData("cross-site", null)]
    [InlineData(null, null)]
    public async Task A_page_is_compressed_only_for_who_asks_by_his_own_wish(string? site, string? encoding)
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();

        using var answer = await owner.GetAsync(bed.Safe, "/help?q=password", site is null ? [Squeezed] : [Squeezed, ("Sec-Fetch-Site", site)]);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(encoding is null ? [] : [encoding], answer.Content.Headers.ContentEncoding);
        var bytes = await answer.Content.ReadAsByteArrayAsync(Stop);
        Assert.Contains("<h1>", encoding is null ? Encoding.UTF8.GetString(bytes) : Plain(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_cannot_read_it_gets_it_plain()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();

        using var plain = await owner.GetAsync(bed.Safe, "/help", FromItsOwnPage);
        using var gzip = await owner.GetAsync(bed.Safe, "/help", FromItsOwnPage, ("Accept-Encoding", "gzip"));

        Assert.Empty(plain.Content.Headers.ContentEncoding);
        Assert.Equal(["gzip"], gzip.Content.Headers.ContentEncoding);
        Assert.Contains("Accept-Encoding", gzip.Headers.Vary);
    }

    [Fact]
    public async Task The_answer_that_shows_a_password_just_made_is_not_compressed()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        var seal = BoxSiteBed.SealField.Match(await owner.TextAsync(bed.Safe, "/phones/new")).Value;
        var form = new FormUrlEncodedContent([new("number", "101"), new("max-calls", "4"), new("max-contacts", "3"), new("seal", seal)]);

        using var made = await owner.SendAsync(HttpMethod.Post, bed.Safe, "/phones/new", form, Squeezed, FromItsOwnPage);

        using var shown = await owner.SendAsync(HttpMethod.Get, bed.Safe, made.Headers.Location!.ToString(), null, Squeezed, FromItsOwnPage);

        Assert.Contains("<code id=\"password\">", await shown.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Empty(shown.Content.Headers.ContentEncoding);
    }

    [Fact]
    public async Task The_seal_of_a_page_is_written_differently_each_time_and_each_is_right()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        var seals = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 4; i++)
            seals.Add(BoxSiteBed.SealField.Match(await owner.TextAsync(bed.Safe, "/")).Value);

        Assert.Equal(4, seals.Count);
        foreach (var seal in seals)
        {
            using var made = await owner.SendAsync(HttpMethod.Post, bed.Safe, "/api/tokens", JsonContent.Create(new { name = seal[..8], passphrase = BoxSiteBed.Good }), ("X-Landline-Seal", seal));
            Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        }

        using var cut = await owner.SendAsync(HttpMethod.Post, bed.Safe, "/api/tokens", JsonContent.Create(new { name = "x" }), ("X-Landline-Seal", seals.First()[..64]));
        Assert.Equal(HttpStatusCode.BadRequest, cut.StatusCode);
    }

    [Fact]
    public async Task The_stream_is_neither_compressed_nor_held_back()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();

        var (status, text) = await owner.WholeAsync(bed.Safe, "/api/live?topics=home", Squeezed, FromItsOwnPage);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.DoesNotContain("Content-Encoding", text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("event: part", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_the_page_comes_compressed_and_is_kept_until_there_is_another()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var browser = bed.Browser();
        var page = await browser.TextAsync(bed.Safe, "/claim");

        Assert.Contains($"href=\"{WebAsset.Style.Address}\"", page, StringComparison.Ordinal);
        using var style = await browser.GetAsync(bed.Safe, WebAsset.Style.Address, Squeezed);
        Assert.Equal("public, max-age=31536000, immutable", style.Headers.CacheControl?.ToString());
        Assert.Equal(["br"], style.Content.Headers.ContentEncoding);
        Assert.Equal(Encoding.UTF8.GetString(WebAssets.Read("page.css")), Plain(await style.Content.ReadAsByteArrayAsync(Stop)));

        using var other = await browser.GetAsync(bed.Safe, WebAsset.Style.Path + "?v=00", Squeezed);
        Assert.Equal("no-cache", other.Headers.CacheControl?.ToString());
        using var still = await browser.GetAsync(bed.Safe, WebAsset.Style.Path, Squeezed, ("If-None-Match", other.Headers.ETag!.ToString()));
        Assert.Equal(HttpStatusCode.NotModified, still.StatusCode);
        Assert.Empty(await still.Content.ReadAsByteArrayAsync(Stop));
    }

    private static string Plain(byte[] squeezed)
    {
        using var stream = new BrotliStream(new MemoryStream(squeezed), CompressionMode.Decompress);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

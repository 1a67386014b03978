using System.Net;
using Appliance.Calls;
using Appliance.Web.Live;
using Microsoft.Extensions.DependencyInjection;

namespace Appliance.Tests.Web.Live;

public sealed class LiveApiTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_part_is_told_at_once_and_again_when_it_is_another_in_the_language_asked_for()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        await using var english = await LiveStream.OpenAsync(owner, "topics=home&language=en");
        await using var chinese = await LiveStream.OpenAsync(owner, "topics=home&language=zh-TW");

        Assert.Equal("text/event-stream", english.Answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("No line yet, no phone yet", await english.PartAsync("home"), StringComparison.Ordinal);
        Assert.Contains("尚無話機", WebUtility.HtmlDecode(await chinese.PartAsync("home")), StringComparison.Ordinal);

        bed.Live.Take(new GatewayReport.Registered("101", 1, "a phone"));

        Assert.Contains("No line yet, 1 phone", await english.PartAsync("home"), StringComparison.Ordinal);
        Assert.Contains("1 支話機", WebUtility.HtmlDecode(await chinese.PartAsync("home")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fifty_streams_cost_one_writing_for_each_change_and_all_are_told()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        var feed = bed.Web.Services.GetRequiredService<LiveFeed>();
        var streams = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => LiveStream.OpenAsync(owner, "topics=home&language=en")));
        await Task.WhenAll(streams.Select(stream => stream.PartAsync("home")));
        Assert.Equal(50, feed.Viewers);
        Assert.Equal(1, feed.Written);

        bed.Live.Take(new GatewayReport.Registered("101", 1, "a phone"));
        await Task.WhenAll(streams.Select(stream => stream.UntilAsync("home", "1 phone")));

        Assert.Equal(2, feed.Written);
        foreach (var stream in streams)
            await stream.DisposeAsync();
    }

    [Fact]
    public async Task There_are_only_so_many_streams_and_one_that_ends_makes_room()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        var feed = bed.Web.Services.GetRequiredService<LiveFeed>();
        var open = Enumerable.Range(0, LiveFeed.Most).Select(_ => feed.TryOpen()!).ToArray();
        Assert.DoesNotContain(null, open);

        using var full = await owner.GetAsync(bed.Safe, "/api/live?topics=home");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, full.StatusCode);
        Assert.Contains("live.full", await full.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);

        open[0].Dispose();
        open[0].Dispose();
        await using var room = await LiveStream.OpenAsync(owner, "topics=home");
        Assert.NotNull(await room.PartAsync("home"));
        Assert.Null(feed.TryOpen());
        foreach (var viewer in open)
            viewer.Dispose();
    }

    [Fact]
    public async Task The_stream_ends_with_the_session_it_was_opened_in_and_others_go_on()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        using var other = bed.Browser();
        using var login = await other.PostAsync(bed.Safe, "/login", "/login", ("passphrase", BoxSiteBed.Good));
        await using var stream = await LiveStream.OpenAsync(owner, "topics=home");
        await using var others = await LiveStream.OpenAsync(other, "topics=home");
        Assert.NotNull(await stream.PartAsync("home"));
        Assert.NotNull(await others.PartAsync("home"));

        using var left = await owner.PostAsync(bed.Safe, "/", "/logout");
        Assert.Null(await stream.PartAsync("home"));

        bed.Live.Take(new GatewayReport.Registered("101", 1, "a phone"));
        Assert.Contains("1 phone", await others.PartAsync("home"), StringComparison.Ordinal);
        using var again = await owner.GetAsync(bed.Safe, "/api/live?topics=home");
        Assert.Equal(HttpStatusCode.Unauthorized, again.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?topics=")]
    [InlineData("?topics=nothing-of-the-kind,%3Cb%3E")]
    public async Task A_stream_of_nothing_is_refused(string query)
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();

        using var answer = await owner.GetAsync(bed.Safe, "/api/live" + query);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Topics_that_are_not_known_are_left_out_and_very_many_are_refused()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        await using var stream = await LiveStream.OpenAsync(owner, "topics=of-an-earlier-version,home,home");
        Assert.NotNull(await stream.PartAsync("home"));

        using var many = await owner.GetAsync(bed.Safe, "/api/live?topics=" + string.Join(',', Enumerable.Range(0, 40).Select(i => $"home/{i}")));
        Assert.Equal(HttpStatusCode.BadRequest, many.StatusCode);
    }
}

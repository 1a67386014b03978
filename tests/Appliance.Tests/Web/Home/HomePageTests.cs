using System.Net;
using Appliance.Calls;
using Appliance.Configuration;
using Appliance.Web;

namespace Appliance.Tests.Web.Home;

public sealed class HomePageTests
{
    [Fact]
    public async Task A_stranger_reads_one_sentence_and_where_to_go_and_no_name()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var stranger = bed.Browser();
        bed.Live.Take(new GatewayReport.Registered("a-secret-name", 1, "a phone"));

        var unclaimed = await stranger.TextAsync(bed.Plain, "/");
        Assert.Contains("No line yet, 1 phone", unclaimed, StringComparison.Ordinal);
        Assert.Contains("href=\"/claim\"", unclaimed, StringComparison.Ordinal);
        Assert.DoesNotContain("a-secret-name", unclaimed, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", unclaimed, StringComparison.Ordinal);

        using var owner = await bed.OwnerAsync();
        var claimed = await stranger.TextAsync(bed.Plain, "/");
        Assert.Contains("href=\"/login\"", claimed, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"/access\"", claimed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_owner_sees_the_lines_by_name_and_the_phones_and_calls_by_count()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        var outcome = bed.Settings.Apply("""
            [office]
            country = "TW"

            [[trunk]]
            id = "plan-b"
            name = "Plan <B>"
            kind = "sip"
            host = "sip.example.net"
            numbers = ["+886223456789"]

            """);
        Assert.True(outcome is SettingsOutcome.Applied, $"{outcome}");
        bed.Live.Take(new GatewayReport.OfTrunk("plan-b", TrunkHealth.Down, "silence"));

        using var answer = await owner.GetAsync(bed.Safe, "/");
        var html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Contains("Plan &lt;B&gt; <strong class=\"bad\">is down</strong>", html, StringComparison.Ordinal);
        Assert.Contains("sentence bad", html, StringComparison.Ordinal);
        Assert.Contains("The line is down", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_page_of_the_navigation_is_there()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();

        foreach (var (path, _, _) in Navigation.Pages)
        {
            using var answer = await owner.GetAsync(bed.Safe, path);
            Assert.True(answer.StatusCode is HttpStatusCode.OK, $"{path} answers {answer.StatusCode}.");
            var html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Contains($"<a href=\"{path}\" aria-current=\"page\"", html, StringComparison.Ordinal);
            Assert.Equal(1, html.Split("<h1>").Length - 1);
        }
    }
}

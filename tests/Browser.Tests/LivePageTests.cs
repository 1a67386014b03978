using Microsoft.Playwright;

namespace Browser.Tests;

/// <summary>What stays open and changes by itself: one stream for a browser's pages, away and back again.</summary>
public sealed class LivePageTests
{
    private const string Line = """

        [[trunk]]
        id = "plan-b"
        name = "Plan B"
        kind = "sip"
        host = "127.0.0.1"
        port = 9
        transport = "udp"
        numbers = ["+886223456789"]

        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pages_of_one_browser_share_one_stream_and_all_change_by_themselves()
    {
        await using var box = await RunningBox.StartAsync("en", Stop, country: "TW");
        await using var browser = await ChromiumBrowser.StartAsync();
        var first = await browser.OwnerAsync(box);
        var streams = 0;
        first.Context.Request += (_, request) => streams += request.Url.Contains("/api/live", StringComparison.Ordinal) ? 1 : 0;
        IPage[] pages = [first, .. await Task.WhenAll(Enumerable.Range(0, 7).Select(_ => first.Context.NewPageAsync()))];
        foreach (var page in pages)
            await page.GotoAsync($"https://127.0.0.1:{box.TlsPort}/");
        foreach (var page in pages)
            await page.GetByText("No line yet.").WaitForAsync();

        await box.AddSettingsAsync(Line, Stop);

        foreach (var page in pages)
            await page.GetByText("Plan B").WaitForAsync();
        Assert.True(streams <= 2, $"{streams} streams for eight pages.");
        Assert.Empty(browser.Complaints);
    }

    [Fact]
    public async Task A_page_shows_that_the_box_is_away_and_goes_on_when_it_is_back()
    {
        await using var box = await RunningBox.StartAsync("en", Stop, country: "TW");
        await using var browser = await ChromiumBrowser.StartAsync();
        var page = await browser.OwnerAsync(box);
        await page.GetByText("No line yet.").WaitForAsync();

        await box.KillAsync();
        await page.GetByText("The box cannot be reached").WaitForAsync();

        await box.StartAgainAsync(Stop);
        await page.Locator("#live:empty").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await box.AddSettingsAsync(Line, Stop);
        await page.GetByText("Plan B").WaitForAsync();
    }

    [Fact]
    public async Task A_page_says_that_its_visitor_was_logged_out_elsewhere()
    {
        await using var box = await RunningBox.StartAsync("en", Stop);
        await using var browser = await ChromiumBrowser.StartAsync();
        var page = await browser.OwnerAsync(box);
        await page.GetByText("No line yet.").WaitForAsync();

        var other = await page.Context.NewPageAsync();
        await other.GotoAsync($"https://127.0.0.1:{box.TlsPort}/access");
        await other.Locator("header form button").ClickAsync();

        await page.GetByText("You are no longer logged in").WaitForAsync();
    }

    [Fact]
    public async Task Without_a_shared_worker_a_page_has_a_stream_of_its_own()
    {
        await using var box = await RunningBox.StartAsync("en", Stop, country: "TW");
        await using var browser = await ChromiumBrowser.StartAsync();
        var page = await browser.OwnerAsync(box);
        await page.AddInitScriptAsync("delete window.SharedWorker");
        await page.ReloadAsync();
        await page.GetByText("No line yet.").WaitForAsync();

        await box.AddSettingsAsync(Line, Stop);

        await page.GetByText("Plan B").WaitForAsync();
        Assert.Empty(browser.Complaints);
    }
}

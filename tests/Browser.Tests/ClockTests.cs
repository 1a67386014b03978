using Microsoft.Playwright;

namespace Browser.Tests;

/// <summary>A browser whose clock is wrong.</summary>
public sealed class ClockTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("2001-01-01T00:00:00Z", "behind")]
    [InlineData("2045-01-01T00:00:00Z", "ahead")]
    public async Task A_browser_with_a_wrong_clock_logs_in_stays_logged_in_and_is_told(string clock, string said)
    {
        await using var box = await RunningBox.StartAsync("en", Stop);
        await using var browser = await ChromiumBrowser.StartAsync();
        var page = await browser.OwnerAsync(box);
        await page.GotoAsync($"{OfficePagesTests.Home(box)}/box");
        await page.Locator("#browser-clock", new PageLocatorOptions { HasText = "agrees with it" }).WaitForAsync();

        await page.Clock.SetFixedTimeAsync(DateTime.Parse(clock, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AdjustToUniversal));
        await page.Locator("header form button").ClickAsync();
        await page.Locator("#passphrase").FillAsync("correct horse battery");
        await page.Locator("main form button").ClickAsync();
        await page.Locator("header form button").WaitForAsync();
        await page.GotoAsync($"{OfficePagesTests.Home(box)}/box");
        await page.Locator("#browser-clock", new PageLocatorOptions { HasText = said }).WaitForAsync();
        await page.ReloadAsync();

        Assert.Equal("/box", new Uri(page.Url).AbsolutePath);
        await page.JudgeAsync($"clock-{said}", "en");
        Assert.Empty(browser.Complaints);
    }
}

namespace Browser.Tests;

/// <summary>Help in a real browser, served by the real program.</summary>
public sealed class SafetyPagesTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Help_is_searched_by_keyboard_without_a_script()
    {
        await using var box = await RunningBox.StartAsync("en", Stop);
        await using var browser = await ChromiumBrowser.StartAsync();
        var page = await browser.OwnerAsync(box, hasScript: false);

        await page.GotoAsync($"{OfficePagesTests.Home(box)}/help");
        await page.Locator("#q").FocusAsync();
        await page.Keyboard.TypeAsync("wrong password line");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/help?q=*");

        Assert.True(await page.Locator("dt[id='line.wrong-password']").IsVisibleAsync());
        Assert.Equal(0, await page.Locator("dt[id='called.busy']").CountAsync());
        Assert.Empty(browser.Complaints);
    }
}

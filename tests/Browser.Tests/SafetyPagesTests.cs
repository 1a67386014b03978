using Microsoft.Playwright;

namespace Browser.Tests;

/// <summary>Safety and Help in a real browser, served by the real program.</summary>
public sealed class SafetyPagesTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en", ColorScheme.Light)]
    [InlineData("en", ColorScheme.Dark)]
    [InlineData("zh-TW", ColorScheme.Light)]
    [InlineData("zh-TW", ColorScheme.Dark)]
    public async Task Nothing_on_the_pages_is_out_of_reach(string language, ColorScheme theme)
    {
        await using var box = await RunningBox.StartAsync(language, Stop);
        await using var browser = await ChromiumBrowser.StartAsync();
        var page = await browser.OwnerAsync(box, theme, language: language);

        await page.GotoAsync($"{OfficePagesTests.Home(box)}/safety");
        await OfficePagesTests.JudgeAsync(page, "safety", language, theme);
        await page.GotoAsync($"{OfficePagesTests.Home(box)}/help");
        await OfficePagesTests.JudgeAsync(page, "help", language, theme);
        Assert.Empty(browser.Complaints);
    }

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

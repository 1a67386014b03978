using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Browser.Tests;

/// <summary>Numbers, Lines and Phones in a real browser, served by the real program.</summary>
public sealed class OfficePagesTests
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
        var page = await ClaimAsync(box, browser, theme, language);

        await page.GotoAsync($"{Home(box)}/numbers");
        await page.Locator("#dialled").FillAsync("110");
        await page.Locator("main form button").ClickAsync();
        await page.Locator("#answer").WaitForAsync();
        await JudgeAsync(page, "numbers", language, theme);
        Assert.Empty(browser.Complaints);
    }

    internal static string Home(RunningBox box) => $"https://127.0.0.1:{box.TlsPort}";

    /// <summary>A page of a browser that has claimed the box and is logged in.</summary>
    internal static async Task<IPage> ClaimAsync(RunningBox box, ChromiumBrowser browser, ColorScheme theme, string language, bool hasScript = true)
    {
        var page = await browser.PageAsync(theme, hasScript, language);
        var code = await PanelCode.ReadAsync(box, Stop);
        await page.GotoAsync($"{Home(box)}{code.AbsolutePath}");
        await page.Locator("#passphrase").WaitForAsync();
        await page.Locator("main button").ClickAsync();
        await page.Locator("form[action='/logout']").WaitForAsync();
        return page;
    }

    internal static async Task JudgeAsync(IPage page, string name, string language, ColorScheme theme)
    {
        var folder = Directory.CreateDirectory(Path.Combine(RunningBox.Root, "artifacts", "browser")).FullName;
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}-{language}-{theme}.png"), FullPage = true });
        var found = await page.RunAxe();
        Assert.Empty(found.Violations.Select(violation => $"{name}: {violation.Id}: {violation.Help}: {string.Join(", ", violation.Nodes.Select(node => node.Html))}"));
        Assert.Equal(language, await page.Locator("html").GetAttributeAsync("lang"));
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"{name} is wider than the screen.");
    }
}

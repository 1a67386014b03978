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
        var page = await browser.OwnerAsync(box, theme, language: language);

        await page.GotoAsync($"{Home(box)}/numbers");
        await page.Locator("#dialled").FillAsync("110");
        await page.Locator("main form button").ClickAsync();
        await page.Locator("#answer").WaitForAsync();
        await JudgeAsync(page, "numbers", language, theme);

        await page.GotoAsync($"{Home(box)}/lines/new/twilio-domain");
        await JudgeAsync(page, "line-new", language, theme);
        await page.GotoAsync($"{Home(box)}/lines/new/sip");
        await page.Locator("#country").FillAsync("TW");
        await page.Locator("#host").FillAsync("not a name");
        await page.Locator("#numbers").FillAsync("12");
        await page.Locator("main form button").First.ClickAsync();
        await page.Locator("#host-trouble").WaitForAsync();
        await JudgeAsync(page, "line-wrong", language, theme);
        await page.Locator("#host").FillAsync("127.0.0.1:5999");
        await page.Locator("#numbers").FillAsync("02 2345 6789");
        await page.Locator("main form button").First.ClickAsync();
        await page.WaitForURLAsync("**/lines");
        await JudgeAsync(page, "lines", language, theme);
        await page.GotoAsync($"{Home(box)}/lines/line");
        await JudgeAsync(page, "line", language, theme);
        await page.GotoAsync($"{Home(box)}/lines/new/pbx");
        await page.Locator("#host").FillAsync("192.0.2.20");
        await page.Locator("main form button").First.ClickAsync();
        await page.Locator("#snippets").WaitForAsync();
        await page.Locator("summary").First.ClickAsync();
        await JudgeAsync(page, "pbx-made", language, theme);
        // A form that is not right comes back with 400, which Chromium writes into its console.
        Assert.DoesNotContain(browser.Complaints, complaint => !complaint.Contains("400", StringComparison.Ordinal));
    }

    internal static string Home(RunningBox box) => $"https://127.0.0.1:{box.TlsPort}";

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

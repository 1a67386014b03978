using Appliance.Practice;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Browser.Tests;

/// <summary>Home and Calls in a real browser, with a real call: a phone that registers, dials the echo test and talks.</summary>
public sealed class CallPagesTests
{
    private const string Password = "A-Phone-To-Call-1";

    private const string Phone = """

        [[extension]]
        number = "101"
        name = "Reception"
        password-secret = "phone"

        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en", ColorScheme.Light)]
    [InlineData("en", ColorScheme.Dark)]
    [InlineData("zh-TW", ColorScheme.Light)]
    [InlineData("zh-TW", ColorScheme.Dark)]
    public async Task A_real_call_is_seen_heard_hung_up_by_keyboard_and_found_again(string language, ColorScheme theme)
    {
        await using var box = await RunningBox.StartAsync(language, Stop, furnish: FurnishAsync);
        await using var browser = await ChromiumBrowser.StartAsync();
        var page = await browser.OwnerAsync(box, theme, language: language);
        await JudgeAsync(page, "home", language, theme);
        await page.Locator("header nav a[href='/calls']").ClickAsync();
        await page.Locator("[data-live=calls] p").WaitForAsync();
        await JudgeAsync(page, "calls-none", language, theme);

        await using var phone = new PracticePhone("101", Password, box.SipPort, TimeProvider.System);
        await phone.RegisterAsync(Stop);
        await phone.CallAsync("777", Stop);

        var live = page.Locator("[data-live=calls]");
        await live.GetByText("PCMU").WaitForAsync(new() { Timeout = 5_000 });
        await live.GetByText("101 Reception").First.WaitForAsync();
        await live.GetByText("MOS").WaitForAsync();
        await JudgeAsync(page, "calls-live", language, theme);

        await live.Locator("a").ClickAsync();
        await page.Locator("figure.voice polyline.caller").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await JudgeAsync(page, "call-live", language, theme);

        // The button is written anew each second and keeps the focus; Enter hangs up.
        await page.Locator("[data-live] button").FocusAsync();
        var text = await page.Locator("[data-live]").InnerTextAsync();
        await page.WaitForFunctionAsync("text => document.querySelector('[data-live]').innerText !== text", text);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/calls");
        await page.Locator("[data-live=calls] > p").WaitForAsync();

        await page.Locator("[data-live=history] ol a").First.ClickAsync();
        await page.GetByText(language is "en" ? "Someone ended the call at the page." : "有人在網頁上結束了這通電話。").WaitForAsync();
        await JudgeAsync(page, "call-over", language, theme);
        await page.GotoAsync($"https://127.0.0.1:{box.TlsPort}/calls?text=101");
        await page.Locator("details summary").ClickAsync();
        await JudgeAsync(page, "calls-over", language, theme);
        Assert.Empty(browser.Complaints);
    }

    [Fact]
    public async Task Without_a_script_a_call_is_hung_up_and_the_history_searched()
    {
        await using var box = await RunningBox.StartAsync("en", Stop, furnish: FurnishAsync);
        await using var browser = await ChromiumBrowser.StartAsync();
        var page = await browser.OwnerAsync(box, hasScript: false);
        await using var phone = new PracticePhone("101", Password, box.SipPort, TimeProvider.System);
        await phone.RegisterAsync(Stop);
        await phone.CallAsync("777", Stop);

        await page.GotoAsync($"https://127.0.0.1:{box.TlsPort}/calls");
        await page.RunAndWaitForResponseAsync(
            () => page.Locator("[data-live] button").ClickAsync(), answer => answer.Request.Method is "GET" && answer.Url.EndsWith("/calls", StringComparison.Ordinal));
        await page.WaitForLoadStateAsync(LoadState.Load);
        await page.Locator("#text").FillAsync("101");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/calls?text=101*");
        // The record is written beside, a moment after the call's end.
        for (var i = 0; i < 50 && await page.Locator("section[aria-labelledby=history] ol a").CountAsync() is 0; i++)
            await page.ReloadAsync();
        Assert.Equal(1, await page.Locator("section[aria-labelledby=history] ol a").CountAsync());
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/calls")]
    public async Task A_page_is_light_and_asks_for_little(string path)
    {
        await using var box = await RunningBox.StartAsync("en", Stop);
        await using var browser = await ChromiumBrowser.StartAsync();
        var page = await browser.OwnerAsync(box);
        var asked = new List<IResponse>();
        page.Context.Response += (_, answer) => asked.Add(answer);

        await page.GotoAsync($"https://127.0.0.1:{box.TlsPort}{path}", new() { WaitUntil = WaitUntilState.Load });

        // What the browser itself counted: the page and all that it loaded.
        var bytes = await page.EvaluateAsync<int>(
            "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].reduce((sum, entry) => sum + entry.decodedBodySize, 0)");
        TestContext.Current.SendDiagnosticMessage($"{path}: {asked.Count} answers, {bytes} bytes");
        Assert.InRange(asked.Count, 2, 6);
        Assert.InRange(bytes, 1, 60 * 1024);
        Assert.All(asked, answer => Assert.StartsWith($"https://127.0.0.1:{box.TlsPort}/", answer.Url, StringComparison.Ordinal));
    }

    private static async Task FurnishAsync(RunningBox box)
    {
        await box.AddSecretAsync("phone", Password, Stop);
        await box.AddSettingsAsync(Phone, Stop);
    }

    private static async Task JudgeAsync(IPage page, string name, string language, ColorScheme theme)
    {
        var folder = Directory.CreateDirectory(Path.Combine(RunningBox.Root, "artifacts", "browser")).FullName;
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}-{language}-{theme}.png"), FullPage = true });
        var found = await page.RunAxe();
        Assert.Empty(found.Violations.Select(violation => $"{name}: {violation.Id}: {violation.Help}: {string.Join(", ", violation.Nodes.Select(node => node.Html))}"));
        Assert.Equal(language, await page.Locator("html").GetAttributeAsync("lang"));
        foreach (var width in new[] { 390, 320 })
        {
            await page.SetViewportSizeAsync(width, 844);
            Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"{name} is wider than {width} pixels.");
        }

        await page.SetViewportSizeAsync(390, 844);
    }
}

using Microsoft.Playwright;

namespace Browser.Tests;

/// <summary>From the code on the panel into the box, in a real browser, served by the real program.</summary>
public sealed class ClaimTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en")]
    [InlineData("zh-TW")]
    public async Task The_code_on_the_panel_leads_into_the_box_and_nothing_on_the_way_is_out_of_reach(string language)
    {
        await using var box = await RunningBox.StartAsync("en", Stop);
        await using var browser = await ChromiumBrowser.StartAsync();
        var page = await browser.PageAsync(language: language);
        var code = await PanelCode.ReadAsync(box, Stop);
        Assert.Equal(box.Port, code.Port);

        await page.GotoAsync($"http://127.0.0.1:{box.Port}/claim");
        await page.JudgeAsync("claim-pin", language);
        // The panel names the address in the office's network; this box listens there too, but the test stays on this machine.
        await page.GotoAsync($"http://127.0.0.1:{box.Port}{code.AbsolutePath}");
        Assert.EndsWith("/claim", page.Url, StringComparison.Ordinal);
        await page.JudgeAsync("claim-connected", language);
        await page.Locator("a.button").ClickAsync();
        await page.WaitForURLAsync($"https://127.0.0.1:{box.TlsPort}/claim");
        await page.JudgeAsync("claim-choose", language);

        var passphrase = await page.Locator("#passphrase").InputValueAsync();
        await page.Locator("main button").ClickAsync();
        await page.WaitForURLAsync("**/start");
        await page.JudgeAsync("start", language);
        await page.GotoAsync($"https://127.0.0.1:{box.TlsPort}/access");
        await page.JudgeAsync("access", language);

        await page.Locator("header button").ClickAsync();
        await page.WaitForURLAsync("**/login");
        await page.JudgeAsync("login", language);
        await page.Locator("#passphrase").FillAsync("not what was chosen");
        await page.Locator("main button").ClickAsync();
        await page.Locator("#trouble").WaitForAsync();
        await page.JudgeAsync("login-wrong", language);
        await page.Locator("#passphrase").FillAsync(passphrase);
        await page.Locator("main button").ClickAsync();
        await page.WaitForURLAsync("**/start");
        await page.GotoAsync($"https://127.0.0.1:{box.TlsPort}/");
        await page.JudgeAsync("home", language);
        Assert.DoesNotContain(passphrase, box.Said, StringComparison.Ordinal);
        Assert.DoesNotContain(code.AbsolutePath.Trim('/'), box.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_script_and_with_the_keyboard_alone_it_works_the_same()
    {
        await using var box = await RunningBox.StartAsync("en", Stop);
        await using var browser = await ChromiumBrowser.StartAsync();
        var page = await browser.PageAsync(hasScript: false);
        var code = await PanelCode.ReadAsync(box, Stop);

        await page.GotoAsync($"http://127.0.0.1:{box.Port}/claim");
        await TabToAsync(page, "pin");
        await page.Keyboard.TypeAsync(code.AbsolutePath.Trim('/').ToLowerInvariant());
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("a.button").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync($"https://127.0.0.1:{box.TlsPort}/claim");
        await TabToAsync(page, "passphrase");
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync("the keyboard is enough");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/start");

        // A second browser, in the clear, is led to TLS and asked for the passphrase.
        var other = await browser.PageAsync(hasScript: false);
        await other.GotoAsync($"http://127.0.0.1:{box.Port}/access");
        Assert.Equal($"https://127.0.0.1:{box.TlsPort}/login", other.Url);
        await TabToAsync(other, "passphrase");
        await other.Keyboard.TypeAsync("the keyboard is enough");
        await other.Keyboard.PressAsync("Enter");
        await other.WaitForURLAsync("**/start");
        await other.Locator("header nav a[href='/access']").ClickAsync();
        Assert.Equal(2, await other.Locator("#sessions + ul li").CountAsync());
    }

    [Fact]
    public async Task The_language_is_switched_on_the_page_and_stays()
    {
        await using var box = await RunningBox.StartAsync("en", Stop);
        await using var browser = await ChromiumBrowser.StartAsync();
        var page = await browser.PageAsync();
        await page.GotoAsync($"http://127.0.0.1:{box.Port}/claim");
        Assert.Equal("en", await page.Locator("html").GetAttributeAsync("lang"));

        await page.Locator("footer a[hreflang=zh-TW]").ClickAsync();
        await page.Locator("html[lang=zh-TW]").WaitForAsync();
        await page.ReloadAsync();

        Assert.Equal("設定本機", await page.Locator("h1").TextContentAsync());
        Assert.EndsWith("/claim", page.Url, StringComparison.Ordinal);
        Assert.Empty(browser.Complaints);
    }

    private static async Task TabToAsync(IPage page, string id)
    {
        for (var i = 0; i < 20; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.Locator(":focus").GetAttributeAsync("id") == id)
                return;
        }

        Assert.Fail($"#{id} cannot be reached by keyboard.");
    }
}

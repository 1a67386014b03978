using Microsoft.Playwright;

namespace Browser.Tests;

/// <summary>The keys of every page: they lead, never while somebody types, and can be switched off (WCAG 2.1.4).</summary>
public sealed class KeysTests
{
    [Fact]
    public async Task They_show_their_list_and_lead_to_pages_and_to_a_search_field()
    {
        await using var browser = await ChromiumBrowser.StartAsync();
        var (page, home) = await OpenAsync(browser);

        await page.Keyboard.PressAsync("?");
        await Assertions.Expect(page.Locator("dialog#keys")).ToBeVisibleAsync();
        await page.JudgeAsync("keys", "en");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator("dialog#keys")).ToBeHiddenAsync();

        foreach (var (key, path) in ((string, string)[])[("p", "/phones"), ("l", "/lines"), ("n", "/numbers"), ("s", "/safety"), ("b", "/box"), ("h", "/"), ("c", "/calls")])
            await GoAsync(page, key, home + path);
        await page.Keyboard.PressAsync("/");
        await Assertions.Expect(page.Locator("#text")).ToBeFocusedAsync();

        await GoAsync(page, "b", home + "/box", blur: true);
        await page.Keyboard.PressAsync("/");
        await Assertions.Expect(page).ToHaveURLAsync($"{home}/help#q");
        await Assertions.Expect(page.Locator("#q")).ToBeFocusedAsync();
        Assert.Empty(browser.Complaints);
    }

    [Fact]
    public async Task They_do_nothing_while_somebody_types_and_nothing_with_Ctrl()
    {
        await using var browser = await ChromiumBrowser.StartAsync();
        var (page, home) = await OpenAsync(browser);
        await page.GotoAsync($"{home}/help");

        await page.Locator("#q").FocusAsync();
        await page.Keyboard.TypeAsync("g c/?");
        Assert.Equal("g c/?", await page.Locator("#q").InputValueAsync());
        await page.Locator("#q").BlurAsync();
        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("Control+c");
        await page.Keyboard.PressAsync("x");
        await page.Keyboard.PressAsync("c");

        Assert.Equal($"{home}/help", page.Url);
        await Assertions.Expect(page.Locator("dialog#keys")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Switched_off_they_stay_off_in_this_browser_until_they_are_switched_on()
    {
        await using var browser = await ChromiumBrowser.StartAsync();
        var (page, home) = await OpenAsync(browser);
        await page.GotoAsync($"{home}/help");

        await page.Locator("#help-keys-use").UncheckAsync();
        await page.GotoAsync($"{home}/safety");
        await page.Keyboard.PressAsync("?");
        await Assertions.Expect(page.Locator("dialog#keys")).ToBeHiddenAsync();

        await page.GotoAsync($"{home}/help");
        await Assertions.Expect(page.Locator("#help-keys-use")).Not.ToBeCheckedAsync();
        await page.Locator("#help-keys-use").CheckAsync();
        await page.Keyboard.PressAsync("?");
        await Assertions.Expect(page.Locator("dialog#keys")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#keys-use")).ToBeCheckedAsync();
    }

    private static async Task<(IPage Page, string Home)> OpenAsync(ChromiumBrowser browser)
    {
        var box = (await SharedParts.BoxAsync()).Box;
        var page = await browser.VisitorAsync(box, "en");
        var home = $"https://127.0.0.1:{box.TlsPort}";
        await page.GotoAsync(home + "/");
        return (page, home);
    }

    private static async Task GoAsync(IPage page, string key, string to, bool blur = false)
    {
        if (blur)
            await page.EvaluateAsync("document.activeElement.blur()");
        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync(key);
        await page.WaitForURLAsync(to);
    }
}

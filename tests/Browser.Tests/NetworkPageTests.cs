namespace Browser.Tests;

/// <summary>Another address for the box in a real browser, served by the real program.</summary>
public sealed class NetworkPageTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en")]
    [InlineData("zh-TW")]
    public async Task Another_address_is_shown_tried_and_given_up_and_nothing_is_out_of_reach(string language)
    {
        await using var box = await RunningBox.StartAsync(language, Stop, furnish: made => made.OwnNetworkAsync(Stop));
        await using var browser = await ChromiumBrowser.StartAsync();
        var page = await browser.OwnerAsync(box, language: language);

        await page.GotoAsync($"{OfficePagesTests.Home(box)}/box/network");
        await page.JudgeAsync("network", language);
        Assert.False(await page.Locator("#address").IsVisibleAsync());
        await page.Locator("#mode-fixed").CheckAsync();
        await page.Locator("#address").FillAsync("192.0.2.255");
        await page.Locator("#mask").FillAsync("255.255.255.0");
        await page.Locator("#gateway").FillAsync("198.51.100.1");
        await page.Locator(".address button").ClickAsync();
        await page.Locator("#gateway-trouble").WaitForAsync();
        await page.JudgeAsync("network-wrong", language);

        // From here on by keyboard alone.
        await page.Locator("#address").FillAsync("192.0.2.9");
        await page.Locator("#gateway").FillAsync("192.0.2.1");
        await page.Locator("#gateway").PressAsync("Enter");
        await page.Locator("form[action='/box/network/try'] button").WaitForAsync();
        await page.JudgeAsync("network-question", language);
        await page.Locator("form[action='/box/network/try'] button").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("#keep-it").WaitForAsync();
        Assert.Equal($"https://192.0.2.9:{box.TlsPort}/box/network", await page.Locator("#after ~ p a").GetAttributeAsync("href"));
        await page.JudgeAsync("network-trial", language);

        // The time runs while somebody looks, and the button keeps the focus.
        await page.Locator("#give-it-up").FocusAsync();
        var before = await page.Locator("section.answer").InnerTextAsync();
        await page.WaitForFunctionAsync("before => document.querySelector('section.answer').innerText !== before", before);
        Assert.Equal("give-it-up", await page.EvaluateAsync<string>("document.activeElement.id"));
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("p.poor").WaitForAsync();
        Assert.Contains("192.0.2.9/24", await page.Locator("p.poor").InnerTextAsync(), StringComparison.Ordinal);

        // A form that is not right comes back with 400, which Chromium writes into its console.
        Assert.DoesNotContain(browser.Complaints, complaint => !complaint.Contains("400", StringComparison.Ordinal));
    }
}

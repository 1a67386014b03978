using Microsoft.Playwright;

namespace Browser.Tests;

/// <summary>The box's page and its settings file in a real browser, served by the real program.</summary>
public sealed class SettingsPagesTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en")]
    [InlineData("zh-TW")]
    public async Task The_settings_are_changed_by_form_and_as_text_and_nothing_on_the_way_is_out_of_reach(string language)
    {
        await using var box = await RunningBox.StartAsync("en", Stop);
        await using var browser = await ChromiumBrowser.StartAsync();
        var page = await browser.OwnerAsync(box, language: language);
        var home = $"https://127.0.0.1:{box.TlsPort}/box";
        await page.GotoAsync(home);
        await page.JudgeAsync("box", language);

        await page.Locator("[id='calls.max-calls']").FillAsync("999");
        await page.Locator("form[action='/box/calls'] button").ClickAsync();
        await page.Locator("[id='calls.max-calls-trouble']").WaitForAsync();
        await page.JudgeAsync("box-refused", language);
        await page.Locator("[id='calls.max-calls']").FillAsync("12");
        await page.Locator("form[action='/box/calls'] button").ClickAsync();
        await page.WaitForURLAsync("**/box?applied=*");
        await page.JudgeAsync("box-applied", language);

        await page.GotoAsync($"{home}/settings");
        await page.JudgeAsync("settings", language);
        var text = await page.Locator("#text").InputValueAsync();
        Assert.Contains("max-calls = 12", text, StringComparison.Ordinal);
        await page.Locator("#text").FillAsync(text + "\n[records]   # for the tax office\nkeep-days = 3000\n");
        await page.Locator("form[action$=check] button").ClickAsync();
        await page.Locator("pre.diff ins").First.WaitForAsync();
        await page.JudgeAsync("settings-check", language);
        await page.Locator("form[action$=apply] button").ClickAsync();
        await page.WaitForURLAsync("**/box/settings?applied=*");
        await page.Locator(".made a").ClickAsync();
        await page.WaitForURLAsync("**/revisions/*");
        await page.JudgeAsync("settings-revision", language);
        Assert.DoesNotContain(browser.Complaints, static line => !line.Contains("400", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh-TW")]
    public async Task The_second_of_two_browsers_sees_both_changes_and_applies_its_own_on_top(string language)
    {
        await using var box = await RunningBox.StartAsync("en", Stop);
        await using var browser = await ChromiumBrowser.StartAsync();
        var home = $"https://127.0.0.1:{box.TlsPort}/box";
        var anne = await browser.OwnerAsync(box, language: language);
        var bob = await browser.PageAsync(language: language);
        await bob.GotoAsync($"https://127.0.0.1:{box.TlsPort}/login");
        await bob.Locator("#passphrase").FillAsync("correct horse battery");
        await bob.Locator("main form button").ClickAsync();
        await anne.GotoAsync(home);
        await bob.GotoAsync(home);

        await anne.Locator("[id='office.name']").FillAsync("Anne & 安妮");
        await anne.Locator("form[action='/box/office'] button").ClickAsync();
        await anne.WaitForURLAsync("**/box?applied=*");
        await bob.Locator("[id='records.keep-days']").FillAsync("30");
        await bob.Locator("form[action='/box/records'] button").ClickAsync();
        await Assertions.Expect(bob.Locator("main")).ToContainTextAsync("Anne & 安妮");
        await bob.JudgeAsync("settings-conflict", language);
        await bob.Locator("form[action$=apply] button").ClickAsync();
        await bob.WaitForURLAsync("**/box?applied=*");

        Assert.Equal("Anne & 安妮", await bob.Locator("[id='office.name']").InputValueAsync());
        Assert.Equal("30", await bob.Locator("[id='records.keep-days']").InputValueAsync());
        await bob.Locator(".made form button").FocusAsync();
        await bob.Keyboard.PressAsync("Enter");
        await Assertions.Expect(bob.Locator("[id='records.keep-days']")).ToHaveValueAsync("365");
    }
}

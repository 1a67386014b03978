using Appliance.Practice;
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
    [InlineData("en")]
    [InlineData("zh-TW")]
    public async Task A_real_call_is_seen_heard_hung_up_by_keyboard_and_found_again(string language)
    {
        await using var box = await RunningBox.StartAsync(language, Stop, furnish: FurnishAsync);
        await using var browser = await ChromiumBrowser.StartAsync();
        var page = await browser.OwnerAsync(box, language: language);
        await page.JudgeAsync("home", language);
        await page.Locator("header nav a[href='/calls']").ClickAsync();
        await page.Locator("[data-live=calls] p").WaitForAsync();
        await page.JudgeAsync("calls-none", language);

        await using var phone = new PracticePhone("101", Password, box.SipPort, TimeProvider.System);
        await phone.RegisterAsync(Stop);
        await phone.CallAsync("777", Stop);

        var live = page.Locator("[data-live=calls]");
        await live.GetByText("PCMU").WaitForAsync(new() { Timeout = 5_000 });
        await live.GetByText("101 Reception").First.WaitForAsync();
        await live.GetByText("MOS").WaitForAsync();
        await page.JudgeAsync("calls-live", language);

        await live.Locator("a").ClickAsync();
        await page.Locator("figure.voice polyline.caller").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await page.JudgeAsync("call-live", language);

        // The button is written anew each second and keeps the focus; Enter hangs up.
        await page.Locator("[data-live^=call] button").FocusAsync();
        var text = await page.Locator("[data-live^=call]").InnerTextAsync();
        await page.WaitForFunctionAsync("text => document.querySelector('[data-live^=call]').innerText !== text", text);
        Assert.Equal("BUTTON", await page.EvaluateAsync<string>("document.activeElement.nodeName"));
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/calls");
        await page.Locator("[data-live=calls] > p").WaitForAsync();

        await page.Locator("[data-live=history] ol a").First.ClickAsync();
        await page.GetByText(language is "en" ? "Someone ended the call at the page." : "有人在網頁上結束了這通電話。").WaitForAsync();
        await page.JudgeAsync("call-over", language);
        await page.GotoAsync($"https://127.0.0.1:{box.TlsPort}/calls?text=101");
        await page.Locator("details summary").ClickAsync();
        await page.JudgeAsync("calls-over", language);
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

    private static async Task FurnishAsync(RunningBox box)
    {
        await box.AddSecretAsync("phone", Password, Stop);
        await box.AddSettingsAsync(Phone, Stop);
    }
}

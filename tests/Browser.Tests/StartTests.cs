using Microsoft.Playwright;

namespace Browser.Tests;

/// <summary>From the claim over line and phone to a call that is heard, with a real box and a phone that speaks SIP.</summary>
public sealed class StartTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en")]
    [InlineData("zh-TW")]
    public async Task The_start_leads_to_a_call_and_nothing_on_the_way_is_out_of_reach(string language)
    {
        await using var box = await RunningBox.StartAsync(language, Stop);
        await using var browser = await ChromiumBrowser.StartAsync();
        var page = await browser.OwnerAsync(box, language: language);
        await page.GotoAsync($"{OfficePagesTests.Home(box)}/start");
        await page.JudgeAsync("start-line", language);

        await page.Locator("a[href='/lines/new/sip?start=1']").ClickAsync();
        await page.Locator("#country").FillAsync("TW");
        await page.Locator("#host").FillAsync("127.0.0.1:9");
        await page.Locator("#transport").SelectOptionAsync("udp");
        await page.Locator("#numbers").FillAsync("02 2345 6789");
        await page.Locator("main form button").ClickAsync();
        await page.WaitForURLAsync("**/start?applied=*");

        // The phone is plugged in while the page is open: it appears by itself.
        using var phone = new DeskPhone(box, "101");
        Assert.Equal(401, await phone.RegisterAsync("not the password", Stop));
        await page.Locator("[form=adopt]").WaitForAsync();
        await page.JudgeAsync("start-phone", language);
        await page.Locator("[form=adopt]").ClickAsync();
        var password = (await page.Locator("#password").TextContentAsync())!;
        await page.Locator("summary").ClickAsync();
        await page.JudgeAsync("phone-access", language);
        await page.Locator("a.button").ClickAsync();
        await page.WaitForURLAsync(new System.Text.RegularExpressions.Regex("/start($|[?#])", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)));
        await page.JudgeAsync("start-wait", language);

        Assert.Equal(200, await phone.RegisterAsync(password, Stop));
        await page.Locator("#make").WaitForAsync();
        await page.JudgeAsync("start-call", language);
        await page.Locator("#make").ClickAsync();
        await phone.RingAsync(Stop);
        await page.Locator("#call").WaitForAsync();
        Assert.True(await phone.AnswerAndHearItselfAsync(Stop));
        await page.Locator("#call .good").WaitForAsync();
        await page.JudgeAsync("start-talking", language);
        await phone.HangUpAsync(Stop);

        await page.GotoAsync($"{OfficePagesTests.Home(box)}/phones");
        await page.JudgeAsync("phones", language);
        await page.GotoAsync($"{OfficePagesTests.Home(box)}/phones/101");
        await page.JudgeAsync("phone", language);
        Assert.Empty(browser.Complaints);
        Assert.DoesNotContain(password, box.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_script_and_with_the_keyboard_alone_it_leads_there_too()
    {
        await using var box = await RunningBox.StartAsync("en", Stop);
        await using var browser = await ChromiumBrowser.StartAsync();
        var page = await browser.OwnerAsync(box, hasScript: false);
        await page.GotoAsync($"{OfficePagesTests.Home(box)}/start");

        await TabToAsync(page, "a[href='/lines/new/sip?start=1']");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/lines/new/sip?start=1");
        await TabToAsync(page, "#country");
        await page.Keyboard.TypeAsync("TW");
        await TabToAsync(page, "#host");
        await page.Keyboard.TypeAsync("127.0.0.1:9");
        await TabToAsync(page, "#transport");
        await page.Keyboard.TypeAsync("UDP");
        await TabToAsync(page, "#numbers");
        await page.Keyboard.TypeAsync("02 2345 6789");
        await TabToAsync(page, "main form button");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/start?applied=*");

        using var phone = new DeskPhone(box, "101");
        Assert.Equal(401, await phone.RegisterAsync("not the password", Stop));
        await LookAgainAsync(page, "[form=adopt]");
        await TabToAsync(page, "[form=adopt]");
        await page.Keyboard.PressAsync("Enter");
        var password = (await page.Locator("#password").TextContentAsync())!;
        await TabToAsync(page, "a.button");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/start?applied=*");

        Assert.Equal(200, await phone.RegisterAsync(password, Stop));
        await LookAgainAsync(page, "#make");
        await TabToAsync(page, "#dialled");
        await page.Keyboard.PressAsync("Enter");
        await phone.RingAsync(Stop);
        Assert.True(await phone.AnswerAndHearItselfAsync(Stop));
        await LookAgainAsync(page, "#call .good");
        await phone.HangUpAsync(Stop);
    }

    private static async Task LookAgainAsync(IPage page, string until)
    {
        for (var i = 0; i < 50 && await page.Locator(until).CountAsync() == 0; i++)
        {
            await TabToAsync(page, "noscript a");
            await page.Keyboard.PressAsync("Enter");
            await page.WaitForLoadStateAsync();
        }

        Assert.NotEqual(0, await page.Locator(until).CountAsync());
    }

    private static async Task TabToAsync(IPage page, string selector)
    {
        for (var i = 0; i < 40; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.Locator(selector).First.EvaluateAsync<bool>("one => one === document.activeElement"))
                return;
        }

        Assert.Fail($"{selector} cannot be reached by keyboard.");
    }
}

namespace Browser.Tests;

/// <summary>Numbers, Lines and Phones in a real browser, served by the real program.</summary>
public sealed class OfficePagesTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en")]
    [InlineData("zh-TW")]
    public async Task Nothing_on_the_pages_is_out_of_reach(string language)
    {
        await using var box = await RunningBox.StartAsync(language, Stop);
        await using var browser = await ChromiumBrowser.StartAsync();
        var page = await browser.OwnerAsync(box, language: language);

        await page.GotoAsync($"{Home(box)}/numbers");
        await page.Locator("#dialled").FillAsync("110");
        await page.Locator("main form button").ClickAsync();
        await page.Locator("#answer").WaitForAsync();
        await page.JudgeAsync("numbers", language);

        await page.GotoAsync($"{Home(box)}/lines/new/twilio-domain");
        await page.JudgeAsync("line-new", language);
        await page.GotoAsync($"{Home(box)}/lines/new/sip");
        await page.Locator("#country").FillAsync("TW");
        await page.Locator("#host").FillAsync("not a name");
        await page.Locator("#numbers").FillAsync("12");
        await page.Locator("main form button").First.ClickAsync();
        await page.Locator("#host-trouble").WaitForAsync();
        await page.JudgeAsync("line-wrong", language);
        await page.Locator("#host").FillAsync("127.0.0.1:5999");
        await page.Locator("#numbers").FillAsync("02 2345 6789");
        await page.Locator("main form button").First.ClickAsync();
        await page.WaitForURLAsync("**/lines?applied=*");
        await page.JudgeAsync("lines", language);
        await page.GotoAsync($"{Home(box)}/lines/line");
        await page.JudgeAsync("line", language);
        await page.GotoAsync($"{Home(box)}/lines/new/pbx");
        await page.Locator("#host").FillAsync("192.0.2.20");
        await page.Locator("main form button").First.ClickAsync();
        await page.Locator("#snippets").WaitForAsync();
        await page.Locator("summary").First.ClickAsync();
        await page.JudgeAsync("pbx-made", language);
        // A form that is not right comes back with 400, which Chromium writes into its console.
        Assert.DoesNotContain(browser.Complaints, complaint => !complaint.Contains("400", StringComparison.Ordinal));
    }

    internal static string Home(RunningBox box) => $"https://127.0.0.1:{box.TlsPort}";
}

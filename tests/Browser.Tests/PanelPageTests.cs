using Microsoft.Playwright;

namespace Browser.Tests;

/// <summary>The front panel's page in a real browser, served by the real program.</summary>
public sealed class PanelPageTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_panel_is_live_and_its_buttons_turn_the_pages()
    {
        await using var box = await RunningBox.StartAsync("en", Stop);
        await using var browser = await ChromiumBrowser.StartAsync();
        var page = await OpenAsync(browser, box);
        var first = await PictureAsync(page);

        await page.Locator("[data-button=right]").ClickAsync();
        var second = await OtherPictureAsync(page, first);

        await page.Keyboard.PressAsync("ArrowRight");
        await OtherPictureAsync(page, second);
        await KeepAsync(page, "panel-turned");
        Assert.Empty(browser.Complaints);
    }

    [Fact]
    public async Task A_button_held_counts_down_to_set_up_mode_and_letting_go_shows_a_new_pin()
    {
        await using var box = await RunningBox.StartAsync("en", Stop);
        await using var browser = await ChromiumBrowser.StartAsync();
        var page = await OpenAsync(browser, box);
        var before = await PictureAsync(page);

        var centre = page.Locator("[data-button=centre]");
        await centre.HoverAsync();
        await page.Mouse.DownAsync();
        // The count-down shows at 0.7 s and at each second: the fourth picture is that of three seconds.
        var shown = before;
        for (var picture = 0; picture < 4; picture++)
            shown = await OtherPictureAsync(page, shown);
        await KeepAsync(page, "panel-held");
        await page.Mouse.UpAsync();

        var after = await OtherPictureAsync(page, shown);
        Assert.NotEqual(before, after);
        Assert.Empty(browser.Complaints);
    }

    [Fact]
    public async Task Two_pages_show_the_same_panel()
    {
        await using var box = await RunningBox.StartAsync("zh-TW", Stop);
        await using var browser = await ChromiumBrowser.StartAsync();
        var one = await OpenAsync(browser, box);
        var other = await OpenAsync(browser, box);
        var before = await PictureAsync(other);

        await one.Locator("[data-button=right]").ClickAsync();

        var after = await OtherPictureAsync(other, before);
        await one.WaitForFunctionAsync("shown => document.getElementById('screen').toDataURL() === shown", after);
    }

    [Fact]
    public async Task The_page_comes_back_by_itself_when_the_box_does()
    {
        await using var box = await RunningBox.StartAsync("en", Stop);
        await using var browser = await ChromiumBrowser.StartAsync();
        var page = await OpenAsync(browser, box);

        await box.KillAsync();
        await page.Locator("#panel.lost").WaitForAsync();
        Assert.NotEmpty((await page.Locator("#state").TextContentAsync())!);

        await box.StartAgainAsync(Stop);
        await page.Locator("#panel:not(.lost)").WaitForAsync();
        await page.Locator("[data-button=right]").ClickAsync();
        await OtherPictureAsync(page, await PictureAsync(page));
    }

    [Fact]
    public async Task Without_a_script_the_picture_is_a_still()
    {
        await using var box = await RunningBox.StartAsync("en", Stop);
        await using var browser = await ChromiumBrowser.StartAsync();
        var page = await browser.PageAsync(hasScript: false);

        await page.GotoAsync(box.PanelPage);

        var still = await page.WaitForResponseAsync(answer => answer.Url.EndsWith("/panel/frame.png", StringComparison.Ordinal), new() { Timeout = 15_000 });
        Assert.Equal("image/png", still.Headers["content-type"]);
        Assert.True(await page.Locator("#still").IsVisibleAsync());
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh-TW")]
    public async Task Nothing_on_the_page_is_out_of_reach(string language)
    {
        await using var box = await RunningBox.StartAsync(language, Stop);
        await using var browser = await ChromiumBrowser.StartAsync();
        var page = await OpenAsync(browser, box);

        await page.JudgeAsync("panel", language);
    }

    private static async Task<IPage> OpenAsync(ChromiumBrowser browser, RunningBox box)
    {
        var page = await browser.PageAsync();
        await page.GotoAsync(box.PanelPage);
        await page.WaitForFunctionAsync("""
            () => { const screen = document.getElementById('screen'); return screen.getContext('2d').getImageData(0, 0, screen.width, screen.height).data.some(value => value > 0); }
            """);
        return page;
    }

    private static Task<string> PictureAsync(IPage page) => page.EvaluateAsync<string>("document.getElementById('screen').toDataURL()");

    private static async Task<string> OtherPictureAsync(IPage page, string before)
    {
        await page.WaitForFunctionAsync("before => document.getElementById('screen').toDataURL() !== before", before);
        return await PictureAsync(page);
    }

    private static async Task KeepAsync(IPage page, string name) =>
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Artifacts, name + ".png") });

    private static string Artifacts => Directory.CreateDirectory(Path.Combine(RunningBox.Root, "artifacts", "browser")).FullName;
}

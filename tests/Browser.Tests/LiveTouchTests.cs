using Appliance.Practice;
using Microsoft.Playwright;

namespace Browser.Tests;

/// <summary>A part of a page that changes under somebody's hand: what is pressed stays pressed, what is typed stays.</summary>
public sealed class LiveTouchTests
{
    private const string Password = "A-Phone-To-Call-1";

    private const string Phone = """

        [[extension]]
        number = "101"
        name = "Reception"
        password-secret = "phone"

        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_button_pressed_while_its_part_changes_is_pressed_all_the_same()
    {
        await using var box = await RunningBox.StartAsync("en", Stop, furnish: FurnishAsync);
        await using var browser = await ChromiumBrowser.StartAsync();
        var page = await browser.OwnerAsync(box);
        await using var phone = new PracticePhone("101", Password, box.SipPort, TimeProvider.System);
        await phone.RegisterAsync(Stop);
        await phone.CallAsync("777", Stop);
        await page.GotoAsync($"https://127.0.0.1:{box.TlsPort}/calls");
        await page.Locator("[data-live=calls] a").ClickAsync();
        await page.Locator("[data-live] button").WaitForAsync();
        var other = await page.Context.NewPageAsync();
        await other.GotoAsync(page.Url);

        await page.BringToFrontAsync();
        await page.Locator("[data-live] button").HoverAsync();
        await page.Mouse.DownAsync();
        var held = await page.Locator("[data-live]").First.InnerTextAsync();
        var seen = await other.Locator("[data-live]").First.InnerTextAsync();
        for (var changes = 0; changes < 2; changes++)
            seen = await (await other.WaitForFunctionAsync("text => { const now = document.querySelector('[data-live]').innerText; return now !== text && now; }", seen)).JsonValueAsync<string>();
        Assert.Equal(held, await page.Locator("[data-live]").First.InnerTextAsync());
        await page.Mouse.UpAsync();

        await Assertions.Expect(page).ToHaveURLAsync($"https://127.0.0.1:{box.TlsPort}/calls");
        await page.Locator("[data-live=calls] > p").WaitForAsync();
        Assert.Empty(browser.Complaints);
    }

    [Fact]
    public async Task After_a_press_that_did_nothing_the_part_goes_on_changing()
    {
        await using var box = await RunningBox.StartAsync("en", Stop, furnish: FurnishAsync);
        await using var browser = await ChromiumBrowser.StartAsync();
        var page = await browser.OwnerAsync(box);
        await page.GotoAsync($"https://127.0.0.1:{box.TlsPort}/calls");
        await page.Locator("[data-live=calls] > p").HoverAsync();
        await page.Mouse.DownAsync();
        await page.Mouse.UpAsync();

        await using var phone = new PracticePhone("101", Password, box.SipPort, TimeProvider.System);
        await phone.RegisterAsync(Stop);
        await phone.CallAsync("777", Stop);

        await page.Locator("[data-live=calls] a").WaitForAsync();
    }

    [Theory]
    [InlineData("777")]
    [InlineData("0987")]
    public async Task What_is_typed_and_marked_stays_when_another_phone_comes(string typed)
    {
        await using var box = await RunningBox.StartAsync("en", Stop, country: "TW", furnish: static async box =>
        {
            await FurnishAsync(box);
            await box.AddSettingsAsync(Phone.Replace("101", "102", StringComparison.Ordinal).Replace("Reception", "Workshop", StringComparison.Ordinal), Stop);
        });
        await using var browser = await ChromiumBrowser.StartAsync();
        var page = await browser.OwnerAsync(box);
        await using var first = new PracticePhone("101", Password, box.SipPort, TimeProvider.System);
        await first.RegisterAsync(Stop);
        await page.GotoAsync($"https://127.0.0.1:{box.TlsPort}/start?skip=1");
        await page.Locator("#dialled").FillAsync(typed);
        await page.Keyboard.PressAsync("Control+A");

        await using var second = new PracticePhone("102", Password, box.SipPort, TimeProvider.System);
        await second.RegisterAsync(Stop);
        await page.Locator("select#phone").WaitForAsync();

        Assert.Equal(typed, await page.Locator("#dialled").InputValueAsync());
        await page.Keyboard.TypeAsync("0912 34");
        Assert.Equal("0912 34", await page.Locator("#dialled").InputValueAsync());
    }

    private static async Task FurnishAsync(RunningBox box)
    {
        await box.AddSecretAsync("phone", Password, Stop);
        await box.AddSettingsAsync(Phone, Stop);
    }
}

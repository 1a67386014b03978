using System.Net;
using Appliance.Setup;

namespace Appliance.Tests.Web;

/// <summary>The link to the other language leads back to the page it is on.</summary>
public sealed class PageAddressTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/numbers?dialled=0912%20345", "/numbers?dialled=0912%20345")]
    [InlineData("/calls?text=102&emergency=1", "/calls?text=102&emergency=1")]
    [InlineData("/phones/new?start=1", "/phones/new?start=1")]
    public async Task What_was_asked_there_is_kept(string page, string back)
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var browser = await bed.OwnerAsync();

        Assert.Contains($"href=\"/language/zh-TW?to={Uri.EscapeDataString(back)}\"", await browser.TextAsync(bed.Safe, page), StringComparison.Ordinal);
        using var chosen = await browser.GetAsync(bed.Safe, $"/language/zh-TW?to={Uri.EscapeDataString(back)}");
        Assert.Equal(back, chosen.Headers.Location?.ToString());
    }

    [Theory]
    [InlineData("/start", "/start/call", "/start")]
    [InlineData("/phones/new", "/phones/new?start=1", "/phones/new?start=1")]
    [InlineData("/phones", "/phones/adopt", "/phones")]
    [InlineData("/phones", "/phones/none/password", "/phones/none")]
    [InlineData("/box/settings", "/box/settings/secrets", "/box/settings")]
    [InlineData("/access", "/access/tokens", "/access")]
    public async Task The_answer_to_a_form_leads_back_to_a_page_that_can_be_loaded(string page, string action, string back)
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var browser = await bed.OwnerAsync();

        using var answer = await browser.PostAsync(bed.Safe, page, action, ("name", ""));

        Assert.NotEqual(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Contains($"href=\"/language/en?to={Uri.EscapeDataString(back)}\"", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        using var again = await browser.GetAsync(bed.Safe, back);
        Assert.NotEqual(HttpStatusCode.MethodNotAllowed, again.StatusCode);
    }

    [Fact]
    public async Task A_page_that_shows_something_once_has_no_link_that_loses_it()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var browser = await bed.OwnerAsync();

        using var made = await browser.PostAsync(bed.Safe, "/access", "/access/tokens", ("name", "wallboard"), ("passphrase", BoxSiteBed.Good));
        var page = await made.Content.ReadAsStringAsync(Stop);

        Assert.Contains("id=\"token\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/language/", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "/no/such/page", HttpStatusCode.NotFound, "There is nothing here.")]
    [InlineData("zh-TW", "/no/such/page", HttpStatusCode.NotFound, "這裡沒有內容。")]
    [InlineData("en", "/access/tokens", HttpStatusCode.MethodNotAllowed, "There is nothing to show at this address.")]
    [InlineData("zh-TW", "/start/call", HttpStatusCode.MethodNotAllowed, "這個網址沒有可顯示的頁面。")]
    public async Task Where_there_is_nothing_a_browser_gets_a_page_that_leads_on(string language, string path, HttpStatusCode status, string sentence)
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        using var stranger = bed.Browser();

        foreach (var browser in (TestBrowser[])[owner, stranger])
        {
            using var answer = await browser.GetAsync(bed.Safe, path, ("Accept", "text/html,*/*;q=0.8"), ("Accept-Language", language));
            var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Stop));
            Assert.Equal((status, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
            Assert.Contains($"<h1>{sentence}</h1>", page, StringComparison.Ordinal);
            Assert.Contains("href=\"/\"", page, StringComparison.Ordinal);
            Assert.Equal(browser == owner, page.Contains("action=\"/logout\"", StringComparison.Ordinal));
        }

        using var program = await stranger.GetAsync(bed.Safe, "/no/such/page", ("Accept", "*/*"));
        Assert.Equal("text/plain", program.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task What_was_typed_is_there_again_when_it_was_not_right()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var browser = await bed.OwnerAsync();
        using var made = await browser.PostAsync(bed.Safe, "/phones/new", "/phones/new", ("number", "101"), ("max-calls", "4"), ("max-contacts", "3"));
        bed.Live.Take(new Appliance.Calls.GatewayReport.Registered("101", 1, "Desk Phone"));
        var (number, name) = (new string('1', 65), new string('n', 41));

        using var call = await browser.PostAsync(bed.Safe, "/start?skip=1", "/start/call?skip=1", ("phone", "101"), ("dialled", number));
        Assert.Contains($"value=\"{number}\"", await call.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        using var token = await browser.PostAsync(bed.Safe, "/access", "/access/tokens", ("name", name));
        Assert.Contains($"value=\"{name}\"", await token.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        using var secret = await browser.PostAsync(bed.Safe, "/box/settings", "/box/settings/secrets", ("name", "My Name"), ("value", "tainted"));
        var page = await secret.Content.ReadAsStringAsync(Stop);
        Assert.Contains("value=\"My Name\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("tainted", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_box_without_an_owner_that_lets_nobody_in_offers_no_login()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var stranger = bed.Browser();
        await bed.Desk.AskAsync(new SetupEvent.CloseChosen(), null, Stop);

        var page = await stranger.TextAsync(bed.Safe, "/claim");

        Assert.Contains("The box lets nobody in now.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"/login\"", page, StringComparison.Ordinal);
    }
}

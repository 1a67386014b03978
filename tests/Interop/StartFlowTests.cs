using System.Text.RegularExpressions;
using Interop.Peers;
using Interop.Sound;
using Microsoft.Playwright;

namespace Interop;

/// <summary>
/// From the carton to the first call, as an installer does it: Chromium on a telephone's screen, the code on the box's own screen, a
/// provider that wants TLS and SRTP (Kamailio, rtpengine, Asterisk), a phone (baresip).
/// </summary>
public sealed class StartFlowTests
{
    private const int MostDecisions = 9;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    private readonly List<string> _decisions = [];

    [Theory]
    [InlineData("en-US", "en")]
    [InlineData("zh-TW", "zh-TW")]
    public async Task At_most_nine_decisions_lead_from_the_carton_to_a_call_that_is_heard(string locale, string language)
    {
        await using var bed = new NewOfficeBed();
        await bed.InitializeAsync();
        try
        {
            await FromCartonToCallAsync(bed, locale, language);
        }
        catch
        {
            TestContext.Current.TestOutputHelper?.WriteLine(bed.Box.Log);
            throw;
        }
    }

    private async Task FromCartonToCallAsync(NewOfficeBed bed, string locale, string language)
    {
        await using var visitor = await VisitorPeer.StartAsync(bed.VisitorHost, bed.Folder, locale);
        var (page, story) = (visitor.Page, new PageStory(language, visitor.Page));

        // Plugged in with the box, and told the wrong password, as a phone of another system is.
        await using var stranger = await bed.PhoneAsync("101", "of-another-system", 10);

        Decide("scan the code on the screen");
        var code = await bed.Box.CodeAsync();
        await page.GotoAsync($"http://{bed.Addresses.BoxInside}:{code.Port}{code.AbsolutePath}");
        await story.ShowAsync("connected");
        await page.Locator("main a.button").ClickAsync();
        await ArriveAsync(page, "^https:.*/claim$");
        await story.ShowAsync("you");

        Decide("take the passphrase that is suggested");
        await page.Locator("main button").ClickAsync();
        await ArriveAsync(page, "/start$");
        Assert.Equal(language, await page.Locator("html").GetAttributeAsync("lang"));
        await story.ShowAsync("start");

        Decide("choose the sort of line");
        await page.Locator("a[href='/lines/new/sip?start=1']").ClickAsync();
        Decide("confirm the country");
        await page.Locator("#country").FillAsync("TW");
        await page.Locator("#host").FillAsync(TrunkPeer.DomainName);
        await page.Locator("#user").FillAsync(TrunkPeer.User);
        await page.Locator("#password").FillAsync(TrunkPeer.Password);
        await page.Locator("#numbers").FillAsync(TrunkPeer.OwnNumber);
        await story.ShowAsync("line");
        Decide("add the line with what the provider wrote");
        await page.Locator("main form button[type=submit]").ClickAsync();
        await ArriveAsync(page, @"/start\?applied=\d+$");

        // A reload, and another browser, go on where this one was.
        await page.ReloadAsync();
        await story.ShowAsync("phone");
        Decide("adopt the phone that was found");
        await page.Locator("button[form=adopt]").First.ClickAsync();
        var password = await page.Locator("#password").InnerTextAsync();
        await story.ShowAsync("phone-access");
        await stranger.DisposeAsync();
        await using var phone = await bed.PhoneAsync("101", password, 11);
        await phone.RegisteredAsync();
        await page.Locator("main a.button").ClickAsync();

        // The page finds out by itself that the phone is there.
        await page.Locator("#make").WaitForAsync(new LocatorWaitForOptions { Timeout = (float)Soon.TotalMilliseconds });
        Decide("type the own mobile's number");
        await page.Locator("#dialled").FillAsync("0912341000");
        await story.ShowAsync("call");
        Decide("press Call");
        var before = phone.Events.Count;
        await page.Locator("#make").ClickAsync();
        await ArriveAsync(page, @"/start\?.*call=");
        await phone.HappenedAsync("CALL_INCOMING", Soon, before);
        await phone.DoAsync("accept");
        await phone.HappenedAsync("CALL_ESTABLISHED", Soon, before);

        await page.Locator("#call .good").WaitForAsync(new LocatorWaitForOptions { Timeout = (float)Soon.TotalMilliseconds });
        await story.ShowAsync("calling");
        await page.Locator("#call-page").ClickAsync();
        await ArriveAsync(page, "/calls/[^/]+$");
        await page.Locator("main [data-live] button, main button[form]").First.WaitForAsync(new LocatorWaitForOptions { Timeout = (float)Soon.TotalMilliseconds });
        var call = page.Url;
        await Eventually.PassAsync(TimeSpan.FromSeconds(3));
        await story.ShowAsync("live");
        await page.GotoAsync(new Uri(new Uri(page.Url), "/calls").ToString());
        await page.Locator("main [data-live] a[href^='/calls/']").First.WaitForAsync();
        await story.ShowAsync("calls");
        await phone.HangUpAsync();
        await bed.Trunk.WroteAsync("BYE by the box", Soon);

        // Its line in the history takes the place of the live one.
        await page.Locator("[data-live=history] a[href^='/calls/']").First.WaitForAsync();
        await page.GotoAsync(call);
        await page.Locator("main svg.ladder").First.WaitForAsync(new LocatorWaitForOptions { Timeout = (float)Soon.TotalMilliseconds });
        await story.ShowAsync("ladder");

        Assert.InRange(ToneDetector.Heard(await phone.HeardAsync(), 1000).TotalSeconds, 1.5, 30);
        Assert.InRange(ToneDetector.Heard(await bed.Trunk.HeardByAsync("+886912341000"), 600).TotalSeconds, 1.5, 30);
        Assert.InRange(_decisions.Count, 1, MostDecisions);
        Assert.Empty(visitor.Complaints);
        Assert.DoesNotContain(password, bed.Box.Log, StringComparison.Ordinal);
        Assert.DoesNotContain(TrunkPeer.Password, bed.Box.Log, StringComparison.Ordinal);
        story.Tell(_decisions);
    }

    /// <summary>Something the person has to choose or to confirm. To copy what the provider wrote, or what the page shows, is none.</summary>
    private void Decide(string what) => _decisions.Add(what);

    /// <summary>The next page is there, with all that belongs to it.</summary>
    private static async Task ArriveAsync(IPage page, string ending)
    {
        await Assertions.Expect(page).ToHaveURLAsync(new Regex(ending, RegexOptions.None, TimeSpan.FromSeconds(1)), new PageAssertionsToHaveURLOptions { Timeout = (float)Soon.TotalMilliseconds });
        await page.Locator("footer").WaitForAsync();
        await page.WaitForFunctionAsync("document.readyState === 'complete'", null, new PageWaitForFunctionOptions { Timeout = (float)Soon.TotalMilliseconds });
    }
}

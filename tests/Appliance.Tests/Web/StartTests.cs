using System.Net;
using Appliance.Calls;
using Appliance.Hosting;
using Appliance.Texts;
using Appliance.Web.Start;

namespace Appliance.Tests.Web;

public sealed class StartTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task From_the_claim_over_line_and_phone_to_a_call_without_a_script()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var browser = await bed.OwnerAsync();
        Assert.Contains("/lines/new/sip?start=1", await browser.TextAsync(bed.Safe, "/start"), StringComparison.Ordinal);

        const string Line = "/lines/new/sip?start=1";
        using var line = await browser.PostAsync(bed.Safe, Line, Line, ("country", "TW"), ("host", "192.0.2.10"), ("transport", "udp"), ("numbers", "0223456789"));
        Assert.StartsWith("/start?applied=", line.Headers.Location?.ToString(), StringComparison.Ordinal);
        Assert.Contains("No other device has tried", await browser.TextAsync(bed.Safe, "/start"), StringComparison.Ordinal);

        // The phone is plugged in; a reload, also after a restart of the program, goes on where it was.
        await bed.RestartAsync();
        bed.Live.Take(new GatewayReport.DeviceSeen("101", "Desk Phone", "192.168.1.44", HasWrongPassword: false));
        Assert.Contains("It becomes phone 101.", await browser.TextAsync(bed.Safe, "/start"), StringComparison.Ordinal);
        using var adopted = await browser.PostAsync(bed.Safe, "/start", "/phones/adopt?start=1", ("device", "192.168.1.44 101"));
        Assert.Equal("/phones/101/access?start=1", adopted.Headers.Location?.ToString());
        var access = await browser.TextAsync(bed.Safe, "/phones/101/access?start=1");
        Assert.Contains("<code id=\"password\">", access, StringComparison.Ordinal);
        Assert.Contains("href=\"/start?applied=", access, StringComparison.Ordinal);
        Assert.Contains("not registered yet", await browser.TextAsync(bed.Safe, "/start"), StringComparison.Ordinal);

        bed.Live.Take(new GatewayReport.Registered("101", 1, "Desk Phone"));
        using var called = await browser.PostAsync(bed.Safe, "/start", "/start/call", ("phone", "101"), ("dialled", "777"));
        var wish = Assert.IsType<GatewayInput.MakeCall>(Assert.Single(bed.Posted));
        Assert.Equal(("101", "777"), (wish.Extension, wish.Dialled));
        Assert.Equal($"/start?call={wish.CallId}#call", called.Headers.Location?.ToString());
        Assert.Contains("The call begins", await browser.TextAsync(bed.Safe, $"/start?call={wish.CallId}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_logs_in_is_led_to_the_start_until_there_is_a_line_and_something_to_call_with()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var browser = await bed.OwnerAsync();
        async Task<string?> LandingAsync()
        {
            using var left = await browser.PostAsync(bed.Safe, "/access", "/logout");
            using var again = await browser.PostAsync(bed.Safe, "/login", "/login", ("passphrase", BoxSiteBed.Good));
            return again.Headers.Location?.ToString();
        }

        Assert.Equal("/start", await LandingAsync());
        using var line = await browser.PostAsync(bed.Safe, "/lines/new/sip", "/lines/new/sip", ("country", "TW"), ("host", "192.0.2.10"), ("transport", "udp"), ("numbers", "0223456789"));
        Assert.Equal("/start", await LandingAsync());
        using var phone = await browser.PostAsync(bed.Safe, "/phones/new", "/phones/new", ("number", "101"), ("max-calls", "4"), ("max-contacts", "3"));
        Assert.Equal("/", await LandingAsync());
    }

    [Fact]
    public async Task A_phone_comes_first_where_there_is_no_line_yet()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var browser = await bed.OwnerAsync();

        Assert.Contains("/start?skip=1", await browser.TextAsync(bed.Safe, "/start"), StringComparison.Ordinal);
        var skipped = await browser.TextAsync(bed.Safe, "/start?skip=1");
        Assert.Contains("/phones/new?start=1", skipped, StringComparison.Ordinal);
        Assert.DoesNotContain("/lines/new/sip?start=1", skipped, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("999", "777", "There is no such phone.")]
    [InlineData("101", "", "A number has 1 to 64")]
    [InlineData("101", "1234567890123456789012345678901234567890123456789012345678901234567890", "A number has 1 to 64")]
    public async Task A_call_that_cannot_be_made_says_so(string phone, string dialled, string sentence)
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var browser = await bed.OwnerAsync();
        using var made = await browser.PostAsync(bed.Safe, "/phones/new", "/phones/new", ("number", "101"), ("max-calls", "4"), ("max-contacts", "3"));

        using var answer = await browser.PostAsync(bed.Safe, "/start", "/start/call", ("phone", phone), ("dialled", dialled));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(sentence, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Stop)), StringComparison.Ordinal);
        Assert.Empty(bed.Posted);
    }

    [Fact]
    public void A_call_is_told_of_from_its_beginning_to_its_end()
    {
        var calling = new LiveCall { Id = "c0ffee", Began = default, Origin = "extension:101", Target = "extension:101" };
        var record = new CallRecord
        {
            Id = "c0ffee",
            StartedAt = default,
            Direction = CallDirection.Internal,
            Origin = "extension:101",
            EndedBy = EndedBy.Called,
            Cause = new CallCause(486, 17, "caller.declined"),
        };
        TestCall[] told =
        [
            TestCall.Of("c0ffee", null, null),
            TestCall.Of("c0ffee", calling, null),
            TestCall.Of("c0ffee", calling with { Target = "trunk:line" }, null),
            TestCall.Of("c0ffee", calling with { Answered = TimeSpan.FromSeconds(4) }, null),
            TestCall.Of("c0ffee", null, record with { AnsweredAfter = TimeSpan.FromSeconds(4), Duration = TimeSpan.FromSeconds(12) }),
            TestCall.Of("c0ffee", null, record),
        ];

        Assert.Equal(["beginning", "ringing", "calling", "talking", "talked", "failed"], told.Select(call => call.State.Sentence["web.start.call.".Length..]));
        Assert.Equal([false, false, false, true, true, false], told.Select(call => call.IsAnswered));
        Assert.Equal([false, false, false, false, true, true], told.Select(call => call.IsOver));
        Assert.All(told.SelectMany(call => new[] { call.State, call.Why }).OfType<Appliance.DialPlans.ExplanationStep>(), step => Assert.Contains(step.Sentence, Sentences.Codes));
    }
}

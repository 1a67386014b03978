using System.Net;
using System.Text.RegularExpressions;
using Appliance.Calls;
using Appliance.Tests.Web.Live;
using Appliance.Texts;
using Appliance.Web.Help;

namespace Appliance.Tests.Web.Calls;

public sealed partial class CallPagesTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_live_list_follows_a_call_from_its_ring_to_its_end()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        await using var stream = await LiveStream.OpenAsync(owner, "topics=calls,history&language=en");
        Assert.Contains("Nobody is on the phone", await stream.PartAsync("calls"), StringComparison.Ordinal);
        Assert.Contains("No call has ended yet", await stream.PartAsync("history"), StringComparison.Ordinal);

        bed.Live.Begin("c1");
        var ringing = await stream.UntilAsync("calls", "ringing for");
        Assert.Contains("+886912345678", WebUtility.HtmlDecode(ringing), StringComparison.Ordinal);

        bed.Live.Answer("c1");
        bed.Live.Take(MadeCalls.CallerPort, MadeCalls.Counted(980, lost: 20));
        bed.Live.Take(MadeCalls.CalledPort, MadeCalls.Counted(1000));
        var talking = await stream.UntilAsync("calls", "2 % lost");
        Assert.Contains("101: PCMU, not encrypted", talking, StringComparison.Ordinal);
        Assert.Contains("plan-b: PCMA, encrypted", talking, StringComparison.Ordinal);
        Assert.Contains("MOS 4.2", talking, StringComparison.Ordinal);
        Assert.Contains("talking for 0:0", talking, StringComparison.Ordinal);
        Assert.DoesNotContain("seal", talking, StringComparison.Ordinal);

        bed.Finish(MadeCalls.Record("c1"));
        await stream.UntilAsync("calls", "Nobody is on the phone");
        await stream.UntilAsync("history", "/calls/c1");
    }

    [Fact]
    public async Task The_button_hangs_up_and_needs_the_seal()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        bed.Live.Begin("c1");

        var page = await owner.TextAsync(bed.Safe, "/calls");
        Assert.Contains("form=\"end-call\" name=\"id\" value=\"c1\"", page, StringComparison.Ordinal);
        using var unsealed = await owner.SendAsync(HttpMethod.Post, bed.Safe, "/calls/end", new FormUrlEncodedContent([KeyValuePair.Create("id", "c1")]));
        Assert.Equal(HttpStatusCode.BadRequest, unsealed.StatusCode);
        Assert.Empty(bed.Posted);

        using var ended = await owner.PostAsync(bed.Safe, "/calls", "/calls/end", ("id", "c1"));
        Assert.Equal("/calls", ended.Headers.Location?.ToString());
        Assert.Equal([new GatewayInput.EndCall("c1")], bed.Posted);

        using var over = await owner.PostAsync(bed.Safe, "/calls", "/calls/end", ("id", "c2"));
        Assert.Equal("/calls", over.Headers.Location?.ToString());
        Assert.Single(bed.Posted);
    }

    [Fact]
    public async Task An_emergency_call_has_no_button_and_is_not_ended()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        bed.Live.Begin("c1");
        bed.Live.Take(new GatewayReport.EmergencyDialled("extension:101", "119", "c1"));

        foreach (var path in new[] { "/calls", "/calls/c1" })
        {
            var page = await owner.TextAsync(bed.Safe, path);
            Assert.DoesNotContain("value=\"c1\"", page, StringComparison.Ordinal);
            Assert.Contains("mergency call", page, StringComparison.Ordinal);
        }

        using var answer = await owner.PostAsync(bed.Safe, "/calls", "/calls/end", ("id", "c1"));
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Empty(bed.Posted);
    }

    [Fact]
    public async Task A_record_tells_why_it_ended_and_what_to_do_and_how_each_side_sounded()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        bed.Finish(MadeCalls.Record("c1") with { Cause = new(503, 38, "line.unreachable"), EndedBy = EndedBy.Network, PeerCallId = "CA0123" });

        var english = await owner.TextAsync(bed.Safe, "/calls/c1");
        foreach (var says in new[] { "The provider of the line cannot be reached.", "Check whether the office has internet", "SIP 503, Q.850 38", "CA0123", "1 %", "sounds good", "answered after 4 s" })
            Assert.Contains(says, english, StringComparison.Ordinal);
        Assert.DoesNotContain("data-live", english, StringComparison.Ordinal);

        using var chosen = await owner.GetAsync(bed.Safe, "/language/zh-TW?to=/calls/c1");
        Assert.Contains("無法連線到線路業者", await owner.TextAsync(bed.Safe, "/calls/c1"), StringComparison.Ordinal);

        using var none = await owner.GetAsync(bed.Safe, "/calls/c2");
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh-TW")]
    public async Task Whatever_ended_a_call_its_page_says_what_to_do_and_leads_to_help(string language)
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        using var chosen = await owner.GetAsync(bed.Safe, $"/language/{language}");
        var help = await owner.TextAsync(bed.Safe, "/help");
        foreach (var (cause, i) in FaultDictionary.Causes.Select((cause, i) => (cause, i)))
            bed.Records.Post(MadeCalls.Record($"c{i}") with { Cause = new(486, 17, cause), Dialled = "112" });
        Assert.True(bed.Records.WriteWaiting());

        var history = await owner.TextAsync(bed.Safe, "/calls?limit=500");
        foreach (var (cause, i) in FaultDictionary.Causes.Select((cause, i) => (cause, i)))
        {
            var page = await owner.TextAsync(bed.Safe, $"/calls/c{i}");
            var sentence = Sentences.Say(cause, language, ["112"]);
            Assert.Contains(sentence, page, StringComparison.Ordinal);
            Assert.Contains(sentence, history, StringComparison.Ordinal);
            Assert.Contains($"id=\"{cause}\"", help, StringComparison.Ordinal);
            Assert.Equal(cause is not "normal", page.Contains(FaultDictionary.RemedyOf(cause, language), StringComparison.Ordinal));
            Assert.Equal(cause is not "normal", page.Contains($"href=\"/help#{cause}\"", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task One_call_s_page_is_live_shows_how_it_sounds_and_becomes_its_record()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        bed.Live.Begin("c1");
        bed.Live.Answer("c1");
        bed.Live.Take(MadeCalls.CallerPort, MadeCalls.Counted(250));
        Assert.Contains("data-live=\"call/c1\"", await owner.TextAsync(bed.Safe, "/calls/c1"), StringComparison.Ordinal);
        await using var stream = await LiveStream.OpenAsync(owner, "topics=call/c1&language=en");
        Assert.DoesNotContain("<polyline", await stream.PartAsync("call/c1"), StringComparison.Ordinal);

        bed.Live.Take(MadeCalls.CallerPort, MadeCalls.Counted(480, lost: 20));
        var drawn = await stream.UntilAsync("call/c1", "<polyline class=\"caller\"");
        Assert.Contains("at most 8 % lost", drawn, StringComparison.Ordinal);
        Assert.Contains("class=\"loss\"", drawn, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", drawn, StringComparison.Ordinal);

        bed.Finish(MadeCalls.Record("c1"));
        var record = await stream.UntilAsync("call/c1", "The call ended normally.");
        Assert.Contains("<polyline class=\"caller\"", record, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_history_is_searched_and_turned_over_by_links()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        for (var i = 1; i <= 60; i++)
            bed.Finish(MadeCalls.Record($"c{i:00}") with { Number = $"+8869123456{i:00}", Emergency = i is 5, Direction = i % 2 is 0 ? CallDirection.Inbound : CallDirection.Outbound });

        var first = await owner.TextAsync(bed.Safe, "/calls");
        Assert.Equal(50, Links().Count(first));
        Assert.Contains("/calls/c60\"", first, StringComparison.Ordinal);
        var older = await owner.TextAsync(bed.Safe, OlderLink().Match(first).Value);
        Assert.Equal(10, Links().Count(older));
        Assert.Contains("/calls/c01\"", older, StringComparison.Ordinal);

        Assert.Equal(1, Links().Count(await owner.TextAsync(bed.Safe, "/calls?text=12345617")));
        Assert.Equal(1, Links().Count(await owner.TextAsync(bed.Safe, "/calls?emergency=1")));
        Assert.Equal(30, Links().Count(await owner.TextAsync(bed.Safe, "/calls?direction=inbound")));
        Assert.Equal(50, Links().Count(await owner.TextAsync(bed.Safe, "/calls?from=2026-11-23&until=2026-11-23")));
        Assert.Contains("No call is like that", await owner.TextAsync(bed.Safe, "/calls?from=2026-11-25"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("from=tomorrow", "fault-from")]
    [InlineData("until=9999-12-31", "fault-until")]
    [InlineData("direction=sideways", "fault-direction")]
    public async Task What_is_filled_in_wrong_is_told_beside_its_field(string query, string fault)
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();

        using var answer = await owner.GetAsync(bed.Safe, "/calls?" + query);
        var page = await answer.Content.ReadAsStringAsync(Stop);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains($"aria-describedby=\"{fault}\"", page, StringComparison.Ordinal);
        Assert.Contains($"id=\"{fault}\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_caller_calls_itself_is_text_on_every_page()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        const string Evil = "<script>alert(1)</script>";
        bed.Finish(MadeCalls.Record("c1") with { Direction = CallDirection.Inbound, Caller = Evil, Dialled = Evil });
        bed.Live.Begin("c2", Evil);

        foreach (var path in new[] { "/calls", "/calls?text=%3Cscript%3E", "/calls/c1", "/calls/c2" })
        {
            using var answer = await owner.GetAsync(bed.Safe, path);
            Assert.DoesNotContain("<script>", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        }
    }

    [GeneratedRegex("href=\"/calls/c[0-9]+\"", RegexOptions.None, 1000)]
    private static partial Regex Links();

    [GeneratedRegex("(?<=href=\")/calls\\?before=[0-9]+", RegexOptions.None, 1000)]
    private static partial Regex OlderLink();
}

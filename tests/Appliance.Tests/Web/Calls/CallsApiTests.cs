using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Appliance.Calls;
using Appliance.Tests.Web.Live;

namespace Appliance.Tests.Web.Calls;

public sealed class CallsApiTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_program_lists_the_calls_and_hangs_up()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        bed.Live.Begin("c1");
        bed.Live.Answer("c1");
        bed.Live.Take(MadeCalls.CallerPort, MadeCalls.Counted(990, lost: 10));
        var seal = (await JsonAsync(await owner.GetAsync(bed.Safe, "/api/session"))).GetProperty("seal").GetString()!;

        var call = Assert.Single((await JsonAsync(await owner.GetAsync(bed.Safe, "/api/calls"))).EnumerateArray());
        Assert.Equal("outbound", call.GetProperty("direction").GetString());
        Assert.Equal(1, call.GetProperty("callerLeg").GetProperty("lossPercent").GetDouble());
        Assert.Equal(0, call.GetProperty("talkedSeconds").GetInt32());

        using var ended = await owner.SendAsync(HttpMethod.Delete, bed.Safe, "/api/calls/c1", null, ("X-Landline-Seal", seal));
        Assert.Equal(HttpStatusCode.Accepted, ended.StatusCode);
        Assert.Equal([new GatewayInput.EndCall("c1")], bed.Posted);
        using var none = await owner.SendAsync(HttpMethod.Delete, bed.Safe, "/api/calls/c2", null, ("X-Landline-Seal", seal));
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        Assert.Equal("calls.not-there", (await JsonAsync(none)).GetProperty("code").GetString());

        bed.Live.Take(new GatewayReport.EmergencyDialled("extension:101", "119", "c1"));
        using var emergency = await owner.SendAsync(HttpMethod.Delete, bed.Safe, "/api/calls/c1", null, ("X-Landline-Seal", seal));
        Assert.Equal(HttpStatusCode.Conflict, emergency.StatusCode);
    }

    [Fact]
    public async Task Records_are_found_with_their_sentence_and_page_by_page()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        for (var i = 1; i <= 5; i++)
            bed.Finish(MadeCalls.Record($"c{i}"));

        var first = await JsonAsync(await owner.GetAsync(bed.Safe, "/api/records?limit=3"));
        Assert.Equal(3, first.GetProperty("calls").GetArrayLength());
        var rest = await JsonAsync(await owner.GetAsync(bed.Safe, $"/api/records?limit=3&before={first.GetProperty("older").GetInt64()}"));
        Assert.Equal(["c2", "c1"], rest.GetProperty("calls").EnumerateArray().Select(call => call.GetProperty("id").GetString()));
        Assert.Equal(JsonValueKind.Null, rest.GetProperty("older").ValueKind);

        var one = await JsonAsync(await owner.GetAsync(bed.Safe, "/api/records/c1", ("Accept-Language", "zh-TW")));
        Assert.Equal("通話正常結束。", one.GetProperty("sentence").GetString());
        Assert.Equal(61, one.GetProperty("seconds").GetDouble());
        using var none = await owner.GetAsync(bed.Safe, "/api/records/c9");
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        foreach (var query in new[] { "limit=0", "limit=501", "before=-1", "from=x", "direction=up" })
        {
            using var wrong = await owner.GetAsync(bed.Safe, "/api/records?" + query);
            Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        }
    }

    [Fact]
    public async Task The_export_hides_numbers_unless_they_are_asked_for_and_holds_no_formula()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        for (var i = 1; i <= 600; i++)
            bed.Records.Post(MadeCalls.Record($"c{i}") with { Caller = "=cmd|' /C calc'!A0, \"me\"" });
        bed.Records.WriteWaiting();

        using var hidden = await owner.GetAsync(bed.Safe, "/api/records.csv");
        Assert.Equal("text/csv", hidden.Content.Headers.ContentType?.MediaType);
        Assert.Equal("landline-calls.csv", hidden.Content.Headers.ContentDisposition?.FileName);
        var csv = await hidden.Content.ReadAsStringAsync(Stop);
        var lines = csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(601, lines.Length);
        Assert.StartsWith("c600,", lines[1], StringComparison.Ordinal);
        Assert.Contains(",*******678,+*********678,", lines[1], StringComparison.Ordinal);
        Assert.DoesNotContain("912345678", csv, StringComparison.Ordinal);
        Assert.Contains(",\"'=cmd|' /C calc'!A0, \"\"me\"\"\",", lines[1], StringComparison.Ordinal);

        using var whole = await owner.GetAsync(bed.Safe, "/api/records.csv?numbers=whole&text=nothing-like-that");
        Assert.Single((await whole.Content.ReadAsStringAsync(Stop)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries));
        using var all = await owner.GetAsync(bed.Safe, "/api/records.csv?numbers=whole");
        Assert.Contains(",0912345678,+886912345678,", await all.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_machine_gets_numbers_masked_unless_it_asks_and_the_record_tells_of_it_once()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        var token = await owner.TokenAsync();
        using var machine = bed.Browser();
        bed.Live.Begin("c9");
        bed.Finish(MadeCalls.Record("c1"));

        foreach (var path in new[] { "/api/records", "/api/records/c1", "/api/records.csv", "/api/calls", "/api/calls/c9" })
        {
            using var masked = await machine.GetAsync(bed.Safe, path, token);
            Assert.DoesNotContain("912345678", await masked.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
            Assert.Contains("*678", await masked.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
            Assert.DoesNotContain("numbers-shown", await owner.TextAsync(bed.Safe, "/api/audit"), StringComparison.Ordinal);
        }

        foreach (var path in new[] { "/api/records?numbers=whole", "/api/records/c1?numbers=whole", "/api/records.csv?numbers=whole", "/api/calls/c9?numbers=whole" })
        {
            using var whole = await machine.GetAsync(bed.Safe, path, token);
            Assert.Contains("912345678", await whole.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        }

        var told = (await JsonAsync(await owner.GetAsync(bed.Safe, "/api/audit"))).EnumerateArray().Where(entry => entry.GetProperty("what").GetString() is "numbers-shown").ToArray();
        Assert.Equal(["calls", "records.csv", "records"], told.Select(entry => entry.GetProperty("which").GetString()));
        Assert.All(told, entry => Assert.StartsWith("token ", entry.GetProperty("who").GetString(), StringComparison.Ordinal));
        Assert.Contains("912345678", await owner.TextAsync(bed.Safe, "/api/records"), StringComparison.Ordinal);
        Assert.Contains("912345678", await owner.TextAsync(bed.Safe, "/calls"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_machine_that_looks_on_gets_parts_with_numbers_only_when_it_asks()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        var token = await owner.TokenAsync();
        using var machine = bed.Browser();
        bed.Live.Begin("c9");

        using var none = await machine.GetAsync(bed.Safe, "/api/live?topics=calls,call/c9,history,trace-whole/c9", token);
        Assert.Equal(HttpStatusCode.BadRequest, none.StatusCode);
        await using var masked = await LiveStream.OpenAsync(machine, "topics=calls,trace/c9&language=en", token);
        Assert.Contains("No message is kept", await masked.PartAsync("trace/c9"), StringComparison.Ordinal);
        await using var whole = await LiveStream.OpenAsync(machine, "topics=calls&numbers=whole", token);
        Assert.NotNull(await whole.PartAsync("calls"));
        Assert.Contains("numbers-shown", await owner.TextAsync(bed.Safe, "/api/audit"), StringComparison.Ordinal);
    }

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer)
    {
        using (answer)
            return await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Appliance.Health;
using Appliance.Texts;
using Appliance.Web.Help;

namespace Appliance.Tests.Web;

public sealed class HelpTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en")]
    [InlineData("zh-TW")]
    public void Every_fault_has_a_sentence_and_a_remedy_without_a_gap(string language)
    {
        var all = FaultDictionary.All(language).ToArray();

        Assert.Equal(ProblemKind.All.Count + FaultDictionary.Causes.Count, all.Length);
        Assert.Equal(all.Length, all.Select(entry => entry.Code).Distinct(StringComparer.Ordinal).Count());
        Assert.All(all, entry =>
        {
            Assert.NotEqual(entry.Code, entry.Sentence);
            Assert.False(entry.Remedy.StartsWith("help.", StringComparison.Ordinal) || entry.Remedy.StartsWith("problem.", StringComparison.Ordinal), $"{entry.Code} has no remedy.");
            Assert.DoesNotContain("{", entry.Sentence + entry.Remedy, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Every_way_in_which_a_call_ends_is_in_it()
    {
        // What the dial plan says on its way to a line is no end of a call.
        var ends = Sentences.Codes.Where(code => code.Split('.')[0] is "called" or "line" or "twilio" or "pbx" or "box" or "number" || !code.Contains('.', StringComparison.Ordinal));

        Assert.Empty(ends.Except(FaultDictionary.Causes, StringComparer.Ordinal));
        Assert.All(FaultDictionary.Causes, code => Assert.Contains(code, Sentences.Codes));
    }

    [Theory]
    [InlineData("en", "PASSWORD line", "line.wrong-password", "called.busy")]
    [InlineData("zh-TW", "密碼", "line.wrong-password", "called.busy")]
    [InlineData("zh-TW", "twilio.trial", "twilio.trial", "normal")]
    public void A_search_finds_what_has_every_word(string language, string question, string has, string hasNot)
    {
        var found = FaultDictionary.Find(question, language).Select(entry => entry.Code).ToArray();

        Assert.Contains(has, found);
        Assert.DoesNotContain(hasNot, found);
    }

    [Fact]
    public async Task The_page_searches_without_a_script_and_says_when_nothing_fits()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();

        var all = await owner.TextAsync(bed.Safe, "/help");
        var found = await owner.TextAsync(bed.Safe, "/help?q=trial");
        var nothing = await owner.TextAsync(bed.Safe, "/help?q=%3Cscript%3Exyzzy");
        using var tooLong = await owner.GetAsync(bed.Safe, "/help?q=" + new string('x', 65));

        Assert.Contains("id=\"line.all-down\"", all, StringComparison.Ordinal);
        Assert.Contains("id=\"called.busy\"", all, StringComparison.Ordinal);
        Assert.Contains("id=\"twilio.trial\"", found, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"called.busy\"", found, StringComparison.Ordinal);
        Assert.Contains("Nothing found.", nothing, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>xyzzy", await (await owner.GetAsync(bed.Safe, "/help?q=%3Cscript%3Exyzzy")).Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, tooLong.StatusCode);
    }

    [Fact]
    public async Task Programs_read_the_same_in_the_language_they_ask_for()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();

        using var answer = await owner.GetAsync(bed.Safe, "/api/help?q=called.busy", ("Accept-Language", "zh-TW"));
        using var tooLong = await owner.GetAsync(bed.Safe, "/api/help?q=" + new string('x', 65));

        var entry = Assert.Single((await answer.Content.ReadFromJsonAsync<JsonElement>(Stop)).EnumerateArray());
        Assert.Equal("對方忙線中。", entry.GetProperty("sentence").GetString());
        Assert.Equal("application/problem+json", tooLong.Content.Headers.ContentType?.MediaType);
    }
}

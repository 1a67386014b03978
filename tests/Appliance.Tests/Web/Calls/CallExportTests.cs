using System.Text;
using Appliance.Records;
using Appliance.Web.Calls;

namespace Appliance.Tests.Web.Calls;

public sealed class CallExportTests
{
    [Theory]
    [InlineData("en", "at most 50000 calls")]
    [InlineData("zh-TW", "最多 50000 通")]
    public async Task A_file_that_does_not_hold_all_calls_says_so_at_its_end(string language, string said)
    {
        var page = new CallPage([.. Enumerable.Repeat(MadeCalls.Record("c1"), CallQuery.LargestPage)], Older: 1);
        var lines = (await WriteAsync(_ => page, language)).TrimEnd().Split("\r\n");

        Assert.Equal(1 + CallExport.Most + 1, lines.Length);
        Assert.Contains(said, lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_holds_all_calls_ends_with_the_last()
    {
        var lines = (await WriteAsync(_ => new CallPage([MadeCalls.Record("c1")], null), "en")).TrimEnd().Split("\r\n");

        Assert.Equal(2, lines.Length);
        Assert.StartsWith("c1,", lines[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("=1+1")]
    [InlineData("＝1+1")]
    [InlineData("＋1+1")]
    [InlineData("－1+1")]
    [InlineData("＠SUM(1)")]
    public async Task What_a_spreadsheet_would_take_for_a_formula_is_text(string caller)
    {
        var written = await WriteAsync(_ => new CallPage([MadeCalls.Record("c1") with { CallerShown = caller, Caller = caller }], null), "en");

        Assert.Contains("'" + caller, written, StringComparison.Ordinal);
        Assert.DoesNotContain("," + caller, written, StringComparison.Ordinal);
    }

    private static async Task<string> WriteAsync(Func<CallQuery, CallPage> search, string language)
    {
        using var body = new MemoryStream();
        await CallExport.WriteAsync(body, new CallQuery(), search, isMasked: false, language, TimeZoneInfo.Utc, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(body.ToArray());
    }
}

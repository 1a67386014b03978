using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Appliance.Configuration;

namespace Appliance.Tests.Web;

/// <summary>The rules of the dial plan, changed by forms and by the API.</summary>
public sealed partial class RulesTests
{
    private const string Office = """
        # ours
        [office]
        country = "TW"

        [[trunk]]
        id = "provider"
        kind = "sip"
        host = "192.0.2.10"
        transport = "udp"
        media = "plain"
        numbers = ["+886223456789"]

        # free numbers are not for us
        [[dial-plan.rule]]
        match = "0800" # toll-free

        # everything else
        [[dial-plan.rule]]
        match = "*"
        via = ["provider"]

        [[dial-plan.emergency]]
        number = "110"
        via = ["provider"]

        [[dial-plan.emergency]]
        number = "119"
        via = ["provider"]

        [[dial-plan.emergency]]
        number = "112"
        via = ["provider"]

        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_rule_is_added_shown_before_and_after_applied_and_undone()
    {
        await using var bed = await OfficeAsync();
        using var owner = await bed.OwnerAsync();
        var form = await owner.TextAsync(bed.Safe, "/numbers/rules/new");

        using var shown = await owner.PostAsync(bed.Safe, "/numbers/rules/new", "/numbers/rules/new", ("match", "+81"), ("via-1", "provider"), ("place", "2"), ("mark", Mark.Match(form).Value));
        var check = WebUtility.HtmlDecode(await shown.Content.ReadAsStringAsync(Stop));
        Assert.Equal(HttpStatusCode.OK, shown.StatusCode);
        Assert.Equal(2, Regex.Count(check, "Numbers that begin with 0800 are refused.", RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.Equal(1, Regex.Count(check, @"Numbers that begin with \+81 go out by provider.", RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.Contains("match = \"+81\"", check, StringComparison.Ordinal);
        Assert.Equal(2, bed.Settings.Current.Config.DialPlan.Rules.Count);

        using var applied = await owner.PostAsync(bed.Safe, "/numbers", "/box/settings/apply", ("held", Held.Match(check).Value));
        var back = applied.Headers.Location!.ToString();
        Assert.StartsWith("/numbers?applied=", back, StringComparison.Ordinal);
        Assert.Equal("0800 +81 *", Matches(bed));
        Assert.All(Office.Split('\n').Where(line => line.Contains('#', StringComparison.Ordinal)), line => Assert.Contains(line, bed.Settings.Current.Text, StringComparison.Ordinal));
        Assert.Contains("action=\"/box/settings/undo\"", await owner.TextAsync(bed.Safe, back), StringComparison.Ordinal);

        using var undone = await owner.PostAsync(bed.Safe, back, "/box/settings/undo", ("revision", back.Split('=')[1]), ("back", "/numbers"));
        Assert.StartsWith("/numbers?applied=", undone.Headers.Location?.ToString(), StringComparison.Ordinal);
        Assert.Equal(Office, bed.Settings.Current.Text);
    }

    [Fact]
    public async Task A_rule_is_changed_ordered_and_removed()
    {
        await using var bed = await OfficeAsync();
        using var owner = await bed.OwnerAsync();
        var page = await owner.TextAsync(bed.Safe, "/numbers/rules/1");
        Assert.Contains("value=\"0800\"", page, StringComparison.Ordinal);

        await ApplyAsync(owner, "/numbers/rules/1", "/numbers/rules/1", ("match", "0809"), ("via-1", "provider"), ("caller", "+886223456789"));
        Assert.Contains("match = \"0809\" # toll-free", bed.Settings.Current.Text, StringComparison.Ordinal);
        Assert.Equal("+886223456789", bed.Settings.Current.Config.DialPlan.Rules[0].CallerNumber);

        var mark = Mark.Match(await owner.TextAsync(bed.Safe, "/numbers")).Value;
        using var moved = await owner.PostAsync(bed.Safe, "/numbers", "/numbers/rules/1/move", ("way", "down"), ("mark", mark));
        Assert.StartsWith("/numbers?applied=", moved.Headers.Location?.ToString(), StringComparison.Ordinal);
        Assert.Equal("* 0809", Matches(bed));
        Assert.Contains("# free numbers are not for us\n[[dial-plan.rule]]\nmatch = \"0809\"", bed.Settings.Current.Text, StringComparison.Ordinal);

        await ApplyAsync(owner, "/numbers/rules/1", "/numbers/rules/1/remove");
        Assert.Equal("0809", Matches(bed));
        using var gone = await owner.GetAsync(bed.Safe, "/numbers/rules/2");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Theory]
    [InlineData("119", "119 is an emergency number")]
    [InlineData("11x", "110 is an emergency number")]
    [InlineData("abc", "plus sign")]
    [InlineData("", "plus sign")]
    public async Task A_rule_that_will_not_do_is_told_beside_its_field(string match, string says)
    {
        await using var bed = await OfficeAsync();
        using var owner = await bed.OwnerAsync();

        using var refused = await owner.PostAsync(bed.Safe, "/numbers/rules/new", "/numbers/rules/new", ("match", match), ("via-1", "provider"), ("strip", "9"), ("prepend", "x"), ("via-2", "nobody"));

        var page = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync(Stop));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains(says, page, StringComparison.Ordinal);
        foreach (var field in new[] { "match", "strip", "prepend", "via" })
            Assert.Contains($"id=\"{field}-trouble\"", page, StringComparison.Ordinal);
        Assert.Equal(Office, bed.Settings.Current.Text);
    }

    [Fact]
    public async Task Of_two_who_change_the_rules_the_second_sees_what_the_first_did()
    {
        await using var bed = await OfficeAsync();
        using var owner = await bed.OwnerAsync();
        var mark = Mark.Match(await owner.TextAsync(bed.Safe, "/numbers")).Value;
        bed.Settings.Set("dial-plan.rule[1].match", new SettingValue.Text("0809"));

        using var second = await owner.PostAsync(bed.Safe, "/numbers", "/numbers/rules/1/move", ("way", "down"), ("mark", mark));

        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        Assert.Contains("0809", await second.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Equal("0809 *", Matches(bed));
    }

    [Fact]
    public async Task The_api_does_what_the_page_does()
    {
        await using var bed = await OfficeAsync();
        using var owner = await bed.OwnerAsync();
        using var machine = bed.Browser();
        var token = await owner.TokenAsync("change");
        using var list = await machine.GetAsync(bed.Safe, "/api/numbers/rules", token, ("Accept-Language", "zh-TW"));
        Assert.Equal("以 0800 開頭的號碼一律拒絕。", (await list.Content.ReadFromJsonAsync<JsonElement>(Stop))[0].GetProperty("sentence").GetString());
        var seen = ("If-Match", list.Headers.ETag!.Tag);

        using var unsaid = await machine.SendAsync(HttpMethod.Post, bed.Safe, "/api/numbers/rules", JsonContent.Create(new { match = "+81", via = new[] { "provider" } }), token);
        Assert.Equal(HttpStatusCode.PreconditionRequired, unsaid.StatusCode);
        using var added = await machine.SendAsync(HttpMethod.Post, bed.Safe, "/api/numbers/rules", JsonContent.Create(new { match = "+81", via = new[] { "provider" } }), token, seen);
        Assert.Equal(HttpStatusCode.OK, added.StatusCode);
        Assert.Equal("0800 +81 *", Matches(bed));
        using var late = await machine.SendAsync(HttpMethod.Delete, bed.Safe, "/api/numbers/rules/1", null, token, seen);
        Assert.Equal(HttpStatusCode.PreconditionFailed, late.StatusCode);

        using var moved = await machine.SendAsync(HttpMethod.Put, bed.Safe, "/api/numbers/rules/2", JsonContent.Create(new { place = 1, strip = 3 }), token, ("If-Match", "*"));
        Assert.Equal(HttpStatusCode.OK, moved.StatusCode);
        Assert.Equal(("+81 0800 *", 3), (Matches(bed), bed.Settings.Current.Config.DialPlan.Rules[0].Strip));
        using var removed = await machine.SendAsync(HttpMethod.Delete, bed.Safe, "/api/numbers/rules/1", null, token, ("If-Match", "*"));
        Assert.Equal("0800 *", Matches(bed));
        using var emergency = await machine.SendAsync(HttpMethod.Post, bed.Safe, "/api/numbers/rules", JsonContent.Create(new { match = "119" }), token, ("If-Match", "*"));
        Assert.Equal(HttpStatusCode.BadRequest, emergency.StatusCode);
        Assert.Contains("119 is an emergency number", await emergency.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        using var nowhere = await machine.SendAsync(HttpMethod.Put, bed.Safe, "/api/numbers/rules/9", JsonContent.Create(new { strip = 3 }), token, ("If-Match", "*"));
        Assert.Equal(HttpStatusCode.NotFound, nowhere.StatusCode);
    }

    private static async Task<BoxSiteBed> OfficeAsync()
    {
        var bed = await BoxSiteBed.StartAsync();
        Assert.IsType<SettingsOutcome.Applied>(bed.Settings.Apply(Office));
        return bed;
    }

    private static async Task ApplyAsync(TestBrowser owner, string page, string action, params (string Name, string Value)[] fields)
    {
        var mark = Mark.Match(await owner.TextAsync(owner.Bed.Safe, page)).Value;
        using var shown = await owner.PostAsync(owner.Bed.Safe, page, action, [.. fields, ("mark", mark)]);
        Assert.Equal(HttpStatusCode.OK, shown.StatusCode);
        using var applied = await owner.PostAsync(owner.Bed.Safe, "/numbers", "/box/settings/apply", ("held", Held.Match(await shown.Content.ReadAsStringAsync(Stop)).Value));
        Assert.StartsWith("/numbers?applied=", applied.Headers.Location?.ToString(), StringComparison.Ordinal);
    }

    private static string Matches(BoxSiteBed bed) => string.Join(' ', bed.Settings.Current.Config.DialPlan.Rules.Select(rule => rule.Match));

    [GeneratedRegex("(?<=name=\"mark\" value=\")[0-9a-f-]*", RegexOptions.None, 1000)]
    private static partial Regex Mark { get; }

    [GeneratedRegex("(?<=name=\"held\" value=\")[0-9a-f]*", RegexOptions.None, 1000)]
    private static partial Regex Held { get; }
}

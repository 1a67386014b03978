using System.Net;
using System.Text.Json;
using Appliance.Configuration;
using Appliance.Texts;
using Appliance.Web.Numbers;

namespace Appliance.Tests.Web;

public sealed class NumbersTests
{
    private const string Office = """
        [office]
        country = "TW"

        [[trunk]]
        id = "provider"
        kind = "sip"
        name = "Provider"
        host = "192.0.2.10"
        transport = "udp"
        media = "plain"
        numbers = ["+886223456789"]

        [[extension]]
        number = "101"
        name = "Reception <1>"
        password-secret = "phone-101"

        [[extension]]
        number = "102"
        password-secret = "phone-101"
        international = false

        [[pbx]]
        id = "asterisk"
        addresses = ["192.168.1.20"]
        internal-prefixes = ["2"]

        [dial-plan]
        area-code = "2"
        permitted-countries = ["TW", "JP"]
        blocked-prefixes = ["+886204"]

        [[dial-plan.rule]]
        match = "0800"
        via = []

        [[dial-plan.rule]]
        match = "+81"
        via = ["provider", "asterisk"]
        strip = 2
        prepend = "0"
        caller-number = "+886223456789"

        [[dial-plan.emergency]]
        number = "110"
        via = ["asterisk"]

        [[inbound]]
        number = "+886223456789"
        ring = ["101", "102"]
        order = "in-turn"
        ring-seconds = 20
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static Config Settings => ConfigReader.Read(Office, new HashSet<string>(StringComparer.Ordinal) { "phone-101" }).Config;

    [Theory]
    [InlineData("extension:101", "0912345678", "web.numbers.out", "+886912345678")]
    [InlineData("extension:101", "23456789", "web.numbers.out", "+886223456789")]
    [InlineData("extension:101", "110", "web.numbers.emergency", "110")]
    [InlineData("extension:101", "102", "web.numbers.rings", null)]
    [InlineData("extension:101", "201", "web.numbers.to-pbx", null)]
    [InlineData("extension:101", "777", "web.numbers.echo", null)]
    [InlineData("extension:102", "+81312345678", "web.numbers.refused", null)]
    [InlineData("extension:101", "+81312345678", "web.numbers.out-in-order", "0312345678")]
    [InlineData("pbx:asterisk", "+81312345678", "web.numbers.out", "0312345678")]
    [InlineData("extension:101", "0800123456", "web.numbers.refused", null)]
    [InlineData("extension:101", "0204123456", "web.numbers.refused", null)]
    [InlineData("trunk:provider", "+886223456789", "web.numbers.rings", null)]
    [InlineData("extension:101", "<script>", "web.numbers.refused", null)]
    public void A_trial_tells_the_verdict_and_what_the_line_is_sent(string origin, string dialled, string verdict, string? sent)
    {
        var trial = CallTrial.Of(Settings, origin, dialled)!;

        Assert.Equal(verdict, trial.Verdict.Sentence);
        Assert.NotEmpty(trial.Steps);
        Assert.Equal(sent, trial.Sent is [{ Values: [_, var user, ..] }, ..] ? user : null);
    }

    [Fact]
    public void A_trial_is_about_somebody_of_this_office_and_without_a_phone_about_a_new_one()
    {
        Assert.Null(CallTrial.Of(Settings, "extension:999", "777"));
        Assert.Null(CallTrial.Of(Settings, "", "777"));
        Assert.Equal(["extension:101", "extension:102", "pbx:asterisk", "trunk:provider"], CallTrial.Origins(Settings));

        Assert.Equal([CallTrial.NewPhone], CallTrial.Origins(Config.Empty));
        Assert.Equal("web.numbers.echo", CallTrial.Of(Config.Empty, CallTrial.NewPhone, "777")!.Verdict.Sentence);
        Assert.Contains(CallTrial.Of(Config.Empty, CallTrial.NewPhone, "0912345678")!.Steps, step => step.Sentence == "plan.no-line");
    }

    [Fact]
    public void Every_rule_is_a_sentence_in_the_order_in_which_it_decides()
    {
        var rules = DialRuleSentences.Of(Settings);

        Assert.Equal(
            [
                "Numbers that begin with 0800 are refused.",
                "Numbers that begin with +81 go out by provider, asterisk.",
                "… without their first 2 digits.",
                "… with 0 in front.",
                "… and show +886223456789 as their caller.",
                "Every other number goes out by provider.",
            ],
            rules.WaysOut.Select(rule => rule.Say("en")));
        Assert.Equal(
            ["Numbers that begin with +886204 are never called.", "Besides this country, these may be called: JP", "These phones may not call abroad: 102", "Premium-rate and satellite numbers are refused unless a rule means just them."],
            rules.Limits.Select(rule => rule.Say("en")));
        Assert.Equal(
            ["A call to +886223456789 rings at 101, 102 in turn, for 20 seconds each.", "Every other call goes to the telephone system asterisk."],
            rules.CallsIn.Select(rule => rule.Say("en")));
        Assert.All([.. rules.Reading, .. rules.Limits, .. rules.WaysOut, .. rules.CallsIn, .. NewBox()], rule => Assert.Contains(rule.Sentence, Sentences.Codes));
    }

    [Fact]
    public async Task The_page_explains_a_number_without_a_script_in_both_languages()
    {
        await using var bed = await OpenAsync();
        using var browser = await bed.OwnerAsync();

        var page = await browser.TextAsync(bed.Safe, "/numbers?dialled=0912-345-678&origin=extension%3A101");
        Assert.Contains("The call goes out by provider.", page, StringComparison.Ordinal);
        Assert.Contains("Read as +886912345678", page, StringComparison.Ordinal);
        Assert.Contains("The line provider is sent +886912345678. The called side sees +886223456789.", page, StringComparison.Ordinal);
        Assert.Contains("value=\"0912-345-678\"", page, StringComparison.Ordinal);

        using var chinese = await browser.GetAsync(bed.Safe, "/numbers?dialled=110&origin=extension%3A101", ("Accept-Language", "zh-TW"));
        Assert.Contains("這是緊急電話，會立即經由 asterisk", WebUtility.HtmlDecode(await chinese.Content.ReadAsStringAsync(Stop)), StringComparison.Ordinal);

        using var empty = await browser.GetAsync(bed.Safe, "/numbers?dialled=");
        Assert.Equal(HttpStatusCode.BadRequest, empty.StatusCode);
        using var endless = await browser.GetAsync(bed.Safe, $"/numbers?dialled={new string('1', 500)}");
        Assert.Equal(HttpStatusCode.BadRequest, endless.StatusCode);
        Assert.DoesNotContain(new string('1', 65), await endless.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_typed_is_text_on_the_page_and_nothing_else()
    {
        await using var bed = await OpenAsync();
        using var browser = await bed.OwnerAsync();

        using var answer = await browser.GetAsync(bed.Safe, "/numbers?dialled=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E");
        var html = await answer.Content.ReadAsStringAsync(Stop);

        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Reception <1>", html, StringComparison.Ordinal);
        Assert.Contains("Reception &lt;1&gt;", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_api_explains_the_same_and_names_what_is_wrong_with_the_question()
    {
        await using var bed = await OpenAsync();
        using var browser = await bed.OwnerAsync();

        using var right = JsonDocument.Parse(await browser.TextAsync(bed.Safe, "/api/numbers/explain?origin=pbx:asterisk&dialled=%2B81312345678"));
        Assert.Equal("web.numbers.out", right.RootElement.GetProperty("verdict").GetProperty("code").GetString());
        Assert.False(right.RootElement.GetProperty("isRefused").GetBoolean());
        Assert.Contains(right.RootElement.GetProperty("steps").EnumerateArray(), step => step.GetProperty("code").GetString() == "plan.line-is-origin");

        using var nobody = await browser.GetAsync(bed.Safe, "/api/numbers/explain?origin=extension:999&dialled=1");
        Assert.Equal(HttpStatusCode.NotFound, nobody.StatusCode);
        using var nothing = await browser.GetAsync(bed.Safe, "/api/numbers/explain?origin=extension:101");
        Assert.Equal(HttpStatusCode.BadRequest, nothing.StatusCode);
        Assert.Contains("numbers.length", await nothing.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);

        using var rules = JsonDocument.Parse(await browser.TextAsync(bed.Safe, "/api/numbers"));
        Assert.Equal(4, rules.RootElement.GetProperty("origins").GetArrayLength());
        using var stranger = bed.Browser();
        using var turnedAway = await stranger.GetAsync(bed.Safe, "/api/numbers");
        Assert.Equal(HttpStatusCode.Unauthorized, turnedAway.StatusCode);
    }

    private static IEnumerable<Appliance.DialPlans.ExplanationStep> NewBox()
    {
        var rules = DialRuleSentences.Of(Config.Empty);
        return [.. rules.Reading, .. rules.Limits, .. rules.WaysOut, .. rules.CallsIn];
    }

    private static async Task<BoxSiteBed> OpenAsync()
    {
        var bed = await BoxSiteBed.StartAsync();
        Assert.Null(bed.Settings.Secrets.Keep("phone-101", Secret.From("a password of a phone")!));
        Assert.IsType<SettingsOutcome.Applied>(bed.Settings.Apply(Office));
        return bed;
    }
}

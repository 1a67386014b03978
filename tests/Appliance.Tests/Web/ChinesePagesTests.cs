using System.Net;
using System.Text.RegularExpressions;
using Appliance.Calls;
using Appliance.Configuration;
using Appliance.Tests.Traces;
using Appliance.Tests.Web.Calls;
using Appliance.Traces;

namespace Appliance.Tests.Web;

/// <summary>Who reads Chinese reads Chinese: no page shows an English sentence, but what somebody else said, marked as English.</summary>
public sealed partial class ChinesePagesTests
{
    private const string Office = """
        [office]
        name = "Taipei"
        country = "TW"

        [[trunk]]
        id = "provider"
        kind = "sip"
        host = "192.0.2.10"
        transport = "udp"
        media = "plain"
        numbers = ["+886223456789"]

        [[extension]]
        number = "101"
        password-secret = "phone-101"

        [[pbx]]
        id = "asterisk"
        addresses = ["192.168.1.20"]
        internal-prefixes = ["1"]

        [[dial-plan.rule]]
        match = "119"
        via = ["provider"]

        """;

    private static readonly string[] Pages =
    [
        "/", "/start", "/calls", "/calls/c1", "/calls/c2", "/phones", "/phones/new", "/phones/101", "/lines", "/lines/provider", "/lines/asterisk", "/lines/new/sip", "/lines/new/pbx",
        "/lines/new/twilio-trunk", "/lines/new/twilio-domain", "/numbers", "/numbers?dialled=0912345678", "/numbers?dialled=119", "/numbers/rules/new", "/numbers/rules/1", "/safety", "/box", "/box/settings",
        "/box/settings/revisions/1", "/help", "/access", "/panel", "/no-such-page",
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_page_shows_an_english_sentence()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        Assert.Null(bed.Settings.Secrets.Keep("phone-101", Secret.From("not-shown")!));
        Assert.IsType<SettingsOutcome.Applied>(bed.Settings.Apply(Office.Replace("\"1\"", "\"2\"", StringComparison.Ordinal)));
        bed.Finish(MadeCalls.Record("c1") with { Cause = new(503, 38, "line.unreachable"), EndedBy = EndedBy.Network });
        bed.Live.Begin("c2");
        bed.Live.Answer("c2");
        bed.Live.Take(new GatewayReport.TurnedAway("192.0.2.99", 401, TurnAwayReasons.WrongPassword));
        bed.Traces.Join("c2", new TracedDialog("phone", "extension:101", IsCaller: true));
        bed.Traces.Take(Said.Traced(Said.Invite("phone"), Said.Phone, isReceived: true, 5));
        using var chosen = await owner.GetAsync(bed.Safe, "/language/zh-TW");

        List<string> found = [];
        foreach (var path in Pages)
            found.AddRange(EnglishOf(await owner.TextAsync(bed.Safe, path)).Select(text => $"{path}: {text}"));
        Assert.Equal("", string.Join('\n', found));
    }

    [Fact]
    public async Task What_is_wrong_with_the_settings_is_said_in_chinese_on_every_page_and_by_the_api()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        using var chosen = await owner.GetAsync(bed.Safe, "/language/zh-TW");
        var mark = Mark.Match(await owner.TextAsync(bed.Safe, "/box/settings")).Value;
        using var refused = await owner.PostAsync(bed.Safe, "/box/settings", "/box/settings/check", ("text", Office + "[calls]\nmax-calls = 999\ncolour = \"blue\"\n"), ("mark", mark));
        var page = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync(Stop));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("第 ", page, StringComparison.Ordinal);
        Assert.Contains("max-calls 是 999。", page, StringComparison.Ordinal);
        Assert.Contains("119 是緊急號碼。", page, StringComparison.Ordinal);
        Assert.Empty(EnglishOf(page));

        await File.WriteAllTextAsync(Path.Combine(bed.Folder, "appliance.toml"), Office + "[calls]\nmax-calls = 999\n", Stop);
        bed.Settings.Look();
        List<string> found = [];
        foreach (var path in new[] { "/", "/box/settings", "/help" })
            found.AddRange(EnglishOf(await owner.TextAsync(bed.Safe, path)).Select(text => $"{path}: {text}"));
        Assert.Equal("", string.Join('\n', found));

        using var api = await owner.GetAsync(bed.Safe, "/api/settings", ("Accept-Language", "zh-TW"));
        Assert.Contains("max-calls 是 999。", Regex.Unescape(await api.Content.ReadAsStringAsync(Stop)), StringComparison.Ordinal);
        Assert.Contains("out-of-range", await api.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        using var english = bed.Browser();
        var token = await owner.TokenAsync("change");
        using var said = await english.GetAsync(bed.Safe, "/api/settings", token, ("Accept-Language", "en"));
        Assert.Contains("max-calls is 999.", await said.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    /// <summary>Runs of four English words in what is read, but in code, messages of SIP and what is marked as English.</summary>
    private static IEnumerable<string> EnglishOf(string page)
    {
        var read = Unread.Replace(page, " | ");
        return Words.Matches(Tags.Replace(read, " | ")).Select(match => match.Value).Where(static text => !text.StartsWith("appliance secret set", StringComparison.Ordinal));
    }

    [GeneratedRegex("""<(?<tag>script|style|pre|code|textarea|title|svg)\b.*?</\k<tag>>|<(?<other>\w+)[^>]*\slang="en"[^>]*>.*?</\k<other>>""", RegexOptions.Singleline, 5000)]
    private static partial Regex Unread { get; }

    [GeneratedRegex("<[^>]*>", RegexOptions.None, 5000)]
    private static partial Regex Tags { get; }

    [GeneratedRegex(@"\b[A-Za-z][a-z']+(?:[ ,]+[A-Za-z][a-z']*){3,}", RegexOptions.None, 5000)]
    private static partial Regex Words { get; }

    [GeneratedRegex("(?<=name=\"mark\" value=\")[0-9a-f-]*", RegexOptions.None, 1000)]
    private static partial Regex Mark { get; }
}

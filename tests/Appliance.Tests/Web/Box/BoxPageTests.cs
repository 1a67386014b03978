using System.Net;
using System.Text.RegularExpressions;
using Appliance.Configuration;

namespace Appliance.Tests.Web.Box;

public sealed partial class BoxPageTests
{
    private const string Text = "[office]\nname = \"Taipei\"   # as on the door\n\n[calls]\nmax-calls = 30\n";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_forms_change_the_file_and_leave_its_comments_and_the_change_is_undone()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await OwnerAsync(bed);

        using var office = await SendAsync(owner, "office", ("office.name", "台北"), ("office.country", "TW"), ("office.language", "zh-TW"));
        Assert.Equal("/box?applied=2", office.Headers.Location?.ToString());
        using var limits = await SendAsync(owner, "calls", ("calls.max-calls", ""), ("calls.ring-seconds", "60"), ("calls.longest-minutes", "240"), ("calls.daily-minutes", "600"), ("calls.next-target-seconds", "4"));
        Assert.Equal("/box?applied=3", limits.Headers.Location?.ToString());

        Assert.Equal("[office]\nname = \"台北\"   # as on the door\nlanguage = \"zh-TW\"\n\n[calls]\nring-seconds = 60\ndaily-minutes = 600\n", Read(bed));
        using var undone = await owner.PostAsync(bed.Safe, "/box?applied=3", "/box/settings/undo", ("revision", "3"), ("back", "/box"));
        Assert.Equal("/box?applied=4", undone.Headers.Location?.ToString());
        Assert.Equal((30, 0), (bed.Settings.Current.Config.Calls.MaxCalls, bed.Settings.Current.Config.Calls.DailyMinutes));
    }

    [Fact]
    public async Task Times_are_shown_in_the_zone_somebody_chose_and_one_nobody_knows_is_told_beside_its_field()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await OwnerAsync(bed);

        using var unknown = await SendAsync(owner, "office", ("office.name", "Taipei"), ("office.country", "TW"), ("office.language", "en"), ("office.time-zone", "Mars/Olympus"));
        Assert.Contains("id=\"office.time-zone-trouble\">This is not a time zone the box knows.", WebUtility.HtmlDecode(await unknown.Content.ReadAsStringAsync(Stop)), StringComparison.Ordinal);
        using var chosen = await SendAsync(owner, "office", ("office.name", "Taipei"), ("office.country", "TW"), ("office.language", "en"), ("office.time-zone", "Pacific/Kiritimati"));
        Assert.Equal(HttpStatusCode.Redirect, chosen.StatusCode);

        var there = DateTimeOffset.UtcNow.ToOffset(TimeSpan.FromHours(14)).ToString("yyyy-MM-dd HH:", System.Globalization.CultureInfo.InvariantCulture);
        var page = await owner.TextAsync(bed.Safe, "/box");
        Assert.Contains("(Pacific/Kiritimati)", page, StringComparison.Ordinal);
        Assert.Contains(there, page, StringComparison.Ordinal);
        Assert.Contains(there, await owner.TextAsync(bed.Safe, "/access"), StringComparison.Ordinal);
        Assert.Contains(there, await owner.TextAsync(bed.Safe, "/box/settings"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_cookie_goes_by_the_browser_s_clock()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await OwnerAsync(bed);
        using var visitor = bed.Browser();

        using var login = await visitor.PostAsync(bed.Safe, "/login", "/login", ("passphrase", BoxSiteBed.Good));

        var cookies = login.Headers.GetValues("Set-Cookie").ToArray();
        Assert.NotEmpty(cookies);
        Assert.All(cookies, static cookie => Assert.DoesNotContain("expires=", cookie, StringComparison.OrdinalIgnoreCase));
        Assert.Contains(cookies, static cookie => cookie.Contains("max-age=", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("calls.max-calls", "201")]
    [InlineData("calls.max-calls", "0")]
    [InlineData("calls.ring-seconds", "-1")]
    [InlineData("calls.daily-minutes", "many")]
    [InlineData("calls.longest-minutes", "99999999999999999999999999")]
    public async Task A_number_outside_its_limits_gets_a_sentence_beside_its_field_and_stays_typed(string field, string typed)
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await OwnerAsync(bed);

        using var answer = await SendAsync(owner, "calls", (field, typed));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Stop));
        Assert.Contains($"id=\"{field}-trouble\">Write a whole number from", page, StringComparison.Ordinal);
        Assert.Contains($"value=\"{typed}\"", page, StringComparison.Ordinal);
        Assert.Equal(Text, Read(bed));
    }

    [Fact]
    public async Task What_only_the_whole_settings_show_to_be_wrong_stands_beside_its_field_or_above()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await OwnerAsync(bed);

        using var country = await SendAsync(owner, "office", ("office.name", "Taipei"), ("office.country", "QQ"), ("office.language", "en"));
        Assert.Contains("id=\"office.country-trouble\">This is not a country the box knows.", WebUtility.HtmlDecode(await country.Content.ReadAsStringAsync(Stop)), StringComparison.Ordinal);
        bed.Settings.Apply(Text + "[media]\nfirst-port = 20000\nlast-port = 20199\n");
        using var ports = await SendAsync(owner, "calls", ("calls.max-calls", "60"));
        Assert.Contains("There are too few ports for voice.", await ports.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_second_of_two_people_sees_what_the_first_changed_and_chooses()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await OwnerAsync(bed);
        var mark = MarkField().Match(await owner.TextAsync(bed.Safe, "/box")).Value;
        bed.Settings.Apply(Text.Replace("Taipei", "Tainan", StringComparison.Ordinal));

        using var late = await owner.PostAsync(bed.Safe, "/box", "/box/calls", ("mark", mark), ("calls.max-calls", "40"));

        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        var page = WebUtility.HtmlDecode(await late.Content.ReadAsStringAsync(Stop));
        Assert.Contains("Name of the office (office.name): \"Taipei\" becomes \"Tainan\".", page, StringComparison.Ordinal);
        Assert.Contains("Calls at the same time (calls.max-calls): 30 becomes 40.", page, StringComparison.Ordinal);
        using var onTop = await owner.PostAsync(bed.Safe, "/box", "/box/settings/apply", ("held", HeldField().Match(page).Value));
        Assert.Equal("/box?applied=3", onTop.Headers.Location?.ToString());
        Assert.Equal(Text.Replace("Taipei", "Tainan", StringComparison.Ordinal).Replace("30", "40", StringComparison.Ordinal), Read(bed));
    }

    [Fact]
    public async Task A_faulty_file_is_told_of_and_the_forms_leave_it_alone()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await OwnerAsync(bed);
        await File.WriteAllTextAsync(Path.Combine(bed.Folder, SettingsStore.FileName), "nonsense\n", Stop);

        using var answer = await SendAsync(owner, "calls", ("calls.max-calls", "40"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("The settings file on the card has faults.", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Equal("nonsense\n", Read(bed));
    }

    [Fact]
    public async Task The_page_tells_the_clock_the_network_and_the_certificate_s_fingerprint()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await OwnerAsync(bed);

        var page = await owner.TextAsync(bed.Safe, "/box");

        Assert.Matches("<code>([0-9A-F]{2}:){31}[0-9A-F]{2}</code>", page);
        Assert.Contains("signed", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("UDP 5060, TCP 5060, TLS 5061", page, StringComparison.Ordinal);
    }

    private static async Task<TestBrowser> OwnerAsync(BoxSiteBed bed)
    {
        Assert.IsType<SettingsOutcome.Applied>(bed.Settings.Apply(Text));
        return await bed.OwnerAsync();
    }

    /// <summary>The form with what stands in it, but for these fields.</summary>
    private static async Task<HttpResponseMessage> SendAsync(TestBrowser browser, string form, params (string Name, string Value)[] fields)
    {
        var page = await browser.TextAsync(browser.Bed.Safe, "/box");
        var all = InputField().Matches(page).Where(input => input.Groups["name"].Value.StartsWith($"{form}.", StringComparison.Ordinal))
            .ToDictionary(input => input.Groups["name"].Value, input => input.Groups["value"].Value, StringComparer.Ordinal);
        all["mark"] = MarkField().Match(page).Value;
        foreach (var (name, value) in fields)
            all[name] = value;
        return await browser.PostAsync(browser.Bed.Safe, "/box", $"/box/{form}", [.. all.Select(field => (field.Key, field.Value))]);
    }

    private static string Read(BoxSiteBed bed) => File.ReadAllText(Path.Combine(bed.Folder, SettingsStore.FileName));

    [GeneratedRegex("<input id=\"(?<id>[^\"]*)\" name=\"(?<name>[^\"]*)\" type=\"text\" value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex InputField();

    [GeneratedRegex("(?<=name=\"mark\" value=\")[0-9a-f-]+", RegexOptions.None, 1000)]
    private static partial Regex MarkField();

    [GeneratedRegex("(?<=name=\"held\" value=\")[0-9a-f]+", RegexOptions.None, 1000)]
    private static partial Regex HeldField();
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Appliance.Calls;
using Appliance.Configuration;
using Appliance.Extensions;
using Appliance.Hosting;
using Appliance.Texts;
using Appliance.Trunks;
using Appliance.Web.Lines;
using Sip;

namespace Appliance.Tests.Web;

public sealed partial class LinesTests
{
    private const string Password = "a password of the provider";

    private static readonly (string Name, string Value)[] Provider =
    [
        ("country", "tw"), ("host", "sip.provider.example:5080"), ("transport", "udp"), ("user", "office"), ("password", Password),
        ("registers", "1"), ("numbers", "02 2345 6789, +886223456790"), ("format", "+e164"),
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_provider_is_added_by_a_form_and_its_password_is_never_seen_again()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        Assert.IsType<SettingsOutcome.Applied>(bed.Settings.Apply("# ours\n[calls]\nmax-calls = 7 # enough\n"));
        using var browser = await bed.OwnerAsync();

        using var added = await browser.PostAsync(bed.Safe, "/lines/new/sip", "/lines/new/sip", Provider);
        Assert.StartsWith("/lines?applied=", added.Headers.Location?.ToString(), StringComparison.Ordinal);

        var line = Assert.IsType<TrunkConfig.SipTrunk>(Assert.Single(bed.Settings.Current.Config.Trunks));
        Assert.Equal(("line", "sip.provider.example", 5080, TransportKind.Udp, true), (line.Id, line.Host, line.Port, line.Transport, line.Register));
        Assert.Equal(["+886223456789", "+886223456790"], line.Numbers);
        Assert.Equal("TW", bed.Settings.Current.Config.Office.Country);
        Assert.Equal(Password, bed.Settings.Secrets.Find(line.PasswordRef)?.Reveal());
        Assert.StartsWith("# ours\n[calls]\nmax-calls = 7 # enough\n", bed.Settings.Current.Text, StringComparison.Ordinal);

        foreach (var page in new[] { "/lines", "/lines/line", "/api/lines" })
            Assert.DoesNotContain(Password, await browser.TextAsync(bed.Safe, page), StringComparison.Ordinal);
        Assert.DoesNotContain(Password, bed.Log, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, bed.Settings.Current.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_stands_beside_its_field_and_what_was_right_need_not_be_typed_again()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var browser = await bed.OwnerAsync();

        using var answer = await browser.PostAsync(
            bed.Safe, "/lines/new/twilio-trunk", "/lines/new/twilio-trunk",
            ("country", "XX"), ("host", "office.sip.twilio.com"), ("user", "office"), ("password", Password), ("numbers", "hello"), ("account", "AC1"));
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Stop));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        foreach (var field in new[] { "country", "host", "numbers", "account" })
            Assert.Contains($"id=\"{field}-trouble\"", page, StringComparison.Ordinal);
        Assert.Contains("This is the name of a SIP Domain.", page, StringComparison.Ordinal);
        Assert.Contains("value=\"office.sip.twilio.com\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, page, StringComparison.Ordinal);
        Assert.Empty(bed.Settings.Current.Config.Trunks);
    }

    [Theory]
    [InlineData("host", "sip:provider.example")]
    [InlineData("host", "provider example")]
    [InlineData("host", "provider.example:0")]
    [InlineData("host", "provider.example:99999")]
    [InlineData("host", "")]
    [InlineData("numbers", "")]
    [InlineData("numbers", "110")]
    [InlineData("numbers", "02 2345 6789, 12")]
    [InlineData("password", "")]
    [InlineData("user", "two words")]
    [InlineData("name", "a name that goes on and on and on until nobody would read it any more")]
    public void A_field_that_cannot_be_is_named(string field, string value)
    {
        var right = new LineForm { Kind = LineKind.Sip, Host = "sip.provider.example", User = "office", Password = Password, Numbers = "02 2345 6789", Country = "TW" };
        var form = field switch
        {
            "host" => right with { Host = value },
            "numbers" => right with { Numbers = value },
            "password" => right with { Password = value },
            "user" => right with { User = value },
            _ => right with { Name = value },
        };

        Assert.Empty(LineCheck.Of(right, Config.Empty, null, needsCountry: true).Troubles);
        var trouble = Assert.Single(LineCheck.Of(form, Config.Empty, null, needsCountry: true).Troubles);
        Assert.Equal(field, trouble.Key);
        Assert.Contains(trouble.Value.Sentence, Sentences.Codes);
    }

    [Fact]
    public async Task A_telephone_system_gets_a_password_that_is_shown_once_with_all_it_has_to_write()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var browser = await bed.OwnerAsync();

        using var made = await browser.PostAsync(bed.Safe, "/lines/new/pbx", "/lines/new/pbx", ("host", "192.168.1.20"), ("transport", "udp"), ("prefixes", "2"));
        var page = WebUtility.HtmlDecode(await made.Content.ReadAsStringAsync(Stop));

        var pbx = Assert.Single(bed.Settings.Current.Config.Pbxs);
        var password = bed.Settings.Secrets.Find(pbx.PasswordRef)!.Reveal();
        Assert.Contains($"password={password}", page, StringComparison.Ordinal);
        Assert.Contains("contact=sip:127.0.0.1:5060", page, StringComparison.Ordinal);
        Assert.Contains("context=from-trunk", page, StringComparison.Ordinal);
        Assert.Equal(("pbx", "192.168.1.20"), (pbx.UserName, pbx.Host));
        Assert.Equal(["2"], pbx.InternalPrefixes);

        var later = await browser.TextAsync(bed.Safe, "/lines/pbx");
        Assert.DoesNotContain(password, later, StringComparison.Ordinal);
        Assert.Contains("password=PASSWORD", later, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("addresses = [\"192.168.1.20\", \"192.168.1.21\", \"10.9.0.0/24\"]")]
    [InlineData("addresses = [\"192.168.1.20\"]\nport = 5070")]
    [InlineData("addresses = [\"10.9.0.0/24\"]")]
    [InlineData("addresses = [\"10.9.0.0/24\"]\nhost = \"10.9.0.5\"\nport = 5070")]
    [InlineData("addresses = [\"192.168.1.20\"]\nhost = \"asterisk.lan\"")]
    [InlineData("addresses = [\"fd00::20\", \"fd00:1::/64\"]\nhost = \"fd00::20\"")]
    public async Task A_telephone_system_that_gets_another_name_stays_where_it_is(string place)
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var browser = await bed.OwnerAsync();
        Assert.IsType<SettingsOutcome.Applied>(bed.Settings.Apply($"[office]\ncountry = \"TW\"\n[[pbx]]\nid = \"pbx\"\nname = \"Old\"\n{place}\ntransport = \"udp\"\n"));
        var before = Assert.Single(bed.Settings.Current.Config.Pbxs);

        using var changed = await browser.PostAsync(bed.Safe, "/lines/pbx", "/lines/pbx", await FieldsAsync(bed, browser, ("name", "New")));

        Assert.StartsWith("/lines?applied=", changed.Headers.Location?.ToString(), StringComparison.Ordinal);
        Assert.Equal(before with { Name = "New" }, Assert.Single(bed.Settings.Current.Config.Pbxs));
        Assert.Contains(place, bed.Settings.Current.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_addresses_of_a_telephone_system_are_changed_where_they_are_typed_and_the_only_one_moves_with_it()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var browser = await bed.OwnerAsync();
        using var made = await browser.PostAsync(bed.Safe, "/lines/new/pbx", "/lines/new/pbx", ("host", "192.168.1.20:5070"), ("transport", "udp"), ("by-address", "1"));
        Assert.StartsWith("/lines?applied=", made.Headers.Location?.ToString(), StringComparison.Ordinal);

        using var moved = await browser.PostAsync(bed.Safe, "/lines/pbx", "/lines/pbx", await FieldsAsync(bed, browser, ("host", "192.168.1.30")));
        var pbx = Assert.Single(bed.Settings.Current.Config.Pbxs);
        Assert.Equal(("192.168.1.30", null, "192.168.1.30/32"), (pbx.Host, pbx.Port, Assert.Single(pbx.Addresses).ToString()));

        using var more = await browser.PostAsync(bed.Safe, "/lines/pbx", "/lines/pbx", await FieldsAsync(bed, browser, ("addresses", "192.168.1.30, 192.168.1.31\r\n10.9.0.0/24")));
        pbx = Assert.Single(bed.Settings.Current.Config.Pbxs);
        Assert.Equal(("192.168.1.30", "192.168.1.30/32 192.168.1.31/32 10.9.0.0/24"), (pbx.Host, string.Join(' ', pbx.Addresses)));

        using var wrong = await browser.PostAsync(bed.Safe, "/lines/pbx", "/lines/pbx", await FieldsAsync(bed, browser, ("addresses", "192.168.1.30, asterisk.lan")));
        var page = await wrong.Content.ReadAsStringAsync(Stop);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Contains("id=\"addresses-trouble\"", page, StringComparison.Ordinal);

        using var named = await browser.PostAsync(bed.Safe, "/lines/pbx", "/lines/pbx", await FieldsAsync(bed, browser, ("host", "asterisk.lan")));
        Assert.Equal("asterisk.lan", Assert.Single(bed.Settings.Current.Config.Pbxs).Host);
        Assert.Equal(3, Assert.Single(bed.Settings.Current.Config.Pbxs).Addresses.Count);
    }

    [Fact]
    public async Task A_new_password_that_came_with_a_wrong_field_is_asked_for_again()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var browser = await bed.OwnerAsync();
        using var added = await browser.PostAsync(bed.Safe, "/lines/new/sip", "/lines/new/sip", Provider);

        using var wrong = await browser.PostAsync(bed.Safe, "/lines/line", "/lines/line", [.. Provider.Where(field => field.Name is not "password" and not "numbers"), ("password", "another one"), ("numbers", "hello")]);
        var page = WebUtility.HtmlDecode(await wrong.Content.ReadAsStringAsync(Stop));

        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Contains("Type the password again", page, StringComparison.Ordinal);
        Assert.Matches("<input id=\"password\"[^>]* required", page);
        Assert.DoesNotContain("another one", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Type the password again", await browser.TextAsync(bed.Safe, "/lines/line"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_written_as_a_list_in_one_line_is_said_to_be_so_and_not_to_be_gone()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var browser = await bed.OwnerAsync();
        Assert.IsType<SettingsOutcome.Applied>(bed.Settings.Apply("pbx = [{ id = \"pbx\", addresses = [\"192.168.1.20\"] }]\n"));

        using var changed = await browser.PostAsync(bed.Safe, "/lines/pbx", "/lines/pbx", await FieldsAsync(bed, browser, ("name", "New")));
        var page = WebUtility.HtmlDecode(await changed.Content.ReadAsStringAsync(Stop));

        Assert.Equal(HttpStatusCode.Conflict, changed.StatusCode);
        Assert.Contains("Edit it on the page Box, under Settings file.", page, StringComparison.Ordinal);
    }

    /// <summary>The fields of the PBX's form as the page shows them, with some typed over.</summary>
    private static async Task<(string, string)[]> FieldsAsync(BoxSiteBed bed, TestBrowser browser, params (string Name, string Value)[] typed)
    {
        var page = await browser.TextAsync(bed.Safe, "/lines/pbx");
        var shown = new List<(string Name, string Value)> { ("transport", "udp"), ("by-address", "1"), ("mark", Mark().Match(page).Value), ("seen", Seen().Match(page).Value) };
        foreach (var name in new[] { "host", "user", "name", "prefixes" })
            shown.Add((name, Regex.Match(page, $"<input id=\"{name}\"[^>]* value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["value"].Value));
        shown.Add(("addresses", Regex.Match(page, "<textarea id=\"addresses\"[^>]*>(?<value>[^<]*)<", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["value"].Value.Replace("\n", "\r\n", StringComparison.Ordinal)));
        return [.. shown.Where(field => typed.All(other => other.Name != field.Name)), .. typed];
    }

    [Fact]
    public void Nothing_that_is_offered_to_copy_lets_calls_from_outside_out_again()
    {
        var network = new NetworkConfig { SipTcpPort = 5070 };
        var proven = PbxSnippet.Of(new PbxConfig { Id = "pbx", UserName = "office-pbx", Transport = TransportKind.Tcp }, network, IPAddress.Parse("192.168.1.2"), "the password");
        var believed = PbxSnippet.Of(new PbxConfig { Id = "pbx" }, network, IPAddress.Parse("fd00::2"), null);

        Assert.Equal(["pjsip", "chan-sip", "freepbx"], proven.Select(snippet => snippet.Name));
        Assert.Equal(["pjsip", "freepbx", "cucm"], believed.Select(snippet => snippet.Name));
        Assert.All([.. proven, .. believed], snippet =>
        {
            Assert.DoesNotContain("insecure", snippet.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("from-internal", snippet.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("register", snippet.Text.Replace("Registration: None", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
        });
        Assert.Contains("contact=sip:192.168.1.2:5070\\;transport=tcp", proven[0].Text, StringComparison.Ordinal);
        Assert.StartsWith("; sip.conf (Asterisk 20 and older)\n[office-pbx]\n", proven[1].Text, StringComparison.Ordinal);
        Assert.Contains("Dial(PJSIP/${EXTEN}@landline,60)", proven[0].Text, StringComparison.Ordinal);
        Assert.Contains("contact=sip:[fd00::2]:5060", believed[0].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("outbound_auth", believed[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_who_change_a_line_the_second_is_told_and_chooses()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var browser = await bed.OwnerAsync();
        using var added = await browser.PostAsync(bed.Safe, "/lines/new/sip", "/lines/new/sip", Provider);
        bed.Settings.Set("trunk.line.max-calls", new SettingValue.Whole(3));
        var form = await browser.TextAsync(bed.Safe, "/lines/line");
        var (mark, seen) = (Mark().Match(form).Value, Seen().Match(form).Value);
        bed.Settings.Set("trunk.line.host", new SettingValue.Text("other.example"));

        (string, string)[] mine = [.. Provider.Where(field => field.Name is not "password" and not "host"), ("host", "mine.example"), ("mark", mark), ("seen", seen), ("enabled", "1")];
        using var second = await browser.PostAsync(bed.Safe, "/lines/line", "/lines/line", mine);
        var page = await second.Content.ReadAsStringAsync(Stop);
        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        Assert.Contains("other.example", page, StringComparison.Ordinal);
        Assert.Contains("mine.example", page, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, page, StringComparison.Ordinal);
        Assert.Equal("other.example", ((TrunkConfig.SipTrunk)bed.Settings.Current.Config.Trunks[0]).Host);

        using var chosen = await browser.PostAsync(bed.Safe, "/lines", "/box/settings/apply", ("held", Held().Match(page).Value));
        var back = chosen.Headers.Location!.ToString();
        Assert.StartsWith("/lines?applied=", back, StringComparison.Ordinal);
        var line = (TrunkConfig.SipTrunk)bed.Settings.Current.Config.Trunks[0];
        Assert.Equal(("mine.example", 3), (line.Host, line.MaxCalls));
        Assert.Null(line.Port);
        Assert.Equal(Password, bed.Settings.Secrets.Find(line.PasswordRef)?.Reveal());

        Assert.Contains("action=\"/box/settings/undo\"", await browser.TextAsync(bed.Safe, back), StringComparison.Ordinal);
        using var undone = await browser.PostAsync(bed.Safe, back, "/box/settings/undo", ("revision", back.Split('=')[1]), ("back", "/lines"));
        Assert.StartsWith("/lines?applied=", undone.Headers.Location?.ToString(), StringComparison.Ordinal);
        Assert.Equal("other.example", ((TrunkConfig.SipTrunk)bed.Settings.Current.Config.Trunks[0]).Host);
    }

    [Fact]
    public async Task What_somebody_else_changed_elsewhere_is_no_conflict()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var browser = await bed.OwnerAsync();
        using var added = await browser.PostAsync(bed.Safe, "/lines/new/sip", "/lines/new/sip", Provider);
        var form = await browser.TextAsync(bed.Safe, "/lines/line");
        bed.Settings.Set("office.name", new SettingValue.Text("Elsewhere"));

        (string, string)[] mine = [.. Provider.Where(field => field.Name is not "password" and not "host"), ("host", "mine.example"), ("mark", Mark().Match(form).Value), ("seen", Seen().Match(form).Value), ("enabled", "1")];
        using var changed = await browser.PostAsync(bed.Safe, "/lines/line", "/lines/line", mine);

        Assert.StartsWith("/lines?applied=", changed.Headers.Location?.ToString(), StringComparison.Ordinal);
        Assert.Equal(("Elsewhere", "mine.example"), (bed.Settings.Current.Config.Office.Name, ((TrunkConfig.SipTrunk)bed.Settings.Current.Config.Trunks[0]).Host));
    }

    [Fact]
    public async Task A_line_that_is_removed_takes_along_what_names_it()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var browser = await bed.OwnerAsync();
        using var added = await browser.PostAsync(bed.Safe, "/lines/new/sip", "/lines/new/sip", Provider);
        using var other = await browser.PostAsync(bed.Safe, "/lines/new/sip", "/lines/new/sip", [.. Provider.Where(field => field.Name is not "numbers"), ("numbers", "+886223456799")]);
        Assert.IsType<SettingsOutcome.Applied>(bed.Settings.Edit(text => text + """

            # kept
            [[dial-plan.rule]]
            match = "0800"
            via = ["line"]
            [[dial-plan.rule]]
            match = "*"
            via = ["line", "line-2"]
            caller-number = "+886223456789"
            [[dial-plan.emergency]]
            number = "110"
            via = ["line"]
            [[inbound]]
            number = "+886223456789"
            announcement = "closed"
            [[inbound]]
            number = "*"
            announcement = "closed"

            """, ""));

        using var gone = await browser.PostAsync(bed.Safe, "/lines/line", "/lines/line/remove", await browser.MarksAsync(bed.Safe, "/lines/line"));

        Assert.StartsWith("/lines?applied=", gone.Headers.Location?.ToString(), StringComparison.Ordinal);
        var config = bed.Settings.Current.Config;
        Assert.Equal("line-2", Assert.Single(config.Trunks).Id);
        var rule = Assert.Single(config.DialPlan.Rules);
        Assert.Equal((["line-2"], null), (rule.Via, rule.CallerNumber));
        Assert.Empty(config.DialPlan.Emergency);
        Assert.Equal("*", Assert.Single(config.Inbound).Number);

        using var back = await browser.PostAsync(bed.Safe, "/lines", "/box/settings/undo", ("revision", gone.Headers.Location!.ToString().Split('=')[1]), ("back", "/lines"));
        Assert.StartsWith("/lines?applied=", back.Headers.Location?.ToString(), StringComparison.Ordinal);
        var line = bed.Settings.Current.Config.Trunks[0];
        Assert.Equal(("line", Password), (line.Id, bed.Settings.Secrets.Find(line.PasswordRef)?.Reveal()));
        Assert.Equal(2, bed.Settings.Current.Config.Inbound.Count);
    }

    [Fact]
    public async Task A_line_that_somebody_changed_meanwhile_is_not_removed_unasked()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var browser = await bed.OwnerAsync();
        using var added = await browser.PostAsync(bed.Safe, "/lines/new/sip", "/lines/new/sip", Provider);
        var older = await browser.MarksAsync(bed.Safe, "/lines/line");
        bed.Settings.Set("trunk.line.host", new SettingValue.Text("other.example"));

        using var late = await browser.PostAsync(bed.Safe, "/lines", "/lines/line/remove", older);

        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.Single(bed.Settings.Current.Config.Trunks);
    }

    [Fact]
    public async Task The_api_does_what_the_page_does()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var browser = await bed.OwnerAsync();
        using var own = JsonDocument.Parse(await browser.TextAsync(bed.Safe, "/api/session"));
        var seal = ("X-Landline-Seal", own.RootElement.GetProperty("seal").GetString()!);

        using var made = await browser.SendAsync(HttpMethod.Post, bed.Safe, "/api/lines", JsonContent.Create(new { kind = "twilio-domain", host = "office.sip.twilio.com", user = "office", password = Password, numbers = "+886223456789", country = "TW", edge = "tokyo" }), seal);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        Assert.DoesNotContain(Password, await made.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        using var changed = await browser.SendAsync(HttpMethod.Put, bed.Safe, "/api/lines/twilio-domain", JsonContent.Create(new { enabled = false }), seal);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        var line = Assert.IsType<TrunkConfig.TwilioDomain>(Assert.Single(bed.Settings.Current.Config.Trunks));
        Assert.Equal((false, "tokyo", Password), (line.Enabled, line.Edge, bed.Settings.Secrets.Find(line.PasswordRef)?.Reveal()));

        using var list = JsonDocument.Parse(await browser.TextAsync(bed.Safe, "/api/lines"));
        Assert.Equal("web.line.is.off", list.RootElement[0].GetProperty("state").GetString());

        using var unfit = await browser.SendAsync(HttpMethod.Put, bed.Safe, "/api/lines/twilio-domain", JsonContent.Create(new { numbers = "nonsense", edge = "moon" }), seal);
        Assert.Equal(HttpStatusCode.BadRequest, unfit.StatusCode);
        using var problem = JsonDocument.Parse(await unfit.Content.ReadAsStringAsync(Stop));
        Assert.Equal("line.unfit", problem.RootElement.GetProperty("code").GetString());
        Assert.Equal(["edge", "numbers"], problem.RootElement.GetProperty("errors").EnumerateObject().Select(error => error.Name).Order(StringComparer.Ordinal));

        using var nothing = await browser.SendAsync(HttpMethod.Put, bed.Safe, "/api/lines/other", JsonContent.Create(new { }), seal);
        Assert.Equal(HttpStatusCode.NotFound, nothing.StatusCode);
        using var late = await browser.SendAsync(HttpMethod.Delete, bed.Safe, "/api/lines/twilio-domain", null, seal, ("If-Match", "\"1-0000000000000000\""));
        Assert.Equal(HttpStatusCode.PreconditionFailed, late.StatusCode);
        using var removed = await browser.SendAsync(HttpMethod.Delete, bed.Safe, "/api/lines/twilio-domain", null, seal);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.Empty(bed.Settings.Current.Config.Trunks);
    }

    [Theory]
    [InlineData(TrunkHealth.Unknown, "", false, "checking")]
    [InlineData(TrunkHealth.Unknown, "no such name", false, "not-found")]
    [InlineData(TrunkHealth.Up, "", false, "up")]
    [InlineData(TrunkHealth.Up, "", true, "one-silent")]
    [InlineData(TrunkHealth.Down, "The provider does not accept the user name or password.", false, "wrong-password")]
    [InlineData(TrunkHealth.Down, "The provider refuses the registration (403).", false, "refused")]
    [InlineData(TrunkHealth.Down, "The provider has trouble of its own (503).", false, "trouble")]
    [InlineData(TrunkHealth.Down, "no answer within 32 s", false, "silent")]
    public void The_state_of_a_line_is_one_sentence(TrunkHealth health, string why, bool hasSilentAddress, string code)
    {
        var state = LineWords.StateOf(new TrunkConfig.SipTrunk { Id = "line", Host = "192.0.2.1" }, new LiveTrunk(health, why, hasSilentAddress));

        Assert.Equal($"web.line.is.{code}", state.Sentence);
        Assert.Contains(state.Sentence, Sentences.Codes);
        Assert.DoesNotContain("{", state.Say("zh-TW"), StringComparison.Ordinal);
    }

    [GeneratedRegex("(?<=name=\"mark\" value=\")[0-9a-f]*", RegexOptions.None, 1000)]
    private static partial Regex Mark();

    [GeneratedRegex("(?<=name=\"seen\" value=\")[0-9a-f-]*", RegexOptions.None, 1000)]
    private static partial Regex Seen();

    [GeneratedRegex("(?<=name=\"held\" value=\")[0-9a-f]*", RegexOptions.None, 1000)]
    private static partial Regex Held();
}

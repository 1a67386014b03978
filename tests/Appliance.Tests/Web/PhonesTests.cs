using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Appliance.Calls;
using Appliance.Configuration;
using Appliance.Hosting;
using Appliance.Tests.Web.Calls;
using Appliance.Texts;
using Appliance.Web.Phones;
using Microsoft.Extensions.Time.Testing;

namespace Appliance.Tests.Web;

public sealed partial class PhonesTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_device_that_tries_to_be_a_phone_is_adopted_under_its_own_number_with_one_press()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var browser = await bed.OwnerAsync();
        bed.Live.Take(new GatewayReport.DeviceSeen("145", "Desk <Phone> 9", "192.168.1.44", HasWrongPassword: false));
        Assert.Contains("192.168.1.44, as 145", await browser.TextAsync(bed.Safe, "/phones"), StringComparison.Ordinal);

        using var adopted = await browser.PostAsync(bed.Safe, "/phones", "/phones/adopt", ("device", "192.168.1.44 145"));
        Assert.Equal("/phones/145/access", adopted.Headers.Location?.ToString());
        var page = await browser.TextAsync(bed.Safe, "/phones/145/access");

        var extension = Assert.Single(bed.Settings.Current.Config.Extensions);
        Assert.Equal(("145", "phone-145"), (extension.Id, extension.PasswordRef));
        var password = bed.Settings.Secrets.Find("phone-145")!.Reveal();
        Assert.Equal(16, password.Length);
        Assert.Equal(password, Password().Match(page).Value);
        Assert.Contains("<code>127.0.0.1</code>", page, StringComparison.Ordinal);
        Assert.Contains("<path d=\"M", page, StringComparison.Ordinal);

        using var other = bed.Browser();
        using var login = await other.PostAsync(bed.Safe, "/login", "/login", ("passphrase", BoxSiteBed.Good));
        Assert.DoesNotContain(password, await other.TextAsync(bed.Safe, "/phones/145/access"), StringComparison.Ordinal);
        foreach (var later in new[] { "/phones", "/phones/145", "/api/phones", "/api/phones/seen" })
            Assert.DoesNotContain(password, await browser.TextAsync(bed.Safe, later), StringComparison.Ordinal);
        Assert.DoesNotContain(password, bed.Log, StringComparison.Ordinal);

        bed.Live.Take(new GatewayReport.Registered("145", 1, "Desk <Phone> 9"));
        var after = await browser.TextAsync(bed.Safe, "/phones");
        Assert.Contains("Registered: ready to call.", after, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"device\"", after, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_device_is_adopted_once_and_its_password_stays_however_often_the_page_is_loaded()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var browser = await bed.OwnerAsync();
        bed.Live.Take(new GatewayReport.DeviceSeen("handset", "Desk Phone", "192.168.1.44", HasWrongPassword: false));

        using var first = await browser.PostAsync(bed.Safe, "/phones", "/phones/adopt", ("device", "192.168.1.44 handset"));
        using var second = await browser.PostAsync(bed.Safe, "/phones", "/phones/adopt", ("device", "192.168.1.44 handset"));

        Assert.Equal(first.Headers.Location, second.Headers.Location);
        Assert.Equal("101", Assert.Single(bed.Settings.Current.Config.Extensions).Id);
        var password = bed.Settings.Secrets.Find("phone-101")!.Reveal();
        foreach (var _ in new int[2])
            Assert.Contains(password, await browser.TextAsync(bed.Safe, "/phones/101/access"), StringComparison.Ordinal);

        // It goes on trying as before until somebody has typed it in.
        bed.Live.Take(new GatewayReport.DeviceSeen("handset", "Desk Phone", "192.168.1.44", HasWrongPassword: false));
        Assert.DoesNotContain("name=\"device\"", await browser.TextAsync(bed.Safe, "/phones"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_password_is_made_by_the_press_and_not_by_loading_its_page_again()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var browser = await bed.OwnerAsync();
        using var made = await browser.PostAsync(bed.Safe, "/phones/new", "/phones/new", Form("101"));
        using var again = await browser.PostAsync(bed.Safe, "/phones/101", "/phones/101/password");
        var password = bed.Settings.Secrets.Find("phone-101")!.Reveal();

        foreach (var _ in new int[2])
            Assert.Equal(password, Password().Match(await browser.TextAsync(bed.Safe, again.Headers.Location!.ToString())).Value);
        Assert.Equal(password, bed.Settings.Secrets.Find("phone-101")!.Reveal());

        // One made elsewhere since then is worth more than the one that is shown.
        Assert.Null(bed.Settings.Secrets.Keep("phone-101", Secret.From("another password")!));
        Assert.Equal("", Password().Match(await browser.TextAsync(bed.Safe, "/phones/101/access")).Value);
    }

    [Fact]
    public void A_password_is_shown_for_a_short_time_to_the_one_who_made_it()
    {
        var time = new FakeTimeProvider();
        var held = new HeldPasswords(time);
        held.Hold("owner 1", new PhoneOutcome.Done("101", "one", 3));
        held.Hold("owner 1", new PhoneOutcome.Done("101", "two", null));

        Assert.Equal("two", held.Find("owner 1", "101")?.Password);
        Assert.Null(held.Find("owner 2", "101"));
        Assert.Null(held.Find("owner 1", "102"));
        time.Advance(HeldPasswords.Lifetime);
        Assert.Null(held.Find("owner 1", "101"));
    }

    [Fact]
    public async Task A_phone_written_as_a_list_in_one_line_is_said_to_be_so_and_not_to_be_gone()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var browser = await bed.OwnerAsync();
        Assert.Null(bed.Settings.Secrets.Keep("a", Secret.From("a good password")!));
        Assert.IsType<SettingsOutcome.Applied>(bed.Settings.Apply("extension = [{ number = \"101\", password-secret = \"a\" }]\n"));

        using var changed = await browser.PostAsync(bed.Safe, "/phones/101", "/phones/101", Form("101", ("name", "Reception")));
        using var removed = await browser.PostAsync(bed.Safe, "/phones/101", "/phones/101/remove");

        foreach (var answer in new[] { changed, removed })
        {
            Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
            Assert.Contains("Edit it on the page Box, under Settings file.", WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Stop)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_device_that_was_never_seen_cannot_be_adopted()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var browser = await bed.OwnerAsync();

        using var answer = await browser.PostAsync(bed.Safe, "/phones", "/phones/adopt", ("device", "192.168.1.44 145"));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Empty(bed.Settings.Current.Config.Extensions);
    }

    [Fact]
    public async Task A_phone_with_a_wrong_password_gets_a_new_one_and_stays_the_same_phone()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var browser = await bed.OwnerAsync();
        using var made = await browser.PostAsync(bed.Safe, "/phones/new", "/phones/new", Form("101", ("name", "Reception")));
        var first = bed.Settings.Secrets.Find("phone-101")!.Reveal();
        bed.Live.Take(new GatewayReport.DeviceSeen("101", "", "192.168.1.44", HasWrongPassword: true));
        Assert.Contains("with a wrong password", await browser.TextAsync(bed.Safe, "/phones"), StringComparison.Ordinal);

        // Somebody who is registered would be cut off: that is asked once more.
        bed.Live.Take(new GatewayReport.Registered("101", 1, "Desk Phone"));
        bed.Live.Take(new GatewayReport.DeviceSeen("101", "", "192.168.1.44", HasWrongPassword: true));
        Assert.Contains("cuts off the phone that uses 101", await browser.TextAsync(bed.Safe, "/phones"), StringComparison.Ordinal);
        using var asked = await browser.PostAsync(bed.Safe, "/phones", "/phones/adopt", ("device", "192.168.1.44 101"));
        Assert.Contains("name=\"sure\"", await asked.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Equal(first, bed.Settings.Secrets.Find("phone-101")!.Reveal());

        using var again = await browser.PostAsync(bed.Safe, "/phones", "/phones/adopt", ("device", "192.168.1.44 101"), ("sure", "1"));

        Assert.Equal("Reception", Assert.Single(bed.Settings.Current.Config.Extensions).DisplayName);
        var second = bed.Settings.Secrets.Find("phone-101")!.Reveal();
        Assert.NotEqual(first, second);
        Assert.Equal(second, Password().Match(await browser.TextAsync(bed.Safe, again.Headers.Location!.ToString())).Value);
    }

    [Fact]
    public async Task Of_two_who_change_a_phone_the_second_is_told_and_chooses()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var alice = await bed.OwnerAsync();
        using var bob = bed.Browser();
        using var login = await bob.PostAsync(bed.Safe, "/login", "/login", ("passphrase", BoxSiteBed.Good));
        using var made = await alice.PostAsync(bed.Safe, "/phones/new", "/phones/new", Form("101"));
        var older = await bob.MarksAsync(bed.Safe, "/phones/101");

        // What is changed elsewhere is no matter of this form.
        bed.Settings.Set("office.name", new SettingValue.Text("Elsewhere"));
        using var limited = await alice.PostAsync(bed.Safe, "/phones/101", "/phones/101", [("max-calls", "1"), ("max-contacts", "3"), .. await alice.MarksAsync(bed.Safe, "/phones/101")]);
        Assert.StartsWith("/phones?applied=", limited.Headers.Location?.ToString(), StringComparison.Ordinal);

        using var mistyped = await bob.PostAsync(bed.Safe, "/phones/101", "/phones/101", [.. Form("101", ("name", new string('n', 65))), .. older]);
        Assert.Contains(older[0].Value, await mistyped.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        using var second = await bob.PostAsync(bed.Safe, "/phones/101", "/phones/101", [.. Form("101", ("name", "Reception")), .. older]);
        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        using var removed = await bob.PostAsync(bed.Safe, "/phones/101", "/phones/101/remove", older);
        Assert.Equal(HttpStatusCode.Conflict, removed.StatusCode);
        using var blind = await bob.PostAsync(bed.Safe, "/phones/101", "/phones/101", Form("101", ("name", "Reception")));
        Assert.Equal(HttpStatusCode.Conflict, blind.StatusCode);
        var kept = Assert.Single(bed.Settings.Current.Config.Extensions);
        Assert.Equal(("101", 1, false), (kept.DisplayName is "" ? kept.Id : kept.DisplayName, kept.MaxCalls, kept.International));

        using var chosen = await bob.PostAsync(bed.Safe, "/phones", "/box/settings/apply", ("held", Held().Match(await second.Content.ReadAsStringAsync(Stop)).Value));
        Assert.StartsWith("/phones?applied=", chosen.Headers.Location?.ToString(), StringComparison.Ordinal);
        Assert.Equal("Reception", bed.Settings.Current.Config.Extensions[0].DisplayName);
    }

    [Fact]
    public async Task A_program_names_the_settings_it_saw_or_changes_only_what_it_names()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var browser = await bed.OwnerAsync();
        using var own = JsonDocument.Parse(await browser.TextAsync(bed.Safe, "/api/session"));
        var seal = ("X-Landline-Seal", own.RootElement.GetProperty("seal").GetString()!);
        using var made = await browser.SendAsync(HttpMethod.Post, bed.Safe, "/api/phones", JsonContent.Create(new { }), seal);
        using var list = await browser.GetAsync(bed.Safe, "/api/phones");
        var seen = ("If-Match", list.Headers.ETag!.ToString());
        bed.Settings.Set("extension.101.max-calls", new SettingValue.Whole(1));

        using var late = await browser.SendAsync(HttpMethod.Put, bed.Safe, "/api/phones/101", JsonContent.Create(new { name = "Reception" }), seal, seen);
        Assert.Equal(HttpStatusCode.PreconditionFailed, late.StatusCode);
        using var gone = await browser.SendAsync(HttpMethod.Delete, bed.Safe, "/api/phones/101", null, seal, seen);
        Assert.Equal(HttpStatusCode.PreconditionFailed, gone.StatusCode);
        using var named = await browser.SendAsync(HttpMethod.Put, bed.Safe, "/api/phones/101", JsonContent.Create(new { name = "Reception" }), seal);
        Assert.Equal(HttpStatusCode.NoContent, named.StatusCode);
        var extension = Assert.Single(bed.Settings.Current.Config.Extensions);
        Assert.Equal(("Reception", 1), (extension.DisplayName, extension.MaxCalls));
    }

    [Fact]
    public async Task A_phone_that_was_removed_can_be_brought_back_with_its_password_and_another_of_its_number_has_its_own()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var browser = await bed.OwnerAsync();
        using var made = await browser.PostAsync(bed.Safe, "/phones/new", "/phones/new", Form("101"));
        var password = bed.Settings.Secrets.Find("phone-101")!.Reveal();
        using var removed = await browser.PostAsync(bed.Safe, "/phones/101", "/phones/101/remove", await browser.MarksAsync(bed.Safe, "/phones/101"));
        Assert.Contains("phone-101", await browser.TextAsync(bed.Safe, "/box/settings"), StringComparison.Ordinal);
        Assert.Contains("needed to go back to revision", await browser.TextAsync(bed.Safe, "/box/settings"), StringComparison.Ordinal);

        using var another = await browser.PostAsync(bed.Safe, "/phones/new", "/phones/new", Form("101"));
        var extension = Assert.Single(bed.Settings.Current.Config.Extensions);
        Assert.NotEqual(password, bed.Settings.Secrets.Find(extension.PasswordRef)!.Reveal());

        using var gone = await browser.PostAsync(bed.Safe, "/phones/101", "/phones/101/remove", await browser.MarksAsync(bed.Safe, "/phones/101"));
        using var back = await browser.PostAsync(bed.Safe, "/phones", "/box/settings/undo", ("revision", gone.Headers.Location!.ToString().Split('=')[1]), ("back", "/phones"));
        Assert.StartsWith("/phones?applied=", back.Headers.Location?.ToString(), StringComparison.Ordinal);
        Assert.Equal(extension.PasswordRef, Assert.Single(bed.Settings.Current.Config.Extensions).PasswordRef);
        Assert.Equal(password, bed.Settings.Secrets.Find("phone-101")!.Reveal());
    }

    [Theory]
    [InlineData("145", "145")]
    [InlineData("101", "102")]
    [InlineData("777", "102")]
    [InlineData("110", "102")]
    [InlineData("201", "102")]
    [InlineData("handset", "102")]
    [InlineData("", "102")]
    [InlineData("123456789", "102")]
    public void A_device_keeps_its_number_where_that_is_free_and_can_be_meant(string wish, string number)
    {
        const string Office = """
            [office]
            country = "TW"
            [[extension]]
            number = "101"
            password-secret = "x"
            [[pbx]]
            id = "pbx"
            addresses = ["192.168.1.20"]
            internal-prefixes = ["2"]
            """;
        var config = ConfigReader.Read(Office, new HashSet<string>(StringComparer.Ordinal) { "x" }).Config;

        Assert.Equal(number, InsideNumbers.Free(config, wish));
    }

    [Theory]
    [InlineData("number", "12a")]
    [InlineData("number", "")]
    [InlineData("number", "110")]
    [InlineData("number", "777")]
    [InlineData("caller", "+886223456789")]
    [InlineData("max-calls", "0")]
    [InlineData("max-calls", "many")]
    [InlineData("max-contacts", "11")]
    [InlineData("name", "a name that goes on and on and on until nobody would read it any more")]
    public void A_field_that_cannot_be_is_named(string field, string value)
    {
        var right = new PhoneForm { Number = "101" };
        var form = field switch
        {
            "number" => right with { Number = value },
            "caller" => right with { CallerNumber = value },
            "max-calls" => right with { MaxCalls = value },
            "max-contacts" => right with { MaxContacts = value },
            _ => right with { Name = value },
        };

        Assert.Empty(right.Check(Config.Empty, isNew: true));
        var trouble = Assert.Single(form.Check(Config.Empty, isNew: true));
        Assert.Equal(field, trouble.Key);
        Assert.Contains(trouble.Value.Sentence, Sentences.Codes);
    }

    [Fact]
    public async Task A_phone_is_added_changed_and_removed_by_forms_and_comments_stay()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        Assert.IsType<SettingsOutcome.Applied>(bed.Settings.Apply("# ours\n[calls]\nmax-calls = 7 # enough\n"));
        using var browser = await bed.OwnerAsync();

        using var made = await browser.PostAsync(bed.Safe, "/phones/new", "/phones/new", Form("101", ("name", "Reception")));
        Assert.Equal("/phones/101/access", made.Headers.Location?.ToString());
        using var taken = await browser.PostAsync(bed.Safe, "/phones/new", "/phones/new", Form("101"));
        Assert.Equal(HttpStatusCode.BadRequest, taken.StatusCode);
        Assert.Contains("id=\"number-trouble\"", await taken.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);

        using var changed = await browser.PostAsync(bed.Safe, "/phones/101", "/phones/101", [("name", "Desk \"1\""), ("max-calls", "2"), ("max-contacts", "3"), .. await browser.MarksAsync(bed.Safe, "/phones/101")]);
        var back = changed.Headers.Location!.ToString();
        Assert.StartsWith("/phones?applied=", back, StringComparison.Ordinal);
        Assert.Contains("action=\"/box/settings/undo\"", await browser.TextAsync(bed.Safe, back), StringComparison.Ordinal);
        var extension = Assert.Single(bed.Settings.Current.Config.Extensions);
        Assert.Equal(("Desk \"1\"", 2, 3, false), (extension.DisplayName, extension.MaxCalls, extension.MaxContacts, extension.International));

        Assert.IsType<SettingsOutcome.Applied>(bed.Settings.Edit(text => text + "\n[[inbound]]\nnumber = \"*\"\nring = [\"101\"]\n", ""));
        using var removed = await browser.PostAsync(bed.Safe, "/phones/101", "/phones/101/remove", await browser.MarksAsync(bed.Safe, "/phones/101"));
        var after = removed.Headers.Location!.ToString();
        Assert.StartsWith("/phones?applied=", after, StringComparison.Ordinal);
        Assert.Contains("action=\"/box/settings/undo\"", await browser.TextAsync(bed.Safe, after), StringComparison.Ordinal);
        Assert.Contains("/box/settings/revisions/", await browser.TextAsync(bed.Safe, after), StringComparison.Ordinal);
        Assert.Empty(bed.Settings.Current.Config.Extensions);
        Assert.Empty(bed.Settings.Current.Config.Inbound);
        Assert.StartsWith("# ours\n[calls]\nmax-calls = 7 # enough\n", bed.Settings.Current.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_api_does_what_the_page_does()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var browser = await bed.OwnerAsync();
        using var own = JsonDocument.Parse(await browser.TextAsync(bed.Safe, "/api/session"));
        var seal = ("X-Landline-Seal", own.RootElement.GetProperty("seal").GetString()!);
        bed.Live.Take(new GatewayReport.DeviceSeen("145", "Desk Phone", "192.168.1.44", HasWrongPassword: false));

        using var adopted = await browser.SendAsync(HttpMethod.Post, bed.Safe, "/api/phones/adopt", JsonContent.Create(new { account = "145", address = "192.168.1.44" }), seal);
        Assert.Equal(HttpStatusCode.Created, adopted.StatusCode);
        using var access = JsonDocument.Parse(await adopted.Content.ReadAsStringAsync(Stop));
        Assert.Equal($"sip:145:{bed.Settings.Secrets.Find("phone-145")!.Reveal()}@127.0.0.1", access.RootElement.GetProperty("uri").GetString());
        using var made = await browser.SendAsync(HttpMethod.Post, bed.Safe, "/api/phones", JsonContent.Create(new { name = "Workshop" }), seal);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        using var changed = await browser.SendAsync(HttpMethod.Put, bed.Safe, "/api/phones/101", JsonContent.Create(new { maxCalls = 1 }), seal);
        Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);
        using var unfit = await browser.SendAsync(HttpMethod.Put, bed.Safe, "/api/phones/101", JsonContent.Create(new { maxCalls = 99 }), seal);
        Assert.Equal(HttpStatusCode.BadRequest, unfit.StatusCode);

        using var list = JsonDocument.Parse(await browser.TextAsync(bed.Safe, "/api/phones"));
        Assert.Equal([("145", 4), ("101", 1)], list.RootElement.EnumerateArray().Select(phone => (phone.GetProperty("number").GetString(), phone.GetProperty("maxCalls").GetInt32())));
        using var seen = JsonDocument.Parse(await browser.TextAsync(bed.Safe, "/api/phones/seen"));
        Assert.Equal(0, seen.RootElement.GetArrayLength());
        using var twice = await browser.SendAsync(HttpMethod.Post, bed.Safe, "/api/phones/adopt", JsonContent.Create(new { account = "145", address = "192.168.1.44" }), seal);
        Assert.Equal(HttpStatusCode.Conflict, twice.StatusCode);
        Assert.Contains("This device is phone 145 already.", await twice.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);

        using var removed = await browser.SendAsync(HttpMethod.Delete, bed.Safe, "/api/phones/101", null, seal);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        using var gone = await browser.SendAsync(HttpMethod.Post, bed.Safe, "/api/phones/101/password", null, seal);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public void A_flood_of_made_up_devices_pushes_out_none_that_is_there()
    {
        var phone = new GatewayReport.DeviceSeen("145", "Desk Phone", "192.168.1.44", HasWrongPassword: false);
        var now = After([phone, .. Enumerable.Range(0, 200).Select(i => new GatewayReport.DeviceSeen($"x{i}", "", $"192.168.1.{100 + (i % 100)}", HasWrongPassword: false))]);

        Assert.Equal(20, now.Strangers.Count);
        Assert.Equal("145", now.Strangers[0].Account);
        Assert.Equal(20, DeviceRow.All(Config.Empty, now).Count);

        // What is not seen any more makes room.
        var later = now.With(new GatewayReport.DeviceSeen("146", "", "192.168.1.45", HasWrongPassword: false), TimeSpan.FromHours(1), null);
        Assert.Equal(20, later.Strangers.Count);
        Assert.Contains(later.Strangers, device => device.Account == "146");
    }

    [Fact]
    public void One_address_has_three_devices_at_most_and_those_seen_most_stay()
    {
        GatewayReport.DeviceSeen Seen(string account) => new(account, "", "192.168.1.44", HasWrongPassword: false);
        var now = After([Seen("a"), Seen("b"), Seen("c"), Seen("d"), Seen("c"), Seen("b")]);

        Assert.Equal([("a", 1), ("b", 2), ("c", 2)], now.Strangers.Select(device => (device.Account, device.Times)));
    }

    [Fact]
    public void An_adopted_device_that_goes_on_with_a_wrong_password_is_shown_again_after_a_while()
    {
        var seen = new GatewayReport.DeviceSeen("101", "", "192.168.1.44", HasWrongPassword: true);
        var adopted = After([seen]).Adopted("101", "192.168.1.44", "101", TimeSpan.Zero);

        Assert.Equal("101", adopted.With(seen, TimeSpan.FromMinutes(5), null).Strangers[0].Adopted);
        Assert.Null(adopted.With(seen, TimeSpan.FromMinutes(11), null).Strangers[0].Adopted);
    }

    [Fact]
    public void Of_many_emergency_calls_the_one_that_goes_on_is_not_forgotten()
    {
        GatewayReport.EmergencyDialled Dialled(int i) => new("extension:101", "110", $"c{i}");
        var ended = Enumerable.Range(0, 60).SelectMany(i => (GatewayReport[])[Dialled(i), new GatewayReport.OfCall(new CallReport.Over($"c{i}", MadeCalls.Record($"c{i}")))]);
        var now = After([Dialled(1000), .. ended]);

        Assert.Equal(50, now.Emergencies.Count);
        Assert.True(now.IsEmergency);
        Assert.Equal("c1000", now.Emergencies[0].CallId);
    }

    private static (string, string)[] Form(string number, params (string, string)[] more) =>
        [("number", number), ("max-calls", "4"), ("max-contacts", "3"), ("international", "1"), .. more];

    private static LiveSnapshot After(IEnumerable<GatewayReport> reports) =>
        reports.Aggregate(LiveSnapshot.Empty, static (now, report) => now.With(report, TimeSpan.Zero, null));

    [GeneratedRegex("(?<=name=\"held\" value=\")[0-9a-f]*", RegexOptions.None, 1000)]
    private static partial Regex Held();

    [GeneratedRegex("(?<=<code id=\"password\">)[^<]+", RegexOptions.None, 1000)]
    private static partial Regex Password();
}

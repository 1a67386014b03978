using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Appliance.Calls;
using Appliance.Configuration;
using Appliance.Hosting;
using Appliance.Texts;
using Appliance.Web.Phones;

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
        var page = WebUtility.HtmlDecode(await adopted.Content.ReadAsStringAsync(Stop));

        var extension = Assert.Single(bed.Settings.Current.Config.Extensions);
        Assert.Equal(("145", "phone-145"), (extension.Id, extension.PasswordRef));
        var password = bed.Settings.Secrets.Find("phone-145")!.Reveal();
        Assert.Equal(16, password.Length);
        Assert.Equal(password, Password().Match(page).Value);
        Assert.Contains("<code>127.0.0.1</code>", page, StringComparison.Ordinal);
        Assert.Contains("<path d=\"M", page, StringComparison.Ordinal);

        foreach (var later in new[] { "/phones", "/phones/145", "/api/phones", "/api/phones/seen" })
            Assert.DoesNotContain(password, await browser.TextAsync(bed.Safe, later), StringComparison.Ordinal);
        Assert.DoesNotContain(password, bed.Log, StringComparison.Ordinal);

        bed.Live.Take(new GatewayReport.Registered("145", 1, "Desk <Phone> 9"));
        var after = await browser.TextAsync(bed.Safe, "/phones");
        Assert.Contains("Registered: ready to call.", after, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"device\"", after, StringComparison.Ordinal);
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

        using var again = await browser.PostAsync(bed.Safe, "/phones", "/phones/adopt", ("device", "192.168.1.44 101"));

        Assert.Equal("Reception", Assert.Single(bed.Settings.Current.Config.Extensions).DisplayName);
        var second = bed.Settings.Secrets.Find("phone-101")!.Reveal();
        Assert.NotEqual(first, second);
        Assert.Equal(second, Password().Match(WebUtility.HtmlDecode(await again.Content.ReadAsStringAsync(Stop))).Value);
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
        Assert.Equal(HttpStatusCode.OK, made.StatusCode);
        using var taken = await browser.PostAsync(bed.Safe, "/phones/new", "/phones/new", Form("101"));
        Assert.Equal(HttpStatusCode.BadRequest, taken.StatusCode);
        Assert.Contains("id=\"number-trouble\"", await taken.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);

        using var changed = await browser.PostAsync(bed.Safe, "/phones/101", "/phones/101", ("name", "Desk \"1\""), ("max-calls", "2"), ("max-contacts", "3"));
        var back = changed.Headers.Location!.ToString();
        Assert.StartsWith("/phones?applied=", back, StringComparison.Ordinal);
        Assert.Contains("action=\"/box/settings/undo\"", await browser.TextAsync(bed.Safe, back), StringComparison.Ordinal);
        var extension = Assert.Single(bed.Settings.Current.Config.Extensions);
        Assert.Equal(("Desk \"1\"", 2, 3, false), (extension.DisplayName, extension.MaxCalls, extension.MaxContacts, extension.International));

        Assert.IsType<SettingsOutcome.Applied>(bed.Settings.Edit(text => text + "\n[[inbound]]\nnumber = \"*\"\nring = [\"101\"]\n", ""));
        using var removed = await browser.PostAsync(bed.Safe, "/phones/101", "/phones/101/remove");
        var after = removed.Headers.Location!.ToString();
        Assert.StartsWith("/phones?applied=", after, StringComparison.Ordinal);
        // Its password is gone for good: what cannot be undone is not offered.
        Assert.DoesNotContain("action=\"/box/settings/undo\"", await browser.TextAsync(bed.Safe, after), StringComparison.Ordinal);
        Assert.Contains("/box/settings/revisions/", await browser.TextAsync(bed.Safe, after), StringComparison.Ordinal);
        Assert.Empty(bed.Settings.Current.Config.Extensions);
        Assert.Empty(bed.Settings.Current.Config.Inbound);
        Assert.Empty(bed.Settings.Secrets.Names);
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
        Assert.True(seen.RootElement[0].GetProperty("hasWrongPassword").GetBoolean());

        using var removed = await browser.SendAsync(HttpMethod.Delete, bed.Safe, "/api/phones/101", null, seal);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        using var gone = await browser.SendAsync(HttpMethod.Post, bed.Safe, "/api/phones/101/password", null, seal);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public void Of_devices_that_were_seen_the_latest_are_kept_and_each_once()
    {
        var now = After(Enumerable.Range(0, 30).Select(i => new GatewayReport.DeviceSeen($"x{i}", "", "192.168.1.44", HasWrongPassword: false))
            .Append(new GatewayReport.DeviceSeen("x20", "newer", "192.168.1.44", HasWrongPassword: false)));

        Assert.Equal(20, now.Strangers.Count);
        Assert.Equal(("x20", "newer"), (now.Strangers[0].Account, now.Strangers[0].Device));
        Assert.Single(now.Strangers, device => device.Account == "x20");
        Assert.Equal(20, DeviceRow.All(Config.Empty, now).Count);
    }

    private static (string, string)[] Form(string number, params (string, string)[] more) =>
        [("number", number), ("max-calls", "4"), ("max-contacts", "3"), ("international", "1"), .. more];

    private static LiveSnapshot After(IEnumerable<GatewayReport> reports) =>
        reports.Aggregate(LiveSnapshot.Empty, static (now, report) => now.With(report, TimeSpan.Zero, null));

    [GeneratedRegex("(?<=<code id=\"password\">)[^<]+", RegexOptions.None, 1000)]
    private static partial Regex Password();
}

using System.Net;
using System.Text.RegularExpressions;
using Appliance.Configuration;
using Appliance.Web.Settings;

namespace Appliance.Tests.Web.Settings;

public sealed partial class SettingsPageTests
{
    private const string Page = "/box/settings";
    private const string Text = "# by hand, 手寫\n[calls]\nmax-calls = 30   # enough\n\n[records]\nkeep-days = 90\n";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_file_is_changed_checked_applied_and_undone_without_a_script()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await OwnerAsync(bed);

        var check = await CheckAsync(owner, await SeeAsync(owner), Text.Replace("30", "40", StringComparison.Ordinal).ReplaceLineEndings("\r\n"));
        Assert.Equal(HttpStatusCode.OK, check.Status);
        Assert.Contains("Calls at the same time (calls.max-calls): 30 becomes 40.", check.Html, StringComparison.Ordinal);
        Assert.Contains("<del><i>3</i>− max-calls = 30   # enough</del>", check.Html, StringComparison.Ordinal);
        Assert.Equal(Text, Read(bed));

        var applied = await ApplyAsync(owner, check.Html);
        Assert.Equal($"{Page}?applied=2", applied);
        Assert.Equal(Text.Replace("30", "40", StringComparison.Ordinal), Read(bed));
        Assert.Contains("Applied: revision 2 is in use.", await owner.TextAsync(bed.Safe, applied), StringComparison.Ordinal);

        using var undone = await owner.PostAsync(bed.Safe, applied, $"{Page}/undo", ("revision", "2"), ("back", Page));
        Assert.Equal($"{Page}?applied=3", undone.Headers.Location?.ToString());
        Assert.Equal(Text, Read(bed));
        Assert.Contains("Calls at the same time (calls.max-calls): 40 becomes 30.", await owner.TextAsync(bed.Safe, $"{Page}/revisions/3"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_second_of_two_browsers_sees_both_differences_and_applies_on_top_or_drops()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var anne = await OwnerAsync(bed);
        using var bob = bed.Browser();
        using var login = await bob.PostAsync(bed.Safe, "/login", "/login", ("passphrase", BoxSiteBed.Good));
        var (annesMark, bobsMark) = (await SeeAsync(anne), await SeeAsync(bob));
        var annes = await CheckAsync(anne, annesMark, Text.Replace("30", "40", StringComparison.Ordinal));
        var bobs = await CheckAsync(bob, bobsMark, Text.Replace("90", "10", StringComparison.Ordinal));
        await ApplyAsync(anne, annes.Html);

        var conflict = await SendAsync(bob, $"{Page}/apply", ("held", HeldField().Match(bobs.Html).Value));

        Assert.Equal(HttpStatusCode.Conflict, conflict.Status);
        Assert.Contains("Calls at the same time (calls.max-calls): 30 becomes 40.", conflict.Html, StringComparison.Ordinal);
        Assert.Contains("Days a call record is kept (records.keep-days): 90 becomes 10.", conflict.Html, StringComparison.Ordinal);
        Assert.Equal(Text.Replace("30", "40", StringComparison.Ordinal), Read(bed));
        await ApplyAsync(bob, conflict.Html);
        Assert.Equal(Text.Replace("30", "40", StringComparison.Ordinal).Replace("90", "10", StringComparison.Ordinal), Read(bed));
    }

    [Fact]
    public async Task A_hand_edit_while_the_page_is_open_ends_in_the_choice_too()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await OwnerAsync(bed);
        var mark = await SeeAsync(owner);
        await WriteAsync(bed, Text.Replace("= 30", "= 50", StringComparison.Ordinal));

        var conflict = await CheckAsync(owner, mark, Text.Replace("= 30", "= 40", StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.Conflict, conflict.Status);
        Assert.Contains("Calls at the same time (calls.max-calls): 30 becomes 50.", conflict.Html, StringComparison.Ordinal);
        Assert.Contains("Calls at the same time (calls.max-calls): 30 becomes 40.", conflict.Html, StringComparison.Ordinal);
        Assert.Contains("applying yours takes back what was changed meanwhile", conflict.Html, StringComparison.Ordinal);
        await ApplyAsync(owner, conflict.Html);
        Assert.Equal(40, bed.Settings.Current.Config.Calls.MaxCalls);
    }

    [Fact]
    public async Task Faults_are_shown_with_their_line_and_what_was_typed_stays_but_for_a_password()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await OwnerAsync(bed);

        var refused = await CheckAsync(owner, await SeeAsync(owner), Text + "[[trunk]]\nid = \"mine\"\npassword = \"tainted\"\n");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("Line 9: A password stands here in the clear.", refused.Html, StringComparison.Ordinal);
        Assert.Contains("id = \"mine\"", refused.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("tainted", refused.Html, StringComparison.Ordinal);
        Assert.Equal(Text, Read(bed));
    }

    [Fact]
    public async Task A_faulty_file_says_so_and_a_revision_is_restored()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await OwnerAsync(bed);
        await WriteAsync(bed, "nonsense\n");

        Assert.Contains("The settings file on the card has faults.", await owner.TextAsync(bed.Safe, Page), StringComparison.Ordinal);
        var revision = await owner.TextAsync(bed.Safe, $"{Page}/revisions/1");
        using var restored = await owner.PostAsync(bed.Safe, Page, $"{Page}/restore", ("revision", "1"), ("mark", MarkField().Match(revision).Value));

        Assert.Equal(HttpStatusCode.Redirect, restored.StatusCode);
        Assert.Equal(Text, Read(bed));
    }

    [Fact]
    public async Task The_longest_text_passes_and_a_longer_one_gets_a_sentence()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await OwnerAsync(bed);
        var mark = await SeeAsync(owner);
        var longest = Text + "#" + new string('測', SettingsDesk.LongestText - Text.Length - 2) + "\n";

        Assert.Equal(HttpStatusCode.OK, (await CheckAsync(owner, mark, longest)).Status);
        var longer = await CheckAsync(owner, mark, longest + "#");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, longer.Status);
        Assert.Contains("The text is longer than 65536 characters.", longer.Html, StringComparison.Ordinal);
        var far = await CheckAsync(owner, mark, new string('#', SettingsApi.LargestBody + 1));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, far.Status);
        Assert.Contains("larger than the box takes here", far.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_is_kept_by_the_page_listed_by_name_and_forgotten()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await OwnerAsync(bed);

        using var kept = await owner.PostAsync(bed.Safe, Page, $"{Page}/secrets", ("name", "phone-101"), ("value", " tainted "));
        var page = await owner.TextAsync(bed.Safe, Page);
        Assert.Contains("<strong>phone-101</strong>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("tainted", page + bed.Log, StringComparison.Ordinal);
        Assert.Equal(" tainted ", bed.Settings.Secrets.Find("phone-101")?.Reveal());
        using var wrong = await owner.PostAsync(bed.Safe, Page, $"{Page}/secrets", ("name", "No Name"), ("value", "tainted"));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.DoesNotContain("tainted", await wrong.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);

        using var forgotten = await owner.PostAsync(bed.Safe, Page, $"{Page}/secrets/forget", ("name", "phone-101"));
        Assert.Empty(bed.Settings.Secrets.Names);
    }

    [Fact]
    public async Task What_another_was_shown_cannot_be_applied_and_after_a_restart_one_begins_again()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var anne = await OwnerAsync(bed);
        using var bob = bed.Browser();
        using var login = await bob.PostAsync(bed.Safe, "/login", "/login", ("passphrase", BoxSiteBed.Good));
        var check = await CheckAsync(anne, await SeeAsync(anne), Text.Replace("30", "40", StringComparison.Ordinal));
        var held = HeldField().Match(check.Html).Value;

        Assert.Equal(HttpStatusCode.Gone, (await SendAsync(bob, $"{Page}/apply", ("held", held))).Status);
        await bed.RestartAsync();
        Assert.Equal(HttpStatusCode.Gone, (await SendAsync(anne, $"{Page}/apply", ("held", held))).Status);
        Assert.Equal(Text, Read(bed));
    }

    [Fact]
    public async Task The_same_changes_by_page_by_api_and_by_hand_end_in_the_same_file_with_its_comments()
    {
        var byHand = Text.Replace("max-calls = 30 ", "max-calls = 12 ", StringComparison.Ordinal).Replace("keep-days = 90\n", "", StringComparison.Ordinal) + "\n[office]\nname = \"台北辦公室\"\n";
        List<string> files = [];

        await using (var bed = await BoxSiteBed.StartAsync())
        {
            using var owner = await OwnerAsync(bed);
            await WriteAsync(bed, byHand);
            Assert.Contains("台北辦公室", await owner.TextAsync(bed.Safe, Page), StringComparison.Ordinal);
            files.Add(Read(bed));
            Assert.Equal("台北辦公室", bed.Settings.Current.Config.Office.Name);
        }

        await using (var bed = await BoxSiteBed.StartAsync())
        {
            using var program = await ProgramAsync(bed);
            using var answer = await program.SendAsync(
                HttpMethod.Patch,
                "/api/settings",
                new { edits = new object[] { new { set = "calls.max-calls", value = 12 }, new { remove = "records.keep-days" }, new { set = "office.name", value = "台北辦公室" } } },
                "*");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            files.Add(Read(bed));
        }

        await using (var bed = await BoxSiteBed.StartAsync())
        {
            using var owner = await OwnerAsync(bed);
            await ApplyAsync(owner, (await CheckAsync(owner, await SeeAsync(owner), byHand.ReplaceLineEndings("\r\n"))).Html);
            files.Add(Read(bed));
        }

        Assert.All(files, file => Assert.Equal(byHand, file));
        Assert.Contains("# by hand, 手寫", byHand, StringComparison.Ordinal);
        Assert.Contains("# enough", byHand, StringComparison.Ordinal);
    }

    private static async Task<ApiProgram> ProgramAsync(BoxSiteBed bed)
    {
        Assert.IsType<SettingsOutcome.Applied>(bed.Settings.Apply(Text));
        return await ApiProgram.StartAsync(bed);
    }

    private static async Task<TestBrowser> OwnerAsync(BoxSiteBed bed)
    {
        Assert.IsType<SettingsOutcome.Applied>(bed.Settings.Apply(Text));
        return await bed.OwnerAsync();
    }

    private static async Task<string> SeeAsync(TestBrowser browser) => MarkField().Match(await browser.TextAsync(browser.Bed.Safe, Page)).Value;

    private static async Task<(HttpStatusCode Status, string Html)> CheckAsync(TestBrowser browser, string mark, string text) => await SendAsync(browser, $"{Page}/check", ("mark", mark), ("text", text));

    private static async Task<string> ApplyAsync(TestBrowser browser, string page)
    {
        using var answer = await browser.PostAsync(browser.Bed.Safe, Page, $"{Page}/apply", ("held", HeldField().Match(page).Value));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return answer.Headers.Location!.ToString();
    }

    /// <summary>As the page's form does, which is sent in parts.</summary>
    private static async Task<(HttpStatusCode Status, string Html)> SendAsync(TestBrowser browser, string action, params (string Name, string Value)[] fields)
    {
        var seal = BoxSiteBed.SealField.Match(await browser.TextAsync(browser.Bed.Safe, Page)).Value;
        using var form = new MultipartFormDataContent { { new StringContent(seal), "seal" } };
        foreach (var (name, value) in fields)
            form.Add(new StringContent(value), name);
        using var answer = await browser.SendAsync(HttpMethod.Post, browser.Bed.Safe, action, form);
        return (answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Stop)));
    }

    private static string Read(BoxSiteBed bed) => File.ReadAllText(Path.Combine(bed.Folder, SettingsStore.FileName));

    private static Task WriteAsync(BoxSiteBed bed, string text) => File.WriteAllTextAsync(Path.Combine(bed.Folder, SettingsStore.FileName), text, Stop);

    [GeneratedRegex("(?<=name=\"mark\" value=\")[0-9a-f-]+", RegexOptions.None, 1000)]
    private static partial Regex MarkField();

    [GeneratedRegex("(?<=name=\"held\" value=\")[0-9a-f]+", RegexOptions.None, 1000)]
    private static partial Regex HeldField();
}

using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Appliance.Configuration;

namespace Appliance.Tests.Web.Settings;

public sealed class SettingsApiTests
{
    private const string Text = "# by hand\n[calls]\nmax-calls = 30   # enough\n\n[records]\nkeep-days = 90\n";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_settings_are_read_checked_changed_listed_and_restored()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var program = await ProgramAsync(bed);
        var (tag, read) = await SeeAsync(program);
        Assert.Equal(Text, read.GetProperty("text").GetString());

        var checkedOnly = await JsonAsync(await program.SendAsync(HttpMethod.Post, "/api/settings/check", new { edits = new[] { new { set = "calls.max-calls", value = 40 } } }), HttpStatusCode.OK);
        Assert.True(checkedOnly.GetProperty("canBeApplied").GetBoolean());
        Assert.Equal("Calls at the same time (calls.max-calls): 30 becomes 40.", checkedOnly.GetProperty("difference").GetProperty("changes")[0].GetProperty("sentence").GetString());
        Assert.Equal(Text, bed.Settings.Current.Text);

        var applied = await JsonAsync(await program.SendAsync(HttpMethod.Patch, "/api/settings", new { edits = new[] { new { set = "calls.max-calls", value = 40 } } }, tag), HttpStatusCode.OK);
        Assert.Equal((2, 1), (applied.GetProperty("revision").GetInt64(), applied.GetProperty("undo").GetInt64()));
        Assert.Equal(Text.Replace("30", "40", StringComparison.Ordinal), bed.Settings.Current.Text);

        var kept = (await JsonAsync(await program.SendAsync(HttpMethod.Get, "/api/settings/revisions"), HttpStatusCode.OK)).EnumerateArray().Select(one => one.GetProperty("number").GetInt64());
        Assert.Equal([2, 1], kept);
        var second = await JsonAsync(await program.SendAsync(HttpMethod.Get, "/api/settings/revisions/2"), HttpStatusCode.OK);
        Assert.Equal("30", second.GetProperty("difference").GetProperty("changes")[0].GetProperty("before").GetString());
        await JsonAsync(await program.SendAsync(HttpMethod.Post, "/api/settings/revisions/1/restore", null, "*"), HttpStatusCode.OK);
        Assert.Equal(Text, bed.Settings.Current.Text);
    }

    [Fact]
    public async Task The_second_of_two_programs_is_shown_both_differences_and_the_way_on()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var program = await ProgramAsync(bed);
        var (tag, _) = await SeeAsync(program);
        await JsonAsync(await program.SendAsync(HttpMethod.Put, "/api/settings", new { text = Text.Replace("30", "40", StringComparison.Ordinal) }, tag), HttpStatusCode.OK);

        var conflict = await ProblemAsync(await program.SendAsync(HttpMethod.Put, "/api/settings", new { text = Text.Replace("90", "10", StringComparison.Ordinal) }, tag), HttpStatusCode.PreconditionFailed, "settings-conflict");

        Assert.Equal("40", conflict.GetProperty("theirs").GetProperty("changes")[0].GetProperty("after").GetString());
        Assert.Equal("10", conflict.GetProperty("yours").GetProperty("changes")[0].GetProperty("after").GetString());
        Assert.False(conflict.GetProperty("undoesTheirs").GetBoolean());
        var onTop = conflict.GetProperty("onTop").GetString();
        await JsonAsync(await program.SendAsync(HttpMethod.Put, "/api/settings", new { text = onTop }, conflict.GetProperty("etag").GetString()), HttpStatusCode.OK);
        Assert.Equal((40, 10), (bed.Settings.Current.Config.Calls.MaxCalls, bed.Settings.Current.Config.Records.KeepDays));
    }

    [Fact]
    public async Task What_cannot_be_done_is_a_problem_with_code_sentence_and_remedy()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var program = await ProgramAsync(bed);
        Task<HttpResponseMessage> Patch(object wish, string? tag = "*") => program.SendAsync(HttpMethod.Patch, "/api/settings", wish, tag);

        await ProblemAsync(await Patch(new { edits = new[] { new { set = "calls.max-calls", value = 40 } } }, null), HttpStatusCode.PreconditionRequired, "if-match");
        await ProblemAsync(await Patch(new { edits = new[] { new { set = "calls.max-calls", value = 40 } } }, "\"nonsense\""), HttpStatusCode.PreconditionFailed, "settings-conflict");
        var refused = await ProblemAsync(await Patch(new { edits = new[] { new { set = "calls.max-calls", value = 250 } } }), HttpStatusCode.UnprocessableEntity, "settings-refused");
        Assert.Equal(3, refused.GetProperty("faults")[0].GetProperty("line").GetInt32());
        await ProblemAsync(await Patch(new { edits = new[] { new { removeSection = "extension.9" } } }), HttpStatusCode.NotFound, "setting-not-there");
        await ProblemAsync(await Patch(new { text = Text }), HttpStatusCode.BadRequest, "settings-wish");
        await ProblemAsync(await Patch(new { edits = Array.Empty<object>() }), HttpStatusCode.BadRequest, "settings-wish");
        await ProblemAsync(await Patch(new { edits = new[] { new { set = "calls.max-calls", remove = "calls.max-calls" } } }), HttpStatusCode.BadRequest, "settings-wish");
        await ProblemAsync(await Patch(new { edits = new[] { new { set = "calls.max-calls", value = new { a = 1 } } } }), HttpStatusCode.BadRequest, "settings-wish");
        await ProblemAsync(await program.SendAsync(HttpMethod.Put, "/api/settings", new { text = new string('#', 64 * 1024) + "\n" }, "*"), HttpStatusCode.RequestEntityTooLarge, "settings-too-long");
        await ProblemAsync(await program.SendAsync(HttpMethod.Put, "/api/settings", new { text = new string('#', 600 * 1024) }, "*"), HttpStatusCode.RequestEntityTooLarge, "too-large");
        await ProblemAsync(await program.SendAsync(HttpMethod.Get, "/api/settings/revisions/77"), HttpStatusCode.NotFound, "revision-not-kept");
        await ProblemAsync(await program.SendAsync(HttpMethod.Post, "/api/settings/revisions/77/restore", null, "*"), HttpStatusCode.NotFound, "revision-not-kept");
        Assert.Equal(Text, bed.Settings.Current.Text);
    }

    [Fact]
    public async Task A_secret_goes_in_and_never_comes_out()
    {
        const string Tainted = "tainted-hunter2";
        await using var bed = await BoxSiteBed.StartAsync();
        using var program = await ProgramAsync(bed);

        using var kept = await program.SendAsync(HttpMethod.Put, "/api/secrets/phone-101", new { value = Tainted });
        Assert.Equal(HttpStatusCode.NoContent, kept.StatusCode);
        await JsonAsync(await program.SendAsync(HttpMethod.Patch, "/api/settings", new { edits = new[] { new { add = "extension", values = new Dictionary<string, object> { ["number"] = "101", ["password-secret"] = "phone-101" } } } }, "*"), HttpStatusCode.OK);
        Assert.Equal(Tainted, bed.Settings.Secrets.Find("phone-101")?.Reveal());

        var answers = new StringBuilder();
        foreach (var path in (string[])["/api/settings", "/api/settings/revisions", "/api/settings/revisions/2", "/api/secrets", "/api/audit"])
        {
            using var answer = await program.SendAsync(HttpMethod.Get, path);
            answers.AppendLine(await answer.Content.ReadAsStringAsync(Stop));
        }

        Assert.Contains("phone-101", answers.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Tainted, answers + bed.Log, StringComparison.Ordinal);
        var inUse = await ProblemAsync(await program.SendAsync(HttpMethod.Delete, "/api/secrets/phone-101"), HttpStatusCode.Conflict, "secret-in-use");
        Assert.Contains("extension.101.password-secret", inUse.GetProperty("sentence").GetString(), StringComparison.Ordinal);
        await ProblemAsync(await program.SendAsync(HttpMethod.Delete, "/api/secrets/nobody"), HttpStatusCode.NotFound, "nothing-there");
        await ProblemAsync(await program.SendAsync(HttpMethod.Put, "/api/secrets/Not%20a%20name", new { value = Tainted }), HttpStatusCode.BadRequest, "secret-name");
        await ProblemAsync(await program.SendAsync(HttpMethod.Put, "/api/secrets/empty", new { value = "" }), HttpStatusCode.BadRequest, "secret-value");
    }

    [Fact]
    public async Task A_file_with_faults_is_shown_with_them_and_a_password_in_it_is_dots()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var program = await ProgramAsync(bed);
        await File.WriteAllTextAsync(Path.Combine(bed.Folder, SettingsStore.FileName), Text + "[[trunk]]\nid = \"a\"\npassword = \"tainted\"\n", Stop);

        var (_, shown) = await SeeAsync(program);

        Assert.False(shown.GetProperty("isInUse").GetBoolean());
        Assert.Contains("password = \"•••\"", shown.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Contains(shown.GetProperty("faults").EnumerateArray(), fault => fault.GetProperty("path").GetString() == "trunk[1].password");
        Assert.DoesNotContain("tainted", shown.GetRawText(), StringComparison.Ordinal);
        await ProblemAsync(await program.SendAsync(HttpMethod.Patch, "/api/settings", new { edits = new[] { new { set = "calls.max-calls", value = 40 } } }, "*"), HttpStatusCode.UnprocessableEntity, "settings-file-faulty");
    }

    [Theory]
    [InlineData("calls.max-calls = 5 #")]
    [InlineData("calls.max-calls\"")]
    [InlineData("calls..max-calls")]
    [InlineData("calls.[x]")]
    [InlineData("calls.通話")]
    public async Task A_path_is_a_path_and_nothing_else(string path)
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var program = await ProgramAsync(bed);

        await ProblemAsync(await program.SendAsync(HttpMethod.Patch, "/api/settings", new { edits = new[] { new { set = path, value = 40 } } }, "*"), HttpStatusCode.BadRequest, "settings-wish");

        Assert.Equal(Text, bed.Settings.Current.Text);
    }

    [Theory]
    [InlineData("\"\\ud800\"")]
    [InlineData("[\"a\", \"\\ud800\"]")]
    public async Task Half_a_letter_is_no_value(string value)
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var program = await ProgramAsync(bed);
        using var wish = new StringContent("{ \"edits\": [{ \"set\": \"office.name\", \"value\": " + value + " }] }", Encoding.UTF8, "application/json");

        await ProblemAsync(await program.SendAsync(HttpMethod.Patch, "/api/settings", wish, "*"), HttpStatusCode.BadRequest, "settings-wish");
    }

    [Fact]
    public async Task A_name_nested_without_end_is_a_fault_and_the_box_lives_on()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var program = await ProgramAsync(bed);

        var answer = await JsonAsync(await program.SendAsync(HttpMethod.Post, "/api/settings/check", new { text = string.Concat(Enumerable.Repeat("a.", 30_000)) + "a = 1\n" }), HttpStatusCode.OK);

        Assert.False(answer.GetProperty("canBeApplied").GetBoolean());
        Assert.Equal(1, answer.GetProperty("faults")[0].GetProperty("line").GetInt32());
        await SeeAsync(program);
    }

    private static async Task<ApiProgram> ProgramAsync(BoxSiteBed bed)
    {
        Assert.IsType<SettingsOutcome.Applied>(bed.Settings.Apply(Text));
        return await ApiProgram.StartAsync(bed);
    }

    private static async Task<(string Tag, JsonElement Read)> SeeAsync(ApiProgram program)
    {
        var answer = await program.SendAsync(HttpMethod.Get, "/api/settings");
        return (answer.Headers.ETag!.ToString(), await JsonAsync(answer, HttpStatusCode.OK));
    }

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer, HttpStatusCode status)
    {
        using (answer)
        {
            Assert.True(status == answer.StatusCode, $"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync(Stop)}");
            return await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
        }
    }

    private static async Task<JsonElement> ProblemAsync(HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        var problem = await JsonAsync(answer, status);
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.NotEqual($"web.{code}", problem.GetProperty("sentence").GetString());
        Assert.NotEqual($"web.{code}.remedy", problem.GetProperty("remedy").GetString());
        return problem;
    }
}

/// <summary>A program with a token of the owner's.</summary>
internal sealed class ApiProgram : IDisposable
{
    private readonly TestBrowser _browser;
    private readonly string _token;

    private ApiProgram(TestBrowser browser, string token) => (_browser, _token) = (browser, token);

    public static async Task<ApiProgram> StartAsync(BoxSiteBed bed)
    {
        using var owner = await bed.OwnerAsync();
        using var made = await owner.PostAsync(bed.Safe, "/access", "/access/tokens", ("name", "program"), ("kind", "change"), ("passphrase", BoxSiteBed.Good));
        var page = await made.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var from = page.IndexOf("landline_", StringComparison.Ordinal);
        return new(bed.Browser(), page[from..page.IndexOf('<', from)]);
    }

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body = null, string? seen = null) => _browser.SendAsync(
        method,
        _browser.Bed.Safe,
        path,
        body is null ? null : body as HttpContent ?? JsonContent.Create(body),
        [("Authorization", $"Bearer {_token}"), ("Accept-Language", "en"), .. seen is null ? Array.Empty<(string, string)>() : [("If-Match", seen)]]);

    public void Dispose() => _browser.Dispose();
}

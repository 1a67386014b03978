using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Appliance.Configuration;
using Appliance.Setup;
using Appliance.Web.Settings;

namespace Appliance.Tests.Web.Box;

public sealed partial class BackupTests
{
    private const string Text = "[calls]\nmax-calls = 30   # enough\n\n[[extension]]\nnumber = \"101\"\npassword-secret = \"phone-101\"\n";
    private const string Tainted = "tainted-hunter2";
    private const string Key = "a key for the backup";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_backup_without_a_passphrase_has_the_settings_and_no_secret()
    {
        await using var bed = await StartAsync();
        using var owner = await bed.OwnerAsync();

        using var answer = await owner.PostAsync(bed.Safe, "/box", "/box/backup", ("passphrase", ""));

        var file = await answer.Content.ReadAsStringAsync(Stop);
        Assert.StartsWith("landline-backup-", answer.Content.Headers.ContentDisposition?.FileName, StringComparison.Ordinal);
        Assert.Equal(Text, JsonDocument.Parse(file).RootElement.GetProperty("settings").GetString());
        Assert.Equal(JsonValueKind.Null, JsonDocument.Parse(file).RootElement.GetProperty("secrets").ValueKind);
        Assert.DoesNotContain(Tainted, file, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_another_box_the_difference_is_shown_and_settings_and_secrets_come_back_together()
    {
        var file = await TakeAsync(Key);
        Assert.DoesNotContain(Tainted, file, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Tainted)), file, StringComparison.Ordinal);

        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        var (status, page) = await RestoreAsync(owner, file, Key);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("(calls.max-calls): new, 30.", page, StringComparison.Ordinal);
        Assert.Contains("Secrets that are kept with it: phone-101.", page, StringComparison.Ordinal);
        Assert.DoesNotContain(Tainted, page + bed.Log, StringComparison.Ordinal);
        Assert.Empty(bed.Settings.Secrets.Names);

        using var applied = await owner.PostAsync(bed.Safe, "/box", "/box/settings/apply", ("held", HeldField().Match(page).Value));
        Assert.Equal("/box?applied=1", applied.Headers.Location?.ToString());
        Assert.Equal(Text, bed.Settings.Current.Text);
        Assert.Equal(Tainted, bed.Settings.Secrets.Find("phone-101")?.Reveal());
    }

    [Fact]
    public async Task A_wrong_passphrase_a_damaged_file_and_another_file_change_nothing()
    {
        var file = await TakeAsync(Key);
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();

        Assert.Contains("does not open this backup's secrets", (await RestoreAsync(owner, file, "another key for it")).Page, StringComparison.Ordinal);
        var shut = SealedText().Match(file).Value;
        Assert.Contains("does not open this backup's secrets", (await RestoreAsync(owner, file.Replace(shut, (shut[0] is 'A' ? "B" : "A") + shut[1..], StringComparison.Ordinal), Key)).Page, StringComparison.Ordinal);
        Assert.Contains("is no backup of a Landline box", (await RestoreAsync(owner, "{}", Key)).Page, StringComparison.Ordinal);
        Assert.Contains("is no backup of a Landline box", (await RestoreAsync(owner, "not even JSON", "")).Page, StringComparison.Ordinal);
        // Without its passphrase the settings alone come, and name a secret that is not there.
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await RestoreAsync(owner, file, "")).Status);
        Assert.Equal("", bed.Settings.Current.Text);
        Assert.Empty(bed.Settings.Secrets.Names);
    }

    [Fact]
    public async Task A_passphrase_that_will_not_do_gets_a_sentence_and_the_api_takes_and_restores_as_the_page_does()
    {
        await using var bed = await StartAsync();
        using var owner = await bed.OwnerAsync();
        using var unfit = await owner.PostAsync(bed.Safe, "/box", "/box/backup", ("passphrase", "short"));
        Assert.Equal(HttpStatusCode.BadRequest, unfit.StatusCode);
        var own = await (await owner.GetAsync(bed.Safe, "/api/session")).Content.ReadFromJsonAsync<JsonElement>(Stop);
        var seal = ("X-Landline-Seal", own.GetProperty("seal").GetString()!);

        using var taken = await owner.SendAsync(HttpMethod.Post, bed.Safe, "/api/backup", JsonContent.Create(new { passphrase = Key, ownerPassphrase = BoxSiteBed.Good }), seal);
        var file = await taken.Content.ReadAsStringAsync(Stop);
        bed.Settings.Apply(Text.Replace("30", "40", StringComparison.Ordinal));
        using var restored = await owner.SendAsync(HttpMethod.Post, bed.Safe, "/api/restore", JsonContent.Create(new { backup = file, passphrase = Key }), seal, ("If-Match", "*"));

        Assert.Equal(HttpStatusCode.OK, restored.StatusCode);
        Assert.Equal(Text, bed.Settings.Current.Text);
        Assert.Contains("backup-taken", await File.ReadAllTextAsync(Path.Combine(bed.Folder, "audit.jsonl"), Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_browser_left_open_takes_no_secrets_away()
    {
        await using var bed = await StartAsync();
        using var owner = await bed.OwnerAsync();
        var own = await (await owner.GetAsync(bed.Safe, "/api/session")).Content.ReadFromJsonAsync<JsonElement>(Stop);

        using var page = await owner.PostAsync(bed.Safe, "/box", "/box/backup", ("passphrase", Key), ("own-passphrase", "not the one at all"));
        using var api = await owner.SendAsync(HttpMethod.Post, bed.Safe, "/api/backup", JsonContent.Create(new { passphrase = Key }), ("X-Landline-Seal", own.GetProperty("seal").GetString()!));

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (page.StatusCode, api.StatusCode));
        Assert.DoesNotContain("backup-taken", await File.ReadAllTextAsync(Path.Combine(bed.Folder, "audit.jsonl"), Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_resets_the_passphrase_at_the_box_gets_at_no_secret_of_before()
    {
        await using var bed = await StartAsync();
        using var before = await bed.OwnerAsync();
        Assert.DoesNotContain("reset at the box", await before.TextAsync(bed.Safe, "/box"), StringComparison.Ordinal);
        await bed.Desk.AskAsync(new SetupEvent.PasswordForgotten(), null, Stop);
        using var after = await bed.OwnerAsync();

        Assert.Contains("reset at the box: phone-101.", await after.TextAsync(bed.Safe, "/box"), StringComparison.Ordinal);
        Assert.Empty(await SecretsOfAsync(after));
        // A change that is taken back does not make an old secret a new one.
        var exchange = new SecretExchange(bed.Settings.Secrets);
        Assert.Null(exchange.Keep([new NewSecret("phone-101", Secret.From("another")!)]));
        exchange.TakeBack();
        await bed.RestartAsync();
        Assert.Empty(await SecretsOfAsync(after));

        File.SetLastWriteTimeUtc(Path.Combine(bed.Folder, "secrets", "phone-101"), DateTime.UtcNow.AddSeconds(5));
        Assert.Equal(["phone-101"], await SecretsOfAsync(after));
    }

    private static async Task<string[]> SecretsOfAsync(TestBrowser owner)
    {
        using var answer = await owner.PostAsync(owner.Bed.Safe, "/box", "/box/backup", ("passphrase", Key), ("own-passphrase", BoxSiteBed.Good));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return [.. Assert.IsType<BackupReading.Good>(BackupFile.Read(await answer.Content.ReadAsStringAsync(Stop), Key)).Secrets.Select(secret => secret.Name)];
    }

    private static async Task<BoxSiteBed> StartAsync()
    {
        var bed = await BoxSiteBed.StartAsync();
        Assert.Null(bed.Settings.Secrets.Keep("phone-101", Secret.From(Tainted)!));
        Assert.IsType<SettingsOutcome.Applied>(bed.Settings.Apply(Text));
        return bed;
    }

    private static async Task<string> TakeAsync(string passphrase)
    {
        await using var bed = await StartAsync();
        using var owner = await bed.OwnerAsync();
        using var answer = await owner.PostAsync(bed.Safe, "/box", "/box/backup", ("passphrase", passphrase), ("own-passphrase", BoxSiteBed.Good));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Stop);
    }

    private static async Task<(HttpStatusCode Status, string Page)> RestoreAsync(TestBrowser browser, string file, string passphrase)
    {
        var seal = BoxSiteBed.SealField.Match(await browser.TextAsync(browser.Bed.Safe, "/box")).Value;
        using var form = new MultipartFormDataContent { { new StringContent(seal), "seal" }, { new StringContent(passphrase), "passphrase" }, { new StringContent(file), "backup", "landline-backup.json" } };
        using var answer = await browser.SendAsync(HttpMethod.Post, browser.Bed.Safe, "/box/restore", form);
        return (answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Stop)));
    }

    [GeneratedRegex("(?<=name=\"held\" value=\")[0-9a-f]+", RegexOptions.None, 1000)]
    private static partial Regex HeldField();

    [GeneratedRegex("(?<=\"text\": \")[^\"]+", RegexOptions.None, 1000)]
    private static partial Regex SealedText();
}

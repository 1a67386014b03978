using Appliance.Configuration;
using Appliance.Trunks;
using Microsoft.Extensions.Time.Testing;

namespace Appliance.Tests.Configuration;

public sealed class SettingsStoreTests : IDisposable
{
    private const string Office = "[office]\nname = \"One\" # ours\n";

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new();

    private string SettingsFile => _folder.File(SettingsStore.FileName);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_box_without_a_file_starts_empty_and_without_a_fault()
    {
        var store = Open();

        Assert.Equal((0, Config.Empty), (store.Current.Revision, store.Current.Config));
        Assert.Empty(store.Faults);
        Assert.False(File.Exists(SettingsFile));
    }

    [Fact]
    public void An_accepted_text_is_in_use_and_on_the_card_and_there_again_after_a_restart()
    {
        var store = Open();

        var applied = Assert.IsType<SettingsOutcome.Applied>(store.Apply(Office));

        Assert.Equal("One", applied.Update.Now.Config.Office.Name);
        Assert.Equal(Office, File.ReadAllText(SettingsFile));
        Assert.Equal((1, "One"), (Open().Current.Revision, Open().Current.Config.Office.Name));
    }

    [Fact]
    public void A_text_with_faults_is_refused_and_the_old_settings_stay()
    {
        var store = Open();
        store.Apply(Office);

        var refused = Assert.IsType<SettingsOutcome.Refused>(store.Apply("[office]\ncountry = \"Nowhere\"\n"));

        Assert.Equal("office.country", Assert.Single(refused.Faults).Key);
        Assert.Equal("One", store.Current.Config.Office.Name);
        Assert.Equal(Office, File.ReadAllText(SettingsFile));
    }

    [Fact]
    public void A_file_made_bad_by_hand_leaves_the_last_good_settings_in_use_and_says_so()
    {
        var store = Open();
        store.Apply(Office);

        File.WriteAllText(SettingsFile, "[office]\nname = \"Two\"\n[networc]\n");
        store.Look();

        Assert.Equal("One", store.Current.Config.Office.Name);
        Assert.Equal((3, "Did you mean network?"), (store.Faults[0].Line, store.Faults[0].Remedy));
    }

    [Fact]
    public void A_box_that_starts_with_a_bad_file_runs_on_its_last_good_settings()
    {
        Open().Apply(Office);
        File.WriteAllText(SettingsFile, "not a setting");

        var store = Open();

        Assert.Equal("One", store.Current.Config.Office.Name);
        Assert.NotEmpty(store.Faults);
        Assert.Equal("not a setting", File.ReadAllText(SettingsFile));
    }

    [Fact]
    public void A_box_that_starts_with_a_bad_file_and_nothing_before_it_starts_empty_and_says_why()
    {
        File.WriteAllText(SettingsFile, "not a setting");

        var store = Open();

        Assert.Equal(Config.Empty, store.Current.Config);
        Assert.NotEmpty(store.Faults);
    }

    [Fact]
    public void A_change_by_hand_is_noticed_and_told_with_what_changed()
    {
        var store = Open();
        List<SettingsUpdate> updates = [];
        using var subscription = store.Subscribe(updates.Add);
        File.WriteAllText(SettingsFile, Office);

        store.Look();
        store.Look();

        var update = Assert.Single(updates);
        Assert.Equal("One", Assert.IsType<ConfigChange.Office>(Assert.Single(update.Changes)).After.Name);
    }

    [Fact]
    public async Task The_file_is_looked_at_every_two_seconds()
    {
        var store = Open();
        var noticed = new TaskCompletionSource<SettingsUpdate>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var subscription = store.Subscribe(noticed.SetResult);
        using var stop = new CancellationTokenSource();
        var running = store.RunAsync(stop.Token);
        File.WriteAllText(SettingsFile, Office);

        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal("One", (await noticed.Task).Now.Config.Office.Name);
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public void A_file_that_disappears_is_told_of_and_the_settings_stay()
    {
        var store = Open();
        store.Apply(Office);
        File.Delete(SettingsFile);

        store.Look();

        Assert.Equal("One", store.Current.Config.Office.Name);
        Assert.Contains("gone", Assert.Single(store.Faults).What, StringComparison.Ordinal);
    }

    [Fact]
    public void One_setting_is_changed_and_its_comment_stays()
    {
        var store = Open();
        store.Apply(Office);

        Assert.IsType<SettingsOutcome.Applied>(store.Set("office.name", new SettingValue.Text("Two")));

        Assert.Equal("[office]\nname = \"Two\" # ours\n", File.ReadAllText(SettingsFile));
        Assert.IsType<SettingsOutcome.NotFound>(store.Set("kitchen.sink", new SettingValue.Flag(true)));
        Assert.IsType<SettingsOutcome.Refused>(store.Set("office.country", new SettingValue.Text("XX")));
        Assert.IsType<SettingsOutcome.Unchanged>(store.Set("office.name", new SettingValue.Text("Two")));
    }

    [Fact]
    public void An_editor_that_cannot_see_a_bad_file_does_not_overwrite_it()
    {
        var store = Open();
        store.Apply(Office);
        File.WriteAllText(SettingsFile, "half an edit");
        store.Look();

        Assert.IsType<SettingsOutcome.Refused>(store.Set("office.name", new SettingValue.Text("Two")));

        Assert.Equal("half an edit", File.ReadAllText(SettingsFile));
    }

    [Fact]
    public void The_last_twenty_revisions_are_kept_and_can_be_restored()
    {
        var store = Open();
        for (var i = 1; i <= 25; i++)
            store.Apply($"[office]\nname = \"Revision {i}\"\n");

        Assert.Equal(Enumerable.Range(6, 20).Reverse().Select(number => (long)number), store.Revisions.Select(revision => revision.Number));
        Assert.IsType<SettingsOutcome.Applied>(store.Restore(6));

        Assert.Equal((26, "Revision 6"), (store.Current.Revision, store.Current.Config.Office.Name));
        Assert.IsType<SettingsOutcome.NotFound>(store.Restore(2));
    }

    [Fact]
    public void A_full_card_leaves_the_old_settings_in_use_and_on_the_card()
    {
        Open().Apply(Office);
        var store = SettingsStore.Open(_folder.Path, _time, new SafeFile((path, options) => new FullCard(path, options)));

        var outcome = Assert.IsType<SettingsOutcome.NotWritten>(store.Apply("[office]\nname = \"Two\"\n"));

        Assert.Contains("no room left", outcome.Why, StringComparison.Ordinal);
        Assert.Equal("One", store.Current.Config.Office.Name);
        Assert.Equal("One", Open().Current.Config.Office.Name);
        Assert.Equal([SettingsStore.FileName, "000001.toml"], Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories).Select(Path.GetFileName).Order(StringComparer.Ordinal).Reverse());
    }

    [Fact]
    public void The_systems_own_word_for_a_full_card_is_understood()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "needs Linux");

        var fault = Assert.ThrowsAny<IOException>(() =>
        {
            using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            full.WriteByte(1);
        });

        Assert.Contains("no room left", SafeFile.Explain(fault, "x"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_a_sentence_and_the_settings_stay()
    {
        var store = Open();
        File.WriteAllText(_folder.File("revisions"), "a file where a folder should be");

        var outcome = Assert.IsType<SettingsOutcome.NotWritten>(store.Apply(Office));

        Assert.Contains("stay as they were", outcome.Why, StringComparison.Ordinal);
        Assert.Equal(Config.Empty, store.Current.Config);
        Assert.False(File.Exists(SettingsFile));
    }

    [Fact]
    public void A_leftover_of_an_interrupted_write_is_no_hindrance()
    {
        Open().Apply(Office);
        File.WriteAllText(SettingsFile + ".new", "[office]\nname = \"Ha");

        var store = Open();

        Assert.Equal("One", store.Current.Config.Office.Name);
        Assert.IsType<SettingsOutcome.Applied>(store.Apply("[office]\nname = \"Two\"\n"));
        Assert.False(File.Exists(SettingsFile + ".new"));
    }

    [Fact]
    public void A_secret_kept_later_makes_the_waiting_file_good()
    {
        File.WriteAllText(SettingsFile, Samples.Small);
        var store = Open();
        Assert.Equal(["trunk[1].password-secret", "extension[1].password-secret"], store.Faults.Where(fault => fault.Weight is FaultWeight.Fault).Select(fault => fault.Key));

        store.Secrets.Keep("twilio-office", Secret.From("one")!);
        store.Secrets.Keep("phone-101", Secret.From("two")!);
        var applied = Assert.IsType<SettingsOutcome.Applied>(store.Look());

        Assert.Empty(store.Faults);
        Assert.Contains(applied.Update.Changes, change => change is ConfigChange.Trunk { Before: null, After: TrunkConfig.TwilioTrunk });
        Assert.Contains(new ConfigChange.SecretReplaced("twilio-office"), applied.Update.Changes);
    }

    [Fact]
    public void A_secret_that_got_lost_does_not_silence_the_office_at_the_next_start()
    {
        var store = Open();
        store.Secrets.Keep("twilio-office", Secret.From("one")!);
        store.Secrets.Keep("phone-101", Secret.From("two")!);
        store.Apply(Samples.Small);
        store.Secrets.Forget("phone-101");

        var again = Open();

        Assert.Single(again.Current.Config.Trunks);
        Assert.Empty(again.Faults);
        Assert.Contains(again.Current.Warnings, warning => warning is { Key: "extension[1].password-secret", Weight: FaultWeight.Warning });
    }

    [Fact]
    public void A_replaced_secret_is_told_to_those_who_use_it()
    {
        var store = Open();
        store.Secrets.Keep("phone-101", Secret.From("two")!);
        store.Look();
        List<SettingsUpdate> updates = [];
        using var subscription = store.Subscribe(updates.Add);

        store.Secrets.Keep("phone-101", Secret.From("another one")!);
        store.Look();

        Assert.Equal([new ConfigChange.SecretReplaced("phone-101")], Assert.Single(updates).Changes);
    }

    [Fact]
    public void What_differs_between_two_settings_is_named_one_by_one()
    {
        var before = ConfigReader.Read(Samples.Shipped).Config;
        var after = ConfigReader.Read(Samples.Shipped
            .Replace("name = \"Reception\"", "name = \"Front desk\"", StringComparison.Ordinal)
            .Replace("number = \"102\"", "number = \"103\"", StringComparison.Ordinal)
            .Replace("daily-minutes = 600", "daily-minutes = 700", StringComparison.Ordinal)).Config;

        var changes = ConfigChange.Between(before, after).Select(change => change switch
        {
            ConfigChange.Extension { Before: null } added => $"+{added.Id}",
            ConfigChange.Extension { After: null } removed => $"-{removed.Id}",
            ConfigChange.Extension changed => $"~{changed.Id}",
            _ => change.GetType().Name,
        });

        Assert.Equal(["Limits", "~101", "-102", "+103"], changes);
    }

    private SettingsStore Open() => SettingsStore.Open(_folder.Path, _time);

    private sealed class FullCard(string path, FileStreamOptions options) : FileStream(path, options)
    {
        private const int NoSpace = 28;

        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("full", NoSpace);
    }
}

using Appliance.Configuration;
using Appliance.Web.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace Appliance.Tests.Web.Settings;

public sealed class SettingsDeskTests
{
    private const string Text = """
        # as the installer wrote it
        [office]
        name = "Taipei"      # as on the door

        [calls]
        max-calls = 30

        [records]
        keep-days = 90

        """;

    private static readonly Asker Anne = new("owner 11", "192.168.1.5");
    private static readonly Asker Bob = new("owner 22", "192.168.1.6");

    [Fact]
    public async Task A_change_is_checked_applied_with_comments_kept_undone_and_told_without_values()
    {
        await using var bed = await StartAsync();
        var desk = DeskOf(bed);
        var wish = Edits(new SettingsEdit.Set("calls.max-calls", new SettingValue.Whole(40)), new SettingsEdit.Set("office.name", new SettingValue.Text("台北")));

        var seen = Assert.IsType<SettingsAnswer.Checked>(desk.Check(wish, desk.Now.Mark)).Seen;
        Assert.Equal(Text, Read(bed));
        var applied = Assert.IsType<SettingsAnswer.Applied>(desk.Apply(wish, seen, Anne));

        Assert.Equal(Text.Replace("30", "40", StringComparison.Ordinal).Replace("Taipei", "台北", StringComparison.Ordinal), Read(bed));
        Assert.Equal(40, bed.Settings.Current.Config.Calls.MaxCalls);
        Assert.IsType<SettingsAnswer.Applied>(desk.Undo(applied.Now.Revision, Bob));
        Assert.Equal(Text, Read(bed));
        var told = await File.ReadAllTextAsync(Path.Combine(bed.Folder, "audit.jsonl"), TestContext.Current.CancellationToken);
        Assert.Contains("\"owner 11\",\"from\":\"192.168.1.5\",\"what\":\"settings-changed\",\"which\":\"revision 2: office.name, calls.max-calls\"", told, StringComparison.Ordinal);
        Assert.Contains("\"owner 22\",\"from\":\"192.168.1.6\",\"what\":\"settings-restored\",\"which\":\"revision 3: office.name, calls.max-calls\"", told, StringComparison.Ordinal);
        Assert.DoesNotContain("Taipei", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_second_of_two_sees_both_differences_and_applies_on_top()
    {
        await using var bed = await StartAsync();
        var desk = DeskOf(bed);
        var seen = desk.Now.Mark;
        Assert.IsType<SettingsAnswer.Applied>(desk.Apply(Edits(new SettingsEdit.Set("calls.max-calls", new SettingValue.Whole(40))), seen, Anne));

        var wish = Edits(new SettingsEdit.Set("records.keep-days", new SettingValue.Whole(10)));
        var conflict = Assert.IsType<SettingsAnswer.Conflict>(desk.Apply(wish, seen, Bob));

        Assert.Equal([new SettingChange("calls.max-calls", "30", "40")], conflict.Theirs!.Changes);
        Assert.Equal([new SettingChange("records.keep-days", "90", "10")], conflict.Yours.Changes);
        Assert.Equal(90, bed.Settings.Current.Config.Records.KeepDays);
        Assert.IsType<SettingsAnswer.Applied>(desk.Apply(wish, conflict.Now, Bob));
        Assert.Equal((40, 10), (bed.Settings.Current.Config.Calls.MaxCalls, bed.Settings.Current.Config.Records.KeepDays));
    }

    [Fact]
    public async Task A_hand_edit_after_the_page_was_opened_is_a_conflict_and_whole_texts_are_merged_where_they_can()
    {
        await using var bed = await StartAsync();
        var desk = DeskOf(bed);
        var seen = desk.Now.Mark;
        await WriteAsync(bed, Text.Replace("90", "365", StringComparison.Ordinal));

        var conflict = Assert.IsType<SettingsAnswer.Conflict>(desk.Apply(new SettingsWish.Whole(Text.Replace("30", "40", StringComparison.Ordinal).ReplaceLineEndings("\r\n")), seen, Anne));

        Assert.Equal([new SettingChange("records.keep-days", "90", "365")], conflict.Theirs!.Changes);
        Assert.Equal([new SettingChange("calls.max-calls", "30", "40")], conflict.Yours.Changes);
        Assert.False(conflict.UndoesTheirs);
        Assert.IsType<SettingsAnswer.Applied>(desk.Apply(new SettingsWish.Whole(conflict.OnTop), conflict.Now, Anne));
        Assert.Equal(Text.Replace("30", "40", StringComparison.Ordinal).Replace("90", "365", StringComparison.Ordinal), Read(bed));
    }

    [Fact]
    public async Task Where_both_changed_the_same_line_the_person_is_told_that_it_undoes_the_other_s()
    {
        await using var bed = await StartAsync();
        var desk = DeskOf(bed);
        var seen = desk.Now.Mark;
        await WriteAsync(bed, Text.Replace("= 30", "= 50", StringComparison.Ordinal));
        var mine = Text.Replace("= 30", "= 40", StringComparison.Ordinal);

        var conflict = Assert.IsType<SettingsAnswer.Conflict>(desk.Check(new SettingsWish.Whole(mine), seen));

        Assert.True(conflict.UndoesTheirs);
        Assert.Equal(mine, conflict.OnTop);
    }

    [Fact]
    public async Task Of_many_at_once_one_wins_and_nothing_is_lost_unseen()
    {
        await using var bed = await StartAsync();
        var desk = DeskOf(bed);
        var seen = desk.Now.Mark;

        var answers = await Task.WhenAll(Enumerable.Range(31, 20).Select(calls => Task.Run(() => desk.Apply(Edits(new SettingsEdit.Set("calls.max-calls", new SettingValue.Whole(calls))), seen, Anne))));

        var applied = Assert.Single(answers.OfType<SettingsAnswer.Applied>());
        Assert.Equal(19, answers.OfType<SettingsAnswer.Conflict>().Count());
        Assert.Equal(applied.Difference.Changes[0].After, $"{bed.Settings.Current.Config.Calls.MaxCalls}");
    }

    [Fact]
    public async Task Faults_are_refused_with_line_and_remedy_and_a_faulty_file_refuses_single_changes()
    {
        await using var bed = await StartAsync();
        var desk = DeskOf(bed);

        var refused = Assert.IsType<SettingsAnswer.Refused>(desk.Apply(Edits(new SettingsEdit.Set("calls.max-calls", new SettingValue.Whole(250))), null, Anne));
        Assert.Equal((6, "calls.max-calls"), (Assert.Single(refused.Faults).Line, refused.Faults[0].Key));
        Assert.NotEmpty(refused.Faults[0].Remedy);

        await WriteAsync(bed, Text + "nonsense\n");
        var byFile = Assert.IsType<SettingsAnswer.Refused>(desk.Apply(Edits(new SettingsEdit.Set("calls.max-calls", new SettingValue.Whole(40))), null, Anne));
        Assert.True(byFile.IsOfTheFile);
        Assert.IsType<SettingsAnswer.Applied>(desk.Restore(1, desk.Now.Mark, Anne));
        Assert.Equal(Text, Read(bed));
        Assert.EndsWith("nonsense\n", await File.ReadAllTextAsync(Path.Combine(bed.Folder, SettingsStore.SetAsideName), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secrets_come_with_the_settings_that_name_them_or_not_at_all()
    {
        await using var bed = await StartAsync();
        var desk = DeskOf(bed);
        var phone = new SettingsEdit.AddSection("extension", [("number", new SettingValue.Text("101")), ("password-secret", new SettingValue.Text("phone-101"))]);
        ValueList<NewSecret> secrets = [new("phone-101", Secret.From("tainted-4711")!)];

        Assert.IsType<SettingsAnswer.Refused>(desk.Apply(Edits(phone), null, Anne));
        Assert.IsType<SettingsAnswer.Refused>(desk.Apply(Edits(phone, new SettingsEdit.Set("calls.max-calls", new SettingValue.Whole(0))) with { Secrets = secrets }, null, Anne));
        Assert.Empty(desk.SecretNames);
        Assert.IsType<SettingsAnswer.Applied>(desk.Apply(Edits(phone) with { Secrets = secrets }, null, Anne));

        Assert.Equal(["phone-101"], desk.SecretNames);
        Assert.DoesNotContain("tainted-4711", await File.ReadAllTextAsync(Path.Combine(bed.Folder, "audit.jsonl"), TestContext.Current.CancellationToken) + bed.Log + Read(bed), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_there_what_is_the_same_and_what_is_too_long_have_answers_of_their_own()
    {
        await using var bed = await StartAsync();
        var desk = DeskOf(bed);

        Assert.Equal(new SettingsAnswer.NotThere("extension.9"), desk.Apply(Edits(new SettingsEdit.RemoveSection("extension.9")), null, Anne));
        Assert.IsType<SettingsAnswer.Unchanged>(desk.Apply(Edits(new SettingsEdit.Remove("office.country")), null, Anne));
        Assert.IsType<SettingsAnswer.Unchanged>(desk.Apply(new SettingsWish.Whole(Text.ReplaceLineEndings("\r\n")), null, Anne));
        Assert.IsType<SettingsAnswer.TooLong>(desk.Apply(new SettingsWish.Whole(new string('#', SettingsDesk.LongestText + 1)), null, Anne));
        Assert.Null(desk.Restore(99, null, Anne));
        Assert.Null(desk.Undo(1, Anne));
    }

    [Fact]
    public async Task A_card_that_cannot_be_written_leaves_everything_as_it_was()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "File rights are another thing there.");
        await using var bed = await StartAsync();
        var desk = DeskOf(bed);
        // A folder where the file of the next revision is to be written stands in its way, whatever rights we have.
        Directory.CreateDirectory(Path.Combine(bed.Folder, "revisions", "000002.toml.new", "full"));

        var answer = desk.Apply(Edits(new SettingsEdit.Set("calls.max-calls", new SettingValue.Whole(40))) with { Secrets = [new("phone-101", Secret.From("tainted")!)] }, null, Anne);

        Assert.NotEmpty(Assert.IsType<SettingsAnswer.NotWritten>(answer).Why);
        Assert.Equal(Text, Read(bed));
        Assert.Empty(desk.SecretNames);
    }

    private static SettingsWish.Edits Edits(params ReadOnlySpan<SettingsEdit> edits) => new(ValueList.Create(edits));

    private static SettingsDesk DeskOf(BoxSiteBed bed) => bed.Web.Services.GetRequiredService<SettingsDesk>();

    private static async Task<BoxSiteBed> StartAsync()
    {
        var bed = await BoxSiteBed.StartAsync();
        Assert.IsType<SettingsOutcome.Applied>(bed.Settings.Apply(Text));
        return bed;
    }

    private static string Read(BoxSiteBed bed) => File.ReadAllText(Path.Combine(bed.Folder, SettingsStore.FileName));

    private static Task WriteAsync(BoxSiteBed bed, string text) =>
        File.WriteAllTextAsync(Path.Combine(bed.Folder, SettingsStore.FileName), text, TestContext.Current.CancellationToken);
}

using System.Collections.Immutable;
using System.Globalization;
using Appliance.Access;
using Appliance.Configuration;

namespace Appliance.Web.Settings;

/// <summary>
/// Every change of the settings from the page and the API goes through here: checked against what the person saw, shown as a
/// difference, applied as a whole or not at all, told in the record of who did what, and undone by using the revision before.
/// </summary>
/// <param name="store">The settings.</param>
/// <param name="access">Keeps the record of who did what.</param>
internal sealed class SettingsDesk(SettingsStore store, AccessDesk access)
{
    /// <summary>The longest text that is taken whole, in characters. Single settings of a longer one can be changed.</summary>
    public const int LongestText = 64 * 1024;

    /// <summary>The most changes at once.</summary>
    public const int MostEdits = 200;

    private const int LongestTold = 200;

    private readonly Lock _gate = new();

    /// <summary>The settings as they are at this moment.</summary>
    public SettingsSight Now => store.See();

    /// <summary>The names of the secrets that are kept, in order.</summary>
    public ImmutableArray<string> SecretNames => [.. store.Secrets.Names.Order(StringComparer.Ordinal)];

    /// <summary>The secrets that are kept, and what names each.</summary>
    public SecretView[] SecretViews()
    {
        // Each text is read once, however many secrets there are.
        var names = SecretNames;
        var users = SettingsLeaves.UsersOf(store.Current.Text, names);
        string[] unused = [.. names.Where((_, place) => users[place].IsEmpty)];
        Dictionary<string, long> needed = [];
        foreach (var kept in unused.Length > 0 ? store.Revisions : [])
        {
            if (kept.Number == store.Current.Revision || TextOf(kept.Number) is not { } text)
                continue;
            foreach (var (name, there) in unused.Zip(SettingsLeaves.UsersOf(text, unused)))
            {
                if (!there.IsEmpty)
                    needed.TryAdd(name, kept.Number);
            }
        }

        return [.. names.Zip(users, (name, now) => new SecretView(name, [.. now], needed.TryGetValue(name, out var revision) ? revision : null))];
    }

    /// <summary>The paths of the settings in use that name this secret.</summary>
    public ImmutableArray<string> UsersOf(string secret) => SettingsLeaves.UsersOf(store.Current.Text, [secret])[0];

    /// <summary>The texts that can be restored, the newest first.</summary>
    public ImmutableArray<SettingsRevision> Revisions => store.Revisions;

    /// <summary>The text of a revision; null: it is not kept any more.</summary>
    public string? TextOf(long revision) => store.ReadRevision(revision);

    /// <summary>What a revision changed from the one kept before it; null: it is not kept any more.</summary>
    public SettingsDifference? DifferenceOf(long revision) =>
        TextOf(revision) is { } text ? SettingsDifference.Between(Before(revision) is { } before ? TextOf(before) ?? "" : "", text) : null;

    /// <summary>The newest revision kept before this one; null: there is none.</summary>
    public long? Before(long revision) =>
        store.Revisions.FirstOrDefault(kept => kept.Number < revision)?.Number;

    /// <summary>What would become of this change: <see cref="SettingsAnswer.Checked"/> when it can be applied.</summary>
    /// <param name="wish">What is wanted.</param>
    /// <param name="seen">What the person saw; null: whatever there is.</param>
    public SettingsAnswer Check(SettingsWish wish, SettingsMark? seen) => Judge(wish, seen, store.See());

    /// <summary>Applies a change that was made for the settings somebody saw.</summary>
    /// <param name="wish">What is wanted.</param>
    /// <param name="seen">What the person saw; null: whatever there is.</param>
    /// <param name="by">Who asks.</param>
    public SettingsAnswer Apply(SettingsWish wish, SettingsMark? seen, Asker by) => Apply(wish, seen, by, AuditFact.SettingsChanged);

    /// <summary>Uses an earlier text again; null: it is not kept any more.</summary>
    public SettingsAnswer? Restore(long revision, SettingsMark? seen, Asker by) =>
        TextOf(revision) is { } text ? Apply(new SettingsWish.Whole(text), seen, by, AuditFact.SettingsRestored) : null;

    /// <summary>Takes a revision back that is still in use, by the text before it; null: that text is not kept any more.</summary>
    public SettingsAnswer? Undo(long revision, Asker by) =>
        Before(revision) is { } before && TextOf(before) is { } text && TextOf(revision) is { } own
            ? Apply(new SettingsWish.Whole(text), SettingsMark.Of(revision, own), by, AuditFact.SettingsRestored)
            : null;

    /// <summary>True when the text before this revision could be used now: the secrets it names are still kept.</summary>
    public bool CanUndo(long revision) =>
        Before(revision) is { } before && TextOf(before) is { } text && ConfigReader.Read(text, store.Secrets.Names).IsUsable;

    /// <summary>
    /// Does something while nobody else changes the settings through this desk: what is read, judged and written in it belongs together.
    /// </summary>
    public T Alone<T>(Func<T> work)
    {
        lock (_gate)
            return work();
    }

    /// <summary>
    /// Which settings must still be in use for a change of one part of them: only what was changed in that part itself has to be chosen
    /// between.
    /// </summary>
    /// <param name="now">The settings as they are.</param>
    /// <param name="mark">The mark of what a form showed of the part; null: there was no form.</param>
    /// <param name="shown">The mark of what a form would show now.</param>
    /// <param name="seen">The settings that the form was loaded with, or that a program names; null: none are named.</param>
    public static SettingsMark ToHold(SettingsMark now, string? mark, string shown, SettingsMark? seen) =>
        mark is null ? seen ?? now
        : mark == shown ? now
        : seen is null || seen == now ? new SettingsMark(-1, "")
        : seen;

    /// <summary>Keeps a secret under a name. Null: done; otherwise why not.</summary>
    public string? KeepSecret(string name, Secret value, Asker by)
    {
        var why = store.Secrets.Keep(name, value);
        if (why is null)
            Tell(by, AuditFact.SecretKept, name);
        store.Look();
        return why;
    }

    /// <summary>Forgets a secret. Null: done; otherwise why not.</summary>
    public string? ForgetSecret(string name, Asker by)
    {
        var why = store.Secrets.Forget(name);
        if (why is null)
            Tell(by, AuditFact.SecretForgotten, name);
        store.Look();
        return why;
    }

    private SettingsAnswer Apply(SettingsWish wish, SettingsMark? seen, Asker by, AuditFact what)
    {
        // Two at once: the second finds what the first has made.
        lock (_gate)
        {
            var answer = Judge(wish, seen, store.See());
            return answer is SettingsAnswer.Checked good ? Write(wish, good, seen, by, what) : answer;
        }
    }

    private SettingsAnswer Write(SettingsWish wish, SettingsAnswer.Checked good, SettingsMark? seen, Asker by, AuditFact what)
    {
        var secrets = new SecretExchange(store.Secrets);
        if (secrets.Keep(wish.Secrets) is { } unkept)
            return new SettingsAnswer.NotWritten(unkept);

        var outcome = store.ApplyOver(good.Seen, good.Text);
        if (outcome is not (SettingsOutcome.Applied or SettingsOutcome.Unchanged))
            secrets.TakeBack();
        foreach (var secret in outcome is SettingsOutcome.Applied or SettingsOutcome.Unchanged ? wish.Secrets : [])
            Tell(by, AuditFact.SecretKept, secret.Name);
        switch (outcome)
        {
            case SettingsOutcome.Applied { Update: var update }:
                Tell(by, what, Summary(update.Now.Revision, good.Difference));
                return new SettingsAnswer.Applied(SettingsMark.Of(update.Now.Revision, update.Now.Text), Before(update.Now.Revision), good.Difference);
            case SettingsOutcome.Refused { Faults: var faults }:
                return new SettingsAnswer.Refused(faults, good.Difference, IsOfTheFile: false);
            case SettingsOutcome.NotWritten { Why: var why }:
                return new SettingsAnswer.NotWritten(why);
            case SettingsOutcome.Overtaken:
                // By the panel or by hand, between two lines of this.
                return Judge(wish, seen ?? good.Seen, store.See());
            default:
                store.Look();
                return new SettingsAnswer.Unchanged(store.See().Mark);
        }
    }

    private SettingsAnswer Judge(SettingsWish wish, SettingsMark? seen, SettingsSight sight)
    {
        string text;
        switch (wish)
        {
            case SettingsWish.Edits { All: var edits }:
                if (!sight.Faults.IsEmpty)
                    return new SettingsAnswer.Refused(sight.Faults, SettingsDifference.Between(sight.Text, sight.Text), IsOfTheFile: true);
                if (Edited(sight.Text, edits, out var missing) is not { } edited)
                    return new SettingsAnswer.NotThere(missing);
                text = edited;
                break;
            case SettingsWish.Whole { Text: var whole }:
                if (whole.ReplaceLineEndings("\n").Length > LongestText && whole != sight.Text && !store.Revisions.Any(kept => TextOf(kept.Number) == whole))
                    return new SettingsAnswer.TooLong();
                text = LineDifference.WithNewlinesOf(sight.Text, whole);
                break;
            default:
                return new SettingsAnswer.NotThere("");
        }

        if (text == sight.Text && sight.Faults.IsEmpty && wish.Secrets.IsEmpty)
            return new SettingsAnswer.Unchanged(sight.Mark);
        if (seen is not null && seen != sight.Mark)
            return Overtaken(wish, seen, sight, text);

        var difference = SettingsDifference.Between(sight.Text, text);
        var reading = ConfigReader.Read(text, store.Secrets.Names.Union(wish.Secrets.Select(static secret => secret.Name)));
        return reading.IsUsable
            ? new SettingsAnswer.Checked(sight.Mark, text, difference, reading.Faults)
            : new SettingsAnswer.Refused(reading.Faults, difference, IsOfTheFile: false);
    }

    private SettingsAnswer.Conflict Overtaken(SettingsWish wish, SettingsMark seen, SettingsSight sight, string text)
    {
        var saw = seen.Revision is 0 ? "" : TextOf(seen.Revision);
        if (saw is not null && SettingsMark.Of(seen.Revision, saw) != seen)
            saw = null;
        var theirs = saw is null ? null : SettingsDifference.Between(saw, sight.Text);
        if (wish is SettingsWish.Edits)
            return new(sight.Mark, theirs, SettingsDifference.Between(sight.Text, text), text, UndoesTheirs: false);

        var merged = saw is null ? null : LineDifference.Merge(saw, sight.Text, text);
        return new(sight.Mark, theirs, SettingsDifference.Between(saw ?? sight.Text, text), merged ?? text, merged is null);
    }

    private static string? Edited(string text, ValueList<SettingsEdit> edits, out string missing)
    {
        missing = "";
        foreach (var edit in edits)
        {
            var (next, path) = edit switch
            {
                SettingsEdit.Set set => (SettingsEditor.Set(text, set.Path, set.Value), set.Path),
                SettingsEdit.Remove remove => (SettingsEditor.Remove(text, remove.Path) ?? text, remove.Path),
                SettingsEdit.AddSection add => (SettingsEditor.Add(text, add.Heading, add.Entries), add.Heading),
                SettingsEdit.MoveSection move => (SettingsEditor.Move(text, move.Heading, move.From, move.To), $"{move.Heading}[{move.From}]"),
                SettingsEdit.RemoveSection section => (SettingsEditor.RemoveSection(text, section.Path), section.Path),
                _ => (null, ""),
            };
            if (next is null)
            {
                missing = path;
                return null;
            }

            text = next;
        }

        return text;
    }

    /// <summary>Paths alone: a value may be a number of the owner's.</summary>
    private static string Summary(long revision, SettingsDifference difference)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"revision {revision}: {string.Join(", ", difference.Changes.Select(static change => change.Path))}").TrimEnd(' ', ':');
        return text.Length <= LongestTold ? text : text[..(LongestTold - 1)] + "…";
    }

    private void Tell(Asker by, AuditFact what, string which) => access.Tell(by.Who, by.From, what, which);
}

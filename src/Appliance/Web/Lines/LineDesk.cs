using System.Security.Cryptography;
using System.Text;
using Appliance.Configuration;
using Appliance.DialPlans;
using Appliance.Web.Settings;
using Sip;

namespace Appliance.Web.Lines;

/// <summary>What became of a change of the lines.</summary>
internal abstract record LineOutcome
{
    private LineOutcome()
    {
    }

    /// <summary>It is done.</summary>
    /// <param name="Id">Which line.</param>
    /// <param name="MadePassword">The password the box made up for a PBX, to be shown this once; null where none was made.</param>
    /// <param name="Applied">The revision it made; null: nothing had to be changed.</param>
    public sealed record Done(string Id, string? MadePassword, long? Applied) : LineOutcome
    {
        public override string ToString() => nameof(Done);
    }

    /// <summary>The form is not right.</summary>
    public sealed record Unfit(IReadOnlyDictionary<string, ExplanationStep> Troubles) : LineOutcome;

    /// <summary>Somebody else changed the line since the form was loaded.</summary>
    /// <param name="Conflict">What they changed, and what this would change.</param>
    /// <param name="Wish">What this form wants.</param>
    public sealed record ChangedMeanwhile(SettingsAnswer.Conflict Conflict, SettingsWish Wish) : LineOutcome;

    /// <summary>There is no such line.</summary>
    public sealed record Gone : LineOutcome;

    /// <summary>Its section is written in a way that cannot be changed here, as a list in one line.</summary>
    public sealed record WrittenOtherwise : LineOutcome;

    /// <summary>The settings would not be right with it.</summary>
    public sealed record Refused(ValueList<ConfigFault> Faults) : LineOutcome;

    /// <summary>It could not be kept on the card.</summary>
    public sealed record NotKept(string Why) : LineOutcome;
}

/// <summary>
/// Adds, changes and removes lines in the settings, and keeps their passwords in the secret store. The password of a line that is gone stays
/// there, because an earlier revision that is used again names it; the page of the settings tells of it and can forget it.
/// </summary>
internal sealed class LineDesk(SettingsStore store, SettingsDesk settings, ITokenSource tokens)
{
    /// <summary>True while the settings do not say in which country the office is.</summary>
    public bool NeedsCountry => SettingsEditor.Remove(store.Current.Text, "office.country") is null;

    /// <summary>The settings as they are, for a form to say later what it was made for.</summary>
    public SettingsMark Mark => settings.Now.Mark;

    /// <summary>The line's form as the settings have it, or null.</summary>
    public LineForm? Find(string id) => LineForm.Of(store.Current.Config, id);

    /// <summary>A mark of what a form showed, so that a change by somebody else since then is noticed.</summary>
    public static string MarkOf(LineForm form)
    {
        var text = string.Join('\n', form.Kind, form.Name, form.Host, form.Addresses, form.User, form.Numbers, form.Account, form.Edge, form.Transport, form.Format, form.Prefixes, form.Registers, form.ByAddress, form.Enabled);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));
    }

    /// <summary>Adds a line.</summary>
    public LineOutcome Add(LineForm form, Asker by) => settings.Alone(() => AddAlone(form, by));

    /// <summary>Changes a line.</summary>
    /// <param name="id">Which.</param>
    /// <param name="fill">Makes what is wanted of what there is.</param>
    /// <param name="mark">The mark of what a form showed; null: there was none.</param>
    /// <param name="seen">The settings that the form was loaded with; without a mark, those that must still be in use. Null: whatever there is.</param>
    /// <param name="by">Who asks.</param>
    public LineOutcome Change(string id, Func<LineForm, LineForm> fill, string? mark, SettingsMark? seen, Asker by) =>
        settings.Alone(() => ChangeAlone(id, fill, mark, seen, by));

    /// <summary>Removes a line, with every rule that names it; the rest as in <see cref="Change"/>.</summary>
    public LineOutcome Remove(string id, string? mark, SettingsMark? seen, Asker by) => settings.Alone(() => RemoveAlone(id, mark, seen, by));

    private LineOutcome AddAlone(LineForm form, Asker by)
    {
        var config = store.Current.Config;
        var right = LineCheck.Of(form, config, null, NeedsCountry);
        if (right.Troubles.Count > 0)
            return new LineOutcome.Unfit(right.Troubles);

        var id = LineEdits.NewId(form.Kind, config);
        var made = form is { Kind: LineKind.Pbx, ByAddress: false, Password: "" } ? MadePasswords.Draw(tokens) : null;
        if (form.Kind is LineKind.Pbx)
            form = form.ByAddress ? form with { User = "", Password = "" } : form with { User = form.User is "" ? FreeUser(config, id) : form.User, Password = made ?? form.Password };
        var secret = form.User.Length is 0 ? null : SecretNames.Free(store.Secrets, $"line-{id}");
        return Apply(LineEdits.Add(id, form, right, secret), id, secret, form.Password, made, by, null);
    }

    private LineOutcome ChangeAlone(string id, Func<LineForm, LineForm> fill, string? mark, SettingsMark? seen, Asker by)
    {
        var now = settings.Now.Mark;
        var config = store.Current.Config;
        if (Find(id) is not { } before)
            return new LineOutcome.Gone();

        var form = fill(before) with { Kind = before.Kind };
        var known = SecretOf(config, id);
        var right = LineCheck.Of(form, config, id, NeedsCountry);
        var troubles = new Dictionary<string, ExplanationStep>(right.Troubles, StringComparer.Ordinal);
        if (form.Kind is not LineKind.Pbx && form.User.Length > 0 && form.Password.Length is 0 && known is null)
            troubles.TryAdd("password", new ExplanationStep("web.line.no-password", []));
        if (troubles.Count > 0)
            return new LineOutcome.Unfit(troubles);

        var made = form is { Kind: LineKind.Pbx, ByAddress: false, Password: "" } && known is null ? MadePasswords.Draw(tokens) : null;
        if (form.Kind is LineKind.Pbx)
            form = form.ByAddress ? form with { User = "", Password = "" } : form with { User = form.User is "" ? FreeUser(config, id) : form.User, Password = made ?? form.Password };
        var secret = form.User.Length is 0 ? null : known ?? SecretNames.Free(store.Secrets, $"line-{id}");
        return Apply(LineEdits.Change(id, form, right, secret), id, secret, form.Password, made, by, SettingsDesk.ToHold(now, mark, MarkOf(before), seen));
    }

    private LineOutcome RemoveAlone(string id, string? mark, SettingsMark? seen, Asker by)
    {
        var now = settings.Now.Mark;
        return Find(id) is { } before
            ? Apply(LineEdits.Remove(id, store.Current.Config), id, null, "", null, by, SettingsDesk.ToHold(now, mark, MarkOf(before), seen))
            : new LineOutcome.Gone();
    }

    private LineOutcome Apply(ValueList<SettingsEdit> edits, string id, string? secret, string password, string? made, Asker by, SettingsMark? seen)
    {
        var wish = new SettingsWish.Edits(edits) { Secrets = secret is not null && Secret.From(password) is { } value ? [new NewSecret(secret, value)] : [] };
        return settings.Apply(wish, seen, by) switch
        {
            SettingsAnswer.Applied { Now.Revision: var revision } => new LineOutcome.Done(id, made, revision),
            SettingsAnswer.Unchanged => new LineOutcome.Done(id, made, null),
            SettingsAnswer.Conflict conflict => new LineOutcome.ChangedMeanwhile(conflict, wish),
            SettingsAnswer.Refused { Faults: var faults } => new LineOutcome.Refused(faults),
            SettingsAnswer.NotWritten { Why: var why } => new LineOutcome.NotKept(why),
            SettingsAnswer.NotThere => new LineOutcome.WrittenOtherwise(),
            _ => new LineOutcome.Gone(),
        };
    }

    private static string FreeUser(Config config, string id)
    {
        var taken = config.Extensions.Select(static extension => extension.AccountName).Concat(config.Pbxs.Select(static pbx => pbx.UserName ?? "")).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return Enumerable.Range(1, int.MaxValue).Select(number => number is 1 ? id : $"{id}-{number}").First(name => !taken.Contains(name));
    }

    private static string? SecretOf(Config config, string id) =>
        config.Trunks.FirstOrDefault(trunk => trunk.Id == id)?.PasswordRef ?? config.Pbxs.FirstOrDefault(pbx => pbx.Id == id)?.PasswordRef;
}

using System.Security.Cryptography;
using System.Text;
using Appliance.Configuration;
using Appliance.DialPlans;
using Appliance.Extensions;
using Appliance.Hosting;
using Appliance.Web.Settings;
using Sip;

namespace Appliance.Web.Phones;

/// <summary>What became of a change of the phones.</summary>
internal abstract record PhoneOutcome
{
    private PhoneOutcome()
    {
    }

    /// <summary>It is done.</summary>
    /// <param name="Number">Which phone.</param>
    /// <param name="Password">The password that was made for it, to be shown this once; null where none was made.</param>
    /// <param name="Applied">The revision of the settings it made; null: they stayed.</param>
    public sealed record Done(string Number, string? Password, long? Applied) : PhoneOutcome
    {
        public override string ToString() => nameof(Done);
    }

    /// <summary>The form is not right.</summary>
    public sealed record Unfit(IReadOnlyDictionary<string, ExplanationStep> Troubles) : PhoneOutcome;

    /// <summary>Somebody else changed the phone since the form was loaded.</summary>
    /// <param name="Conflict">What they changed, and what this would change.</param>
    /// <param name="Wish">What this form wants.</param>
    public sealed record ChangedMeanwhile(SettingsAnswer.Conflict Conflict, SettingsWish Wish) : PhoneOutcome;

    /// <summary>The device was made a phone before.</summary>
    public sealed record Adopted(string Number) : PhoneOutcome;

    /// <summary>Something is registered as this phone now, which a new password would cut off: to be asked once more.</summary>
    public sealed record InUse(string Number) : PhoneOutcome;

    /// <summary>There is no such phone, or no such device any more.</summary>
    public sealed record Gone : PhoneOutcome;

    /// <summary>Its section is written in a way that cannot be changed here, as a list in one line.</summary>
    public sealed record WrittenOtherwise : PhoneOutcome;

    /// <summary>The settings would not be right with it.</summary>
    public sealed record Refused(ValueList<ConfigFault> Faults) : PhoneOutcome;

    /// <summary>It could not be kept on the card.</summary>
    public sealed record NotKept : PhoneOutcome;
}

/// <summary>
/// Adds, changes and removes phones in the settings, and makes their passwords. The password of a phone that is gone stays in the secret
/// store, because an earlier revision that is used again names it; a new phone of its number gets one of its own.
/// </summary>
internal sealed class PhoneDesk(SettingsStore store, SettingsDesk settings, LiveState live, ITokenSource tokens)
{
    /// <summary>The settings as they are, for a form to say later what it was made for.</summary>
    public SettingsMark Mark => settings.Now.Mark;

    /// <summary>A mark of what a form showed, so that a change by somebody else since then is noticed.</summary>
    public static string MarkOf(PhoneForm form)
    {
        var text = string.Join('\n', form.Number, form.Name, form.CallerNumber, form.MaxCalls, form.MaxContacts, form.International, form.TlsOnly);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));
    }

    /// <summary>The phone of this number, or null.</summary>
    public ExtensionConfig? Find(string number) => store.Current.Config.Extensions.FirstOrDefault(extension => extension.Id == number);

    /// <summary>A free number, the wished one where that is possible.</summary>
    public string FreeNumber(string? wish) => InsideNumbers.Free(store.Current.Config, wish);

    /// <summary>Adds a phone.</summary>
    public PhoneOutcome Add(PhoneForm form, Asker by) => settings.Alone(() => AddAlone(form, by));

    /// <summary>
    /// Makes a phone of a device that tries to register: under the number it tries with, where that is free. One that tries with a wrong
    /// password for a phone there is gets a new password. Only what was really seen: this is no way to make up accounts.
    /// </summary>
    /// <param name="account">The user name it gives itself.</param>
    /// <param name="address">Where it is.</param>
    /// <param name="isSure">A new password may cut off what is registered now.</param>
    /// <param name="by">Who asks.</param>
    public PhoneOutcome Adopt(string account, string address, bool isSure, Asker by) => settings.Alone(() => AdoptAlone(account, address, isSure, by));

    /// <summary>Changes a phone.</summary>
    /// <param name="number">Which.</param>
    /// <param name="fill">Makes what is wanted of what there is.</param>
    /// <param name="mark">The mark of what a form showed; null: there was none.</param>
    /// <param name="seen">The settings that the form was loaded with; without a mark, those that must still be in use. Null: whatever there is.</param>
    /// <param name="by">Who asks.</param>
    public PhoneOutcome Change(string number, Func<PhoneForm, PhoneForm> fill, string? mark, SettingsMark? seen, Asker by) =>
        settings.Alone(() => ChangeAlone(number, fill, mark, seen, by));

    /// <summary>Makes another password for a phone; the old one is worth nothing from then on.</summary>
    public PhoneOutcome NewPassword(string number, Asker by) => settings.Alone(() => NewPasswordAlone(number, by));

    /// <summary>Removes a phone, and takes it out of the rules that ring it; the rest as in <see cref="Change"/>.</summary>
    public PhoneOutcome Remove(string number, string? mark, SettingsMark? seen, Asker by) => settings.Alone(() => RemoveAlone(number, mark, seen, by));

    private PhoneOutcome AddAlone(PhoneForm form, Asker by)
    {
        var troubles = form.Check(store.Current.Config, isNew: true);
        if (troubles.Count > 0)
            return new PhoneOutcome.Unfit(troubles);

        var secret = SecretNames.Free(store.Secrets, $"phone-{form.Number}");
        var entries = new List<(string, SettingValue)> { ("number", new SettingValue.Text(form.Number)) };
        entries.AddRange(EntriesOf(form).Where(static entry => entry.Value is not null).Select(static entry => (entry.Key, entry.Value!)));
        entries.Add(("password-secret", new SettingValue.Text(secret)));
        var password = MadePasswords.Draw(tokens);
        return Apply([new SettingsEdit.AddSection("extension", [.. entries])], form.Number, secret, password, by, null);
    }

    private PhoneOutcome AdoptAlone(string account, string address, bool isSure, Asker by)
    {
        var now = live.Now;
        if (now.Strangers.Find(seen => seen.Account == account && seen.Address == address) is not { } device)
            return new PhoneOutcome.Gone();
        if (device.Adopted is { } before && Find(before) is not null)
            return new PhoneOutcome.Adopted(before);

        var known = store.Current.Config.Extensions.FirstOrDefault(extension => extension.AccountName == account)?.Id;
        if (known is not null && !isSure && now.Phones.ContainsKey(account))
            return new PhoneOutcome.InUse(known);
        var outcome = known is null ? AddAlone(new PhoneForm { Number = FreeNumber(account) }, by) : NewPasswordAlone(known, by);
        if (outcome is PhoneOutcome.Done { Number: var number })
            live.Adopt(account, address, number);
        return outcome;
    }

    private PhoneOutcome ChangeAlone(string number, Func<PhoneForm, PhoneForm> fill, string? mark, SettingsMark? seen, Asker by)
    {
        var now = settings.Now.Mark;
        if (Find(number) is not { } extension)
            return new PhoneOutcome.Gone();
        var before = PhoneForm.Of(extension);
        var form = fill(before) with { Number = number };
        var troubles = form.Check(store.Current.Config, isNew: false);
        if (troubles.Count > 0)
            return new PhoneOutcome.Unfit(troubles);
        return Apply(
            [.. EntriesOf(form).Select(entry => entry.Value is { } value ? (SettingsEdit)new SettingsEdit.Set($"extension.{number}.{entry.Key}", value) : new SettingsEdit.Remove($"extension.{number}.{entry.Key}"))],
            number, null, null, by, SettingsDesk.ToHold(now, mark, MarkOf(before), seen));
    }

    private PhoneOutcome NewPasswordAlone(string number, Asker by)
    {
        if (Find(number) is not { } extension)
            return new PhoneOutcome.Gone();
        var password = MadePasswords.Draw(tokens);
        return settings.KeepSecret(extension.PasswordRef, Secret.From(password)!, by) is null ? new PhoneOutcome.Done(number, password, null) : new PhoneOutcome.NotKept();
    }

    private PhoneOutcome RemoveAlone(string number, string? mark, SettingsMark? seen, Asker by)
    {
        var now = settings.Now.Mark;
        if (Find(number) is not { } extension)
            return new PhoneOutcome.Gone();

        var edits = new List<SettingsEdit> { new SettingsEdit.RemoveSection($"extension.{number}") };
        var inbound = store.Current.Config.Inbound;
        for (var i = inbound.Count; i > 0; i--)
        {
            if (inbound[i - 1].Target is not InboundTarget.Ring { Extensions: var rung } || !rung.Contains(number))
                continue;
            ValueList<string> left = [.. rung.Where(other => other != number)];
            edits.Add(left.IsEmpty ? new SettingsEdit.RemoveSection($"inbound[{i}]") : new SettingsEdit.Set($"inbound[{i}].ring", new SettingValue.Texts(left)));
        }

        return Apply([.. edits], number, null, null, by, SettingsDesk.ToHold(now, mark, MarkOf(PhoneForm.Of(extension)), seen));
    }

    private PhoneOutcome Apply(ValueList<SettingsEdit> edits, string number, string? secret, string? password, Asker by, SettingsMark? seen)
    {
        var wish = new SettingsWish.Edits(edits) { Secrets = secret is not null && password is not null ? [new NewSecret(secret, Secret.From(password)!)] : [] };
        return settings.Apply(wish, seen, by) switch
        {
            SettingsAnswer.Applied { Now.Revision: var revision } => new PhoneOutcome.Done(number, password, revision),
            SettingsAnswer.Unchanged => new PhoneOutcome.Done(number, password, null),
            SettingsAnswer.Conflict conflict => new PhoneOutcome.ChangedMeanwhile(conflict, wish),
            SettingsAnswer.Refused { Faults: var faults } => new PhoneOutcome.Refused(faults),
            SettingsAnswer.NotWritten => new PhoneOutcome.NotKept(),
            SettingsAnswer.NotThere => new PhoneOutcome.WrittenOtherwise(),
            _ => new PhoneOutcome.Gone(),
        };
    }

    /// <summary>Null: the setting is not written, so that its default holds.</summary>
    private static IEnumerable<(string Key, SettingValue? Value)> EntriesOf(PhoneForm form)
    {
        var plain = new ExtensionConfig { Id = "", PasswordRef = "" };
        yield return ("name", form.Name.Length > 0 ? new SettingValue.Text(form.Name) : null);
        yield return ("caller-number", form.CallerNumber.Length > 0 ? new SettingValue.Text(form.CallerNumber) : null);
        yield return ("max-calls", int.Parse(form.MaxCalls) is var calls && calls != plain.MaxCalls ? new SettingValue.Whole(calls) : null);
        yield return ("max-contacts", int.Parse(form.MaxContacts) is var contacts && contacts != plain.MaxContacts ? new SettingValue.Whole(contacts) : null);
        yield return ("international", form.International ? null : new SettingValue.Flag(false));
        yield return ("tls-only", form.TlsOnly ? new SettingValue.Flag(true) : null);
    }
}

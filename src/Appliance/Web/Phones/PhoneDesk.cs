using Appliance.Configuration;
using Appliance.DialPlans;
using Appliance.Extensions;
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

    /// <summary>There is no such phone, or no such device any more.</summary>
    public sealed record Gone : PhoneOutcome;

    /// <summary>The settings would not be right with it.</summary>
    public sealed record Refused(ValueList<ConfigFault> Faults) : PhoneOutcome;

    /// <summary>It could not be kept on the card.</summary>
    public sealed record NotKept : PhoneOutcome;
}

/// <summary>Adds, changes and removes phones in the settings, and makes their passwords, which are shown once.</summary>
internal sealed class PhoneDesk(SettingsStore store, SettingsDesk settings, ITokenSource tokens)
{
    /// <summary>The phone of this number, or null.</summary>
    public ExtensionConfig? Find(string number) => store.Current.Config.Extensions.FirstOrDefault(extension => extension.Id == number);

    /// <summary>A free number, the wished one where that is possible.</summary>
    public string FreeNumber(string? wish) => InsideNumbers.Free(store.Current.Config, wish);

    /// <summary>Adds a phone.</summary>
    public PhoneOutcome Add(PhoneForm form, Asker by)
    {
        var troubles = form.Check(store.Current.Config, isNew: true);
        if (troubles.Count > 0)
            return new PhoneOutcome.Unfit(troubles);

        var secret = SecretNames.Free(store.Secrets, $"phone-{form.Number}");
        var entries = new List<(string, SettingValue)> { ("number", new SettingValue.Text(form.Number)) };
        entries.AddRange(EntriesOf(form).Where(static entry => entry.Value is not null).Select(static entry => (entry.Key, entry.Value!)));
        entries.Add(("password-secret", new SettingValue.Text(secret)));
        var password = MadePasswords.Draw(tokens);
        return Apply([new SettingsEdit.AddSection("extension", [.. entries])], form.Number, secret, password, by);
    }

    /// <summary>
    /// Makes a phone of a device that tries to register: under the number it tries with, where that is free. One that tries with a wrong
    /// password for a phone there is gets a new password.
    /// </summary>
    public PhoneOutcome Adopt(string account, Asker by) =>
        store.Current.Config.Extensions.FirstOrDefault(extension => extension.AccountName == account) is { Id: var known }
            ? NewPassword(known, by)
            : Add(new PhoneForm { Number = FreeNumber(account) }, by);

    /// <summary>Changes a phone.</summary>
    public PhoneOutcome Change(string number, PhoneForm form, Asker by)
    {
        if (Find(number) is null)
            return new PhoneOutcome.Gone();
        var troubles = form.Check(store.Current.Config, isNew: false);
        if (troubles.Count > 0)
            return new PhoneOutcome.Unfit(troubles);
        return Apply(
            [.. EntriesOf(form).Select(entry => entry.Value is { } value ? (SettingsEdit)new SettingsEdit.Set($"extension.{number}.{entry.Key}", value) : new SettingsEdit.Remove($"extension.{number}.{entry.Key}"))],
            number, null, null, by);
    }

    /// <summary>Makes another password for a phone; the old one is worth nothing from then on.</summary>
    public PhoneOutcome NewPassword(string number, Asker by)
    {
        if (Find(number) is not { } extension)
            return new PhoneOutcome.Gone();
        var password = MadePasswords.Draw(tokens);
        return settings.KeepSecret(extension.PasswordRef, Secret.From(password)!, by) is null ? new PhoneOutcome.Done(number, password, null) : new PhoneOutcome.NotKept();
    }

    /// <summary>Removes a phone, and takes it out of the rules that ring it.</summary>
    public PhoneOutcome Remove(string number, Asker by)
    {
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

        var outcome = Apply([.. edits], number, null, null, by);
        if (outcome is PhoneOutcome.Done && !SecretNames.IsUsed(store.Current.Config, extension.PasswordRef))
            settings.ForgetSecret(extension.PasswordRef, by);
        return outcome;
    }

    private PhoneOutcome Apply(ValueList<SettingsEdit> edits, string number, string? secret, string? password, Asker by)
    {
        var wish = new SettingsWish.Edits(edits) { Secrets = secret is not null && password is not null ? [new NewSecret(secret, Secret.From(password)!)] : [] };
        return settings.Apply(wish, null, by) switch
        {
            SettingsAnswer.Applied { Now.Revision: var revision } => new PhoneOutcome.Done(number, password, revision),
            SettingsAnswer.Unchanged => new PhoneOutcome.Done(number, password, null),
            SettingsAnswer.Refused { Faults: var faults } => new PhoneOutcome.Refused(faults),
            SettingsAnswer.NotWritten => new PhoneOutcome.NotKept(),
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

using System.Collections.Immutable;
using Appliance.Access;
using Appliance.Configuration;
using Appliance.Hosting;
using Appliance.Web.Settings;
using Sip;

namespace Appliance.Web.Box;

/// <summary>Writes backups, and reads them as a change of the settings that is shown before it is applied.</summary>
internal sealed class BackupDesk(SettingsStore store, AccessDesk access, ITokenSource tokens, TimeProvider time)
{
    // A key from a passphrase takes a core for a while: one at a time.
    private readonly Lock _turn = new();

    /// <summary>
    /// The secrets that no backup has: they were there when somebody at the box replaced a forgotten passphrase. Presence may do that, but
    /// gives out no secret (ETSI EN 303 645 5.1, 5.4).
    /// </summary>
    public ImmutableArray<string> Sealed => access.SealedUntil is { } until
        ? [.. store.Secrets.Stamps.Where(one => one.Value.Written <= until).Select(static one => one.Key).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>A backup and its name; without a passphrase without secrets.</summary>
    public (string Name, string Text) Take(string? passphrase, Asker by)
    {
        var settings = store.Current;
        var shut = Sealed;
        var secrets = store.Secrets.Names.Where(name => !shut.Contains(name)).Order(StringComparer.Ordinal).Select(name => (Name: name, Value: store.Secrets.Find(name))).Where(static one => one.Value is not null);
        var made = time.GetLocalNow();
        string text;
        lock (_turn)
            text = BackupFile.Write(settings.Text, secrets.Select(static one => (one.Name, one.Value!)), Passphrase.Read(passphrase), BoxVersion.Text, made, tokens);
        access.Tell(by.Who, by.From, AuditFact.BackupTaken, passphrase is null ? "" : "with secrets");
        return ($"landline-backup-{made:yyyyMMdd-HHmm}.json", text);
    }

    /// <summary>What a backup would make of the settings.</summary>
    /// <param name="file">The file.</param>
    /// <param name="passphrase">Opens the secrets in it; empty: they are left.</param>
    /// <param name="fault">The code of the sentence when it cannot be read.</param>
    public SettingsWish? Read(string file, string? passphrase, out string fault)
    {
        BackupReading reading;
        lock (_turn)
            reading = BackupFile.Read(file, string.IsNullOrEmpty(passphrase) ? null : Passphrase.Read(passphrase) ?? "");
        fault = reading is BackupReading.WrongPassphrase ? "backup-passphrase" : "backup-unreadable";
        return reading is BackupReading.Good good
            ? new SettingsWish.Whole(good.Text) { Secrets = ValueList.Create<NewSecret>([.. good.Secrets.Select(static one => new NewSecret(one.Name, one.Value))]) }
            : null;
    }
}

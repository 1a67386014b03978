using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sip;

namespace Appliance.Configuration;

/// <summary>What a backup was read as.</summary>
internal abstract record BackupReading
{
    private BackupReading()
    {
    }

    /// <summary>The settings, and the secrets when they were in it and the passphrase was given.</summary>
    public sealed record Good(string Text, ValueList<(string Name, Secret Value)> Secrets) : BackupReading;

    /// <summary>It is no backup of this box's kind, or damaged.</summary>
    public sealed record NoBackup : BackupReading;

    /// <summary>The passphrase is another one, or the secrets in it are damaged.</summary>
    public sealed record WrongPassphrase : BackupReading;
}

/// <summary>
/// One file with the settings; secrets only under a passphrase: AES-256-GCM with a key by PBKDF2-HMAC-SHA512 of it. Neither the owner's
/// passphrase nor sessions, tokens or calls are in it.
/// </summary>
internal static class BackupFile
{
    /// <summary>The largest file that is read, in characters.</summary>
    public const int Longest = 512 * 1024;

    // OWASP Password Storage Cheat Sheet, for PBKDF2-HMAC-SHA512.
    private const int Rounds = 210_000;
    private const int MostRounds = 1_000_000;
    private const int KeyLength = 32;
    private const int SaltLength = 16;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private static readonly byte[] Belongs = "landline-backup-1"u8.ToArray();
    private static readonly JsonSerializerOptions Written = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>The file; without a passphrase without secrets.</summary>
    public static string Write(string text, IEnumerable<(string Name, Secret Value)> secrets, string? passphrase, string version, DateTimeOffset made, ITokenSource tokens) =>
        JsonSerializer.Serialize(new Kept(1, version, made, text, passphrase is null ? null : Seal(secrets, passphrase, tokens)), Written) + "\n";

    /// <summary>Reads a file. Without a passphrase the secrets in it stay shut.</summary>
    public static BackupReading Read(string file, string? passphrase)
    {
        Kept? kept = null;
        try
        {
            kept = file.Length > Longest ? null : JsonSerializer.Deserialize<Kept>(file, Written);
        }
        catch (JsonException)
        {
            // Said below.
        }

        if (kept is not { Landline: 1, Settings: { } text })
            return new BackupReading.NoBackup();
        if (kept.Secrets is not { } shut || passphrase is null)
            return new BackupReading.Good(text, []);
        return Open(shut, passphrase) is { } secrets ? new BackupReading.Good(text, secrets) : new BackupReading.WrongPassphrase();
    }

    private static Sealed Seal(IEnumerable<(string Name, Secret Value)> secrets, string passphrase, ITokenSource tokens)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(secrets.ToDictionary(static one => one.Name, static one => one.Value.Reveal(), StringComparer.Ordinal));
        byte[] salt = new byte[SaltLength], nonce = new byte[NonceLength], tag = new byte[TagLength], shut = new byte[plain.Length];
        tokens.Fill(salt);
        tokens.Fill(nonce);
        using var cipher = new AesGcm(KeyOf(passphrase, salt, Rounds), TagLength);
        cipher.Encrypt(nonce, plain, shut, tag, Belongs);
        return new Sealed(Rounds, salt, nonce, tag, shut);
    }

    private static ValueList<(string Name, Secret Value)>? Open(Sealed shut, string passphrase)
    {
        if (shut is not { Rounds: >= 1 and <= MostRounds, Salt.Length: SaltLength, Nonce.Length: NonceLength, Tag.Length: TagLength, Text: { } text })
            return null;
        try
        {
            var plain = new byte[text.Length];
            using var cipher = new AesGcm(KeyOf(passphrase, shut.Salt, shut.Rounds), TagLength);
            cipher.Decrypt(shut.Nonce, text, shut.Tag, plain, Belongs);
            var secrets = (JsonSerializer.Deserialize<Dictionary<string, string>>(plain) ?? []).Select(static one => (one.Key, Value: Secret.From(one.Value ?? ""))).ToArray();
            return secrets.All(static one => one.Value is not null && SecretStore.IsName(one.Key))
                ? ValueList.Create<(string, Secret)>([.. secrets.Select(static one => (one.Key, one.Value!))])
                : null;
        }
        catch (Exception fault) when (fault is CryptographicException or JsonException)
        {
            return null;
        }
    }

    private static byte[] KeyOf(string passphrase, byte[] salt, int rounds) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(passphrase), salt, rounds, HashAlgorithmName.SHA512, KeyLength);

    private sealed record Kept(int Landline, string? Version, DateTimeOffset Made, string? Settings, Sealed? Secrets);

    private sealed record Sealed(int Rounds, byte[] Salt, byte[] Nonce, byte[] Tag, byte[] Text);
}

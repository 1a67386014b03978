using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Appliance.Setup;

namespace Appliance.Configuration;

/// <summary>
/// <c>owner.json</c> in the data folder: whose the box is, with the passphrase's hash, replaced as a whole so that one never stands
/// without the other. Readable by the box's account alone.
/// </summary>
public sealed class OwnerFile
{
    /// <summary>The file's name.</summary>
    public const string FileName = "owner.json";

    // What one of ours can be at most; anything longer is none.
    private const int Longest = 16 * 1024;

    private static readonly JsonSerializerOptions Written = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    private readonly string _file;
    private readonly SafeFile _files;
    private string? _passphraseHash;
    private long _sealedUntil;

    /// <summary>The file in this folder.</summary>
    public OwnerFile(string dataFolder)
        : this(dataFolder, new SafeFile())
    {
    }

    internal OwnerFile(string dataFolder, SafeFile files) => (_file, _files) = (Path.Combine(dataFolder, FileName), files);

    /// <summary>The passphrase's hash, or null.</summary>
    public string? PassphraseHash => Volatile.Read(ref _passphraseHash);

    /// <summary>Secrets whose file is not newer than this were there when a forgotten passphrase was replaced; null: none ever was.</summary>
    public DateTime? SealedUntil => Volatile.Read(ref _sealedUntil) is var ticks and > 0 ? new DateTime(ticks, DateTimeKind.Utc) : null;

    /// <summary>What is kept. Without a file the box is new. A file that cannot be read proves no passphrase: it counts as forgotten, not as new.</summary>
    public SetupRecord Read(out string? trouble)
    {
        trouble = null;
        try
        {
            var file = new FileInfo(_file);
            if (!file.Exists)
                return SetupRecord.New;

            var kept = file.Length <= Longest ? JsonSerializer.Deserialize<Kept>(File.ReadAllText(_file), Written) : null;
            if (kept is { Ownership: { } ownership })
            {
                _passphraseHash = kept.PassphraseHash;
                _sealedUntil = kept.SealedUntil ?? 0;
                return new SetupRecord(ownership, kept.HandledFile);
            }

            trouble = $"{_file} is not one of the box's own files.";
        }
        catch (JsonException)
        {
            trouble = $"{_file} is damaged.";
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            trouble = $"{_file} cannot be read: {fault.Message}";
        }

        return new SetupRecord(Ownership.PasswordForgotten, null);
    }

    /// <summary>Keeps this record; the passphrase stays as it is. Null: done; otherwise why not.</summary>
    public string? Keep(SetupRecord record) => Write(record, _passphraseHash);

    /// <summary>Keeps this record without a passphrase, on a full card too. Null: done; otherwise why not.</summary>
    public string? RemovePassphrase(SetupRecord record) => Write(record, null) is { } why && !Overwrite(record) ? why : null;

    /// <summary>Keeps this record with this hash of a passphrase, in one write. Null: done; otherwise why not.</summary>
    /// <param name="record">Whose the box is.</param>
    /// <param name="passphraseHash">The hash.</param>
    /// <param name="sealedUntil">The new <see cref="SealedUntil"/>; null: it stays.</param>
    public string? StorePassphrase(SetupRecord record, string passphraseHash, DateTime? sealedUntil = null) => Write(record, passphraseHash, sealedUntil?.Ticks);

    private string? Write(SetupRecord record, string? passphraseHash, long? newlySealed = null)
    {
        ArgumentNullException.ThrowIfNull(record);
        var sealing = Math.Max(newlySealed ?? 0, _sealedUntil);
        try
        {
            DataFolder.Make(Path.GetDirectoryName(_file)!);
            _files.Replace(_file, TextOf(record, passphraseHash, sealing), UnixFileMode.UserRead | UnixFileMode.UserWrite);
            (_passphraseHash, _sealedUntil) = (passphraseHash, sealing);
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return SafeFile.Explain(fault, _file);
        }
    }

    /// <summary>
    /// A full card has no room for a new file beside the old one; without the passphrase there is less to write, and the old one's own place
    /// will do. Cut short by a power cut, the file is damaged, and that counts as forgotten: what was wanted.
    /// </summary>
    private bool Overwrite(SetupRecord record)
    {
        try
        {
            using var file = new FileStream(_file, FileMode.Open, FileAccess.Write, FileShare.None, bufferSize: 0);
            var text = TextOf(record, passphraseHash: null, _sealedUntil);
            if (text.Length > file.Length)
                return false;

            file.Write(Encoding.UTF8.GetBytes(text.PadRight((int)file.Length)));
            file.Flush(flushToDisk: true);
            _passphraseHash = null;
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string TextOf(SetupRecord record, string? passphraseHash, long sealedUntil) =>
        JsonSerializer.Serialize(new Kept(record.Ownership, record.HandledFile, passphraseHash, sealedUntil > 0 ? sealedUntil : null), Written) + "\n";

    private sealed record Kept(Ownership? Ownership, string? HandledFile, string? PassphraseHash, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? SealedUntil = null);
}

using System.Collections.Immutable;

namespace Appliance.Configuration;

/// <summary>
/// Passwords and tokens by name, one file each in a folder that only the box's own account can read (0700, files 0600).
/// The settings file refers to them by name. They lie unencrypted on the card: encryption under a key of the board comes
/// with the card image; until then whoever holds the card holds the secrets. They never enter logs, backups in clear,
/// faults or answers.
/// </summary>
public sealed class SecretStore
{
    private const int LongestFile = Secret.Longest * 4;

    private readonly string _folder;
    private readonly SafeFile _files;

    /// <summary>Secrets in a folder; it is made when it is not there.</summary>
    public SecretStore(string folder)
        : this(folder, new SafeFile())
    {
    }

    internal SecretStore(string folder, SafeFile files)
    {
        _folder = folder;
        _files = files;
    }

    /// <summary>The names of all secrets that can be read.</summary>
    public ImmutableHashSet<string> Names
    {
        get
        {
            try
            {
                return Directory.Exists(_folder)
                    ? [.. Directory.EnumerateFiles(_folder).Select(file => Path.GetFileName(file)).Where(IsName)]
                    : [];
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                return [];
            }
        }
    }

    /// <summary>What the names point to now, to notice changes by: each name with the time and length of its file.</summary>
    internal ImmutableDictionary<string, (DateTime Written, long Length)> Stamps =>
        Names.Select(name => new FileInfo(FileOf(name))).Where(file => file.Exists)
            .ToImmutableDictionary(file => file.Name, file => (file.LastWriteTimeUtc, file.Length), StringComparer.Ordinal);

    /// <summary>True for 1 to 64 small letters, digits, <c>-</c> and <c>_</c>, beginning with a letter or digit.</summary>
    public static bool IsName(string name) =>
        name.Length is >= 1 and <= 64 && char.IsAsciiLetterOrDigit(name[0])
        && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '-' or '_');

    /// <summary>The secret of this name, or null when there is none or it cannot be read.</summary>
    public Secret? Find(string? name) =>
        name is not null && IsName(name) ? ReadFirstLine(FileOf(name)) : null;

    /// <summary>Keeps a secret. Null: done. Otherwise a sentence that says why not; an older secret of this name then stays.</summary>
    public string? Keep(string name, Secret secret)
    {
        if (!IsName(name))
            return "The name of a secret has 1 to 64 small letters, digits, - and _, and begins with a letter or digit.";

        try
        {
            MakeFolder();
            _files.Replace(FileOf(name), secret.Reveal() + "\n", UnixFileMode.UserRead | UnixFileMode.UserWrite);
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return SafeFile.Explain(fault, _folder);
        }
    }

    /// <summary>Keeps a secret that was there before, with the time it had. Null: done; otherwise why not.</summary>
    internal string? PutBack(string name, Secret secret, DateTime written)
    {
        if (Keep(name, secret) is { } why)
            return why;
        try
        {
            File.SetLastWriteTimeUtc(FileOf(name), written);
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return SafeFile.Explain(fault, _folder);
        }
    }

    /// <summary>
    /// Keeps what was typed after a command: the secret itself, or <c>@file</c> for the first line of a file, so that it
    /// need not stand on a command line. Null: done; otherwise the reason.
    /// </summary>
    public string? Import(string name, string typed)
    {
        var secret = typed.StartsWith('@') ? ReadFirstLine(typed[1..]) : Secret.From(typed);
        return (secret, typed) switch
        {
            ({ } found, _) => Keep(name, found),
            (null, ['@', ..]) => "That file cannot be read, or its first line is not a secret: 1 to 1024 characters without control characters.",
            _ => "A secret has 1 to 1024 characters and no control characters.",
        };
    }

    /// <summary>Forgets a secret. Null: it is gone; otherwise the reason.</summary>
    public string? Forget(string name)
    {
        if (!IsName(name) || !File.Exists(FileOf(name)))
            return "There is no secret of this name.";

        try
        {
            File.Delete(FileOf(name));
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return SafeFile.Explain(fault, _folder);
        }
    }

    private string FileOf(string name) => Path.Combine(_folder, name);

    private void MakeFolder()
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(_folder);
        else
            Directory.CreateDirectory(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static Secret? ReadFirstLine(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[LongestFile];
            var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            var text = System.Text.Encoding.UTF8.GetString(bytes, 0, length);
            var end = text.AsSpan().IndexOfAny('\r', '\n');
            return Secret.From(end < 0 ? text : text[..end]);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}

using Appliance.Certificates;
using Appliance.Configuration;

namespace Appliance.Web.Certificates;

/// <summary><c>acme-account.pem</c> in the data folder: the key of the account with an authority, and the account's address. Only the box may read it.</summary>
internal sealed class AcmeAccountFile(string dataFolder)
{
    public const string FileName = "acme-account.pem";

    private const string Directory = "Directory: ";
    private const string Account = "Account: ";
    private const long LongestFile = 16 * 1024;

    private readonly string _file = Path.Combine(dataFolder, FileName);
    private readonly SafeFile _files = new();

    /// <summary>The account with this authority: the one that is kept, else a new key without an account.</summary>
    public (AcmeKey Key, string? Account) Open(Uri directory)
    {
        try
        {
            var file = new FileInfo(_file);
            if (file.Exists && file.Length <= LongestFile)
            {
                var text = File.ReadAllText(_file);
                var lines = text.Split('\n');
                if (lines.Contains(Directory + directory.AbsoluteUri, StringComparer.Ordinal) && AcmeKey.Read(text) is { } key)
                    return (key, lines.FirstOrDefault(static line => line.StartsWith(Account, StringComparison.Ordinal))?[Account.Length..]);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // An account costs nothing: another one is made.
        }

        return (AcmeKey.Make(), null);
    }

    /// <summary>Keeps the account. Null: done; otherwise why not.</summary>
    public string? Keep(Uri directory, AcmeKey key, string account)
    {
        try
        {
            _files.Replace(_file, $"{Directory}{directory.AbsoluteUri}\n{Account}{account}\n{key.ToPem()}\n", UnixFileMode.UserRead | UnixFileMode.UserWrite);
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return SafeFile.Explain(fault, _file);
        }
    }
}

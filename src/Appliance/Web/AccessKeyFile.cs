using System.Security.Cryptography;
using System.Text;
using Appliance.Configuration;
using Sip;

namespace Appliance.Web;

/// <summary>
/// <c>access.key</c> in the data folder: 256 bits of chance, readable for the box alone, from which comes what is put on forms and on the
/// browsers that have logged in before. Outlives a restart, and is drawn anew for another owner. Any thread may call.
/// </summary>
internal sealed class AccessKeyFile
{
    public const string FileName = "access.key";

    private const int Length = 32;

    private readonly string _file;
    private readonly ITokenSource _tokens;
    private readonly SafeFile _files = new();
    private byte[] _key;

    public AccessKeyFile(string dataFolder, ITokenSource tokens)
    {
        (_file, _tokens) = (Path.Combine(dataFolder, FileName), tokens);
        _key = Read() ?? Drawn();
        IsKept = Read() is not null;
    }

    /// <summary>False: the key is a new one that is not on the card.</summary>
    public bool IsKept { get; private set; }

    /// <summary>What this text is under the key, for this use alone.</summary>
    /// <param name="use">The use: <c>form</c>, <c>browser</c>.</param>
    /// <param name="text">The text.</param>
    public byte[] Of(string use, string text) => HMACSHA256.HashData(Volatile.Read(ref _key), Encoding.UTF8.GetBytes($"{use}|{text}"));

    /// <summary>Draws another one, and keeps it. Null: done; otherwise why it is not on the card. The old one is worth nothing either way.</summary>
    public string? Renew()
    {
        Volatile.Write(ref _key, Drawn());
        return Keep();
    }

    /// <summary>Keeps the key there is. Null: done; otherwise why not.</summary>
    public string? Keep()
    {
        // On a full card, none rather than the one before.
        SafeFile.Discard(_file);
        try
        {
            _files.Replace(_file, Convert.ToHexStringLower(_key) + "\n", UnixFileMode.UserRead | UnixFileMode.UserWrite);
            IsKept = true;
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return SafeFile.Explain(fault, _file);
        }
    }

    private byte[] Drawn()
    {
        var drawn = new byte[Length];
        _tokens.Fill(drawn);
        return drawn;
    }

    private byte[]? Read()
    {
        try
        {
            var file = new FileInfo(_file);
            if (!file.Exists || file.Length > 4 * Length)
                return null;
            var key = Convert.FromHexString(File.ReadAllText(_file).Trim());
            return key.Length is Length ? key : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or FormatException)
        {
            return null;
        }
    }
}

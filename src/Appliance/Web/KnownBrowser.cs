using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Appliance.Access;
using Sip;

namespace Appliance.Web;

/// <summary>
/// The mark of a browser that has logged in before, for a cookie that outlives its sessions. It lets nobody in; but who has one is not
/// among the strangers who share the pace of guessing, wherever the browser is (OWASP, Slow Down Online Guessing Attacks with Device Cookies).
/// </summary>
internal sealed class KnownBrowser(AccessKeyFile key, ITokenSource tokens)
{
    /// <summary>How long the cookie lasts; browsers keep none for longer than 400 days.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);

    private const string Use = "browser";
    private const int Longest = 128;

    /// <summary>A new mark: a name of chance, and what it is under the box's key.</summary>
    public string Draw()
    {
        var name = AccessKey.Draw(tokens);
        return $"{name}.{Base64Url.EncodeToString(key.Of(Use, name))}";
    }

    /// <summary>The name in this mark; null: it is not one of this box's.</summary>
    public string? NameIn(string? mark)
    {
        if (mark is not { Length: <= Longest } || mark.Split('.') is not [var name, var seal] || AccessKey.HashOf(name) is null)
            return null;
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(seal), Encoding.UTF8.GetBytes(Base64Url.EncodeToString(key.Of(Use, name)))) ? name : null;
    }
}

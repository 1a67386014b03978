using System.Security.Cryptography;
using System.Text;
using Sip.Messages;

namespace Sip.Authentication;

/// <summary>The digest algorithms we speak (RFC 7616 section 3.2, RFC 8760). The session forms only as a client.</summary>
public enum DigestAlgorithm
{
    /// <summary>MD5, also meant when a challenge names none.</summary>
    Md5,

    /// <summary>MD5-sess.</summary>
    Md5Session,

    /// <summary>SHA-256.</summary>
    Sha256,

    /// <summary>SHA-256-sess.</summary>
    Sha256Session,
}

/// <summary>Names and sums of the algorithms.</summary>
internal static class DigestAlgorithms
{
    public static string Name(this DigestAlgorithm algorithm) => algorithm switch
    {
        DigestAlgorithm.Md5Session => "MD5-sess",
        DigestAlgorithm.Sha256 => "SHA-256",
        DigestAlgorithm.Sha256Session => "SHA-256-sess",
        _ => "MD5",
    };

    /// <summary>The algorithm of this name, or null for one we do not speak. No name is MD5.</summary>
    public static DigestAlgorithm? Find(ReadOnlySpan<byte> name) => name switch
    {
        [] => DigestAlgorithm.Md5,
        _ when Grammar.SameText(name, "MD5"u8) => DigestAlgorithm.Md5,
        _ when Grammar.SameText(name, "MD5-sess"u8) => DigestAlgorithm.Md5Session,
        _ when Grammar.SameText(name, "SHA-256"u8) => DigestAlgorithm.Sha256,
        _ when Grammar.SameText(name, "SHA-256-sess"u8) => DigestAlgorithm.Sha256Session,
        _ => null,
    };

    public static bool IsSession(this DigestAlgorithm algorithm) => algorithm is DigestAlgorithm.Md5Session or DigestAlgorithm.Sha256Session;

    /// <summary>The function H of RFC 7616 section 3.4 as lower-case hexadecimal text.</summary>
    public static string Sum(this DigestAlgorithm algorithm, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
#pragma warning disable CA5351 // The protocol names MD5; SHA-256 is used where the peer can.
        return Convert.ToHexStringLower(algorithm is DigestAlgorithm.Sha256 or DigestAlgorithm.Sha256Session
            ? SHA256.HashData(bytes)
            : MD5.HashData(bytes));
#pragma warning restore CA5351
    }
}

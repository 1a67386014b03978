using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Sip;

namespace Appliance.Access;

/// <summary>What a session's cookie or a machine's token carries: 256 bits of chance. Only its hash is kept; so much chance needs no slow one.</summary>
public static class AccessKey
{
    private const int Bytes = 32;
    private const int Letters = 43;

    /// <summary>A new one, in the letters of base64url.</summary>
    public static string Draw(ITokenSource tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        Span<byte> random = stackalloc byte[Bytes];
        tokens.Fill(random);
        return Base64Url.EncodeToString(random);
    }

    /// <summary>What is kept of it; null for something that cannot be one.</summary>
    public static string? HashOf(string? key) =>
        key is { Length: Letters } ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))) : null;
}

using System.Security.Cryptography;
using System.Text;

namespace Simulation.Support;

/// <summary>The arithmetic of RFC 2617, written out, so that ours is not checked with ours.</summary>
internal static class Digest
{
    public static string Answer(string challenge, string method, string uri, string user, string password, string count = "00000001")
    {
        var (realm, nonce) = (Parameter(challenge, "realm"), Parameter(challenge, "nonce"));
        var response = Response(user, realm!, password, method, uri, nonce!, count, "c1");
        var opaque = Parameter(challenge, "opaque") is { } value ? $", opaque=\"{value}\"" : "";
        return $"Digest username=\"{user}\", realm=\"{realm}\", nonce=\"{nonce}\", uri=\"{uri}\", response=\"{response}\", algorithm=MD5, qop=auth, nc={count}, cnonce=\"c1\"{opaque}";
    }

    /// <summary>True when the credentials were made with this password.</summary>
    public static bool IsRight(string credentials, string method, string password) =>
        Parameter(credentials, "response") == Response(
            Parameter(credentials, "username")!, Parameter(credentials, "realm")!, password, method, Parameter(credentials, "uri")!,
            Parameter(credentials, "nonce")!, Parameter(credentials, "nc")!, Parameter(credentials, "cnonce")!);

    public static string? Parameter(string header, string name)
    {
        foreach (var part in header[(header.IndexOf(' ', StringComparison.Ordinal) + 1)..].Split(',', StringSplitOptions.TrimEntries))
        {
            if (part.StartsWith($"{name}=", StringComparison.OrdinalIgnoreCase))
                return part[(name.Length + 1)..].Trim('"');
        }

        return null;
    }

    private static string Response(string user, string realm, string password, string method, string uri, string nonce, string count, string cnonce) =>
        Hash($"{Hash($"{user}:{realm}:{password}")}:{nonce}:{count}:{cnonce}:auth:{Hash($"{method}:{uri}")}");

    private static string Hash(string text)
    {
#pragma warning disable CA5351 // The digest of SIP phones is MD5.
        return Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5351
    }
}

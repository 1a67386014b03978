using System.Text;
using System.Text.RegularExpressions;

namespace Appliance.Traces;

/// <summary>
/// Takes the secrets out of a SIP message before it is kept: what proves a password (RFC 7616), the keys of SRTP (RFC 4568) and of
/// others, tokens, passwords in addresses, and every body that is no session description, since keys pressed go in there. What is not
/// known to be harmless in a header of proof is taken out. Bodies keep their length, so that Content-Length still holds.
/// </summary>
public static partial class SecretMask
{
    /// <summary>Stands where a secret of a header was.</summary>
    public const string Blot = "***";

    private const RegexOptions Plain = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;
    private const int Patience = 1000;

    private static readonly HashSet<string> Proofs = new(StringComparer.OrdinalIgnoreCase)
    {
        "Authorization", "Proxy-Authorization", "WWW-Authenticate", "Proxy-Authenticate", "Authentication-Info", "Proxy-Authentication-Info",
    };

    // Everything else of a proof is material to guess the password from, or unknown to us.
    private static readonly HashSet<string> Harmless = new(StringComparer.OrdinalIgnoreCase) { "realm", "username", "uri", "algorithm", "qop", "stale", "nc", "userhash", "domain" };

    /// <summary>The message without its secrets.</summary>
    public static byte[] Apply(ReadOnlySpan<byte> message)
    {
        // One char for each byte, whatever the bytes mean.
        var text = Encoding.Latin1.GetString(message);
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var head = end < 0 ? text : text[..end];
        var masked = new StringBuilder(text.Length);
        var (type, isEncoded) = ("", false);
        var name = "";
        foreach (var line in head.Split("\r\n"))
        {
            if (masked.Length > 0)
                masked.Append("\r\n");
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var isFold = line is [' ' or '\t', ..];
            if (!isFold)
                name = colon > 0 && masked.Length > 0 ? line[..colon].Trim() : "";
            var value = isFold || name.Length is 0 ? line : line[(colon + 1)..];
            if (IsNamed(name, "Content-Type", "c"))
                type = value.Trim();
            isEncoded |= IsNamed(name, "Content-Encoding", "e");
            masked.Append(line.AsSpan(0, line.Length - value.Length)).Append(HeaderValue(name, value));
        }

        if (end >= 0)
            masked.Append("\r\n\r\n").Append(Body(text[(end + 4)..], type, isEncoded));
        return Encoding.Latin1.GetBytes(masked.ToString());
    }

    private static bool IsNamed(string name, string full, string compact) =>
        name.Equals(full, StringComparison.OrdinalIgnoreCase) || name.Equals(compact, StringComparison.OrdinalIgnoreCase);

    private static string HeaderValue(string name, string value)
    {
        if (Proofs.Contains(name))
            return Proof(value);
        if (name.Length > 0 && (SensitiveName.IsMatch(name) || IsNamed(name, "Identity", "y")))
            return $" {Blot}";
        return Parameter.Replace(
            AddressPassword.Replace(value, static found => found.Groups["before"].Value + Blot),
            static found => SensitiveName.IsMatch(found.Groups["name"].Value) ? found.Groups["before"].Value + Blot : found.Value);
    }

    /// <summary>Only what is known to be harmless stays; what cannot be read does not.</summary>
    private static string Proof(string value)
    {
        var trimmed = value.Trim();
        var gap = trimmed.IndexOf(' ', StringComparison.Ordinal);
        var scheme = gap > 0 && !trimmed.AsSpan(0, gap).ContainsAny('=', ',', '"') ? trimmed[..gap] : "";
        if (scheme.Length > 0 && !scheme.Equals("Digest", StringComparison.OrdinalIgnoreCase))
            return $" {scheme} {Blot}";

        var kept = ProofParameter.Matches(trimmed[scheme.Length..]).Select(one =>
            Harmless.Contains(one.Groups["name"].Value) ? $"{one.Groups["name"].Value}={one.Groups["value"].Value}" : $"{one.Groups["name"].Value}=\"{Blot}\"");
        return $" {scheme}{(scheme.Length > 0 ? " " : "")}{string.Join(", ", kept)}";
    }

    private static string Body(string body, string type, bool isEncoded)
    {
        var isSession = type.StartsWith("application/sdp", StringComparison.OrdinalIgnoreCase);
        var hasParts = type.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase);
        if (isEncoded || !(isSession || hasParts))
            return Blotted(body);

        var masked = new StringBuilder(body.Length);
        foreach (Match line in BodyLine.Matches(body))
        {
            var isDescription = SessionLine.IsMatch(line.Value);
            if (isDescription)
                masked.Append(SessionText(line.Value));
            else
                masked.Append(hasParts && PartLine.IsMatch(line.Value) ? line.Value : Blotted(line.Value));
        }

        return masked.ToString();
    }

    private static string SessionText(string line)
    {
        static string Without(Match found) => found.Groups["before"].Value + Blotted(found.Groups["secret"].Value);
        return SecretLine.Replace(CryptoWithoutInline.Replace(InlineKey.Replace(line, Without), Without), Without);
    }

    /// <summary>As long as before, line ends in place.</summary>
    private static string Blotted(string text) => string.Create(text.Length, text, static (span, from) =>
    {
        for (var i = 0; i < span.Length; i++)
            span[i] = from[i] is '\r' or '\n' ? from[i] : '*';
    });

    [GeneratedRegex("auth|token|secret|passw|pwd|credential|cookie|api-?key|^body$", Plain, Patience)]
    private static partial Regex SensitiveName { get; }

    // A body in an address (RFC 3261 section 19.1.1) may be a session description with its keys.
    [GeneratedRegex("""(?<before>[?&;](?<name>[a-z0-9_.%-]{1,128})\s*=\s*)("[^"]*"|[^&;>\s,"]*)""", Plain, Patience)]
    private static partial Regex Parameter { get; }

    [GeneratedRegex("""(?<before>sips?:[^@:<>\s,"]{0,256}:)[^@<>\s,"]{0,256}(?=@)""", Plain, Patience)]
    private static partial Regex AddressPassword { get; }

    [GeneratedRegex("""(?<name>[a-z0-9_.-]{1,128})\s*=\s*(?<value>"([^"\\]|\\.)*"|[^,\s"]*)""", Plain, Patience)]
    private static partial Regex ProofParameter { get; }

    [GeneratedRegex("[^\n]*\n|[^\n]+$", Plain, Patience)]
    private static partial Regex BodyLine { get; }

    [GeneratedRegex("^[a-z]=", Plain, Patience)]
    private static partial Regex SessionLine { get; }

    [GeneratedRegex("^(--|content-(type|length|disposition|id):|\r?\n)", Plain, Patience)]
    private static partial Regex PartLine { get; }

    [GeneratedRegex(@"(?<before>inline:\s*)(?<secret>[^\s;]+)", Plain, Patience)]
    private static partial Regex InlineKey { get; }

    [GeneratedRegex(@"^(?<before>a=crypto:\s*\S+\s+\S+\s+)(?<secret>(?!inline:).*)", Plain, Patience)]
    private static partial Regex CryptoWithoutInline { get; }

    [GeneratedRegex("^(?<before>k=|a=(?!crypto:)[^:\r\n]{0,64}(key|pwd|pass|token|secret|crypto|auth)[^:\r\n]{0,64}:)(?<secret>.*)", Plain, Patience)]
    private static partial Regex SecretLine { get; }
}

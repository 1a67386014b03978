namespace Sip;

/// <summary>Where every random identifier comes from. The shell's source is cryptographic; a test's is seeded.</summary>
public interface ITokenSource
{
    /// <summary>Fills the span with unpredictable bytes.</summary>
    void Fill(Span<byte> bytes);

    /// <summary>A number from 0 up to, not including, <paramref name="exclusiveMaximum"/> (at least 1).</summary>
    int Next(int exclusiveMaximum);
}

/// <summary>The identifiers SIP needs, drawn from an <see cref="ITokenSource"/>.</summary>
public static class Tokens
{
    /// <summary>A branch with the magic cookie of RFC 3261 section 8.1.1.7.</summary>
    public static string Branch(this ITokenSource tokens) => "z9hG4bK" + tokens.Hex(12);

    /// <summary>A From or To tag: at least 32 bits of randomness (RFC 3261 section 19.3).</summary>
    public static string Tag(this ITokenSource tokens) => tokens.Hex(8);

    /// <summary>A Call-ID without a host part, so that it tells nothing of our network.</summary>
    public static string CallId(this ITokenSource tokens) => tokens.Hex(16);

    /// <summary>Lower-case hexadecimal text of <paramref name="bytes"/> random bytes (1 to 64).</summary>
    public static string Hex(this ITokenSource tokens, int bytes)
    {
        Span<byte> random = stackalloc byte[64];
        random = random[..bytes];
        tokens.Fill(random);
        return Convert.ToHexStringLower(random);
    }
}

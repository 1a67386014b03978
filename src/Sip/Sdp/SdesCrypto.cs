using System.Collections.Immutable;
using System.Globalization;

namespace Sip.Sdp;

/// <summary>Why an a=crypto line cannot be used.</summary>
public enum SdesRejection
{
    /// <summary>It can.</summary>
    None,

    /// <summary>Not what RFC 4568 section 9.1 allows.</summary>
    Malformed,

    /// <summary>A suite we do not speak.</summary>
    UnknownSuite,

    /// <summary>Not the inline method, or a key of the wrong length.</summary>
    BadKey,

    /// <summary>Several keys on one line, told apart by MKI in each packet.</summary>
    SeveralKeys,

    /// <summary>A session parameter we do not know and may not ignore (RFC 4568 section 6.3.7).</summary>
    UnknownParameter,

    /// <summary>UNENCRYPTED_SRTP, UNENCRYPTED_SRTCP or UNAUTHENTICATED_SRTP: a secure call in name only.</summary>
    Unencrypted,
}

/// <summary>The a=crypto attribute (RFC 4568 section 9.1): what its sayer will encrypt with. Never prints its key.</summary>
public sealed record SdesCrypto(int Tag, SdesSuite Suite, SdesKey Key)
{
    // RFC 4568 section 6.1: the lifetime cannot pass the 48 bits of the packet index.
    private const ulong LongestLifetime = 1UL << 48;

    /// <summary>Packets the key may serve, or null for as many as the suite allows (2^48).</summary>
    public ulong? Lifetime { get; init; }

    /// <summary>The master key identifier and its length in each packet ("1:4"), or null. We send none and cannot take off one.</summary>
    public string? Mki { get; init; }

    /// <summary>The attribute's value.</summary>
    public string ToAttribute() =>
        $"{Tag} {NameOf(Suite)} inline:{Key.ToBase64()}"
        + (Lifetime is { } lifetime ? $"|{lifetime}" : "")
        + (Mki is { } mki ? $"|{mki}" : "");

    /// <summary>True when both mean the same protection, whatever their tags.</summary>
    public bool ProtectsLike(SdesCrypto other) => Suite == other.Suite && Key.Equals(other.Key);

    /// <summary>Tag and suite; never the key.</summary>
    public override string ToString() => $"{Tag} {NameOf(Suite)} (key)";

    /// <summary>Reads the value of an a=crypto attribute.</summary>
    public static SdesRejection TryParse(string value, out SdesCrypto? crypto)
    {
        crypto = null;
        var fields = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 3 || fields[0].Length > 9 || !int.TryParse(fields[0], NumberStyles.None, null, out var tag))
            return SdesRejection.Malformed;
        if (SuiteOf(fields[1]) is not { } suite)
            return SdesRejection.UnknownSuite;

        var rejection = ReadKey(fields[2], new(tag, suite, Placeholder), out var read);
        for (var i = 3; i < fields.Length && rejection is SdesRejection.None; i++)
            rejection = CheckParameter(fields[i]);

        crypto = rejection is SdesRejection.None ? read : null;
        return rejection;
    }

    internal static ImmutableArray<SdesCrypto> Read(ImmutableArray<SdpLine> lines)
    {
        var cryptos = ImmutableArray.CreateBuilder<SdesCrypto>();
        foreach (var line in lines)
        {
            if (line.IsAttribute("crypto", out var value) && cryptos.Count < SdpLimits.Cryptos
                && TryParse(value.ToString(), out var crypto) is SdesRejection.None)
                cryptos.Add(crypto!);
        }

        return cryptos.ToImmutable();
    }

    private static readonly SdesKey Placeholder = SdesKey.FromBytes(new byte[SdesKey.KeyLength + SdesKey.SaltLength])!;

    // key-params = inline:key||salt ["|" lifetime] ["|" MKI ":" length]; a colon tells an MKI from a lifetime.
    private static SdesRejection ReadKey(string text, SdesCrypto blank, out SdesCrypto? crypto)
    {
        crypto = null;
        if (!text.StartsWith("inline:", StringComparison.OrdinalIgnoreCase))
            return SdesRejection.BadKey;
        if (text.Contains(';', StringComparison.Ordinal))
            return SdesRejection.SeveralKeys;

        var parts = text["inline:".Length..].Split('|');
        if (parts.Length > 3)
            return SdesRejection.Malformed;
        if (SdesKey.FromBase64(parts[0]) is not { } key)
            return SdesRejection.BadKey;

        crypto = blank with { Key = key };
        foreach (var part in parts.AsSpan(1))
        {
            var isMki = part.Contains(':', StringComparison.Ordinal);
            if (crypto.Mki is not null || (!isMki && crypto.Lifetime is not null))
                return SdesRejection.Malformed;
            if (isMki ? !IsMki(part) : ReadLifetime(part) is null)
                return SdesRejection.Malformed;

            crypto = isMki ? crypto with { Mki = part } : crypto with { Lifetime = ReadLifetime(part) };
        }

        return SdesRejection.None;
    }

    private static ulong? ReadLifetime(string text)
    {
        if (text.StartsWith("2^", StringComparison.Ordinal))
            return int.TryParse(text.AsSpan(2), NumberStyles.None, null, out var power) && power is >= 0 and <= 48 ? 1UL << power : null;

        return ulong.TryParse(text, NumberStyles.None, null, out var packets) && packets is > 0 and <= LongestLifetime ? packets : null;
    }

    // RFC 4568 section 9.2: the length is 1 to 128 bytes.
    private static bool IsMki(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && text.AsSpan(0, colon).IndexOfAnyExceptInRange('0', '9') < 0
            && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, null, out var length) && length is >= 1 and <= 128;
    }

    private static SdesRejection CheckParameter(string parameter) => parameter.ToUpperInvariant() switch
    {
        ['-', _, ..] => SdesRejection.None,
        "UNENCRYPTED_SRTP" or "UNENCRYPTED_SRTCP" or "UNAUTHENTICATED_SRTP" => SdesRejection.Unencrypted,
        // Section 6.3.6: a hint for the receiver's replay window of at least 64, which ours always is.
        ['W', 'S', 'H', '=', .. var size] when int.TryParse(size, NumberStyles.None, null, out var window) && window >= 64 => SdesRejection.None,
        _ => SdesRejection.UnknownParameter,
    };

    private static SdesSuite? SuiteOf(string name) => name.ToUpperInvariant() switch
    {
        "AES_CM_128_HMAC_SHA1_80" => SdesSuite.AesCm128HmacSha1Tag80,
        "AES_CM_128_HMAC_SHA1_32" => SdesSuite.AesCm128HmacSha1Tag32,
        _ => null,
    };

    private static string NameOf(SdesSuite suite) => suite switch
    {
        SdesSuite.AesCm128HmacSha1Tag32 => "AES_CM_128_HMAC_SHA1_32",
        _ => "AES_CM_128_HMAC_SHA1_80",
    };
}

using System.Security.Cryptography;

namespace Sip.Sdp;

/// <summary>The SRTP crypto suites of RFC 4568 section 6.2 that we speak.</summary>
public enum SdesSuite
{
    /// <summary>AES_CM_128_HMAC_SHA1_80, the one every peer must know.</summary>
    AesCm128HmacSha1Tag80,

    /// <summary>AES_CM_128_HMAC_SHA1_32: RTP tags of 32 bits, RTCP tags stay at 80.</summary>
    AesCm128HmacSha1Tag32,
}

/// <summary>An SRTP master key and its salt, one after the other (RFC 4568 section 6.1). Never shown as text.</summary>
public sealed class SdesKey : IEquatable<SdesKey>
{
    private readonly byte[] _bytes;

    private SdesKey(byte[] bytes) => _bytes = bytes;

    /// <summary>Bytes of the master key in either suite (RFC 4568 section 6.2).</summary>
    public const int KeyLength = 16;

    /// <summary>Bytes of the master salt in either suite (RFC 4568 section 6.2).</summary>
    public const int SaltLength = 14;

    /// <summary>The master key.</summary>
    public ReadOnlySpan<byte> MasterKey => _bytes.AsSpan(0, KeyLength);

    /// <summary>The master salt.</summary>
    public ReadOnlySpan<byte> MasterSalt => _bytes.AsSpan(KeyLength);

    /// <summary>A new key.</summary>
    public static SdesKey Draw(ITokenSource tokens)
    {
        var bytes = new byte[KeyLength + SaltLength];
        tokens.Fill(bytes);
        return new(bytes);
    }

    /// <summary>A key from its bytes, master key then salt; null unless there are exactly as many as the suites need.</summary>
    public static SdesKey? FromBytes(ReadOnlySpan<byte> bytes) =>
        bytes.Length is KeyLength + SaltLength ? new(bytes.ToArray()) : null;

    /// <inheritdoc/>
    public bool Equals(SdesKey? other) => other is not null && CryptographicOperations.FixedTimeEquals(_bytes, other._bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SdesKey);

    /// <summary>Equal for all keys: a hash of a secret is a hint to it, and keys are never looked up.</summary>
    public override int GetHashCode() => 0;

    /// <summary>Says nothing of the key.</summary>
    public override string ToString() => "(key)";

    internal string ToBase64() => Convert.ToBase64String(_bytes);

    internal static SdesKey? FromBase64(string text)
    {
        var bytes = new byte[KeyLength + SaltLength + 2];
        return text.Length is 40 && Convert.TryFromBase64String(text, bytes, out var length) ? FromBytes(bytes.AsSpan(0, length)) : null;
    }
}

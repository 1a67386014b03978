using System.Security.Cryptography;
using Sip.Rtp.Srtp;

namespace Sip.Media;

/// <summary>The suite, master key and master salt of one direction (RFC 4568 section 6.1). Its text form never shows the key.</summary>
public sealed class SrtpMaterial : IEquatable<SrtpMaterial>
{
    /// <summary>Bytes of master key (16) and master salt (14) together.</summary>
    public const int Length = 30;

    private readonly byte[] _keyAndSalt;

    /// <summary>Takes a copy of the 30 bytes that follow <c>inline:</c> after base64.</summary>
    /// <exception cref="ArgumentException">The span is not 30 bytes long.</exception>
    public SrtpMaterial(SrtpSuite suite, ReadOnlySpan<byte> keyAndSalt)
    {
        if (keyAndSalt.Length != Length)
            throw new ArgumentException("A master key and salt are 30 bytes.", nameof(keyAndSalt));

        Suite = suite;
        _keyAndSalt = keyAndSalt.ToArray();
    }

    /// <summary>The suite both keys belong to.</summary>
    public SrtpSuite Suite { get; }

    /// <summary>The 16 bytes of master key followed by the 14 bytes of master salt.</summary>
    public ReadOnlySpan<byte> KeyAndSalt => _keyAndSalt;

    /// <summary>True for the same suite and the same bytes.</summary>
    public bool Equals(SrtpMaterial? other) =>
        other is not null && Suite == other.Suite && CryptographicOperations.FixedTimeEquals(_keyAndSalt, other._keyAndSalt);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SrtpMaterial);

    /// <inheritdoc/>
    public override int GetHashCode() => (int)Suite;

    /// <summary>A new context that seals with these keys.</summary>
    internal SrtpContext ForSending()
    {
        using var keys = Keys();
        return SrtpContext.ForSending(keys);
    }

    /// <summary>A new context that opens with these keys, after one whose key the peer used before.</summary>
    internal SrtpContext ForReceiving(SrtpContext? predecessor)
    {
        using var keys = Keys();
        return SrtpContext.ForReceiving(keys, predecessor);
    }

    /// <summary>The suite only.</summary>
    public override string ToString() => Suite.ToString();

    private SrtpKeys Keys() => SrtpKeys.TryCreate(Suite, _keyAndSalt, out var keys) && keys is not null
        ? keys
        : throw new InvalidOperationException("A suite without a key length of ours.");
}

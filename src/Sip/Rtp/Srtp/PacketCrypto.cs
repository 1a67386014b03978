namespace Sip.Rtp.Srtp;

/// <summary>
/// AES in counter mode and HMAC-SHA1 under one session key each (RFC 3711 sections 4.1.1 and 4.2.1), set up once and used for
/// every packet without allocating.
/// </summary>
internal interface IPacketCrypto : IDisposable
{
    /// <summary>Encrypts or decrypts in place, the key stream beginning at this counter block of 16 bytes.</summary>
    void Crypt(ReadOnlySpan<byte> counter, Span<byte> data);

    /// <summary>The HMAC-SHA1 of message and trailer, 20 bytes.</summary>
    void Authenticate(ReadOnlySpan<byte> message, ReadOnlySpan<byte> trailer, Span<byte> tag);
}

internal static class PacketCrypto
{
    public const int HashLength = 20;
    public const int BlockLength = 16;

    /// <summary>Makes the primitives for a cipher key of 16 bytes and an authentication key.</summary>
    public delegate IPacketCrypto Factory(ReadOnlySpan<byte> cipherKey, ReadOnlySpan<byte> authenticationKey);

    /// <summary>OpenSSL's where its library is there, the portable one elsewhere.</summary>
    public static IPacketCrypto Create(ReadOnlySpan<byte> cipherKey, ReadOnlySpan<byte> authenticationKey) =>
        LibCrypto.IsAvailable
            ? new OpenSslPacketCrypto(cipherKey, authenticationKey)
            : new ManagedPacketCrypto(cipherKey, authenticationKey);
}

using System.Security.Cryptography;
using static Sip.Rtp.Srtp.LibCrypto;

namespace Sip.Rtp.Srtp;

/// <summary>
/// SRTP's primitives from OpenSSL: constant-time on processors with and without AES instructions. The HMAC is the two hashes of
/// RFC 2104, each begun once with its padded key and copied for every packet.
/// </summary>
internal sealed class OpenSslPacketCrypto : IPacketCrypto
{
    private const int HashBlockLength = 64;

    private readonly CipherContextHandle _cipher = EVP_CIPHER_CTX_new();
    private readonly DigestContextHandle _inner = EVP_MD_CTX_new();
    private readonly DigestContextHandle _outer = EVP_MD_CTX_new();
    private readonly DigestContextHandle _work = EVP_MD_CTX_new();

    public OpenSslPacketCrypto(ReadOnlySpan<byte> cipherKey, ReadOnlySpan<byte> authenticationKey)
    {
        Span<byte> counter = stackalloc byte[PacketCrypto.BlockLength];
        counter.Clear();
        Check(EVP_EncryptInit_ex2(_cipher, Aes128Ctr, cipherKey, counter, 0));
        Check(EVP_DigestInit_ex2(_work, Sha1, 0));
        Begin(_inner, authenticationKey, 0x36);
        Begin(_outer, authenticationKey, 0x5C);
    }

    // One thread owns this object and calls it only while it is alive, so the raw handles below cannot be freed under a call.
    public void Crypt(ReadOnlySpan<byte> counter, Span<byte> data)
    {
        ObjectDisposedException.ThrowIf(_cipher.IsClosed, this);
        var cipher = _cipher.DangerousGetHandle();
        Check(EVP_EncryptInit_ex2(cipher, 0, 0, counter, 0));
        Check(EVP_EncryptUpdate(cipher, data, out _, data, data.Length));
        GC.KeepAlive(this);
    }

    public void Authenticate(ReadOnlySpan<byte> message, ReadOnlySpan<byte> trailer, Span<byte> tag)
    {
        ObjectDisposedException.ThrowIf(_work.IsClosed, this);
        var work = _work.DangerousGetHandle();
        tag = tag[..PacketCrypto.HashLength];
        Check(EVP_MD_CTX_copy_ex(work, _inner.DangerousGetHandle()));
        Check(EVP_DigestUpdate(work, message, (nuint)message.Length));
        Check(EVP_DigestUpdate(work, trailer, (nuint)trailer.Length));
        Check(EVP_DigestFinal_ex(work, tag, out _));
        Check(EVP_MD_CTX_copy_ex(work, _outer.DangerousGetHandle()));
        Check(EVP_DigestUpdate(work, tag, (nuint)tag.Length));
        Check(EVP_DigestFinal_ex(work, tag, out _));
        GC.KeepAlive(this);
    }

    public void Dispose()
    {
        _cipher.Dispose();
        _inner.Dispose();
        _outer.Dispose();
        _work.Dispose();
    }

    private static void Begin(DigestContextHandle context, ReadOnlySpan<byte> key, byte pad)
    {
        Span<byte> block = stackalloc byte[HashBlockLength];
        block.Clear();
        key.CopyTo(block);
        foreach (ref var octet in block)
            octet ^= pad;

        Check(EVP_DigestInit_ex2(context, Sha1, 0));
        Check(EVP_DigestUpdate(context.DangerousGetHandle(), block, HashBlockLength));
        CryptographicOperations.ZeroMemory(block);
    }

    private static void Check(int result)
    {
        if (result != 1)
            throw new CryptographicException("libcrypto refused a call that cannot fail on valid input.");
    }
}

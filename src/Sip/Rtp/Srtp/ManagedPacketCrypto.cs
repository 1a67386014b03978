using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Sip.Rtp.Srtp;

/// <summary>SRTP's primitives from the .NET library, for systems without OpenSSL 3: three to four times slower, the same bytes.</summary>
internal sealed class ManagedPacketCrypto : IPacketCrypto
{
    // Key stream is made this many blocks at a time: one voice packet of 20 ms is ten blocks and a half.
    private const int BatchBlocks = 11;

    private readonly Aes _aes = Aes.Create();
    private readonly ICryptoTransform _block;
    private readonly IncrementalHash _hash;
    private readonly byte[] _counters = GC.AllocateArray<byte>(BatchBlocks * PacketCrypto.BlockLength, pinned: true);
    private readonly byte[] _keyStream = GC.AllocateArray<byte>(BatchBlocks * PacketCrypto.BlockLength, pinned: true);
    private bool _disposed;

    public ManagedPacketCrypto(ReadOnlySpan<byte> cipherKey, ReadOnlySpan<byte> authenticationKey)
    {
#pragma warning disable CA5358 // counter mode is built on single blocks, as in RFC 3711 section 4.1.1
        _aes.Mode = CipherMode.ECB;
#pragma warning restore CA5358
        _aes.Padding = PaddingMode.None;
        _aes.SetKey(cipherKey);
        _block = _aes.CreateEncryptor();
        _hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA1, authenticationKey);
    }

    public void Crypt(ReadOnlySpan<byte> counter, Span<byte> data)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var next = BinaryPrimitives.ReadUInt128BigEndian(counter);
        while (!data.IsEmpty)
        {
            var length = Math.Min(data.Length, _keyStream.Length);
            var blocks = (length + PacketCrypto.BlockLength - 1) / PacketCrypto.BlockLength;
            for (var i = 0; i < blocks; i++)
                BinaryPrimitives.WriteUInt128BigEndian(_counters.AsSpan(i * PacketCrypto.BlockLength), next++);

            _block.TransformBlock(_counters, 0, blocks * PacketCrypto.BlockLength, _keyStream, 0);
            for (var i = 0; i < length; i++)
                data[i] ^= _keyStream[i];

            data = data[length..];
        }
    }

    public void Authenticate(ReadOnlySpan<byte> message, ReadOnlySpan<byte> trailer, Span<byte> tag)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _hash.AppendData(message);
        _hash.AppendData(trailer);
        _hash.GetHashAndReset(tag);
    }

    public void Dispose()
    {
        _disposed = true;
        CryptographicOperations.ZeroMemory(_keyStream);
        _block.Dispose();
        _aes.Dispose();
        _hash.Dispose();
    }
}

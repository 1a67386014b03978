using System.Security.Cryptography;

namespace Sip.Rtp.Srtp;

/// <summary>
/// The session keys of RTP or of RTCP under one master key (RFC 3711 section 4.3), with a key derivation rate of 0, the only one
/// SDES can ask for without parameters.
/// </summary>
internal sealed class SessionKeys : IDisposable
{
    private const int AuthenticationKeyLength = 20;
    private const int CipherKeyLength = 16;
    private const int SaltLength = 14;

    private readonly byte[] _salt = GC.AllocateArray<byte>(SaltLength, pinned: true);

    private SessionKeys(SrtpKeys keys, byte firstLabel, PacketCrypto.Factory create)
    {
        Span<byte> session = stackalloc byte[CipherKeyLength + AuthenticationKeyLength];
        var cipherKey = session[..CipherKeyLength];
        var authenticationKey = session[CipherKeyLength..];
        using var master = create(keys.MasterKey, []);
        Derive(master, keys.MasterSalt, firstLabel, cipherKey);
        Derive(master, keys.MasterSalt, (byte)(firstLabel + 1), authenticationKey);
        Derive(master, keys.MasterSalt, (byte)(firstLabel + 2), _salt);
        Crypto = create(cipherKey, authenticationKey);
        CryptographicOperations.ZeroMemory(session);
    }

    public IPacketCrypto Crypto { get; }

    public static SessionKeys ForRtp(SrtpKeys keys, PacketCrypto.Factory create) => new(keys, 0x00, create);

    public static SessionKeys ForRtcp(SrtpKeys keys, PacketCrypto.Factory create) => new(keys, 0x03, create);

    /// <summary>The first counter block of a packet: RFC 3711 section 4.1.1.</summary>
    public void WriteCounter(Span<byte> counter, uint ssrc, ulong index)
    {
        _salt.CopyTo(counter);
        counter[14] = 0;
        counter[15] = 0;
        for (var i = 0; i < 4; i++)
            counter[4 + i] ^= (byte)(ssrc >> 24 - 8 * i);
        for (var i = 0; i < 6; i++)
            counter[8 + i] ^= (byte)(index >> 40 - 8 * i);
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_salt);
        Crypto.Dispose();
    }

    internal static void Derive(IPacketCrypto master, ReadOnlySpan<byte> masterSalt, byte label, Span<byte> key)
    {
        Span<byte> counter = stackalloc byte[PacketCrypto.BlockLength];
        counter.Clear();
        masterSalt.CopyTo(counter);
        counter[7] ^= label;
        key.Clear();
        master.Crypt(counter, key);
    }
}

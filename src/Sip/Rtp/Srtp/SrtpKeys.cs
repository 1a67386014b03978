using System.Buffers.Text;
using System.Security.Cryptography;

namespace Sip.Rtp.Srtp;

/// <summary>
/// The master key and salt of one direction (RFC 3711 section 3.2.1), kept in one place that is wiped when disposed. Nothing
/// prints them but <see cref="TryWriteBase64"/>, which SDP and the engine's command socket need.
/// </summary>
public sealed class SrtpKeys : IDisposable
{
    // Pinned, so that the collector leaves no copies behind.
    private readonly byte[] _keyAndSalt;

    private SrtpKeys(SrtpSuite suite)
    {
        Suite = suite;
        _keyAndSalt = GC.AllocateArray<byte>(suite.KeyAndSaltLength, pinned: true);
    }

    /// <summary>The suite the keys are for.</summary>
    public SrtpSuite Suite { get; }

    /// <summary>True once wiped.</summary>
    public bool IsDisposed { get; private set; }

    internal ReadOnlySpan<byte> MasterKey => Bytes[..SrtpSuites.MasterKeyLength];

    internal ReadOnlySpan<byte> MasterSalt => Bytes[SrtpSuites.MasterKeyLength..];

    private ReadOnlySpan<byte> Bytes
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsDisposed, this);
            return _keyAndSalt;
        }
    }

    /// <summary>Takes a copy of key and salt. False when the length is not the suite's.</summary>
    public static bool TryCreate(SrtpSuite suite, ReadOnlySpan<byte> keyAndSalt, out SrtpKeys? keys)
    {
        keys = null;
        if (keyAndSalt.Length != suite.KeyAndSaltLength)
            return false;

        keys = new(suite);
        keyAndSalt.CopyTo(keys._keyAndSalt);
        return true;
    }

    /// <summary>Reads the key-salt of an a=crypto line's inline parameter (RFC 4568 section 6.1). False when it is not the suite's.</summary>
    public static bool TryReadBase64(SrtpSuite suite, ReadOnlySpan<byte> inline, out SrtpKeys? keys)
    {
        Span<byte> decoded = stackalloc byte[64];
        keys = null;
        try
        {
            return inline.Length <= Base64.GetMaxEncodedToUtf8Length(decoded.Length)
                && Base64.DecodeFromUtf8(inline, decoded, out _, out var written) is System.Buffers.OperationStatus.Done
                && TryCreate(suite, decoded[..written], out keys);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(decoded);
        }
    }

    /// <summary>Draws new keys.</summary>
    public static SrtpKeys Draw(SrtpSuite suite, ITokenSource tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        var keys = new SrtpKeys(suite);
        tokens.Fill(keys._keyAndSalt);
        return keys;
    }

    /// <summary>Writes key and salt as an a=crypto line wants them: 40 characters. False when they do not fit.</summary>
    public bool TryWriteBase64(Span<byte> destination, out int written) =>
        Base64.EncodeToUtf8(Bytes, destination, out _, out written) is System.Buffers.OperationStatus.Done;

    /// <summary>Copies key and salt to another owner, which must wipe its copy.</summary>
    public void CopyTo(Span<byte> destination) => Bytes.CopyTo(destination);

    /// <summary>True when both hold the same suite, key and salt: the context may then go on as it is (RFC 4568 section 7.1.4).</summary>
    public bool HasSameKeys(SrtpKeys other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Suite == other.Suite && CryptographicOperations.FixedTimeEquals(Bytes, other.Bytes);
    }

    /// <summary>Wipes the keys.</summary>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_keyAndSalt);
        IsDisposed = true;
    }

    /// <summary>The suite only.</summary>
    public override string ToString() => Suite.SdpName;
}

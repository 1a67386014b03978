using System.Runtime.InteropServices;

namespace Sip.Rtp.Srtp;

/// <summary>The few calls of OpenSSL 3's libcrypto that SRTP needs; all of them are its current public interface.</summary>
internal static partial class LibCrypto
{
    private const string Library = "libcrypto.so.3";

    private static readonly bool Loaded = NativeLibrary.TryLoad(Library, typeof(LibCrypto).Assembly, null, out _);

    public static CipherHandle Aes128Ctr { get; } = Loaded ? EVP_CIPHER_fetch(0, "AES-128-CTR", 0) : new();

    public static DigestHandle Sha1 { get; } = Loaded ? EVP_MD_fetch(0, "SHA1", 0) : new();

    /// <summary>True where the library and its algorithms can be used.</summary>
    public static bool IsAvailable => !Aes128Ctr.IsInvalid && !Sha1.IsInvalid;

    [LibraryImport(Library)]
    public static partial CipherContextHandle EVP_CIPHER_CTX_new();

    [LibraryImport(Library)]
    public static partial int EVP_EncryptInit_ex2(CipherContextHandle context, CipherHandle cipher, ReadOnlySpan<byte> key, ReadOnlySpan<byte> counter, nint parameters);

    [LibraryImport(Library)]
    public static partial int EVP_EncryptInit_ex2(nint context, nint cipher, nint key, ReadOnlySpan<byte> counter, nint parameters);

    [LibraryImport(Library)]
    public static partial int EVP_EncryptUpdate(nint context, Span<byte> output, out int written, ReadOnlySpan<byte> input, int length);

    [LibraryImport(Library)]
    public static partial DigestContextHandle EVP_MD_CTX_new();

    [LibraryImport(Library)]
    public static partial int EVP_DigestInit_ex2(DigestContextHandle context, DigestHandle digest, nint parameters);

    [LibraryImport(Library)]
    public static partial int EVP_MD_CTX_copy_ex(nint to, nint from);

    [LibraryImport(Library)]
    public static partial int EVP_DigestUpdate(nint context, ReadOnlySpan<byte> data, nuint length);

    [LibraryImport(Library)]
    public static partial int EVP_DigestFinal_ex(nint context, Span<byte> digest, out uint length);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial CipherHandle EVP_CIPHER_fetch(nint libraryContext, string algorithm, nint properties);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial DigestHandle EVP_MD_fetch(nint libraryContext, string algorithm, nint properties);

    [LibraryImport(Library)]
    private static partial void EVP_CIPHER_CTX_free(nint context);

    [LibraryImport(Library)]
    private static partial void EVP_MD_CTX_free(nint context);

    [LibraryImport(Library)]
    private static partial void EVP_CIPHER_free(nint cipher);

    [LibraryImport(Library)]
    private static partial void EVP_MD_free(nint digest);

    /// <summary>A native object that OpenSSL wipes and frees.</summary>
    internal abstract class Handle() : SafeHandle(0, ownsHandle: true)
    {
        public override bool IsInvalid => handle == 0;
    }

    internal sealed class CipherHandle : Handle
    {
        protected override bool ReleaseHandle()
        {
            EVP_CIPHER_free(handle);
            return true;
        }
    }

    internal sealed class DigestHandle : Handle
    {
        protected override bool ReleaseHandle()
        {
            EVP_MD_free(handle);
            return true;
        }
    }

    internal sealed class CipherContextHandle : Handle
    {
        protected override bool ReleaseHandle()
        {
            EVP_CIPHER_CTX_free(handle);
            return true;
        }
    }

    internal sealed class DigestContextHandle : Handle
    {
        protected override bool ReleaseHandle()
        {
            EVP_MD_CTX_free(handle);
            return true;
        }
    }
}

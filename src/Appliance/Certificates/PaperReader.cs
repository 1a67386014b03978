using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Appliance.Certificates;

/// <summary>Reads certificates and their key out of PEM or PKCS#12. Never throws on what it reads.</summary>
internal static class PaperReader
{
    /// <summary>The certificates in the order they stand in, and the key; or what is wrong.</summary>
    public static (X509Certificate2Collection All, AsymmetricAlgorithm Key)? Read(CertificatePapers papers, out CertificateReading.Unfit? unfit)
    {
        if (papers.Container.Length > CertificatePapers.Longest)
            return Wrong(out unfit, "container", "too-long");
        if (!papers.Container.IsEmpty)
            return ReadContainer(papers, out unfit);
        if (papers.Certificate.Length > CertificatePapers.Longest)
            return Wrong(out unfit, "certificate", "too-long");
        if (papers.Key.Length > CertificatePapers.Longest)
            return Wrong(out unfit, "key", "too-long");

        if (string.IsNullOrWhiteSpace(papers.Certificate))
            return Wrong(out unfit, "certificate", "none");
        var all = new X509Certificate2Collection();
        try
        {
            all.ImportFromPem(papers.Certificate);
        }
        catch (CryptographicException)
        {
            return Wrong(out unfit, "certificate", "unreadable");
        }

        if (all.Count is 0)
            return Wrong(out unfit, "certificate", "unreadable");
        return ReadKey(papers, out unfit) is { } key ? (all, key) : null;
    }

    /// <summary>The public half, as it stands in a certificate.</summary>
    public static byte[] PublicHalf(AsymmetricAlgorithm key) => key.ExportSubjectPublicKeyInfo();

    private static AsymmetricAlgorithm? ReadKey(CertificatePapers papers, out CertificateReading.Unfit? unfit)
    {
        var isApart = !string.IsNullOrWhiteSpace(papers.Key);
        var text = isApart ? papers.Key : papers.Certificate;
        if (!text.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
            return Unread(out unfit, "key", isApart ? "key-unreadable" : "key-none");

        var isLocked = text.Contains("-----BEGIN ENCRYPTED PRIVATE KEY-----", StringComparison.Ordinal);
        // OpenSSL's own way to lock a key, which nothing should use any more.
        if (text.Contains("Proc-Type: 4,ENCRYPTED", StringComparison.Ordinal))
            return Unread(out unfit, "key", "key-old-lock");
        if (isLocked && papers.Password.Length is 0)
            return Unread(out unfit, "password", "password-needed");

        foreach (var make in (Func<AsymmetricAlgorithm>[])[RSA.Create, ECDsa.Create])
        {
            var key = make();
            try
            {
                if (isLocked)
                    key.ImportFromEncryptedPem(text, papers.Password);
                else
                    key.ImportFromPem(text);
                unfit = null;
                return key;
            }
            catch (Exception fault) when (fault is CryptographicException or ArgumentException)
            {
                // Of the other kind, or not readable at all.
                key.Dispose();
            }
        }

        return isLocked ? Unread(out unfit, "password", "password-wrong") : Unread(out unfit, "key", "key-unreadable");
    }

    private static (X509Certificate2Collection, AsymmetricAlgorithm)? ReadContainer(CertificatePapers papers, out CertificateReading.Unfit? unfit)
    {
        X509Certificate2Collection all;
        try
        {
            all = X509CertificateLoader.LoadPkcs12Collection(papers.Container.Span, papers.Password, X509KeyStorageFlags.EphemeralKeySet | X509KeyStorageFlags.Exportable);
        }
        catch (CryptographicException)
        {
            return IsContainer(papers.Container) ? Wrong(out unfit, "password", "password-wrong") : Wrong(out unfit, "container", "container-unreadable");
        }

        unfit = null;
        if (all.FirstOrDefault(static one => one.HasPrivateKey) is not { } own)
            return Wrong(out unfit, "container", "container-no-key");
        return ((AsymmetricAlgorithm?)own.GetRSAPrivateKey() ?? own.GetECDsaPrivateKey()) is { } key ? (all, key) : Wrong(out unfit, "container", "key-kind");
    }

    private static bool IsContainer(ReadOnlyMemory<byte> container)
    {
        try
        {
            return X509Certificate2.GetCertContentType(container.Span) is X509ContentType.Pkcs12;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static (X509Certificate2Collection, AsymmetricAlgorithm)? Wrong(out CertificateReading.Unfit? unfit, string field, string code)
    {
        unfit = new CertificateReading.Unfit(field, code);
        return null;
    }

    private static AsymmetricAlgorithm? Unread(out CertificateReading.Unfit? unfit, string field, string code)
    {
        unfit = new CertificateReading.Unfit(field, code);
        return null;
    }
}

using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Appliance.Hosting;

/// <summary>The box's own certificate for peers that call it over TLS: the configured one, or one it makes for itself once.</summary>
internal static class OwnCertificate
{
    private const int KeyBits = 2048;
    private const string FileName = "tls.pem";
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(3650);

    /// <summary>
    /// Opens or makes the certificate, with those between it and its root. <paramref name="trouble"/> is a sentence when something is
    /// wrong with the configured one or ours cannot be kept.
    /// </summary>
    public static (X509Certificate2 Certificate, X509Certificate2Collection Chain) Open(
        string dataFolder, string? certificateFile, string? keyFile, string host, TimeProvider time, out string? trouble)
    {
        trouble = null;
        if (certificateFile is not null)
        {
            var file = Path.Combine(dataFolder, certificateFile);
            if (TryRead(file, keyFile is null ? file : Path.Combine(dataFolder, keyFile), out var why) is { } configured)
            {
                if (configured.NotAfter.ToUniversalTime() < time.GetUtcNow().UtcDateTime)
                    trouble = $"The certificate {certificateFile} ended on {configured.NotAfter:yyyy-MM-dd}. Peers that check it refuse TLS until it is renewed.";
                return (configured, ChainIn(file, configured));
            }

            trouble = $"The certificate {certificateFile} cannot be used ({why.TrimEnd('.')}). The box uses one of its own until the file is mended; peers that check it will refuse TLS.";
        }

        var own = Path.Combine(dataFolder, FileName);
        if (File.Exists(own) && TryRead(own, own, out _) is { } kept && kept.MatchesHostname(host))
            return (kept, []);

        return (Make(own, host, time, ref trouble), []);
    }

    /// <summary>True for the certificate that the box made for itself.</summary>
    public static bool IsOurs(string dataFolder, X509Certificate2 certificate)
    {
        var own = Path.Combine(dataFolder, FileName);
        return File.Exists(own) && TryRead(own, own, out _) is { } kept && kept.Thumbprint == certificate.Thumbprint;
    }

    private static X509Certificate2? TryRead(string certificateFile, string keyFile, out string why)
    {
        try
        {
            why = "";
            using var pem = X509Certificate2.CreateFromPemFile(certificateFile, keyFile);
            // The TLS layer wants a key it can find again, which one read from PEM is only after a round trip.
            return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            why = fault.Message;
            return null;
        }
    }

    private static X509Certificate2Collection ChainIn(string file, X509Certificate2 own)
    {
        var chain = new X509Certificate2Collection();
        try
        {
            chain.ImportFromPemFile(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return [];
        }

        return [.. chain.Where(certificate => certificate.Thumbprint != own.Thumbprint)];
    }

    private static X509Certificate2 Make(string file, string host, TimeProvider time, ref string? trouble)
    {
        // RSA, because many desk phones know nothing newer.
        using var key = RSA.Create(KeyBits);
        var name = new X500DistinguishedNameBuilder();
        name.AddCommonName(host);
        var request = new CertificateRequest(name.Build(), key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(host, out var address))
            names.AddIpAddress(address);
        else
            names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        var from = time.GetUtcNow().AddDays(-1);
        using var made = request.CreateSelfSigned(from, from + Lifetime);

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            using var stream = new FileStream(file, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
            using var writer = new StreamWriter(stream);
            writer.WriteLine(made.ExportCertificatePem());
            writer.WriteLine(key.ExportPkcs8PrivateKeyPem());
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            trouble ??= $"The box's own certificate cannot be kept ({fault.Message.TrimEnd('.')}). It makes a new one at every start.";
        }

        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}

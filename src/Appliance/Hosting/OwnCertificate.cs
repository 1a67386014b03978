using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Appliance.Hosting;

/// <summary>The box's own certificate for peers that call it over TLS: the configured one, or one it makes for itself once.</summary>
internal static class OwnCertificate
{
    private const int KeyBits = 2048;
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(3650);

    /// <summary>Opens or makes the certificate. <paramref name="trouble"/> is a sentence when the configured one could not be used.</summary>
    public static X509Certificate2 Open(string dataFolder, string? certificateFile, string? keyFile, string host, TimeProvider time, out string? trouble)
    {
        trouble = null;
        if (certificateFile is not null)
        {
            var file = Path.Combine(dataFolder, certificateFile);
            if (TryRead(file, keyFile is null ? file : Path.Combine(dataFolder, keyFile), out var why) is { } configured)
                return configured;

            trouble = $"The certificate {certificateFile} cannot be used ({why}). The box uses one of its own until the file is mended; peers that check it will refuse TLS.";
        }

        var own = Path.Combine(dataFolder, "tls.pem");
        return (File.Exists(own) ? TryRead(own, own, out _) : null) ?? Make(own, host, time);
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

    private static X509Certificate2 Make(string file, string host, TimeProvider time)
    {
        // RSA, because many desk phones know nothing newer.
        using var key = RSA.Create(KeyBits);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        var from = time.GetUtcNow().AddDays(-1);
        using var made = request.CreateSelfSigned(from, from + Lifetime);

        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        using (var stream = new FileStream(file, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
        using (var writer = new StreamWriter(stream))
        {
            writer.WriteLine(made.ExportCertificatePem());
            writer.WriteLine(key.ExportPkcs8PrivateKeyPem());
        }

        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}

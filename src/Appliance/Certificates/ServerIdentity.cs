using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Appliance.Certificates;

/// <summary>A certificate with its key, and those between it and its root, the nearest first. The root itself is not among them.</summary>
public sealed record ServerIdentity(X509Certificate2 Own, X509Certificate2Collection Chain)
{
    private const string SubjectAlternativeName = "2.5.29.17";

    /// <summary>The names and addresses a certificate is for (RFC 6125: of its subject none counts).</summary>
    public static ValueList<string> NamesOf(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return certificate.Extensions.FirstOrDefault(static one => one.Oid?.Value is SubjectAlternativeName) is { } extension
            && new X509SubjectAlternativeNameExtension(extension.RawData, extension.Critical) is var names
            ? ValueList.Create<string>([.. names.EnumerateDnsNames(), .. names.EnumerateIPAddresses().Select(static address => address.ToString())])
            : [];
    }

    /// <summary>What the TLS layer answers with.</summary>
    // Offline: what belongs between it and its root is there; nothing is to be fetched while a peer waits.
    public SslStreamCertificateContext ToContext() => SslStreamCertificateContext.Create(Own, Chain, offline: true);

    /// <summary>As PEM: the certificate, the others in their order, the key.</summary>
    public string ToPem()
    {
        using var key = (System.Security.Cryptography.AsymmetricAlgorithm?)Own.GetRSAPrivateKey() ?? Own.GetECDsaPrivateKey();
        return string.Concat([Own.ExportCertificatePem(), "\n", .. Chain.Select(static one => one.ExportCertificatePem() + "\n"), key!.ExportPkcs8PrivateKeyPem(), "\n"]);
    }

    /// <inheritdoc/>
    public override string ToString() => nameof(ServerIdentity);
}

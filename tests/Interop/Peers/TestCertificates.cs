using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Interop.Peers;

/// <summary>A root of our own, the trunk's wildcard certificate signed by it, and one that nobody should believe.</summary>
public static class TestCertificates
{
    /// <summary>Writes <c>root.pem</c>, <c>edge.pem</c> and <c>edge.key</c>, <c>stranger.pem</c> and <c>stranger.key</c>, and for phones <c>phone.pem</c>, which holds both.</summary>
    public static void Write(string folder, params string[] edgeNames)
    {
        var now = DateTimeOffset.UtcNow;
        var (from, to) = (now.AddDays(-2), now.AddDays(30));

        using var rootKey = RSA.Create(2048);
        var rootRequest = new CertificateRequest("CN=Interop test root", rootKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        rootRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        rootRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        using var root = rootRequest.CreateSelfSigned(from, to);
        File.WriteAllText(Path.Combine(folder, "root.pem"), root.ExportCertificatePem());

        using var edgeKey = RSA.Create(2048);
        var edgeRequest = Named(edgeNames, edgeKey);
        using var edge = edgeRequest.Create(root, from, to.AddDays(-1), RandomNumberGenerator.GetBytes(8));
        Save(folder, "edge", edge.ExportCertificatePem(), edgeKey);

        using var phoneKey = RSA.Create(2048);
        using var phone = Named(["phone.test"], phoneKey).Create(root, from, to.AddDays(-1), RandomNumberGenerator.GetBytes(8));
        File.WriteAllText(Path.Combine(folder, "phone.pem"), phone.ExportCertificatePem() + "\n" + phoneKey.ExportPkcs8PrivateKeyPem() + "\n");

        using var strangerKey = RSA.Create(2048);
        using var stranger = Named(["stranger.invalid"], strangerKey).CreateSelfSigned(from, to);
        Save(folder, "stranger", stranger.ExportCertificatePem(), strangerKey);
    }

    private static CertificateRequest Named(string[] names, RSA key)
    {
        var request = new CertificateRequest("CN=" + names[0], key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
            alternatives.AddDnsName(name);
        request.CertificateExtensions.Add(alternatives.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, false, 0, critical: true));
        return request;
    }

    private static void Save(string folder, string name, string certificate, RSA key)
    {
        File.WriteAllText(Path.Combine(folder, name + ".pem"), certificate);
        File.WriteAllText(Path.Combine(folder, name + ".key"), key.ExportPkcs8PrivateKeyPem());
    }
}

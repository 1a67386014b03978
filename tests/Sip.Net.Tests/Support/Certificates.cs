using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sip.Net.Tests.Support;

/// <summary>A small authority for tests: a root, an intermediate under it, and certificates for hosts.</summary>
internal sealed class Certificates
{
    private static readonly DateTimeOffset From = DateTimeOffset.UtcNow.AddDays(-30);
    private static int s_serial;

    public Certificates()
    {
        Root = Authority("CN=Test Root", null);
        Intermediate = Authority("CN=Test Intermediate", Root);
    }

    public X509Certificate2 Root { get; }

    public X509Certificate2 Intermediate { get; }

    public static X509Certificate2 SelfSigned(string name) => Leaf(null, DateTimeOffset.UtcNow.AddDays(30), name);

    public X509Certificate2 For(params string[] names) => Leaf(Root, DateTimeOffset.UtcNow.AddDays(30), names);

    public X509Certificate2 ByIntermediate(params string[] names) => Leaf(Intermediate, DateTimeOffset.UtcNow.AddDays(20), names);

    public X509Certificate2 Expired(params string[] names) => Leaf(Root, DateTimeOffset.UtcNow.AddDays(-1), names);

    private static X509Certificate2 Authority(string name, X509Certificate2? issuer)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        if (issuer is null)
            return request.CreateSelfSigned(From, From.AddYears(1));

        using var made = request.Create(issuer, From, From.AddDays(200), Serial());
        return made.CopyWithPrivateKey(key);
    }

    private static X509Certificate2 Leaf(X509Certificate2? issuer, DateTimeOffset until, params string[] names)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=ignored", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (IPAddress.TryParse(name, out var address))
                alternatives.AddIpAddress(address);
            else
                alternatives.AddDnsName(name);
        }

        request.CertificateExtensions.Add(alternatives.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        using var made = issuer is null
            ? request.CreateSelfSigned(From, until)
            : request.Create(issuer, From.AddDays(1), until, Serial()).CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    private static byte[] Serial() => BitConverter.GetBytes(Interlocked.Increment(ref s_serial));
}

using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Appliance.Certificates;

namespace Appliance.Tests.Certificates;

/// <summary>An authority with a root and one below it that signs for the box.</summary>
internal sealed class TestAuthority : IDisposable
{
    private const string ServerUse = "1.3.6.1.5.5.7.3.1";

    private readonly DateTimeOffset _now;
    private readonly ECDsa _rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _middleKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _rootWithKey;
    private readonly X509Certificate2 _middleWithKey;
    private byte _serial = 10;

    public TestAuthority(DateTimeOffset now, DateTimeOffset? middleEnds = null)
    {
        _now = now;
        _rootWithKey = Request("CN=Test Root", _rootKey, isAuthority: true).CreateSelfSigned(now.AddYears(-10), now.AddYears(10));
        using var middle = Request("CN=Test Intermediate", _middleKey, isAuthority: true).Create(_rootWithKey, now.AddYears(-5), middleEnds ?? now.AddYears(5), [1]);
        _middleWithKey = middle.CopyWithPrivateKey(_middleKey);
        (Root, Middle) = (X509CertificateLoader.LoadCertificate(_rootWithKey.RawData), X509CertificateLoader.LoadCertificate(_middleWithKey.RawData));
    }

    public X509Certificate2 Root { get; }

    public X509Certificate2 Middle { get; }

    public string Chain => $"{Middle.ExportCertificatePem()}\n{Root.ExportCertificatePem()}\n";

    /// <summary>A certificate for these names; subject as the box's own has it.</summary>
    public X509Certificate2 Issue(AsymmetricAlgorithm key, DateTimeOffset? from = null, DateTimeOffset? until = null, string use = ServerUse, params string[] names)
    {
        var request = Request("CN=landline.local", key, isAuthority: false);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(use)], critical: false));
        if (names.Length > 0)
        {
            var alternatives = new SubjectAlternativeNameBuilder();
            foreach (var name in names)
                alternatives.AddDnsName(name);
            request.CertificateExtensions.Add(alternatives.Build());
        }

        return request.Create(_middleWithKey.SubjectName, X509SignatureGenerator.CreateForECDsa(_middleKey), from ?? _now.AddDays(-10), until ?? _now.AddDays(80), [_serial++]);
    }

    /// <summary>A certificate with its key and chain, as the box keeps it.</summary>
    public ServerIdentity Identity(DateTimeOffset? until = null, params string[] names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var own = Issue(key, until: until, names: names);
        return new ServerIdentity(CertificateCheck.WithKey(own, key), [Middle]);
    }

    public void Dispose()
    {
        _rootKey.Dispose();
        _middleKey.Dispose();
        _rootWithKey.Dispose();
        _middleWithKey.Dispose();
        Root.Dispose();
        Middle.Dispose();
    }

    private static CertificateRequest Request(string subject, AsymmetricAlgorithm key, bool isAuthority)
    {
        var name = new X500DistinguishedName(subject);
        var request = key is RSA rsa ? new CertificateRequest(name, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) : new CertificateRequest(name, (ECDsa)key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, critical: true));
        if (isAuthority)
            request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        return request;
    }

    public static string Day(DateTimeOffset time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

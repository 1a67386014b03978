using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Appliance.Certificates;

namespace Appliance.Tests.Certificates;

public sealed class CertificateCheckTests : IDisposable
{
    private const string Password = "open it";

    private static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private readonly TestAuthority _authority = new(Now);
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose()
    {
        _authority.Dispose();
        _key.Dispose();
    }

    [Fact]
    public void A_chain_in_any_order_is_put_in_order_and_its_root_left_out()
    {
        using var own = _authority.Issue(_key, names: "phones.office.test");

        var good = Assert.IsType<CertificateReading.Good>(Read($"{_authority.Chain}{own.ExportCertificatePem()}", _key.ExportPkcs8PrivateKeyPem()));

        Assert.True(good.Identity.Own.HasPrivateKey);
        Assert.Equal(own.Thumbprint, good.Identity.Own.Thumbprint);
        Assert.Equal([_authority.Middle.Thumbprint], good.Identity.Chain.Select(static one => one.Thumbprint));
        Assert.Equal(["phones.office.test"], ServerIdentity.NamesOf(good.Identity.Own));
    }

    [Fact]
    public void A_known_root_need_not_be_handed_in()
    {
        using var own = _authority.Issue(_key, names: "phones.office.test");
        var text = $"{own.ExportCertificatePem()}\n{_authority.Middle.ExportCertificatePem()}";

        Assert.IsType<CertificateReading.Good>(CertificateCheck.Read(new CertificatePapers(text, _key.ExportPkcs8PrivateKeyPem(), default, ""), [_authority.Root], Now));
        AssertUnfit(Read(text, _key.ExportPkcs8PrivateKeyPem()), "certificate", "incomplete", "Test Root");
    }

    [Fact]
    public void Every_usual_form_of_a_key_is_read()
    {
        using var rsa = RSA.Create(2048);
        using var plain = _authority.Issue(_key, names: "a.test");
        using var other = _authority.Issue(rsa, names: "a.test");
        var locks = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);

        Assert.IsType<CertificateReading.Good>(Read(plain.ExportCertificatePem() + "\n" + _authority.Chain + _key.ExportECPrivateKeyPem(), ""));
        Assert.IsType<CertificateReading.Good>(Read(plain.ExportCertificatePem() + "\n" + _authority.Chain, _key.ExportEncryptedPkcs8PrivateKeyPem(Password, locks), Password));
        Assert.IsType<CertificateReading.Good>(Read(other.ExportCertificatePem() + "\n" + _authority.Chain, rsa.ExportRSAPrivateKeyPem()));
        Assert.IsType<CertificateReading.Good>(Read(other.ExportCertificatePem() + "\n" + _authority.Chain, rsa.ExportEncryptedPkcs8PrivateKeyPem(Password, locks), Password));
    }

    [Fact]
    public void All_in_one_container_is_read_with_its_password()
    {
        using var own = _authority.Issue(_key, names: "phones.office.test");
        using var whole = own.CopyWithPrivateKey(_key);
        var container = new X509Certificate2Collection { whole, _authority.Middle, _authority.Root }.Export(X509ContentType.Pkcs12, Password)!;
        var bare = new X509Certificate2Collection { own, _authority.Middle }.Export(X509ContentType.Pkcs12, Password)!;

        var good = Assert.IsType<CertificateReading.Good>(ReadContainer(container, Password));
        Assert.Equal([_authority.Middle.Thumbprint], good.Identity.Chain.Select(static one => one.Thumbprint));
        AssertUnfit(ReadContainer(container, "wrong"), "password", "password-wrong");
        AssertUnfit(ReadContainer(container, ""), "password", "password-wrong");
        AssertUnfit(ReadContainer(bare, Password), "container", "container-no-key");
        AssertUnfit(ReadContainer([1, 2, 3], ""), "container", "container-unreadable");
        AssertUnfit(ReadContainer(new byte[CertificatePapers.Longest + 1], ""), "container", "too-long");
    }

    [Fact]
    public void What_is_wrong_with_a_certificate_is_said_beside_it()
    {
        AssertUnfit(Issued(until: Now.AddSeconds(-1)), "certificate", "ended", TestAuthority.Day(Now.AddSeconds(-1)));
        AssertUnfit(Issued(from: Now.AddDays(2)), "certificate", "not-begun", TestAuthority.Day(Now.AddDays(2)));
        AssertUnfit(Issued(use: "1.3.6.1.5.5.7.3.2"), "certificate", "not-server");
        using var nameless = _authority.Issue(_key);
        AssertUnfit(Read(nameless.ExportCertificatePem() + "\n" + _authority.Chain, _key.ExportPkcs8PrivateKeyPem()), "certificate", "no-names");
        AssertUnfit(Read("", _key.ExportPkcs8PrivateKeyPem()), "certificate", "none");
        AssertUnfit(Read("hello", _key.ExportPkcs8PrivateKeyPem()), "certificate", "unreadable");
        AssertUnfit(Read("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", _key.ExportPkcs8PrivateKeyPem()), "certificate", "unreadable");
        AssertUnfit(Read(new string('x', CertificatePapers.Longest + 1), ""), "certificate", "too-long");
    }

    [Fact]
    public void What_is_wrong_with_a_key_is_said_beside_it()
    {
        using var own = _authority.Issue(_key, names: "a.test");
        var text = own.ExportCertificatePem() + "\n" + _authority.Chain;
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var locked = _key.ExportEncryptedPkcs8PrivateKeyPem(Password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000));

        AssertUnfit(Read(text, ""), "key", "key-none");
        AssertUnfit(Read(text, "hello"), "key", "key-unreadable");
        AssertUnfit(Read(text, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"), "key", "key-unreadable");
        AssertUnfit(Read(text, other.ExportPkcs8PrivateKeyPem()), "key", "key-other");
        AssertUnfit(Read(text, locked), "password", "password-needed");
        AssertUnfit(Read(text, locked, "wrong"), "password", "password-wrong");
        AssertUnfit(Read(text, new string('x', CertificatePapers.Longest + 1)), "key", "too-long");
    }

    [Fact]
    public void A_key_that_is_too_weak_is_told_with_its_size()
    {
        using var rsa = RSA.Create(1024);
        using var curve = ECDsa.Create(ECCurve.CreateFromFriendlyName("secp224r1"));
        using var weak = _authority.Issue(rsa, names: "a.test");
        using var small = _authority.Issue(curve, names: "a.test");

        AssertUnfit(Read(weak.ExportCertificatePem() + "\n" + _authority.Chain, rsa.ExportPkcs8PrivateKeyPem()), "certificate", "key-weak-rsa", "1024");
        AssertUnfit(Read(small.ExportCertificatePem() + "\n" + _authority.Chain, curve.ExportPkcs8PrivateKeyPem()), "certificate", "key-weak-curve", "224");
    }

    [Fact]
    public void What_is_wrong_between_it_and_its_root_names_who()
    {
        using var stranger = new TestAuthority(Now);
        using var late = new TestAuthority(Now, middleEnds: Now.AddDays(-1));
        using var own = _authority.Issue(_key, names: "a.test");
        using var ended = late.Issue(_key, names: "a.test");
        var key = _key.ExportPkcs8PrivateKeyPem();

        AssertUnfit(Read(own.ExportCertificatePem(), key), "certificate", "incomplete", "Test Intermediate");
        // Of the same name and another key: only the signature tells.
        AssertUnfit(Read(own.ExportCertificatePem() + "\n" + stranger.Chain, key), "certificate", "chain-broken");
        AssertUnfit(Read(ended.ExportCertificatePem() + "\n" + late.Chain, key), "certificate", "chain-ended", "Test Intermediate");
        AssertUnfit(Read(own.ExportCertificatePem() + "\n" + _authority.Chain + late.Middle.ExportCertificatePem(), key), "certificate", "foreign", "Test Intermediate");
        AssertUnfit(Read(string.Concat(Enumerable.Repeat(own.ExportCertificatePem() + "\n", 11)), key), "certificate", "too-many", "10");
    }

    [Fact]
    public void One_that_signed_itself_is_its_own_root()
    {
        var request = new CertificateRequest("CN=box", _key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("box.office.test");
        request.CertificateExtensions.Add(names.Build());
        using var own = request.CreateSelfSigned(Now.AddDays(-1), Now.AddDays(1));

        Assert.IsType<CertificateReading.Good>(Read(own.ExportCertificatePem(), _key.ExportPkcs8PrivateKeyPem()));
    }

    private CertificateReading Issued(DateTimeOffset? from = null, DateTimeOffset? until = null, string use = "1.3.6.1.5.5.7.3.1")
    {
        using var own = _authority.Issue(_key, from, until, use, "a.test");
        return Read(own.ExportCertificatePem() + "\n" + _authority.Chain, _key.ExportPkcs8PrivateKeyPem());
    }

    private static CertificateReading Read(string certificate, string key, string password = "") =>
        CertificateCheck.Read(new CertificatePapers(certificate, key, default, password), [], Now);

    private static CertificateReading ReadContainer(byte[] container, string password) =>
        CertificateCheck.Read(new CertificatePapers("", "", container, password), [], Now);

    private static void AssertUnfit(CertificateReading reading, string field, string code, string? value = null)
    {
        var (named, trouble) = Assert.Single(Assert.IsType<CertificateReading.Unfit>(reading).Troubles);
        Assert.Equal((field, $"web.certificate.fault.{code}"), (named, trouble.Sentence));
        foreach (var language in (string[])["en", "zh-TW"])
            Assert.DoesNotContain("{0}", trouble.Say(language), StringComparison.Ordinal);
        if (value is not null)
            Assert.Equal(value, trouble.Values[0]);
    }
}

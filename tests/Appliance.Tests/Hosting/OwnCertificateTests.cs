using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Appliance.Hosting;
using Appliance.Tests.Configuration;

namespace Appliance.Tests.Hosting;

public sealed class OwnCertificateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_box_makes_one_for_itself_once_and_only_it_may_read_the_key()
    {
        var (first, _) = Open(null, null, "box.example.test", out var trouble);
        var (second, _) = Open(null, null, "box.example.test", out _);

        Assert.Null(trouble);
        Assert.Equal(first.Thumbprint, second.Thumbprint);
        Assert.True(first.HasPrivateKey && first.MatchesHostname("box.example.test"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.File("tls.pem")));
    }

    [Fact]
    public void Another_name_in_the_settings_means_another_certificate()
    {
        Open(null, null, "old.example.test", out _);
        Assert.True(Open(null, null, "new.example.test", out _).Certificate.MatchesHostname("new.example.test"));
    }

    [Fact]
    public void A_certificate_that_cannot_be_read_is_said_and_replaced_by_the_boxs_own()
    {
        File.WriteAllText(_folder.File("office.pem"), "no certificate");
        var (certificate, chain) = Open("office.pem", null, "box.example.test", out var trouble);

        Assert.StartsWith("The certificate office.pem cannot be used (", trouble, StringComparison.Ordinal);
        Assert.True(certificate.HasPrivateKey);
        Assert.Empty(chain);
    }

    [Fact]
    public void The_certificates_behind_the_first_one_in_the_file_are_its_chain()
    {
        var (own, key) = Made("CN=box", DateTimeOffset.UtcNow.AddDays(10));
        var (between, _) = Made("CN=between", DateTimeOffset.UtcNow.AddDays(10));
        File.WriteAllText(_folder.File("office.pem"), own + "\n" + between);
        File.WriteAllText(_folder.File("office.key"), key);

        var (certificate, chain) = Open("office.pem", "office.key", "box", out var trouble);

        Assert.Null(trouble);
        Assert.Equal(("CN=box", "CN=between"), (certificate.Subject, Assert.Single(chain).Subject));
    }

    [Fact]
    public void One_that_has_ended_is_used_and_said()
    {
        var (own, key) = Made("CN=box", DateTimeOffset.UtcNow.AddDays(-1));
        File.WriteAllText(_folder.File("office.pem"), own + "\n" + key);

        var (certificate, _) = Open("office.pem", null, "box", out var trouble);

        Assert.Equal("CN=box", certificate.Subject);
        Assert.Contains("renewed", trouble, StringComparison.Ordinal);
    }

    private static (string Certificate, string Key) Made(string name, DateTimeOffset until)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var made = request.CreateSelfSigned(until.AddDays(-30), until);
        return (made.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    private (X509Certificate2 Certificate, X509Certificate2Collection Chain) Open(string? certificate, string? key, string host, out string? trouble) =>
        OwnCertificate.Open(_folder.Path, certificate, key, host, TimeProvider.System, out trouble);
}

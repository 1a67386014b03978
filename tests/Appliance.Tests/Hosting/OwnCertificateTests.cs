using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Appliance.Configuration;
using Appliance.Hosting;
using Appliance.Tests.Configuration;

namespace Appliance.Tests.Hosting;

public sealed class OwnCertificateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _told = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_box_makes_one_for_itself_once_and_only_it_may_read_the_key()
    {
        var (first, _) = await Open(host: "box.example.test").Identity;
        var (second, _) = await Open(host: "box.example.test").Identity;

        Assert.Empty(_told);
        Assert.Equal(first.Thumbprint, second.Thumbprint);
        Assert.True(first.HasPrivateKey && first.MatchesHostname("box.example.test"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.File("tls.pem")));
    }

    [Fact]
    public async Task Its_key_is_not_looked_for_before_somebody_asks_for_it_and_then_once_for_all()
    {
        var own = Open();
        await own.SettleAsync();
        Assert.False(File.Exists(_folder.File("tls.pem")));

        var (asked, context) = (own.Identity, own.Context);
        await own.SettleAsync();

        Assert.True(asked.IsCompletedSuccessfully);
        Assert.Equal((await asked).Own.Thumbprint, (await context).TargetCertificate.Thumbprint);
        Assert.Equal((await asked).Own.Thumbprint, (await Open().Identity).Own.Thumbprint);
    }

    [Fact]
    public async Task One_that_cannot_be_kept_is_used_and_said()
    {
        Directory.CreateDirectory(_folder.File("tls.pem"));

        var (own, _) = await Open(host: "box.example.test").Identity;

        Assert.True(own.HasPrivateKey);
        Assert.StartsWith("The box's own certificate cannot be kept (", Assert.Single(_told), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_name_in_the_settings_means_another_certificate()
    {
        await Open(host: "old.example.test").Identity;
        Assert.True((await Open(host: "new.example.test").Identity).Own.MatchesHostname("new.example.test"));
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_read_is_said_and_replaced_by_the_boxs_own()
    {
        File.WriteAllText(_folder.File("office.pem"), "no certificate");
        var opened = Open("office.pem");
        var (certificate, chain) = await opened.Identity;

        Assert.StartsWith("The certificate office.pem cannot be used (", Assert.Single(_told), StringComparison.Ordinal);
        Assert.True(opened.IsMade && certificate.HasPrivateKey);
        Assert.Empty(chain);
    }

    [Fact]
    public async Task The_certificates_behind_the_first_one_in_the_file_are_its_chain()
    {
        var (own, key) = Made("CN=box", DateTimeOffset.UtcNow.AddDays(10));
        var (between, _) = Made("CN=between", DateTimeOffset.UtcNow.AddDays(10));
        File.WriteAllText(_folder.File("office.pem"), own + "\n" + between);
        File.WriteAllText(_folder.File("office.key"), key);

        var opened = Open("office.pem", "office.key");
        var (certificate, chain) = await opened.Identity;

        Assert.Empty(_told);
        Assert.False(opened.IsMade);
        Assert.Equal(("CN=box", "CN=between"), (certificate.Subject, Assert.Single(chain).Subject));
    }

    [Fact]
    public async Task One_that_has_ended_is_used_and_said()
    {
        var (own, key) = Made("CN=box", DateTimeOffset.UtcNow.AddDays(-1));
        File.WriteAllText(_folder.File("office.pem"), own + "\n" + key);

        var (certificate, _) = await Open("office.pem").Identity;

        Assert.Equal("CN=box", certificate.Subject);
        Assert.Contains("renewed", Assert.Single(_told), StringComparison.Ordinal);
    }

    private static (string Certificate, string Key) Made(string name, DateTimeOffset until)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var made = request.CreateSelfSigned(until.AddDays(-30), until);
        return (made.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    private OwnCertificate Open(string? certificate = null, string? key = null, string? host = null) =>
        OwnCertificate.Open(_folder.Path, new NetworkConfig { Certificate = certificate, CertificateKey = key, PublicHost = host }, TimeProvider.System, _told.Add);
}

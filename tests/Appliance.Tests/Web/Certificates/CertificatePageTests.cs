using System.Net;
using System.Net.Http.Json;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Appliance.Certificates;
using Appliance.Tests.Certificates;
using Appliance.Web.Certificates;

namespace Appliance.Tests.Web.Certificates;

public sealed class CertificatePageTests : IDisposable
{
    private const string Name = "desk.office.test";

    private readonly TestAuthority _authority = new(DateTimeOffset.UtcNow);
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _authority.Dispose();
        _key.Dispose();
    }

    [Fact]
    public async Task An_uploaded_certificate_is_used_from_the_next_connection_on_and_the_open_one_goes_on()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        await using var open = await Wire.OpenAsync(bed);
        Assert.Contains("200", await open.AskAsync("localhost"), StringComparison.Ordinal);
        var before = open.Shown;
        using var own = _authority.Issue(_key, names: Name);

        using var answer = await UploadAsync(owner, ("certificate", own.ExportCertificatePem() + "\n" + _authority.Chain), ("key", _key.ExportPkcs8PrivateKeyPem()));

        Assert.Equal("/box/certificate?done=uploaded", answer.Headers.Location?.ToString());
        Assert.Contains("200", await open.AskAsync("localhost"), StringComparison.Ordinal);
        await using var next = await Wire.OpenAsync(bed);
        Assert.Equal((own.Thumbprint, 2), (next.Shown, next.ChainLength));
        Assert.NotEqual(before, next.Shown);
        // The office gave the box this name by the certificate; another one is still a stranger's.
        Assert.Contains("200", await next.AskAsync(Name), StringComparison.Ordinal);
        Assert.Contains("421", await next.AskAsync("other.office.test"), StringComparison.Ordinal);

        var page = await owner.TextAsync(bed.Safe, "/box/certificate?done=uploaded");
        Assert.Contains("This certificate was uploaded.", page, StringComparison.Ordinal);
        Assert.Contains(Name, page, StringComparison.Ordinal);
        Assert.Contains("This page was opened as 127.0.0.1", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/box/certificate\"", await owner.TextAsync(bed.Safe, "/box"), StringComparison.Ordinal);

        using var back = await owner.PostAsync(bed.Safe, "/box/certificate", "/box/certificate/own");
        Assert.Equal("/box/certificate?done=own", back.Headers.Location?.ToString());
        await using var last = await Wire.OpenAsync(bed);
        Assert.Equal(before, last.Shown);
        Assert.False(File.Exists(Path.Combine(bed.Folder, CertificateFile.FileName)));
        Assert.Contains("421", await last.AskAsync(Name), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_files_of_a_form_are_taken_as_well_and_outlast_a_restart_with_the_rights_of_the_owner_alone()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        using var own = _authority.Issue(_key, names: Name);
        using var form = new MultipartFormDataContent
        {
            { new StringContent(await SealAsync(owner)), "seal" },
            { new ByteArrayContent(Encoding.ASCII.GetBytes(own.ExportCertificatePem() + "\n" + _authority.Chain)), "certificate-file", "chain.pem" },
            { new ByteArrayContent(Encoding.ASCII.GetBytes(_key.ExportPkcs8PrivateKeyPem())), "key-file", "key.pem" },
        };

        using var answer = await owner.SendAsync(HttpMethod.Post, bed.Safe, "/box/certificate", form);
        Assert.Equal("/box/certificate?done=uploaded", answer.Headers.Location?.ToString());
        await bed.RestartAsync();

        await using var next = await Wire.OpenAsync(bed);
        Assert.Equal((own.Thumbprint, 2), (next.Shown, next.ChainLength));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(bed.Folder, CertificateFile.FileName)));
    }

    [Fact]
    public async Task A_fault_stands_beside_its_field_and_what_was_typed_is_not_shown_again()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        await using var before = await Wire.OpenAsync(bed);
        using var own = _authority.Issue(_key, names: Name);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var chain = own.ExportCertificatePem() + "\n" + _authority.Chain;

        foreach (var (field, sentence, certificate, key, password) in ((string, string, string, string, string)[])
        [
            ("key", "The key does not belong to the certificate.", chain, other.ExportPkcs8PrivateKeyPem(), ""),
            ("certificate", "is missing. Add it below yours", own.ExportCertificatePem(), _key.ExportPkcs8PrivateKeyPem(), ""),
            ("certificate", "There is no certificate.", "", "", ""),
            ("password", "The key is locked.", chain, _key.ExportEncryptedPkcs8PrivateKeyPem("a", new PbeParameters(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1000)), ""),
        ])
        {
            using var answer = await UploadAsync(owner, ("certificate", certificate), ("key", key), ("password", password));
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Stop));
            Assert.Contains(sentence, page[page.IndexOf($"id=\"{field}-trouble\">", StringComparison.Ordinal)..], StringComparison.Ordinal);
            Assert.Contains($"aria-describedby=\"{field}-trouble", page, StringComparison.Ordinal);
            Assert.DoesNotContain("PRIVATE KEY-----\n", page, StringComparison.Ordinal);
            Assert.DoesNotContain(own.ExportCertificatePem()[..100], page, StringComparison.Ordinal);
        }

        await using var after = await Wire.OpenAsync(bed);
        Assert.Equal(before.Shown, after.Shown);
    }

    [Fact]
    public async Task A_program_uploads_looks_and_goes_back_and_every_step_is_told()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        using var own = _authority.Issue(_key, names: Name);
        using var whole = own.CopyWithPrivateKey(_key);
        var container = new X509Certificate2Collection { whole, _authority.Middle, _authority.Root }.Export(X509ContentType.Pkcs12, "open it")!;

        var before = await ApiAsync(owner, HttpMethod.Get, null);
        var kept = await ApiAsync(owner, HttpMethod.Put, new { container = Convert.ToBase64String(container), password = "open it" });
        var wrong = await ApiAsync(owner, HttpMethod.Put, new { container = "%%%" }, HttpStatusCode.BadRequest);
        var empty = await ApiAsync(owner, HttpMethod.Put, new { }, HttpStatusCode.BadRequest);
        var back = await ApiAsync(owner, HttpMethod.Delete, null);

        Assert.Equal(("made", "uploaded", "made"), (Text(before, "source"), Text(kept, "source"), Text(back, "source")));
        Assert.Equal(Name, Assert.Single(kept.GetProperty("names").EnumerateArray()).GetString());
        Assert.Equal("CN=Test Intermediate", Text(kept, "issuer"));
        Assert.Equal(own.GetCertHashString(HashAlgorithmName.SHA256), Text(kept, "fingerprint").Replace(":", "", StringComparison.Ordinal));
        Assert.Equal(("certificate.unfit", true), (Text(wrong, "code"), wrong.GetProperty("errors").TryGetProperty("container", out _)));
        Assert.True(empty.GetProperty("errors").TryGetProperty("certificate", out _));
        var told = await bed.Browser().GetAsync(bed.Safe, "/api/audit");
        Assert.Equal(HttpStatusCode.Unauthorized, told.StatusCode);
        using var audit = await owner.GetAsync(bed.Safe, "/api/audit");
        var lines = (await audit.Content.ReadFromJsonAsync<JsonElement>(Stop)).EnumerateArray().Select(line => $"{Text(line, "what")} {Text(line, "which")}").ToArray();
        Assert.Contains($"certificate-uploaded {Name}", lines);
        Assert.Contains("certificate-forgotten ", lines);
    }

    [Fact]
    public async Task One_that_is_larger_than_any_is_turned_away()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();

        using var page = await UploadAsync(owner, ("certificate", new string('x', CertificatePapers.Longest + 1)));
        Assert.Contains("longer than any certificate", await page.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        using var huge = await UploadAsync(owner, ("certificate", new string('x', 2 * CertificateApi.LargestBody)));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, huge.StatusCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_that_has_ended_or_is_broken_never_stops_the_box_and_the_page_says_so(bool isBroken)
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        await using var own = await Wire.OpenAsync(bed);
        var file = new CertificateFile(bed.Folder);
        Assert.Null(file.Keep(_authority.Identity(DateTimeOffset.UtcNow.AddDays(-1), Name), CertificateSource.Uploaded));
        if (isBroken)
            await File.WriteAllTextAsync(Path.Combine(bed.Folder, CertificateFile.FileName), "-----BEGIN CERTIFICATE-----\nnothing", Stop);

        await bed.RestartAsync();

        await using var next = await Wire.OpenAsync(bed);
        Assert.Equal(own.Shown, next.Shown);
        var page = await owner.TextAsync(bed.Safe, "/box/certificate");
        Assert.Contains(isBroken ? "cannot be read any more, so the page uses the box's own" : "has ended, so the page uses the box's own", page, StringComparison.Ordinal);
        Assert.Contains(isBroken ? "page-certificate.pem cannot be used" : "The page's certificate ended on", bed.Log, StringComparison.Ordinal);
        using var back = await owner.PostAsync(bed.Safe, "/box/certificate", "/box/certificate/own");
        Assert.DoesNotContain("class=\"trouble\"", await owner.TextAsync(bed.Safe, "/box/certificate"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_key_leaves_the_box_by_no_answer_no_backup_and_no_log()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        using var own = _authority.Issue(_key, names: Name);
        var key = _key.ExportPkcs8PrivateKeyPem();
        using var answer = await UploadAsync(owner, ("certificate", own.ExportCertificatePem() + "\n" + _authority.Chain), ("key", key));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);

        using var backup = await owner.PostAsync(bed.Safe, "/box", "/box/backup", ("passphrase", BoxSiteBed.Good));
        var (_, page) = await owner.WholeAsync(bed.Safe, "/box/certificate");
        var (_, view) = await owner.WholeAsync(bed.Safe, "/api/certificate");

        var secret = key.Split('\n')[1];
        foreach (var text in (string[])[await backup.Content.ReadAsStringAsync(Stop), page, view, bed.Log])
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_https_there_is_nothing_to_upload()
    {
        await using var bed = await BoxSiteBed.StartAsync(hasTls: false);
        using var owner = await bed.OwnerAsync();

        Assert.Contains("The page has no HTTPS", await owner.TextAsync(bed.Plain, "/box/certificate"), StringComparison.Ordinal);
        Assert.Equal("certificate.no-tls", Text(await ApiAsync(owner, HttpMethod.Get, null, HttpStatusCode.Conflict), "code"));
        Assert.Equal("certificate.no-tls", Text(await ApiAsync(owner, HttpMethod.Put, new { certificate = "x" }, HttpStatusCode.Conflict), "code"));
    }

    internal static async Task<JsonElement> ApiAsync(TestBrowser owner, HttpMethod method, object? body, HttpStatusCode status = HttpStatusCode.OK, string path = "/api/certificate")
    {
        using var session = await owner.GetAsync(owner.Bed.Safe, "/api/session");
        var seal = (await session.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("seal").GetString()!;
        using var answer = await owner.SendAsync(method, owner.Bed.Safe, path, body is null ? null : JsonContent.Create(body), ("X-Landline-Seal", seal));
        Assert.Equal(status, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
    }

    internal static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static async Task<string> SealAsync(TestBrowser owner) => BoxSiteBed.SealField.Match(await owner.TextAsync(owner.Bed.Safe, "/box/certificate")).Value;

    private static async Task<HttpResponseMessage> UploadAsync(TestBrowser owner, params (string Name, string Value)[] fields)
    {
        using var form = new MultipartFormDataContent { { new StringContent(await SealAsync(owner)), "seal" } };
        foreach (var (name, value) in fields)
            form.Add(new StringContent(value), name);
        return await owner.SendAsync(HttpMethod.Post, owner.Bed.Safe, "/box/certificate", form);
    }

    /// <summary>One connection that stays open, and the certificate it was shown.</summary>
    private sealed class Wire : IAsyncDisposable
    {
        private readonly TcpClient _tcp = new();
        private SslStream _tls = null!;

        public string Shown { get; private set; } = "";

        public int ChainLength { get; private set; }

        public static async Task<Wire> OpenAsync(BoxSiteBed bed)
        {
            var wire = new Wire();
            await wire._tcp.ConnectAsync(IPAddress.Loopback, bed.TlsPort, Stop);
            wire._tls = new SslStream(wire._tcp.GetStream());
            await wire._tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = Name,
                    RemoteCertificateValidationCallback = (_, certificate, chain, _) =>
                    {
                        // What was sent is in the extra store; the certificate itself is the first of it.
                        (wire.Shown, wire.ChainLength) = (((X509Certificate2)certificate!).Thumbprint, chain!.ChainPolicy.ExtraStore.Count);
                        return certificate.Subject is "CN=landline.local";
                    },
                },
                Stop);
            return wire;
        }

        /// <summary>The status line of what is asked under this name.</summary>
        public async Task<string> AskAsync(string host)
        {
            await _tls.WriteAsync(Encoding.ASCII.GetBytes($"GET /health HTTP/1.1\r\nHost: {host}\r\n\r\n"), Stop);
            var bytes = new byte[8192];
            var text = "";
            while (!IsWhole(text))
                text += Encoding.UTF8.GetString(bytes, 0, await _tls.ReadAsync(bytes, Stop));
            return text[..text.IndexOf('\r', StringComparison.Ordinal)];
        }

        public async ValueTask DisposeAsync()
        {
            await _tls.DisposeAsync();
            _tcp.Dispose();
        }

        private static bool IsWhole(string text)
        {
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end < 0)
                return false;
            var length = text.Split("\r\n").FirstOrDefault(static line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
            return length is null ? text.EndsWith("0\r\n\r\n", StringComparison.Ordinal) : Encoding.UTF8.GetByteCount(text[(end + 4)..]) >= int.Parse(length[15..].Trim());
        }
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Appliance.Configuration;
using Appliance.Tests.Certificates;
using Appliance.Web.Certificates;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Appliance.Tests.Web;

/// <summary>Secrets that are easy to find, put everywhere a secret can be, and then looked for everywhere one could come out (DESIGN law 6).</summary>
public sealed class SecretsTests
{
    private const string LineSecret = "Tainted-Line-Secret-4711";
    private const string PhoneSecret = "Tainted-Phone-Secret-4712";
    private const string WrongPassphrase = "a tainted wrong passphrase";

    private const string Settings = """
        [office]
        country = "TW"

        [[trunk]]
        id = "plan-b"
        kind = "sip"
        host = "sip.carrier.example"
        user-name = "office"
        password-secret = "line"
        numbers = ["+886277003001"]
        caller-number = "+886277003001"

        [[extension]]
        number = "101"
        password-secret = "phone"

        """;

    private static readonly Dictionary<string, string> Examples = new(StringComparer.Ordinal)
    {
        ["number"] = "101",
        ["name"] = "line",
        ["language"] = "en",
        ["revision"] = "1",
        ["id"] = "101",
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_secret_is_in_any_answer_the_log_or_a_file_but_its_own()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        var pin = bed.Pin;
        using var owner = await bed.OwnerAsync();
        Assert.Null(bed.Settings.Secrets.Import("line", LineSecret));
        Assert.Null(bed.Settings.Secrets.Import("phone", PhoneSecret));
        Assert.IsType<SettingsOutcome.Applied>(bed.Settings.Apply(Settings));
        using var made = await owner.PostAsync(bed.Safe, "/access", "/access/tokens", ("name", "wallboard"), ("passphrase", BoxSiteBed.Good));
        using var authority = new TestAuthority(DateTimeOffset.UtcNow);
        Assert.Null(new CertificateFile(bed.Folder).Keep(authority.Identity(names: "desk.office.test"), CertificateSource.Uploaded));
        var key = owner.Cookies.GetAllCookies().Single(cookie => cookie.Name == "__Host-landline").Value;
        var token = Regex.Match(await made.Content.ReadAsStringAsync(Stop), "landline_[A-Za-z0-9_-]{43}", RegexOptions.None, TimeSpan.FromSeconds(1)).Value;
        using var wrong = await owner.SendAsync(HttpMethod.Post, bed.Safe, "/api/session", JsonContent.Create(new { passphrase = WrongPassphrase }));
        string[] secrets = [LineSecret, PhoneSecret, BoxSiteBed.Good, WrongPassphrase, key, token, token["landline_".Length..], pin, bed.Desk.PassphraseHash!, "PRIVATE KEY"];

        var answered = 0;
        foreach (var path in Paths(bed))
        {
            foreach (var (name, value) in new[] { ("Accept-Language", "en"), ("Accept-Language", "zh-TW"), ("Authorization", $"Bearer {token}") })
            {
                var (status, text) = await owner.WholeAsync(bed.Safe, path, (name, value));
                answered += status is HttpStatusCode.OK ? 1 : 0;
                AssertClean(text, $"the answer to {path} ({name}: {(name is "Authorization" ? "a token" : value)})");
            }
        }

        Assert.True(answered > 40, $"Only {answered} answers had something to look at.");
        AssertClean(bed.Log, "the log");
        foreach (var file in Directory.EnumerateFiles(bed.Folder, "*", SearchOption.AllDirectories).Where(file => !IsForSecrets(Path.GetRelativePath(bed.Folder, file))))
            AssertClean(await ReadSharedAsync(file), Path.GetRelativePath(bed.Folder, file));
        foreach (var file in Directory.EnumerateFiles(bed.Folder, "*", SearchOption.AllDirectories).Where(file => IsForSecrets(Path.GetRelativePath(bed.Folder, file))))
            Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(file) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead));

        void AssertClean(string text, string where)
        {
            foreach (var secret in secrets)
                Assert.False(text.Contains(secret, StringComparison.Ordinal), $"{where} has \"{secret}\".");
        }
    }

    /// <summary>Where secrets belong, readable for the box alone.</summary>
    private static bool IsForSecrets(string file) =>
        file.StartsWith("secrets", StringComparison.Ordinal) || file is OwnerFile.FileName or "tls.pem" or "access.key" or CertificateFile.FileName or AcmeAccountFile.FileName;

    private static IEnumerable<string> Paths(BoxSiteBed bed) => bed.Web.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Contains("GET"))
        .Select(endpoint => Regex.Replace("/" + endpoint.RoutePattern.RawText!.TrimStart('/'), @"\{(?<name>[a-zA-Z]+)[^}]*\}", one => Examples.GetValueOrDefault(one.Groups["name"].Value, "101"), RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)))
        .Select(path => path is "/api/live" ? "/api/live?topics=home,calls" : path)
        .Distinct(StringComparer.Ordinal);

    private static async Task<string> ReadSharedAsync(string file)
    {
        await using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var text = new StreamReader(open, System.Text.Encoding.Latin1);
        return await text.ReadToEndAsync(Stop);
    }
}

using System.Net;
using System.Text.Json;
using Appliance.Tests.Certificates;
using Appliance.Web.Certificates;
using Microsoft.Extensions.DependencyInjection;

namespace Appliance.Tests.Web.Certificates;

public sealed class AcmePageTests
{
    private const string Name = "desk.office.test";

    // Nothing listens at port 1.
    private const string Nowhere = "https://127.0.0.1:1/directory";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_wanted_of_an_authority_is_in_the_settings_and_an_upload_or_going_back_ends_it()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        using var authority = new TestAuthority(DateTimeOffset.UtcNow);

        using var answer = await owner.PostAsync(bed.Safe, "/box/certificate", "/box/certificate/acme",
            ("name", "Desk.Office.Test"), ("directory", Nowhere), ("email", "it@office.test"), ("roots", authority.Root.ExportCertificatePem()), ("terms", "1"));

        Assert.Equal("/box/certificate?done=acme", answer.Headers.Location?.ToString());
        var wanted = bed.Settings.Current.Config.PageCertificate;
        Assert.Equal((Name, Nowhere, "it@office.test", true, "page-authority.pem"), (wanted.Name, wanted.Directory, wanted.Email, wanted.TermsAgreed, wanted.ExtraCertificates));
        Assert.Equal(authority.Root.ExportCertificatePem(), (await File.ReadAllTextAsync(Path.Combine(bed.Folder, "page-authority.pem"), Stop)).Trim());
        // The authority calls under this name.
        using var called = await owner.GetAsync(bed.Plain, "/health", ("Host", Name));
        Assert.Equal(HttpStatusCode.OK, called.StatusCode);
        Assert.Contains($"value=\"{Name}\"", await owner.TextAsync(bed.Safe, "/box/certificate"), StringComparison.Ordinal);

        var identity = authority.Identity(names: Name);
        var uploaded = await CertificatePageTests.ApiAsync(owner, HttpMethod.Put, new { certificate = identity.ToPem() + authority.Root.ExportCertificatePem() });
        Assert.Equal(("uploaded", JsonValueKind.Null), (CertificatePageTests.Text(uploaded, "source"), uploaded.GetProperty("acme").ValueKind));
        Assert.Null(bed.Settings.Current.Config.PageCertificate.Name);

        var again = await CertificatePageTests.ApiAsync(owner, HttpMethod.Put, new { name = Name, directory = Nowhere, termsAgreed = true }, path: "/api/certificate/acme");
        Assert.Equal(Name, again.GetProperty("acme").GetProperty("name").GetString());
        var back = await CertificatePageTests.ApiAsync(owner, HttpMethod.Delete, null);
        Assert.Equal(("made", JsonValueKind.Null), (CertificatePageTests.Text(back, "source"), back.GetProperty("acme").ValueKind));
    }

    [Fact]
    public async Task An_authority_that_cannot_be_reached_is_said_and_the_certificate_in_use_stays()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        using var authority = new TestAuthority(DateTimeOffset.UtcNow);
        var identity = authority.Identity(names: Name);
        await CertificatePageTests.ApiAsync(owner, HttpMethod.Put, new { certificate = identity.ToPem() + authority.Root.ExportCertificatePem() });

        await CertificatePageTests.ApiAsync(owner, HttpMethod.Put, new { name = Name, directory = Nowhere, termsAgreed = true }, path: "/api/certificate/acme");
        var keeper = bed.Web.Services.GetRequiredService<AcmeKeeper>();
        Assert.True(SpinWait.SpinUntil(() => keeper.State.Fault is not null, TimeSpan.FromSeconds(20)));

        var view = await CertificatePageTests.ApiAsync(owner, HttpMethod.Get, null);
        Assert.Equal(("uploaded", "unreachable"), (CertificatePageTests.Text(view, "source"), view.GetProperty("acme").GetProperty("fault").GetString()));
        Assert.True(view.GetProperty("acme").GetProperty("next").GetDateTimeOffset() > DateTimeOffset.UtcNow.AddMinutes(10));
        Assert.Contains("The authority could not be reached (127.0.0.1: ", await owner.TextAsync(bed.Safe, "/box/certificate"), StringComparison.Ordinal);
        Assert.Contains("A certificate for the page was not got: The authority could not be reached", bed.Log, StringComparison.Ordinal);
        using var tried = await owner.PostAsync(bed.Safe, "/box/certificate", "/box/certificate/acme/try");
        Assert.Equal("/box/certificate?done=acme", tried.Headers.Location?.ToString());
        using var stopped = await owner.PostAsync(bed.Safe, "/box/certificate", "/box/certificate/acme/stop");
        Assert.Equal("/box/certificate?done=stopped", stopped.Headers.Location?.ToString());
        Assert.Equal("uploaded", CertificatePageTests.Text(await CertificatePageTests.ApiAsync(owner, HttpMethod.Get, null), "source"));
    }

    [Theory]
    [InlineData("name", "192.168.1.1")]
    [InlineData("name", "*.office.test")]
    [InlineData("name", "office")]
    [InlineData("name", "")]
    [InlineData("directory", "http://ca.test/directory")]
    [InlineData("directory", "https://user:password@ca.test/")]
    [InlineData("email", "it")]
    [InlineData("email", "it@office.test?cc=x")]
    [InlineData("roots", "no certificate")]
    [InlineData("terms", "")]
    public async Task A_field_that_is_not_right_gets_a_sentence_and_nothing_is_changed(string field, string typed)
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        var before = bed.Settings.Current.Text;
        Dictionary<string, string> fields = new(StringComparer.Ordinal) { ["name"] = Name, ["directory"] = "", ["email"] = "", ["roots"] = "", ["terms"] = "1", [field] = typed };

        using var answer = await owner.PostAsync(bed.Safe, "/box/certificate", "/box/certificate/acme", [.. fields.Select(static one => (one.Key, one.Value))]);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains($"id=\"{field}-trouble\"", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Equal(before, bed.Settings.Current.Text);
    }

    [Fact]
    public async Task Only_the_token_that_is_awaited_is_answered_and_in_the_clear()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var stranger = bed.Browser();
        var challenges = bed.Web.Services.GetRequiredService<AcmeChallenges>();

        async Task<(HttpStatusCode, string)> AskAsync(string token)
        {
            using var answer = await stranger.GetAsync(bed.Plain, $"/.well-known/acme-challenge/{token}");
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Stop));
        }

        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync("token-1")).Item1);
        challenges.Expect(("token-1", "token-1.print"));
        Assert.Equal((HttpStatusCode.OK, "token-1.print"), await AskAsync("token-1"));
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync("token-2")).Item1);
        challenges.Expect(null);
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync("token-1")).Item1);
    }
}

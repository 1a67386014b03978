using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Browser.Tests;

/// <summary>The page of the certificate in a real browser, served by the real program.</summary>
public sealed class CertificatePageTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en")]
    [InlineData("zh-TW")]
    public async Task A_certificate_is_uploaded_and_nothing_on_the_page_is_out_of_reach(string language)
    {
        await using var box = await RunningBox.StartAsync(language, Stop);
        await using var browser = await ChromiumBrowser.StartAsync();
        var page = await browser.OwnerAsync(box, language: language);
        var (certificate, key) = Make("desk.office.test");

        await page.GotoAsync($"{OfficePagesTests.Home(box)}/box");
        await page.Locator("a[href='/box/certificate']").ClickAsync();
        await page.Locator("#acme").WaitForAsync();
        await page.Locator("summary").ClickAsync();
        await page.JudgeAsync("certificate", language);
        await page.Locator("#certificate").FillAsync(certificate);
        await page.Locator("#key").FillAsync(Make("other.office.test").Key);
        await page.Locator("form[action='/box/certificate'] button").ClickAsync();
        await page.Locator("#key-trouble").WaitForAsync();
        Assert.Equal("", await page.Locator("#key").InputValueAsync());
        await page.JudgeAsync("certificate-wrong", language);

        await page.Locator("#certificate").FillAsync(certificate);
        await page.Locator("#key").FillAsync(key);
        await page.Locator("form[action='/box/certificate'] button").ClickAsync();
        await page.WaitForURLAsync("**/box/certificate?done=uploaded");
        await page.JudgeAsync("certificate-uploaded", language);
        await page.Locator("form[action='/box/certificate/own'] button").ClickAsync();
        await page.WaitForURLAsync("**/box/certificate?done=own");

        // A form that is not right comes back with 400, which Chromium writes into its console.
        Assert.DoesNotContain(browser.Complaints, complaint => !complaint.Contains("400", StringComparison.Ordinal));
    }

    private static (string Certificate, string Key) Make(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        var now = DateTimeOffset.UtcNow;
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        return (made.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }
}

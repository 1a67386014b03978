using Appliance.Configuration;

namespace Appliance.Tests.Configuration;

public sealed class PageCertificateSettingsTests
{
    [Fact]
    public void The_section_says_what_is_wanted_of_an_authority()
    {
        var reading = ConfigReader.Read("""
            [web.certificate]
            name = "phones.example.com"
            email = "it@example.com"
            terms-agreed = true
            extra-certificates = "roots.pem"
            """);

        Assert.True(reading.IsUsable);
        Assert.Equal(
            new PageCertificateConfig { Name = "phones.example.com", Email = "it@example.com", TermsAgreed = true, ExtraCertificates = "roots.pem" },
            reading.Config.PageCertificate);
        Assert.Equal("https://acme-v02.api.letsencrypt.org/directory", reading.Config.PageCertificate.Directory);
    }

    [Theory]
    [InlineData("name = \"192.168.1.1\"\nterms-agreed = true", "web.certificate.name")]
    [InlineData("name = \"*.example.com\"\nterms-agreed = true", "web.certificate.name")]
    [InlineData("name = \"phones.example.com\"", "web.certificate.name")]
    [InlineData("name = \"phones.example.com\"\nterms-agreed = false", "web.certificate.terms-agreed")]
    [InlineData("name = \"phones.example.com\"\nterms-agreed = true\ndirectory = \"http://ca.test/\"", "web.certificate.directory")]
    [InlineData("name = \"phones.example.com\"\nterms-agreed = true\nemail = \"nobody\"", "web.certificate.email")]
    [InlineData("names = \"phones.example.com\"", "web.certificate.names")]
    public void What_is_wrong_is_said_at_its_setting(string lines, string key)
    {
        var reading = ConfigReader.Read($"[web.certificate]\n{lines}\n");

        Assert.Equal(key, Assert.Single(reading.Faults).Key);
        Assert.False(reading.IsUsable);
    }

    [Theory]
    [InlineData("phones.example.com", true)]
    [InlineData("xn--fiq228c.example", true)]
    [InlineData("a.b", true)]
    [InlineData("office", false)]
    [InlineData("-a.example", false)]
    [InlineData("a..example", false)]
    [InlineData("a.example.", false)]
    [InlineData("a b.example", false)]
    [InlineData("10.0.0.1", false)]
    [InlineData("電話.example", false)]
    public void A_name_is_a_whole_one_of_hosts(string name, bool isOne) => Assert.Equal(isOne, PageCertificateCheck.IsName(name));

    [Fact]
    public void The_editor_adds_the_section() =>
        Assert.Equal("[web.certificate]\nname = \"a.test\"\n", SettingsEditor.Set("", "web.certificate.name", new SettingValue.Text("a.test")));
}

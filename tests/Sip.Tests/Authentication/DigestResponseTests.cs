using Sip.Authentication;

namespace Sip.Tests.Authentication;

public sealed class DigestResponseTests
{
    [Theory]
    [InlineData(DigestAlgorithm.Md5, "8ca523f5e9506fed4657c9700eebdbec")]
    [InlineData(DigestAlgorithm.Sha256, "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1")]
    public void The_example_of_rfc_7616_section_3_9_1_comes_out(DigestAlgorithm algorithm, string expected)
    {
        var secret = DigestSecret.Of("Mufasa", "http-auth@example.org", "Circle of Life");

        Assert.Equal(expected, DigestResponse.Compute(
            algorithm, secret.SumFor(algorithm)!, "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", "00000001",
            "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", "GET", "/dir/index.html"));
    }

    [Fact]
    public void The_example_of_rfc_2617_section_3_5_comes_out()
    {
        var secret = DigestSecret.Of("Mufasa", "testrealm@host.com", "Circle Of Life");

        Assert.Equal("6629fae49393a05397450978507c4ef1", DigestResponse.Compute(
            DigestAlgorithm.Md5, secret.SumFor(DigestAlgorithm.Md5)!, "dcd98b7102dd2f0e8b11d0f600bfb0c093", "00000001", "0a4f113b", "GET", "/dir/index.html"));
    }

    [Fact]
    public void The_form_of_rfc_2069_without_qop_comes_out()
    {
        var secret = DigestSecret.Of("Mufasa", "testrealm@host.com", "CircleOfLife");

        Assert.Equal("1949323746fe6a43ef61f9606e7febea", DigestResponse.Compute(
            DigestAlgorithm.Md5, secret.SumFor(DigestAlgorithm.Md5)!, "dcd98b7102dd2f0e8b11d0f600bfb0c093", null, "", "GET", "/dir/index.html"));
    }

    [Fact]
    public void No_secret_is_ever_shown()
    {
        Assert.Equal("200 (secret)", DigestSecret.Of("200", "office", "hush").ToString());
        Assert.Equal("200 (secret)", new DigestAccount("200", "hush").ToString());
        Assert.Equal("Authorization: (secret)", new AuthorizationLine(Sip.Messages.HeaderName.Authorization, "Digest response=\"1\"").ToString());
    }
}

using System.Text;
using Sip.Messages;

namespace Sip.Tests.Messages;

/// <summary>RFC 5118 section 4: addresses of version 6 in Request-URI, Via and Contact.</summary>
public sealed class Ipv6TortureTests
{
    [Fact]
    public void An_ipv6_reference_is_a_host()
    {
        var request = Read(Register("sip:[2001:db8::10]", "[2001:db8::9:1];received=[2001:db8::9:255]"));

        Assert.Equal("2001:db8::10", Text(request.Uri.Host));
        Assert.Null(request.Uri.Port);
        Assert.Equal("2001:db8::9:1", Text(request.TopVia.Host));
        Assert.Null(request.TopVia.Port);
    }

    [Fact]
    public void An_ipv6_address_without_brackets_is_refused()
    {
        var result = SipParser.Read(Bytes(Register("sip:2001:db8::10", "[2001:db8::9:1]")));

        Assert.Equal(SipParseError.RequestUri, result.Error);
        Assert.Equal(400, result.AnswerWith);
    }

    [Fact]
    public void A_port_stands_behind_the_bracket_and_nowhere_else()
    {
        var inside = Read(Register("sip:[2001:db8::10:5070]", "[2001:db8::9:1]:5090"));
        var behind = Read(Register("sip:[2001:db8::10]:5070", "[2001:db8::9:1] : 5090"));

        Assert.Null(inside.Uri.Port);
        Assert.Equal(5070, behind.Uri.Port);
        Assert.Equal(5090, inside.TopVia.Port);
        Assert.Equal(5090, behind.TopVia.Port);
    }

    [Theory]
    [InlineData("received=[2001:db8::9:255]")]
    [InlineData("received=2001:db8::9:255")]
    public void Received_is_read_with_and_without_brackets(string received)
    {
        var request = Read(Register("sip:[2001:db8::10]", "[2001:db8::9:1];" + received));

        Assert.Equal("2001:db8::9:255", Text(request.TopVia.Received));
    }

    [Theory]
    [InlineData("sip:[::ffff:192.0.2.10]:19823")]
    [InlineData("sip:[2001:db8:::192.0.2.1]")] // the extra colon that the grammar of RFC 3261 itself produced
    public void Addresses_with_dots_inside_are_read(string uri) => Assert.True(Read(Register(uri, "[::ffff:192.0.2.2]")).Uri.IsValid);

    [Theory]
    [InlineData("sip:[2001:db8::10")]
    [InlineData("sip:[]")]
    [InlineData("sip:[not-an-address]")]
    [InlineData("sip:[2001:db8::10]x")]
    public void A_broken_reference_is_refused(string uri) =>
        Assert.Equal(SipParseError.RequestUri, SipParser.Read(Bytes(Register(uri, "192.0.2.1"))).Error);

    [Fact]
    public void Both_versions_stand_side_by_side()
    {
        var request = Read(Register("sip:user@[2001:db8::10]", "192.0.2.1:5060, SIP/2.0/UDP [2001:db8::9:1]:5060"));

        Assert.Equal(2, request.Vias.Count());
    }

    [Fact]
    public void A_kept_address_is_written_with_its_brackets()
    {
        Assert.True(SipUri.TryParse("sip:user@[2001:db8::10]:5070;transport=tcp", out var uri));
        Assert.Equal("2001:db8::10", uri.Host);
        Assert.Equal("sip:user@[2001:db8::10]:5070;transport=tcp", uri.ToString());
    }

    private static string Register(string uri, string via) =>
        $"REGISTER {uri} SIP/2.0\r\nTo: sip:user@example.com\r\nFrom: sip:user@example.com;tag=81x2\r\n"
        + $"Via: SIP/2.0/UDP {via};branch=z9hG4bKas3-111\r\nCall-ID: SSG9559905523997077@hlau_4100\r\n"
        + "Max-Forwards: 70\r\nContact: \"Caller\" <sip:caller@[2001:db8::1]>\r\nCSeq: 98176 REGISTER\r\nContent-Length: 0\r\n\r\n";

    private static SipRequest Read(string text) => Assert.IsType<SipRequest>(SipParser.Read(Bytes(text)).Message);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}

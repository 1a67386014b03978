using System.Text;
using Sip.Messages;

namespace Sip.Tests.Messages;

public sealed class HeaderViewTests
{
    [Theory]
    [InlineData("SIP/2.0/UDP 192.0.2.1", "UDP", "192.0.2.1", null)]
    [InlineData("SIP/2.0/TLS phone-1.example.com:5061;branch=z9hG4bK1", "TLS", "phone-1.example.com", 5061)]
    [InlineData("SIP / 2.0 / TCP  host_with_line : 5060 ; rport", "TCP", "host_with_line", 5060)]
    [InlineData("SIP/2.0/UDP [2001:db8::1]:5060;branch=z9hG4bK1", "UDP", "2001:db8::1", 5060)]
    public void A_via_is_taken_apart(string value, string transport, string host, int? port)
    {
        Assert.True(ViaView.TryParse(Bytes(value), out var via));
        Assert.Equal(transport, Text(via.Transport));
        Assert.Equal(host, Text(via.Host));
        Assert.Equal(port, via.Port);
    }

    [Theory]
    [InlineData("")]
    [InlineData("SIP/2.0 192.0.2.1")]
    [InlineData("SIP/2.0/UDP")]
    [InlineData("SIP/2.0/UDP192.0.2.1")]
    [InlineData("SIP/2.0/UDP 192.0.2.1:")]
    [InlineData("SIP/2.0/UDP 192.0.2.1:65536")]
    [InlineData("SIP/2.0/UDP 192.0.2.1 x")]
    [InlineData("SIP/2.0/UDP [2001:db8::1")]
    public void A_via_without_protocol_or_sender_is_not_valid(string value)
    {
        Assert.False(ViaView.TryParse(Bytes(value), out var via));
        Assert.False(via.IsValid);
    }

    [Theory]
    [InlineData(";rport;branch=z9hG4bK1", true, null)]
    [InlineData(";branch=z9hG4bK1;RPort=40000", true, 40000)]
    [InlineData(";rport=", true, null)]
    [InlineData(";rport=70000", true, null)]
    [InlineData(";branch=z9hG4bK1", false, null)]
    public void Rport_is_asked_for_with_or_without_a_value(string parameters, bool asked, int? port)
    {
        Assert.True(ViaView.TryParse(Bytes("SIP/2.0/UDP 192.0.2.1" + parameters), out var via));
        Assert.Equal(asked, via.HasRPort);
        Assert.Equal(port, via.RPort);
    }

    [Theory]
    [InlineData("sip:a@example.com;tag=1", "", "sip:a@example.com", "1", false)]
    [InlineData("<sip:a@example.com;tag=2>;tag=1", "", "sip:a@example.com;tag=2", "1", true)]
    [InlineData("\"A \\\"B\\\" <C>, D\" <sip:a@example.com>;tag=1", "A \"B\" <C>, D", "sip:a@example.com", "1", true)]
    [InlineData("A. Bell (Dr) <sip:a@example.com> ; tag = 1", "A. Bell (Dr)", "sip:a@example.com", "1", true)]
    [InlineData("林小明 <sip:a@example.com>;tag=1", "林小明", "sip:a@example.com", "1", true)]
    [InlineData("<tel:+15550100>;tag=1", "", "tel:+15550100", "1", true)]
    public void A_name_and_address_are_taken_apart(string value, string name, string uri, string tag, bool hasBrackets)
    {
        Assert.True(NameAddressView.TryParse(Bytes(value), out var address));
        Assert.Equal(name, address.Name());
        Assert.Equal(uri, Text(address.UriText));
        Assert.Equal(tag, Text(address.Tag));
        Assert.Equal(hasBrackets, address.HasBrackets);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"open <sip:a@example.com>")]
    [InlineData("\"name\" sip:a@example.com")]
    [InlineData("<sip:a@example.com")]
    [InlineData("<sip:a@example.com> more")]
    [InlineData("<>")]
    [InlineData("two words")]
    public void A_broken_address_is_not_valid(string value) => Assert.False(NameAddressView.TryParse(Bytes(value), out _));

    [Theory]
    [InlineData("1", 1000)]
    [InlineData("1.000", 1000)]
    [InlineData("0.7", 700)]
    [InlineData("0.123", 123)]
    [InlineData("0.", 0)]
    [InlineData("1.001", null)]
    [InlineData("2", null)]
    [InlineData("0.1234", null)]
    [InlineData("x", null)]
    public void The_weight_of_a_contact_is_read_in_thousandths(string q, int? expected)
    {
        Assert.True(NameAddressView.TryParse(Bytes($"<sip:a@example.com>;q={q}"), out var contact));
        Assert.Equal(expected, contact.Q);
    }

    [Fact]
    public void Pitfall_14_a_contact_without_brackets_is_read()
    {
        Assert.True(NameAddressView.TryParse("sip:a@192.0.2.1:5062;expires=60"u8, out var contact));
        Assert.Equal(60u, contact.Expires);
        Assert.Equal(5062, contact.Uri.Port);
        Assert.False(contact.IsStar);
        Assert.True(NameAddressView.TryParse(" * "u8, out var star));
        Assert.True(star.IsStar);
    }

    [Fact]
    public void A_challenge_is_read_in_any_order_of_its_parameters()
    {
        Assert.True(ChallengeView.TryParse(
            "Digest  qop=\"auth,auth-int\",nonce=\"a,b\",stale=TRUE, realm=\"sip.twilio.com\" ,opaque=\"5ccc\",algorithm=SHA-256"u8, out var challenge));
        Assert.True(challenge.IsDigest);
        Assert.Equal("sip.twilio.com", Text(challenge.Realm));
        Assert.Equal("a,b", Text(challenge.Nonce));
        Assert.Equal("auth,auth-int", Text(challenge.Qop));
        Assert.Equal("SHA-256", Text(challenge.Algorithm));
        Assert.Equal("5ccc", Text(challenge.Opaque));
        Assert.True(challenge.IsStale);
    }

    [Fact]
    public void Credentials_are_read()
    {
        Assert.True(CredentialsView.TryParse(
            "Digest username=\"bob\\\"s\", realm=\"r\", nonce=\"n\", uri=\"sip:a@b\", response=\"0123\", qop=auth, nc=00000001, cnonce=\"c\""u8, out var credentials));
        Assert.Equal("bob\\\"s", Text(credentials.UserName));
        Assert.Equal("sip:a@b", Text(credentials.Uri));
        Assert.Equal("0123", Text(credentials.Response));
        Assert.Equal("00000001", Text(credentials.NonceCount));
        Assert.Equal("c", Text(credentials.ClientNonce));
        Assert.True(credentials.Algorithm.IsEmpty);
    }

    [Theory]
    [InlineData("Q.850;cause=16;text=\"Normal call clearing\"", "Q.850", 16, "Normal call clearing")]
    [InlineData("SIP ;cause=200 ;text=\"Call completed elsewhere\"", "SIP", 200, "Call completed elsewhere")]
    [InlineData("Q.850", "Q.850", null, "")]
    [InlineData("SIP;cause=4000", "SIP", null, "")]
    public void A_reason_is_read(string value, string protocol, int? cause, string text)
    {
        Assert.True(ReasonView.TryParse(Bytes(value), out var reason));
        Assert.Equal(protocol, Text(reason.Protocol));
        Assert.Equal(cause, reason.Cause);
        Assert.Equal(text, reason.Text);
        Assert.Equal(protocol is "Q.850", reason.IsQ850);
    }

    [Theory]
    [InlineData("1800", 1800u, SessionRefresher.None)]
    [InlineData("90 ; refresher=UAS", 90u, SessionRefresher.Uas)]
    [InlineData("4294967295;x=y;refresher=uac", 4294967295u, SessionRefresher.Uac)]
    [InlineData("90;refresher=proxy", 90u, SessionRefresher.None)]
    public void A_session_interval_is_read(string value, uint seconds, SessionRefresher refresher)
    {
        Assert.True(SessionExpires.TryParse(Bytes(value), out var expires));
        Assert.Equal(new SessionExpires(seconds, refresher), expires);
    }

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("4294967296")]
    [InlineData("-1")]
    public void A_session_interval_that_is_no_number_is_not_valid(string value) => Assert.False(SessionExpires.TryParse(Bytes(value), out _));

    [Fact]
    public void A_diversion_is_read()
    {
        Assert.True(DiversionView.TryParse("\"Desk, two\" <sip:+15550100@example.com>;reason=no-answer;counter=2;privacy=\"full\""u8, out var diversion));
        Assert.Equal("+15550100", Text(diversion.Address.Uri.User));
        Assert.Equal("no-answer", Text(diversion.Reason));
        Assert.Equal(2u, diversion.Counter);
        Assert.Equal("full", Text(diversion.Privacy));
    }

    [Theory]
    [InlineData("id", PrivacyKinds.Id)]
    [InlineData("user;ID ; critical", PrivacyKinds.User | PrivacyKinds.Id | PrivacyKinds.Critical)]
    [InlineData("header, session", PrivacyKinds.Header | PrivacyKinds.Session)]
    [InlineData("none", PrivacyKinds.None)]
    [InlineData("something", PrivacyKinds.Unspecified)]
    public void Privacy_is_read(string value, PrivacyKinds kinds) =>
        Assert.Equal(kinds, Privacy.Of(SipWriter.Request(SipMethod.Invite, "sip:a@example.com").Add(HeaderName.Privacy, value).ToRequest()));

    [Fact]
    public void Replaces_needs_both_tags()
    {
        Assert.True(ReplacesView.TryParse("abc@192.0.2.1;to-tag=1;from-tag=2;early-only"u8, out var replaces));
        Assert.Equal("abc@192.0.2.1", Text(replaces.CallId));
        Assert.Equal("1", Text(replaces.ToTag));
        Assert.Equal("2", Text(replaces.FromTag));
        Assert.True(replaces.IsEarlyOnly);
        Assert.False(ReplacesView.TryParse("abc;to-tag=1"u8, out _));
        Assert.False(ReplacesView.TryParse(";to-tag=1;from-tag=2"u8, out _));
    }

    [Fact]
    public void An_acknowledged_provisional_is_read()
    {
        Assert.True(RAck.TryParse("776656 1 INVITE"u8, out var rack));
        Assert.Equal(new RAck(776656, new(1, SipMethod.Invite)), rack);
        Assert.Equal("776656 1 INVITE", rack.ToString());
        Assert.False(RAck.TryParse("776656 INVITE"u8, out _));
    }

    [Fact]
    public void Several_asserted_identities_are_read_over_lines_and_commas()
    {
        var request = SipWriter.Request(SipMethod.Invite, "sip:a@example.com")
            .Add(HeaderName.PAssertedIdentity, "\"A, B\" <sip:+15550100@example.com>, <tel:+15550100>")
            .Add("p-asserted-identity", "<sip:c@example.com>")
            .ToRequest();

        Assert.Equal(3, request.All(HeaderName.PAssertedIdentity).Count());
    }

    [Fact]
    public void A_method_is_told_by_its_exact_text()
    {
        Assert.Equal(SipMethodKind.Invite, SipMethod.Of("INVITE"u8).Kind);
        Assert.Equal(SipMethodKind.Other, SipMethod.Of("invite"u8).Kind);
        Assert.Equal(SipMethod.Of("FOO"), SipMethod.Of("FOO"u8));
        Assert.NotEqual(SipMethod.Of("FOO"), SipMethod.Of("foo"));
        Assert.Equal("", default(SipMethod).Text);
    }

    [Theory]
    [InlineData(486, "Busy Here")]
    [InlineData(199, "Early Dialog Terminated")]
    [InlineData(499, "Bad Request")]
    [InlineData(299, "OK")]
    public void A_status_code_has_a_phrase(int code, string phrase) => Assert.Equal(phrase, StatusCode.Reason(code));

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}

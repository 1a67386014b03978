using System.Net;
using System.Text;
using FsCheck.Xunit;
using Sip.Messages;

namespace Sip.Tests.Messages;

public sealed class SipWriterTests
{
    [Fact]
    public void A_written_request_reads_back()
    {
        var request = Invite().Body("application/sdp", "v=0\r\n"u8.ToArray()).ToRequest();

        var again = Assert.IsType<SipRequest>(SipParser.Read(request.Span).Message);
        Assert.Equal(SipMethod.Invite, again.Method);
        Assert.Equal("sip:+15550100@example.com", Text(again.RequestUri));
        Assert.Equal("v=0\r\n", Text(again.Body));
        Assert.Equal("application/sdp", Text(again.ContentType));
        Assert.Equal(5, again.ContentLength);
        Assert.Equal(5060, again.TopVia.Port);
        Assert.Equal("A, B", again.From.Name());
        Assert.True(again.Span.SequenceEqual(request.Span));
    }

    [Fact]
    public void Headers_stand_in_the_order_they_were_added_with_the_body_described_last()
    {
        var text = Text(Invite().Add("X-Own", "1").Body("text/plain", "x"u8.ToArray()).ToRequest().Span);

        Assert.EndsWith("CSeq: 1 INVITE\r\nX-Own: 1\r\nContent-Type: text/plain\r\nContent-Length: 1\r\n\r\nx", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_response_copies_what_the_rfc_says_and_adds_the_tag()
    {
        var request = Read(
            "INVITE sip:b@example.com SIP/2.0\r\nv: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1,SIP/2.0/UDP 10.0.0.1;x=\"a,b\"\r\nVia: SIP/2.0/TCP c\r\n"
            + "t: \"B\" <sip:b@example.com>\r\nf: <sip:a@example.com>;tag=1\r\ni: c1\r\nCSeq: 7 INVITE\r\nTimestamp: 54\r\nSubject: x\r\n\r\n");

        Assert.Equal(
            "SIP/2.0 180 Ringing\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1,SIP/2.0/UDP 10.0.0.1;x=\"a,b\"\r\nVia: SIP/2.0/TCP c\r\n"
            + "From: <sip:a@example.com>;tag=1\r\nTo: \"B\" <sip:b@example.com>;tag=t1\r\nCall-ID: c1\r\nCSeq: 7 INVITE\r\nContent-Length: 0\r\n\r\n",
            Text(SipWriter.Response(request, 180, toTag: "t1").ToResponse().Span));
        Assert.Equal("54", SipWriter.Response(request, 100).ToResponse().Text(HeaderName.Timestamp));
    }

    [Fact]
    public void A_to_tag_that_is_there_is_kept()
    {
        var request = Read(Text(Invite().ToRequest().Span).Replace("<sip:b@example.com>", "<sip:b@example.com>;tag=old", StringComparison.Ordinal));

        Assert.Equal("old", Text(SipWriter.Response(request, 200, toTag: "new").ToResponse().To.Tag));
    }

    [Property(MaxTest = 300)]
    public bool No_text_can_add_a_header(string value, string name, string reason)
    {
        var request = Invite().Add(HeaderName.Subject, value ?? "").Add("X-" + name, value ?? "").ToRequest();
        var response = SipWriter.Response(request, 200, reason, toTag: value).Add(HeaderName.Server, value ?? "").ToResponse();
        return request.HeaderCount is 7 or 8 && response.HeaderCount is 7 && SipParser.Read(response.Span).Message is not null;
    }

    [Theory]
    [InlineData("one\r\nEvil: two")]
    [InlineData("one\nEvil: two")]
    [InlineData("one\rEvil: two")]
    [InlineData("one\0\r\n\r\nEvil: two")]
    public void Pitfall_48_a_line_end_in_a_value_becomes_a_space(string value)
    {
        var request = Invite().Add("X-Own", value).Add(HeaderName.Subject, Encoding.UTF8.GetBytes(value)).ToRequest();

        Assert.False(request.TryGetByName("Evil"u8, out _));
        Assert.StartsWith("one ", request.Text("X-Own"), StringComparison.Ordinal);
        Assert.EndsWith(" Evil: two", request.Text(HeaderName.Subject), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_in_a_request_uri_can_end_its_line()
    {
        var request = SipWriter.Request(SipMethod.Options, "sip:a@b SIP/2.0\r\nEvil: <two>").ToRequest();

        Assert.Equal(1, request.HeaderCount);
        Assert.Equal("sip:a@b%20SIP/2.0%0D%0AEvil:%20%3Ctwo%3E", Text(request.RequestUri));
    }

    [Fact]
    public void What_may_stand_once_stands_once()
    {
        var request = Invite().Add("f", "<sip:evil@example.com>").Add("l", "99").Add(HeaderName.ContentLength, 7).Add("Content-Length", "5").ToRequest();

        Assert.Equal("a", Text(request.From.Uri.User));
        Assert.Equal(0, request.ContentLength);
        Assert.Equal(6, request.HeaderCount);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("Evil: x\r\nY")]
    [InlineData("é")]
    public void A_name_that_is_none_is_left_out(string name) => Assert.Equal(6, Invite().Add(name, "x").ToRequest().HeaderCount);

    [Fact]
    public void Known_headers_are_copied_line_by_line_and_unknown_ones_by_choice()
    {
        var from = Invite().Add(HeaderName.RecordRoute, "<sip:a;lr>,<sip:b;lr>").Add(HeaderName.RecordRoute, "<sip:c;lr>")
            .Add("X-Twilio-CallSid", "CA1").Add("X-Private", "no").Add(HeaderName.Subject, "s").ToRequest();

        var copy = SipWriter.Request(SipMethod.Invite, "sip:c@example.com")
            .Copy(from, HeaderName.RecordRoute)
            .CopyUnknown(from, name => name.StartsWith("X-Twilio-", StringComparison.OrdinalIgnoreCase))
            .ToRequest();

        Assert.Equal(
            "INVITE sip:c@example.com SIP/2.0\r\nRecord-Route: <sip:a;lr>,<sip:b;lr>\r\nRecord-Route: <sip:c;lr>\r\nX-Twilio-CallSid: CA1\r\nContent-Length: 0\r\n\r\n",
            Text(copy.Span));
    }

    [Theory]
    [InlineData("192.0.2.1;branch=z9hG4bK1", "192.0.2.1", "192.0.2.1;branch=z9hG4bK1")]
    [InlineData("192.0.2.1;branch=z9hG4bK1;rport", "192.0.2.1", "192.0.2.1;branch=z9hG4bK1;rport=40000;received=192.0.2.1")]
    [InlineData("192.0.2.1;rport;branch=z9hG4bK1", "203.0.113.9", "192.0.2.1;rport=40000;branch=z9hG4bK1;received=203.0.113.9")]
    [InlineData("phone.local:5062;branch=z9hG4bK1", "203.0.113.9", "phone.local:5062;branch=z9hG4bK1;received=203.0.113.9")]
    [InlineData("192.0.2.1;received=6.6.6.6;rport=1;branch=z9hG4bK1;x=\"a;b\"", "203.0.113.9", "192.0.2.1;branch=z9hG4bK1;x=\"a;b\";received=203.0.113.9;rport=40000")]
    [InlineData("[2001:db8::1];branch=z9hG4bK1", "2001:db8:0::1", "[2001:db8::1];branch=z9hG4bK1")]
    [InlineData("[2001:db8::1];branch=z9hG4bK1;rport", "fe80::1%3", "[2001:db8::1];branch=z9hG4bK1;rport=40000;received=fe80::1")]
    [InlineData("192.0.2.1;branch=z9hG4bK1", "::ffff:192.0.2.1", "192.0.2.1;branch=z9hG4bK1")]
    public void The_source_of_a_request_is_written_into_its_top_via(string via, string source, string expected)
    {
        var request = Invite($"SIP/2.0/UDP {via}, SIP/2.0/TCP 10.0.0.1").ToRequest();

        var arrived = request.WithReceived(new(IPAddress.Parse(source), 40_000));

        var vias = new List<string>();
        foreach (var value in arrived.Vias)
            vias.Add(Text(value));
        Assert.Equal(["SIP/2.0/UDP " + expected, "SIP/2.0/TCP 10.0.0.1"], vias);
    }

    [Fact]
    public void A_header_is_set_once_or_taken_away()
    {
        var request = Invite().Add(HeaderName.Allow, "A").Add(HeaderName.Subject, "s").Add(HeaderName.Allow, "B").ToRequest();

        Assert.Equal("C", request.With(HeaderName.Allow, "C").Text(HeaderName.Allow));
        Assert.Equal(1, request.With(HeaderName.Allow, "C").All(HeaderName.Allow).Count());
        Assert.False(request.Without(HeaderName.Allow).Has(HeaderName.Allow));
        Assert.True(request.Without(HeaderName.Allow).Has(HeaderName.Subject));
        Assert.Equal("z", request.With(HeaderName.Server, "z").Text(HeaderName.Server));
    }

    [Fact]
    public void A_message_grown_past_the_limits_of_others_is_still_ours_to_send()
    {
        var full = Invite();
        for (var i = 0; i < SipLimits.Headers - 6; i++)
            full.Add("X-" + i, "y");
        var request = Assert.IsType<SipRequest>(SipParser.Read(full.ToRequest().Span).Message);

        Assert.Equal(SipLimits.Headers + 1, request.With(HeaderName.Server, "a").HeaderCount);
    }

    private static SipWriter Invite(string via = "SIP/2.0/UDP [2001:db8::1]:5060;branch=z9hG4bK1;rport") =>
        SipWriter.Request(SipMethod.Invite, "sip:+15550100@example.com")
            .Add(HeaderName.Via, via)
            .Add(HeaderName.From, "\"A, B\" <sip:a@example.com>;tag=1")
            .Add(HeaderName.To, "<sip:b@example.com>")
            .Add(HeaderName.CallId, "c1")
            .Add(HeaderName.CSeq, "1 INVITE");

    private static SipRequest Read(string text) => Assert.IsType<SipRequest>(SipParser.Read(Encoding.UTF8.GetBytes(text)).Message);

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}

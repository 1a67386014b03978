using System.Text;
using Sip.Messages;

namespace Sip.Tests.Messages;

public sealed class SipParserTests
{
    private const string Invite =
        "INVITE sip:+15550100@example.com SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1;rport\r\nFrom: <sip:a@example.com>;tag=1\r\n"
        + "To: <sip:b@example.com>\r\nCall-ID: c1\r\nCSeq: 1 INVITE\r\nContact: <sip:a@192.0.2.1>\r\nMax-Forwards: 70\r\n\r\n";

    [Fact]
    public void Pitfall_9_folded_compact_and_listed_headers_read_like_plain_ones()
    {
        var request = Read(
            "INVITE sip:b@example.com SIP/2.0\r\nv: SIP/2.0/TLS [2001:db8::1]:5061;branch=z9hG4bK1,SIP/2.0/UDP\r\n 10.0.0.1;branch=z9hG4bK2\r\n"
            + "VIA: SIP/2.0/TCP c.example.com;branch=z9hG4bK3\r\nf: <sip:a@example.com>;tag=1\r\nt: <sip:b@example.com>\r\ni: c1\r\nCSeq: 1 INVITE\r\n"
            + "Record-Route: <sip:p1.example.com;lr>, \"Two, three\" <sip:p2.example.com;lr>\r\nRecord-Route: <sip:p3.example.com;lr>\r\n"
            + "k: timer, 100rel\r\nSupported: path\r\nc: application/sdp\r\nx: 1800;refresher=uac\r\nm: <sip:a,b@192.0.2.1>;q=0.5,<sip:c@192.0.2.2>\r\nl:\r\n\t4\r\n\r\nv=0\nrest");

        Assert.Equal(3, request.Vias.Count());
        Assert.Equal("2001:db8::1", Text(request.TopVia.Host));
        Assert.Equal(5061, request.TopVia.Port);
        Assert.Equal(3, request.RecordRoutes.Count());
        Assert.True(request.Lists(HeaderName.Supported, "PATH"u8));
        Assert.True(request.Lists(HeaderName.Supported, "100rel"u8));
        Assert.Equal(2, request.All(HeaderName.Contact).Count());
        Assert.Equal("a,b", Text(request.Contact.Uri.User));
        Assert.Equal("v=0\n", Text(request.Body));
        Assert.True(SessionExpires.TryParse(request.Value(HeaderName.SessionExpires), out var expires));
        Assert.Equal(new SessionExpires(1800, SessionRefresher.Uac), expires);
    }

    [Theory]
    [InlineData("Date: Sat, 13 Nov 2010 23:29:00 GMT", HeaderName.Date)]
    [InlineData("Subject: one, two", HeaderName.Subject)]
    [InlineData("User-Agent: Phone 1.0 (a, b)", HeaderName.UserAgent)]
    [InlineData("WWW-Authenticate: Digest realm=\"a, b\", nonce=\"1\"", HeaderName.WwwAuthenticate)]
    public void A_comma_separates_nothing_in_a_header_that_is_no_list(string line, HeaderName name)
    {
        var request = Read(Invite.Replace("Max-Forwards", line + "\r\nMax-Forwards", StringComparison.Ordinal));

        Assert.Equal(1, request.All(name).Count());
        Assert.Equal(line[(line.IndexOf(':', StringComparison.Ordinal) + 2)..], request.Text(name));
    }

    [Fact]
    public void Every_known_header_is_found_in_any_case_and_unknown_ones_are_not()
    {
        for (var name = HeaderName.Unknown + 1; (int)name < HeaderNames.Count; name++)
        {
            Assert.Equal(name, HeaderNames.Find(name.Bytes()));
            Assert.Equal(name, HeaderNames.Find(Bytes(name.Text().ToUpperInvariant())));
            Assert.Equal(name, HeaderNames.Find(Bytes(name.Text().ToLowerInvariant())));
            Assert.Equal(HeaderName.Unknown, HeaderNames.Find(Bytes(name.Text() + "x")));
        }

        Assert.Equal(Enum.GetValues<HeaderName>().Length, HeaderNames.Count);
        Assert.Equal(HeaderName.Unknown, HeaderNames.Find("X-Twilio-CallSid"u8));
        Assert.Equal(HeaderName.Unknown, HeaderNames.Find(""u8));
        Assert.Equal(HeaderName.Unknown, HeaderNames.Find("é"u8));
    }

    [Theory]
    [InlineData("i", HeaderName.CallId)]
    [InlineData("M", HeaderName.Contact)]
    [InlineData("e", HeaderName.ContentEncoding)]
    [InlineData("l", HeaderName.ContentLength)]
    [InlineData("c", HeaderName.ContentType)]
    [InlineData("f", HeaderName.From)]
    [InlineData("s", HeaderName.Subject)]
    [InlineData("k", HeaderName.Supported)]
    [InlineData("T", HeaderName.To)]
    [InlineData("v", HeaderName.Via)]
    [InlineData("u", HeaderName.AllowEvents)]
    [InlineData("o", HeaderName.Event)]
    [InlineData("r", HeaderName.ReferTo)]
    [InlineData("b", HeaderName.ReferredBy)]
    [InlineData("x", HeaderName.SessionExpires)]
    [InlineData("a", HeaderName.AcceptContact)]
    [InlineData("j", HeaderName.RejectContact)]
    [InlineData("d", HeaderName.RequestDisposition)]
    [InlineData("y", HeaderName.Identity)]
    [InlineData("z", HeaderName.Unknown)]
    public void Compact_names_are_those_of_the_registry(string compact, HeaderName name) => Assert.Equal(name, HeaderNames.Find(Bytes(compact)));

    [Fact]
    public void Headers_keep_their_order_and_their_spelling()
    {
        var names = new List<string>();
        foreach (var line in Read(Invite.Replace("Max-Forwards", "x-FIRST: 1\r\nX-Second:2\r\nmax-forwards", StringComparison.Ordinal)).Headers)
            names.Add(Text(line.RawName));

        Assert.Equal(["Via", "From", "To", "Call-ID", "CSeq", "Contact", "x-FIRST", "X-Second", "max-forwards"], names);
    }

    [Theory]
    [InlineData("\r\n\r\n")]
    [InlineData("\r\n")]
    [InlineData("\0\0\0\0")]
    [InlineData("  ")]
    public void A_datagram_that_says_nothing_keeps_a_binding_alive(string text)
    {
        var result = SipParser.Read(Bytes(text));

        Assert.True(result.IsKeepAlive);
        Assert.Null(result.Message);
        Assert.Equal(SipParseError.None, result.Error);
    }

    [Fact]
    public void An_empty_datagram_is_no_message() => Assert.Equal(SipParseError.Empty, SipParser.Read([]).Error);

    [Fact]
    public void Line_ends_before_the_start_line_are_passed_over() => Read("\r\n\r\n" + Invite);

    [Theory]
    [InlineData("Max-Forwards: 70\r\n", "Max-Forwards: 70\n", SipParseError.BareLineBreak)]
    [InlineData("Max-Forwards: 70\r\n", "Max-Forwards: 70\rX: y\r\n", SipParseError.BareLineBreak)]
    [InlineData("Max-Forwards: 70\r\n", "Max-Forwards: 256\r\n", SipParseError.MaxForwards)]
    [InlineData("Max-Forwards: 70\r\n", "Max-Forwards: -1\r\n", SipParseError.MaxForwards)]
    [InlineData("Max-Forwards: 70\r\n", "no colon\r\n", SipParseError.HeaderLine)]
    [InlineData("Max-Forwards: 70\r\n", ": no name\r\n", SipParseError.HeaderLine)]
    [InlineData("Max-Forwards: 70\r\n", "b\u00e9d: name\r\n", SipParseError.HeaderLine)]
    [InlineData("Max-Forwards: 70\r\n", "Max-Forwards: 70\r\nCall-ID: c2\r\n", SipParseError.DuplicateHeader)]
    [InlineData("Max-Forwards: 70\r\n", "Max-Forwards: 70\r\ni: c1\r\n", SipParseError.DuplicateHeader)]
    [InlineData("Max-Forwards: 70\r\n", "Max-Forwards: 70\r\nContent-Length: 5\r\n", SipParseError.BodyTooShort)]
    [InlineData("Max-Forwards: 70\r\n", "Max-Forwards: 70\r\nContent-Length: 4294967296\r\n", SipParseError.ContentLength)]
    [InlineData("Max-Forwards: 70\r\n", "Max-Forwards: 70\r\nContent-Length: 4294967295\r\n", SipParseError.BodyTooLarge)]
    [InlineData("Max-Forwards: 70\r\n", "Route: <sip:p.example.com;lr>x\r\n", SipParseError.Route)]
    [InlineData("CSeq: 1 INVITE", "CSeq: 1 invite", SipParseError.CSeqMethod)]
    [InlineData("CSeq: 1 INVITE", "CSeq: INVITE", SipParseError.CSeq)]
    [InlineData("CSeq: 1 INVITE", "CSeq: 4294967296 INVITE", SipParseError.CSeq)]
    [InlineData("Call-ID: c1", "Call-ID: ", SipParseError.CallId)]
    [InlineData("Call-ID: c1", "Call-ID: c 1", SipParseError.CallId)]
    [InlineData("Contact: <sip:a@192.0.2.1>", "Contact: <sip:a@192.0.2.1", SipParseError.Contact)]
    [InlineData("From: <sip:a@example.com>", "From: \"a <sip:a@example.com>", SipParseError.From)]
    [InlineData("To: <sip:b@example.com>", "To: <sip:b@exa mple.com>", SipParseError.To)]
    [InlineData("INVITE sip", "INV\u00cfTE sip", SipParseError.StartLine)]
    [InlineData("SIP/2.0\r\nVia", "HTTP/1.1\r\nVia", SipParseError.StartLine)]
    [InlineData("SIP/2.0\r\nVia", "SIP/2.0\r\n Via", SipParseError.HeaderLine)]
    public void A_fault_is_named(string part, string instead, SipParseError error)
    {
        var result = SipParser.Read(Bytes(Invite.Replace(part, instead, StringComparison.Ordinal)));

        Assert.Null(result.Message);
        Assert.Equal(error, result.Error);
    }

    [Fact]
    public void An_ack_is_never_answered()
    {
        var result = SipParser.Read(Bytes(Invite.Replace("INVITE", "ACK", StringComparison.Ordinal).Replace("Call-ID: c1\r\n", "", StringComparison.Ordinal)));

        Assert.Equal(SipParseError.MissingHeader, result.Error);
        Assert.Null(result.AnswerWith);
    }

    [Fact]
    public void A_request_whose_via_cannot_be_read_is_not_answered()
    {
        var result = SipParser.Read(Bytes(Invite.Replace("SIP/2.0/UDP 192.0.2.1", "nonsense", StringComparison.Ordinal)));

        Assert.Equal(SipParseError.Via, result.Error);
        Assert.Null(result.AnswerWith);
    }

    [Fact]
    public void A_tel_address_may_be_called() => Assert.Equal("+15550100", Text(Read(Invite.Replace("sip:+15550100@example.com", "tel:+15550100", StringComparison.Ordinal)).Uri.User));

    [Fact]
    public void Ninety_six_headers_are_read_and_ninety_seven_refused()
    {
        string With(int more) => Invite.Replace("Max-Forwards", string.Concat(Enumerable.Repeat("X: y\r\n", more)) + "Max-Forwards", StringComparison.Ordinal);

        Assert.Equal(SipLimits.Headers, Read(With(SipLimits.Headers - 7)).HeaderCount);
        var refused = SipParser.Read(Bytes(With(SipLimits.Headers - 6)));
        Assert.Equal(SipParseError.TooManyHeaders, refused.Error);
        Assert.Equal(513, refused.AnswerWith);
    }

    [Theory]
    [InlineData(SipLimits.HeaderValueBytes, SipParseError.None)]
    [InlineData(SipLimits.HeaderValueBytes + 1, SipParseError.HeaderTooLong)]
    public void A_header_value_has_its_limit(int length, SipParseError error) =>
        Assert.Equal(error, SipParser.Read(Bytes(Invite.Replace("Max-Forwards", $"X: {new string('x', length)}\r\nMax-Forwards", StringComparison.Ordinal))).Error);

    [Theory]
    [InlineData(SipLimits.BodyBytes, null)]
    [InlineData(SipLimits.BodyBytes + 1, 413)]
    public void A_body_has_its_limit(int length, int? status) =>
        Assert.Equal(status, SipParser.Read([.. Bytes(Invite), .. new byte[length]]).AnswerWith);

    [Fact]
    public void A_long_request_uri_is_414() =>
        Assert.Equal(414, SipParser.Read(Bytes(Invite.Replace("+15550100", new string('5', SipLimits.RequestUriBytes), StringComparison.Ordinal))).AnswerWith);

    [Fact]
    public void Too_many_vias_are_483_and_too_many_routes_400()
    {
        string With(string line, int count) => Invite.Replace("Max-Forwards", string.Join(",", Enumerable.Repeat(line, count)).Insert(0, "X: y\r\n" + (line[0] is '<' ? "Route: " : "Via: ")) + "\r\nMax-Forwards", StringComparison.Ordinal);

        Assert.Null(SipParser.Read(Bytes(With("SIP/2.0/UDP a", SipLimits.Vias - 1))).AnswerWith);
        Assert.Equal(483, SipParser.Read(Bytes(With("SIP/2.0/UDP a", SipLimits.Vias))).AnswerWith);
        Assert.Equal(400, SipParser.Read(Bytes(With("<sip:a;lr>", SipLimits.Routes + 1))).AnswerWith);
    }

    [Fact]
    public void More_than_64_kilobytes_are_refused_without_reading_on()
    {
        var result = SipParser.Read([.. Bytes(Invite), .. new byte[SipLimits.MessageBytes]]);

        Assert.Equal(SipParseError.MessageTooLarge, result.Error);
        Assert.Equal(513, result.AnswerWith);
    }

    [Fact]
    public void Indexing_and_looking_allocate_nothing()
    {
        var index = new SipMessageIndex();
        var messages = TortureMessages.Names.Select(TortureMessages.Read).ToArray();
        var request = Read(Invite);
        long allocated = 0;

        // The first rounds let the runtime settle.
        for (var round = 0; round < 3; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            foreach (var bytes in messages)
            {
                SipParser.Index(bytes, index);
                index.TryGet(bytes, HeaderName.CallId, out _);
                foreach (var via in index.All(bytes, HeaderName.Via))
                    _ = ViaView.TryParse(via, out _);
            }

            _ = request.TopVia.Branch.Length + request.From.Tag.Length + request.CallId.Length + request.Uri.Host.Length;
            _ = request.CSeq.Number + (uint)request.HeaderCount + (uint)(request.MaxForwards ?? 0);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
    }

    [Fact]
    public void An_index_reads_what_a_message_reads()
    {
        var index = new SipMessageIndex();
        var bytes = Bytes(Invite);

        Assert.Equal(SipParseError.None, SipParser.Index(bytes, index));
        Assert.True(index.IsRequest);
        Assert.Equal(7, index.HeaderCount);
        Assert.Equal(bytes.Length, index.BodyStart);
        Assert.True(index.TryGet(bytes, HeaderName.CSeq, out var cseq));
        Assert.Equal("1 INVITE", Text(cseq));
        Assert.NotEqual(SipParseError.None, SipParser.Index("SIP/2.0"u8, index));
        Assert.Equal(0, index.HeaderCount);
    }

    [Theory]
    [InlineData("SIP/2.0 200 OK", 200, "OK")]
    [InlineData("SIP/2.0 200 ", 200, "")]
    [InlineData("SIP/2.0 200", 200, "")]
    [InlineData("sip/2.0 486 Busy Here", 486, "Busy Here")]
    public void A_status_line_is_read(string line, int status, string reason)
    {
        var response = Assert.IsType<SipResponse>(SipParser.Read(Bytes(AsResponse(line))).Message);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(reason, Text(response.ReasonPhrase));
        Assert.Equal(status is 200, response.IsSuccess);
        Assert.True(response.IsFinal);
    }

    [Theory]
    [InlineData("SIP/2.0 99 Low", SipParseError.StatusCode)]
    [InlineData("SIP/2.0 700 High", SipParseError.StatusCode)]
    [InlineData("SIP/2.0 2000 Long", SipParseError.StatusCode)]
    [InlineData("SIP/2.0 +20 Sign", SipParseError.StatusCode)]
    [InlineData("SIP/3.0 200 OK", SipParseError.Version)]
    [InlineData("SIP/2.0  200 OK", SipParseError.StatusCode)]
    [InlineData("SIP/2.0", SipParseError.StartLine)]
    public void A_broken_status_line_is_dropped(string line, SipParseError error)
    {
        var result = SipParser.Read(Bytes(AsResponse(line)));

        Assert.Equal(error, result.Error);
        Assert.Null(result.AnswerWith);
    }

    private static string AsResponse(string line) => line + Invite[Invite.IndexOf("\r\n", StringComparison.Ordinal)..];

    private static SipRequest Read(string text)
    {
        var result = SipParser.Read(Bytes(text));
        Assert.Equal(SipParseError.None, result.Error);
        return Assert.IsType<SipRequest>(result.Message);
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}

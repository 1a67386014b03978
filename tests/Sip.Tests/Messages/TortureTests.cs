using System.Text;
using Sip.Messages;

namespace Sip.Tests.Messages;

/// <summary>RFC 4475: every message with the outcome its section describes, where it leaves a choice the one we took.</summary>
public sealed class TortureTests
{
    [Theory]
    [InlineData("badaspec")] // 3.1.2.14: spaces in the brackets may be passed over
    [InlineData("badbranch")] // 3.2.1: the branch is for the transaction layer to judge
    [InlineData("baddate")] // 3.1.2.12: nothing here depends on Date
    [InlineData("bcast")] // 3.3.10: the transport drops it by its Via
    [InlineData("bext01")] // 3.3.5: 420 by the user agent
    [InlineData("cparam01")]
    [InlineData("cparam02")]
    [InlineData("dblreq")]
    [InlineData("esc01")]
    [InlineData("esc02")]
    [InlineData("escnull")]
    [InlineData("intmeth")]
    [InlineData("inv2543")]
    [InlineData("invut")] // 3.3.6: 415 by the user agent
    [InlineData("longreq")]
    [InlineData("lwsdisp")]
    [InlineData("mpart01")]
    [InlineData("noreason")]
    [InlineData("regaut01")] // 3.3.7: an unknown scheme is challenged again
    [InlineData("regescrt")]
    [InlineData("sdp01")] // 3.3.15: 406 by the user agent
    [InlineData("semiuri")]
    [InlineData("transports")]
    [InlineData("unksm2")] // 3.3.4: unknown schemes outside the Request-URI are the registrar's business
    [InlineData("unreason")]
    [InlineData("wsinv")]
    [InlineData("zeromf")] // 3.3.11: a user agent answers, only a proxy must not forward
    public void A_well_formed_message_is_read(string name)
    {
        var result = SipParser.Read(TortureMessages.Read(name));

        Assert.Equal(SipParseError.None, result.Error);
        Assert.NotNull(result.Message);
        Assert.True(result.Message.TopVia.IsValid);
        Assert.True(result.Message.From.IsValid);
        Assert.True(result.Message.To.IsValid);
        Assert.True(result.Message.CSeq.IsValid);
        Assert.False(result.Message.CallId.IsEmpty);
    }

    [Theory]
    [InlineData("badinv01", SipParseError.Via, 400)]
    [InlineData("clerr", SipParseError.BodyTooShort, 400)]
    [InlineData("ncl", SipParseError.ContentLength, 400)]
    [InlineData("scalar02", SipParseError.CSeq, 400)]
    [InlineData("scalarlg", SipParseError.CSeq, null)]
    [InlineData("quotbal", SipParseError.To, 400)]
    [InlineData("ltgtruri", SipParseError.RequestUri, 400)]
    [InlineData("lwsruri", SipParseError.RequestUri, 400)]
    [InlineData("lwsstart", SipParseError.RequestUri, 400)]
    [InlineData("trws", SipParseError.StartLine, 400)]
    [InlineData("escruri", SipParseError.RequestUri, 400)]
    [InlineData("regbadct", SipParseError.Contact, 400)]
    [InlineData("baddn", SipParseError.NoEndOfHeaders, 400)] // the RFC's archive itself leaves out the empty line
    [InlineData("badvers", SipParseError.Version, 505)]
    [InlineData("mismatch01", SipParseError.CSeqMethod, 400)]
    [InlineData("mismatch02", SipParseError.CSeqMethod, 400)]
    [InlineData("bigcode", SipParseError.StatusCode, null)]
    [InlineData("insuf", SipParseError.MissingHeader, 400)]
    [InlineData("unkscm", SipParseError.UnknownScheme, 416)]
    [InlineData("novelsc", SipParseError.UnknownScheme, 416)]
    [InlineData("multi01", SipParseError.DuplicateHeader, 400)]
    [InlineData("mcl01", SipParseError.DuplicateHeader, 400)]
    public void A_malformed_request_is_refused_and_a_malformed_response_dropped(string name, SipParseError error, int? status)
    {
        var result = SipParser.Read(TortureMessages.Read(name));

        Assert.Null(result.Message);
        Assert.Equal(error, result.Error);
        Assert.Equal(status, result.AnswerWith);
        Assert.NotEqual(SipParseError.None.Sentence(), error.Sentence());

        if (result.Refused is { } refused)
        {
            var answer = SipWriter.Response(refused, result.AnswerWith!.Value, toTag: "t").ToResponse();
            Assert.Equal(status, answer.StatusCode);
            Assert.True(answer.TopVia.IsValid);
        }
    }

    [Fact]
    public void Every_torture_message_has_its_row()
    {
        var rows = typeof(TortureTests).GetMethods()
            .SelectMany(method => method.GetCustomAttributes(typeof(InlineDataAttribute), inherit: false))
            .Select(row => ((InlineDataAttribute)row).Data[0] as string)
            .Order(StringComparer.Ordinal);

        Assert.Equal(TortureMessages.Names, rows);
        Assert.Equal(49, TortureMessages.Names.Count);
    }

    [Fact]
    public void Wsinv_reads_folds_compact_names_and_white_space_everywhere()
    {
        var request = Request("wsinv");

        Assert.Equal("1918181833n", Text(request.To.Tag));
        Assert.Equal("J Rosenberg \\\"", request.From.Name());
        Assert.Equal("98asjd8", Text(request.From.Tag));
        Assert.Equal(68, request.MaxForwards);
        Assert.Equal(new CSeq(9, SipMethod.Invite), request.CSeq);
        Assert.Equal("", request.Text(HeaderName.Subject));
        Assert.Equal("newfangled value   continued newfangled value", request.Text("newfangledheader"));
        Assert.Equal(";;,,;;,;", request.Text("UnknownHeaderWithUnusualValue"));
        Assert.Equal(["390skdjuw", "z9hG4bK9ikj8", "z9hG4bK30239"], Branches(request));
        Assert.Equal("UDP", Text(request.TopVia.Transport));
        Assert.Equal("192.0.2.2", Text(request.TopVia.Host));
        Assert.Equal("Quoted string \"\"", request.Contact.Name());
        Assert.Equal("newvalue", Text(request.Contact.Parameters.Value("newparam"u8)));
        Assert.True(request.Contact.Parameters.Has("secondparam"u8));
        Assert.Equal(330, request.Contact.Q);
        Assert.Equal(150, request.Body.Length);
        Assert.DoesNotContain((byte)'\r', request.Value(HeaderName.Via).ToArray());
    }

    [Fact]
    public void Intmeth_reads_every_character_the_grammar_allows()
    {
        var request = Request("intmeth");

        Assert.Equal("!interesting-Method0123456789_*+`.%indeed'~", request.Method.Text);
        Assert.Equal(SipMethodKind.Other, request.Method.Kind);
        Assert.Equal("1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*", Text(request.Uri.User));
        Assert.Equal("&it+has=1,weird!*pas$wo~d_too.(doesn't-it)", Text(request.Uri.Password));
        Assert.Equal("example.com", Text(request.Uri.Host));
        Assert.Equal("BEL:\a NUL:\0 DEL:\u007f", request.To.Name());
        Assert.Equal("token1~` token2'+_ token3*%!.-", request.From.Name());
        Assert.Equal("_token~1'+`*%!-.", Text(request.From.Tag));
        Assert.Equal("intmeth.word%ZK-!.*_+'@word`~)(><:\\/\"][?}{", Text(request.CallId));
        Assert.Equal("\ufeff大停電", request.Text("extensionHeader-!.%*+_`'~"));
        Assert.Equal(255, request.MaxForwards);
    }

    [Fact]
    public void Esc01_keeps_escapes_apart_from_what_they_hide()
    {
        var request = Request("esc01");

        Assert.Equal("sips%3Auser%40example.com", Text(request.Uri.User));
        Assert.Equal("sips:user@example.com", request.Uri.UnescapedUser());
        Assert.Equal("example.net", Text(request.Uri.Host));
        Assert.True(request.To.Uri.IsEquivalentTo(Uri("sip:user@example.com")));
        Assert.Equal("I have spaces", request.From.Uri.UnescapedUser());
        Assert.Equal("caller", request.Contact.Uri.UnescapedUser());
        Assert.True(request.Contact.Uri.IsLooseRouter);
        Assert.True(request.Contact.Uri.Parameters.TryGet("name"u8, out var parameter));
        Assert.Equal("value%41", parameter.Text());
    }

    [Fact]
    public void Esc02_unescapes_neither_methods_nor_names_nor_display_names()
    {
        var request = Request("esc02");

        Assert.NotEqual(SipMethod.Register, request.Method);
        Assert.Equal("%Z%45", request.To.Name());
        Assert.Equal(2, request.All(HeaderName.Contact).Count());
        Assert.Equal("<sip:alias2@host2.example.com>", request.Text("C%6Fntact"));
    }

    [Fact]
    public void Escnull_keeps_two_contacts_that_differ_only_in_zero_bytes()
    {
        var users = new List<string>();
        foreach (var value in Request("escnull").All(HeaderName.Contact))
        {
            Assert.True(NameAddressView.TryParse(value, out var contact));
            users.Add(contact.Uri.UnescapedUser());
        }

        Assert.Equal(["\0", "\0\0"], users);
    }

    [Fact]
    public void Lwsdisp_needs_no_space_before_the_bracket() => Assert.Equal("caller", Request("lwsdisp").From.Name());

    [Fact]
    public void Longreq_keeps_thirty_four_vias_in_order()
    {
        var request = Request("longreq");

        Assert.Equal(34, request.Vias.Count());
        Assert.Equal("sip33.example.com", Text(request.TopVia.Host));
        Assert.StartsWith("I have a user name of extreme", request.To.Name(), StringComparison.Ordinal);
        Assert.Equal(150, request.Body.Length);
    }

    [Fact]
    public void Dblreq_drops_what_follows_the_body()
    {
        var request = Request("dblreq");

        Assert.Equal(SipMethod.Register, request.Method);
        Assert.Equal(0, request.Body.Length);
        Assert.EndsWith("Content-Length: 0\r\n\r\n", Text(request.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void Semiuri_takes_semicolons_before_the_at_sign_as_part_of_the_user()
    {
        var request = Request("semiuri");

        Assert.Equal("user;par=u@example.net", request.Uri.UnescapedUser());
        Assert.Equal("example.com", Text(request.Uri.Host));
        Assert.True(request.Uri.Parameters.IsEmpty);
        Assert.Equal(6, request.All(HeaderName.Accept).Count());
    }

    [Fact]
    public void Transports_reads_a_via_of_any_transport()
    {
        var transports = new List<string>();
        foreach (var value in Request("transports").Vias)
        {
            Assert.True(ViaView.TryParse(value, out var via));
            transports.Add(Text(via.Transport));
        }

        Assert.Equal(["UDP", "SCTP", "TLS", "UNKNOWN", "TCP"], transports);
    }

    [Fact]
    public void Mpart01_keeps_a_binary_body_to_the_byte()
    {
        var request = Request("mpart01");

        Assert.Equal(553, request.Body.Length);
        Assert.Equal("multipart/mixed", Text(request.ContentType));
        Assert.EndsWith("--7a9cbec02ceef655--\r\n", Encoding.Latin1.GetString(request.Body), StringComparison.Ordinal);
    }

    [Fact]
    public void A_reason_phrase_may_be_empty_or_in_any_script()
    {
        Assert.True(Response("noreason").ReasonPhrase.IsEmpty);
        Assert.Equal(200, Response("unreason").StatusCode);
        Assert.StartsWith("= 2**3 * 5**2 но сто девяносто девять", Text(Response("unreason").ReasonPhrase), StringComparison.Ordinal);
    }

    [Fact]
    public void Badbranch_is_no_branch_to_match_by() => Assert.False(Request("badbranch").TopVia.HasUniqueBranch);

    [Fact]
    public void Badaspec_is_read_without_the_spaces() => Assert.Equal("t.watson", Text(Request("badaspec").To.Uri.User));

    [Fact]
    public void Baddn_is_read_as_it_was_meant()
    {
        var whole = TortureMessages.Read("baddn").Concat("\r\n"u8.ToArray()).ToArray();
        var request = Assert.IsType<SipRequest>(SipParser.Read(whole).Message);

        Assert.Equal("Bell, Alexander", request.From.Name());
        Assert.Equal("43", Text(request.From.Tag));
        Assert.Equal("Watson, Thomas", request.To.Name());
    }

    [Fact]
    public void Cparam01_belongs_to_the_header_and_cparam02_to_the_address()
    {
        Assert.True(Request("cparam01").Contact.Parameters.Has("unknownparam"u8));
        Assert.True(Request("cparam01").Contact.Uri.Parameters.IsEmpty);
        Assert.True(Request("cparam02").Contact.Uri.Parameters.Has("unknownparam"u8));
        Assert.True(Request("cparam02").Contact.Parameters.IsEmpty);
    }

    [Fact]
    public void Regescrt_keeps_the_escaped_route_inside_the_address()
    {
        var contact = Request("regescrt").Contact;

        Assert.True(contact.Uri.Headers.TryGet("route"u8, out var route));
        Assert.Equal("<sip:sip.example.com>", route.Text());
        Assert.False(Request("regescrt").Has(HeaderName.Route));
    }

    [Fact]
    public void Inv2543_is_taken_from_a_client_of_the_old_days()
    {
        var request = Request("inv2543");

        Assert.Null(request.MaxForwards);
        Assert.True(request.From.Tag.IsEmpty);
        Assert.True(request.TopVia.Branch.IsEmpty);
        Assert.Equal("phone", Text(request.To.Parameters.Value("user"u8)));
        Assert.False(request.Body.IsEmpty);
    }

    [Fact]
    public void Options_a_peer_requires_are_a_list()
    {
        var request = Request("bext01");

        Assert.Equal(2, request.All(HeaderName.Require).Count());
        Assert.True(request.Lists(HeaderName.ProxyRequire, "nordoanyproxiessupportthis"u8));
    }

    [Fact]
    public void Zeromf_is_zero_and_not_missing() => Assert.Equal(0, Request("zeromf").MaxForwards);

    [Fact]
    public void Regaut01_has_credentials_of_a_scheme_that_is_not_digest()
    {
        Assert.True(CredentialsView.TryParse(Request("regaut01").Value(HeaderName.Authorization), out var credentials));
        Assert.False(credentials.IsDigest);
        Assert.Equal("here", Text(credentials.Parameters.Value("opaque-data"u8)));
    }

    private static SipRequest Request(string name) => Assert.IsType<SipRequest>(SipParser.Read(TortureMessages.Read(name)).Message);

    private static SipResponse Response(string name) => Assert.IsType<SipResponse>(SipParser.Read(TortureMessages.Read(name)).Message);

    private static SipUriView Uri(string text) => SipUriView.TryParse(Encoding.UTF8.GetBytes(text), out var uri) ? uri : default;

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);

    private static List<string> Branches(SipMessage message)
    {
        var branches = new List<string>();
        foreach (var value in message.Vias)
        {
            Assert.True(ViaView.TryParse(value, out var via));
            branches.Add(Text(via.Branch));
        }

        return branches;
    }
}

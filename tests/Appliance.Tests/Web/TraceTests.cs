using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Appliance.Tests.Traces;
using Appliance.Tests.Web.Calls;
using Appliance.Tests.Web.Live;
using Appliance.Traces;

namespace Appliance.Tests.Web;

public sealed class TraceTests
{
    private const string Path = "/calls/c0ffee/trace";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_page_shows_the_ladder_the_messages_and_no_whole_number_until_it_is_asked()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        Fill(bed);

        var page = await owner.TextAsync(bed.Safe, Path);
        var whole = await owner.TextAsync(bed.Safe, Path + "?numbers=whole");

        Assert.Contains("<svg xmlns=", page, StringComparison.Ordinal);
        Assert.Contains("After 0.000 s: Phone 101 sent INVITE to the box by UDP. Voice in clear (RTP): PCMU, PCMA.", page, StringComparison.Ordinal);
        Assert.Contains("After 0.010 s: the box sent INVITE to Line twilio by TLS. Voice encrypted (SRTP): PCMA.", page, StringComparison.Ordinal);
        Assert.Contains("INVITE sip:+*********678@192.168.1.10 SIP/2.0", page, StringComparison.Ordinal);
        Assert.DoesNotContain("886912345678", page, StringComparison.Ordinal);
        Assert.Contains("INVITE sip:+886912345678@192.168.1.10 SIP/2.0", whole, StringComparison.Ordinal);
        Assert.Contains("href=\"/calls/c0ffee/trace.pcap?numbers=whole\"", whole, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Picture_capture_and_API_say_the_same_and_hold_no_secret()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        Fill(bed);

        var said = new List<string>();
        foreach (var path in new[] { Path, "/calls/c0ffee/ladder.svg", "/calls/c0ffee/trace.pcap", "/api/calls/c0ffee/trace" })
        {
            foreach (var choice in new[] { "", "?numbers=whole" })
            {
                using var answer = await owner.GetAsync(bed.Safe, path + choice);
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                var text = Encoding.Latin1.GetString(await answer.Content.ReadAsByteArrayAsync(Stop));
                Assert.Equal(choice.Length > 0, text.Contains("886912345678", StringComparison.Ordinal) || path.EndsWith("svg", StringComparison.Ordinal) && choice.Length > 0);
                said.Add(text);
            }
        }

        var all = string.Join('\n', said);
        foreach (var secret in new[] { "taintednonce", "taintedresponse", "TaintedTainted" })
            Assert.DoesNotContain(secret, all, StringComparison.Ordinal);

        using var api = await owner.GetAsync(bed.Safe, "/api/calls/c0ffee/trace");
        var view = await api.Content.ReadFromJsonAsync<JsonElement>(Stop);
        Assert.True(view.GetProperty("numbersMasked").GetBoolean());
        Assert.Equal(["INVITE", "INVITE", "200 OK"], view.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("label").GetString()));
        Assert.Equal(["left", "right", "right"], view.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("side").GetString()));
        using var picture = await owner.GetAsync(bed.Safe, "/calls/c0ffee/ladder.svg");
        Assert.Equal("image/svg+xml", picture.Content.Headers.ContentType?.MediaType);
        using var capture = await owner.GetAsync(bed.Safe, "/calls/c0ffee/trace.pcap");
        Assert.Equal("landline-c0ffee.pcap", capture.Content.Headers.ContentDisposition?.FileName);
    }

    [Fact]
    public async Task A_machine_gets_no_whole_numbers()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        Fill(bed);
        var token = await owner.TokenAsync();
        using var machine = bed.Browser();

        using var masked = await machine.GetAsync(bed.Safe, "/api/calls/c0ffee/trace", token);
        using var whole = await machine.GetAsync(bed.Safe, "/api/calls/c0ffee/trace?numbers=whole", token);

        Assert.Equal(HttpStatusCode.OK, masked.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, whole.StatusCode);
    }

    [Fact]
    public async Task The_ladder_of_a_call_going_on_grows_by_itself_and_stays_small()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        bed.Live.Begin("c0ffee");
        var page = await owner.TextAsync(bed.Safe, "/calls/c0ffee");
        Assert.Contains("data-live=\"trace/c0ffee\"", page, StringComparison.Ordinal);
        Assert.Contains("data-live=\"trace-whole/c0ffee\"", await owner.TextAsync(bed.Safe, "/calls/c0ffee?numbers=whole"), StringComparison.Ordinal);
        await using var stream = await LiveStream.OpenAsync(owner, "topics=trace/c0ffee&language=en");
        Assert.Contains("No message is kept of this call yet.", await stream.PartAsync("trace/c0ffee"), StringComparison.Ordinal);

        Fill(bed);
        var html = WebUtility.HtmlDecode(await stream.UntilAsync("trace/c0ffee", "200 OK"));
        Assert.Contains("INVITE sip:+*********678@192.168.1.10 SIP/2.0", html, StringComparison.Ordinal);
        Assert.DoesNotContain("886912345678", html, StringComparison.Ordinal);

        for (var i = 0; i < 60; i++)
            bed.Traces.Take(Said.Traced(Said.Invite("phone", sequence: i + 2, extra: $"X-Long: {new string('x', 6000)}"), Said.Phone, isReceived: true, 7 + i));
        html = WebUtility.HtmlDecode(await stream.UntilAsync("trace/c0ffee", "23 earlier messages"));
        Assert.Contains("href=\"/calls/c0ffee/trace\"", html, StringComparison.Ordinal);
        Assert.True(html.Length < 100_000, $"The live part has {html.Length} characters.");
        Assert.Contains("CSeq: 61 INVITE", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_and_capture_show_the_same_digits()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        Fill(bed);

        using var capture = await owner.GetAsync(bed.Safe, "/calls/c0ffee/trace.pcap");
        var file = Encoding.Latin1.GetString(await capture.Content.ReadAsByteArrayAsync(Stop));

        Assert.Contains("INVITE sip:+000000000678@192.168.1.10 SIP/2.0", file, StringComparison.Ordinal);
        Assert.Contains("\"Anna 0000000789\"", file, StringComparison.Ordinal);
        Assert.Contains("\"Anna *******789\"", await owner.TextAsync(bed.Safe, Path), StringComparison.Ordinal);
        using var whole = await owner.GetAsync(bed.Safe, "/calls/c0ffee/trace.pcap?numbers=whole");
        Assert.Contains("numbers-shown", await owner.TextAsync(bed.Safe, "/api/audit"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_of_which_nothing_is_kept_gets_a_sentence()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();

        foreach (var path in new[] { "/calls/none/trace", "/calls/none/ladder.svg", "/calls/none/trace.pcap", "/api/calls/none/trace" })
        {
            using var answer = await owner.GetAsync(bed.Safe, path);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Contains("latest 200 calls", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        }
    }

    private static void Fill(BoxSiteBed bed)
    {
        const string Proof = """Authorization: Digest username="101", realm="box", nonce="taintednonce", uri="sip:box", response="taintedresponse" """;
        bed.Traces.Join("c0ffee", new TracedDialog("phone", "extension:101", IsCaller: true));
        bed.Traces.Join("c0ffee", new TracedDialog("line", "trunk:twilio", IsCaller: false));
        bed.Traces.Take(Said.Traced(Said.Invite("phone", extra: Proof), Said.Phone, isReceived: true, 5));
        bed.Traces.Take(Said.Traced(Said.Invite("line", body: Said.SecureOffer), Said.Line, isReceived: false, 5.01));
        bed.Traces.Take(Said.Traced(Said.Response("line", 200, "OK", body: Said.SecureOffer), Said.Line, isReceived: true, 6));
    }
}

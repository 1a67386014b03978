using System.Text;
using Sip.Messages;

namespace Sip.Tests.Messages;

public sealed class SipWriterTests
{
    [Fact]
    public void A_written_request_reads_back()
    {
        var request = SipWriter.Request(SipMethod.Invite, "sip:+15550100@example.com")
            .Add(HeaderName.Via, "SIP/2.0/UDP [2001:db8::1]:5060;branch=z9hG4bK1;rport")
            .Add(HeaderName.From, "\"A, B\" <sip:a@example.com>;tag=1")
            .Add(HeaderName.To, "<sip:b@example.com>")
            .Add(HeaderName.CallId, "abc")
            .Add(HeaderName.CSeq, "1 INVITE")
            .Add("X-Own", "one\r\nEvil: two")
            .Body("application/sdp", "v=0\r\n"u8.ToArray())
            .ToRequest();
        var again = Assert.IsType<SipRequest>(SipParser.Read(request.Span).Message);
        Assert.Equal("v=0\r\n", Encoding.UTF8.GetString(again.Body));
        Assert.Equal(5060, again.TopVia.Port);
        Assert.Equal("A, B", again.From.Name());
        Assert.Equal("one  Evil: two", again.Text("x-own"));
        var response = SipWriter.Response(again, 180, toTag: "t").ToResponse();
        Assert.Equal("t", Encoding.UTF8.GetString(response.To.Tag));
    }
}

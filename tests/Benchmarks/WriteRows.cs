using System.Text;
using Sip.Messages;

namespace Benchmarks;

/// <summary>Writing an INVITE, a 180 and a 200.</summary>
internal static class WriteRows
{
    private const string Uri = "sip:+886912345678@taipei-office.pstn.twilio.com";
    private const string Via = "SIP/2.0/TLS 203.0.113.7:5061;branch=z9hG4bK51d2e4f6a7b80912;rport";
    private const string From = "<sip:+886223456789@taipei-office.pstn.twilio.com>;tag=5fd01c77a2be3391";
    private const string CallId = "0d8b1c6e2f7a4b3990aa17c65d21e8f4";
    private const string Contact = "<sip:203.0.113.7:5061;transport=tls>";
    private const string Allow = "INVITE, ACK, BYE, CANCEL, OPTIONS";
    private const string ToTag = "62113549_6772d868_5f8b2c";

    private static readonly byte[] Description = SipParser.Read(TenMessages.All[3]).Message!.Body.ToArray();
    private static readonly SipRequest Request = Invite();
    private static readonly SplitParser RequestText = SplitParser.Read(Request.Bytes.ToArray());

    public static IEnumerable<Row> All() =>
    [
        Row("INVITE by SipWriter", static () => Invite().Span.Length, "INVITE by StringBuilder", static () => InviteText().Length),
        Row("180 by SipWriter", static () => Ringing().Span.Length, "180 by StringBuilder", static () => ResponseText("180 Ringing", []).Length),
        Row("200 by SipWriter", static () => Ok().Span.Length, "200 by StringBuilder", static () => ResponseText("200 OK", Description).Length),
    ];

    private static Row Row(string name, Func<int> write, string baseline, Func<int> writeText) =>
        new("Write", "message", new(name, Times(write)), new(baseline, Times(writeText)));

    private static Action<int> Times(Func<int> write) => times =>
    {
        long sum = 0;
        for (var i = 0; i < times; i++)
            sum += write();
        Meter.Sink += sum;
    };

    private static SipRequest Invite() => SipWriter.Request(SipMethod.Invite, Uri)
        .Add(HeaderName.Via, Via)
        .Add(HeaderName.MaxForwards, 70)
        .Add(HeaderName.From, From)
        .Add(HeaderName.To, $"<{Uri}>")
        .Add(HeaderName.CallId, CallId)
        .Add(HeaderName.CSeq, "1 INVITE")
        .Add(HeaderName.Contact, Contact)
        .Add(HeaderName.Allow, Allow)
        .Add(HeaderName.UserAgent, "Landline")
        .Body("application/sdp", Description)
        .ToRequest();

    private static SipResponse Ringing() => SipWriter.Response(Request, 180, toTag: ToTag)
        .Add(HeaderName.Contact, Contact)
        .Add(HeaderName.Server, "Landline")
        .ToResponse();

    private static SipResponse Ok() => SipWriter.Response(Request, 200, toTag: ToTag)
        .Add(HeaderName.Contact, Contact)
        .Add(HeaderName.Server, "Landline")
        .Body("application/sdp", Description)
        .ToResponse();

    private static byte[] InviteText()
    {
        var text = new StringBuilder();
        text.Append($"INVITE {Uri} SIP/2.0\r\n");
        text.Append($"Via: {Via}\r\n");
        text.Append($"Max-Forwards: {70}\r\n");
        text.Append($"From: {From}\r\n");
        text.Append($"To: <{Uri}>\r\n");
        text.Append($"Call-ID: {CallId}\r\n");
        text.Append($"CSeq: {1} INVITE\r\n");
        text.Append($"Contact: {Contact}\r\n");
        text.Append($"Allow: {Allow}\r\n");
        text.Append("User-Agent: Landline\r\n");
        return Finish(text, Description);
    }

    private static byte[] ResponseText(string status, byte[] body)
    {
        var text = new StringBuilder();
        text.Append($"SIP/2.0 {status}\r\n");
        text.Append($"Via: {RequestText.First("Via")}\r\n");
        text.Append($"From: {RequestText.First("From")}\r\n");
        text.Append($"To: {RequestText.First("To")};tag={ToTag}\r\n");
        text.Append($"Call-ID: {RequestText.First("Call-ID")}\r\n");
        text.Append($"CSeq: {RequestText.First("CSeq")}\r\n");
        text.Append($"Contact: {Contact}\r\n");
        text.Append("Server: Landline\r\n");
        return Finish(text, body);
    }

    private static byte[] Finish(StringBuilder text, byte[] body)
    {
        if (body.Length > 0)
            text.Append("Content-Type: application/sdp\r\n");
        text.Append($"Content-Length: {body.Length}\r\n\r\n").Append(Encoding.UTF8.GetString(body));
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}

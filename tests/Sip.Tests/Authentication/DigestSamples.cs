using Sip.Authentication;
using Sip.Messages;

namespace Sip.Tests.Authentication;

internal static class DigestSamples
{
    public static SipRequest Request(string uri = "sip:office.example", SipMethod? method = null, params IEnumerable<AuthorizationLine> lines)
    {
        var kind = method ?? SipMethod.Register;
        var writer = SipWriter.Request(kind, uri)
            .Add(HeaderName.Via, "SIP/2.0/UDP 192.0.2.7:5060;branch=z9hG4bK1;rport")
            .Add(HeaderName.From, "<sip:200@office.example>;tag=1")
            .Add(HeaderName.To, "<sip:200@office.example>")
            .Add(HeaderName.CallId, "abc")
            .Add(HeaderName.CSeq, $"1 {kind.Text}");
        foreach (var line in lines)
            writer.Add(line.Name, line.Value);
        return writer.ToRequest();
    }

    public static SipResponse Response(int status, params IEnumerable<(HeaderName Name, string Value)> lines)
    {
        var writer = SipWriter.Response(Request(), status, toTag: "t");
        foreach (var (name, value) in lines)
            writer.Add(name, value);
        return writer.ToResponse();
    }

    public static SipResponse Response(params IEnumerable<DigestChallenge> challenges) =>
        Response(challenges.First().IsProxy ? 407 : 401, challenges.Select(challenge => (challenge.Header, challenge.ToHeader())));
}

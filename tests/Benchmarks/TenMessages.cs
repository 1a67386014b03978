using System.Text;

namespace Benchmarks;

/// <summary>Ten messages a gateway meets: a phone that registers and calls, a trunk that answers.</summary>
internal static class TenMessages
{
    private const string Offer = """
        v=0
        o=- 20518 20518 IN IP4 192.168.1.41
        s=-
        c=IN IP4 192.168.1.41
        t=0 0
        m=audio 11780 RTP/AVP 0 8 9 18 101
        a=rtpmap:0 PCMU/8000
        a=rtpmap:8 PCMA/8000
        a=rtpmap:9 G722/8000
        a=rtpmap:18 G729/8000
        a=fmtp:18 annexb=no
        a=rtpmap:101 telephone-event/8000
        a=fmtp:101 0-15
        a=ptime:20
        a=sendrecv

        """;

    private const string SecureOffer = """
        v=0
        o=root 1422034122 1422034122 IN IP4 172.21.9.40
        s=call
        c=IN IP4 54.172.60.12
        t=0 0
        m=audio 14726 RTP/SAVP 0 8 101
        a=rtpmap:0 PCMU/8000
        a=rtpmap:8 PCMA/8000
        a=rtpmap:101 telephone-event/8000
        a=fmtp:101 0-16
        a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkw
        a=ptime:20
        a=maxptime:20
        a=sendrecv

        """;

    private const string Caller = """
        From: "Reception" <sip:101@192.168.1.2>;tag=3d6b2a90f1c44e1b
        To: <sip:0912345678@192.168.1.2;user=phone>
        Call-ID: 9e3b71c05d7f4a52b1c8e4a0
        """;

    private const string Answerer = """
        From: "Reception" <sip:101@192.168.1.2>;tag=3d6b2a90f1c44e1b
        To: <sip:0912345678@192.168.1.2;user=phone>;tag=62113549_6772d868_5f8b2c
        Call-ID: 9e3b71c05d7f4a52b1c8e4a0
        """;

    private const string TwilioHeaders = """
        Record-Route: <sip:54.172.60.2:5061;transport=tls;lr;twnat=sip:203.0.113.7:5061>
        Record-Route: <sip:54.172.60.1:5061;transport=tls;lr>
        """;

    public static IReadOnlyList<byte[]> All { get; } =
    [
        Message("REGISTER sip:192.168.1.2 SIP/2.0", """
            Via: SIP/2.0/UDP 192.168.1.41:5060;branch=z9hG4bK1853446510;rport
            From: "Reception" <sip:101@192.168.1.2:5060>;tag=740287119
            To: "Reception" <sip:101@192.168.1.2:5060>
            Call-ID: 0_1421536843@192.168.1.41
            CSeq: 2 REGISTER
            Contact: <sip:101@192.168.1.41:5060;line=b2c6a1>;+sip.instance="<urn:uuid:00000000-0000-1000-8000-805ec0a1b2c3>";reg-id=1
            Authorization: Digest username="101", realm="landline", nonce="b6E0nFMjSSe7M3c1zqkAAHlJVcg7f1bC4j0QxT2m", uri="sip:192.168.1.2", response="6629fae49393a05397450978507c4ef1", algorithm=MD5, cnonce="0a4f113b", opaque="5ccc069c403ebaf9f0171e9517f40e41", qop=auth, nc=00000001
            Allow: INVITE, INFO, PRACK, ACK, BYE, CANCEL, OPTIONS, NOTIFY, REGISTER, SUBSCRIBE, REFER, PUBLISH, UPDATE, MESSAGE
            Max-Forwards: 70
            User-Agent: Yealink SIP-T46U 108.86.0.20
            Supported: path, outbound
            Expires: 3600
            Allow-Events: talk,hold,conference,refer,check-sync
            """),
        Message("SIP/2.0 401 Unauthorized", """
            Via: SIP/2.0/UDP 192.168.1.41:5060;branch=z9hG4bK1853446510;rport=5060;received=192.168.1.41
            From: "Reception" <sip:101@192.168.1.2:5060>;tag=740287119
            To: "Reception" <sip:101@192.168.1.2:5060>;tag=8e1f02aa7c3d55b0
            Call-ID: 0_1421536843@192.168.1.41
            CSeq: 1 REGISTER
            WWW-Authenticate: Digest realm="landline", nonce="b6E0nFMjSSe7M3c1zqkAAHlJVcg7f1bC4j0QxT2m", opaque="5ccc069c403ebaf9f0171e9517f40e41", algorithm=MD5, qop="auth"
            Server: Landline
            """),
        Message("INVITE sip:0912345678@192.168.1.2;user=phone SIP/2.0", $"""
            Via: SIP/2.0/TCP 192.168.1.41:49152;branch=z9hG4bK2c81aa09;rport;alias
            {Caller}
            CSeq: 1 INVITE
            Contact: <sip:101@192.168.1.41:49152;transport=tcp>
            Max-Forwards: 70
            Allow: INVITE, INFO, PRACK, ACK, BYE, CANCEL, OPTIONS, NOTIFY, REFER, UPDATE
            Supported: replaces, timer, 100rel
            Session-Expires: 1800;refresher=uac
            User-Agent: Yealink SIP-T46U 108.86.0.20
            Content-Type: application/sdp
            """, Offer),
        Message("INVITE sip:+886223456789@203.0.113.7:5061;transport=tls SIP/2.0", $"""
            {TwilioHeaders}
            From: <sip:+14155550123@taipei-office.pstn.twilio.com>;tag=62113549_6772d868_5f8b2c
            To: <sip:+886223456789@203.0.113.7:5061>
            CSeq: 17023 INVITE
            Max-Forwards: 67
            Diversion: <sip:+886223456789@twilio.com>;reason=unconditional
            Call-ID: a3a2bb2d1c9f4f0a8b2ef10f6e5b6c22@0.0.0.0
            Via: SIP/2.0/TLS 54.172.60.2:5061;branch=z9hG4bKfa6f.5cf2dc15e0cb2b6a7c0b19f2.0;i=1a5
            Via: SIP/2.0/UDP 172.21.9.40:5060;rport=5060;branch=z9hG4bK08d1a8d3-6a40-4d2d-8ad8-0a2f6a1b6a37_6772d868_97-14155550123
            Contact: <sip:+14155550123@172.21.9.40:5060>
            Allow: INVITE,ACK,CANCEL,OPTIONS,BYE
            User-Agent: Twilio Gateway
            X-Twilio-AccountSid: AC00000000000000000000000000000000
            X-Twilio-CallSid: CA00000000000000000000000000000000
            Content-Type: application/sdp
            """, SecureOffer),
        Message("SIP/2.0 100 Giving it a try", $"""
            Via: SIP/2.0/TLS 203.0.113.7:5061;branch=z9hG4bK51d2e4f6a7b80912;rport=49733;received=203.0.113.7
            {Caller}
            CSeq: 1 INVITE
            Server: Twilio Gateway
            """),
        Message("SIP/2.0 183 Session Progress", $"""
            Via: SIP/2.0/TLS 203.0.113.7:5061;branch=z9hG4bK51d2e4f6a7b80912;rport=49733;received=203.0.113.7
            {TwilioHeaders}
            {Answerer}
            CSeq: 1 INVITE
            Contact: <sip:172.21.9.40:5060>
            Allow: INVITE,ACK,CANCEL,OPTIONS,BYE
            Server: Twilio
            Content-Type: application/sdp
            """, SecureOffer),
        Message("SIP/2.0 200 OK", $"""
            Via: SIP/2.0/TLS 203.0.113.7:5061;branch=z9hG4bK51d2e4f6a7b80912;rport=49733;received=203.0.113.7
            {TwilioHeaders}
            {Answerer}
            CSeq: 1 INVITE
            Contact: <sip:172.21.9.40:5060>
            Allow: INVITE,ACK,CANCEL,OPTIONS,BYE
            X-Twilio-CallSid: CA00000000000000000000000000000000
            Server: Twilio
            Content-Type: application/sdp
            """, SecureOffer),
        Message("ACK sip:172.21.9.40:5060 SIP/2.0", $"""
            Via: SIP/2.0/TLS 203.0.113.7:5061;branch=z9hG4bK7712fe01aa390b4d;rport
            Route: <sip:54.172.60.1:5061;transport=tls;lr>
            Route: <sip:54.172.60.2:5061;transport=tls;lr;twnat=sip:203.0.113.7:5061>
            Max-Forwards: 70
            {Answerer}
            CSeq: 1 ACK
            User-Agent: Landline
            """),
        Message("BYE sip:101@192.168.1.41:49152;transport=tcp SIP/2.0", """
            v: SIP/2.0/TCP 192.168.1.2:5060;branch=z9hG4bK0c9d22ab;rport
            f: <sip:0912345678@192.168.1.2;user=phone>;tag=5fd01c77a2be3391
            t: "Reception" <sip:101@192.168.1.2>;tag=3d6b2a90f1c44e1b
            i: 9e3b71c05d7f4a52b1c8e4a0
            CSeq: 2 BYE
            Max-Forwards: 70
            Reason: Q.850;cause=16;text="Normal call clearing"
            """),
        Message("OPTIONS sip:203.0.113.7:5061;transport=tls SIP/2.0", """
            Via: SIP/2.0/TLS 54.172.60.1:5061;branch=z9hG4bKb1e2.3a7d11f4000000000000000000000000.0
            To: <sip:203.0.113.7:5061>
            From: <sip:ping@twilio.com>;tag=uloc-5f2d
            CSeq: 10 OPTIONS
            Call-ID: 2d1f8b4a-77c09b11@54.172.60.1
            Max-Forwards: 70
            User-Agent: Twilio Gateway
            """),
    ];

    private static byte[] Message(string start, string headers, string body = "")
    {
        var head = $"{start}\n{headers}\nContent-Length: {body.ReplaceLineEndings("\r\n").Length}\n\n";
        return Encoding.UTF8.GetBytes((head + body).ReplaceLineEndings("\r\n"));
    }
}

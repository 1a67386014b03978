namespace Simulation.Support;

/// <summary>Session descriptions as the peers of an office write them.</summary>
internal static class Sdp
{
    public const string TwilioKey = "YUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVowMTIz";

    /// <summary>A desk phone in the clear.</summary>
    public static string Phone(int port = 4000, string direction = "sendrecv", string codecs = "0 8 101", string host = "192.168.1.101", int version = 1) => $"""
        v=0
        o=- 1 {version} IN IP4 {host}
        s=-
        c=IN IP4 {host}
        t=0 0
        m=audio {port} RTP/AVP {codecs}
        {Maps(codecs)}a=ptime:20
        a={direction}

        """;

    /// <summary>A desk phone that speaks SRTP.</summary>
    public static string SecurePhone(int port = 4000, string profile = "RTP/SAVP") => $"""
        v=0
        o=- 1 1 IN IP4 192.168.1.104
        s=-
        c=IN IP4 192.168.1.104
        t=0 0
        m=audio {port} {profile} 0 8 101
        a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkw
        a=rtpmap:101 telephone-event/8000
        a=fmtp:101 0-15
        a=sendrecv

        """;

    /// <summary>Twilio's media gateway (twilio.md section 2).</summary>
    public static string Twilio(int port = 12692, string codecs = "0 8 101", string direction = "sendrecv", string key = TwilioKey, int version = 1, bool secure = true) => $"""
        v=0
        o=root 1311022221 {1311022220 + version} IN IP4 172.18.165.214
        s=Twilio Media Gateway
        c=IN IP4 168.86.138.121
        t=0 0
        m=audio {port} {(secure ? "RTP/SAVP" : "RTP/AVP")} {codecs}
        {(secure ? $"a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:{key}\n" : "")}{Maps(codecs)}a=ptime:20
        a=maxptime:20
        a={direction}

        """;

    private static string Maps(string codecs) => string.Concat(codecs.Split(' ').Select(codec => codec switch
    {
        "0" => "a=rtpmap:0 PCMU/8000\n",
        "8" => "a=rtpmap:8 PCMA/8000\n",
        "9" => "a=rtpmap:9 G722/8000\n",
        "18" => "a=rtpmap:18 G729/8000\n",
        var events => $"a=rtpmap:{events} telephone-event/8000\na=fmtp:{events} 0-16\n",
    }));
}

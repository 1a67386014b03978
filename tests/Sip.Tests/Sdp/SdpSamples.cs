using System.Collections.Immutable;
using System.Net;
using System.Text;
using Sip.Sdp;
using Sip.Tests.Support;

namespace Sip.Tests.Sdp;

internal static class SdpSamples
{
    public const string Key1 = "PS1uQCVeeCFCanVmcjkpPywjNWhcYD0mXXtxaVBR";
    public const string Key2 = "WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz";

    /// <summary>An offer as Twilio sends it on a secure trunk.</summary>
    public const string TwilioOffer = $"""
        v=0
        o=root 1311022221 1311022221 IN IP4 172.18.165.214
        s=Twilio Media Gateway
        c=IN IP4 168.86.138.121
        t=0 0
        m=audio 12692 RTP/SAVP 0 8 101
        a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:{Key1}
        a=rtpmap:0 PCMU/8000
        a=rtpmap:8 PCMA/8000
        a=rtpmap:101 telephone-event/8000
        a=fmtp:101 0-16
        a=ptime:20
        a=maxptime:20
        a=sendrecv
        """;

    public static readonly LocalMedia Plain = new()
    {
        Address = IPAddress.Parse("192.0.2.10"),
        RtpPort = 40000,
        Codecs = [Codec.Pcmu, Codec.Pcma],
    };

    public static readonly LocalMedia Secure = Plain with { Security = MediaSecurity.SecureRequired };

    public static SessionDescription Read(string text)
    {
        Assert.True(SdpParser.TryParse(Encoding.Latin1.GetBytes(text), out var description, out var error), error.ToString());
        return description;
    }

    public static string Write(SessionDescription description) => Encoding.Latin1.GetString(SdpWriter.ToBytes(description));

    /// <summary>An offer or answer of a plain phone; <paramref name="media"/> are the lines after c= and t=.</summary>
    public static string Phone(string media, int version = 1, string connection = "IN IP4 198.51.100.7") =>
        $"v=0\r\no=phone 7 {version} IN IP4 198.51.100.7\r\ns=call\r\nc={connection}\r\nt=0 0\r\n{media.ReplaceLineEndings("\r\n")}\r\n";

    public static MediaNegotiator New(int seed = 1) => MediaNegotiator.Create(new SeededTokens(seed));

    public static MediaNegotiator Pending(this MediaNegotiator negotiator, string offer) =>
        Assert.IsType<Negotiation.Pending>(negotiator.ReceiveOffer(Read(offer))).Next;

    public static Negotiation.Answered Answers(this MediaNegotiator negotiator, string offer, LocalMedia? local = null, int seed = 2) =>
        Assert.IsType<Negotiation.Answered>(negotiator.Pending(offer).Answer(local ?? Plain, new SeededTokens(seed)));

    public static MediaFault Refuses(this MediaNegotiator negotiator, string offer, LocalMedia? local = null) =>
        Assert.IsType<Negotiation.Refused>(negotiator.Pending(offer).Answer(local ?? Plain, new SeededTokens())).Refusal.Fault;

    public static Negotiation.Offered Offers(this MediaNegotiator negotiator, LocalMedia? local = null, int seed = 3) =>
        Assert.IsType<Negotiation.Offered>(negotiator.Offer(local ?? Plain, new SeededTokens(seed)));

    public static Negotiation.Agreed Takes(this MediaNegotiator negotiator, string answer) =>
        Assert.IsType<Negotiation.Agreed>(negotiator.ReceiveAnswer(Read(answer)));

    public static MediaFault Rejects(this MediaNegotiator negotiator, string answer) =>
        Assert.IsType<Negotiation.Refused>(negotiator.ReceiveAnswer(Read(answer))).Refusal.Fault;

    public static ImmutableArray<string> Attributes(this MediaDescription media) => [.. media.Lines.Select(line => line.Value)];
}

using System.Text;
using FsCheck.Xunit;
using Sip.Sdp;
using Sip.Tests.Support;

namespace Sip.Tests.Sdp;

public sealed class SdpParserTests
{
    [Fact]
    public void What_is_not_understood_is_written_back_in_its_place()
    {
        const string text = "v=0\r\no=- 1 2 IN IP4 host.example\r\ns=Réunion\r\nz=0 0\r\nx=odd\r\nb=AS:64\r\na=tool:x\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n"
            + "m=audio 4000/2 RTP/AVP 0 97\r\ni=voice\r\na=strange:1 2 3\r\na=rtpmap:97 opus/48000/2\r\nb=TIAS:64000\r\nm=application 9 UDP/BFCP *\r\na=floorctrl:c-only\r\n";

        Assert.Equal(text, SdpSamples.Write(SdpSamples.Read(text)));
    }

    [Fact]
    public void Lines_may_end_in_lf_and_stand_in_any_order_and_the_last_end_may_be_missing()
    {
        var description = SdpSamples.Read("s=-\nc=IN IP4 192.0.2.1\n\no=- 1 2 IN IP4 192.0.2.1\nt=0 0\nv=0\nm=audio 4000 RTP/AVP 0");

        Assert.Equal("2", description.Origin.Version);
        Assert.Equal("192.0.2.1", description.ConnectionOf(description.Media[0])!.Address);
    }

    [Fact]
    public void A_medium_inherits_connection_and_direction_from_the_session_and_may_have_its_own()
    {
        var description = SdpSamples.Read(SdpSamples.Phone("a=sendonly\nm=audio 4000 RTP/AVP 0\nm=audio 4002 RTP/AVP 0\nc=IN IP6 2001:db8::5\na=inactive"));

        Assert.Equal(MediaDirection.SendOnly, description.DirectionOf(description.Media[0]));
        Assert.Equal("198.51.100.7", description.ConnectionOf(description.Media[0])!.Ip!.ToString());
        Assert.Equal(MediaDirection.Inactive, description.DirectionOf(description.Media[1]));
        Assert.Equal("2001:db8::5", description.ConnectionOf(description.Media[1])!.Ip!.ToString());
    }

    [Theory]
    [InlineData("", SdpParseError.Empty)]
    [InlineData("\r\n\r\n", SdpParseError.Empty)]
    [InlineData("hello", SdpParseError.LineWithoutType)]
    [InlineData("v=1\r\no=- 1 1 IN IP4 1.1.1.1\r\n", SdpParseError.Version)]
    [InlineData("o=- 1 1 IN IP4 1.1.1.1\r\n", SdpParseError.Version)]
    [InlineData("v=0\r\ns=-\r\n", SdpParseError.Origin)]
    [InlineData("v=0\r\no=- 1 1 IN\r\n", SdpParseError.Origin)]
    [InlineData("v=0\r\no=- 1 1 IN IP4 1.1.1.1\r\nc=IN IP4\r\n", SdpParseError.Connection)]
    [InlineData("v=0\r\no=- 1 1 IN IP4 1.1.1.1\r\nm=audio 65536 RTP/AVP 0\r\n", SdpParseError.Media)]
    [InlineData("v=0\r\no=- 1 1 IN IP4 1.1.1.1\r\nm=audio -1 RTP/AVP 0\r\n", SdpParseError.Media)]
    [InlineData("v=0\r\no=- 1 1 IN IP4 1.1.1.1\r\nm=audio 4000 RTP/AVP\r\n", SdpParseError.Media)]
    [InlineData("v=0\r\no=- 1 1 IN IP4 1.1.1.1\r\ns=a\0b\r\n", SdpParseError.ForbiddenByte)]
    [InlineData("v=0\r\no=- 1 1 IN IP4 1.1.1.1\r\ns=a\rm=b\r\n", SdpParseError.ForbiddenByte)]
    public void A_bad_body_is_named_by_its_fault(string text, SdpParseError expected)
    {
        Assert.False(SdpParser.TryParse(Encoding.Latin1.GetBytes(text), out var description, out var error));
        Assert.Null(description);
        Assert.Equal(expected, error);
    }

    [Fact]
    public void Size_lines_and_media_are_bounded()
    {
        const string head = "v=0\no=- 1 1 IN IP4 1.1.1.1\n";

        Assert.Equal(SdpParseError.TooLong, ErrorOf(head + new string('\n', SdpLimits.Body)));
        Assert.Equal(SdpParseError.TooLong, ErrorOf(head + "s=" + new string('x', SdpLimits.Line)));
        Assert.Equal(SdpParseError.TooManyLines, ErrorOf(head + string.Concat(Enumerable.Repeat("a=x\n", SdpLimits.Lines))));
        Assert.Equal(SdpParseError.TooManyMedia, ErrorOf(head + string.Concat(Enumerable.Repeat("m=audio 0 RTP/AVP 0\n", SdpLimits.Media + 1))));
        Assert.Equal(SdpParseError.None, ErrorOf(head + string.Concat(Enumerable.Repeat("m=audio 0 RTP/AVP 0\n", SdpLimits.Media))));
    }

    [Fact]
    public void Static_payload_types_need_no_rtpmap_and_unexplained_dynamic_ones_are_left_out()
    {
        var media = SdpSamples.Read(SdpSamples.Phone("m=audio 4000 RTP/AVP 9 0 97 101 200 x 0\na=rtpmap:101 Telephone-Event/8000\na=fmtp:101 0-15\na=rtpmap:9 G722/8000")).Media[0];

        Assert.Equal(["G722/8000 9", "PCMU/8000 0", "Telephone-Event/8000 101"], media.Codecs.Select(codec => $"{codec.Name}/{codec.ClockRate} {codec.PayloadType}"));
        Assert.True(media.Codecs[2].IsTelephoneEvent);
        Assert.Equal("0-15", media.Codecs[2].Fmtp);
    }

    [Theory]
    [InlineData("101 opus/48000/2", "opus", 48000, 2)]
    [InlineData("101 opus/48000 ", "opus", 48000, 1)]
    [InlineData("101 opus", null, 0, 0)]
    [InlineData("101 opus/", null, 0, 0)]
    [InlineData("101 /8000", null, 0, 0)]
    [InlineData("101 opus/0", null, 0, 0)]
    [InlineData("101 opus/99999999999", null, 0, 0)]
    [InlineData("101 opus/8000/x", null, 0, 0)]
    [InlineData("300 opus/8000", null, 0, 0)]
    public void An_rtpmap_is_read_or_left_out(string map, string? name, int clock, int channels)
    {
        var codecs = SdpSamples.Read(SdpSamples.Phone($"m=audio 4000 RTP/AVP 101\na=rtpmap:{map}")).Media[0].Codecs;

        Assert.Equal(name is null ? [] : [new Codec(name, 101, clock, channels)], codecs);
    }

    [Fact]
    public void No_key_is_ever_shown()
    {
        var offered = SdpSamples.New().Offers(SdpSamples.Secure);
        var received = SdpSamples.New().Answers(SdpSamples.TwilioOffer, SdpSamples.Secure);
        var keys = offered.Offer.Media[0].Cryptos.Concat(received.Answer.Media[0].Cryptos).Select(crypto => Convert.ToBase64String([.. crypto.Key.MasterKey, .. crypto.Key.MasterSalt]));
        var shown = $"{offered} {offered.Next} {received} {received.Media} {received.Answer.Media[0]} {received.Answer.Media[0].Lines[0]} {received.Media.SendCrypto} {received.Media.SendCrypto!.Key} {SdpSamples.Read(SdpSamples.TwilioOffer)} {new SdpLine('k', "clear:abc")}";

        Assert.All(keys.Append(SdpSamples.Key1).Append("abc"), key => Assert.DoesNotContain(key, shown, StringComparison.Ordinal));
        Assert.Contains("a=crypto:(key)", shown, StringComparison.Ordinal);
    }

    [Property(MaxTest = 3000)]
    public bool Noise_never_throws(byte[] noise) =>
        SdpParser.TryParse(noise, out var description, out var error) == (description is not null && error is SdpParseError.None);

    [Property(MaxTest = 3000)]
    public bool A_damaged_offer_never_throws_and_never_gets_an_answer_that_cannot_be_read(int seed)
    {
        var chance = new Random(seed);
        var bytes = Encoding.Latin1.GetBytes(SdpSamples.TwilioOffer + "\nm=image 4002 udptl t38\na=rtcp:4003 IN IP4 192.0.2.1\na=rtcp-mux");
        for (var i = chance.Next(1, 6); i > 0; i--)
            bytes[chance.Next(bytes.Length)] = (byte)chance.Next(256);
        bytes = bytes[..chance.Next(bytes.Length / 2, bytes.Length)];

        if (SdpSamples.New().ReceiveOffer(bytes) is not Negotiation.Pending pending
            || pending.Next.Answer(SdpSamples.Plain with { Security = MediaSecurity.SecurePreferred }, new SeededTokens()) is not Negotiation.Answered answered)
            return true;

        return SdpParser.TryParse(SdpWriter.ToBytes(answered.Answer), out var again, out _)
            && again.Media.Length == answered.Answer.Media.Length && again.ToString() == answered.Answer.ToString();
    }

    private static SdpParseError ErrorOf(string text) =>
        SdpParser.TryParse(Encoding.Latin1.GetBytes(text), out _, out var error) ? SdpParseError.None : error;
}

using System.Net;
using System.Text;
using Sip.Sdp;
using Sip.Tests.Support;

namespace Sip.Tests.Sdp;

public sealed class OfferAnswerTests
{
    [Fact]
    public void Our_offer_says_everything_that_old_phones_want_said()
    {
        var offer = SdpSamples.New().Offers().Offer;

        Assert.Equal($"""
            v=0
            o=- {offer.Origin.SessionId} 1 IN IP4 192.0.2.10
            s=-
            c=IN IP4 192.0.2.10
            t=0 0
            m=audio 40000 RTP/AVP 0 8 101
            a=rtpmap:0 PCMU/8000
            a=rtpmap:8 PCMA/8000
            a=rtpmap:101 telephone-event/8000
            a=fmtp:101 0-16
            a=ptime:20
            a=sendrecv

            """.ReplaceLineEndings("\r\n"), SdpSamples.Write(offer));
    }

    [Fact]
    public void Twilios_offer_is_answered_with_one_codec_its_event_number_and_our_own_key()
    {
        var answered = SdpSamples.New().Answers(SdpSamples.TwilioOffer, SdpSamples.Secure);
        var (media, audio) = (answered.Media, Assert.Single(answered.Answer.Media));

        Assert.Equal("audio 40000 RTP/SAVP 0 101", audio.ToString());
        Assert.Equal(1, Assert.Single(audio.Cryptos).Tag);
        Assert.Equal(SdpSamples.Key1, Convert.ToBase64String([.. media.ReceiveCrypto!.Key.MasterKey, .. media.ReceiveCrypto.Key.MasterSalt]));
        Assert.Equal(audio.Cryptos[0], media.SendCrypto);
        Assert.NotEqual(media.SendCrypto!.Key, media.ReceiveCrypto.Key);
        Assert.Equal(["rtpmap:0 PCMU/8000", "rtpmap:101 telephone-event/8000", "fmtp:101 0-16", "ptime:20", "sendrecv"], audio.Attributes().Skip(1));
        Assert.Equal((IPEndPoint.Parse("168.86.138.121:12692"), IPEndPoint.Parse("168.86.138.121:12693")), (media.RemoteRtp, media.RemoteRtcp));
        Assert.Equal((0, 101, 101, 20), (media.SendCodec.PayloadType, media.SendEvents!.PayloadType, media.ReceiveEvents!.PayloadType, media.Ptime));
        Assert.Equal((MediaDirection.SendReceive, MediaChange.All), (media.Direction, media.Changed));
    }

    [Fact]
    public void The_answer_takes_the_offerers_order_unless_one_codec_is_preferred()
    {
        const string media = "m=audio 4000 RTP/AVP 3 8 0 101\na=rtpmap:101 telephone-event/8000";

        Assert.Equal(Codec.Pcma, SdpSamples.New().Answers(SdpSamples.Phone(media)).Media.SendCodec);
        Assert.Equal(Codec.Pcmu, SdpSamples.New().Answers(SdpSamples.Phone(media), SdpSamples.Plain with { Preferred = Codec.Pcmu }).Media.SendCodec);
        Assert.Equal(Codec.Pcma, SdpSamples.New().Answers(SdpSamples.Phone(media), SdpSamples.Plain with { Preferred = Codec.G722 }).Media.SendCodec);
    }

    [Fact]
    public void A_reoffer_that_still_has_the_codec_in_use_does_not_change_it()
    {
        var first = SdpSamples.New().Answers(SdpSamples.Phone("m=audio 4000 RTP/AVP 0 8"), SdpSamples.Plain with { Preferred = Codec.Pcma });
        var second = first.Next.Answers(SdpSamples.Phone("m=audio 4000 RTP/AVP 0 8\na=sendonly", 2));

        Assert.Equal(Codec.Pcma, second.Media.SendCodec);
        Assert.Equal(MediaChange.Direction, second.Media.Changed);
    }

    [Fact]
    public void The_first_exchange_of_rfc_3264_section_10_1_works_with_its_video_lines_refused()
    {
        const string alice = "v=0\no=alice 2890844526 2890844526 IN IP4 host.anywhere.com\ns=\nc=IN IP4 192.0.2.101\nt=0 0\n"
            + "m=audio 49170 RTP/AVP 0\na=rtpmap:0 PCMU/8000\nm=video 51372 RTP/AVP 31\na=rtpmap:31 H261/90000\nm=video 53000 RTP/AVP 32\na=rtpmap:32 MPV/90000";
        var answered = SdpSamples.New().Answers(alice);

        Assert.Equal(["audio 40000 RTP/AVP 0", "video 0 RTP/AVP 31", "video 0 RTP/AVP 32"], answered.Answer.Media.Select(media => media.ToString()));
        Assert.Null(answered.Media.SendEvents);
        Assert.Null(answered.Media.ReceiveEvents);

        // The modified session: the voice moves, and the video lines keep their places also when we offer.
        var changed = answered.Next.Answers(alice.Replace("2890844526 IN", "2890844527 IN", StringComparison.Ordinal).Replace("49170", "65422", StringComparison.Ordinal));
        Assert.Equal(MediaChange.Address, changed.Media.Changed);
        Assert.Same(answered.Answer, changed.Answer);
        var ours = changed.Next.Offers();
        Assert.Equal(["audio 40000 RTP/AVP 0 8 101", "video 0 RTP/AVP 31", "video 0 RTP/AVP 32"], ours.Offer.Media.Select(media => media.ToString()));
    }

    [Fact]
    public void The_codec_choice_of_rfc_3264_section_10_2_ends_with_one_codec()
    {
        var offered = SdpSamples.New().Offers(SdpSamples.Plain with { Codecs = [Codec.Pcmu, new("1016", 1, 8000), new("GSM", 3, 8000)], TelephoneEvent = null });
        var several = offered.Next.Takes("v=0\no=bob 2890844730 2890844730 IN IP4 host.example.com\ns=\nc=IN IP4 192.0.2.2\nt=0 0\nm=audio 49920 RTP/AVP 0 3");
        Assert.Equal([0, 3], several.Media.ReceiveCodecs.Select(codec => codec.PayloadType));

        var again = several.Next.Offers(SdpSamples.Plain with { Codecs = [new("GSM", 3, 8000)], TelephoneEvent = null });
        var one = again.Next.Takes("v=0\no=bob 2890844730 2890844731 IN IP4 host.example.com\ns=\nc=IN IP4 192.0.2.2\nt=0 0\nm=audio 49920 RTP/AVP 3");
        Assert.Equal("GSM", one.Media.SendCodec.Name);
        Assert.Equal(MediaChange.Codec, one.Media.Changed);
    }

    [Fact]
    public void Rtcp_shares_the_port_only_when_it_was_offered_and_wanted()
    {
        const string media = "m=audio 4000 RTP/AVP 0\na=rtcp-mux";
        var mux = SdpSamples.Plain with { RtcpMux = true };

        var both = SdpSamples.New().Answers(SdpSamples.Phone(media), mux);
        Assert.Contains("rtcp-mux", both.Answer.Media[0].Attributes());
        Assert.Equal(both.Media.RemoteRtp, both.Media.RemoteRtcp);

        Assert.DoesNotContain("rtcp-mux", SdpSamples.New().Answers(SdpSamples.Phone(media)).Answer.Media[0].Attributes());
        Assert.DoesNotContain("rtcp-mux", SdpSamples.New().Answers(SdpSamples.Phone("m=audio 4000 RTP/AVP 0"), mux).Answer.Media[0].Attributes());
        Assert.True(SdpSamples.New().Offers(mux).Next.Takes(SdpSamples.Phone(media)).Media.RtcpMux);
        Assert.False(SdpSamples.New().Offers().Next.Takes(SdpSamples.Phone(media)).Media.RtcpMux);
    }

    [Fact]
    public void An_rtcp_attribute_moves_the_rtcp_address()
    {
        var media = SdpSamples.New().Answers(SdpSamples.Phone("m=audio 4000 RTP/AVP 0\na=rtcp:53020 IN IP4 203.0.113.9")).Media;
        Assert.Equal(IPEndPoint.Parse("203.0.113.9:53020"), media.RemoteRtcp);

        Assert.Contains("rtcp:40009", SdpSamples.New().Offers(SdpSamples.Plain with { RtcpPort = 40009 }).Offer.Media[0].Attributes());
    }

    [Fact]
    public void The_office_side_may_speak_ipv6()
    {
        var local = SdpSamples.Plain with { Address = IPAddress.Parse("2001:db8::1") };
        var answered = SdpSamples.New().Answers(SdpSamples.Phone("m=audio 4000 RTP/AVP 0", connection: "IN IP6 2001:db8::77"), local);

        Assert.Equal(IPEndPoint.Parse("[2001:db8::77]:4000"), answered.Media.RemoteRtp);
        Assert.Contains("c=IN IP6 2001:db8::1\r\n", SdpSamples.Write(answered.Answer), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("m=audio 4000 RTP/AVP 18", "IN IP4 198.51.100.7", MediaFault.NoCommonCodec)]
    [InlineData("m=audio 4000 RTP/AVP 101\na=rtpmap:101 telephone-event/8000", "IN IP4 198.51.100.7", MediaFault.NoCommonCodec)]
    [InlineData("m=audio 4000 RTP/AVP 0", "IN IP4 phone.example", MediaFault.UnusableAddress)]
    [InlineData("m=audio 4000 RTP/AVP 0", "IN IP6 2001:db8::77", MediaFault.UnusableAddress)]
    [InlineData("m=audio 4000 RTP/AVP 0", "IN IP4 239.1.1.1/127", MediaFault.UnusableAddress)]
    [InlineData("m=audio 4000 RTP/AVP 0", "IN IP4 255.255.255.255", MediaFault.UnusableAddress)]
    public void An_offer_that_does_not_fit_is_refused_with_488_and_leaves_no_trace(string media, string connection, MediaFault expected)
    {
        var pending = SdpSamples.New().Pending(SdpSamples.Phone(media, connection: connection));
        var refused = Assert.IsType<Negotiation.Refused>(pending.Answer(SdpSamples.Plain, new SeededTokens()));

        Assert.Equal((expected, 488), (refused.Refusal.Fault, refused.Refusal.StatusCode));
        Assert.Equal(NegotiationState.Stable, refused.Next.State);
        Assert.Null(refused.Next.Current);
    }

    [Theory]
    [InlineData("m=audio 0 RTP/AVP 0")]
    [InlineData("m=video 4000 RTP/AVP 31")]
    [InlineData("m=audio 4000 TCP/MRCPv2 1")]
    [InlineData("a=nothing")]
    public void An_offer_without_voice_is_refused(string media)
    {
        var refused = Assert.IsType<Negotiation.Refused>(SdpSamples.New().ReceiveOffer(SdpSamples.Read(SdpSamples.Phone(media))));

        Assert.Equal((488, 304), (refused.Refusal.StatusCode, refused.Refusal.WarningCode));
    }

    [Fact]
    public void A_body_that_cannot_be_read_is_refused_with_400_and_says_why()
    {
        var refused = Assert.IsType<Negotiation.Refused>(SdpSamples.New().ReceiveOffer("v=0"u8));

        Assert.Equal((400, 399, "Session description cannot be read: Origin"), (refused.Refusal.StatusCode, refused.Refusal.WarningCode, refused.Refusal.WarningText));
    }

    [Fact]
    public void Every_refusal_has_a_failure_status_and_a_text_without_quotes()
    {
        Assert.All(Enum.GetValues<MediaFault>().Select(fault => new MediaRefusal(fault)), refusal =>
        {
            Assert.InRange(refusal.StatusCode, 400, 599);
            Assert.InRange(refusal.WarningCode, 300, 399);
            Assert.DoesNotContain('"', refusal.WarningText);
        });
        Assert.Equal(415, new MediaRefusal(MediaFault.NotSdp).StatusCode);
    }

    [Fact]
    public void Crossing_offers_are_told_apart_from_one_that_came_too_early()
    {
        var ours = SdpSamples.New().Offers().Next;
        Assert.Equal(491, Assert.IsType<Negotiation.Refused>(ours.ReceiveOffer(SdpSamples.Read(SdpSamples.TwilioOffer))).Refusal.StatusCode);
        Assert.Equal(NegotiationState.LocalOfferPending, ours.State);

        var theirs = SdpSamples.New().Pending(SdpSamples.TwilioOffer);
        Assert.Equal(500, Assert.IsType<Negotiation.Refused>(theirs.ReceiveOffer(SdpSamples.Read(SdpSamples.TwilioOffer))).Refusal.StatusCode);
        Assert.Equal(NegotiationState.RemoteOfferPending, theirs.State);
        Assert.Equal(MediaFault.UnexpectedAnswer, SdpSamples.New().Rejects(SdpSamples.TwilioOffer));
    }

    [Fact]
    public void Each_fork_of_an_offer_agrees_by_itself()
    {
        var offered = SdpSamples.New().Offers();
        var one = offered.Next.Takes(SdpSamples.Phone("m=audio 5000 RTP/AVP 0"));
        var two = offered.Next.Takes(SdpSamples.Phone("m=audio 6000 RTP/AVP 8"));

        Assert.Equal((5000, Codec.Pcmu), (one.Next.Current!.RemoteRtp!.Port, one.Media.SendCodec));
        Assert.Equal((6000, Codec.Pcma), (two.Next.Current!.RemoteRtp!.Port, two.Media.SendCodec));
        Assert.Equal(MediaChange.Address | MediaChange.Codec, two.Media.ChangeFrom(one.Media));
        Assert.Equal(MediaChange.All, two.Media.Changed);
    }

    [Fact]
    public void The_answer_of_a_183_repeated_in_the_200_changes_nothing_and_a_corrected_one_only_what_it_corrects()
    {
        var early = SdpSamples.New().Offers().Next.Takes(SdpSamples.Phone("m=audio 5000 RTP/AVP 0"));

        Assert.Equal(MediaChange.None, early.Next.Takes(SdpSamples.Phone("m=audio 5000 RTP/AVP 0")).Media.Changed);
        Assert.Equal(MediaChange.Address, early.Next.Takes(SdpSamples.Phone("m=audio 5008 RTP/AVP 0", 2)).Media.Changed);
        Assert.Equal(NegotiationState.Stable, early.Next.State);
    }

    [Fact]
    public void A_delayed_offer_is_answered_in_the_ack()
    {
        // We invited without a body; the 200 offers, the ACK answers.
        var fromPeer = SdpSamples.New().Answers(SdpSamples.Phone("m=audio 5000 RTP/AVP 8 0"));
        Assert.Equal(NegotiationState.Stable, fromPeer.Next.State);

        // We were invited without a body; our 200 offers, the ACK answers.
        var toPeer = SdpSamples.New().Offers().Next.ReceiveAnswer(Encoding.ASCII.GetBytes(SdpSamples.Phone("m=audio 5000 RTP/AVP 8")));
        Assert.Equal(Codec.Pcma, Assert.IsType<Negotiation.Agreed>(toPeer).Media.SendCodec);

        // An ACK without body answers nothing.
        Assert.Equal(SdpParseError.Empty, Assert.IsType<Negotiation.Refused>(SdpSamples.New().Offers().Next.ReceiveAnswer([])).Refusal.ParseError);
    }

    [Fact]
    public void An_answer_without_voice_or_without_our_codecs_is_refused_and_the_old_media_go_on()
    {
        var running = SdpSamples.New().Answers(SdpSamples.Phone("m=audio 5000 RTP/AVP 0")).Next;
        var offered = running.Offers(SdpSamples.Plain with { Codecs = [Codec.Pcma] }).Next;

        Assert.Equal(MediaFault.NoAudio, offered.Rejects(SdpSamples.Phone("m=audio 0 RTP/AVP 8")));
        Assert.Equal(MediaFault.NoCommonCodec, offered.Rejects(SdpSamples.Phone("m=audio 5000 RTP/AVP 0")));
        Assert.Equal(running.Current, offered.ReceiveAnswer("x"u8).Next.Current);
        Assert.Equal(NegotiationState.Stable, offered.OfferRejected().State);
    }

    [Fact]
    public void What_the_other_leg_needs_to_know_of_an_offer_is_there_before_it_is_answered()
    {
        var offer = SdpSamples.Phone($"m=audio 5000 RTP/AVP 8 0 13 101\na=rtpmap:101 telephone-event/8000\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:{SdpSamples.Key1}\na=sendonly");
        var pending = Assert.IsType<Negotiation.Pending>(SdpSamples.New().ReceiveOffer(SdpSamples.Read(offer)));

        Assert.Equal([Codec.Pcma, Codec.Pcmu], pending.Offer.Codecs);
        Assert.Equal((true, MediaDirection.SendOnly, false, true, false, false),
            (pending.Offer.HasEvents, pending.Offer.PeerDirection, pending.Offer.IsSecureProfile, pending.Offer.HasCrypto, pending.Offer.HasImage, pending.Offer.IsUnchanged));
        Assert.Equal(NegotiationState.Stable, pending.Next.RefuseOffer().State);
    }

    [Fact]
    public void An_offered_packet_time_is_told_and_nonsense_is_taken_as_twenty()
    {
        Assert.Equal(30, SdpSamples.New().Answers(SdpSamples.Phone("m=audio 5000 RTP/AVP 0\na=ptime:30")).Media.Ptime);
        Assert.Equal(20, SdpSamples.New().Answers(SdpSamples.Phone("m=audio 5000 RTP/AVP 0\na=ptime:0")).Media.Ptime);
        Assert.Equal(30, SdpSamples.New().Answers(SdpSamples.Phone("a=ptime:30\nm=audio 5000 RTP/AVP 0")).Media.Ptime);
    }
}

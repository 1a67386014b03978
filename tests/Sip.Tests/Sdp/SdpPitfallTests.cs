using Sip.Sdp;

namespace Sip.Tests.Sdp;

public sealed class SdpPitfallTests
{
    private const string Audio = "m=audio 5000 RTP/AVP 0 8 96\na=rtpmap:96 telephone-event/8000";

    [Fact]
    public void Pitfall_28_the_version_moves_when_and_only_when_the_body_sent_last_differs()
    {
        var first = SdpSamples.New().Offers();
        Assert.Equal("1", first.Offer.Origin.Version);
        var call = first.Next.Takes(SdpSamples.Phone(Audio)).Next;

        // A refresh says the same.
        var refresh = call.Offers();
        Assert.Equal(first.Offer.Origin, refresh.Offer.Origin);
        call = refresh.Next.Takes(SdpSamples.Phone(Audio)).Next;

        // Hold moves it; so does the return after the hold was rejected, for the hold was what we sent last.
        var hold = call.Offers(SdpSamples.Plain with { Direction = MediaDirection.SendOnly });
        Assert.Equal("2", hold.Offer.Origin.Version);
        var back = hold.Next.OfferRejected().Offers();
        Assert.Equal("3", back.Offer.Origin.Version);
        Assert.Equal(first.Offer.Origin.SessionId, back.Offer.Origin.SessionId);

        // Our answers count on the same number.
        var answer = back.Next.OfferRejected().Answers(SdpSamples.Phone($"{Audio}\na=sendonly", 2));
        Assert.Equal("4", answer.Answer.Origin.Version);
        Assert.Equal("4", answer.Next.Answers(SdpSamples.Phone($"{Audio}\na=sendonly", 2)).Answer.Origin.Version);
    }

    [Fact]
    public void Pitfall_28_a_peer_that_repeats_itself_changes_nothing()
    {
        var call = SdpSamples.New().Answers(SdpSamples.TwilioOffer, SdpSamples.Secure);

        var pending = Assert.IsType<Negotiation.Pending>(call.Next.ReceiveOffer(SdpSamples.Read(SdpSamples.TwilioOffer)));
        Assert.True(pending.Offer.IsUnchanged);
        var again = call.Next.Answers(SdpSamples.TwilioOffer, SdpSamples.Secure, seed: 99);
        Assert.Equal(MediaChange.None, again.Media.Changed);
        Assert.Equal(SdpSamples.Write(call.Answer), SdpSamples.Write(again.Answer));
    }

    [Fact]
    public void Pitfall_29_a_reinvite_that_changes_the_codec_gets_a_new_answer_even_under_an_old_version()
    {
        var call = SdpSamples.New().Answers(SdpSamples.Phone("m=audio 5000 RTP/AVP 0"));
        var changed = call.Next.Answers(SdpSamples.Phone("m=audio 5000 RTP/AVP 8"));

        Assert.Equal((Codec.Pcma, MediaChange.Codec), (changed.Media.SendCodec, changed.Media.Changed));
        Assert.Equal("audio 40000 RTP/AVP 8", changed.Answer.Media[0].ToString());
        Assert.Equal("2", changed.Answer.Origin.Version);
    }

    [Fact]
    public void Pitfall_30_an_answer_uses_the_offerers_numbers_and_so_does_our_next_offer()
    {
        var call = SdpSamples.New().Answers(SdpSamples.Phone(Audio));
        Assert.Equal("audio 40000 RTP/AVP 0 96", call.Answer.Media[0].ToString());
        Assert.Equal("audio 40000 RTP/AVP 0 8 96", call.Next.Offers().Offer.Media[0].ToString());
    }

    [Fact]
    public void Pitfall_30_a_number_that_means_something_else_to_the_peer_is_not_used_for_another_thing()
    {
        var call = SdpSamples.New().Answers(SdpSamples.Phone("m=audio 5000 RTP/AVP 0 101\na=rtpmap:101 opus/48000/2"));

        Assert.Equal("audio 40000 RTP/AVP 0 8 96", call.Next.Offers().Offer.Media[0].ToString());
        Assert.Contains("rtpmap:96 telephone-event/8000", call.Next.Offers().Offer.Media[0].Attributes());
    }

    [Fact]
    public void Pitfall_30_an_answer_with_other_numbers_is_mapped_per_direction()
    {
        var media = SdpSamples.New().Offers().Next.Takes(SdpSamples.Phone("m=audio 5000 RTP/AVP 0 126\na=rtpmap:126 telephone-event/8000")).Media;
        Assert.Equal((126, 101), (media.SendEvents!.PayloadType, media.ReceiveEvents!.PayloadType));

        // A number left unexplained can only be ours.
        media = SdpSamples.New().Offers().Next.Takes(SdpSamples.Phone("m=audio 5000 RTP/AVP 0 101")).Media;
        Assert.Equal((101, 101), (media.SendEvents!.PayloadType, media.ReceiveEvents!.PayloadType));
    }

    [Fact]
    public void Pitfall_31_hold_from_both_sides_ends_only_when_both_resume()
    {
        var holding = SdpSamples.Plain with { Direction = MediaDirection.SendOnly };
        var call = SdpSamples.New().Answers(SdpSamples.Phone(Audio)).Next.Offers(holding).Next.Takes(SdpSamples.Phone($"{Audio}\na=recvonly", 2)).Next;

        var both = call.Answers(SdpSamples.Phone($"{Audio}\na=sendonly", 3), holding);
        Assert.Equal(MediaDirection.Inactive, both.Media.Direction);
        var oneLeft = both.Next.Answers(SdpSamples.Phone($"{Audio}\na=sendrecv", 4), holding);
        Assert.Equal(MediaDirection.SendOnly, oneLeft.Media.Direction);
        var free = oneLeft.Next.Offers().Next.Takes(SdpSamples.Phone(Audio, 5));
        Assert.Equal(MediaDirection.SendReceive, free.Media.Direction);
    }

    [Fact]
    public void Pitfall_31_a_peer_held_by_0_0_0_0_that_resumes_with_its_old_address_is_heard_again()
    {
        var call = SdpSamples.New().Answers(SdpSamples.Phone(Audio));
        var held = call.Next.Answers(SdpSamples.Phone(Audio, 2, "IN IP4 0.0.0.0"));
        var resumed = held.Next.Answers(SdpSamples.Phone(Audio, 3));

        Assert.Equal(call.Media.RemoteRtp, resumed.Media.RemoteRtp);
        Assert.Equal(MediaDirection.SendReceive, resumed.Media.Direction);
        Assert.Equal(MediaChange.None, resumed.Media.ChangeFrom(call.Media));
    }

    [Fact]
    public void Pitfall_33_every_codec_of_an_answer_may_arrive_but_one_is_answered()
    {
        var media = SdpSamples.New().Offers().Next.Takes(SdpSamples.Phone("m=audio 5000 RTP/AVP 8 0")).Media;
        Assert.Equal(Codec.Pcma, media.SendCodec);
        Assert.Equal([Codec.Pcma, Codec.Pcmu], media.ReceiveCodecs);

        Assert.Single(SdpSamples.New().Answers(SdpSamples.Phone("m=audio 5000 RTP/AVP 8 0")).Answer.Media[0].Formats);
    }

    [Fact]
    public void Pitfall_34_keys_stay_over_refresh_hold_and_a_repeated_answer()
    {
        var offered = SdpSamples.New().Offers(SdpSamples.Secure);
        var answer = SdpSamples.Phone($"m=audio 5000 RTP/SAVP 0\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:{SdpSamples.Key1}");
        var early = offered.Next.Takes(answer);
        var confirmed = early.Next.Takes(answer);
        Assert.Equal(MediaChange.None, confirmed.Media.Changed);

        var held = confirmed.Next.Offers(SdpSamples.Secure with { Direction = MediaDirection.SendOnly }, seed: 50).Next.Takes(answer);
        Assert.Equal(MediaChange.Direction, held.Media.Changed);
        Assert.Equal(early.Media.SendCrypto, held.Media.SendCrypto);

        // The peer's re-INVITE with another tag and its own new key: its key changes, ours does not.
        var rekeyed = held.Next.Answers(SdpSamples.Phone($"m=audio 5000 RTP/SAVP 0\na=crypto:5 AES_CM_128_HMAC_SHA1_80 inline:{SdpSamples.Key2}", 2), SdpSamples.Secure, seed: 51);
        Assert.Equal(MediaChange.Keys | MediaChange.Direction, rekeyed.Media.Changed);
        Assert.Equal(early.Media.SendCrypto!.Key, rekeyed.Media.SendCrypto!.Key);
        Assert.Equal(5, rekeyed.Answer.Media[0].Cryptos[0].Tag);
    }

    [Theory]
    [InlineData("m=audio 5000 RTP/AVP 107 0 101 97\na=rtpmap:107 opus/48000/2\na=rtpmap:101 telephone-event/48000\na=rtpmap:97 telephone-event/8000", 97, 8000)]
    [InlineData("m=audio 5000 RTP/AVP 107 0 101\na=rtpmap:107 opus/48000/2\na=rtpmap:101 telephone-event/48000", 101, 48000)]
    public void Pitfall_44_events_are_taken_at_the_clock_rate_of_the_codec_if_there_are_such(string offer, int type, int clock)
    {
        var answered = SdpSamples.New().Answers(SdpSamples.Phone(offer));

        Assert.Equal((type, clock), (answered.Media.SendEvents!.PayloadType, answered.Media.SendEvents.ClockRate));
        Assert.Equal((type, clock), (answered.Media.ReceiveEvents!.PayloadType, answered.Media.ReceiveEvents.ClockRate));
        Assert.Contains($"rtpmap:{type} telephone-event/{clock}", answered.Answer.Media[0].Attributes());
        Assert.Contains($"fmtp:{type} 0-15", answered.Answer.Media[0].Attributes());
    }

    [Fact]
    public void Pitfall_46_fax_over_t38_is_refused_line_by_line_and_voice_goes_on()
    {
        const string image = "m=image 5004 udptl t38\na=T38FaxVersion:0";
        var call = SdpSamples.New().Answers(SdpSamples.Phone(Audio));

        var beside = call.Next.Answers(SdpSamples.Phone($"{Audio}\n{image}", 2));
        Assert.Equal("image 0 udptl t38", beside.Answer.Media[1].ToString());
        Assert.Empty(beside.Answer.Media[1].Lines);
        Assert.Equal(MediaChange.None, beside.Media.Changed);

        // The switch of the whole call to fax is refused; the voice stays as it was.
        var refused = Assert.IsType<Negotiation.Refused>(beside.Next.ReceiveOffer(SdpSamples.Read(SdpSamples.Phone($"m=audio 0 RTP/AVP 0\n{image}", 3))));
        Assert.Equal(488, refused.Refusal.StatusCode);
        Assert.Equal(beside.Media, refused.Next.Current);
        Assert.Equal(NegotiationState.Stable, refused.Next.State);
    }
}

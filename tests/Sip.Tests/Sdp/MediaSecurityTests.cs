using Sip.Sdp;
using Sip.Tests.Support;

namespace Sip.Tests.Sdp;

public sealed class MediaSecurityTests
{
    private const string Crypto80 = $"a=crypto:4 AES_CM_128_HMAC_SHA1_80 inline:{SdpSamples.Key1}";
    private const string Crypto32 = $"a=crypto:7 AES_CM_128_HMAC_SHA1_32 inline:{SdpSamples.Key2}";
    private static readonly LocalMedia Secure = SdpSamples.Secure;
    private static readonly LocalMedia Preferred = SdpSamples.Plain with { Security = MediaSecurity.SecurePreferred };

    [Theory]
    [InlineData("RTP/AVP", MediaSecurity.SecureRequired, MediaFault.PlainWhereSecureIsRequired)]
    [InlineData("RTP/SAVP", MediaSecurity.SecureRequired, MediaFault.NoUsableCrypto)]
    [InlineData("RTP/SAVP", MediaSecurity.SecurePreferred, MediaFault.NoUsableCrypto)]
    [InlineData("RTP/SAVP", MediaSecurity.Plain, MediaFault.SecureWherePlainIsRequired)]
    public void Security_that_does_not_fit_is_refused(string profile, MediaSecurity policy, MediaFault expected) =>
        Assert.Equal(expected, SdpSamples.New().Refuses(SdpSamples.Phone($"m=audio 5000 {profile} 0"), SdpSamples.Plain with { Security = policy }));

    [Fact]
    public void The_first_acceptable_key_is_taken_and_its_tag_echoed()
    {
        var offer = SdpSamples.Phone($"""
            m=audio 5000 RTP/SAVP 0
            a=crypto:1 AES_256_CM_HMAC_SHA1_80 inline:{SdpSamples.Key1}{SdpSamples.Key1}
            a=crypto:2 AES_CM_128_HMAC_SHA1_80 inline:{SdpSamples.Key1} UNENCRYPTED_SRTCP
            a=crypto:3 AES_CM_128_HMAC_SHA1_80 inline:{SdpSamples.Key1}|2^31|1:1
            {Crypto32}
            {Crypto80}
            """);
        var answered = SdpSamples.New().Answers(offer, Secure);

        var ours = Assert.Single(answered.Answer.Media[0].Cryptos);
        Assert.Equal((7, SdesSuite.AesCm128HmacSha1Tag32), (ours.Tag, ours.Suite));
        Assert.Equal("RTP/SAVP", answered.Answer.Media[0].Protocol);
    }

    [Fact]
    public void Keys_without_encryption_are_refused_and_keys_with_mki_too() => Assert.All(
        ["UNENCRYPTED_SRTP", "UNENCRYPTED_SRTCP UNENCRYPTED_SRTP"],
        parameters => Assert.Equal(
            MediaFault.NoUsableCrypto,
            SdpSamples.New().Refuses(SdpSamples.Phone($"m=audio 5000 RTP/SAVP 0\n{Crypto80} {parameters}\n{Crypto80}|1:4"), Secure)));

    [Fact]
    public void A_secure_offer_has_keys_in_the_secure_profile()
    {
        var audio = SdpSamples.New().Offers(Secure with { Suites = [SdesSuite.AesCm128HmacSha1Tag80, SdesSuite.AesCm128HmacSha1Tag32] }).Offer.Media[0];

        Assert.Equal("RTP/SAVP", audio.Protocol);
        Assert.Equal([(1, SdesSuite.AesCm128HmacSha1Tag80), (2, SdesSuite.AesCm128HmacSha1Tag32)], audio.Cryptos.Select(crypto => (crypto.Tag, crypto.Suite)));
        Assert.NotEqual(audio.Cryptos[0].Key, audio.Cryptos[1].Key);
    }

    [Theory]
    [InlineData($"m=audio 5000 RTP/SAVP 0\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:{SdpSamples.Key1}", null)]
    [InlineData($"m=audio 5000 RTP/AVP 0\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:{SdpSamples.Key1}", null)]
    [InlineData($"m=audio 5000 RTP/SAVP 0\na=crypto:2 AES_CM_128_HMAC_SHA1_80 inline:{SdpSamples.Key1}", MediaFault.NoUsableCrypto)]
    [InlineData($"m=audio 5000 RTP/SAVP 0\na=crypto:1 AES_CM_128_HMAC_SHA1_32 inline:{SdpSamples.Key1}", MediaFault.NoUsableCrypto)]
    [InlineData($"m=audio 5000 RTP/SAVP 0\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:{SdpSamples.Key1}|1:4", MediaFault.NoUsableCrypto)]
    [InlineData("m=audio 5000 RTP/SAVP 0", MediaFault.NoUsableCrypto)]
    [InlineData("m=audio 5000 RTP/AVP 0", MediaFault.PlainWhereSecureIsRequired)]
    public void An_answer_to_our_keys_must_choose_one_of_them(string answer, MediaFault? expected)
    {
        var offered = SdpSamples.New().Offers(Secure);
        var result = offered.Next.ReceiveAnswer(SdpSamples.Read(SdpSamples.Phone(answer)));

        Assert.Equal(expected, (result as Negotiation.Refused)?.Refusal.Fault);
        if (result is Negotiation.Agreed { Media: var media })
            Assert.Equal((offered.Offer.Media[0].Cryptos[0], true), (media.SendCrypto, media.IsSecure));
    }

    [Fact]
    public void A_secure_answer_to_a_plain_offer_is_refused() =>
        Assert.Equal(MediaFault.SecureWherePlainIsRequired, SdpSamples.New().Offers().Next.Rejects(SdpSamples.Phone($"m=audio 5000 RTP/SAVP 0\n{Crypto80}")));

    [Fact]
    public void Opportunistic_keys_ride_in_the_plain_profile_and_may_be_ignored()
    {
        var offered = SdpSamples.New().Offers(Preferred);
        Assert.Equal("RTP/AVP", offered.Offer.Media[0].Protocol);
        Assert.Single(offered.Offer.Media[0].Cryptos);

        var plain = offered.Next.Takes(SdpSamples.Phone("m=audio 5000 RTP/AVP 0"));
        Assert.False(plain.Media.IsSecure);
        Assert.Empty(plain.Next.Offers(Preferred).Offer.Media[0].Cryptos);

        var secure = offered.Next.Takes(SdpSamples.Phone($"m=audio 5000 RTP/AVP 0\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:{SdpSamples.Key2}"));
        Assert.True(secure.Media.IsSecure);
        Assert.Equal(offered.Offer.Media[0].Cryptos, secure.Next.Offers(Preferred).Offer.Media[0].Cryptos);
    }

    [Fact]
    public void An_opportunistic_offer_is_answered_in_its_own_profile()
    {
        var offer = SdpSamples.Phone($"m=audio 5000 RTP/AVP 0\n{Crypto80}");

        var secure = SdpSamples.New().Answers(offer, Preferred);
        Assert.Equal(("RTP/AVP", true), (secure.Answer.Media[0].Protocol, secure.Media.IsSecure));
        Assert.True(SdpSamples.New().Answers(offer, Secure).Media.IsSecure);

        var plain = SdpSamples.New().Answers(offer);
        Assert.Equal(("RTP/AVP", false), (plain.Answer.Media[0].Protocol, plain.Media.IsSecure));
        Assert.False(plain.Answer.Media[0].HasCrypto);
    }

    [Fact]
    public void Of_two_audio_lines_the_one_that_fits_is_taken_and_the_other_refused()
    {
        var offer = SdpSamples.Phone($"m=audio 5000 RTP/SAVP 0\n{Crypto80}\nm=audio 5002 RTP/AVP 0");

        Assert.Equal(["audio 40000 RTP/SAVP 0", "audio 0 RTP/AVP 0"], SdpSamples.New().Answers(offer, Secure).Answer.Media.Select(media => media.ToString()));
        Assert.Equal(["audio 0 RTP/SAVP 0", "audio 40000 RTP/AVP 0"], SdpSamples.New().Answers(offer).Answer.Media.Select(media => media.ToString()));
    }

    [Fact]
    public void Our_key_moves_with_our_port_and_on_demand_only()
    {
        var call = SdpSamples.New().Answers(SdpSamples.TwilioOffer, Secure);
        var key = call.Media.SendCrypto!.Key;

        Assert.Equal(key, call.Next.Offers(Secure).Offer.Media[0].Cryptos[0].Key);
        Assert.NotEqual(key, call.Next.Offers(Secure with { RtpPort = 40002 }).Offer.Media[0].Cryptos[0].Key);
        Assert.NotEqual(key, call.Next.WithFreshKeys().Offers(Secure).Offer.Media[0].Cryptos[0].Key);

        // A move that the peer refuses leaves the old key in use.
        var stayed = call.Next.Offers(Secure with { RtpPort = 40002 }).Next.OfferRejected().Offers(Secure);
        Assert.Equal(key, stayed.Offer.Media[0].Cryptos[0].Key);
    }

    [Fact]
    public void Two_legs_never_share_a_key()
    {
        var tokens = new SeededTokens();
        var one = Assert.IsType<Negotiation.Offered>(MediaNegotiator.Create(tokens).Offer(Secure, tokens));
        var two = Assert.IsType<Negotiation.Offered>(MediaNegotiator.Create(tokens).Offer(Secure, tokens));

        Assert.NotEqual(one.Offer.Media[0].Cryptos[0].Key, two.Offer.Media[0].Cryptos[0].Key);
    }
}

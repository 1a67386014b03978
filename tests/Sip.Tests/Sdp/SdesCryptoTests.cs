using Sip.Sdp;
using Sip.Tests.Support;

namespace Sip.Tests.Sdp;

public sealed class SdesCryptoTests
{
    private const string Key = SdpSamples.Key1;

    [Fact]
    public void The_examples_of_rfc_4568_are_read()
    {
        Assert.Equal(SdesRejection.None, SdesCrypto.TryParse("1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz|2^20|1:4", out var one));
        Assert.Equal((1, SdesSuite.AesCm128HmacSha1Tag80, 1UL << 20, "1:4"), (one!.Tag, one.Suite, one.Lifetime, one.Mki));

        Assert.Equal(SdesRejection.None, SdesCrypto.TryParse("1 AES_CM_128_HMAC_SHA1_32 inline:NzB4d1BINUAvLEw6UzF3WSJ+PSdFcGdUJShpX1Zj|2^20|1:32", out var two));
        Assert.Equal((SdesSuite.AesCm128HmacSha1Tag32, "1:32"), (two!.Suite, two.Mki));

        // Section 6.1, with forward error correction, and two keys on one line in its example of F8.
        Assert.Equal(SdesRejection.UnknownParameter, SdesCrypto.TryParse("1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz|2^20|1:4 FEC_ORDER=FEC_SRTP", out _));
        Assert.Equal(SdesRejection.UnknownSuite, SdesCrypto.TryParse("2 F8_128_HMAC_SHA1_80 inline:MTIzNDU2Nzg5QUJDREUwMTIzNDU2Nzg5QUJjZGVm|2^20|1:4;inline:QUJjZGVmMTIzNDU2Nzg5QUJDREUwMTIzNDU2Nzg5|2^20|2:4 FEC_ORDER=FEC_SRTP", out _));
    }

    [Theory]
    [InlineData("", SdesRejection.Malformed)]
    [InlineData("1 AES_CM_128_HMAC_SHA1_80", SdesRejection.Malformed)]
    [InlineData("x AES_CM_128_HMAC_SHA1_80 inline:" + Key, SdesRejection.Malformed)]
    [InlineData("1234567890 AES_CM_128_HMAC_SHA1_80 inline:" + Key, SdesRejection.Malformed)]
    [InlineData("1 AEAD_AES_256_GCM inline:" + Key, SdesRejection.UnknownSuite)]
    [InlineData("1 AES_CM_128_HMAC_SHA1_80 uri:" + Key, SdesRejection.BadKey)]
    [InlineData("1 AES_CM_128_HMAC_SHA1_80 inline:AAAA", SdesRejection.BadKey)]
    [InlineData("1 AES_CM_128_HMAC_SHA1_80 inline:" + Key + "AAAA", SdesRejection.BadKey)]
    [InlineData("1 AES_CM_128_HMAC_SHA1_80 inline:???" + "uQCVeeCFCanVmcjkpPywjNWhcYD0mXXtxaVBR", SdesRejection.BadKey)]
    [InlineData("1 AES_CM_128_HMAC_SHA1_80 inline:" + Key + ";inline:" + Key, SdesRejection.SeveralKeys)]
    [InlineData("1 AES_CM_128_HMAC_SHA1_80 inline:" + Key + "|2^49", SdesRejection.Malformed)]
    [InlineData("1 AES_CM_128_HMAC_SHA1_80 inline:" + Key + "|0", SdesRejection.Malformed)]
    [InlineData("1 AES_CM_128_HMAC_SHA1_80 inline:" + Key + "|1:4|2^20", SdesRejection.Malformed)]
    [InlineData("1 AES_CM_128_HMAC_SHA1_80 inline:" + Key + "|2^20|1:129", SdesRejection.Malformed)]
    [InlineData("1 AES_CM_128_HMAC_SHA1_80 inline:" + Key + " UNENCRYPTED_SRTP", SdesRejection.Unencrypted)]
    [InlineData("1 AES_CM_128_HMAC_SHA1_80 inline:" + Key + " UNENCRYPTED_SRTCP", SdesRejection.Unencrypted)]
    [InlineData("1 AES_CM_128_HMAC_SHA1_80 inline:" + Key + " UNAUTHENTICATED_SRTP", SdesRejection.Unencrypted)]
    [InlineData("1 AES_CM_128_HMAC_SHA1_80 inline:" + Key + " KDR=1", SdesRejection.UnknownParameter)]
    [InlineData("1 AES_CM_128_HMAC_SHA1_80 inline:" + Key + " WSH=63", SdesRejection.UnknownParameter)]
    [InlineData("1 AES_CM_128_HMAC_SHA1_80 inline:" + Key + " SOMETHING=1", SdesRejection.UnknownParameter)]
    [InlineData("1 AES_CM_128_HMAC_SHA1_80 inline:" + Key + " WSH=128 -SOMETHING=1", SdesRejection.None)]
    [InlineData("1 aes_cm_128_hmac_sha1_32 INLINE:" + Key + "|281474976710656", SdesRejection.None)]
    public void A_line_is_taken_or_refused_by_the_letter(string value, SdesRejection expected)
    {
        Assert.Equal(expected, SdesCrypto.TryParse(value, out var crypto));
        Assert.Equal(expected is SdesRejection.None, crypto is not null);
    }

    [Fact]
    public void What_we_write_is_what_we_read()
    {
        var crypto = new SdesCrypto(3, SdesSuite.AesCm128HmacSha1Tag32, SdesKey.Draw(new SeededTokens())) { Lifetime = 1 << 20, Mki = "7:2" };

        Assert.Equal(SdesRejection.None, SdesCrypto.TryParse(crypto.ToAttribute(), out var read));
        Assert.Equal(crypto, read);
    }

    [Fact]
    public void A_key_is_sixteen_bytes_of_key_and_fourteen_of_salt()
    {
        SdesCrypto.TryParse($"1 AES_CM_128_HMAC_SHA1_80 inline:{Key}", out var crypto);

        Assert.Equal(Convert.FromBase64String(Key)[..16], crypto!.Key.MasterKey.ToArray());
        Assert.Equal(Convert.FromBase64String(Key)[16..], crypto.Key.MasterSalt.ToArray());
        Assert.Null(SdesKey.FromBytes(new byte[29]));
    }
}

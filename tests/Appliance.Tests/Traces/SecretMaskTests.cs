using System.Text;
using Appliance.Traces;
using Sip.Messages;

namespace Appliance.Tests.Traces;

public sealed class SecretMaskTests
{
    [Theory]
    [InlineData("""Authorization: Digest username="101", realm="box", nonce="taintednonce", uri="sip:+886912345678@192.168.1.10", response="tainteddeadbeef", algorithm=MD5, cnonce="taintedcnonce", qop=auth, nc=00000001""")]
    [InlineData("""proxy-authorization:Digest username="101",nonce=taintednonce,response=tainteddeadbeef,opaque="tainted"opaque""")]
    [InlineData("""Authorization: Digest username="101", response="taint\"tainted", x-unknown="tainted" """)]
    [InlineData("""Authorization: Digest username="101", response="tainted never closed""")]
    [InlineData("Authorization: Basic dGFpbnRlZDp0YWludGVk tainted")]
    [InlineData("""WWW-Authenticate: Digest realm="box", nonce="tainted", opaque="tainted" """)]
    [InlineData("""Proxy-Authenticate: Digest realm="box", nonce="tainted" """)]
    [InlineData("""Authentication-Info: nextnonce="tainted", rspauth="tainted" """)]
    [InlineData("X-Box-Token: tainted")]
    [InlineData("X-Twilio-CallToken: %7Btainted%7D")]
    [InlineData("X-Api-Key: tainted")]
    [InlineData("Identity: tainted.tainted;info=<https://x.example>")]
    [InlineData("Contact: <sip:101:tainted@192.168.1.21>")]
    [InlineData("Refer-To: <sip:a@b?Authorization=Digest%20tainted>")]
    [InlineData("Refer-To: <sip:a@b?body=a%3Dcrypto%3A1%20tainted>")]
    [InlineData("X-Route: <sip:b;access_token=tainted;lr>")]
    public void Nothing_that_proves_or_opens_anything_is_kept(string header)
    {
        var masked = Text(Said.Invite("mask", extra: header));

        Assert.DoesNotContain("taint", masked, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("dGFpbn", masked, StringComparison.Ordinal);
        Assert.Contains("CSeq: 1 INVITE", masked, StringComparison.Ordinal);
        Assert.Contains(SecretMask.Blot, masked, StringComparison.Ordinal);
    }

    [Fact]
    public void What_tells_who_proved_itself_how_stays()
    {
        var masked = Text(Said.Invite("kept", extra: """Authorization: Digest username="101", realm="box", nonce="n", uri="sip:box", response="r", algorithm=SHA-256, qop=auth, nc=00000001, cnonce="c" """));

        Assert.Contains("""Authorization: Digest username="101", realm="box", nonce="***", uri="sip:box", response="***", algorithm=SHA-256, qop=auth, nc=00000001, cnonce="***" """.TrimEnd(), masked, StringComparison.Ordinal);
    }

    [Fact]
    public void The_keys_of_the_voice_are_blotted_out_and_the_message_can_still_be_read()
    {
        var before = Encoding.UTF8.GetBytes(Said.Invite("keys", body: Said.SecureOffer));
        var masked = SecretMask.Apply(before);

        Assert.Equal(before.Length, masked.Length);
        Assert.DoesNotContain("Tainted", Encoding.UTF8.GetString(masked), StringComparison.Ordinal);
        Assert.DoesNotContain("Spoiled", Encoding.UTF8.GetString(masked), StringComparison.Ordinal);
        var read = SipParser.Read(masked);
        Assert.Equal(SipParseError.None, read.Error);
        Assert.Equal(VoiceKind.Encrypted, SignalStep.Of(read.Message!).Voice.Kind);
    }

    [Theory]
    [InlineData("k=base64:tainted")]
    [InlineData("a=key-mgmt:mikey tainted")]
    [InlineData("a=ice-pwd:tainted")]
    [InlineData("a=crypto:1 AES_CM_128_HMAC_SHA1_80 unknown:tainted")]
    [InlineData("A=CRYPTO:1 AES_CM_128_HMAC_SHA1_80 INLINE: tainted;inline:tainted")]
    [InlineData("no description at all: tainted")]
    public void Other_keys_in_a_description_are_blotted_out_too(string line)
    {
        var masked = Text(Said.Invite("other", body: $"v=0\n{line}\nm=audio 1 RTP/AVP 0\n"));

        Assert.DoesNotContain("taint", masked, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("m=audio 1 RTP/AVP 0", masked, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_that_were_pressed_are_not_kept()
    {
        var info = Said.Message("INFO sip:b SIP/2.0\nCall-ID: x\nCSeq: 1 INFO", "Signal=7\nDuration=160\n", "application/dtmf-relay");
        var masked = Text(info);

        Assert.DoesNotContain("Signal=7", masked, StringComparison.Ordinal);
        Assert.Equal(info.Length, masked.Length);
    }

    [Fact]
    public void Of_a_body_in_parts_only_the_description_stays()
    {
        var masked = Text(Said.Message("INVITE sip:b SIP/2.0\nCall-ID: x\nCSeq: 1 INVITE", """
            --one
            Content-Type: application/sdp

            v=0
            a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:tainted
            m=audio 1 RTP/SAVP 0
            --one
            Content-Type: text/plain

            tainted
            --one--
            """, "multipart/mixed;boundary=one"));

        Assert.DoesNotContain("tainted", masked, StringComparison.Ordinal);
        Assert.Contains("m=audio 1 RTP/SAVP 0", masked, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_made_to_be_slow_is_read_in_no_time_or_refused()
    {
        foreach (var evil in new[] { "X-A: " + string.Concat(Enumerable.Repeat(";auth", 1600)), "X-A: " + string.Concat(Enumerable.Repeat("sip:", 2000)), "Authorization: Digest " + new string('"', 8000), "X-A: " + new string(' ', 8000) + "<" })
        {
            var masked = SecretMask.Apply(Encoding.UTF8.GetBytes(Said.Invite("slow", extra: evil)));
            NumberMask.Apply(masked);
        }
    }

    private static string Text(string message) => Encoding.UTF8.GetString(SecretMask.Apply(Encoding.UTF8.GetBytes(message)));
}

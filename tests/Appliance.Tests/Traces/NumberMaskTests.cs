using System.Text;
using Appliance.Traces;

namespace Appliance.Tests.Traces;

public sealed class NumberMaskTests
{
    [Theory]
    [InlineData("101", "101")]
    [InlineData("1001", "*001")]
    [InlineData("+886912345678", "+*********678")]
    [InlineData("0912-345-678", "****-***-678")]
    [InlineData("%2B886912345678", "%2B*********678")]
    [InlineData("anna", "anna")]
    [InlineData("", "")]
    public void All_digits_but_the_last_three_become_stars(string number, string masked) => Assert.Equal(masked, NumberMask.Digits(number));

    [Theory]
    [InlineData("From: \"0223456789\" <sip:+886223456789@box>;tag=1234567890", "From: \"*******789\" <sip:+*********789@box>;tag=1234567890")]
    [InlineData("From: Anna 02 2345 6789 <sip:101@192.168.1.21:5060>", "From: Anna ** **** *789 <sip:101@192.168.1.21:5060>")]
    [InlineData("To: <tel:+886912345678;phone-context=x>", "To: <tel:+*********678;phone-context=x>")]
    [InlineData("To: <sip:0912345678;phone-context=+886@box>", "To: <sip:**********;phone-context=+886@box>")]
    [InlineData("P-Asserted-Identity: <sip:%2B886912345678@x>", "P-Asserted-Identity: <sip:%2B*********678@x>")]
    [InlineData("X-Caller: +886912345678", "X-Caller: +*********678")]
    [InlineData("Via: SIP/2.0/UDP 192.168.1.21:5062;branch=z9hG4bK123456789", "Via: SIP/2.0/UDP 192.168.1.21:5062;branch=z9hG4bK123456789")]
    [InlineData("Call-ID: 1234567890@192.168.1.21", "Call-ID: 1234567890@192.168.1.21")]
    [InlineData("X-Twilio-CallSid: CA12345678901234567890123456789012", "X-Twilio-CallSid: CA12345678901234567890123456789012")]
    [InlineData("Authorization: Digest username=\"5551234567\", realm=\"192.168.1.10\", uri=\"sip:+886912345678@192.168.1.10\"", "Authorization: Digest username=\"*******567\", realm=\"192.168.1.10\", uri=\"sip:+*********678@192.168.1.10\"")]
    public void Numbers_in_headers_are_masked_and_what_joins_messages_stays(string header, string masked) =>
        Assert.Contains($"\r\n{masked}\r\n", Masked($"INVITE sip:x SIP/2.0\r\n{header}\r\nCSeq: 1 INVITE\r\n\r\n"), StringComparison.Ordinal);

    [Fact]
    public void The_called_number_the_reason_and_the_description_are_masked_at_their_length()
    {
        var message = Said.Invite("n", body: "v=0\r\no=+886223456789 1 1 IN IP4 192.168.1.10\r\np=+886 2 2345 6789\r\nm=audio 16400 RTP/AVP 0\r\n");
        var masked = Masked(message);

        Assert.Equal(message.Length, masked.Length);
        Assert.StartsWith("INVITE sip:+*********678@192.168.1.10 SIP/2.0\r\n", masked, StringComparison.Ordinal);
        Assert.DoesNotContain("886223456789", masked, StringComparison.Ordinal);
        Assert.DoesNotContain("2345 6789", masked, StringComparison.Ordinal);
        Assert.Contains("m=audio 16400 RTP/AVP 0", masked, StringComparison.Ordinal);
        Assert.StartsWith("SIP/2.0 403 Caller *******321 unknown", Masked("SIP/2.0 403 Caller 7654321321 unknown\r\nCSeq: 1 INVITE\r\n\r\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("+886912345678", "+000000000678")]
    [InlineData("%2B886912345678", "%2B000000000678")]
    public void For_programs_that_read_numbers_zeros_stand_in_the_same_places(string number, string masked)
    {
        Assert.Equal(masked, NumberMask.Digits(number, NumberMask.Zero));
        var message = Encoding.UTF8.GetBytes(Said.Invite("n", extra: $"X-Caller: {number}\nP-Asserted-Identity: <tel:{number}>"));
        Assert.Equal(
            Encoding.UTF8.GetString(NumberMask.Apply(message)).Replace(NumberMask.Star, NumberMask.Zero),
            Encoding.UTF8.GetString(NumberMask.Apply(message, NumberMask.Zero)));
        Assert.DoesNotContain('*', Encoding.UTF8.GetString(NumberMask.Apply(message, NumberMask.Zero)));
    }

    private static string Masked(string message) => Encoding.UTF8.GetString(NumberMask.Apply(Encoding.UTF8.GetBytes(message)));
}

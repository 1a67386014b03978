using System.Text;
using Sip.Authentication;
using Sip.Messages;
using Sip.Tests.Support;

namespace Sip.Tests.Authentication;

public sealed class DigestAnswerTests
{
    private const string Uri = "sip:+15550100@office.pstn.example";
    private static readonly DigestAnswer New = new(new DigestAccount("box", "Secret1234567"));

    [Fact]
    public void Twilios_challenge_without_algorithm_is_answered_in_md5_with_everything_it_wants_back()
    {
        var line = Assert.Single(Again(New, Www(407, "Digest realm=\"sip.twilio.com\",qop=\"auth\",nonce=\"abc_-1\",opaque=\"0123\"")).Lines);

        Assert.Equal(HeaderName.ProxyAuthorization, line.Name);
        Assert.True(CredentialsView.TryParse(Encoding.UTF8.GetBytes(line.Value), out var sent));
        Assert.Equal("sip.twilio.com abc_-1 0123 auth 00000001 box", string.Join(' ', [Text(sent.Realm), Text(sent.Nonce), Text(sent.Opaque), Text(sent.Qop), Text(sent.NonceCount), Text(sent.UserName)]));
        Assert.Equal(Uri, Text(sent.Uri));
        Assert.True(sent.Algorithm.IsEmpty);
        Assert.Equal(
            DigestResponse.Compute(DigestAlgorithm.Md5, DigestSecret.Of("box", "sip.twilio.com", "Secret1234567").SumFor(DigestAlgorithm.Md5)!, "abc_-1", "00000001", Text(sent.ClientNonce), "INVITE", Uri),
            Text(sent.Response));
    }

    [Fact]
    public void The_count_grows_with_each_use_of_a_nonce_and_starts_anew_with_a_new_one()
    {
        var first = Again(New, Www(401, "Digest realm=\"r\", nonce=\"one\", qop=\"auth\""));
        var (next, second) = first.Next.Accepted().Prove(SipMethod.Register, Uri);
        Assert.Contains("nc=00000002", second[0].Value, StringComparison.Ordinal);

        var third = Again(next, Www(401, "Digest realm=\"r\", nonce=\"two\", qop=\"auth\""));
        Assert.Contains("nc=00000001", third.Lines[0].Value, StringComparison.Ordinal);
        Assert.Contains("nonce=\"two\"", third.Lines[0].Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_nonce_counts_as_stale_even_unsaid_but_not_for_ever()
    {
        var first = Again(New, Www(401, "Digest realm=\"r\", nonce=\"one\", qop=\"auth\""));
        var second = Again(first.Next, Www(401, "Digest realm=\"r\", nonce=\"two\", qop=\"auth\""));

        Assert.Equal(DigestFailure.Refused, GivesUp(second.Next, Www(401, "Digest realm=\"r\", nonce=\"three\", qop=\"auth\"")));
    }

    [Fact]
    public void A_nonce_said_to_be_stale_is_replaced_a_few_times_and_no_more()
    {
        var answer = Again(New, Www(401, "Digest realm=\"r\", nonce=\"n0\", qop=\"auth\"")).Next;
        for (var i = 1; i <= 2; i++)
            answer = Again(answer, Www(401, $"Digest realm=\"r\", nonce=\"n{i}\", qop=\"auth\", stale=TRUE")).Next;

        Assert.Equal(DigestFailure.Refused, GivesUp(answer, Www(401, "Digest realm=\"r\", nonce=\"n3\", qop=\"auth\", stale=true")));
    }

    [Fact]
    public void The_same_nonce_again_means_a_wrong_password()
    {
        var response = Www(407, "Digest realm=\"r\", nonce=\"one\", qop=\"auth\"");

        Assert.Equal(DigestFailure.Refused, GivesUp(Again(New, response).Next, response));
    }

    [Fact]
    public void A_server_without_qop_gets_the_old_form()
    {
        var line = Again(New, Www(401, "Digest realm=\"r\", nonce=\"one\"")).Lines[0].Value;

        Assert.DoesNotContain("nc=", line, StringComparison.Ordinal);
        Assert.DoesNotContain("cnonce", line, StringComparison.Ordinal);
        Assert.DoesNotContain("qop", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_several_algorithms_the_topmost_that_we_speak_is_answered()
    {
        var line = Assert.Single(Again(New, Www(401, "Digest realm=\"r\", nonce=\"a\", algorithm=SHA-512-256, qop=\"auth\"", "Digest realm=\"r\", nonce=\"b\", algorithm=SHA-256, qop=\"auth\"", "Digest realm=\"r\", nonce=\"c\", algorithm=MD5, qop=\"auth\"")).Lines);

        Assert.Contains("nonce=\"b\"", line.Value, StringComparison.Ordinal);
        Assert.Contains("algorithm=SHA-256,", line.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_session_algorithm_sums_over_both_nonces()
    {
        var line = Again(New, Www(401, "Digest realm=\"r\", nonce=\"a\", algorithm=MD5-sess, qop=\"auth\"")).Lines[0].Value;
        Assert.True(CredentialsView.TryParse(Encoding.UTF8.GetBytes(line), out var sent));
        var cnonce = Text(sent.ClientNonce);
        var first = DigestAlgorithm.Md5.Sum($"{DigestAlgorithm.Md5.Sum("box:r:Secret1234567")}:a:{cnonce}");

        Assert.Equal(DigestAlgorithm.Md5.Sum($"{first}:a:00000001:{cnonce}:auth:{DigestAlgorithm.Md5.Sum($"INVITE:{Uri}")}"), Text(sent.Response));
    }

    [Theory]
    [InlineData("Basic realm=\"r\"")]
    [InlineData("Digest realm=\"r\", nonce=\"a\", qop=\"auth-int\"")]
    [InlineData("Digest realm=\"r\", nonce=\"a\", algorithm=SHA-512-256, qop=\"auth\"")]
    [InlineData("Digest nonce=\"a\"")]
    [InlineData("Digest realm=\"r\"")]
    [InlineData("Digest")]
    [InlineData("\"")]
    public void A_challenge_we_cannot_meet_is_not_answered(string challenge) =>
        Assert.Equal(DigestFailure.NothingToAnswer, GivesUp(New, Www(401, challenge)));

    [Fact]
    public void A_server_and_a_proxy_are_both_answered()
    {
        var both = DigestSamples.Response(407, [(HeaderName.WwwAuthenticate, "Digest realm=\"a\", nonce=\"1\", qop=\"auth,auth-int\""), (HeaderName.ProxyAuthenticate, "Digest realm=\"b\", nonce=\"2\", qop=auth")]);

        Assert.Equal([HeaderName.Authorization, HeaderName.ProxyAuthorization], Again(New, both).Lines.Select(line => line.Name));
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);

    private static SipResponse Www(int status, params string[] challenges) => DigestSamples.Response(
        status, challenges.Select(challenge => (status is 407 ? HeaderName.ProxyAuthenticate : HeaderName.WwwAuthenticate, challenge)));

    private static DigestStep.SendAgain Again(DigestAnswer answer, SipResponse response) =>
        Assert.IsType<DigestStep.SendAgain>(answer.Answer(response, SipMethod.Invite, Uri, new SeededTokens()));

    private static DigestFailure GivesUp(DigestAnswer answer, SipResponse response) =>
        Assert.IsType<DigestStep.GiveUp>(answer.Answer(response, SipMethod.Invite, Uri, new SeededTokens())).Why;
}

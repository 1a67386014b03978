using System.Collections.Immutable;
using FsCheck.Xunit;
using Sip.Authentication;
using Sip.Messages;
using Sip.Tests.Support;

namespace Sip.Tests.Authentication;

public sealed class DigestCheckTests
{
    private const string Uri = "sip:office.example";
    private static readonly Instant Start = new(TimeSpan.FromSeconds(100));
    private static readonly DigestSecret Account = DigestSecret.Of("200", "landline", "good");

    private readonly DigestCheck _check = new("landline", new SeededTokens(5));

    [Fact]
    public void The_first_request_is_challenged_and_the_second_believed()
    {
        Assert.IsType<DigestVerdict.Missing>(Check(DigestSamples.Request()));
        var proof = Prove("good", Challenge());

        Assert.Equal(Account, Assert.IsType<DigestVerdict.Accepted>(Check(DigestSamples.Request(lines: proof))).Account);
    }

    [Fact]
    public void Md5_is_offered_alone_and_sha256_only_where_asked_for_and_first()
    {
        Assert.Contains("algorithm=MD5", Assert.Single(_check.Challenge(Start)).ToHeader(), StringComparison.Ordinal);

        var both = _check.Challenge(Start, algorithms: [DigestAlgorithm.Sha256, DigestAlgorithm.Md5]);
        Assert.Equal([DigestAlgorithm.Sha256, DigestAlgorithm.Md5], both.Select(challenge => challenge.Algorithm));
        Assert.IsType<DigestVerdict.Accepted>(Check(DigestSamples.Request(lines: Prove("good", both))));
        Assert.IsType<DigestVerdict.Accepted>(Check(DigestSamples.Request(lines: Prove("good", _check.Challenge(Start, algorithms: [DigestAlgorithm.Sha256, DigestAlgorithm.Md5])[1..]))));
    }

    [Fact]
    public void The_realm_and_opaque_never_change_and_every_nonce_is_new()
    {
        var challenges = Enumerable.Range(0, 50).Select(i => _check.Challenge(Start + TimeSpan.FromHours(i))[0]).ToArray();

        Assert.Equal("landline", Assert.Single(challenges.Select(challenge => challenge.Realm).Distinct()));
        Assert.Single(challenges.Select(challenge => challenge.Opaque).Distinct());
        Assert.Equal(50, challenges.Select(challenge => challenge.Nonce).Distinct().Count());
    }

    [Fact]
    public void A_wrong_password_and_a_stranger_are_refused_by_name()
    {
        Assert.Equal(new DigestVerdict.Refused("200", DigestFault.WrongPassword), Check(DigestSamples.Request(lines: Prove("bad", Challenge()))));
        Assert.Equal(new DigestVerdict.Refused("999", DigestFault.UnknownUser), Check(DigestSamples.Request(lines: Prove("good", Challenge(), "999"))));
    }

    [Fact]
    public void Pitfall_48_the_normal_first_request_without_credentials_is_never_a_failure()
    {
        Assert.IsType<DigestVerdict.Missing>(Check(DigestSamples.Request()));
        Assert.IsType<DigestVerdict.Missing>(Check(DigestSamples.Request(lines: Prove("good", [Challenge()[0] with { Realm = "elsewhere" }]))));
    }

    [Fact]
    public void A_nonce_lives_five_minutes_and_is_then_stale_not_wrong()
    {
        var proof = Prove("good", Challenge());
        Assert.Equal(new DigestVerdict.Stale("200"), Check(DigestSamples.Request(lines: proof), Start + DigestCheck.NonceLifetime + TimeSpan.FromTicks(1)));
        Assert.IsType<DigestVerdict.Accepted>(Check(DigestSamples.Request(lines: proof), Start + DigestCheck.NonceLifetime));

        Assert.IsType<DigestVerdict.Refused>(Check(DigestSamples.Request(lines: Prove("bad", Challenge())), Start + TimeSpan.FromHours(1)));
        Assert.Contains(", stale=true", _check.Challenge(Start, isStale: true)[0].ToHeader(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_nonce_of_an_earlier_run_is_stale_so_that_a_restart_asks_nobody_for_a_password()
    {
        var earlier = new DigestCheck("landline", new SeededTokens(6)).Challenge(Start);

        Assert.Equal(new DigestVerdict.Stale("200"), Check(DigestSamples.Request(lines: Prove("good", earlier))));
    }

    [Fact]
    public void A_proof_serves_once_and_counts_may_cross_on_the_way()
    {
        var answer = Answer("good", Challenge());
        var (two, second) = answer.Next.Prove(SipMethod.Register, Uri);
        var (three, third) = two.Prove(SipMethod.Register, Uri);
        var (_, fourth) = three.Prove(SipMethod.Register, Uri);

        Assert.IsType<DigestVerdict.Accepted>(Check(DigestSamples.Request(lines: answer.Lines)));
        Assert.IsType<DigestVerdict.Accepted>(Check(DigestSamples.Request(lines: fourth)));
        Assert.IsType<DigestVerdict.Accepted>(Check(DigestSamples.Request(lines: second)));
        Assert.All([answer.Lines, second, fourth], lines => Assert.IsType<DigestVerdict.Stale>(Check(DigestSamples.Request(lines: lines))));
        Assert.IsType<DigestVerdict.Accepted>(Check(DigestSamples.Request(lines: third)));
    }

    [Fact]
    public void An_unverified_count_leaves_no_mark()
    {
        var answer = Answer("good", Challenge());
        var forged = answer.Lines[0].Value.Replace("nc=00000001", "nc=ffffffff", StringComparison.Ordinal);

        Assert.IsType<DigestVerdict.Refused>(Check(DigestSamples.Request(lines: [new(HeaderName.Authorization, forged)])));
        Assert.IsType<DigestVerdict.Accepted>(Check(DigestSamples.Request(lines: answer.Lines)));
    }

    [Fact]
    public void A_proof_for_one_request_is_worth_nothing_for_another()
    {
        var proof = Prove("good", Challenge());

        Assert.Equal(new DigestVerdict.Refused("200", DigestFault.WrongPassword), Check(DigestSamples.Request(method: SipMethod.Invite, lines: proof)));
        Assert.Equal(new DigestVerdict.Refused("200", DigestFault.OtherUri), Check(DigestSamples.Request("sip:00900@office.example", lines: proof)));
        Assert.IsType<DigestVerdict.Accepted>(Check(DigestSamples.Request("sip:office.example:5060;transport=tcp", lines: proof)));
    }

    [Theory]
    [InlineData("qop=auth", "qop=auth-int")]
    [InlineData("nc=00000001", "nc=1")]
    [InlineData("nc=00000001", "nc=0000000x")]
    [InlineData("cnonce=", "xnonce=")]
    [InlineData("nonce=", "xnonce=")]
    [InlineData("algorithm=MD5", "algorithm=MD5-sess")]
    [InlineData("algorithm=MD5", "algorithm=CRC32")]
    [InlineData("username=\"200\"", "username=\"\"")]
    [InlineData("qop=auth", "x=y")]
    public void Credentials_of_another_form_are_refused(string good, string bad)
    {
        var line = Prove("good", Challenge())[0].Value.Replace(good, bad, StringComparison.Ordinal);

        var verdict = Check(DigestSamples.Request(lines: [new(HeaderName.Authorization, line)]));
        Assert.Equal(DigestFault.Malformed, Assert.IsType<DigestVerdict.Refused>(verdict).Fault);
    }

    [Fact]
    public void A_proof_without_qop_is_taken_only_where_allowed()
    {
        var old = _check.Challenge(Start)[0] with { HasQop = false };
        Assert.Equal(new DigestVerdict.Refused("200", DigestFault.Malformed), Check(DigestSamples.Request(lines: Prove("good", [old]))));

        var lenient = new DigestCheck("landline", new SeededTokens(5)) { AllowsMissingQop = true };
        Assert.IsType<DigestVerdict.Accepted>(lenient.Check(DigestSamples.Request(lines: Prove("good", [old with { Nonce = lenient.Challenge(Start)[0].Nonce }])), Find, Start));
    }

    [Fact]
    public void A_proxy_challenge_is_answered_and_checked_in_its_own_headers()
    {
        var challenge = _check.Challenge(Start, isProxy: true);
        Assert.Equal(HeaderName.ProxyAuthenticate, challenge[0].Header);
        var request = DigestSamples.Request(lines: Prove("good", challenge));

        Assert.IsType<DigestVerdict.Missing>(_check.Check(request, Find, Start));
        Assert.IsType<DigestVerdict.Accepted>(_check.Check(request, Find, Start, isProxy: true));
    }

    [Fact]
    public void The_window_is_bounded_and_what_it_forgot_is_refused()
    {
        var window = new NonceWindow(capacity: 3);
        for (var i = 0; i < 10; i++)
            Assert.True(window.TryUse($"n{i}", Start + TimeSpan.FromSeconds(i), 1));

        Assert.Equal(3, window.Count);
        Assert.False(window.TryUse("n0", Start, 1));
        Assert.False(window.TryUse("n0", Start, 2));
        Assert.True(window.TryUse("n9", Start + TimeSpan.FromSeconds(9), 200));
        Assert.True(window.TryUse("n9", Start + TimeSpan.FromSeconds(9), 137));
        Assert.False(window.TryUse("n9", Start + TimeSpan.FromSeconds(9), 136));
        Assert.False(window.TryUse("fresh", Start + TimeSpan.FromSeconds(60), 0));
    }

    [Property(MaxTest = 1000)]
    public bool Damaged_credentials_never_throw_and_never_pass(int seed)
    {
        var chance = new Random(seed);
        var line = Prove("good", Challenge())[0].Value.ToCharArray();
        var place = chance.Next("Digest ".Length, line.Length);
        var was = line[place];
        line[place] = (char)chance.Next(32, 127);

        // Only the letters of the response may differ in case.
        return Check(DigestSamples.Request(lines: [new(HeaderName.Authorization, new string(line))])) is not DigestVerdict.Accepted
            || char.ToLowerInvariant(line[place]) == char.ToLowerInvariant(was) || !IsSummed(new string(line), place);
    }

    // Separators, the opaque value and the name of the algorithm are not part of the sum.
    private static bool IsSummed(string line, int place) =>
        new[] { "nonce=\"", "uri=\"", "response=\"", "cnonce=\"", "nc=" }.Any(field =>
        {
            var start = line.IndexOf($" {field}", StringComparison.Ordinal) + field.Length + 1;
            return place >= start && place < line.IndexOfAny(['"', ','], start) && start > field.Length;
        });

    private static DigestSecret? Find(string userName) => userName is "200" ? Account : null;

    private static DigestStep.SendAgain Answer(string password, ImmutableArray<DigestChallenge> challenges, string userName = "200") =>
        Assert.IsType<DigestStep.SendAgain>(new DigestAnswer(new DigestAccount(userName, password)).Answer(
            DigestSamples.Response(challenges), SipMethod.Register, Uri, new SeededTokens()));

    private static ImmutableArray<AuthorizationLine> Prove(string password, ImmutableArray<DigestChallenge> challenges, string userName = "200") =>
        Answer(password, challenges, userName).Lines;

    private ImmutableArray<DigestChallenge> Challenge() => _check.Challenge(Start);

    private DigestVerdict Check(SipRequest request, Instant? now = null) => _check.Check(request, Find, now ?? Start);
}

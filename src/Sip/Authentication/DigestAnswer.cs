using System.Collections.Immutable;
using Sip.Messages;

namespace Sip.Authentication;

/// <summary>A header line that proves who we are. It prints without its value: a captured sum can be guessed at.</summary>
public readonly record struct AuthorizationLine(HeaderName Name, string Value)
{
    /// <summary>Only the name.</summary>
    public override string ToString() => $"{Name.Text()}: (secret)";
}

/// <summary>Why a challenge is not answered.</summary>
public enum DigestFailure
{
    /// <summary>The peer has seen our proof and refused it: the password or user name is wrong.</summary>
    Refused,

    /// <summary>No challenge in the response that we can answer.</summary>
    NothingToAnswer,
}

/// <summary>What to do about a 401 or 407.</summary>
public abstract record DigestStep
{
    private DigestStep(DigestAnswer next) => Next = next;

    /// <summary>What is known after it.</summary>
    public DigestAnswer Next { get; }

    /// <summary>Send the request again with these lines, the next CSeq and a new branch (RFC 3261 section 22.2).</summary>
    public sealed record SendAgain(DigestAnswer Answer, ImmutableArray<AuthorizationLine> Lines) : DigestStep(Answer);

    /// <summary>Do not send again.</summary>
    public sealed record GiveUp(DigestAnswer Answer, DigestFailure Why) : DigestStep(Answer);
}

/// <summary>
/// The client side of digest toward one peer: what it challenged us with, and how often we used each nonce (RFC 7616
/// section 3.4). The account belongs to the peer by configuration; realms are whatever the peer calls them.
/// </summary>
public sealed record DigestAnswer(DigestAccount Account)
{
    /// <summary>Proofs sent for one request before we stop: one, and two more for nonces that went stale on the way.</summary>
    private const int MostProofs = 3;

    /// <summary>Of those, how many a peer may answer with a new nonce without saying that the old one was stale.</summary>
    private const int MostUnexplained = 2;

    private ImmutableArray<Known> Challenges { get; init; } = [];

    private int Proofs { get; init; }

    /// <summary>True when a peer has challenged us before, so that the next request can carry its proof at once.</summary>
    public bool HasChallenge => !Challenges.IsEmpty;

    /// <summary>
    /// Answers a 401 or 407. A new nonce is taken as "the old one was stale" even if the peer does not say so; the same
    /// nonce again means that our proof was wrong.
    /// </summary>
    public DigestStep Answer(SipResponse response, SipMethod method, string requestUri, ITokenSource tokens)
    {
        var offered = DigestChallenge.ReadAll(response);
        if (offered.IsEmpty)
            return new DigestStep.GiveUp(Forget(), DigestFailure.NothingToAnswer);

        var isRepeated = Proofs > 0 && offered.Any(challenge => Challenges.Any(known => known.Challenge.Nonce == challenge.Nonce && known.Answers(challenge)));
        var isStale = offered.Any(challenge => challenge.IsStale);
        if (isRepeated || Proofs >= MostProofs || (Proofs >= MostUnexplained && !isStale))
            return new DigestStep.GiveUp(Forget(), DigestFailure.Refused);

        var kept = Challenges.Where(known => !offered.Any(known.Answers));
        var taken = offered.Select(challenge => new Known(challenge, Account.For(challenge.Realm), tokens.Hex(8), 0));
        var next = this with { Challenges = [.. kept, .. taken] };
        var (after, lines) = next.Prove(method, requestUri);
        return new DigestStep.SendAgain(after, lines);
    }

    /// <summary>The lines for a new request under the challenges known, with the next nonce count; none when there are none.</summary>
    public (DigestAnswer Next, ImmutableArray<AuthorizationLine> Lines) Prove(SipMethod method, string requestUri)
    {
        if (Challenges.IsEmpty)
            return (this, []);

        var used = Challenges.Select(known => known with { Count = known.Count + 1 }).ToImmutableArray();
        return (
            this with { Challenges = used, Proofs = Proofs + 1 },
            [.. used.Select(known => new AuthorizationLine(known.Header, known.ToHeader(method.Text, requestUri)))]);
    }

    /// <summary>The peer took the request, or refused it for another reason: proofs are counted from none again.</summary>
    public DigestAnswer Accepted() => this with { Proofs = 0 };

    private DigestAnswer Forget() => new(Account);

    private sealed record Known(DigestChallenge Challenge, DigestSecret Secret, string ClientNonce, uint Count)
    {
        public HeaderName Header => Challenge.IsProxy ? HeaderName.ProxyAuthorization : HeaderName.Authorization;

        public bool Answers(DigestChallenge other) => other.IsProxy == Challenge.IsProxy && other.Realm == Challenge.Realm;

        public string ToHeader(string method, string uri)
        {
            var count = Challenge.HasQop ? Count.ToString("x8") : null;
            var sum = Secret.SumFor(Challenge.Algorithm) ?? "";
            var response = DigestResponse.Compute(Challenge.Algorithm, sum, Challenge.Nonce, count, ClientNonce, method, uri);

            return $"Digest username={NameAddress.Quoted(Secret.UserName)}, realm=\"{Challenge.Realm}\", nonce=\"{Challenge.Nonce}\", uri=\"{uri}\", response=\"{response}\""
                + (Challenge.NamesAlgorithm ? $", algorithm={Challenge.Algorithm.Name()}" : "")
                + (count is not null || Challenge.Algorithm.IsSession() ? $", cnonce=\"{ClientNonce}\"" : "")
                + (Challenge.Opaque is null ? "" : $", opaque=\"{Challenge.Opaque}\"")
                + (count is null ? "" : $", qop=auth, nc={count}");
        }
    }
}

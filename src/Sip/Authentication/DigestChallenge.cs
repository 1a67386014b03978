using System.Collections.Immutable;
using System.Text;
using Sip.Messages;

namespace Sip.Authentication;

/// <summary>A digest challenge (RFC 7616 section 3.3), read from a peer or to be written by us.</summary>
public sealed record DigestChallenge
{
    /// <summary>Challenges looked at in one response; a request through several proxies may meet more than one.</summary>
    private const int MostPerResponse = 8;

    /// <summary>The realm as it stands between its quotes; escapes are part of what is summed (RFC 7616 section 3.4, unq).</summary>
    public required string Realm { get; init; }

    /// <summary>The nonce.</summary>
    public required string Nonce { get; init; }

    /// <summary>Text to be given back unchanged, or null.</summary>
    public string? Opaque { get; init; }

    /// <summary>The algorithm.</summary>
    public DigestAlgorithm Algorithm { get; init; }

    /// <summary>True when the challenge names its algorithm; only then does the answer.</summary>
    public bool NamesAlgorithm { get; init; } = true;

    /// <summary>True for qop=auth; false for the form of RFC 2069 without any.</summary>
    public bool HasQop { get; init; } = true;

    /// <summary>True when only the nonce was too old.</summary>
    public bool IsStale { get; init; }

    /// <summary>True when it stood in Proxy-Authenticate.</summary>
    public bool IsProxy { get; init; }

    /// <summary>
    /// Reads one header value. Null: another scheme, an algorithm we do not speak, only auth-int, or no realm or nonce.
    /// </summary>
    public static DigestChallenge? Read(ReadOnlySpan<byte> value, bool isProxy = false)
    {
        if (!ChallengeView.TryParse(value, out var view) || !view.IsDigest
            || !view.Parameters.Has("realm"u8) || view.Nonce.IsEmpty
            || DigestAlgorithms.Find(view.Algorithm) is not { } algorithm)
            return null;

        var hasQop = !view.Qop.IsEmpty;
        if (hasQop && !OffersAuth(view.Qop))
            return null;

        return new()
        {
            Realm = Encoding.UTF8.GetString(view.Realm),
            Nonce = Encoding.UTF8.GetString(view.Nonce),
            Opaque = view.Parameters.Has("opaque"u8) ? Encoding.UTF8.GetString(view.Opaque) : null,
            Algorithm = algorithm,
            NamesAlgorithm = !view.Algorithm.IsEmpty,
            HasQop = hasQop,
            IsStale = view.IsStale,
            IsProxy = isProxy,
        };
    }

    /// <summary>
    /// The challenges of a 401 or 407 that we can answer: for each realm of the server and of each proxy the topmost
    /// (RFC 8760 section 2.4).
    /// </summary>
    public static ImmutableArray<DigestChallenge> ReadAll(SipResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        var challenges = ImmutableArray.CreateBuilder<DigestChallenge>();
        AddAll(response, HeaderName.WwwAuthenticate, isProxy: false, challenges);
        AddAll(response, HeaderName.ProxyAuthenticate, isProxy: true, challenges);
        return challenges.ToImmutable();
    }

    /// <summary>The header that carries it.</summary>
    public HeaderName Header => IsProxy ? HeaderName.ProxyAuthenticate : HeaderName.WwwAuthenticate;

    /// <summary>The header value. The algorithm is always written: some phones stop at a challenge without it.</summary>
    public string ToHeader() =>
        $"Digest realm=\"{Realm}\", nonce=\"{Nonce}\""
        + (Opaque is null ? "" : $", opaque=\"{Opaque}\"")
        + (NamesAlgorithm ? $", algorithm={Algorithm.Name()}" : "")
        + (HasQop ? ", qop=\"auth\"" : "")
        + (IsStale ? ", stale=true" : "");

    private static void AddAll(SipResponse response, HeaderName name, bool isProxy, ImmutableArray<DigestChallenge>.Builder challenges)
    {
        foreach (var line in response.All(name))
        {
            if (challenges.Count < MostPerResponse && Read(line, isProxy) is { } challenge
                && !challenges.Any(other => other.IsProxy == isProxy && other.Realm == challenge.Realm))
                challenges.Add(challenge);
        }
    }

    private static bool OffersAuth(ReadOnlySpan<byte> qop)
    {
        foreach (var part in qop.Split((byte)','))
        {
            if (Grammar.SameText(Grammar.Trim(qop[part]), "auth"u8))
                return true;
        }

        return false;
    }
}

using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Sip.Messages;

namespace Sip.Authentication;

/// <summary>What the credentials of a request are worth.</summary>
public abstract record DigestVerdict
{
    private DigestVerdict()
    {
    }

    /// <summary>No credentials for our realm: challenge. The normal first request, never to be counted against anyone.</summary>
    public sealed record Missing : DigestVerdict;

    /// <summary>The proof is right but its nonce is old, unknown or used up: challenge with stale=true.</summary>
    public sealed record Stale(string UserName) : DigestVerdict;

    /// <summary>The proof is wrong: challenge again, and count it against the sender.</summary>
    public sealed record Refused(string UserName, DigestFault Fault) : DigestVerdict;

    /// <summary>The sender is who it says.</summary>
    public sealed record Accepted(DigestSecret Account) : DigestVerdict;
}

/// <summary>What is wrong with credentials.</summary>
public enum DigestFault
{
    /// <summary>Fields are missing or of the wrong form, or the algorithm or qop is not one we asked for.</summary>
    Malformed,

    /// <summary>Nobody of that name.</summary>
    UnknownUser,

    /// <summary>The sum does not fit.</summary>
    WrongPassword,

    /// <summary>The proof was made for another address.</summary>
    OtherUri,
}

/// <summary>
/// The server side of digest (RFC 7616, RFC 8760). Nonces hold their own time and a seal, so an attacker's requests cost no
/// memory; only the counts of verified proofs are kept.
/// </summary>
public sealed class DigestCheck
{
    /// <summary>How long a nonce serves: RFC 7616 leaves it to the server; five minutes outlive every registration retry.</summary>
    public static readonly TimeSpan NonceLifetime = TimeSpan.FromMinutes(5);

    private const int RandomLength = 8;
    private const int SealLength = 16;
    private const int NonceLength = sizeof(long) + RandomLength + SealLength;
    private const int LongestUserName = 128;

    private readonly byte[] _key = new byte[32];
    private readonly string _opaque;
    private readonly ITokenSource _tokens;
    private readonly NonceWindow _window;
    private readonly DigestSecret _nobody;

    /// <summary>A check for one realm, which never changes: phones keep passwords by realm.</summary>
    public DigestCheck(string realm, ITokenSource tokens, NonceWindow? window = null)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        Realm = realm;
        _tokens = tokens;
        _window = window ?? new();
        tokens.Fill(_key);
        _opaque = tokens.Hex(8);
        _nobody = DigestSecret.Of("nobody", realm, tokens.Hex(16));
    }

    /// <summary>The realm; it holds no quotes or backslashes.</summary>
    public string Realm { get; }

    /// <summary>True to take proofs without qop, which cannot be told from a replay (RFC 2069). For devices that know no better.</summary>
    public bool AllowsMissingQop { get; init; }

    /// <summary>
    /// The challenges of one response, one per algorithm in this order. MD5 alone unless the device is known to handle more:
    /// many stop at the first algorithm they do not know.
    /// </summary>
    public ImmutableArray<DigestChallenge> Challenge(Instant now, bool isStale = false, bool isProxy = false, params ReadOnlySpan<DigestAlgorithm> algorithms)
    {
        var nonce = NewNonce(now);
        var challenges = ImmutableArray.CreateBuilder<DigestChallenge>();
        foreach (var algorithm in algorithms.IsEmpty ? [DigestAlgorithm.Md5] : algorithms)
            challenges.Add(new() { Realm = Realm, Nonce = nonce, Opaque = _opaque, Algorithm = algorithm, IsStale = isStale, IsProxy = isProxy });
        return challenges.ToImmutable();
    }

    /// <summary>Checks the credentials of a request; <paramref name="find"/> knows the accounts by user name.</summary>
    public DigestVerdict Check(SipRequest request, Func<string, DigestSecret?> find, Instant now, bool isProxy = false)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(find);
        foreach (var line in request.All(isProxy ? HeaderName.ProxyAuthorization : HeaderName.Authorization))
        {
            if (CredentialsView.TryParse(line, out var credentials) && credentials.IsDigest
                && Grammar.SameText(credentials.Realm, Encoding.UTF8.GetBytes(Realm)))
                return Check(credentials, request, find, now);
        }

        return new DigestVerdict.Missing();
    }

    private DigestVerdict Check(CredentialsView credentials, SipRequest request, Func<string, DigestSecret?> find, Instant now)
    {
        if (credentials.UserName.Length is 0 or > LongestUserName)
            return new DigestVerdict.Refused("", DigestFault.Malformed);

        var userName = Grammar.Unquoted(credentials.UserName);
        if (DigestAlgorithms.Find(credentials.Algorithm) is not { } algorithm || algorithm.IsSession() || credentials.Nonce.IsEmpty
            || !TryReadCount(credentials, out var count))
            return new DigestVerdict.Refused(userName, DigestFault.Malformed);

        // A stranger costs the same work as a known user, so that time tells no names.
        var account = find(userName);
        var sum = (account ?? _nobody).SumFor(algorithm);
        var nonce = Encoding.UTF8.GetString(credentials.Nonce);
        var expected = DigestResponse.Compute(
            algorithm,
            sum ?? _nobody.SumFor(algorithm)!,
            nonce,
            count is null ? null : Encoding.ASCII.GetString(credentials.NonceCount),
            Encoding.UTF8.GetString(credentials.ClientNonce),
            request.Method.Text,
            Encoding.UTF8.GetString(credentials.Uri));
        var fits = SameSum(expected, credentials.Response);

        if (account is null)
            return new DigestVerdict.Refused(userName, DigestFault.UnknownUser);
        if (!fits || sum is null)
            return new DigestVerdict.Refused(userName, DigestFault.WrongPassword);
        if (!IsFor(request, credentials.Uri))
            return new DigestVerdict.Refused(userName, DigestFault.OtherUri);

        return IssuedAt(nonce) is { } issuedAt && now - issuedAt <= NonceLifetime && (count is null || _window.TryUse(nonce, issuedAt, count.Value))
            ? new DigestVerdict.Accepted(account)
            : new DigestVerdict.Stale(userName);
    }

    private bool TryReadCount(CredentialsView credentials, out uint? count)
    {
        count = null;
        if (credentials.Qop.IsEmpty)
            return AllowsMissingQop;
        if (!Grammar.SameText(credentials.Qop, "auth"u8) || credentials.ClientNonce.IsEmpty || credentials.NonceCount.Length is not 8
            || !uint.TryParse(credentials.NonceCount, System.Globalization.NumberStyles.AllowHexSpecifier, null, out var read))
            return false;

        count = read;
        return true;
    }

    private static bool SameSum(string expected, ReadOnlySpan<byte> given)
    {
        Span<byte> lower = stackalloc byte[64];
        if (given.Length != expected.Length || Ascii.ToLower(given, lower, out var length) is not System.Buffers.OperationStatus.Done)
            return false;

        return CryptographicOperations.FixedTimeEquals(lower[..length], Encoding.ASCII.GetBytes(expected));
    }

    // RFC 7616 section 3.4.6 wants the same resource, not the same letters: phones leave out parameters and ports.
    private static bool IsFor(SipRequest request, ReadOnlySpan<byte> uri) =>
        uri.SequenceEqual(request.RequestUri)
        || (SipUriView.TryParse(uri, out var proven) && request.Uri is { IsValid: true } asked
            && Grammar.SameText(proven.Host, asked.Host) && proven.User.SequenceEqual(asked.User));

    // time in ticks, chance, seal over both and the realm
    private string NewNonce(Instant now)
    {
        Span<byte> nonce = stackalloc byte[NonceLength];
        BinaryPrimitives.WriteInt64BigEndian(nonce, now.SinceStart.Ticks);
        _tokens.Fill(nonce.Slice(sizeof(long), RandomLength));
        Seal(nonce[..^SealLength], nonce[^SealLength..]);
        return System.Buffers.Text.Base64Url.EncodeToString(nonce);
    }

    private Instant? IssuedAt(string nonce)
    {
        Span<byte> bytes = stackalloc byte[NonceLength];
        if (nonce.Length != System.Buffers.Text.Base64Url.GetEncodedLength(NonceLength)
            || !System.Buffers.Text.Base64Url.TryDecodeFromChars(nonce, bytes, out var length) || length is not NonceLength)
            return null;

        Span<byte> seal = stackalloc byte[SealLength];
        Seal(bytes[..^SealLength], seal);
        return CryptographicOperations.FixedTimeEquals(seal, bytes[^SealLength..])
            ? new(new TimeSpan(BinaryPrimitives.ReadInt64BigEndian(bytes)))
            : null;
    }

    private void Seal(ReadOnlySpan<byte> text, Span<byte> seal)
    {
        var realm = Encoding.UTF8.GetBytes(Realm);
        var sealedText = new byte[text.Length + realm.Length];
        text.CopyTo(sealedText);
        realm.CopyTo(sealedText, text.Length);
        Span<byte> whole = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, sealedText, whole);
        whole[..SealLength].CopyTo(seal);
    }
}

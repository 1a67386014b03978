namespace Sip.Authentication;

/// <summary>
/// What is kept of a password: the sum of user, realm and password for each algorithm (H(A1), RFC 7616 section 3.4.2). As good as the
/// password within its realm, so it never prints.
/// </summary>
public sealed class DigestSecret
{
    private readonly string? _md5;
    private readonly string? _sha256;

    private DigestSecret(string userName, string realm, string? md5, string? sha256)
    {
        UserName = userName;
        Realm = realm;
        _md5 = md5;
        _sha256 = sha256;
    }

    /// <summary>The user name.</summary>
    public string UserName { get; }

    /// <summary>The realm the sums hold for.</summary>
    public string Realm { get; }

    /// <summary>The secret of a password.</summary>
    public static DigestSecret Of(string userName, string realm, string password) => new(
        userName,
        realm,
        DigestAlgorithm.Md5.Sum($"{userName}:{realm}:{password}"),
        DigestAlgorithm.Sha256.Sum($"{userName}:{realm}:{password}"));

    /// <summary>The secret from kept sums, in lower-case hexadecimal; null for an algorithm that is not to be used.</summary>
    public static DigestSecret FromSums(string userName, string realm, string? md5, string? sha256) => new(userName, realm, md5, sha256);

    /// <summary>Only the user name.</summary>
    public override string ToString() => $"{UserName} (secret)";

    internal string? SumFor(DigestAlgorithm algorithm) =>
        algorithm is DigestAlgorithm.Sha256 or DigestAlgorithm.Sha256Session ? _sha256 : _md5;
}

/// <summary>User name and password that we prove to a peer. Never prints the password.</summary>
public sealed class DigestAccount(string userName, string password)
{
    /// <summary>The user name.</summary>
    public string UserName { get; } = userName;

    /// <summary>Only the user name.</summary>
    public override string ToString() => $"{UserName} (secret)";

    internal DigestSecret For(string realm) => DigestSecret.Of(UserName, realm, password);
}

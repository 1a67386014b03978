namespace Appliance.Certificates;

/// <summary>What somebody handed in as a certificate: PEM, or PKCS#12, with the password of whichever is locked.</summary>
/// <param name="Certificate">The certificate and those between it and its root, in PEM (RFC 7468), in any order.</param>
/// <param name="Key">The private key in PEM; empty: it stands in <paramref name="Certificate"/>.</param>
/// <param name="Container">All of it as PKCS#12 (RFC 7292); empty: it is in PEM.</param>
/// <param name="Password">Opens the container or the key; empty: there is none.</param>
public sealed record CertificatePapers(string Certificate, string Key, ReadOnlyMemory<byte> Container, string Password)
{
    /// <summary>The longest of each, in letters or bytes: a chain of ten certificates with long names has room.</summary>
    public const int Longest = 64 * 1024;

    /// <summary>The longest password.</summary>
    public const int LongestPassword = 256;

    /// <inheritdoc/>
    public override string ToString() => nameof(CertificatePapers);
}

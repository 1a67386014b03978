using Appliance.Certificates;
using Appliance.Web.Box;

namespace Appliance.Web.Certificates;

/// <summary>The page's certificate.</summary>
/// <param name="Source"><c>made</c> by the box, named in the <c>settings</c>, <c>uploaded</c>, or got by <c>acme</c>.</param>
/// <param name="Names">The names and addresses it is for.</param>
/// <param name="Subject">Whose it is.</param>
/// <param name="Issuer">Who signed it.</param>
/// <param name="From">When it begins.</param>
/// <param name="Until">When it ends.</param>
/// <param name="Fingerprint">SHA-256, in pairs.</param>
/// <param name="Trouble">Why the one that was uploaded or got is not in use, in a sentence; null: nothing is wrong.</param>
public sealed record CertificateView(
    string Source, IReadOnlyList<string> Names, string Subject, string Issuer, DateTimeOffset From, DateTimeOffset Until, string Fingerprint, string? Trouble)
{
    internal static CertificateView Of(PageCertificates certificates, PageWords words)
    {
        var now = certificates.Current;
        var facts = CertificateFacts.Of(now.Identity.Own);
        return new(
            now.Source.ToString().ToLowerInvariant(),
            ServerIdentity.NamesOf(now.Identity.Own),
            facts.Subject,
            facts.Issuer,
            facts.From,
            facts.Until,
            facts.Fingerprint,
            certificates.Trouble is var trouble and not CertificateTrouble.None ? words.Say($"certificate.not-used.{trouble.ToString().ToLowerInvariant()}") : null);
    }
}

/// <summary>A certificate to use: in PEM, or as PKCS#12 in base64.</summary>
/// <param name="Certificate">The certificate and those between it and its root, in PEM.</param>
/// <param name="Key">Its key in PEM; left out: it stands in <paramref name="Certificate"/>.</param>
/// <param name="Container">All of it as PKCS#12, in base64.</param>
/// <param name="Password">Opens the key or the container.</param>
public sealed record CertificateWish(string? Certificate, string? Key, string? Container, string? Password)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(CertificateWish);
}

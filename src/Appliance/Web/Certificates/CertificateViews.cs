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
/// <param name="Acme">How the authority in the settings is asked; null: none is.</param>
/// <param name="Trouble">Why the one that was uploaded or got is not in use, in a sentence; null: nothing is wrong.</param>
public sealed record CertificateView(
    string Source, IReadOnlyList<string> Names, string Subject, string Issuer, DateTimeOffset From, DateTimeOffset Until, string Fingerprint, AcmeView? Acme, string? Trouble)
{
    internal static async Task<CertificateView> OfAsync(CertificateDesk desk, PageCertificates certificates, PageWords words)
    {
        var now = await certificates.InUseAsync();
        var facts = CertificateFacts.Of(now.Identity.Own);
        return new CertificateView(
            now.Source.ToString().ToLowerInvariant(),
            ServerIdentity.NamesOf(now.Identity.Own),
            facts.Subject,
            facts.Issuer,
            facts.From,
            facts.Until,
            facts.Fingerprint,
            desk.Wanted is { Name.Length: > 0 } wanted ? AcmeView.Of(wanted, desk.Keeping, words) : null,
            certificates.Trouble is var trouble and not CertificateTrouble.None ? words.Say($"certificate.not-used.{trouble.ToString().ToLowerInvariant()}") : null);
    }
}

/// <summary>How an authority is asked for the page's certificate.</summary>
/// <param name="Name">The name it is for.</param>
/// <param name="Directory">The authority's directory.</param>
/// <param name="Email">Where it may write to, or nothing.</param>
/// <param name="IsBusy">It is being got now.</param>
/// <param name="Fault">Why the last attempt failed, as the code of a sentence; null: it did not.</param>
/// <param name="Sentence">That sentence in the language asked for.</param>
/// <param name="FailedAt">When that was.</param>
/// <param name="Next">When it is tried or renewed next; null: not known yet.</param>
public sealed record AcmeView(string Name, string Directory, string Email, bool IsBusy, string? Fault, string? Sentence, DateTimeOffset? FailedAt, DateTimeOffset? Next)
{
    internal static AcmeView Of(AcmeForm wanted, AcmeState state, PageWords words) => new(
        wanted.Name,
        wanted.Directory,
        wanted.Email,
        state.IsBusy,
        state.Fault?.Code,
        state.Fault is { } fault ? CertificateWords.Of(fault, words.Language) : null,
        state.FailedAt,
        state.Next);
}

/// <summary>What is wanted of an authority.</summary>
/// <param name="Name">The name the certificate is for.</param>
/// <param name="Directory">The authority's directory; left out: Let's Encrypt's.</param>
/// <param name="Email">Where it may write to; left out: nowhere.</param>
/// <param name="TermsAgreed">Its terms are agreed to.</param>
/// <param name="Roots">Roots to believe besides the system's, in PEM; left out: as before.</param>
public sealed record AcmeRequest(string? Name, string? Directory, string? Email, bool? TermsAgreed, string? Roots);

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

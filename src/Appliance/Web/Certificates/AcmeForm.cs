using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Appliance.Certificates;
using Appliance.Configuration;
using Appliance.DialPlans;

namespace Appliance.Web.Certificates;

/// <summary>What somebody wants of an authority, as typed.</summary>
/// <param name="Name">The name the certificate is for.</param>
/// <param name="Directory">The authority's directory; empty: Let's Encrypt's.</param>
/// <param name="Email">Where it may write to; empty: nowhere.</param>
/// <param name="AgreesToTerms">Its terms are agreed to.</param>
/// <param name="Roots">Roots to believe besides the system's, in PEM; null: as before.</param>
public sealed record AcmeForm(string Name, string Directory, string Email, bool AgreesToTerms, string? Roots)
{
    /// <summary>As the settings have it.</summary>
    internal static AcmeForm Of(PageCertificateConfig config, string roots) =>
        new(config.Name ?? "", config.Directory, config.Email ?? "", config is { Name: not null, TermsAgreed: true }, roots);

    /// <summary>What is wrong, by field.</summary>
    internal Dictionary<string, ExplanationStep> Check()
    {
        Dictionary<string, ExplanationStep> troubles = new(StringComparer.Ordinal);
        if (!PageCertificateCheck.IsName(Name))
            troubles["name"] = Said("name");
        if (Directory.Length > 0 && !PageCertificateCheck.IsDirectory(Directory))
            troubles["directory"] = Said("directory");
        if (Email.Length > 0 && !PageCertificateCheck.IsEmail(Email))
            troubles["email"] = Said("email");
        if (!AgreesToTerms)
            troubles["terms"] = Said("terms");
        if (Roots is { Length: > 0 } && RootsOf(Roots) is null)
            troubles["roots"] = Said("roots");
        return troubles;
    }

    /// <summary>The certificates in a text, and nothing else of it; null: there is none, or one that cannot be read.</summary>
    internal static string? RootsOf(string text)
    {
        try
        {
            var roots = new X509Certificate2Collection();
            if (text.Length <= CertificatePapers.Longest)
                roots.ImportFromPem(text);
            return roots.Count > 0 ? string.Concat(roots.Select(static root => root.ExportCertificatePem() + "\n")) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static ExplanationStep Said(string field) => new($"web.certificate.acme.{field}.wrong", []);
}

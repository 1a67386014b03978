using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Appliance.Access;
using Appliance.Certificates;
using Appliance.DialPlans;
using Appliance.Web.Settings;

namespace Appliance.Web.Certificates;

/// <summary>What became of a change of the page's certificate.</summary>
internal abstract record CertificateOutcome
{
    private CertificateOutcome()
    {
    }

    /// <summary>It is done.</summary>
    public sealed record Done : CertificateOutcome;

    /// <summary>What was handed in cannot be used; sentences by field.</summary>
    public sealed record Unfit(IReadOnlyDictionary<string, ExplanationStep> Troubles) : CertificateOutcome;

    /// <summary>It could not be kept on the card.</summary>
    public sealed record NotKept(string Why) : CertificateOutcome;

    /// <summary>The page has no TLS, so that a certificate is of no use and a key would be sent in the clear.</summary>
    public sealed record NoTls : CertificateOutcome;
}

/// <summary>Changes the page's certificate, and tells of it in the record of who did what.</summary>
/// <param name="certificates">What the page answers with; null: it has no TLS.</param>
/// <param name="access">Keeps the record.</param>
/// <param name="time">The clock.</param>
internal sealed class CertificateDesk(PageCertificates? certificates, AccessDesk access, TimeProvider time)
{
    /// <summary>What the page answers with; null: it has no TLS.</summary>
    public PageCertificates? Certificates => certificates;

    /// <summary>Uses a certificate that was uploaded.</summary>
    public CertificateOutcome Upload(CertificatePapers papers, Asker by)
    {
        if (certificates is null)
            return new CertificateOutcome.NoTls();
        switch (CertificateCheck.Read(papers, KnownRoots(), time.GetUtcNow()))
        {
            case CertificateReading.Unfit { Troubles: var troubles }:
                return new CertificateOutcome.Unfit(troubles);
            case CertificateReading.Good { Identity: var identity }:
                if (certificates.Keep(identity, CertificateSource.Uploaded) is { } why)
                    return new CertificateOutcome.NotKept(why);
                access.Tell(by.Who, by.From, AuditFact.CertificateUploaded, NamesOf(identity));
                return new CertificateOutcome.Done();
            default:
                throw new InvalidOperationException("Papers can be used or not.");
        }
    }

    /// <summary>Goes back to the box's own.</summary>
    public CertificateOutcome Forget(Asker by)
    {
        if (certificates is null)
            return new CertificateOutcome.NoTls();
        if (certificates.Forget() is { } why)
            return new CertificateOutcome.NotKept(why);
        access.Tell(by.Who, by.From, AuditFact.CertificateForgotten, "");
        return new CertificateOutcome.Done();
    }

    private const int LongestTold = 200;

    private static string NamesOf(ServerIdentity identity)
    {
        var names = string.Join(", ", ServerIdentity.NamesOf(identity.Own));
        return names.Length <= LongestTold ? names : names[..LongestTold];
    }

    private static X509Certificate2Collection KnownRoots()
    {
        try
        {
            using var store = new X509Store(StoreName.Root, StoreLocation.LocalMachine, OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
            return store.Certificates;
        }
        catch (CryptographicException)
        {
            return [];
        }
    }
}

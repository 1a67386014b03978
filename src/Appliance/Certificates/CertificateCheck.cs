using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Appliance.Certificates;

/// <summary>
/// Whether a certificate can serve the box's page: the key is its own and strong enough, it is for servers, it names somebody, it has
/// not ended, and what is handed in leads to a root.
/// </summary>
public static class CertificateCheck
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string AnyUse = "2.5.29.37.0";

    /// <summary>More do not lie between any certificate in use and its root.</summary>
    private const int MostCertificates = 10;

    /// <summary>CA/Browser Forum Baseline Requirements section 6.1.5: 2048 bits of RSA, P-256.</summary>
    private const int FewestRsaBits = 2048;

    private const int FewestCurveBits = 256;

    /// <summary>Looks at papers.</summary>
    /// <param name="papers">What was handed in.</param>
    /// <param name="roots">Roots that are known here, so that they need not be handed in.</param>
    /// <param name="now">The time of day.</param>
    /// <param name="needsRoot">What is handed in must lead to a root; false: its authority's root may be unknown here.</param>
    public static CertificateReading Read(CertificatePapers papers, X509Certificate2Collection roots, DateTimeOffset now, bool needsRoot = true)
    {
        ArgumentNullException.ThrowIfNull(papers);
        ArgumentNullException.ThrowIfNull(roots);
        if (PaperReader.Read(papers, out var unfit) is not var (all, key))
            return unfit!;

        using (key)
        {
            var field = papers.Container.IsEmpty ? "certificate" : "container";
            if (all.Count > MostCertificates)
                return new CertificateReading.Unfit(field, "too-many", Text(MostCertificates));
            var half = PaperReader.PublicHalf(key);
            if (all.FirstOrDefault(one => one.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(half)) is not { } own)
                return new CertificateReading.Unfit(papers.Container.IsEmpty ? "key" : field, "key-other");
            if (Alone(own, key, now) is var (code, value))
                return new CertificateReading.Unfit(field, code, value);
            if (Order(own, all, roots, now, needsRoot, out var chain) is var (broken, name))
                return new CertificateReading.Unfit(field, broken, name);
            return new CertificateReading.Good(new ServerIdentity(WithKey(own, key), chain));
        }
    }

    /// <summary>The certificate with its key, in the form the TLS layer can find the key again: after a round trip.</summary>
    public static X509Certificate2 WithKey(X509Certificate2 certificate, AsymmetricAlgorithm key)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        using var bare = X509CertificateLoader.LoadCertificate(certificate.RawData);
        using var whole = key is RSA rsa ? bare.CopyWithPrivateKey(rsa) : bare.CopyWithPrivateKey((ECDsa)key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }

    private static (string Code, string Value)? Alone(X509Certificate2 own, AsymmetricAlgorithm key, DateTimeOffset now)
    {
        if (key is RSA && key.KeySize < FewestRsaBits)
            return ("key-weak-rsa", Text(key.KeySize));
        if (key is ECDsa && key.KeySize < FewestCurveBits)
            return ("key-weak-curve", Text(key.KeySize));
        if (own.NotAfter.ToUniversalTime() <= now.UtcDateTime)
            return ("ended", Day(own.NotAfter));
        if (own.NotBefore.ToUniversalTime() > now.UtcDateTime)
            return ("not-begun", Day(own.NotBefore));
        if (own.Extensions.OfType<X509EnhancedKeyUsageExtension>().FirstOrDefault() is { } uses
            && !uses.EnhancedKeyUsages.Cast<Oid>().Any(static use => use.Value is ServerAuthentication or AnyUse))
            return ("not-server", "");
        return ServerIdentity.NamesOf(own).IsEmpty ? ("no-names", "") : null;
    }

    /// <summary>Puts those between the certificate and its root into order; says what does not belong, is missing or is not signed.</summary>
    private static (string Code, string Value)? Order(
        X509Certificate2 own, X509Certificate2Collection all, X509Certificate2Collection roots, DateTimeOffset now, bool needsRoot, out X509Certificate2Collection chain)
    {
        chain = [];
        var rest = all.Where(one => !one.RawData.AsSpan().SequenceEqual(own.RawData)).DistinctBy(static one => one.Thumbprint).ToList();
        var last = own;
        while (!IsSelfIssued(last))
        {
            if (rest.Find(one => IsNamed(one, last.IssuerName)) is not { } issuer)
                break;
            rest.Remove(issuer);
            last = issuer;
            if (!IsSelfIssued(issuer))
                chain.Add(issuer);
        }

        if (rest is [var foreign, ..])
            return ("foreign", NameOf(foreign.SubjectName));
        // A younger root is also handed out signed by an older one, which need not be known here.
        var crossed = chain.Select(static one => one.SubjectName).ToArray();
        X509Certificate2Collection anchors = IsSelfIssued(last) ? [last] : [.. roots.Where(root => IsNamed(root, last.IssuerName) || crossed.Any(name => IsNamed(root, name)))];
        if (anchors.Count > 0)
            return Verify(own, chain, anchors, now);
        return needsRoot ? ("incomplete", NameOf(last.IssuerName)) : null;
    }

    private static (string Code, string Value)? Verify(X509Certificate2 own, X509Certificate2Collection between, X509Certificate2Collection anchors, DateTimeOffset now)
    {
        using var path = new X509Chain();
        path.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        path.ChainPolicy.CustomTrustStore.AddRange(anchors);
        path.ChainPolicy.ExtraStore.AddRange(between);
        path.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        path.ChainPolicy.DisableCertificateDownloads = true;
        path.ChainPolicy.VerificationTime = now.UtcDateTime;
        if (path.Build(own))
            return null;
        var wrong = path.ChainElements.FirstOrDefault(static one => one.ChainElementStatus.Any(static status => status.Status is not X509ChainStatusFlags.PartialChain));
        var isTime = wrong?.ChainElementStatus.Any(static status => status.Status is X509ChainStatusFlags.NotTimeValid) is true;
        return isTime ? ("chain-ended", NameOf(wrong!.Certificate.SubjectName)) : ("chain-broken", NameOf((wrong?.Certificate ?? own).SubjectName));
    }

    private static bool IsSelfIssued(X509Certificate2 certificate) => IsNamed(certificate, certificate.IssuerName);

    private static bool IsNamed(X509Certificate2 certificate, X500DistinguishedName name) => certificate.SubjectName.RawData.AsSpan().SequenceEqual(name.RawData);

    /// <summary>The common name, or the whole name where there is none.</summary>
    private static string NameOf(X500DistinguishedName name)
    {
        var common = name.EnumerateRelativeDistinguishedNames()
            .FirstOrDefault(static one => !one.HasMultipleElements && one.GetSingleElementType().Value is "2.5.4.3")?.GetSingleElementValue();
        var text = new string([.. (common ?? name.Name).Where(static letter => !char.IsControl(letter)).Take(100)]);
        return text.Length > 0 ? text : "?";
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Day(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

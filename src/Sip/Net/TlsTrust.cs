using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sip.Net;

/// <summary>What was wrong with a certificate, as a sentence without its end; null while nothing is.</summary>
internal sealed class TlsVerdict
{
    public string? Why { get; set; }
}

/// <summary>
/// Whom we believe on TLS (RFC 5922): the system's roots and a bundle of extra ones; the name is always the configured
/// host name, wildcards allowed; TLS 1.2 at the least.
/// </summary>
internal sealed class TlsTrust(X509Certificate2Collection extraRoots, TimeProvider time)
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>Options for a connection to the host that the settings name. What is wrong is left in <paramref name="verdict"/>.</summary>
    public SslClientAuthenticationOptions ClientOptions(string serverName, TlsVerdict verdict) => new()
    {
        TargetHost = serverName,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        AllowRenegotiation = false,
        CertificateChainPolicy = Policy(),
        RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
        {
            verdict.Why = Judge(serverName, certificate, chain, errors);
            return verdict.Why is null;
        },
    };

    // A missing intermediate is the server's fault; fetching it from wherever the certificate says would hold up the call.
    private static X509ChainPolicy Policy() => new()
    {
        RevocationMode = X509RevocationMode.NoCheck,
        DisableCertificateDownloads = true,
        ApplicationPolicy = { new Oid(ServerAuthentication) },
    };

    private string? Judge(string serverName, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors is SslPolicyErrors.None)
            return null;
        if (certificate is not X509Certificate2 shown || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
            return "it showed no certificate";
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            return $"its certificate is for {NamesOf(shown)}, not for {serverName}";
        if (extraRoots.Count == 0)
            return Explain(shown, chain);

        using var again = new X509Chain { ChainPolicy = Policy() };
        again.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        again.ChainPolicy.CustomTrustStore.AddRange(extraRoots);
        if (chain is not null)
        {
            again.ChainPolicy.ExtraStore.AddRange(chain.ChainPolicy.ExtraStore);
            foreach (var element in chain.ChainElements)
                again.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        return again.Build(shown) ? null : Explain(shown, again);
    }

    private string Explain(X509Certificate2 shown, X509Chain? chain)
    {
        var status = X509ChainStatusFlags.NoError;
        foreach (var one in chain?.ChainStatus ?? [])
            status |= one.Status;

        if (time.GetUtcNow().UtcDateTime < shown.NotBefore.ToUniversalTime())
            return $"its certificate is not valid before {shown.NotBefore:yyyy-MM-dd}: is the clock of the box right";
        if (status.HasFlag(X509ChainStatusFlags.NotTimeValid))
            return $"its certificate, or one it leans on, has expired (it ends on {shown.NotAfter:yyyy-MM-dd})";
        if (status.HasFlag(X509ChainStatusFlags.NotValidForUsage))
            return "its certificate is not meant for a server";
        if (status.HasFlag(X509ChainStatusFlags.UntrustedRoot) || status.HasFlag(X509ChainStatusFlags.PartialChain))
            return $"its certificate was issued by {shown.GetNameInfo(X509NameType.SimpleName, forIssuer: true)}, whom this box does not trust";
        return $"its certificate does not hold ({status})";
    }

    private static string NamesOf(X509Certificate2 shown)
    {
        foreach (var extension in shown.Extensions)
        {
            if (extension is not X509SubjectAlternativeNameExtension names)
                continue;

            var all = names.EnumerateDnsNames().Concat(names.EnumerateIPAddresses().Select(address => address.ToString())).Take(4);
            return string.Join(", ", all) is { Length: > 0 } text ? text : "no name";
        }

        return shown.GetNameInfo(X509NameType.DnsName, forIssuer: false) is { Length: > 0 } name ? name : "no name";
    }
}

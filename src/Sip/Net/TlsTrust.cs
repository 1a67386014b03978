using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Sip.Net;

/// <summary>
/// Whom we believe on TLS (RFC 5922): the system's roots and a bundle of extra ones; the name is always the configured
/// host name, wildcards allowed; TLS 1.2 at the least.
/// </summary>
internal sealed class TlsTrust(X509Certificate2Collection extraRoots)
{
    /// <summary>Options for a connection to the host that the settings name.</summary>
    public SslClientAuthenticationOptions ClientOptions(string serverName) => new()
    {
        TargetHost = serverName,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        RemoteCertificateValidationCallback = (_, certificate, chain, errors) => IsBelieved(certificate, chain, errors),
    };

    private bool IsBelieved(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors is SslPolicyErrors.None)
            return true;
        if (errors is not SslPolicyErrors.RemoteCertificateChainErrors || certificate is null || extraRoots.Count == 0)
            return false;

        using var again = new X509Chain();
        again.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        again.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        again.ChainPolicy.CustomTrustStore.AddRange(extraRoots);
        if (chain is not null)
        {
            foreach (var element in chain.ChainElements)
                again.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        return again.Build(new X509Certificate2(certificate));
    }
}

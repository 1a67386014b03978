using Appliance.Health;

namespace Appliance.Web.Certificates;

/// <summary>What the rules of health are told of the page's certificate.</summary>
internal static class CertificateHealth
{
    public static CertificateEvidence Of(PageCertificates certificates, DateTimeOffset now, bool isWanted, bool isRefused) => new(
        certificates.Trouble is not CertificateTrouble.None,
        certificates.UploadedOrGot is { Identity.Own: var own } ? new DateTimeOffset(own.NotAfter.ToUniversalTime()) - now : null,
        isWanted && certificates.UploadedOrGot?.Source is CertificateSource.Acme,
        isRefused);
}

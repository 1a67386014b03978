using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Appliance.FrontPanel;
using Appliance.Hosting;

namespace Appliance.Web.Box;

/// <summary>What the box's page tells of the computer.</summary>
/// <param name="Version">The program's version.</param>
/// <param name="Clock">The office's time of day with its zone.</param>
/// <param name="Milliseconds">The same moment in milliseconds since 1970, which a browser compares with its own clock; null while the box knows no time of day.</param>
/// <param name="ClockState"><c>synchronised</c>, <c>set</c>, or <c>not-set</c> while the box knows no time of day.</param>
/// <param name="Network">The office's network; null: nobody looks at it.</param>
/// <param name="Certificate">The page's certificate; null: there is no TLS.</param>
public sealed record BoxFacts(string Version, string Clock, long? Milliseconds, string ClockState, NetworkFact? Network, CertificateFacts? Certificate)
{
    // systemd-timesyncd touches it with each answer of a time server (systemd-timesyncd.service(8)).
    private const string Synchronised = "/run/systemd/timesync/synchronized";

    internal static BoxFacts Of(SiteParts parts, X509Certificate2? certificate)
    {
        var now = parts.Time.GetLocalNow();
        return new(
            BoxVersion.Text,
            $"{now.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} ({parts.Time.LocalTimeZone.Id})",
            new WallClock(parts.Time).IsSet ? now.ToUnixTimeMilliseconds() : null,
            !new WallClock(parts.Time).IsSet ? "not-set" : File.Exists(Synchronised) ? "synchronised" : "set",
            parts.Network(),
            certificate is null ? null : CertificateFacts.Of(certificate));
    }
}

/// <summary>A certificate as people compare it.</summary>
/// <param name="Fingerprint">SHA-256, in pairs.</param>
/// <param name="Subject">Whose it is.</param>
/// <param name="Issuer">Who signed it.</param>
/// <param name="From">When it begins.</param>
/// <param name="Until">When it ends.</param>
public sealed record CertificateFacts(string Fingerprint, string Subject, string Issuer, DateTimeOffset From, DateTimeOffset Until)
{
    internal static CertificateFacts Of(X509Certificate2 certificate) => new(
        string.Join(':', Convert.ToHexString(certificate.GetCertHash(HashAlgorithmName.SHA256)).Chunk(2).Select(static pair => new string(pair))),
        certificate.Subject,
        certificate.Issuer,
        new DateTimeOffset(certificate.NotBefore.ToUniversalTime()),
        new DateTimeOffset(certificate.NotAfter.ToUniversalTime()));
}

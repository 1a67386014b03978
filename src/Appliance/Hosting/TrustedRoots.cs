using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Appliance.Configuration;

namespace Appliance.Hosting;

/// <summary>Certificates believed besides the system's: PEM files in the data folder's <c>certificates</c>, and those a trunk's settings name.</summary>
internal static class TrustedRoots
{
    public static X509Certificate2Collection Read(string dataFolder, Config config, ILogger log)
    {
        var roots = new X509Certificate2Collection();
        var folder = Path.Combine(dataFolder, "certificates");
        string[] files =
        [
            .. Directory.Exists(folder) ? Directory.GetFiles(folder, "*.pem") : [],
            .. config.Trunks.Select(trunk => trunk.ExtraCertificates).OfType<string>().Select(file => Path.Combine(dataFolder, file)),
        ];
        foreach (var file in files)
        {
            try
            {
                roots.ImportFromPemFile(file);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException)
            {
                LogEvents.CertificateTrouble(log, $"The certificate file {Path.GetFileName(file)} cannot be read ({fault.Message}). Calls over TLS that need it will fail until it is replaced.");
            }
        }

        return roots;
    }
}

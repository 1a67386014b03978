using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Appliance.Certificates;
using Appliance.Configuration;

namespace Appliance.Web.Certificates;

/// <summary>
/// <c>page-certificate.pem</c> in the data folder: the certificate that was uploaded or got, the others up to its root, and its key in
/// one file, so that they are replaced together. Only the box may read it.
/// </summary>
internal sealed class CertificateFile(string dataFolder)
{
    public const string FileName = "page-certificate.pem";

    private const long LongestFile = 4 * CertificatePapers.Longest;
    private const string ByAcme = "Got by ACME";

    private readonly string _file = Path.Combine(dataFolder, FileName);
    private readonly SafeFile _files = new();

    /// <summary>What is kept; null: nothing, or with <paramref name="why"/> nothing that can be read.</summary>
    public (ServerIdentity Identity, CertificateSource Source)? Read(out string? why)
    {
        why = null;
        try
        {
            var file = new FileInfo(_file);
            if (!file.Exists)
                return null;
            if (file.Length > LongestFile)
            {
                why = "It is too long.";
                return null;
            }

            var text = File.ReadAllText(_file);
            using var bare = X509Certificate2.CreateFromPem(text, text);
            using var key = (AsymmetricAlgorithm?)bare.GetRSAPrivateKey() ?? bare.GetECDsaPrivateKey();
            var all = new X509Certificate2Collection();
            all.ImportFromPem(text);
            return (
                new ServerIdentity(CertificateCheck.WithKey(bare, key!), [.. all.Skip(1)]),
                text.StartsWith(ByAcme, StringComparison.Ordinal) ? CertificateSource.Acme : CertificateSource.Uploaded);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            why = fault.Message;
            return null;
        }
    }

    /// <summary>Keeps another. Null: done; otherwise why not, and what was kept is as it was.</summary>
    public string? Keep(ServerIdentity identity, CertificateSource source)
    {
        // Text before the first line of PEM is no part of it (RFC 7468 section 2).
        var text = $"{(source is CertificateSource.Acme ? ByAcme : "Uploaded")}: {string.Join(", ", ServerIdentity.NamesOf(identity.Own))}\n{identity.ToPem()}";
        try
        {
            _files.Replace(_file, text, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return SafeFile.Explain(fault, _file);
        }
    }

    /// <summary>Keeps none any more. Null: done; otherwise why not.</summary>
    public string? Forget()
    {
        try
        {
            File.Delete(_file);
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return SafeFile.Explain(fault, _file);
        }
    }
}

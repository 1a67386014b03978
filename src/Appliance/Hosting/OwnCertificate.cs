using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Appliance.Certificates;
using Appliance.Configuration;

namespace Appliance.Hosting;

/// <summary>
/// The box's certificate for peers that call it over TLS: the configured one, or one it makes for itself once. Looking for the primes
/// of a key takes by chance from some tenths of a second to some seconds on a small board, so nothing that starts waits for it.
/// </summary>
internal sealed class OwnCertificate
{
    private const int KeyBits = 2048;
    private const string FileName = "tls.pem";
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(3650);

    private readonly Lazy<Task<ServerIdentity>> _identity;
    private readonly Lazy<Task<SslStreamCertificateContext>> _context;

    private OwnCertificate(Func<Task<ServerIdentity>> identity, bool isMade)
    {
        IsMade = isMade;
        _identity = new(identity);
        _context = new(async () => (await Identity).ToContext());
    }

    /// <summary>True for one that the box makes or made for itself.</summary>
    public bool IsMade { get; }

    /// <summary>It. Whoever asks first has it made where that is still to be done.</summary>
    public Task<ServerIdentity> Identity => _identity.Value;

    /// <summary>What the TLS layer answers with; made once.</summary>
    public Task<SslStreamCertificateContext> Context => _context.Value;

    /// <summary>
    /// Opens the configured certificate or the one made before. <paramref name="tell"/> takes a sentence when something is wrong with
    /// the configured one, or later when ours cannot be kept.
    /// </summary>
    public static OwnCertificate Open(string dataFolder, NetworkConfig network, TimeProvider time, Action<string> tell)
    {
        if (network.Certificate is { } certificateFile)
        {
            var file = Path.Combine(dataFolder, certificateFile);
            if (TryRead(file, network.CertificateKey is { } keyFile ? Path.Combine(dataFolder, keyFile) : file, out var why) is { } configured)
            {
                if (configured.NotAfter.ToUniversalTime() < time.GetUtcNow().UtcDateTime)
                    tell($"The certificate {certificateFile} ended on {configured.NotAfter:yyyy-MM-dd}. Peers that check it refuse TLS until it is renewed.");
                return Having(new ServerIdentity(configured, ChainIn(file, configured)), isMade: false);
            }

            tell($"The certificate {certificateFile} cannot be used ({why.TrimEnd('.')}). The box uses one of its own until the file is mended; peers that check it will refuse TLS.");
        }

        var host = network.PublicHost ?? "landline.local";
        var own = Path.Combine(dataFolder, FileName);
        if (File.Exists(own) && TryRead(own, own, out _) is { } kept && kept.MatchesHostname(host))
            return Having(new ServerIdentity(kept, []), isMade: true);

        return new OwnCertificate(() => Task.Run(() => new ServerIdentity(Make(own, host, time, tell), [])), isMade: true);
    }

    /// <summary>Waits until one that is being made is in its file; one that nobody has asked for is not made any more.</summary>
    public Task SettleAsync() => _identity.IsValueCreated ? _identity.Value : Task.CompletedTask;

    private static OwnCertificate Having(ServerIdentity identity, bool isMade) => new(() => Task.FromResult(identity), isMade);

    private static X509Certificate2? TryRead(string certificateFile, string keyFile, out string why)
    {
        try
        {
            why = "";
            using var pem = X509Certificate2.CreateFromPemFile(certificateFile, keyFile);
            // The TLS layer wants a key it can find again, which one read from PEM is only after a round trip.
            return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            why = fault.Message;
            return null;
        }
    }

    private static X509Certificate2Collection ChainIn(string file, X509Certificate2 own)
    {
        var chain = new X509Certificate2Collection();
        try
        {
            chain.ImportFromPemFile(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return [];
        }

        return [.. chain.Where(certificate => certificate.Thumbprint != own.Thumbprint)];
    }

    private static X509Certificate2 Make(string file, string host, TimeProvider time, Action<string> tell)
    {
        // RSA, because many desk phones know nothing newer.
        using var key = RSA.Create(KeyBits);
        var name = new X500DistinguishedNameBuilder();
        name.AddCommonName(host);
        var request = new CertificateRequest(name.Build(), key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(host, out var address))
            names.AddIpAddress(address);
        else
            names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        var from = time.GetUtcNow().AddDays(-1);
        using var made = request.CreateSelfSigned(from, from + Lifetime);

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            new SafeFile().Replace(file, $"{made.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n", UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            tell($"The box's own certificate cannot be kept ({fault.Message.TrimEnd('.')}). It makes a new one at every start.");
        }

        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}

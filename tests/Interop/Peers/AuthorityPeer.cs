using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Interop.Peers;

/// <summary>An authority that gives certificates by ACME, in the world.</summary>
public sealed class AuthorityPeer : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _parts = [];

    private AuthorityPeer(string directory, string root) => (Directory, Root) = (directory, root);

    /// <summary>The address of its directory.</summary>
    public string Directory { get; }

    /// <summary>The file with the certificate to believe when it is asked.</summary>
    public string Root { get; }

    /// <summary>Pebble of Let's Encrypt: it refuses every third nonce, on purpose.</summary>
    /// <param name="block">Whose addresses.</param>
    /// <param name="artifacts">The bed's folder.</param>
    /// <param name="names">The names it finds, each with its address.</param>
    public static async Task<AuthorityPeer> PebbleAsync(AddressBlock block, string artifacts, params (string Name, string Address)[] names)
    {
        var address = block.World(30);
        var host = Host.Create(block, "pebble", [], [address, block.NameServer]);
        var (certificate, key) = (Path.Combine(artifacts, "pebble.pem"), Path.Combine(artifacts, "pebble.key"));
        WriteCertificate(address, certificate, key);
        var settings = Path.Combine(artifacts, "pebble.json");
        await File.WriteAllTextAsync(
            settings,
            $$"""
            {"pebble": {"listenAddress": "{{address}}:14000", "managementListenAddress": "{{address}}:15000", "certificate": "{{certificate}}", "privateKey": "{{key}}", "httpPort": 80, "tlsPort": 443} }
            """);
        var authority = new AuthorityPeer($"https://{address}:14000/dir", certificate);
        authority._parts.Add(await NameServer.StartAsync(host, block.NameServer, artifacts, names));
        var process = PeerProcess.Start(host, "pebble", artifacts, "env", "PEBBLE_WFE_NONCEREJECT=33", "PEBBLE_VA_NOSLEEP=1", "pebble", "-config", settings, "-dnsserver", $"{block.NameServer}:53", "-strict");
        authority._parts.Add(process);
        await process.ReadyAsync(() => Sockets.Accepts(address, 14000), TimeSpan.FromSeconds(20));
        return authority;
    }

    /// <summary>Caddy with an authority of the office's own.</summary>
    /// <param name="block">Whose addresses.</param>
    /// <param name="artifacts">The bed's folder.</param>
    /// <param name="names">The names it finds, each with its address.</param>
    public static async Task<AuthorityPeer> CaddyAsync(AddressBlock block, string artifacts, params (string Name, string Address)[] names)
    {
        var address = block.World(31);
        var host = Host.Create(block, "caddy", [], [address]);
        var store = Path.Combine(artifacts, "caddy");
        var settings = Path.Combine(artifacts, "Caddyfile");
        var hosts = Path.Combine(artifacts, "hosts");
        await File.WriteAllTextAsync(hosts, string.Concat(names.Select(static one => $"{one.Address} {one.Name}\n")));
        await File.WriteAllTextAsync(
            settings,
            $$"""
            {
                admin off
                skip_install_trust
                auto_https disable_redirects
                storage file_system {{store}}
            }
            https://{{address}}:8443 {
                tls internal
                acme_server
            }

            """);
        var root = Path.Combine(store, "pki/authorities/local/root.crt");
        var authority = new AuthorityPeer($"https://{address}:8443/acme/local/directory", root);
        // It asks the system for names; the mount is seen by this process alone.
        var process = PeerProcess.Start(host, "caddy", artifacts, "sh", "-c", "mount --bind \"$1\" /etc/hosts && HOME=\"$2\" exec caddy run --adapter caddyfile --config \"$3\"", "sh", hosts, artifacts, settings);
        authority._parts.Add(process);
        await process.ReadyAsync(() => Sockets.Accepts(address, 8443) && File.Exists(root), TimeSpan.FromSeconds(30));
        return authority;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var part in Enumerable.Reverse(_parts))
            await part.DisposeAsync();
    }

    private static void WriteCertificate(string address, string certificate, string keyFile)
    {
        var now = DateTimeOffset.UtcNow;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=The authority's own page", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Parse(address));
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        File.WriteAllText(certificate, made.ExportCertificatePem());
        File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
    }
}

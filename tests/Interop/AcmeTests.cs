using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Interop.Peers;

namespace Interop;

/// <summary>The box gets the certificate of its page from authorities that others wrote.</summary>
public sealed class AcmeTests
{
    private const string Name = "phones.office.test";

    private static readonly TimeSpan SoonGot = TimeSpan.FromSeconds(60);

    private readonly AddressBlock _addresses = new();

    [Fact]
    public async Task Pebble_gives_a_certificate_though_it_refuses_every_third_nonce()
    {
        var folder = Artifacts.Folder($"{nameof(AcmeTests)}-{_addresses.Number}");
        await using var authority = await AuthorityPeer.PebbleAsync(_addresses, folder, (Name, _addresses.BoxOutside));

        await using var box = await StartAsync(folder, authority, Name);

        AssertGot(await GotAsync(box), "Pebble");
    }

    [Fact]
    public async Task Caddy_gives_a_certificate_from_an_authority_of_the_office_s_own()
    {
        var folder = Artifacts.Folder($"{nameof(AcmeTests)}-{_addresses.Number}");
        await using var authority = await AuthorityPeer.CaddyAsync(_addresses, folder, (Name, _addresses.BoxOutside));

        await using var box = await StartAsync(folder, authority, Name);

        AssertGot(await GotAsync(box), "Caddy");
    }

    [Fact]
    public async Task A_name_that_leads_elsewhere_is_said_and_once_it_is_right_the_certificate_is_got_without_a_restart()
    {
        var folder = Artifacts.Folder($"{nameof(AcmeTests)}-{_addresses.Number}");
        await using var authority = await AuthorityPeer.PebbleAsync(_addresses, folder, (Name, _addresses.BoxOutside), ("wrong.office.test", _addresses.World(30)));

        await using var box = await StartAsync(folder, authority, "wrong.office.test");
        await box.WroteAsync("A certificate for the page was not got: The authority could not see that the name leads to this box: .*connection refused", SoonGot);
        Assert.Equal("CN=landline.local", (await ShownAsync(_addresses.BoxOutside)).Own.Subject);

        var settings = Path.Combine(box.Data, "appliance.toml");
        var stop = TestContext.Current.CancellationToken;
        await File.WriteAllTextAsync(settings, (await File.ReadAllTextAsync(settings, stop)).Replace("wrong.office.test", Name, StringComparison.Ordinal), stop);

        AssertGot(await GotAsync(box), "Pebble");
    }

    private async Task<BoxPeer> StartAsync(string folder, AuthorityPeer authority, string name)
    {
        var host = Host.Create(_addresses, "box", [_addresses.BoxInside], [_addresses.BoxOutside]);
        return await BoxPeer.StartAsync(
            host,
            folder,
            $"""
            [office]
            name = "Interop"

            [network]
            web-port = 80
            web-tls-port = 443

            [web.certificate]
            name = "{name}"
            directory = "{authority.Directory}"
            email = "it@office.test"
            terms-agreed = true
            extra-certificates = "certificates/root.pem"

            """,
            authority.Root);
    }

    /// <summary>What the page answers with once it is not the box's own.</summary>
    private async Task<Shown> GotAsync(BoxPeer box)
    {
        await Eventually.Async(() => File.Exists(Path.Combine(box.Data, "page-certificate.pem")) ? true : (bool?)null, SoonGot, () => "no certificate was got. The box said:\n" + box.Log);
        return await Eventually.Async(
            () => ShownAsync(_addresses.BoxOutside).GetAwaiter().GetResult() is { Own.Subject: not "CN=landline.local" } shown ? shown : null,
            BoxBed.Soon,
            () => "the page still answers with the box's own certificate.");
    }

    private static void AssertGot(Shown shown, string issuer)
    {
        Assert.True(shown.Own.MatchesHostname(Name));
        Assert.Contains(issuer, shown.Own.Issuer, StringComparison.Ordinal);
        // The one that signed it was sent along, so that a browser finds the way to the root.
        Assert.Contains(shown.Sent, one => one.SubjectName.RawData.AsSpan().SequenceEqual(shown.Own.IssuerName.RawData));
    }

    private static async Task<Shown> ShownAsync(string address)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(address, 443);
        Shown? shown = null;
        await using var tls = new SslStream(tcp.GetStream());
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = Name,
            RemoteCertificateValidationCallback = (_, own, chain, _) =>
            {
                shown = new Shown(X509CertificateLoader.LoadCertificate(own!.GetRawCertData()), [.. chain!.ChainPolicy.ExtraStore.Select(static one => X509CertificateLoader.LoadCertificate(one.RawData))]);
                return shown.Own.NotBefore < shown.Own.NotAfter;
            },
        });
        return shown!;
    }

    private sealed record Shown(X509Certificate2 Own, IReadOnlyList<X509Certificate2> Sent);
}

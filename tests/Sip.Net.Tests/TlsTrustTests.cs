using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Sip.Messages;

namespace Sip.Net.Tests;

public sealed class TlsTrustTests
{
    private const string Name = "office.pstn.example";

    [Theory]
    [InlineData(Name, true, true, true)]
    [InlineData("*.pstn.example", true, true, true)]
    [InlineData("other.pstn.example", true, true, false)]
    [InlineData("127.0.0.1", true, true, false)]
    [InlineData(Name, false, true, false)]
    [InlineData(Name, true, false, false)]
    public async Task Pitfall_6_nothing_is_said_to_a_server_without_a_believed_certificate_for_the_configured_name(string name, bool rootIsBelieved, bool isValidNow, bool isBelieved)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        stop.CancelAfter(TimeSpan.FromSeconds(20));
        using var root = MakeRoot("CN=Test root");
        using var otherRoot = MakeRoot("CN=Other root");
        using var certificate = MakeCertificate(rootIsBelieved ? root : otherRoot, name, isValidNow);
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var serving = ServeAsync(server, certificate, stop.Token);

        var inputs = Channel.CreateUnbounded<SipInput>();
        await using var transports = new SipTransports(
            new() { ExtraRoots = [root] }, inputs.Writer.TryWrite, DnsLookup.System(TimeProvider.System, NullLogger.Instance), TimeProvider.System, NullLogger.Instance);
        transports.Start();
        var hop = new Hop(TransportKind.Tls, "127.0.0.1", ((IPEndPoint)server.LocalEndpoint).Port) { ServerName = Name };
        transports.Send(new(Options(), hop, Token: 7));

        SipInput outcome;
        do
            outcome = await inputs.Reader.ReadAsync(stop.Token);
        while (outcome is SipInput.FlowClosed);

        Assert.Equal((Name, isBelieved), await serving);
        if (isBelieved)
            Assert.Equal(7, Assert.IsType<SipInput.SentOn>(outcome).Token);
        else
            Assert.Equal(7, Assert.IsType<SipInput.SendFailed>(outcome).Token);
    }

    private static SipRequest Options() => SipWriter.Request(SipMethod.Options, $"sip:{Name}")
        .Add(HeaderName.Via, "SIP/2.0/TLS 127.0.0.1:5061;branch=z9hG4bKtls")
        .Add(HeaderName.From, "<sip:box@example.net>;tag=box")
        .Add(HeaderName.To, $"<sip:{Name}>")
        .Add(HeaderName.CallId, "tls")
        .Add(HeaderName.CSeq, "1 OPTIONS")
        .ToRequest();

    /// <summary>The name the client asked for, and whether anything of SIP was said.</summary>
    private static async Task<(string Asked, bool HeardSip)> ServeAsync(TcpListener server, X509Certificate2 certificate, CancellationToken stop)
    {
        using var client = await server.AcceptTcpClientAsync(stop);
        await using var secure = new SslStream(client.GetStream());
        var asked = "";
        try
        {
            await secure.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions
                {
                    ServerCertificateSelectionCallback = (_, name) =>
                    {
                        asked = name ?? "";
                        return certificate;
                    },
                },
                stop);
            return (asked, await secure.ReadAsync(new byte[1024], stop) > 0);
        }
        catch (Exception refused) when (refused is AuthenticationException or IOException)
        {
            return (asked, false);
        }
    }

    private static X509Certificate2 MakeRoot(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-10), now.AddDays(10));
    }

    private static X509Certificate2 MakeCertificate(X509Certificate2 root, string name, bool isValidNow)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=server", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(name, out var address))
            names.AddIpAddress(address);
        else
            names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var issued = request.Create(root, now.AddDays(-5), isValidNow ? now.AddDays(5) : now.AddDays(-1), [1, 2, 3]);
        using var whole = issued.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
    }
}

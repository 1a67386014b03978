using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Sip.Net.Tests.Support;

namespace Sip.Net.Tests;

public sealed class TlsTests
{
    private const string Name = "line.example.test";
    // A busy machine may take long over a handshake; how long a call waits for one is not the matter here.
    private static SslClientAuthenticationOptions Believing() => new()
    {
        TargetHost = Name,
        CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { Authority.Root },
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        },
    };

    private static Func<Task<SslStreamCertificateContext>> Answering(X509Certificate2 own, params X509Certificate2[] between)
    {
        var context = Task.FromResult(SslStreamCertificateContext.Create(own, [.. between], offline: true));
        return () => context;
    }

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly Certificates Authority = new();

    public static TheoryData<string, string, bool, string> Matrix => new()
    {
        { "right name", Name, true, "" },
        { "wildcard", Name, true, "" },
        { "wildcard too deep", "a." + Name, false, "its certificate is for *.example.test, not for a.line.example.test" },
        { "other name", Name, false, "its certificate is for other.example.test, not for line.example.test" },
        { "expired", Name, false, "has expired" },
        { "self-signed", Name, false, "whom this box does not trust" },
        { "address only", Name, false, "its certificate is for 127.0.0.1, not for line.example.test" },
        { "address only", "127.0.0.1", true, "" },
        { "intermediate", Name, true, "" },
        { "intermediate left out", Name, false, "whom this box does not trust" },
    };

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task Pitfall_6_the_certificate_is_held_against_the_configured_name(string certificate, string serverName, bool believed, string why)
    {
        using var door = new Door();
        await using var wire = new Wire(new TransportSettings { ExtraRoots = [Authority.Root], ConnectWithin = Patience });
        wire.Send(Wire.Options(transport: "TLS"), door.Hop(TransportKind.Tls, serverName));
        await using var peer = new SslStream(await door.AcceptAsync());
        var serving = ServeAsync(peer, certificate);

        if (believed)
        {
            await wire.NextAsync<SipInput.SentOn>();
            Assert.Equal(serverName is "127.0.0.1" ? "" : serverName, await serving);
            Assert.StartsWith("OPTIONS", await peer.ReadHeadAsync(), StringComparison.Ordinal);
        }
        else
        {
            var failed = await wire.NextAsync<SipInput.SendFailed>();
            Assert.StartsWith($"{serverName} is not believed: ", failed.Why, StringComparison.Ordinal);
            Assert.Contains(why, failed.Why, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Without_extra_roots_an_unknown_authority_is_not_believed()
    {
        using var door = new Door();
        await using var wire = new Wire(new TransportSettings());
        wire.Send(Wire.Options(transport: "TLS"), door.Hop(TransportKind.Tls, Name));
        await using var peer = new SslStream(await door.AcceptAsync());
        _ = ServeAsync(peer, "right name");

        Assert.Equal($"{Name} is not believed: its certificate was issued by Test Root, whom this box does not trust", (await wire.NextAsync<SipInput.SendFailed>()).Why);
    }

    [Fact]
    public async Task A_connection_made_anew_asks_for_the_configured_name_again()
    {
        using var door = new Door();
        await using var wire = new Wire(new TransportSettings { ExtraRoots = [Authority.Root], ConnectWithin = Patience });
        for (var attempt = 0; attempt < 2; attempt++)
        {
            wire.Send(Wire.Options(transport: "TLS"), door.Hop(TransportKind.Tls, Name));
            await using var peer = new SslStream(await door.AcceptAsync());
            Assert.Equal(Name, await ServeAsync(peer, "right name"));
            await peer.ReadHeadAsync();
            peer.Close();
            await wire.NextAsync<SipInput.FlowClosed>();
        }
    }

    [Fact]
    public async Task Nothing_older_than_tls_1_2_is_offered()
    {
        using var door = new Door();
        await using var wire = new Wire(new TransportSettings());
        wire.Send(Wire.Options(transport: "TLS"), door.Hop(TransportKind.Tls, Name));
        await using var peer = await door.AcceptAsync();

        var record = await ReadBytesAsync(peer, 5);
        var hello = await ReadBytesAsync(peer, (record[3] << 8) | record[4]);
        var versions = hello.AsSpan()[(hello.AsSpan().IndexOf((byte[])[0x00, 0x2B, 0x00]) + 5)..];
        var offered = Convert.ToHexString(versions[..hello[hello.AsSpan().IndexOf((byte[])[0x00, 0x2B, 0x00]) + 4]]);

        Assert.Equal("03040303", offered);
    }

    [Fact]
    public async Task Tls_1_1_is_refused_by_the_listener()
    {
        await using var wire = new Wire(Wire.Listening(TransportKind.Tls) with { Certificate = Answering(Authority.For(Name)) });
        await using var peer = await wire.Address(TransportKind.Tls).ConnectAsync();
        byte[] hello = [0x03, 0x02, .. new byte[32], 0x00, 0x00, 0x04, 0xC0, 0x13, 0x00, 0x2F, 0x01, 0x00];
        byte[] record = [0x16, 0x03, 0x01, 0x00, (byte)(hello.Length + 4), 0x01, 0x00, 0x00, (byte)hello.Length, .. hello];
        await peer.WriteAsync(record, TestContext.Current.CancellationToken);

        var answer = await ReadBytesAsync(peer, 7);

        const byte Alert = 0x15;
        const byte ProtocolVersion = 70;
        Assert.Equal((Alert, ProtocolVersion), (answer[0], answer[6]));
    }

    [Fact]
    public async Task A_peer_that_calls_while_our_certificate_is_being_made_waits_for_it_and_is_answered()
    {
        var made = new TaskCompletionSource<SslStreamCertificateContext>();
        var asked = new TaskCompletionSource();
        await using var wire = new Wire(Wire.Listening(TransportKind.Tls) with
        {
            Certificate = () =>
            {
                asked.TrySetResult();
                return made.Task;
            },
        });
        await using var peer = new SslStream(await wire.Address(TransportKind.Tls).ConnectAsync());
        var greeting = peer.AuthenticateAsClientAsync(Believing(), TestContext.Current.CancellationToken);
        await asked.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.False(greeting.IsCompleted);

        made.SetResult(await Answering(Authority.For(Name))());
        await greeting;
        await peer.WriteAsync(Wire.Text(transport: "TLS"));

        Assert.Equal(TransportKind.Tls, (await wire.NextAsync<SipInput.Arrived>()).From.Transport);
    }

    [Fact]
    public async Task A_peer_that_calls_over_tls_sees_the_whole_chain_and_is_answered()
    {
        await using var wire = new Wire(Wire.Listening(TransportKind.Tls) with { Certificate = Answering(Authority.ByIntermediate(Name), Authority.Intermediate) });
        await using var peer = new SslStream(await wire.Address(TransportKind.Tls).ConnectAsync());
        await peer.AuthenticateAsClientAsync(Believing(), TestContext.Current.CancellationToken);
        await peer.WriteAsync(Wire.Text(transport: "TLS"));

        var arrived = await wire.NextAsync<SipInput.Arrived>();
        wire.Send(Wire.Answer(arrived.Message), new Hop(TransportKind.Tls, "127.0.0.1", 5061) { Flow = arrived.From.Flow });

        Assert.Equal(TransportKind.Tls, arrived.From.Transport);
        Assert.StartsWith("SIP/2.0 200", await peer.ReadHeadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_meant_for_tls_does_not_leave_on_a_plain_connection()
    {
        using var door = new Door();
        await using var wire = new Wire(new TransportSettings());
        wire.Send(Wire.Options(), door.Hop());
        await using var plain = await door.AcceptAsync();
        var sent = await wire.NextAsync<SipInput.SentOn>();

        wire.Send(Wire.Options(transport: "TLS"), door.Hop(TransportKind.Tls, Name) with { Flow = sent.Flow });
        await using var secret = await door.AcceptAsync();

        const byte Handshake = 0x16;
        Assert.Equal(Handshake, (await ReadBytesAsync(secret, 1))[0]);
    }

    private static async Task<byte[]> ReadBytesAsync(Stream stream, int count)
    {
        var bytes = new byte[count];
        await stream.ReadExactlyAsync(bytes, TestContext.Current.CancellationToken);
        return bytes;
    }

    /// <summary>Serves one handshake; the name the client asked for.</summary>
    private static async Task<string> ServeAsync(SslStream peer, string which)
    {
        var certificate = which switch
        {
            "right name" => Authority.For("unused.test", Name),
            "wildcard" or "wildcard too deep" => Authority.For("*.example.test"),
            "other name" => Authority.For("other.example.test"),
            "expired" => Authority.Expired(Name),
            "self-signed" => Certificates.SelfSigned(Name),
            "address only" => Authority.For("127.0.0.1"),
            _ => Authority.ByIntermediate(Name),
        };
        X509Certificate2Collection chain = which is "intermediate" ? [Authority.Intermediate] : [];
        var asked = "";
        try
        {
            await peer.AuthenticateAsServerAsync(
                (_, hello, _, _) =>
                {
                    asked = hello.ServerName;
                    return new ValueTask<SslServerAuthenticationOptions>(new SslServerAuthenticationOptions
                    {
                        ServerCertificateContext = SslStreamCertificateContext.Create(certificate, chain, offline: true),
                    });
                },
                null,
                TestContext.Current.CancellationToken);
        }
        catch (Exception refused) when (refused is IOException or AuthenticationException)
        {
            return "refused";
        }

        return asked;
    }
}

using System.Text.RegularExpressions;
using Interop.Sound;

namespace Interop.Peers;

/// <summary>
/// The trunk and the telephone network behind it: Kamailio as the edge, rtpengine for its voice, Asterisk as everyone one can
/// call. What a number does is in its last four digits (<c>FarEnd/extensions.conf</c>).
/// </summary>
public sealed class TrunkPeer : IAsyncDisposable
{
    /// <summary>The host name of the trunk that demands TLS and SRTP.</summary>
    public const string SecureName = "acme.pstn.carrier.test";

    /// <summary>The host name of the trunk that allows neither.</summary>
    public const string PlainName = "plain.pstn.carrier.test";

    /// <summary>The host name of a SIP Domain: it is registered with, and calls come back on that connection.</summary>
    public const string DomainName = "acme.sip.carrier.test";

    /// <summary>The user of its credential list.</summary>
    public const string User = "acme-box";

    /// <summary>The password of <see cref="User"/>.</summary>
    public const string Password = "Correct-Horse-7";

    /// <summary>A number of the account; any +88627700xxxx is one.</summary>
    public const string OwnNumber = "+886277001000";

    /// <summary>The account the trunk belongs to.</summary>
    public const string Account = "AC0123456789abcdef0123456789abcdef";

    private const string Private = "172.25.75.240";

    private readonly PeerProcess _media;
    private readonly PeerProcess _edge;
    private readonly AsteriskPeer _farEnd;

    private TrunkPeer(Host host, string folder, PeerProcess media, PeerProcess edge, AsteriskPeer farEnd)
        => (Host, Folder, _media, _edge, _farEnd) = (host, folder, media, edge, farEnd);

    /// <summary>Where it runs.</summary>
    public Host Host { get; }

    /// <summary>Where its files are.</summary>
    public string Folder { get; }

    /// <summary>The certificate of the test's own authority.</summary>
    public string RootCertificate => Path.Combine(Folder, "root.pem");

    /// <summary>The telephone network.</summary>
    public AsteriskPeer FarEnd => _farEnd;

    /// <summary>What the edge has logged.</summary>
    public string Log => _edge.Log;

    /// <summary>What Twilio would not have forgiven since the test began, a line each.</summary>
    public IReadOnlyList<string> Faults => [.. _edge.Recent.Split('\n').Where(line => line.Contains("FAULT", StringComparison.Ordinal))];

    /// <summary>Starts all three.</summary>
    /// <param name="addresses">Where.</param>
    /// <param name="artifacts">The bed's folder.</param>
    /// <param name="mute">An edge address that hears everything and answers nothing.</param>
    /// <param name="unwell">An edge address that answers 503.</param>
    public static async Task<TrunkPeer> StartAsync(AddressBlock addresses, string artifacts, string mute = "none", string unwell = "none")
    {
        var words = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["EDGE1"] = addresses.Edges[0],
            ["EDGE2"] = addresses.Edges[1],
            ["EDGE3"] = addresses.Edges[2],
            ["MUTE"] = mute,
            ["UNWELL"] = unwell,
            ["GATEWAY"] = addresses.Gateway,
            ["PRIVATE"] = Private,
            ["TRUNK"] = SecureName,
            ["PLAIN"] = PlainName,
            ["DOMAIN"] = DomainName,
            ["ZONE"] = "carrier.test",
            ["USERNAME"] = User,
            ["PASSWORD"] = Password,
            ["OWNED"] = @"\+88627700[0-9]+",
            ["OPAQUE"] = "5ccc069c403ebaf9f0171e9517f40e41",
            ["CONTROL"] = addresses.MediaControl + ":2223",
            ["RUN"] = artifacts,
        };
        var host = Host.Create(addresses, "trunk", [],
            [.. addresses.Edges, addresses.EdgeMedia, addresses.GatewayMedia, addresses.MediaControl, addresses.Gateway, addresses.NameServer]);
        TextFile.Fill("Trunk", artifacts, words);
        TestCertificates.Write(artifacts, "*.pstn.carrier.test", "*.sip.carrier.test");

        var media = PeerProcess.Start(host, "rtpengine", artifacts,
            "rtpengine", "--config-file=none", "--foreground", "--log-stderr", "--log-level=6", "--table=-1", "--num-threads=2",
            "--interface=box/" + addresses.EdgeMedia, "--interface=far/" + addresses.GatewayMedia,
            "--listen-ng=" + addresses.MediaControl + ":2223", "--port-min=30000", "--port-max=31000");
        var gateway = AsteriskPeer.StartAsync(host, "far-end", "asterisk-22", "FarEnd", artifacts, words);
        await media.WroteAsync("Startup complete", TimeSpan.FromSeconds(10));
        var edge = PeerProcess.Start(host, "kamailio", artifacts,
            "kamailio", "-f", Path.Combine(artifacts, "kamailio.cfg"), "-DD", "-E", "-m", "32", "-M", "8", "-w", artifacts, "-Y", artifacts);
        await edge.ReadyAsync(() => Sockets.Accepts(addresses.Edges[2], 5061), TimeSpan.FromSeconds(10));
        return new TrunkPeer(host, artifacts, media, edge, await gateway);
    }

    /// <summary>A test begins: calls that another left behind are ended, and what was logged before is forgotten.</summary>
    public async Task BeginAsync()
    {
        await _farEnd.QuietAsync();
        _edge.Begin();
        _farEnd.Begin();
    }

    /// <summary>Waits for a line in the edge's log since the test began.</summary>
    public Task<Match> WroteAsync(string pattern, TimeSpan within) => _edge.WroteAsync(pattern, within);

    /// <summary>What the far end heard while it was called as <paramref name="number"/>; the call must have ended.</summary>
    public Task<WavFile> HeardByAsync(string number) => _farEnd.RecordingAsync("heard-" + number);

    /// <summary>The telephone network calls a number of the account.</summary>
    /// <param name="number">The number called, +E.164.</param>
    /// <param name="caller">The caller's number, +E.164.</param>
    /// <param name="target">The origination URI.</param>
    /// <param name="does">What the caller does when answered: <c>tone</c> or <c>digits</c>.</param>
    /// <param name="account">The account the call is said to belong to.</param>
    public void Call(string number, string caller, string target, string does = "tone", string account = Account)
    {
        _farEnd.Forget("heard-caller");
        _farEnd.Originate(
            $"Channel: Local/{number}@originate/n",
            $"CallerID: <{caller}>",
            "WaitTime: 60",
            $"Setvar: __TARGET={target.Replace(";", "\\;", StringComparison.Ordinal)}",
            $"Setvar: __OFFICE={target.Split('@')[1].Split(':', ';')[0]}",
            $"Setvar: __ACCOUNT={account}",
            "Context: caller",
            $"Extension: {does}",
            "Priority: 1");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _edge.DisposeAsync();
        await _farEnd.DisposeAsync();
        await _media.DisposeAsync();
    }
}

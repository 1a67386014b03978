using Interop.Peers;
using Interop.Sound;

namespace Interop;

/// <summary>A trunk without anything before it.</summary>
public sealed class TrunkBed : IAsyncLifetime
{
    /// <summary>Where everything is.</summary>
    public AddressBlock Addresses { get; } = new();

    /// <summary>The logs' folder.</summary>
    public string Folder { get; } = Artifacts.Folder("trunk-alone");

    /// <summary>The trunk.</summary>
    public TrunkPeer Trunk { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => Trunk = await TrunkPeer.StartAsync(Addresses, Folder);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Trunk.DisposeAsync();
}

/// <summary>The bed itself: a phone that speaks TLS and SRTP calls through the trunk directly.</summary>
public sealed class PhoneToTrunkTests(TrunkBed bed) : IClassFixture<TrunkBed>
{
    [Fact]
    public async Task A_phone_that_knows_the_trunks_ways_is_heard_and_hears_over_TLS_and_SRTP()
    {
        var account = $"<sip:{TrunkPeer.OwnNumber}@{TrunkPeer.SecureName}>;auth_user={TrunkPeer.User};auth_pass={TrunkPeer.Password};"
            + $"outbound=\"sip:{bed.Addresses.Edges[0]}:5061;transport=tls\";regint=0;mediaenc=srtp-mand;audio_codecs=PCMU,PCMA";
        await using var phone = await PhonePeer.StartAsync("direct", bed.Addresses.Desk(10), account, bed.Folder, 600, bed.Trunk.RootCertificate);

        await phone.DoAsync("dial", $"sip:+886912341000@{TrunkPeer.SecureName}");
        await phone.HappenedAsync("CALL_ESTABLISHED");
        await Eventually.PassAsync(TimeSpan.FromSeconds(3));
        await phone.DoAsync("hangup");
        await bed.Trunk.WroteAsync("BYE by the box", TimeSpan.FromSeconds(5));

        Assert.Contains("407 Proxy Authentication required", phone.Log, StringComparison.Ordinal);
        Assert.InRange(ToneDetector.Heard(await phone.HeardAsync(), 1000).TotalSeconds, 2, 5);
        Assert.InRange(ToneDetector.Heard(await bed.Trunk.HeardByAsync("+886912341000"), 600).TotalSeconds, 2, 5);
        Assert.Empty(bed.Trunk.Faults);
    }
}

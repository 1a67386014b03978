using Interop.Peers;
using Interop.Sound;

namespace Interop;

/// <summary>The trunk's first edge hears everything and never answers.</summary>
public sealed class MuteEdgeBed : BoxBed
{
    /// <inheritdoc/>
    protected override string Mute => Addresses.Edges[0];

    /// <inheritdoc/>
    protected override IReadOnlyList<string> EdgeNames => ["first.pstn.carrier.test", "second.pstn.carrier.test"];

    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, string Address)> Names =>
        [(TrunkPeer.SecureName, Addresses.Edges[1]), ("first.pstn.carrier.test", Addresses.Edges[0]), ("second.pstn.carrier.test", Addresses.Edges[1])];
}

/// <summary>The trunk's first edge answers 503.</summary>
public sealed class UnwellEdgeBed : BoxBed
{
    /// <inheritdoc/>
    protected override string Unwell => Addresses.Edges[0];

    /// <inheritdoc/>
    protected override IReadOnlyList<string> EdgeNames => ["first.pstn.carrier.test", "second.pstn.carrier.test"];

    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, string Address)> Names =>
        [(TrunkPeer.SecureName, Addresses.Edges[1]), ("first.pstn.carrier.test", Addresses.Edges[0]), ("second.pstn.carrier.test", Addresses.Edges[1])];
}

/// <summary>An edge that is silent is left for the next.</summary>
public sealed class MuteEdgeTests(MuteEdgeBed bed) : IClassFixture<MuteEdgeBed>
{
    [Fact]
    public Task A_silent_edge_is_left_for_the_next() => Failover.ReachesTheWorldAsync(bed, TimeSpan.FromSeconds(15));
}

/// <summary>An edge that is out of order is left for the next.</summary>
public sealed class UnwellEdgeTests(UnwellEdgeBed bed) : IClassFixture<UnwellEdgeBed>
{
    [Fact]
    public Task An_edge_that_says_503_is_left_for_the_next() => Failover.ReachesTheWorldAsync(bed, TimeSpan.FromSeconds(6));
}

internal static class Failover
{
    public static async Task ReachesTheWorldAsync(BoxBed bed, TimeSpan within)
    {
        var before = bed.Phone101.Events.Count;
        await bed.Phone101.DoAsync("dial", $"sip:0912341000@{bed.Addresses.BoxInside}");
        await bed.Phone101.HappenedAsync("CALL_ESTABLISHED", within, before);
        await Eventually.PassAsync(TimeSpan.FromSeconds(2.5));
        await bed.Phone101.HangUpAsync();
        await bed.Trunk.WroteAsync($"CALL sip:.* by tls at {bed.Addresses.Edges[1]}", BoxBed.Soon);

        Assert.InRange(ToneDetector.Heard(await bed.Phone101.HeardAsync(), 1000).TotalSeconds, 1, 4);
        Assert.InRange(ToneDetector.Heard(await bed.Trunk.HeardByAsync("+886912341000"), 600).TotalSeconds, 1, 4);
    }
}

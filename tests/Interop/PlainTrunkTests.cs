using Interop.Peers;
using Interop.Sound;

namespace Interop;

/// <summary>A provider without TLS and SRTP ("Plan B"), over UDP.</summary>
public class PlainTrunkBed : BoxBed
{
    /// <summary>How the box speaks with the provider.</summary>
    protected virtual string Transport => "udp";

    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, string Address)> Names => [.. base.Names, (TrunkPeer.PlainName, Addresses.Edges[1])];

    /// <inheritdoc/>
    protected override string MoreSettings =>
        $"""
        [[trunk]]
        id = "plan-b"
        kind = "sip"
        host = "{TrunkPeer.PlainName}"
        transport = "{Transport}"
        media = "plain"
        user-name = "{TrunkPeer.User}"
        password-secret = "trunk"
        numbers = ["+886277003001"]
        caller-number = "+886277003001"

        [[dial-plan.rule]]
        match = "*"
        via = ["plan-b"]
        """;
}

/// <summary>The same over TCP.</summary>
public sealed class PlainTcpTrunkBed : PlainTrunkBed
{
    /// <inheritdoc/>
    protected override string Transport => "tcp";
}

/// <summary>A call out over UDP.</summary>
public sealed class PlainTrunkTests(PlainTrunkBed bed) : IClassFixture<PlainTrunkBed>
{
    [Fact]
    public Task A_call_out_over_udp_is_heard_on_both_sides() => PlainTrunk.ReachesTheWorldAsync(bed, "udp");
}

/// <summary>A call out over TCP.</summary>
public sealed class PlainTcpTrunkTests(PlainTcpTrunkBed bed) : IClassFixture<PlainTcpTrunkBed>
{
    [Fact]
    public Task A_call_out_over_tcp_is_heard_on_both_sides() => PlainTrunk.ReachesTheWorldAsync(bed, "tcp");
}

internal static class PlainTrunk
{
    public static async Task ReachesTheWorldAsync(BoxBed bed, string transport)
    {
        var before = bed.Phone101.Events.Count;
        await bed.Phone101.DoAsync("dial", $"sip:0912341000@{bed.Addresses.BoxInside}");
        await bed.Phone101.HappenedAsync("CALL_ESTABLISHED", BoxBed.Soon, before);
        await Eventually.PassAsync(TimeSpan.FromSeconds(2.5));
        await bed.Phone101.HangUpAsync();
        await bed.Trunk.WroteAsync($@"CALL sip:\+886912341000@{TrunkPeer.PlainName}.* by {transport}", BoxBed.Soon);
        await bed.Trunk.WroteAsync("BYE by the box", BoxBed.Soon);

        Assert.InRange(ToneDetector.Heard(await bed.Phone101.HeardAsync(), 1000).TotalSeconds, 1.5, 4);
        Assert.InRange(ToneDetector.Heard(await bed.Trunk.HeardByAsync("+886912341000"), 600).TotalSeconds, 1.5, 4);
    }
}

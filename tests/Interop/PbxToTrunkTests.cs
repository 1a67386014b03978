using Interop.Peers;
using Interop.Sound;

namespace Interop;

/// <summary>The bed itself: both PBXs call through the trunk that needs neither TLS nor SRTP, with nothing between them.</summary>
public sealed class PbxToTrunkTests
{
    [Theory]
    [InlineData(PbxKind.Asterisk22)]
    [InlineData(PbxKind.Asterisk16)]
    public async Task A_phone_behind_a_PBX_is_heard_and_hears(PbxKind kind)
    {
        var block = new AddressBlock();
        var folder = Artifacts.Folder($"pbx-alone-{kind}");
        await using var trunk = await TrunkPeer.StartAsync(block, folder);
        var more = kind == PbxKind.Asterisk22
            ? $"outbound_proxy=sip:{block.Edges[0]}\\;lr"
            : $"outboundproxy={block.Edges[0]}\nfromuser={TrunkPeer.OwnNumber}";
        PrivateWorld.Name(TrunkPeer.PlainName, block.Edges[0]);
        await using var pbx = await PbxPeer.StartAsync(kind, block, 30, folder,
            new PbxTrunk(TrunkPeer.PlainName, block.Edges[0], TrunkPeer.User, TrunkPeer.Password, TrunkPeer.OwnNumber, more), alsoInTheWorld: true);

        await pbx.Phone.DoAsync("dial", $"sip:+886912341000@{pbx.Address}");
        await pbx.Phone.HappenedAsync("CALL_ESTABLISHED");
        await trunk.WroteAsync("ACK by the box", TimeSpan.FromSeconds(5));
        await Eventually.PassAsync(TimeSpan.FromSeconds(2.5));
        await pbx.Phone.HangUpAsync();
        await trunk.WroteAsync("BYE by the box", TimeSpan.FromSeconds(5));

        Assert.InRange(ToneDetector.Heard(await pbx.Phone.HeardAsync(), 1000).TotalSeconds, 2, 4);
        Assert.InRange(ToneDetector.Heard(await trunk.HeardByAsync("+886912341000"), 600).TotalSeconds, 2, 4);
    }
}

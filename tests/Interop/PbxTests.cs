using Interop.Peers;
using Interop.Sound;

namespace Interop;

/// <summary>An office with two PBXs that know nothing but the box.</summary>
public sealed class PbxBed : BoxBed
{
    /// <summary>Asterisk 22 with PJSIP.</summary>
    public PbxPeer Asterisk22 { get; private set; } = null!;

    /// <summary>Asterisk 16 with chan_sip.</summary>
    public PbxPeer Asterisk16 { get; private set; } = null!;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> MoreNumbers => ["+886277002200", "+886277001600"];

    /// <inheritdoc/>
    protected override string MoreSettings =>
        $"""
        [[pbx]]
        id = "asterisk22"
        addresses = ["{Addresses.Office(30)}"]
        host = "{Addresses.Office(30)}"
        user-name = "pbx22"
        password-secret = "pbx"
        caller-number = "+886277002200"

        [[pbx]]
        id = "asterisk16"
        addresses = ["{Addresses.Office(40)}"]
        host = "{Addresses.Office(40)}"
        user-name = "pbx16"
        password-secret = "pbx"
        caller-number = "+886277001600"

        [[inbound]]
        number = "+886277002200"
        pbx = "asterisk22"

        [[inbound]]
        number = "+886277001600"
        pbx = "asterisk16"
        """;

    /// <inheritdoc/>
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        PbxTrunk Trunk(string user) => new(Addresses.BoxInside, Addresses.BoxInside, user, PbxPassword, user);
        Asterisk22 = await PbxPeer.StartAsync(PbxKind.Asterisk22, Addresses, 30, Folder, Trunk("pbx22"));
        Asterisk16 = await PbxPeer.StartAsync(PbxKind.Asterisk16, Addresses, 40, Folder, Trunk("pbx16"));
    }

    /// <inheritdoc/>
    public override async Task BeginAsync()
    {
        await base.BeginAsync();
        await Asterisk22.Phone.BeginAsync();
        await Asterisk16.Phone.BeginAsync();
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        foreach (var pbx in (PbxPeer?[])[Asterisk22, Asterisk16])
        {
            if (pbx is not null)
                await pbx.DisposeAsync();
        }

        await base.DisposeAsync();
    }
}

/// <summary>A phone behind a PBX behind the box.</summary>
public sealed class PbxTests(PbxBed bed) : IClassFixture<PbxBed>, IAsyncLifetime
{
    private readonly PbxBed _bed = bed;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => await _bed.BeginAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData(PbxKind.Asterisk22, "0912341000", "+886912341000", "+886277002200")]
    [InlineData(PbxKind.Asterisk16, "0912361000", "+886912361000", "+886277001600")]
    public async Task A_call_out_through_the_PBX_is_heard_on_both_sides(PbxKind kind, string dialled, string reached, string shown)
    {
        var pbx = Of(kind);
        await pbx.Phone.DoAsync("dial", $"sip:{dialled}@{pbx.Address}");
        await pbx.Phone.HappenedAsync("CALL_ESTABLISHED", BoxBed.Soon);
        await Eventually.PassAsync(TimeSpan.FromSeconds(2.5));
        await pbx.Phone.HangUpAsync();
        await _bed.Trunk.WroteAsync($@"CALL sip:\{reached}@{TrunkPeer.SecureName}\S* from \{shown} by tls", BoxBed.Soon);

        Assert.InRange(ToneDetector.Heard(await pbx.Phone.HeardAsync(), 1000).TotalSeconds, 1.8, 4);
        Assert.InRange(ToneDetector.Heard(await _bed.Trunk.HeardByAsync(reached), 600).TotalSeconds, 1.8, 4);
        Assert.Empty(_bed.Trunk.Faults);
    }

    [Theory]
    [InlineData(PbxKind.Asterisk22, "+886277002200")]
    [InlineData(PbxKind.Asterisk16, "+886277001600")]
    public async Task A_call_in_to_the_PBX_is_heard_on_both_sides(PbxKind kind, string number)
    {
        var pbx = Of(kind);
        var before = pbx.Phone.Events.Count;
        _bed.Trunk.Call(number, "+886912345678", _bed.Origination(number));
        await pbx.Phone.HappenedAsync("CALL_INCOMING", BoxBed.Soon, before);
        await pbx.Phone.DoAsync("accept");
        await pbx.Phone.HappenedAsync("CALL_ESTABLISHED", BoxBed.Soon, before);
        await Eventually.PassAsync(TimeSpan.FromSeconds(2.5));
        await pbx.Phone.HangUpAsync();
        await _bed.Trunk.WroteAsync("BYE by the box", BoxBed.Soon);

        Assert.InRange(ToneDetector.Heard(await pbx.Phone.HeardAsync(), 1000).TotalSeconds, 1.8, 4);
        Assert.InRange(ToneDetector.Heard(await _bed.Trunk.HeardByAsync("caller"), 600).TotalSeconds, 1.8, 4);
    }

    private PbxPeer Of(PbxKind kind) => kind == PbxKind.Asterisk22 ? _bed.Asterisk22 : _bed.Asterisk16;
}

using Interop.Peers;
using Interop.Sound;

namespace Interop;

/// <summary>
/// The box registers with a SIP Domain and listens nowhere outside the office, as behind a router that lets nothing in: calls come back
/// on the connection the box itself has opened.
/// </summary>
public sealed class DomainBed : BoxBed
{
    /// <summary>The number of the domain.</summary>
    public const string Number = "+886277002001";

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Listen => [Addresses.BoxInside];

    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, string Address)> Names => [.. base.Names, (TrunkPeer.DomainName, Addresses.Edges[2])];

    /// <inheritdoc/>
    protected override string MoreSettings =>
        $"""
        [[trunk]]
        id = "domain"
        kind = "twilio-domain"
        domain = "{TrunkPeer.DomainName}"
        user-name = "{TrunkPeer.User}"
        password-secret = "trunk"
        account-sid = "{TrunkPeer.Account}"
        numbers = ["{Number}"]
        caller-number = "{Number}"
        extra-certificates = "{Trunk.RootCertificate}"

        [[inbound]]
        number = "{Number}"
        ring = ["101"]
        ring-seconds = 20

        [[dial-plan.rule]]
        match = "*"
        via = ["domain"]
        """;

    /// <inheritdoc/>
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Trunk.WroteAsync($"REGISTERED {TrunkPeer.User} for 600 s", Soon);
    }
}

/// <summary>Calls through a SIP Domain, out and in.</summary>
public sealed class DomainTests(DomainBed bed) : IClassFixture<DomainBed>, IAsyncLifetime
{
    private readonly DomainBed _bed = bed;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => await _bed.BeginAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_call_out_goes_through_the_domain_and_is_heard_on_both_sides()
    {
        var before = _bed.Phone101.Events.Count;
        await _bed.Phone101.DoAsync("dial", $"sip:0912341000@{_bed.Addresses.BoxInside}");
        await _bed.Phone101.HappenedAsync("CALL_ESTABLISHED", BoxBed.Soon, before);
        await Eventually.PassAsync(TimeSpan.FromSeconds(2.5));
        await _bed.Phone101.HangUpAsync();
        await _bed.Trunk.WroteAsync($"CALL sip:\\+886912341000@{TrunkPeer.DomainName}.* by tls", BoxBed.Soon);

        Assert.InRange(ToneDetector.Heard(await _bed.Phone101.HeardAsync(), 1000).TotalSeconds, 1.5, 4);
        Assert.InRange(ToneDetector.Heard(await _bed.Trunk.HeardByAsync("+886912341000"), 600).TotalSeconds, 1.5, 4);
        Assert.Empty(_bed.Trunk.Faults);
    }

    [Fact]
    public async Task A_call_in_comes_on_the_boxs_own_connection_and_the_far_end_ends_it()
    {
        var before = _bed.Phone101.Events.Count;
        _bed.Trunk.Call(DomainBed.Number, "+886912345678", $"sip:{TrunkPeer.User}@{TrunkPeer.DomainName};transport=tls");
        var incoming = await _bed.Phone101.HappenedAsync("CALL_INCOMING", BoxBed.Soon, before);
        await _bed.Phone101.DoAsync("accept");
        await _bed.Phone101.HappenedAsync("CALL_ESTABLISHED", BoxBed.Soon, before);
        await Eventually.PassAsync(TimeSpan.FromSeconds(2.5));
        await _bed.Trunk.FarEnd.CommandAsync("channel request hangup all");
        await _bed.Phone101.HappenedAsync("CALL_CLOSED", BoxBed.Soon, before);

        Assert.Contains("0912345678", incoming.Peer, StringComparison.Ordinal);
        Assert.InRange(ToneDetector.Heard(await _bed.Phone101.HeardAsync(), 1000).TotalSeconds, 1.5, 4);
        Assert.InRange(ToneDetector.Heard(await _bed.Trunk.HeardByAsync("caller"), 600).TotalSeconds, 1.5, 4);
        Assert.Empty(_bed.Trunk.Faults);
    }
}

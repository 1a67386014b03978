using Interop.Peers;
using Interop.Sound;

namespace Interop;

/// <summary>Someone in the world, the trunk over TLS and SRTP, the box, a phone in the office.</summary>
public sealed class InboundCallTests(BoxBed bed) : IClassFixture<BoxBed>, IAsyncLifetime
{
    private const string Caller = "+886912345678";

    private readonly BoxBed _bed = bed;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => await _bed.BeginAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("101", TrunkPeer.OwnNumber)]
    [InlineData("102", "+886277001002")]
    public async Task A_call_in_is_heard_on_both_sides_and_ended_by_the_phone(string extension, string number)
    {
        var phone = extension == "101" ? _bed.Phone101 : _bed.Phone102;
        var before = phone.Events.Count;
        _bed.Trunk.Call(number, Caller, _bed.Origination(number));
        var incoming = await phone.HappenedAsync("CALL_INCOMING", BoxBed.Soon, before);
        await phone.DoAsync("accept");
        await phone.HappenedAsync("CALL_ESTABLISHED", BoxBed.Soon, before);
        await Eventually.PassAsync(TimeSpan.FromSeconds(2.5));
        await phone.HangUpAsync();
        await _bed.Trunk.WroteAsync("BYE by the box", BoxBed.Soon);

        Assert.Contains("0912345678", incoming.Peer, StringComparison.Ordinal);
        Assert.InRange(ToneDetector.Heard(await phone.HeardAsync(), 1000).TotalSeconds, 1.8, 4);
        Assert.InRange(ToneDetector.Heard(await _bed.Trunk.HeardByAsync("caller"), extension == "101" ? 600 : 700).TotalSeconds, 1.8, 4);
        Assert.Empty(_bed.Trunk.Faults);
    }

    [Fact]
    public async Task An_adapter_is_called_and_its_echo_is_heard()
    {
        var adapter = _bed.Adapter("103", 60);
        await adapter.RegisterAsync();
        var answered = adapter.AnswerAsync();
        _bed.Trunk.Call("+886277001004", Caller, _bed.Origination("+886277001004"));
        await _bed.Trunk.FarEnd.WroteAsync("Executing .*tone@caller:1", BoxBed.Soon);
        await Eventually.PassAsync(TimeSpan.FromSeconds(2.5));
        await _bed.Trunk.FarEnd.CommandAsync("channel request hangup all");
        await answered;

        Assert.InRange(ToneDetector.Heard(await _bed.Trunk.HeardByAsync("caller"), 1000).TotalSeconds, 1.8, 4);
    }

    [Fact]
    public async Task A_caller_who_gives_up_stops_the_ringing()
    {
        var before = _bed.Phone101.Events.Count;
        _bed.Trunk.Call(TrunkPeer.OwnNumber, Caller, _bed.Origination(TrunkPeer.OwnNumber));
        await _bed.Phone101.HappenedAsync("CALL_INCOMING", BoxBed.Soon, before);
        await _bed.Trunk.FarEnd.CommandAsync("channel request hangup all");

        await _bed.Phone101.HappenedAsync("CALL_CLOSED", BoxBed.Soon, before);
    }

    [Fact]
    public async Task A_phone_that_declines_ends_the_call()
    {
        var before = _bed.Phone101.Events.Count;
        _bed.Trunk.Call(TrunkPeer.OwnNumber, Caller, _bed.Origination(TrunkPeer.OwnNumber));
        await _bed.Phone101.HappenedAsync("CALL_INCOMING", BoxBed.Soon, before);
        await _bed.Phone101.HangUpAsync();

        await _bed.Trunk.WroteAsync("REFUSED (486|603)", BoxBed.Soon);
    }

    [Fact]
    public async Task Two_phones_ring_and_the_one_that_answers_has_the_call()
    {
        var (before101, before102) = (_bed.Phone101.Events.Count, _bed.Phone102.Events.Count);
        _bed.Trunk.Call("+886277001003", Caller, _bed.Origination("+886277001003"));
        await _bed.Phone101.HappenedAsync("CALL_INCOMING", BoxBed.Soon, before101);
        await _bed.Phone102.HappenedAsync("CALL_INCOMING", BoxBed.Soon, before102);
        await _bed.Phone102.DoAsync("accept");
        await _bed.Phone102.HappenedAsync("CALL_ESTABLISHED", BoxBed.Soon, before102);
        await _bed.Phone101.HappenedAsync("CALL_CLOSED", BoxBed.Soon, before101);
        await Eventually.PassAsync(TimeSpan.FromSeconds(1.5));
        await _bed.Phone102.HangUpAsync();

        Assert.InRange(ToneDetector.Heard(await _bed.Phone102.HeardAsync(), 1000).TotalSeconds, 1, 3);
    }

    [Fact]
    public async Task Digits_of_the_world_reach_the_phone()
    {
        var before = _bed.Phone101.Events.Count;
        _bed.Trunk.Call(TrunkPeer.OwnNumber, Caller, _bed.Origination(TrunkPeer.OwnNumber), does: "digits");
        await _bed.Phone101.HappenedAsync("CALL_INCOMING", BoxBed.Soon, before);
        await _bed.Phone101.DoAsync("accept");
        await _bed.Phone101.HappenedAsync("CALL_DTMF_START", BoxBed.Soon, before);
        await Eventually.PassAsync(TimeSpan.FromSeconds(2));
        await _bed.Phone101.HangUpAsync();

        Assert.Equal("4711", string.Concat(_bed.Phone101.Events.Skip(before).Where(e => e.Type == "CALL_DTMF_START").Select(e => e.Detail)));
    }

    [Fact]
    public async Task A_call_of_another_customers_account_rings_nowhere()
    {
        var before = _bed.Phone101.Events.Count;
        _bed.Trunk.Call(TrunkPeer.OwnNumber, Caller, _bed.Origination(TrunkPeer.OwnNumber), account: "ACffffffffffffffffffffffffffffffff");
        await _bed.Trunk.WroteAsync("REFUSED (403|404)", BoxBed.Soon);

        Assert.DoesNotContain(_bed.Phone101.Events.Skip(before), happened => happened.Type == "CALL_INCOMING");
    }
}

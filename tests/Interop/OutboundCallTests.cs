using Interop.Peers;
using Interop.Sound;

namespace Interop;

/// <summary>A phone in the office, the box, the trunk over TLS and SRTP, and someone in the world.</summary>
public sealed class OutboundCallTests(BoxBed bed) : IClassFixture<BoxBed>, IAsyncLifetime
{
    private readonly BoxBed _bed = bed;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => await _bed.BeginAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("101", "0912341000", "+886912341000", TrunkPeer.OwnNumber)]
    [InlineData("102", "23451000", "+886223451000", "+886277001002")]
    public async Task A_call_out_is_heard_on_both_sides(string extension, string dialled, string reached, string shown)
    {
        var phone = extension == "101" ? _bed.Phone101 : _bed.Phone102;
        await AnsweredAsync(phone, dialled);
        await Eventually.PassAsync(TimeSpan.FromSeconds(2.5));
        await phone.HangUpAsync();
        await _bed.Trunk.WroteAsync($@"CALL sip:\{reached}@{TrunkPeer.SecureName}\S* from \{shown} by tls", BoxBed.Soon);
        await _bed.Trunk.WroteAsync("BYE by the box", BoxBed.Soon);

        Assert.InRange(ToneDetector.Heard(await phone.HeardAsync(), 1000).TotalSeconds, 1.8, 4);
        Assert.InRange(ToneDetector.Heard(await _bed.Trunk.HeardByAsync(reached), extension == "101" ? 600 : 700).TotalSeconds, 1.8, 4);
        Assert.Empty(_bed.Trunk.Faults);
    }

    [Theory]
    [InlineData("0912340486", "486")]
    [InlineData("0912340603", "603")]
    [InlineData("0912340480", "480")]
    [InlineData("0912340404", "404")]
    public async Task A_number_that_cannot_be_reached_says_why(string dialled, string reason)
    {
        var before = _bed.Phone101.Events.Count;
        await _bed.Phone101.DoAsync("dial", Uri(dialled));
        var closed = await _bed.Phone101.HappenedAsync("CALL_CLOSED", BoxBed.Soon, before);

        Assert.StartsWith(reason, closed.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_to_the_trunk_that_breaks_in_a_call_does_not_take_it_along()
    {
        await AnsweredAsync(_bed.Phone101, "0912391000");
        await _bed.Trunk.WroteAsync("CLOSED the connection", BoxBed.Soon);
        await Eventually.PassAsync(TimeSpan.FromSeconds(2.5));
        await _bed.Phone101.HangUpAsync();
        await _bed.Trunk.WroteAsync("BYE by the box", BoxBed.Soon);

        Assert.InRange(ToneDetector.Heard(await _bed.Phone101.HeardAsync(), 1000).TotalSeconds, 1.8, 4);
        Assert.InRange(ToneDetector.Heard(await _bed.Trunk.HeardByAsync("+886912391000"), 600).TotalSeconds, 1.8, 4);
        Assert.Empty(_bed.Trunk.Faults);
    }

    [Fact]
    public async Task A_call_given_up_while_it_rings_stops_ringing()
    {
        var before = _bed.Phone101.Events.Count;
        await _bed.Phone101.DoAsync("dial", Uri("0912350180"));
        await _bed.Phone101.HappenedAsync("CALL_RINGING", BoxBed.Soon, before);
        await _bed.Phone101.HangUpAsync();

        await _bed.Phone101.WroteAsync("^SIP/2.0 487");
        await _bed.Trunk.FarEnd.WroteAsync(@"Spawn extension \(number, 0180, \d\) exited", BoxBed.Soon);
    }

    [Fact]
    public async Task A_call_given_up_at_once_never_stays_behind()
    {
        await _bed.Phone101.DoAsync("dial", Uri("0912360180"));
        await _bed.Phone101.HangUpAsync();
        await Eventually.PassAsync(TimeSpan.FromSeconds(2));

        Assert.DoesNotContain("PJSIP", await _bed.Trunk.FarEnd.CommandAsync("core show channels concise"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Early_media_is_heard_before_the_answer_and_the_phone_sees_one_stream()
    {
        await using var capture = await Capture.StartAsync(_bed.Phone101.Host, "early-101", _bed.Folder);
        await AnsweredAsync(_bed.Phone101, "0912340183");
        await Eventually.PassAsync(TimeSpan.FromSeconds(1.5));
        await _bed.Phone101.HangUpAsync();

        var heard = await _bed.Phone101.HeardAsync();
        Assert.InRange(ToneDetector.Heard(heard, 425).TotalSeconds, 1, 3);
        Assert.InRange(ToneDetector.Heard(heard, 1000).TotalSeconds, 1, 3);
        var voice = await capture.VoiceAsync(_bed.Addresses.BoxInside, _bed.Addresses.Office(10));
        Assert.Single(voice.Select(packet => packet.Source).Distinct());
    }

    [Fact]
    public async Task Voice_is_marked_EF_and_signalling_CS3_and_the_world_sees_only_SRTP()
    {
        await using var world = await Capture.StartAsync(_bed.Trunk.Host, "marks-world", _bed.Folder);
        await using var office = await Capture.StartAsync(_bed.Phone101.Host, "marks-office", _bed.Folder);
        await AnsweredAsync(_bed.Phone101, "0912381000");
        await Eventually.PassAsync(TimeSpan.FromSeconds(1));
        await _bed.Phone101.HangUpAsync();
        await _bed.Trunk.HeardByAsync("+886912381000");

        var outside = await world.VoiceAsync(_bed.Addresses.BoxOutside, _bed.Addresses.EdgeMedia);
        var inside = await office.VoiceAsync(_bed.Addresses.BoxInside, _bed.Addresses.Office(10));
        Assert.NotEmpty(outside);
        Assert.All(outside, packet => Assert.Equal((46, SrtpLength), (packet.Mark, packet.Length)));
        Assert.NotEmpty(inside);
        Assert.All(inside, packet => Assert.Equal((46, RtpLength), (packet.Mark, packet.Length)));
        var requests = await office.FieldsAsync($"sip && ip.src == {_bed.Addresses.BoxInside}", "ip.dsfield.dscp");
        Assert.NotEmpty(requests);
        Assert.All(requests, row => Assert.Equal("24", row[0]));
        Assert.Empty(await world.FieldsAsync($"sip && ip.addr == {_bed.Addresses.BoxOutside}", "ip.src"));
    }

    [Fact]
    public async Task An_adapter_that_never_saw_a_modern_server_calls_and_its_echo_is_heard()
    {
        var adapter = _bed.Adapter("103", 60);
        await adapter.RegisterAsync();
        await adapter.CallAsync("0912371000", challenge: 401);

        Assert.InRange(ToneDetector.Heard(await _bed.Trunk.HeardByAsync("+886912371000"), 1000).TotalSeconds, 2, 4);
        Assert.Empty(_bed.Trunk.Faults);
    }

    [Fact]
    public async Task Digits_pass_both_ways()
    {
        await AnsweredAsync(_bed.Phone101, "0912342000");
        await Eventually.PassAsync(TimeSpan.FromMilliseconds(500));
        await _bed.Phone101.DoAsync("sndcode", "4711");
        await _bed.Trunk.FarEnd.WroteAsync("DIGITS 4711", BoxBed.Soon);
        await _bed.Phone101.HangUpAsync();

        var before = await AnsweredAsync(_bed.Phone101, "0912342001");
        await _bed.Phone101.HappenedAsync("CALL_DTMF_START", BoxBed.Soon, before);
        await Eventually.PassAsync(TimeSpan.FromSeconds(2));
        await _bed.Phone101.HangUpAsync();
        Assert.Equal("4711", string.Concat(_bed.Phone101.Events.Skip(before).Where(e => e.Type == "CALL_DTMF_START").Select(e => e.Detail)));
    }

    [Fact]
    public async Task Hold_is_silent_and_resume_is_heard_again()
    {
        await AnsweredAsync(_bed.Phone101, "0912351000");
        await Eventually.PassAsync(TimeSpan.FromSeconds(1.5));
        await _bed.Phone101.DoAsync("hold");
        await Eventually.PassAsync(TimeSpan.FromSeconds(2));
        await _bed.Phone101.DoAsync("resume");
        await Eventually.PassAsync(TimeSpan.FromSeconds(1.5));
        await _bed.Phone101.HangUpAsync();

        var heardByFarEnd = await _bed.Trunk.HeardByAsync("+886912351000");
        Assert.InRange(ToneDetector.Heard(await _bed.Phone101.HeardAsync(), 1000).TotalSeconds, 1, 2.5);
        Assert.InRange(await _bed.Phone101.PacketsReceivedAsync(), 110, 280);
        Assert.InRange(ToneDetector.Heard(heardByFarEnd, 600).TotalSeconds, 2, 4.5);
        Assert.InRange(ToneDetector.LongestGap(heardByFarEnd, 600).TotalSeconds, 1.4, 2.6);
        Assert.Empty(_bed.Trunk.Faults);
    }

    [Fact]
    public async Task The_world_hangs_up()
    {
        var before = _bed.Phone101.Events.Count;
        await _bed.Phone101.DoAsync("dial", Uri("0912341003"));
        await _bed.Phone101.HappenedAsync("CALL_CLOSED", BoxBed.Soon, before);

        await _bed.Trunk.WroteAsync("BYE by the far end", BoxBed.Soon);
    }

    // 160 samples of G.711 behind 12 bytes of header, and the tag of AES_CM_128_HMAC_SHA1_80.
    private const int RtpLength = 172;
    private const int SrtpLength = RtpLength + 10;

    private string Uri(string dialled) => $"sip:{dialled}@{_bed.Addresses.BoxInside}";

    private async Task<int> AnsweredAsync(PhonePeer phone, string dialled)
    {
        var before = phone.Events.Count;
        await phone.DoAsync("dial", Uri(dialled));
        await phone.HappenedAsync("CALL_ESTABLISHED", BoxBed.Soon, before);
        return before;
    }
}

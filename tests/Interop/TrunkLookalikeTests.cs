using Interop.Peers;
using Interop.Sound;

namespace Interop;

/// <summary>A trunk with a phone that knows its ways, and nothing between them.</summary>
public sealed class TrunkBed : IAsyncLifetime
{
    /// <summary>Where everything is.</summary>
    public AddressBlock Addresses { get; } = new();

    /// <summary>The logs' folder.</summary>
    public string Folder { get; } = Artifacts.Folder("trunk-alone");

    /// <summary>The trunk.</summary>
    public TrunkPeer Trunk { get; private set; } = null!;

    /// <summary>The phone.</summary>
    public PhonePeer Phone { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Trunk = await TrunkPeer.StartAsync(Addresses, Folder, mute: Addresses.Edges[1], unwell: Addresses.Edges[2]);
        Phone = await PhonePeer.InTheWorldAsync(Addresses, 210, "direct", AccountOf(TrunkPeer.OwnNumber), Folder, 600, Folder);
    }

    /// <summary>A test begins: what happened before belongs to others.</summary>
    public async Task BeginAsync()
    {
        await Trunk.BeginAsync();
        await Phone.BeginAsync();
    }

    /// <summary>An account line for the trunk.</summary>
    public string AccountOf(string user, string password = TrunkPeer.Password, int edge = 0, string transport = "tls", string media = "srtp-mand")
        => $"<sip:{user}@{TrunkPeer.SecureName}>;auth_user={TrunkPeer.User};auth_pass={password};regint=0;mediaenc={media};audio_codecs=PCMU,PCMA;"
        + $"outbound=\"sip:{Addresses.Edges[edge]}:{(transport == "tls" ? 5061 : 5060)};transport={transport}\"";

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Phone.DisposeAsync();
        await Trunk.DisposeAsync();
    }
}

/// <summary>The bed itself: that the trunk behaves as Twilio's before anything is proved with it.</summary>
public sealed class TrunkLookalikeTests(TrunkBed bed) : IClassFixture<TrunkBed>, IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(8);

    private readonly TrunkBed _bed = bed;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => await _bed.BeginAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_phone_is_heard_and_hears_over_TLS_and_SRTP()
    {
        var call = await AnsweredAsync("+886912341000");
        await Eventually.PassAsync(TimeSpan.FromSeconds(2.5));
        await HangUpAsync(call);

        Assert.Contains("407 Proxy Authentication required", _bed.Phone.Log, StringComparison.Ordinal);
        Assert.InRange(ToneDetector.Heard(await _bed.Phone.HeardAsync(), 1000).TotalSeconds, 2, 4);
        Assert.InRange(ToneDetector.Heard(await _bed.Trunk.HeardByAsync("+886912341000"), 600).TotalSeconds, 2, 4);
        Assert.DoesNotContain(_bed.Trunk.Faults, fault => !fault.Contains("more than one codec", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("+886912340486", "486")]
    [InlineData("+886912340603", "603")]
    [InlineData("+886912340480", "480")]
    [InlineData("+886912340404", "404")]
    [InlineData("+886912340503", "503")]
    [InlineData("0912341000", "400 Invalid Phone Number")]
    public async Task A_number_that_cannot_be_reached_says_why(string number, string reason)
    {
        var before = _bed.Phone.Events.Count;
        await _bed.Phone.DoAsync("dial", $"sip:{number}@{TrunkPeer.SecureName}");
        var closed = await _bed.Phone.HappenedAsync("CALL_CLOSED", Soon, before);

        Assert.Contains(reason, closed.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_given_up_while_it_rings_is_cancelled()
    {
        var before = _bed.Phone.Events.Count;
        await _bed.Phone.DoAsync("dial", $"sip:+886912340180@{TrunkPeer.SecureName}");
        await _bed.Phone.HappenedAsync("CALL_RINGING", Soon, before);
        await _bed.Phone.HangUpAsync();

        await _bed.Phone.WroteAsync("^SIP/2.0 487");
    }

    [Fact]
    public async Task Early_media_comes_before_the_answer_and_from_another_source()
    {
        await using var capture = await Capture.StartAsync(_bed.Trunk.Host, "early", _bed.Folder);
        var call = await AnsweredAsync("+886912340183");
        await Eventually.PassAsync(TimeSpan.FromSeconds(1.5));
        await HangUpAsync(call);

        var heard = await _bed.Phone.HeardAsync();
        Assert.InRange(ToneDetector.Heard(heard, 425).TotalSeconds, 1, 3);
        Assert.InRange(ToneDetector.Heard(heard, 1000).TotalSeconds, 1, 3);
        var voice = await capture.VoiceAsync(_bed.Addresses.Gateway, _bed.Addresses.GatewayMedia);
        Assert.InRange(voice.Select(packet => packet.Source).Distinct().Count(), 2, 3);
    }

    [Fact]
    public async Task Digits_reach_the_far_end_and_come_from_it()
    {
        var call = await AnsweredAsync("+886912342000");
        await Eventually.PassAsync(TimeSpan.FromMilliseconds(500));
        await _bed.Phone.DoAsync("sndcode", "4711");
        await _bed.Trunk.FarEnd.WroteAsync("DIGITS 4711", Soon);
        await HangUpAsync(call);

        call = await AnsweredAsync("+886912342001");
        await _bed.Phone.HappenedAsync("CALL_DTMF_START", Soon, call);
        await Eventually.PassAsync(TimeSpan.FromSeconds(2));
        await HangUpAsync(call);
        Assert.Equal("4711", string.Concat(_bed.Phone.Events.Skip(call).Where(e => e.Type == "CALL_DTMF_START").Select(e => e.Detail)));
    }

    [Fact]
    public async Task Hold_is_silent_and_resume_is_heard_again()
    {
        var call = await AnsweredAsync("+886912351000");
        await Eventually.PassAsync(TimeSpan.FromSeconds(1.5));
        await _bed.Phone.DoAsync("hold");
        await Eventually.PassAsync(TimeSpan.FromSeconds(2));
        await _bed.Phone.DoAsync("resume");
        await Eventually.PassAsync(TimeSpan.FromSeconds(1.5));
        await HangUpAsync(call);

        var heardByFarEnd = await _bed.Trunk.HeardByAsync("+886912351000");
        Assert.InRange(ToneDetector.Heard(await _bed.Phone.HeardAsync(), 1000).TotalSeconds, 1, 2);
        Assert.InRange(await _bed.Phone.PacketsReceivedAsync(), 120, 200);
        Assert.InRange(ToneDetector.Heard(heardByFarEnd, 600).TotalSeconds, 2, 4.5);
        Assert.InRange(ToneDetector.LongestGap(heardByFarEnd, 600).TotalSeconds, 1.5, 2.5);
    }

    [Fact]
    public async Task The_far_end_hangs_up()
    {
        var before = _bed.Phone.Events.Count;
        await _bed.Phone.DoAsync("dial", $"sip:+886912341003@{TrunkPeer.SecureName}");
        await _bed.Phone.HappenedAsync("CALL_CLOSED", Soon, before);
        await _bed.Trunk.WroteAsync("BYE by the far end", Soon);
    }

    [Fact]
    public async Task A_wrong_password_is_refused_with_403()
    {
        await using var stranger = await PhonePeer.InTheWorldAsync(_bed.Addresses, 211, "stranger", _bed.AccountOf(TrunkPeer.OwnNumber, "Wrong-Horse-7"), _bed.Folder);
        await stranger.DoAsync("dial", $"sip:+886912341000@{TrunkPeer.SecureName}");

        Assert.Contains("403", (await stranger.HappenedAsync("CALL_CLOSED", Soon)).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_who_is_not_a_number_of_the_account_is_refused()
    {
        await using var stranger = await PhonePeer.InTheWorldAsync(_bed.Addresses, 212, "anyone", _bed.AccountOf("101"), _bed.Folder);
        await stranger.DoAsync("dial", $"sip:+886912341000@{TrunkPeer.SecureName}");

        Assert.Contains("403 Invalid Caller ID", (await stranger.HappenedAsync("CALL_CLOSED", Soon)).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_SRTP_the_secure_trunk_says_488()
    {
        await using var plain = await PhonePeer.InTheWorldAsync(_bed.Addresses, 213, "plain", _bed.AccountOf(TrunkPeer.OwnNumber, media: ""), _bed.Folder);
        await plain.DoAsync("dial", $"sip:+886912341000@{TrunkPeer.SecureName}");

        Assert.Contains("488", (await plain.HappenedAsync("CALL_CLOSED", Soon)).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_edge_address_is_mute_and_one_says_503()
    {
        await using var unwell = await PhonePeer.InTheWorldAsync(_bed.Addresses, 214, "unwell", _bed.AccountOf(TrunkPeer.OwnNumber, edge: 2), _bed.Folder);
        await using var mute = await PhonePeer.InTheWorldAsync(_bed.Addresses, 215, "mute", _bed.AccountOf(TrunkPeer.OwnNumber, edge: 1), _bed.Folder);
        await mute.DoAsync("dial", $"sip:+886912341000@{TrunkPeer.SecureName}");
        await unwell.DoAsync("dial", $"sip:+886912341000@{TrunkPeer.SecureName}");

        Assert.Contains("503", (await unwell.HappenedAsync("CALL_CLOSED", Soon)).Detail, StringComparison.Ordinal);
        await Eventually.PassAsync(TimeSpan.FromSeconds(1));
        Assert.DoesNotContain("SIP/2.0 ", mute.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_telephone_network_calls_in_over_TLS_and_SRTP()
    {
        var before = _bed.Phone.Events.Count;
        _bed.Trunk.Call(TrunkPeer.OwnNumber, "+886912345678", $"sip:{TrunkPeer.OwnNumber}@{_bed.Addresses.World(210)}:5061;transport=tls");
        await _bed.Phone.HappenedAsync("CALL_INCOMING", Soon, before);
        await _bed.Phone.DoAsync("accept");
        await _bed.Phone.HappenedAsync("CALL_ESTABLISHED", Soon, before);
        await Eventually.PassAsync(TimeSpan.FromSeconds(2.5));
        await HangUpAsync(before);

        Assert.Contains("X-Twilio-AccountSid: " + TrunkPeer.Account, _bed.Phone.Log, StringComparison.Ordinal);
        Assert.Contains($"Diversion: <sip:{TrunkPeer.OwnNumber}@twilio.com>;reason=unconditional", _bed.Phone.Log, StringComparison.Ordinal);
        Assert.InRange(ToneDetector.Heard(await _bed.Phone.HeardAsync(), 1000).TotalSeconds, 2, 4);
        Assert.InRange(ToneDetector.Heard(await _bed.Trunk.HeardByAsync("caller"), 600).TotalSeconds, 2, 4);
    }

    [Fact]
    public async Task An_adapter_calls_without_TLS_and_its_echo_is_heard()
    {
        var host = Host.Create(_bed.Addresses, "adapter", [], [_bed.Addresses.World(220)]);
        var adapter = new AdapterPeer(host, _bed.Addresses.World(220), _bed.Folder, _bed.Addresses.Edges[0] + ":5060",
            TrunkPeer.PlainName, TrunkPeer.OwnNumber, TrunkPeer.User, TrunkPeer.Password);
        await adapter.CallAsync("+886912371000", challenge: 407);

        Assert.InRange(ToneDetector.Heard(await _bed.Trunk.HeardByAsync("+886912371000"), 1000).TotalSeconds, 2, 4);
    }

    [Fact]
    public async Task Who_does_not_name_the_trunk_in_SNI_is_shown_a_certificate_not_to_be_believed()
    {
        Assert.Contains("stranger.invalid", await SubjectShownAsync(_bed.Addresses.Edges[0]), StringComparison.Ordinal);
        Assert.Contains("*.pstn.carrier.test", await SubjectShownAsync(TrunkPeer.SecureName), StringComparison.Ordinal);
    }

    private async Task<string> SubjectShownAsync(string name)
    {
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync(_bed.Addresses.Edges[0], 5061);
        var shown = "";
        await using var tls = new System.Net.Security.SslStream(client.GetStream(), false, (_, certificate, _, _) =>
        {
            shown = certificate!.Subject;
            return certificate is not null;
        });
        await tls.AuthenticateAsClientAsync(name);
        return shown;
    }

    private async Task<int> AnsweredAsync(string number)
    {
        var before = _bed.Phone.Events.Count;
        await _bed.Phone.DoAsync("dial", $"sip:{number}@{TrunkPeer.SecureName}");
        await _bed.Phone.HappenedAsync("CALL_ESTABLISHED", Soon, before);
        return before;
    }

    private async Task HangUpAsync(int call)
    {
        await _bed.Phone.HangUpAsync();
        Assert.DoesNotContain(_bed.Phone.Events.Skip(call), happened => happened.Type == "AUDIO_ERROR");
    }
}

using System.Net;
using Sip.Media;
using Sip.Rtp;
using Sip.Rtp.Audio;
using Sip.Rtp.Srtp;

namespace Sip.Net.Tests.Media;

/// <summary>What a port does with packets and the passing of time, in virtual time.</summary>
public sealed class PortTests : IDisposable
{
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(20);

    private readonly VirtualEngine _engine = new();
    private readonly PacketSource _source = new();

    public void Dispose()
    {
        _engine.Dispose();
        _source.Dispose();
    }

    [Fact]
    public void The_stream_to_a_peer_goes_on_when_its_source_changes()
    {
        var trunk = _engine.Open(new());
        var first = _engine.Open(new());
        var second = _engine.Open(new());
        _engine.Do(new MediaCommand.Connect(trunk, first));
        Talk(first, _source, 10);
        _engine.Do(new MediaCommand.Connect(second, trunk));
        using var other = new PacketSource(ssrc: 0x3333_3333) { Sequence = 9000, Timestamp = 55 };
        Talk(second, other, 10);

        var sent = _engine.SentRtp(trunk);
        Assert.Equal(20, sent.Count);
        Assert.Single(sent.Select(packet => packet.Ssrc).Distinct());
        Assert.All(sent.Zip(sent.Skip(1)), pair =>
        {
            Assert.Equal((ushort)(pair.First.Sequence + 1), pair.Second.Sequence);
            Assert.Equal(160u, pair.Second.Timestamp - pair.First.Timestamp);
        });
        Assert.True(sent[10].Marker);
    }

    [Fact]
    public void A_port_that_left_its_path_is_not_heard_there_any_more()
    {
        var trunk = _engine.Open(new());
        var phone = _engine.Open(new());
        _engine.Do(new MediaCommand.Connect(trunk, phone));
        _engine.Do(new MediaCommand.Disconnect(trunk, phone));

        Talk(phone, _source, 3);

        Assert.Empty(_engine.SentRtp(trunk));
    }

    [Fact]
    public void Pitfall_30_each_direction_of_each_leg_has_its_own_payload_numbers()
    {
        var phone = _engine.Open(new()
        {
            SendPayloadType = 0,
            ReceivePayloadType = 0,
            SendTelephoneEvent = new(96),
            ReceiveTelephoneEvent = new(97),
        });
        var trunk = _engine.Open(new() { SendTelephoneEvent = new(101), ReceiveTelephoneEvent = new(102) });
        _engine.Do(new MediaCommand.Connect(phone, trunk));

        Press(phone, 97, 5);
        Press(trunk, 102, 11);

        Assert.All(_engine.SentRtp(trunk), packet => Assert.Equal(101, packet.PayloadType));
        Assert.All(_engine.SentRtp(phone), packet => Assert.Equal(96, packet.PayloadType));
        Assert.Equal([new(phone, '5'), new(trunk, '#')], _engine.Events.OfType<MediaEvent.DigitHeard>());
    }

    [Fact]
    public void Pitfall_33_a_peer_that_changes_to_the_other_static_codec_is_still_understood()
    {
        var phone = _engine.Open(new());
        var trunk = _engine.Open(new());
        _engine.Do(new MediaCommand.Connect(phone, trunk));
        var sound = RelayTests.Sound(40);

        _engine.Receive(phone, _source.Next(sound, payloadType: 8));

        G711.ALawToMuLaw(sound);
        var heard = Assert.Single(_engine.SentRtp(trunk));
        Assert.Equal(0, heard.PayloadType);
        Assert.Equal(sound, heard.Payload);
    }

    [Fact]
    public void A_payload_type_nobody_agreed_on_is_dropped_and_counted()
    {
        var phone = _engine.Open(new());
        var trunk = _engine.Open(new());
        _engine.Do(new MediaCommand.Connect(phone, trunk));

        Talk(phone, _source, 4);
        _engine.Receive(phone, _source.Next(RelayTests.Sound(1), payloadType: 18));
        _engine.Receive(phone, _source.Next(RelayTests.Sound(1), payloadType: 13));

        Assert.Equal(4, _engine.SentRtp(trunk).Count);
        Assert.Equal(2, Count(phone).UnknownPayload);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public void Comfort_noise_passes_only_where_both_sides_agreed_on_it(bool trunkTakesIt, int passed)
    {
        var phone = _engine.Open(new() { ComfortNoise = true });
        var trunk = _engine.Open(new() { ComfortNoise = trunkTakesIt });
        _engine.Do(new MediaCommand.Connect(phone, trunk));

        _engine.Receive(phone, _source.Next([60], payloadType: 13));

        Assert.Equal(passed, _engine.SentRtp(trunk).Count(packet => packet.PayloadType is 13));
        Assert.Equal(0, Count(phone).UnknownPayload);
    }

    [Theory]
    [InlineData(MediaDirection.SendReceive, true, true)]
    [InlineData(MediaDirection.SendOnly, true, false)]
    [InlineData(MediaDirection.ReceiveOnly, false, true)]
    [InlineData(MediaDirection.Inactive, false, false)]
    public void Sound_goes_only_the_ways_the_direction_allows(MediaDirection direction, bool outward, bool inward)
    {
        var phone = _engine.Open(new() { Direction = direction });
        var trunk = _engine.Open(new());
        _engine.Do(new MediaCommand.Connect(phone, trunk));
        using var other = new PacketSource(ssrc: 9);

        Talk(phone, _source, 5);
        Talk(trunk, other, 5);

        Assert.Equal(outward ? 5 : 0, _engine.SentRtp(phone).Count);
        Assert.Equal(inward ? 5 : 0, _engine.SentRtp(trunk).Count);
    }

    [Fact]
    public void Pitfall_32_a_held_call_is_never_said_to_be_silent()
    {
        var settings = new PortSettings { SilenceTimeout = TimeSpan.FromSeconds(30) };
        var phone = _engine.Open(settings);
        Talk(phone, _source, 5);
        _engine.Configure(phone, settings with { Direction = MediaDirection.SendOnly });
        _engine.Pass(TimeSpan.FromMinutes(10));
        _engine.Configure(phone, settings with { Direction = MediaDirection.Inactive });
        _engine.Pass(TimeSpan.FromMinutes(10));
        Assert.Empty(_engine.Events.OfType<MediaEvent.MediaSilent>());

        _engine.Configure(phone, settings);
        _engine.Pass(TimeSpan.FromSeconds(29));
        Assert.Empty(_engine.Events.OfType<MediaEvent.MediaSilent>());
        _engine.Pass(TimeSpan.FromSeconds(60));
        Assert.Equal(TimeSpan.FromSeconds(30), Assert.Single(_engine.Events.OfType<MediaEvent.MediaSilent>()).For);
    }

    [Fact]
    public void A_gateway_that_connects_during_a_silence_is_told_of_it()
    {
        _engine.Open(new() { SilenceTimeout = TimeSpan.FromSeconds(10) });
        _engine.Pass(TimeSpan.FromSeconds(60));
        Assert.Single(_engine.Events.OfType<MediaEvent.MediaSilent>());

        _engine.Do(new MediaCommand.ListPorts());

        Assert.Equal(TimeSpan.FromSeconds(60), _engine.Events.OfType<MediaEvent.MediaSilent>().Last().For);
        Assert.IsType<MediaEvent.ListEnded>(_engine.Events[^1]);
    }

    [Fact]
    public void Sound_that_begins_and_sound_that_returns_are_both_told()
    {
        var phone = _engine.Open(new() { SilenceTimeout = TimeSpan.FromSeconds(10) });
        Talk(phone, _source, 5);
        Assert.Single(_engine.Events.OfType<MediaEvent.MediaFlowing>());

        _engine.Pass(TimeSpan.FromSeconds(11));
        Talk(phone, _source, 5);

        Assert.Equal(2, _engine.Events.OfType<MediaEvent.MediaFlowing>().Count());
        Assert.Single(_engine.Events.OfType<MediaEvent.MediaSilent>());
    }

    [Fact]
    public void A_tone_is_played_in_steps_of_20_ms_without_drift()
    {
        var phone = _engine.Open(new() { Codec = AudioCodec.Pcma, SendPayloadType = 8, ReceivePayloadType = 8 });
        var began = _engine.Now;

        _engine.Do(new MediaCommand.PlayTone(phone, 440, TimeSpan.FromSeconds(2)));
        _engine.Pass(TimeSpan.FromSeconds(5));

        var sent = _engine.Sent.Where(datagram => !datagram.IsRtcp).ToList();
        Assert.Equal(100, sent.Count);
        Assert.All(sent.Index(), item => Assert.Equal(began + item.Index * Frame, item.Item.At));
        Assert.Equal(0.99, Share(440, G711Law.A, _engine.SentRtp(phone)), 0.02);
        Assert.Single(_engine.Events.OfType<MediaEvent.PlayFinished>());
    }

    [Fact]
    public void What_is_played_silences_the_path_until_it_ends()
    {
        var phone = _engine.Open(new());
        var trunk = _engine.Open(new());
        _engine.Do(new MediaCommand.Connect(phone, trunk));
        _engine.Do(new MediaCommand.PlayTone(trunk, 440, TimeSpan.FromMilliseconds(200)));

        Talk(phone, _source, 20);

        var sent = _engine.SentRtp(trunk);
        Assert.Equal(10 + 11, sent.Count);
        Assert.All(sent.Take(10), packet => Assert.NotEqual(RelayTests.Sound(1), packet.Payload));
        Assert.All(sent.Skip(10), packet => Assert.Equal(RelayTests.Sound(1), packet.Payload));
        Assert.All(sent.Zip(sent.Skip(1)), pair => Assert.Equal(160u, pair.Second.Timestamp - pair.First.Timestamp));
    }

    [Fact]
    public void A_thread_that_slept_leaves_frames_out_and_does_not_send_them_in_a_burst()
    {
        var phone = _engine.Open(new());
        _engine.Do(new MediaCommand.PlayTone(phone, 440, TimeSpan.FromSeconds(10)));
        _engine.Pass(TimeSpan.FromSeconds(1));
        var before = _engine.SentRtp(phone);

        _engine.Sleep(TimeSpan.FromSeconds(2));
        _engine.Pass(TimeSpan.Zero);

        var after = _engine.SentRtp(phone).Skip(before.Count).ToList();
        Assert.InRange(after.Count, 1, 6);
        Assert.Equal(before[^1].Sequence + 1, after[0].Sequence);
        Assert.InRange(after[^1].Timestamp - before[^1].Timestamp, 15_900u, 16_200u);
    }

    [Fact]
    public void Pitfall_43_a_digit_has_one_timestamp_a_growing_duration_and_three_ends()
    {
        var trunk = _engine.Open(new() { SendTelephoneEvent = new(101) });
        _engine.Do(new MediaCommand.SendDigit(trunk, '7', TimeSpan.FromMilliseconds(100)));
        _engine.Do(new MediaCommand.SendDigit(trunk, '#', TimeSpan.FromMilliseconds(100)));
        _engine.Pass(TimeSpan.FromSeconds(1));

        var sent = _engine.SentRtp(trunk);
        var events = sent.Select(packet => TelephoneEvent.TryParse(packet.Payload, out var parsed) ? parsed : default).ToList();
        Assert.All(sent, packet => Assert.Equal(101, packet.PayloadType));
        Assert.Equal(2, sent.Select(packet => packet.Timestamp).Distinct().Count());
        Assert.Equal([7, 11], events.Select(item => (int)item.Event).Distinct());
        foreach (var press in events.GroupBy(item => item.Event))
        {
            Assert.Equal(3, press.Count(item => item.IsEnd));
            Assert.Equal([160, 320, 480, 640, 800, 800, 800], press.Select(item => (int)item.Duration));
        }

        Assert.Equal(2, sent.Count(packet => packet.Marker));
        var gap = sent[7].Timestamp - sent[6].Timestamp - 800;
        Assert.InRange(gap, 400u, 2000u);
    }

    [Fact]
    public void A_digit_that_cannot_be_sent_is_refused_in_words()
    {
        var plain = _engine.Open(new());
        var able = _engine.Open(new() { SendTelephoneEvent = new(101) });
        _engine.Do(new MediaCommand.SendDigit(plain, '1', TimeSpan.FromMilliseconds(100)));
        _engine.Do(new MediaCommand.SendDigit(able, 'x', TimeSpan.FromMilliseconds(100)));
        _engine.Do(new MediaCommand.SendDigit(able, '1', TimeSpan.FromHours(1)));
        for (var i = 0; i < 40; i++)
            _engine.Do(new MediaCommand.SendDigit(able, '1', TimeSpan.FromMilliseconds(100)));

        Assert.Equal(3 + 8, _engine.Events.OfType<MediaEvent.CommandRefused>().Count());
    }

    [Fact]
    public void Reports_go_both_ways_about_every_five_seconds()
    {
        var phone = _engine.Open(new());
        var trunk = _engine.Open(new());
        _engine.Do(new MediaCommand.Connect(phone, trunk));

        for (var i = 0; i < 60; i++)
            Talk(phone, _source, 50);

        var reports = _engine.Sent.Where(datagram => datagram.IsRtcp).ToList();
        Assert.InRange(reports.Count(report => report.Port == phone.Value), 8, 30);
        Assert.InRange(reports.Count(report => report.Port == trunk.Value), 8, 30);
        Assert.Equal(200, reports.Last(report => report.Port == trunk.Value).Bytes[1]);
        Assert.Equal(201, reports.Last(report => report.Port == phone.Value).Bytes[1]);
        Assert.InRange(Count(phone).ReportsSent, 8, 30);
    }

    [Fact]
    public void The_round_trip_is_told_from_the_peers_reports()
    {
        var phone = _engine.Open(new());
        var trunk = _engine.Open(new());
        _engine.Do(new MediaCommand.Connect(phone, trunk));
        var theirs = new RtcpSession(new SystemTokens(), _engine.Now);
        Talk(phone, _source, 500);
        var report = _engine.Sent.Last(datagram => datagram.IsRtcp && datagram.Port == trunk.Value);
        var sound = _engine.SentRtp(trunk);

        // The peer gets it 30 ms later, waits 2 s, and its answer takes 50 ms.
        var received = new RtpStatistics();
        var last = _engine.Sent.Last(datagram => !datagram.IsRtcp && datagram.Port == trunk.Value);
        Assert.True(RtpPacket.TryParse(last.Bytes, out var packet));
        received.See(packet, 8000, isEvent: false, last.At);
        Assert.True(theirs.TryRead(report.Bytes, report.At + TimeSpan.FromMilliseconds(30)));
        var answer = new byte[RtcpSession.MaximumLength];
        var length = theirs.Write(answer, 0x4444_4444, received, report.At + TimeSpan.FromMilliseconds(2030));
        _engine.Sleep(report.At + TimeSpan.FromMilliseconds(2080) - _engine.Now);
        _engine.Receive(trunk, answer[..length], isRtcp: true);

        Assert.Equal(80, Count(trunk).RoundTrip.TotalMilliseconds, 2.0);
        Assert.Equal(1, Count(trunk).ReportsReceived);
        Assert.NotEmpty(sound);
    }

    [Fact]
    public void Pitfall_42_nothing_leaves_a_secure_leg_in_clear_not_even_the_goodbye()
    {
        var key = RelayTests.Key(SrtpSuite.AesCm128HmacSha1Tag80)!;
        var trunk = _engine.Open(new() { SendKey = key, ReceiveKey = key, SendTelephoneEvent = new(101) });
        var phone = _engine.Open(new());
        _engine.Do(new MediaCommand.Connect(trunk, phone));
        Talk(phone, _source, 700);
        _engine.Do(new MediaCommand.SendDigit(trunk, '1', TimeSpan.FromMilliseconds(100)));
        _engine.Pass(TimeSpan.FromSeconds(1));
        _engine.Do(new MediaCommand.PlayTone(trunk, 440, TimeSpan.FromSeconds(1)));
        _engine.Pass(TimeSpan.FromSeconds(2));
        _engine.Do(new MediaCommand.ClosePort(trunk));

        using var open = key.ForReceiving(null);
        var goodbyes = 0;
        foreach (var datagram in _engine.Sent.Where(datagram => datagram.Port == trunk.Value))
        {
            var copy = datagram.Bytes.ToArray();
            if (!datagram.IsRtcp)
            {
                Assert.Equal(SrtpVerdict.Done, open.Unprotect(copy, out _));
                continue;
            }

            Assert.Equal(SrtpVerdict.Done, open.UnprotectRtcp(copy, out var length));
            Assert.True(RtcpReader.TryOpen(copy.AsSpan(0, length), out var reader));
            while (reader.Read())
                goodbyes += reader.Type is RtcpType.Goodbye ? 1 : 0;
        }

        Assert.Equal(1, goodbyes);
        Assert.True(_engine.Sent[^1].IsRtcp);
    }

    [Fact]
    public void Pitfall_35_the_rollover_counter_survives_hold_refresh_and_a_moved_port()
    {
        var key = RelayTests.Key(SrtpSuite.AesCm128HmacSha1Tag80)!;
        var settings = new PortSettings { SendKey = key, ReceiveKey = key };
        var trunk = _engine.Open(settings);
        var phone = _engine.Open(new());
        _engine.Do(new MediaCommand.Connect(trunk, phone));
        using var theirs = new PacketSource(key) { Sequence = 65_530 };
        using var open = key.ForReceiving(null);
        var heard = 0;
        var opened = 0;

        for (var i = 0; i < 70_000; i++)
        {
            if (i % 10_000 is 5_000)
                _engine.Configure(trunk, settings with { Direction = MediaDirection.Inactive });
            if (i % 10_000 is 5_001)
                _engine.Configure(trunk, settings with { Remote = new(IPAddress.Loopback, 50_000 + i % 1000) });
            if (i % 10_000 is 5_002)
                _engine.Configure(trunk, settings);

            _engine.Receive(trunk, theirs.Next(RelayTests.Sound(1)));
            _engine.Receive(phone, _source.Next(RelayTests.Sound(2)));
            foreach (var datagram in _engine.Sent)
            {
                if (datagram.IsRtcp)
                    continue;
                if (datagram.Port == phone.Value)
                    heard++;
                else if (open.Unprotect(datagram.Bytes.ToArray(), out _) is SrtpVerdict.Done)
                    opened++;
            }

            _engine.Sent.Clear();
        }

        Assert.InRange(heard, 69_950, 70_000);
        Assert.InRange(opened, 69_950, 70_000);
        Assert.Equal(0, Count(trunk).AuthenticationFailures);
    }

    [Fact]
    public void Pitfall_37_a_forged_packet_does_not_harm_the_stream()
    {
        var key = RelayTests.Key(SrtpSuite.AesCm128HmacSha1Tag80)!;
        var trunk = _engine.Open(new() { SendKey = key, ReceiveKey = key });
        var phone = _engine.Open(new());
        _engine.Do(new MediaCommand.Connect(trunk, phone));
        using var theirs = new PacketSource(key);
        using var forger = new PacketSource(RelayTests.Key(SrtpSuite.AesCm128HmacSha1Tag80)) { Sequence = 20_000 };
        for (var i = 0; i < 100; i++)
        {
            _engine.Receive(trunk, theirs.Next(RelayTests.Sound(1)));
            _engine.Receive(trunk, forger.Next(RelayTests.Sound(9)));
        }

        Assert.Equal(100, _engine.SentRtp(phone).Count);
        Assert.Equal(100, Count(trunk).AuthenticationFailures);
    }

    [Fact]
    public void Pitfall_34_and_38_a_new_key_takes_over_while_packets_under_the_old_one_still_arrive()
    {
        var old = RelayTests.Key(SrtpSuite.AesCm128HmacSha1Tag80)!;
        var trunk = _engine.Open(new() { SendKey = old, ReceiveKey = old });
        var phone = _engine.Open(new());
        _engine.Do(new MediaCommand.Connect(trunk, phone));
        using var theirs = new PacketSource(old);
        Feed(trunk, theirs, 50);

        var fresh = RelayTests.Key(SrtpSuite.AesCm128HmacSha1Tag32)!;
        _engine.Configure(trunk, new() { SendKey = fresh, ReceiveKey = fresh });
        Feed(trunk, theirs, 10);
        theirs.Rekey(fresh);
        Feed(trunk, theirs, 50);

        Assert.Equal(110, _engine.SentRtp(phone).Count);
        Assert.Equal(0, Count(trunk).AuthenticationFailures);
    }

    [Fact]
    public void A_new_key_of_ours_comes_with_a_new_source_and_the_same_key_does_not()
    {
        var key = RelayTests.Key(SrtpSuite.AesCm128HmacSha1Tag80)!;
        var trunk = _engine.Open(new() { SendKey = key, ReceiveKey = key });
        var phone = _engine.Open(new());
        _engine.Do(new MediaCommand.Connect(trunk, phone));
        Feed(phone, _source, 10);
        _engine.Configure(trunk, new() { SendKey = new(key.Suite, key.KeyAndSalt), ReceiveKey = key });
        Feed(phone, _source, 10);
        Assert.Single(_engine.SentRtp(trunk).Select(packet => packet.Ssrc).Distinct());

        _engine.Configure(trunk, new() { SendKey = RelayTests.Key(SrtpSuite.AesCm128HmacSha1Tag80), ReceiveKey = key });
        Feed(phone, _source, 10);

        Assert.Equal(2, _engine.SentRtp(trunk).Select(packet => packet.Ssrc).Distinct().Count());
    }

    [Fact]
    public void Replayed_packets_are_dropped_and_counted()
    {
        var key = RelayTests.Key(SrtpSuite.AesCm128HmacSha1Tag80)!;
        var trunk = _engine.Open(new() { SendKey = key, ReceiveKey = key });
        using var theirs = new PacketSource(key);
        var packet = theirs.Next(RelayTests.Sound(1));

        _engine.Receive(trunk, packet);
        _engine.Receive(trunk, packet);

        Assert.Equal((1, 1), (Count(trunk).PacketsReceived, Count(trunk).Replayed));
    }

    [Fact]
    public void What_is_played_before_there_is_a_peer_ends_when_it_should()
    {
        var port = new PortId(50);
        _engine.Do(new MediaCommand.OpenPort(port, IPAddress.Loopback));
        _engine.Do(new MediaCommand.PlayTone(port, 440, TimeSpan.FromSeconds(1)));
        _engine.Pass(TimeSpan.FromSeconds(2));

        Assert.Single(_engine.Events.OfType<MediaEvent.PlayFinished>());
        Assert.Empty(_engine.Sent);
        Assert.Null(_engine.Deadline);
    }

    [Fact]
    public void A_digit_whose_format_is_withdrawn_gives_the_stream_back_to_the_path()
    {
        var trunk = _engine.Open(new() { SendTelephoneEvent = new(101) });
        var phone = _engine.Open(new());
        _engine.Do(new MediaCommand.Connect(trunk, phone));
        _engine.Do(new MediaCommand.SendDigit(trunk, '1', TimeSpan.FromSeconds(5)));
        _engine.Pass(TimeSpan.FromMilliseconds(100));
        _engine.Configure(trunk, new());
        _engine.Sent.Clear();

        Talk(phone, _source, 10);

        Assert.Equal(10, _engine.SentRtp(trunk).Count);
    }

    [Fact]
    public void After_a_deadline_the_next_one_lies_ahead()
    {
        var trunk = _engine.Open(new() { SendTelephoneEvent = new(101), SilenceTimeout = TimeSpan.FromSeconds(1) });
        _engine.Do(new MediaCommand.PlayTone(trunk, 440, TimeSpan.FromSeconds(3)));
        _engine.Do(new MediaCommand.SendDigit(trunk, '1', TimeSpan.FromSeconds(1)));
        for (var i = 0; i < 2000 && _engine.Deadline is { } due; i++)
        {
            _engine.Sleep(due > _engine.Now ? due - _engine.Now : TimeSpan.Zero);
            Assert.True(_engine.Deadline > due || _engine.Deadline is null);
        }

        _engine.Do(new MediaCommand.ClosePort(trunk));
        _engine.Pass(MediaEngine.DrainTime);
        Assert.Null(_engine.Deadline);
    }

    [Fact]
    public void A_command_that_is_repeated_changes_nothing()
    {
        var phone = _engine.Open(new());
        var trunk = _engine.Open(new());
        _engine.Events.Clear();
        _engine.Do(new MediaCommand.OpenPort(phone, IPAddress.Loopback));
        _engine.Do(new MediaCommand.Connect(phone, trunk));
        _engine.Do(new MediaCommand.Connect(phone, trunk));
        _engine.Do(new MediaCommand.Connect(trunk, phone));
        Talk(phone, _source, 5);

        Assert.Equal(phone, Assert.Single(_engine.Events.OfType<MediaEvent.PortOpened>()).Port);
        Assert.Equal(5, _engine.SentRtp(trunk).Count);
    }

    [Fact]
    public void Commands_for_ports_that_are_not_open_are_refused_and_nothing_else_happens()
    {
        var nobody = new PortId(77);
        _engine.Do(new MediaCommand.ConfigurePort(nobody, new()));
        _engine.Do(new MediaCommand.Connect(nobody, nobody));
        _engine.Do(new MediaCommand.ClosePort(nobody));
        _engine.Do(new MediaCommand.OpenPort(new(0), IPAddress.Loopback));

        Assert.Equal(3, _engine.Events.OfType<MediaEvent.CommandRefused>().Count());
        Assert.Single(_engine.Events.OfType<MediaEvent.PortRefused>());
    }

    private void Talk(PortId port, PacketSource source, int frames)
    {
        for (var i = 0; i < frames; i++)
        {
            _engine.Receive(port, source.Next(RelayTests.Sound(1)));
            _engine.Pass(Frame);
        }
    }

    private void Feed(PortId port, PacketSource source, int packets)
    {
        for (var i = 0; i < packets; i++)
            _engine.Receive(port, source.Next(RelayTests.Sound(1)));
    }

    private void Press(PortId port, byte payloadType, byte number)
    {
        var at = _source.Timestamp;
        for (ushort duration = 160; duration <= 800; duration += 160)
        {
            var payload = new byte[TelephoneEvent.Length];
            new TelephoneEvent(number, duration is 800, 10, duration).Write(payload);
            _engine.Receive(port, _source.Next(payload, payloadType, duration is 160, at));
            _engine.Pass(Frame);
        }

        _source.Timestamp += 800;
    }

    private PortCounters Count(PortId port)
    {
        _engine.Do(new MediaCommand.ReadCounters(port));
        return ((MediaEvent.Counters)_engine.Events[^1]).Values;
    }

    private static double Share(int hertz, G711Law law, IEnumerable<HeardPacket> packets)
    {
        var block = new Goertzel(hertz);
        foreach (var code in packets.SelectMany(packet => packet.Payload))
            block.Add(G711.Decode(law, code));
        return block.Share;
    }
}

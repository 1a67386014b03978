using FsCheck.Xunit;
using Sip.Rtp;
using Sip.Rtp.Audio;
using Sip.Tests.Support;

namespace Sip.Tests.Rtp;

public sealed class RelayRewriteTests
{
    private static readonly RtpStreamStart OurStart = new(0x0505, 1000, 50_000);

    private static RelayRewrite Relay(params ReadOnlySpan<PayloadMapping> map)
    {
        var relay = new RelayRewrite(OurStart);
        foreach (var mapping in map)
            Assert.True(relay.Map.TrySet(mapping));

        return relay;
    }

    private static RelayRewrite VoiceRelay() => Relay(
        new(0, 0),
        new(96, 101, Conversion: PayloadConversion.TelephoneEvent));

    private static (ushort Sequence, uint Timestamp, bool Marker) Pass(RelayRewrite relay, byte[] packet, double at)
    {
        Assert.Equal(RelayVerdict.Send, relay.Rewrite(packet, RtpSamples.After(at)));
        var sent = RtpSamples.Parse(packet);
        Assert.Equal(OurStart.Ssrc, sent.Ssrc);
        return (sent.Sequence, sent.Timestamp, sent.Marker);
    }

    [Fact]
    public void A_stream_begins_where_we_chose_and_keeps_its_own_steps()
    {
        var relay = VoiceRelay();

        Assert.Equal((1000, 50_000u, true), Pass(relay, RtpSamples.Packet(sequence: 65_535, timestamp: 0xFFFF_FFF0), 0));
        Assert.Equal((1001, 50_160u, false), Pass(relay, RtpSamples.Packet(sequence: 0, timestamp: 0x90), 20));
        Assert.Equal((1003, 50_480u, false), Pass(relay, RtpSamples.Packet(sequence: 2, timestamp: 0x1D0), 60));
        Assert.Equal((1002, 50_320u, false), Pass(relay, RtpSamples.Packet(sequence: 1, timestamp: 0x130), 61));
        Assert.Equal(0, relay.Switches);
    }

    [Fact]
    public void A_new_source_joins_on_with_the_time_that_passed()
    {
        var relay = VoiceRelay();
        Pass(relay, RtpSamples.Packet(sequence: 10, timestamp: 1600), 0);

        Assert.Equal((1001, 50_000 + 8000u, true), Pass(relay, RtpSamples.Packet(sequence: 40_000, timestamp: 7, ssrc: 0xBBBB), 1000));
        Assert.Equal((1002, 58_160u, false), Pass(relay, RtpSamples.Packet(sequence: 40_001, timestamp: 167, ssrc: 0xBBBB), 1020));
        Assert.Equal(1, relay.Switches);
    }

    [Fact]
    public void A_new_source_never_overlaps_the_old_one_even_when_it_comes_at_once()
    {
        var relay = VoiceRelay();
        Pass(relay, RtpSamples.Packet(sequence: 10), 0);

        Assert.Equal((1001, 50_160u, true), Pass(relay, RtpSamples.Packet(sequence: 1, ssrc: 0xBBBB), 1));
    }

    [Fact]
    public void Stragglers_of_the_source_before_are_dropped_until_the_new_one_falls_silent()
    {
        var relay = VoiceRelay();
        Pass(relay, RtpSamples.Packet(sequence: 10), 0);
        Pass(relay, RtpSamples.Packet(sequence: 500, ssrc: 0xBBBB), 20);

        Assert.Equal(RelayVerdict.Stale, relay.Rewrite(RtpSamples.Packet(sequence: 11), RtpSamples.After(25)));
        Assert.Equal((1002, 50_000 + 160 + 1600u, true), Pass(relay, RtpSamples.Packet(sequence: 90), 220));
    }

    [Fact]
    public void A_packet_older_than_the_place_where_its_source_joined_is_dropped()
    {
        var relay = VoiceRelay();
        Pass(relay, RtpSamples.Packet(sequence: 10), 0);
        Pass(relay, RtpSamples.Packet(sequence: 500, ssrc: 0xBBBB), 20);

        Assert.Equal(RelayVerdict.Stale, relay.Rewrite(RtpSamples.Packet(sequence: 499, ssrc: 0xBBBB), RtpSamples.After(21)));
    }

    [Fact]
    public void A_source_that_starts_over_with_the_same_ssrc_joins_on_at_its_second_packet()
    {
        var relay = VoiceRelay();
        Pass(relay, RtpSamples.Packet(sequence: 30_000, timestamp: 900_000), 0);

        Assert.Equal(RelayVerdict.Stale, relay.Rewrite(RtpSamples.Packet(sequence: 5, timestamp: 0), RtpSamples.After(20)));
        Assert.Equal((1001, 50_320u, true), Pass(relay, RtpSamples.Packet(sequence: 6, timestamp: 160), 40));
    }

    [Fact]
    public void A_timestamp_that_goes_back_in_a_steady_sequence_is_mended()
    {
        var relay = VoiceRelay();
        Pass(relay, RtpSamples.Packet(sequence: 1, timestamp: 900_000), 0);

        Assert.Equal((1001, 50_160u, true), Pass(relay, RtpSamples.Packet(sequence: 2, timestamp: 4000), 20));
        Assert.Equal((1002, 50_320u, false), Pass(relay, RtpSamples.Packet(sequence: 3, timestamp: 4160), 40));
    }

    [Fact]
    public void Something_of_our_own_fits_between_and_the_source_joins_on_behind_it()
    {
        var relay = VoiceRelay();
        Pass(relay, RtpSamples.Packet(sequence: 10), 0);

        var own = new byte[RtpHeader.MinimumLength + 160];
        var begin = relay.NextTimestamp(8000, RtpSamples.After(100));
        Assert.Equal(50_800u, begin);
        relay.WriteOwn(own, 0, begin, marker: true, RtpSamples.After(100));
        relay.WriteOwn(own, 0, begin + 160, marker: false, RtpSamples.After(120));
        Assert.Equal(1002, RtpSamples.Parse(own).Sequence);

        Assert.Equal((1003, 51_120u, true), Pass(relay, RtpSamples.Packet(sequence: 17), 140));
    }

    [Fact]
    public void Pitfall_43_all_packets_of_one_digit_keep_one_timestamp()
    {
        var relay = VoiceRelay();
        Pass(relay, RtpSamples.Packet(sequence: 1, timestamp: 160), 0);
        Pass(relay, RtpSamples.Packet(sequence: 2, timestamp: 320), 20);
        ushort sequence = 3;
        for (var i = 0; i < 8; i++)
        {
            var isEnd = i >= 5;
            var content = new TelephoneEvent(5, isEnd, 10, (ushort)(160 * Math.Min(i + 1, 6)));
            var packet = RtpSamples.Event(content, sequence++, 480, marker: i == 0, payloadType: 96);

            var (_, timestamp, marker) = Pass(relay, packet, 40 + 20 * i);

            Assert.Equal(50_320u, timestamp);
            Assert.Equal(i == 0, marker);
            Assert.Equal(101, RtpSamples.Parse(packet).PayloadType);
            Assert.True(TelephoneEvent.TryParse(RtpSamples.Parse(packet).Payload, out var passed));
            Assert.Equal(content, passed);
        }

        // Voice goes on at the end of the digit, on the source's own clock.
        Assert.Equal((1010, 50_000 + 9 * 160u, false), Pass(relay, RtpSamples.Packet(sequence: sequence, timestamp: 1600), 200));
    }

    [Fact]
    public void Pitfall_43_voice_after_a_digit_of_our_own_comes_after_its_end()
    {
        var relay = VoiceRelay();
        Pass(relay, RtpSamples.Packet(sequence: 1, timestamp: 160), 0);
        var digit = new DigitSender(5, TimeSpan.FromMilliseconds(100), 8000, relay.NextTimestamp(8000, RtpSamples.After(20)), RtpSamples.After(20));
        var packet = new byte[RtpHeader.MinimumLength + TelephoneEvent.Length];
        var end = RtpSamples.Start;
        while (!digit.IsOver)
        {
            end = digit.Deadline;
            Assert.True(digit.TryTake(out var part));
            relay.WriteOwn(packet, 101, part.Timestamp, part.Marker, end);
            Assert.Equal(50_160u, RtpSamples.Parse(packet).Timestamp);
        }

        Assert.Equal(RtpSamples.After(140), end);
        Assert.Equal((1008, 50_160 + 140 * 8u, true), Pass(relay, RtpSamples.Packet(sequence: 9, timestamp: 1440), 160));
    }

    [Fact]
    public void A_packet_that_comes_twice_is_sent_once()
    {
        var relay = VoiceRelay();
        Pass(relay, RtpSamples.Packet(sequence: 1, timestamp: 160), 0);

        Assert.Equal(RelayVerdict.Stale, relay.Rewrite(RtpSamples.Packet(sequence: 1, timestamp: 160), RtpSamples.After(1)));
    }

    [Fact]
    public void Pitfall_44_a_telephone_event_clock_of_48000_becomes_8000()
    {
        var relay = Relay(new(111, 0, 48_000, 8000), new(110, 101, 48_000, 8000, PayloadConversion.TelephoneEvent));
        Pass(relay, RtpSamples.Packet(111, 1, 96_000), 0);
        Assert.Equal((1001, 50_160u, false), Pass(relay, RtpSamples.Packet(111, 2, 96_960), 20));

        var packet = RtpSamples.Event(new(1, true, 10, 4800), 3, 97_920, payloadType: 110);
        Assert.Equal((1002, 50_320u, false), Pass(relay, packet, 40));
        Assert.True(TelephoneEvent.TryParse(RtpSamples.Parse(packet).Payload, out var passed));
        Assert.Equal(800, passed.Duration);
    }

    [Fact]
    public void Pitfall_44_events_that_count_by_another_clock_than_the_voice_lie_where_they_were_pressed()
    {
        var relay = Relay(new(111, 0, 48_000, 8000), new(101, 101, 8000, 8000, PayloadConversion.TelephoneEvent));
        Pass(relay, RtpSamples.Packet(111, 1, 96_000), 0);

        for (ushort i = 0; i < 4; i++)
            Assert.Equal(50_160u, Pass(relay, RtpSamples.Event(new(1, false, 10, (ushort)(160 * i)), (ushort)(2 + i), 12_345), 20 + 20 * i).Timestamp);

        Assert.Equal((1005, 50_800u, false), Pass(relay, RtpSamples.Packet(111, 6, 96_000 + 4800), 100));
        var second = Pass(relay, RtpSamples.Event(new(1, false, 10, 0), 7, 13_500), 200).Timestamp;
        Assert.Equal(51_600u, second);
    }

    [Fact]
    public void Pitfall_45_other_packet_lengths_and_silences_pass_as_they_are()
    {
        var relay = VoiceRelay();
        Pass(relay, RtpSamples.Packet(sequence: 1, timestamp: 160), 0);

        Assert.Equal((1001, 50_160u, false), Pass(relay, RtpSamples.Packet(sequence: 2, timestamp: 320, payloadLength: 240), 20));
        Assert.Equal((1002, 50_400u, false), Pass(relay, RtpSamples.Packet(sequence: 3, timestamp: 560, payloadLength: 240), 50));
        var afterSilence = 560u + 240 + 60 * 8000;
        Assert.Equal((1003, 50_640 + 60 * 8000u, true), Pass(relay, RtpSamples.Packet(sequence: 4, timestamp: afterSilence, marker: true), 60_080));
    }

    [Fact]
    public void The_two_laws_are_exchanged_in_place()
    {
        var relay = Relay(new PayloadMapping(0, 8, Conversion: PayloadConversion.MuLawToALaw));
        var packet = RtpSamples.Packet();
        var expected = RtpSamples.Parse(packet).Payload.ToArray();
        G711.MuLawToALaw(expected);

        Pass(relay, packet, 0);

        Assert.Equal(expected, RtpSamples.Parse(packet).Payload.ToArray());
        Assert.Equal(8, RtpSamples.Parse(packet).PayloadType);
    }

    [Fact]
    public void What_the_map_does_not_know_or_is_no_rtp_is_not_touched()
    {
        var relay = VoiceRelay();
        var packet = RtpSamples.Packet(13);
        var before = packet.ToArray();

        Assert.Equal(RelayVerdict.UnknownPayloadType, relay.Rewrite(packet, RtpSamples.Start));
        Assert.Equal(before, packet);
        Assert.Equal(RelayVerdict.Malformed, relay.Rewrite(packet.AsSpan(0, 11), RtpSamples.Start));
        Assert.False(relay.Map.TrySet(new(128, 0)));
        Assert.False(relay.Map.TrySet(new(0, 0, FromClock: 0)));
    }

    [Fact]
    public void A_day_long_call_keeps_its_clock()
    {
        var relay = Relay(new PayloadMapping(111, 0, 48_000, 8000));
        uint timestamp = 0;
        ushort sequence = 0;
        Pass(relay, RtpSamples.Packet(111, sequence, timestamp), 0);
        for (var minute = 1; minute <= 24 * 60; minute++)
        {
            timestamp += 60 * 48_000u;
            sequence++;
            Assert.Equal(50_000 + (uint)minute * 60 * 8000, Pass(relay, RtpSamples.Packet(111, sequence, timestamp), minute * 60_000.0).Timestamp);
        }
    }

    [Property(MaxTest = 300)]
    public bool No_number_is_given_to_two_packets_whatever_the_sources_do(int seed)
    {
        var chance = new SeededTokens(seed);
        var relay = VoiceRelay();
        var given = new HashSet<ushort>();
        var asked = new Dictionary<ushort, (uint Ssrc, ushort Sequence)>();
        var at = 0.0;
        for (var i = 0; i < 300; i++)
        {
            at += chance.Next(50);
            var ssrc = (uint)chance.Next(3);
            var sequence = (ushort)(chance.Next(4) == 0 ? chance.Next(65_536) : i);
            var packet = RtpSamples.Packet(sequence: sequence, timestamp: (uint)chance.Next(int.MaxValue), ssrc: ssrc, payloadLength: 4);
            if (relay.Rewrite(packet, RtpSamples.After(at)) is not RelayVerdict.Send)
                continue;

            var sent = RtpSamples.Parse(packet).Sequence;
            if (!given.Add(sent) && asked[sent] != (ssrc, sequence))
                return false;

            asked[sent] = (ssrc, sequence);
        }

        return true;
    }

    [Fact]
    public void Rewriting_allocates_nothing()
    {
        var relay = VoiceRelay();
        var packet = RtpSamples.Packet();
        var at = RtpSamples.Start;

        Assert.Equal(0, RtpSamples.Allocated(() =>
        {
            for (ushort i = 0; i < 1000; i++)
            {
                RtpHeader.Write(packet, 0, i, i * 160u, 0xAAAA, marker: false);
                relay.Rewrite(packet, at);
            }
        }));
    }
}

using System.Text;
using FsCheck.Xunit;
using Sip.Rtp;

namespace Sip.Tests.Rtp;

public sealed class DigitTests
{
    private static List<(double At, DigitPacket Packet)> Sent(double milliseconds, int clock = 8000, uint timestamp = 1000)
    {
        var sender = new DigitSender(5, TimeSpan.FromMilliseconds(milliseconds), clock, timestamp, RtpSamples.Start);
        var packets = new List<(double, DigitPacket)>();
        while (packets.Count < 2000)
        {
            var at = (sender.Deadline - RtpSamples.Start).TotalMilliseconds;
            if (!sender.TryTake(out var packet))
                break;

            packets.Add((at, packet));
        }

        Assert.True(sender.IsOver);
        return packets;
    }

    private static List<byte> Heard(IEnumerable<(double At, byte[] Packet)> packets)
    {
        var receiver = default(DigitReceiver);
        var digits = new List<byte>();
        foreach (var (at, packet) in packets)
        {
            if (receiver.See(RtpSamples.Parse(packet), RtpSamples.After(at), out var digit))
                digits.Add(digit);
        }

        return digits;
    }

    private static IEnumerable<(double At, byte[] Packet)> Press(byte digit, uint timestamp, double at, ushort sequence = 1, int updates = 4, bool zeroFirst = false)
    {
        for (var i = 0; i < updates + 3; i++)
        {
            var duration = (ushort)(160 * (Math.Min(i, updates) + (zeroFirst ? 0 : 1)));
            yield return (at + 20 * i, RtpSamples.Event(new(digit, i >= updates, 10, duration), (ushort)(sequence + i), timestamp, marker: i == 0));
        }
    }

    [Fact]
    public void A_digit_begins_marked_grows_every_20_ms_and_ends_three_times()
    {
        var sent = Sent(100);

        Assert.Equal([0, 20, 40, 60, 80, 100, 120], sent.Select(s => s.At));
        Assert.Equal([160, 320, 480, 640, 800, 800, 800], sent.Select(s => (int)s.Packet.Event.Duration));
        Assert.Equal([true, false, false, false, false, false, false], sent.Select(s => s.Packet.Marker));
        Assert.Equal([false, false, false, false, true, true, true], sent.Select(s => s.Packet.Event.IsEnd));
        Assert.All(sent, s => Assert.Equal(1000u, s.Packet.Timestamp));
    }

    [Fact]
    public void A_digit_too_long_for_its_duration_goes_on_in_segments_without_a_gap()
    {
        var sent = Sent(20_000);

        var segments = sent.GroupBy(s => s.Packet.Timestamp).ToList();
        Assert.Equal([1000u, 1000 + 65_535u, 1000 + 131_070u], segments.Select(s => s.Key));
        Assert.Equal(65_535, segments[0].Last().Packet.Event.Duration);
        Assert.Equal(160_000, 131_070 + segments[2].Last().Packet.Event.Duration);
        Assert.Single(sent, s => s.Packet.Marker);
        Assert.Equal(3, sent.Count(s => s.Packet.Event.IsEnd));
        Assert.Equal([(byte)5], Heard(sent.Select((s, i) => (s.At, RtpSamples.Event(s.Packet.Event, (ushort)i, s.Packet.Timestamp)))));
    }

    [Fact]
    public void A_sender_that_never_began_has_nothing_to_send()
    {
        var sender = default(DigitSender);

        Assert.True(sender.IsOver);
        Assert.False(sender.TryTake(out _));
    }

    [Fact]
    public void Each_press_is_heard_once()
    {
        Assert.Equal([1, 1, 2], Heard([.. Press(1, 1000, 0), .. Press(1, 4000, 300), .. Press(2, 9000, 700)]));
    }

    [Fact]
    public void Pitfall_43_a_press_is_heard_whichever_of_its_packets_are_lost()
    {
        for (var kept = 1; kept < 128; kept++)
        {
            var mask = kept;
            var pressed = Press(7, 1000, 0).Where((_, i) => (mask >> i & 1) != 0).Concat(Press(7, 5000, 500).Where((_, i) => (mask >> i & 1) != 0));
            Assert.Equal([7, 7], Heard(pressed));
        }
    }

    [Fact]
    public void Pitfall_43_a_first_packet_of_no_duration_and_a_missing_marker_do_no_harm()
    {
        var unmarked = Press(3, 1000, 0, zeroFirst: true).Select(p =>
        {
            p.Packet[1] &= 0x7F;
            return p;
        });

        Assert.Equal([3], Heard(unmarked));
    }

    [Fact]
    public void Pitfall_43_a_long_press_with_a_hole_in_it_is_one_digit()
    {
        Assert.Equal([9], Heard(Press(9, 1000, 0, updates: 200).Where((_, i) => i is < 5 or > 150)));
    }

    [Fact]
    public void Pitfall_43_packets_of_one_press_with_timestamps_of_their_own_are_one_digit()
    {
        var moving = Enumerable.Range(0, 6).Select(i =>
            (20.0 * i, RtpSamples.Event(new(4, i == 5, 10, (ushort)(160 * (i + 1))), (ushort)i, (uint)(1000 + 160 * i), marker: i == 0)));

        Assert.Equal([4], Heard(moving));
    }

    [Fact]
    public void Late_packets_of_the_press_before_are_not_a_press()
    {
        var first = Press(1, 1000, 0).ToList();

        Assert.Equal([1, 2], Heard([.. first[..3], .. Press(2, 4000, 200), (350, first[6].Packet)]));
    }

    [Fact]
    public void A_new_source_presses_anew()
    {
        var other = Press(1, 1000, 500).Select(p =>
        {
            p.Packet[11] ^= 0xFF;
            return p;
        });

        Assert.Equal([1, 1], Heard([.. Press(1, 1000, 0), .. other]));
    }

    [Property(MaxTest = 500)]
    public bool Noise_never_throws(byte[] payload)
    {
        var receiver = default(DigitReceiver);
        byte[] packet = [.. RtpSamples.Packet(101, payloadLength: 0), .. payload];
        return receiver.See(RtpSamples.Parse(packet), default, out _) == payload.Length >= 4
            && !receiver.See(RtpSamples.Parse(packet), default, out _);
    }

    [Theory]
    [InlineData('0', 0)]
    [InlineData('9', 9)]
    [InlineData('*', 10)]
    [InlineData('#', 11)]
    [InlineData('d', 15)]
    public void Digits_have_their_event_numbers(char digit, byte number)
    {
        Assert.True(TelephoneEvent.TryFromDigit(digit, out var found));
        Assert.Equal(number, found);
        Assert.Equal(char.ToUpperInvariant(digit), new TelephoneEvent(number, false, 0, 0).Digit);
        Assert.False(TelephoneEvent.TryFromDigit('x', out _));
    }

    [Fact]
    public void A_payload_is_written_as_RFC_4733_draws_it()
    {
        var payload = new byte[4];
        new TelephoneEvent(11, true, 10, 0x0320).Write(payload);

        Assert.Equal([11, 0x8A, 0x03, 0x20], payload);
    }

    [Theory]
    [InlineData("Signal=5\r\nDuration=160\r\n", '5', 160)]
    [InlineData("Signal= *\nDuration= 250", '*', 250)]
    [InlineData("signal=#", '#', 160)]
    [InlineData("Signal=11\r\nDuration=1\r\n", '#', 40)]
    [InlineData("Duration=99999\r\nSignal=10", '*', 5000)]
    [InlineData("7", '7', 160)]
    [InlineData(" d\r\n", 'D', 160)]
    public void A_digit_in_an_info_body_is_read(string body, char digit, int milliseconds)
    {
        Assert.True(DtmfRelay.TryParse(Encoding.ASCII.GetBytes(body), out var read, out var duration));
        Assert.Equal((digit, milliseconds), (read, duration.TotalMilliseconds));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Signal=\r\nDuration=160")]
    [InlineData("Signal=16")]
    [InlineData("Duration=160")]
    [InlineData("hello")]
    public void An_info_body_without_a_digit_is_none(string body) =>
        Assert.False(DtmfRelay.TryParse(Encoding.ASCII.GetBytes(body), out _, out _));

    [Fact]
    public void What_is_written_is_read()
    {
        var body = DtmfRelay.Write('#', TimeSpan.FromMilliseconds(200));

        Assert.Equal("Signal=#\r\nDuration=200\r\n", body);
        Assert.True(DtmfRelay.TryParse(Encoding.ASCII.GetBytes(body), out var digit, out var duration));
        Assert.Equal(('#', 200.0), (digit, duration.TotalMilliseconds));
    }
}

using System.Buffers.Binary;
using System.Net;
using System.Text;
using Appliance.Traces;
using Sip;

namespace Appliance.Tests.Traces;

public sealed class SignallingCaptureTests
{
    private static readonly DateTimeOffset Origin = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);
    private static readonly Arrival Six = new(new FlowId(3), TransportKind.Tcp, IPEndPoint.Parse("[2001:db8::21]:5062"), IPEndPoint.Parse("[2001:db8::10]:5060"));
    private static readonly Arrival Mapped = new(new FlowId(4), TransportKind.Tcp, IPEndPoint.Parse("[::ffff:192.168.1.21]:5062"), IPEndPoint.Parse("[::ffff:192.168.1.10]:5060"));

    [Fact]
    public void Every_message_is_a_packet_with_its_addresses_its_time_and_right_sums()
    {
        TracedMessage[] messages =
        [
            Said.Traced(Said.Invite("a"), Said.Phone, isReceived: true, 0.25),
            Said.Traced(Said.Response("a", 180, "Ringing"), Said.Line, isReceived: false, 1.5),
            Said.Traced(Said.Invite("b", extra: "X-Odd: 123"), Six, isReceived: true, 2),
            Said.Traced(Said.Invite("c"), Mapped, isReceived: false, 3),
        ];

        var packets = Read(SignallingCapture.Write(messages, Origin, showsNumbers: true));

        Assert.Equal(["192.168.1.21:5062", "192.168.1.10:41022", "[2001:db8::21]:5062", "192.168.1.10:5060"], packets.Select(packet => packet.From));
        Assert.Equal(["192.168.1.10:5060", "54.172.60.1:5061", "[2001:db8::10]:5060", "192.168.1.21:5062"], packets.Select(packet => packet.To));
        Assert.Equal([0.25, 1.5, 2, 3], packets.Select(packet => (packet.At - Origin).TotalSeconds));
        Assert.Equal(messages.Select(message => Encoding.UTF8.GetString(message.Bytes.Span)), packets.Select(packet => packet.Text));
        Assert.All(packets, packet => Assert.True(packet.IsSumRight));
    }

    [Fact]
    public void Numbers_are_masked_unless_they_are_asked_for_and_a_cut_message_says_how_long_it_was()
    {
        var whole = Said.Traced(Said.Invite("a"), Said.Phone, isReceived: true, 0);
        var cut = Said.Traced(Said.Invite("a"), Said.Phone, isReceived: true, 0, longest: 100);

        var masked = Assert.Single(Read(SignallingCapture.Write([whole], Origin, showsNumbers: false)));
        var shorter = Assert.Single(Read(SignallingCapture.Write([cut], Origin, showsNumbers: true)));

        Assert.DoesNotContain("886912345678", masked.Text, StringComparison.Ordinal);
        Assert.Contains("000678@", masked.Text, StringComparison.Ordinal);
        Assert.Equal(100, shorter.Text.Length);
        Assert.Equal(28 + whole.Length, shorter.Original);
    }

    [Fact]
    public void A_call_without_messages_is_a_file_without_packets() => Assert.Empty(Read(SignallingCapture.Write([], Origin, showsNumbers: true)));

    /// <summary>A reader by the book: the pcap file format, RFC 791, RFC 8200, RFC 768.</summary>
    private static List<Packet> Read(byte[] file)
    {
        Assert.Equal(0xa1b2c3d4, BinaryPrimitives.ReadUInt32LittleEndian(file));
        Assert.Equal(101u, BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(20)));
        var packets = new List<Packet>();
        for (var at = 24; at < file.Length;)
        {
            var head = file.AsSpan(at, 16);
            var time = DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadUInt32LittleEndian(head)).AddMicroseconds(BinaryPrimitives.ReadUInt32LittleEndian(head[4..]));
            var (kept, original) = (BinaryPrimitives.ReadInt32LittleEndian(head[8..]), BinaryPrimitives.ReadInt32LittleEndian(head[12..]));
            packets.Add(Packet.Read(file.AsSpan(at + 16, kept), time, original));
            at += 16 + kept;
        }

        return packets;
    }

    private sealed record Packet(string From, string To, DateTimeOffset At, string Text, int Original, bool IsSumRight)
    {
        public static Packet Read(ReadOnlySpan<byte> packet, DateTimeOffset at, int original)
        {
            var isFour = packet[0] >> 4 is 4;
            var (length, size, start) = isFour ? (20, 4, 12) : (40, 16, 8);
            var (from, to) = (new IPAddress(packet.Slice(start, size)), new IPAddress(packet.Slice(start + size, size)));
            Assert.Equal(17, packet[isFour ? 9 : 6]);
            Assert.Equal(original, isFour ? BinaryPrimitives.ReadUInt16BigEndian(packet[2..]) : BinaryPrimitives.ReadUInt16BigEndian(packet[4..]) + 40);
            var udp = packet[length..];
            Assert.Equal(original - length, BinaryPrimitives.ReadUInt16BigEndian(udp[4..]));
            byte[] pseudo = [.. packet.Slice(start, 2 * size), 0, 17, udp[4], udp[5], .. udp];
            return new(
                new IPEndPoint(from, BinaryPrimitives.ReadUInt16BigEndian(udp)).ToString(),
                new IPEndPoint(to, BinaryPrimitives.ReadUInt16BigEndian(udp[2..])).ToString(),
                at,
                Encoding.UTF8.GetString(udp[8..]),
                original,
                Sum(pseudo) is 0xffff && (!isFour || Sum(packet[..20]) is 0xffff));
        }

        private static uint Sum(ReadOnlySpan<byte> bytes)
        {
            var sum = 0u;
            for (var i = 0; i < bytes.Length; i++)
                sum += i % 2 is 0 ? (uint)bytes[i] << 8 : bytes[i];
            while (sum > 0xffff)
                sum = (sum & 0xffff) + (sum >> 16);
            return sum;
        }
    }
}

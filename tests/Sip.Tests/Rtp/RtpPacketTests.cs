using FsCheck.Xunit;
using Sip.Rtp;

namespace Sip.Tests.Rtp;

public sealed class RtpPacketTests
{
    [Fact]
    public void Every_field_of_a_full_header_is_read()
    {
        byte[] bytes =
        [
            0xB2, 0xE5, 0x12, 0x34, 1, 2, 3, 4, 5, 6, 7, 8,
            9, 9, 9, 9, 8, 8, 8, 8,
            0xBE, 0xDE, 0, 1, 0x10, 0x20, 0x30, 0x40,
            0xF1, 0xF2, 0xF3, 0, 0, 3,
        ];

        var packet = RtpSamples.Parse(bytes);

        Assert.True(packet.Marker);
        Assert.Equal(101, packet.PayloadType);
        Assert.Equal(0x1234, packet.Sequence);
        Assert.Equal(0x01020304u, packet.Timestamp);
        Assert.Equal(0x05060708u, packet.Ssrc);
        Assert.Equal(2, packet.ContributorCount);
        Assert.Equal(0x08080808u, packet.Contributor(1));
        Assert.Equal([0x10, 0x20, 0x30, 0x40], packet.Extension.ToArray());
        Assert.Equal(28, packet.HeaderLength);
        Assert.Equal([0xF1, 0xF2, 0xF3], packet.Payload.ToArray());
        Assert.Equal(3, packet.PaddingLength);
    }

    [Fact]
    public void A_packet_cut_short_anywhere_in_its_header_is_refused()
    {
        byte[] bytes = [0x92, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 0xBE, 0xDE, 0, 1, 5, 5, 5, 5];

        for (var length = 0; length < bytes.Length; length++)
            Assert.False(RtpPacket.TryParse(bytes.AsSpan(0, length), out _), $"{length} bytes");

        Assert.True(RtpPacket.TryParse(bytes, out _));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(255)]
    public void Padding_that_does_not_fit_is_refused(byte padding)
    {
        var packet = RtpSamples.Packet(payloadLength: 4);
        packet[0] |= 0x20;
        packet[^1] = padding;

        Assert.False(RtpPacket.TryParse(packet, out _));
    }

    [Theory]
    [InlineData(0x00)]
    [InlineData(0x40)]
    [InlineData(0xC0)]
    public void Another_version_is_refused(byte first)
    {
        var packet = RtpSamples.Packet();
        packet[0] = first;

        Assert.False(RtpPacket.TryParse(packet, out _));
    }

    [Fact]
    public void Rewriting_leaves_the_rest_of_the_packet_alone()
    {
        byte[] packet = [0x91, 0x80, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 7, 7, 7, 7, 0, 0, 0, 0, 42];

        RtpHeader.Rewrite(packet, 8, 0xFFFE, 0xFFFF_FFFD, 0x1234_5678, marker: false);

        Assert.Equal([0x91, 8, 0xFF, 0xFE, 0xFF, 0xFF, 0xFF, 0xFD, 0x12, 0x34, 0x56, 0x78, 7, 7, 7, 7, 0, 0, 0, 0, 42], packet);
    }

    [Theory]
    [InlineData(0x80, 0x00, DatagramKind.Rtp)]
    [InlineData(0x80, 0x80, DatagramKind.Rtp)]
    [InlineData(0x90, 0xE5, DatagramKind.Rtp)]
    [InlineData(0x80, 200, DatagramKind.Rtcp)]
    [InlineData(0x81, 201, DatagramKind.Rtcp)]
    [InlineData(0x80, 0xBF, DatagramKind.Rtp)]
    [InlineData(0xBF, 223, DatagramKind.Rtcp)]
    [InlineData(0x16, 0xFE, DatagramKind.Dtls)]
    [InlineData(0x00, 0x01, DatagramKind.Noise)]
    [InlineData(0x0D, 0x0A, DatagramKind.Noise)]
    [InlineData(0xC0, 0x00, DatagramKind.Noise)]
    [InlineData(0x47, 0x45, DatagramKind.Noise)]
    public void Protocols_on_one_port_are_told_apart(byte first, byte second, DatagramKind kind) =>
        Assert.Equal(kind, RtpClassifier.Classify([first, second, .. new byte[18]]));

    [Fact]
    public void Stun_is_known_by_its_cookie_and_its_length()
    {
        byte[] binding = [0, 1, 0, 0, 0x21, 0x12, 0xA4, 0x42, .. new byte[12]];

        Assert.Equal(DatagramKind.Stun, RtpClassifier.Classify(binding));
        Assert.Equal(DatagramKind.Noise, RtpClassifier.Classify([.. binding, 0]));
        Assert.Equal(DatagramKind.Noise, RtpClassifier.Classify(binding.AsSpan(0, 19)));
        Assert.Equal(DatagramKind.Noise, RtpClassifier.Classify([]));
    }

    [Property(MaxTest = 2000)]
    public bool Noise_never_throws_and_what_parses_adds_up(byte[] noise)
    {
        RtpClassifier.Classify(noise);
        if (noise.Length > 0)
            noise[0] = (byte)(noise[0] & 0x3F | 0x80);

        return !RtpPacket.TryParse(noise, out var packet)
            || packet.HeaderLength + packet.Payload.Length + packet.PaddingLength == noise.Length && packet.Extension.Length < noise.Length;
    }
}

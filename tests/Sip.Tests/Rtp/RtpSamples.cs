using Sip.Rtp;

namespace Sip.Tests.Rtp;

internal static class RtpSamples
{
    public static readonly Instant Start = new(TimeSpan.FromSeconds(1000));

    public static Instant After(double milliseconds) => Start + TimeSpan.FromMilliseconds(milliseconds);

    public static byte[] Packet(byte payloadType = 0, ushort sequence = 1, uint timestamp = 160, uint ssrc = 0xAAAA, bool marker = false, int payloadLength = 160)
    {
        var packet = new byte[RtpHeader.MinimumLength + payloadLength];
        RtpHeader.Write(packet, payloadType, sequence, timestamp, ssrc, marker);
        for (var i = 0; i < payloadLength; i++)
            packet[RtpHeader.MinimumLength + i] = (byte)(i * 7 + sequence);

        return packet;
    }

    public static byte[] Event(TelephoneEvent content, ushort sequence, uint timestamp, uint ssrc = 0xAAAA, bool marker = false, byte payloadType = 101)
    {
        var packet = Packet(payloadType, sequence, timestamp, ssrc, marker, TelephoneEvent.Length);
        content.Write(packet.AsSpan(RtpHeader.MinimumLength));
        return packet;
    }

    public static RtpPacket Parse(ReadOnlySpan<byte> packet)
    {
        Assert.True(RtpPacket.TryParse(packet, out var parsed));
        return parsed;
    }

    public static long Allocated(Action act)
    {
        act();
        var before = GC.GetAllocatedBytesForCurrentThread();
        act();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}

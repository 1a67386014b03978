using System.Buffers.Binary;
using Sip.Rtp.Srtp;
using Sip.Tests.Support;

namespace Sip.Tests.Rtp.Srtp;

/// <summary>A sender and a receiver that share a key.</summary>
internal sealed class SrtpPair : IDisposable
{
    public SrtpPair(SrtpSuite suite = SrtpSuite.AesCm128HmacSha1Tag80, int seed = 1)
    {
        Keys = SrtpKeys.Draw(suite, new SeededTokens(seed));
        Sender = SrtpContext.ForSending(Keys);
        Receiver = SrtpContext.ForReceiving(Keys);
    }

    public SrtpKeys Keys { get; }

    public SrtpContext Sender { get; }

    public SrtpContext Receiver { get; set; }

    public byte[] Seal(byte[] packet)
    {
        var buffer = new byte[packet.Length + SrtpSuites.MaximumRtpOverhead];
        packet.CopyTo(buffer, 0);
        Assert.Equal(SrtpVerdict.Done, Sender.Protect(buffer, packet.Length, out var length));
        return buffer[..length];
    }

    public byte[] Seal(ushort sequence, uint ssrc = 0xAAAA) => Seal(RtpSamples.Packet(sequence: sequence, ssrc: ssrc));

    public byte[] SealRtcp(byte[] packet)
    {
        var buffer = new byte[packet.Length + SrtpSuites.MaximumRtcpOverhead];
        packet.CopyTo(buffer, 0);
        Assert.Equal(SrtpVerdict.Done, Sender.ProtectRtcp(buffer, packet.Length, out var length));
        return buffer[..length];
    }

    public SrtpVerdict Open(byte[] packet) => Receiver.Unprotect(packet.ToArray(), out _);

    public byte[] Opened(byte[] packet)
    {
        var copy = packet.ToArray();
        Assert.Equal(SrtpVerdict.Done, Receiver.Unprotect(copy, out var length));
        return copy[..length];
    }

    public static byte[] Report(uint ssrc = 0xAAAA)
    {
        var packet = new byte[8];
        packet[0] = 0x80;
        packet[1] = 201;
        packet[3] = 1;
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), ssrc);
        return [.. packet, 0x81, 202, 0, 3, 1, 2, 3, 4, 1, 5, .. "hello"u8, 0];
    }

    public void Dispose()
    {
        Sender.Dispose();
        Receiver.Dispose();
        Keys.Dispose();
    }
}

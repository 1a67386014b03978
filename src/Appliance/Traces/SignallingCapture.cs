using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Appliance.Traces;

/// <summary>
/// Writes a call's messages as a capture file that Wireshark, tshark and sngrep read: pcap with raw IP packets (LINKTYPE_RAW, 101).
/// Whatever a message travelled by, it is shown in a UDP datagram of its own between the true addresses; what TLS protected stands
/// in clear, without the secrets that were blotted out. Masked numbers have zeros where the ladder has stars: programs that read the file
/// take a star in a number for a fault.
/// </summary>
public static class SignallingCapture
{
    private const uint Magic = 0xa1b2c3d4;
    private const int RawIp = 101;
    private const int LargestDatagram = 65_507;
    private const int UdpHeader = 8;
    private const byte Udp = 17;
    private const byte HopLimit = 64;

    /// <summary>The whole file.</summary>
    /// <param name="messages">What was said.</param>
    /// <param name="origin">The time of day at zero of the messages' clock.</param>
    /// <param name="showsNumbers">False: numbers are masked.</param>
    public static byte[] Write(IEnumerable<TracedMessage> messages, DateTimeOffset origin, bool showsNumbers)
    {
        ArgumentNullException.ThrowIfNull(messages);
        using var file = new MemoryStream();
        Span<byte> head = stackalloc byte[24];
        BinaryPrimitives.WriteUInt32LittleEndian(head, Magic);
        BinaryPrimitives.WriteUInt16LittleEndian(head[4..], 2);
        BinaryPrimitives.WriteUInt16LittleEndian(head[6..], 4);
        BinaryPrimitives.WriteUInt32LittleEndian(head[16..], ushort.MaxValue);
        BinaryPrimitives.WriteUInt32LittleEndian(head[20..], RawIp);
        file.Write(head);
        foreach (var message in messages)
            Write(file, message, origin + message.At, showsNumbers ? message.Bytes.Span : NumberMask.Apply(message.Bytes.Span, NumberMask.Zero));
        return file.ToArray();
    }

    private static void Write(MemoryStream file, TracedMessage message, DateTimeOffset at, ReadOnlySpan<byte> payload)
    {
        var (from, to) = message.IsReceived ? (message.Peer.Remote, message.Peer.Local) : (message.Peer.Local, message.Peer.Remote);
        var whole = Math.Min(LargestDatagram, Math.Max(message.Length, payload.Length));
        var packet = Packet(from, to, payload, whole);
        Span<byte> head = stackalloc byte[16];
        var microseconds = (at - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        BinaryPrimitives.WriteUInt32LittleEndian(head, (uint)(microseconds / 1_000_000));
        BinaryPrimitives.WriteUInt32LittleEndian(head[4..], (uint)(microseconds % 1_000_000));
        BinaryPrimitives.WriteInt32LittleEndian(head[8..], packet.Length);
        BinaryPrimitives.WriteInt32LittleEndian(head[12..], packet.Length + whole - payload.Length);
        file.Write(head);
        file.Write(packet);
    }

    private static byte[] Packet(IPEndPoint from, IPEndPoint to, ReadOnlySpan<byte> payload, int whole)
    {
        var (source, target) = (Plain(from.Address), Plain(to.Address));
        var isFour = source.AddressFamily is AddressFamily.InterNetwork && target.AddressFamily is AddressFamily.InterNetwork;
        if (!isFour)
            (source, target) = (source.MapToIPv6(), target.MapToIPv6());
        var ipHeader = isFour ? 20 : 40;
        var packet = new byte[ipHeader + UdpHeader + payload.Length];
        var ip = packet.AsSpan(0, ipHeader);
        var udp = packet.AsSpan(ipHeader);
        var udpLength = (ushort)(UdpHeader + whole);
        if (isFour)
            WriteFour(ip, source, target, (ushort)(ipHeader + udpLength));
        else
            WriteSix(ip, source, target, udpLength);

        BinaryPrimitives.WriteUInt16BigEndian(udp, (ushort)from.Port);
        BinaryPrimitives.WriteUInt16BigEndian(udp[2..], (ushort)to.Port);
        BinaryPrimitives.WriteUInt16BigEndian(udp[4..], udpLength);
        payload.CopyTo(udp[UdpHeader..]);
        // Of what was cut off no sum can be made; zero means that there is none (RFC 768).
        if (whole == payload.Length)
            BinaryPrimitives.WriteUInt16BigEndian(udp[6..], UdpSum(source, target, udp));
        return packet;
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static void WriteFour(Span<byte> ip, IPAddress from, IPAddress to, ushort length)
    {
        ip[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(ip[2..], length);
        ip[8] = HopLimit;
        ip[9] = Udp;
        from.TryWriteBytes(ip[12..], out _);
        to.TryWriteBytes(ip[16..], out _);
        BinaryPrimitives.WriteUInt16BigEndian(ip[10..], Folded(Sum(ip)));
    }

    private static void WriteSix(Span<byte> ip, IPAddress from, IPAddress to, ushort length)
    {
        ip[0] = 0x60;
        BinaryPrimitives.WriteUInt16BigEndian(ip[4..], length);
        ip[6] = Udp;
        ip[7] = HopLimit;
        from.TryWriteBytes(ip[8..], out _);
        to.TryWriteBytes(ip[24..], out _);
    }

    private static ushort UdpSum(IPAddress from, IPAddress to, ReadOnlySpan<byte> udp)
    {
        var sum = Sum(from.GetAddressBytes()) + Sum(to.GetAddressBytes()) + Udp + (uint)udp.Length + Sum(udp);
        return Folded(sum) is var folded and not 0 ? folded : ushort.MaxValue;
    }

    /// <summary>RFC 1071.</summary>
    private static uint Sum(ReadOnlySpan<byte> bytes)
    {
        var sum = 0u;
        for (; bytes.Length > 1; bytes = bytes[2..])
            sum += BinaryPrimitives.ReadUInt16BigEndian(bytes);
        return bytes.IsEmpty ? sum : sum + ((uint)bytes[0] << 8);
    }

    private static ushort Folded(uint sum)
    {
        while (sum > ushort.MaxValue)
            sum = (sum & ushort.MaxValue) + (sum >> 16);
        return (ushort)~sum;
    }
}

using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Sip.Net;
using Sip.Rtp;

namespace Sip.Media.Portable;

/// <summary>One bound UDP socket of the runtime.</summary>
internal sealed class PortableSocket : MediaSocket
{
    private const int WishedReceiveBuffer = 64 * 1024;

    private readonly SocketAddress _source;
    private readonly SocketAddress _target;
    private MediaAddress _aimedAt;

    private PortableSocket(Socket socket, IPEndPoint local)
        : base(local)
    {
        Socket = socket;
        _source = new(socket.AddressFamily);
        _target = new(socket.AddressFamily);
    }

    public Socket Socket { get; }

    /// <summary>Null, with the reason, when the address cannot be had; <paramref name="isTaken"/> when another socket has it.</summary>
    public static PortableSocket? Bind(IPAddress host, int port, int differentiatedServices, out bool isTaken, out string why)
    {
        isTaken = false;
        why = "";
        Socket? made = null;
        try
        {
            made = new(host.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { Blocking = false, ReceiveBufferSize = WishedReceiveBuffer };
            SocketMarks.Mark(made, differentiatedServices);
            made.Bind(new IPEndPoint(host, port));
            return new(made, new(host, port));
        }
        catch (SocketException fault)
        {
            made?.Dispose();
            isTaken = fault.SocketErrorCode is SocketError.AddressAlreadyInUse;
            why = fault.Message;
            return null;
        }
    }

    public override ReceiveOutcome Receive(Span<byte> buffer, out int length, out MediaAddress source)
    {
        length = 0;
        source = default;
        try
        {
            // Asked first, because finding nothing would be an exception.
            if (Socket.Available is 0)
                return ReceiveOutcome.Empty;

            length = Socket.ReceiveFrom(buffer, SocketFlags.None, _source);
            source = Read(_source);
            return ReceiveOutcome.Received;
        }
        catch (SocketException fault)
        {
            return fault.SocketErrorCode switch
            {
                SocketError.WouldBlock => ReceiveOutcome.Empty,
                SocketError.MessageSize or SocketError.ConnectionReset or SocketError.ConnectionRefused => ReceiveOutcome.Unusable,
                SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.NetworkReset => ReceiveOutcome.Unusable,
                _ => ReceiveOutcome.Broken,
            };
        }
    }

    public override bool Send(ReadOnlySpan<byte> packet, in MediaAddress to)
    {
        if (to.IsIPv4 != Socket.AddressFamily is AddressFamily.InterNetwork)
            return false;

        try
        {
            Aim(to);
            return Socket.SendTo(packet, SocketFlags.None, _target) == packet.Length;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public override void Mute() => Socket.ReceiveBufferSize = 0;

    public override void Dispose() => Socket.Dispose();

    // Every system puts port and address in the same places; only the first two bytes differ, and the runtime knows those.
    private static MediaAddress Read(SocketAddress address)
    {
        var bytes = address.Buffer.Span;
        var port = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        if (address.Family is AddressFamily.InterNetwork)
            return MediaAddress.IPv4(BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]), port);

        var host = BinaryPrimitives.ReadUInt128BigEndian(bytes[8..]);
        var isLinkLocal = host >> 118 == 0x3FA;
        return new(host, port, isLinkLocal ? BitConverter.ToUInt32(bytes[24..]) : 0);
    }

    private void Aim(in MediaAddress to)
    {
        if (to == _aimedAt)
            return;

        var bytes = _target.Buffer.Span;
        BinaryPrimitives.WriteUInt16BigEndian(bytes[2..], to.Port);
        if (to.IsIPv4)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes[4..], (uint)to.Host);
        }
        else
        {
            BinaryPrimitives.WriteUInt128BigEndian(bytes[8..], to.Host);
            BitConverter.TryWriteBytes(bytes[24..], to.Scope);
        }

        _aimedAt = to;
    }
}

using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Sip.Rtp;

namespace Sip.Media.Linux;

/// <summary>One bound UDP socket, marked with a code point of differentiated services. Never waits, allocates nothing per packet.</summary>
internal sealed unsafe class DatagramSocket : MediaSocket
{
    private const int WishedReceiveBuffer = 64 * 1024;

    private readonly bool _dualStack;
    private readonly byte* _address = (byte*)NativeMemory.AllocZeroed(MediaAddress.MaximumSocketAddressLength);
    private bool _closed;

    private DatagramSocket(int descriptor, IPEndPoint local)
        : base(local)
    {
        Descriptor = descriptor;
        _dualStack = local.AddressFamily is AddressFamily.InterNetworkV6;
    }

    public int Descriptor { get; }

    /// <summary>Binds to this address. Null with <paramref name="isTaken"/> when another socket has the port, null without when the system refuses.</summary>
    public static DatagramSocket? Bind(IPAddress host, int port, int differentiatedServices, out bool isTaken, out string why)
    {
        isTaken = false;
        why = "";
        var six = host.AddressFamily is AddressFamily.InterNetworkV6;
        var made = LibC.Socket(six ? LibC.Internet6 : LibC.Internet, LibC.Datagram | LibC.NonBlocking | LibC.CloseOnExec, 0);
        if (made < 0)
        {
            why = LibC.LastError();
            return null;
        }

        Set(made, LibC.SocketLevel, LibC.ReceiveBuffer, WishedReceiveBuffer);
        Set(made, six ? LibC.Ip6Level : LibC.IpLevel, six ? LibC.TrafficClass : LibC.TypeOfService, differentiatedServices << 2);
        if (six)
            Set(made, LibC.Ip6Level, LibC.Ip6Only, 1);

        Span<byte> address = stackalloc byte[MediaAddress.MaximumSocketAddressLength];
        var length = MediaAddress.From(host, (ushort)port).WriteSocketAddress(address, dualStack: six);
        fixed (byte* at = address)
        {
            if (LibC.Bind(made, at, length) is 0)
                return new(made, new(host, port));
        }

        isTaken = Marshal.GetLastPInvokeError() is LibC.AddressInUse;
        why = LibC.LastError();
        _ = LibC.Close(made);
        return null;
    }

    public override ReceiveOutcome Receive(Span<byte> buffer, out int length, out MediaAddress source)
    {
        var addressLength = MediaAddress.MaximumSocketAddressLength;
        source = default;
        fixed (byte* at = buffer)
        {
            var got = LibC.ReceiveFrom(Descriptor, at, buffer.Length, LibC.DontWait | LibC.Truncate, _address, &addressLength);
            length = (int)got;
            if (got >= 0)
            {
                // A datagram longer than the buffer was cut: it is none of ours.
                return got <= buffer.Length && MediaAddress.TryReadSocketAddress(new(_address, addressLength), out source)
                    ? ReceiveOutcome.Received
                    : ReceiveOutcome.Unusable;
            }
        }

        return Marshal.GetLastPInvokeError() switch
        {
            LibC.Again => ReceiveOutcome.Empty,
            LibC.Interrupted or LibC.ConnectionRefused or LibC.HostUnreachable or LibC.NetworkUnreachable => ReceiveOutcome.Unusable,
            _ => ReceiveOutcome.Broken,
        };
    }

    public override bool Send(ReadOnlySpan<byte> packet, in MediaAddress to)
    {
        Span<byte> address = stackalloc byte[MediaAddress.MaximumSocketAddressLength];
        var length = to.WriteSocketAddress(address, _dualStack);
        fixed (byte* at = packet)
        fixed (byte* addressAt = address)
            return LibC.SendTo(Descriptor, at, packet.Length, LibC.DontWait | LibC.NoSignal, addressAt, length) == packet.Length;
    }

    public override void Mute() => Set(Descriptor, LibC.SocketLevel, LibC.ReceiveBuffer, 0);

    public override void Dispose()
    {
        if (_closed)
            return;

        _closed = true;
        _ = LibC.Close(Descriptor);
        NativeMemory.Free(_address);
    }

    private static void Set(int descriptor, int level, int option, int value) =>
        _ = LibC.SetOption(descriptor, level, option, &value, sizeof(int));
}

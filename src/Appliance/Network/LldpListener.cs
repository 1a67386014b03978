using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Appliance.FrontPanel;

namespace Appliance.Network;

/// <summary>
/// Listens on a card for what the switch says of itself. Needs the right to open packet sockets (CAP_NET_RAW); without it the switch
/// stays unknown.
/// </summary>
internal sealed class LldpListener(TimeProvider time, Action changed, ILogger log)
{
    private static readonly TimeSpan AgainAfter = TimeSpan.FromMinutes(1);
    private const int LongestFrame = 1600;

    // SOL_PACKET, PACKET_ADD_MEMBERSHIP and PACKET_MR_MULTICAST of linux/if_packet.h.
    private const int PacketLevel = 263;
    private const int AddMembership = 1;

    // IEEE 802.1AB section 7.1: nearest bridge, nearest bridge that is no relay, nearest customer bridge.
    private static readonly byte[] LastBytes = [0x0E, 0x03, 0x00];

    private readonly long _start = time.GetTimestamp();
    private volatile LldpMemory _memory = LldpMemory.Empty;
    private bool _isTold;

    /// <summary>The switch as it is known at this moment, or null.</summary>
    public SwitchPort? Switch => _memory.At(time.GetElapsedTime(_start)).Switch;

    /// <summary>Listens on the card of this number until told to stop; what was heard is then forgotten.</summary>
    public async Task RunAsync(int card, CancellationToken stop)
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                try
                {
                    using var socket = Open(card);
                    await ListenAsync(socket, stop);
                }
                catch (Exception fault) when (fault is SocketException or PlatformNotSupportedException or NotSupportedException)
                {
                    if (!_isTold)
                        NetworkLog.NotListening(log, fault.Message);
                    _isTold = true;
                    await Task.Delay(AgainAfter, time, stop);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Asked to stop.
        }
        finally
        {
            _memory = LldpMemory.Empty;
        }
    }

    /// <summary>The cable was pulled: whoever was at its other end need not be there any more.</summary>
    public void Forget() => _memory = LldpMemory.Empty;

    private async Task ListenAsync(Socket socket, CancellationToken stop)
    {
        var buffer = new byte[LongestFrame];
        while (true)
        {
            var length = await socket.ReceiveAsync(buffer, SocketFlags.None, stop);
            if (LldpFrame.Read(buffer.AsSpan(0, length)) is not { } said)
                continue;

            var before = Switch;
            _memory = _memory.Hear(said, time.GetElapsedTime(_start));
            var now = Switch;
            if (now == before)
                continue;

            if (now is not null)
                NetworkLog.SwitchHeard(log, now.System, now.Port, now.VoiceVlan);
            changed();
        }
    }

    private static Socket Open(int card)
    {
        var type = (ProtocolType)BinaryPrimitives.ReverseEndianness(LldpFrame.EtherType);
        var socket = new Socket(AddressFamily.Packet, SocketType.Raw, type);
        try
        {
            socket.Bind(new CardEndPoint(card));
            foreach (var last in LastBytes)
                socket.SetRawSocketOption(PacketLevel, AddMembership, Membership(card, last));
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>struct packet_mreq: card, type (0: a group), length of the address, address.</summary>
    private static byte[] Membership(int card, byte last)
    {
        var request = new byte[16];
        BitConverter.TryWriteBytes(request.AsSpan(0, 4), card);
        BitConverter.TryWriteBytes(request.AsSpan(6, 2), (ushort)6);
        ((ReadOnlySpan<byte>)[0x01, 0x80, 0xC2, 0x00, 0x00, last]).CopyTo(request.AsSpan(8));
        return request;
    }

    /// <summary>struct sockaddr_ll: family, type of frame, card, and 12 bytes that only say where a frame came from.</summary>
    private sealed class CardEndPoint(int card) : EndPoint
    {
        public override AddressFamily AddressFamily => AddressFamily.Packet;

        public override SocketAddress Serialize()
        {
            var address = new SocketAddress(AddressFamily.Packet, 20);
            BinaryPrimitives.WriteUInt16BigEndian(address.Buffer.Span[2..], LldpFrame.EtherType);
            BitConverter.TryWriteBytes(address.Buffer.Span[4..], card);
            return address;
        }
    }
}

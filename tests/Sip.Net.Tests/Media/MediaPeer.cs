using System.Net;
using System.Net.Sockets;
using Sip.Media;
using Sip.Rtp;
using Sip.Rtp.Srtp;

namespace Sip.Net.Tests.Media;

/// <summary>One RTP packet as a peer got it, in clear.</summary>
internal sealed record HeardPacket(byte PayloadType, bool Marker, ushort Sequence, uint Timestamp, uint Ssrc, byte[] Payload);

/// <summary>A phone or trunk on loopback: an RTP socket, an RTCP socket and a stream of its own.</summary>
internal sealed class MediaPeer : IDisposable
{
    private readonly Socket _rtp;
    private readonly Socket _rtcp;
    private readonly byte[] _buffer = new byte[2048];
    private readonly PacketSource _source = new(ssrc: 0x1111_1111);
    private SrtpContext? _open;

    public MediaPeer(PortId port, IPEndPoint theirRtp, IPEndPoint theirRtcp, PortSettings settings)
    {
        Port = port;
        TheirRtp = theirRtp;
        TheirRtcp = theirRtcp;
        (_rtp, _rtcp) = BindPair(theirRtp.Address);
        Settings = settings;
        Rekey(settings.ReceiveKey, settings.SendKey);
    }

    public PortId Port { get; }

    public PortSettings Settings { get; set; }

    public IPEndPoint TheirRtp { get; }

    public IPEndPoint TheirRtcp { get; }

    public IPEndPoint Rtp => (IPEndPoint)_rtp.LocalEndPoint!;

    /// <summary>The stream it sends.</summary>
    public PacketSource Source => _source;

    /// <summary>Seals what it sends with the first key and opens what it gets with the second.</summary>
    public void Rekey(SrtpMaterial? sending, SrtpMaterial? receiving)
    {
        _source.Rekey(sending);
        _open?.Dispose();
        _open = receiving?.ForReceiving(null);
    }

    public void Send(byte[] payload, byte? payloadType = null, bool marker = false, uint? timestamp = null) =>
        SendRaw(_source.Next(payload, payloadType ?? Settings.ReceivePayloadType, marker, timestamp));

    public void SendRaw(byte[] datagram) => _rtp.SendTo(datagram, TheirRtp);

    public void SendReport(byte[] datagram) => _rtcp.SendTo(datagram, TheirRtcp);

    /// <summary>The next RTP packet, opened.</summary>
    public HeardPacket Hear()
    {
        var datagram = HearRaw();
        var length = datagram.Length;
        if (_open is not null)
            Assert.Equal(SrtpVerdict.Done, _open.Unprotect(datagram, out length));

        Assert.True(RtpPacket.TryParse(datagram.AsSpan(0, length), out var packet));
        return new(packet.PayloadType, packet.Marker, packet.Sequence, packet.Timestamp, packet.Ssrc, packet.Payload.ToArray());
    }

    /// <summary>The next datagram on the RTP socket, as it came.</summary>
    public byte[] HearRaw() => _buffer[.._rtp.Receive(_buffer)];

    /// <summary>The next datagram on the RTCP socket, as it came.</summary>
    public byte[] HearReport() => _buffer[.._rtcp.Receive(_buffer)];

    /// <summary>Opens a report sealed for this peer.</summary>
    public SrtpVerdict Open(byte[] report, out int length)
    {
        length = report.Length;
        return _open is null ? SrtpVerdict.Done : _open.UnprotectRtcp(report, out length);
    }

    /// <summary>Every RTP packet that waits now. Ask only when whatever sends them has ended.</summary>
    public List<HeardPacket> HearAll()
    {
        var heard = new List<HeardPacket>();
        while (_rtp.Available > 0)
            heard.Add(Hear());
        return heard;
    }

    public void Dispose()
    {
        _rtp.Dispose();
        _rtcp.Dispose();
        _source.Dispose();
        _open?.Dispose();
    }

    private static (Socket Rtp, Socket Rtcp) BindPair(IPAddress host)
    {
        while (true)
        {
            var rtp = Bind(host, 0);
            var port = ((IPEndPoint)rtp.LocalEndPoint!).Port;
            try
            {
                if (port < ushort.MaxValue)
                    return (rtp, Bind(host, port + 1));
            }
            catch (SocketException)
            {
                // Somebody has the port after it: try another pair.
            }

            rtp.Dispose();
        }
    }

    private static Socket Bind(IPAddress host, int port)
    {
        var socket = new Socket(host.AddressFamily, SocketType.Dgram, ProtocolType.Udp)
        {
            ReceiveTimeout = (int)EngineBench.Patience.TotalMilliseconds,
        };
        try
        {
            socket.Bind(new IPEndPoint(host, port));
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }
}

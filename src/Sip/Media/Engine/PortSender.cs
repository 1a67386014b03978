using System.Buffers.Binary;
using Sip.Rtp;
using Sip.Rtp.Srtp;

namespace Sip.Media;

/// <summary>The outgoing half of a port: one steady RTP stream, sealed if the port has a key, whatever feeds it.</summary>
internal sealed class PortSender : IDisposable
{
    private const int ClockRate = 8000;

    private readonly MediaSocket _socket;
    private readonly ITokenSource _tokens;
    private readonly RelayRewrite _stream;
    private readonly RtcpSession _reports;
    private SrtpMaterial? _key;
    private SrtpContext? _seal;

    public PortSender(MediaSocket socket, ITokenSource tokens, RtcpSession reports)
    {
        _reports = reports;
        _socket = socket;
        _tokens = tokens;
        _stream = new(RtpStreamStart.Draw(tokens));
    }

    /// <summary>What the payload types of the source become.</summary>
    public PayloadMap Map => _stream.Map;

    public uint Ssrc => _stream.Ssrc;

    /// <summary>Where packets go; nothing is sent while it is unspecified.</summary>
    public MediaAddress Target { get; set; }

    /// <summary>False while the direction forbids us to send.</summary>
    public bool MaySend { get; set; }

    public long Packets { get; private set; }

    public long Octets { get; private set; }

    public long Failures { get; private set; }

    public long Reports { get; private set; }

    /// <summary>
    /// The same key goes on undisturbed. Another key gets a new SSRC, so that its rollover counter is zero by anyone's reading
    /// of RFC 3711 section 3.3.1.
    /// </summary>
    public void SetKey(SrtpMaterial? key)
    {
        if (Equals(key, _key))
            return;

        _key = key;
        _seal?.Dispose();
        _seal = key is null ? null : key.ForSending();
        if (Packets > 0)
            _stream.Restart(RtpStreamStart.Draw(_tokens));
    }

    /// <summary>The next packet relayed comes from another source.</summary>
    public void LeaveSource() => _stream.LeaveSource();

    /// <summary>Rewrites a packet of the source in place, with room behind it for a tag, and sends it.</summary>
    public void Relay(Span<byte> buffer, int length, int payloadLength, Instant now)
    {
        if (MaySend && !Target.IsUnspecified && _stream.Rewrite(buffer[..length], now) is RelayVerdict.Send)
            Transmit(buffer, length, payloadLength, now);
    }

    /// <summary>The timestamp of something of our own that begins now.</summary>
    public uint NextTimestamp(int clock, Instant now) => _stream.NextTimestamp(clock, now);

    /// <summary>Sends a packet of our own, whose payload the caller has put behind <see cref="RtpHeader.MinimumLength"/> bytes.</summary>
    public void SendOwn(Span<byte> buffer, int payloadLength, byte payloadType, uint timestamp, bool marker, Instant now)
    {
        if (!MaySend || Target.IsUnspecified)
            return;

        _stream.WriteOwn(buffer, payloadType, timestamp, marker, now);
        Transmit(buffer, RtpHeader.MinimumLength + payloadLength, payloadLength, now);
    }

    /// <summary>Sends a report, sealed if the port has a key: nothing leaves a secure leg in clear.</summary>
    public void SendReport(MediaSocket socket, Span<byte> buffer, int length, in MediaAddress to)
    {
        if (_seal is not null && _seal.ProtectRtcp(buffer, length, out length) is not SrtpVerdict.Done)
            return;

        if (socket.Send(buffer[..length], to))
            Reports++;
    }

    public void Dispose()
    {
        _seal?.Dispose();
        _seal = null;
        _key = null;
        MaySend = false;
    }

    private void Transmit(Span<byte> buffer, int length, int payloadLength, Instant now)
    {
        var timestamp = BinaryPrimitives.ReadUInt32BigEndian(buffer[4..]);
        if (_seal is not null && _seal.Protect(buffer, length, out length) is not SrtpVerdict.Done)
        {
            Failures++;
            return;
        }

        if (!_socket.Send(buffer[..length], Target))
        {
            Failures++;
            return;
        }

        Packets++;
        Octets += payloadLength;
        _reports.CountSent(_stream.Ssrc, timestamp, ClockRate, payloadLength, now);
    }
}

using System.Net;
using Sip.Media;
using Sip.Rtp;
using Sip.Rtp.Srtp;

namespace Sip.Net.Tests.Media;

/// <summary>The engine's rules without sockets or threads, in a time the test moves.</summary>
internal sealed class VirtualEngine : IPortSockets, IDisposable
{
    private readonly MediaEngine _engine;
    private readonly Dictionary<int, IPEndPoint> _peers = [];
    private int _lastPort = 20_000;

    public VirtualEngine(string? announcements = null) =>
        _engine = new(this, new SystemTokens(), new(announcements) { Ready = Arrived.Set }, Events.Add);

    public Instant Now { get; private set; } = new(TimeSpan.FromSeconds(10));

    public Instant? Deadline => _engine.Deadline;

    public List<MediaEvent> Events { get; } = [];

    /// <summary>Every datagram sent, in order.</summary>
    public List<SentDatagram> Sent { get; } = [];

    public ManualResetEventSlim Arrived { get; } = new();

    public PortId Open(PortSettings settings)
    {
        var id = new PortId(_peers.Count + 1);
        _peers[id.Value] = settings.Remote ?? new(IPAddress.Loopback, 40_000 + 2 * id.Value);
        Do(new MediaCommand.OpenPort(id, IPAddress.Loopback));
        Configure(id, settings);
        return id;
    }

    public void Configure(PortId id, PortSettings settings) =>
        Do(new MediaCommand.ConfigurePort(id, settings with { Remote = settings.Remote ?? _peers[id.Value] }));

    public void Do(MediaCommand command) => _engine.Do(command, Now);

    public void Receive(PortId id, byte[] packet, bool isRtcp = false)
    {
        var buffer = new byte[MediaEngine.BufferLength];
        packet.CopyTo(buffer, 0);
        var source = MediaAddress.From(_peers[id.Value]);
        if (isRtcp)
            _engine.Find(id)!.TakeRtcp(buffer, packet.Length, source.At((ushort)(source.Port + 1)), Now);
        else
            _engine.Find(id)!.TakeRtp(buffer, packet.Length, source, Now);
    }

    /// <summary>Lets time pass, from one deadline to the next.</summary>
    public void Pass(TimeSpan time)
    {
        var end = Now + time;
        while (_engine.Deadline is { } due && due <= end)
        {
            Now = due > Now ? due : Now;
            _engine.DeadlinePassed(Now);
        }

        Now = end;
    }

    /// <summary>Lets time pass with nobody looking at the deadlines.</summary>
    public void Sleep(TimeSpan time)
    {
        Now += time;
        _engine.DeadlinePassed(Now);
    }

    public void AnnouncementsArrived() => _engine.AnnouncementsArrived(Now);

    /// <summary>What went out of a port's RTP socket, read as plain RTP.</summary>
    public List<HeardPacket> SentRtp(PortId id)
    {
        var packets = new List<HeardPacket>();
        foreach (var sent in Sent)
        {
            if (sent.Port == id.Value && !sent.IsRtcp && RtpPacket.TryParse(sent.Bytes, out var packet))
                packets.Add(new(packet.PayloadType, packet.Marker, packet.Sequence, packet.Timestamp, packet.Ssrc, packet.Payload.ToArray()));
        }

        return packets;
    }

    public bool TryBind(IPAddress host, out MediaSocket rtp, out MediaSocket rtcp, out string why)
    {
        var number = _peers.Count;
        rtp = new VirtualSocket(this, number, isRtcp: false, new(host, _lastPort++));
        rtcp = new VirtualSocket(this, number, isRtcp: true, new(host, _lastPort++));
        why = "";
        return true;
    }

    public void Watch(MediaPort port)
    {
    }

    public void Unwatch(MediaPort port)
    {
    }

    public void Dispose()
    {
        _engine.Dispose();
        Arrived.Dispose();
    }

    public sealed record SentDatagram(int Port, bool IsRtcp, MediaAddress To, Instant At, byte[] Bytes);

    private sealed class VirtualSocket(VirtualEngine engine, int port, bool isRtcp, IPEndPoint local) : MediaSocket(local)
    {
        public override ReceiveOutcome Receive(Span<byte> buffer, out int length, out MediaAddress source)
        {
            (length, source) = (0, default);
            return ReceiveOutcome.Empty;
        }

        public override bool Send(ReadOnlySpan<byte> packet, in MediaAddress to)
        {
            engine.Sent.Add(new(port, isRtcp, to, engine.Now, packet.ToArray()));
            return true;
        }

        public override void Mute()
        {
        }

        public override void Dispose()
        {
        }
    }
}

/// <summary>The packets a peer would send.</summary>
internal sealed class PacketSource(SrtpMaterial? key = null, uint ssrc = 0x2222_2222) : IDisposable
{
    private SrtpContext? _seal = key?.ForSending();

    public uint Ssrc { get; set; } = ssrc;

    public ushort Sequence { get; set; } = 500;

    public uint Timestamp { get; set; } = 7000;

    public void Rekey(SrtpMaterial? other)
    {
        _seal?.Dispose();
        _seal = other?.ForSending();
    }

    public byte[] Next(byte[] payload, byte payloadType = 0, bool marker = false, uint? timestamp = null)
    {
        var packet = new byte[RtpHeader.MinimumLength + payload.Length + SrtpSuites.MaximumRtpOverhead];
        RtpHeader.Write(packet, payloadType, Sequence++, timestamp ?? Timestamp, Ssrc, marker);
        payload.CopyTo(packet, RtpHeader.MinimumLength);
        var length = RtpHeader.MinimumLength + payload.Length;
        if (_seal is not null)
            Assert.Equal(SrtpVerdict.Done, _seal.Protect(packet, length, out length));
        if (timestamp is null)
            Timestamp += (uint)payload.Length;
        return packet[..length];
    }

    public void Dispose() => _seal?.Dispose();
}

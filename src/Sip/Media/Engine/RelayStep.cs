using System.Net;
using Sip.Rtp;
using Sip.Rtp.Srtp;

namespace Sip.Media;

/// <summary>
/// One packet through a path without any socket: what a benchmark measures, and what a fresh engine exercises so that its first
/// call finds the code compiled.
/// </summary>
internal sealed class RelayStep : IDisposable
{
    private const int PayloadLength = 160;

    private static readonly IPEndPoint Peer = new(IPAddress.Loopback, 4000);

    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(MediaEngine.BufferLength, pinned: true);
    private readonly byte[] _payload = new byte[PayloadLength];
    private readonly MediaAddress _source = MediaAddress.From(Peer);
    private readonly NowhereSockets _sockets = new();
    private readonly SrtpContext? _seal;
    private readonly MediaEngine _engine;
    private readonly MediaPort _from;
    private ushort _sequence = 1;
    private uint _timestamp;
    private Instant _now;

    /// <summary>A path from a peer that seals with one key (or none) to a peer we seal for with another (or none).</summary>
    public RelayStep(ITokenSource tokens, SrtpMaterial? from, SrtpMaterial? to, AudioCodec toCodec = AudioCodec.Pcmu)
    {
        _seal = from?.ForSending();
        _engine = new(_sockets, tokens, new(folder: null), static _ => { });
        Do(new MediaCommand.OpenPort(new(1), IPAddress.Loopback));
        Do(new MediaCommand.OpenPort(new(2), IPAddress.Loopback));
        Do(new MediaCommand.ConfigurePort(new(1), new() { Remote = Peer, ReceiveKey = from, SendKey = from }));
        Do(new MediaCommand.ConfigurePort(new(2), new() { Remote = Peer, ReceiveKey = to, SendKey = to, Codec = toCodec, SendPayloadType = (byte)(toCodec is AudioCodec.Pcma ? 8 : 0) }));
        Do(new MediaCommand.Connect(new(1), new(2)));
        _from = _engine.Find(new(1))!;
    }

    /// <summary>Packets that have gone out at the other end.</summary>
    public long Sent => _sockets.Sent;

    /// <summary>Makes the peer's next packet, sealed if it has a key: the part of <see cref="Run"/> that is not the engine's.</summary>
    public int Prepare()
    {
        RtpHeader.Write(_buffer, 0, _sequence++, _timestamp, 0x5151_5151, marker: false);
        _timestamp += PayloadLength;
        _payload.CopyTo(_buffer, RtpHeader.MinimumLength);
        var length = RtpHeader.MinimumLength + PayloadLength;
        _seal?.Protect(_buffer, length, out length);
        _now += TimeSpan.FromMilliseconds(20);
        return length;
    }

    /// <summary>Makes the peer's next packet and takes it through the path; reports are sent when they are due.</summary>
    public void Run()
    {
        _from.TakeRtp(_buffer, Prepare(), _source, _now);
        if (_engine.Deadline <= _now)
            _engine.DeadlinePassed(_now);
    }

    /// <summary>Takes a few packets through every kind of path.</summary>
    public static void WarmUp(ITokenSource tokens)
    {
        Span<byte> bytes = stackalloc byte[SrtpMaterial.Length];
        tokens.Fill(bytes);
        var key = new SrtpMaterial(SrtpSuite.AesCm128HmacSha1Tag80, bytes);
        foreach (var (from, to) in new[] { (null, null), (key, null), (null, key), (key, key) })
        {
            using var step = new RelayStep(tokens, from, to, AudioCodec.Pcma);
            for (var i = 0; i < 64; i++)
                step.Run();
        }
    }

    public void Dispose()
    {
        _engine.Dispose();
        _seal?.Dispose();
    }

    private void Do(MediaCommand command) => _engine.Do(command, _now);

    private sealed class NowhereSockets : IPortSockets
    {
        public long Sent { get; private set; }

        public bool TryBind(IPAddress host, out MediaSocket rtp, out MediaSocket rtcp, out string why)
        {
            (rtp, rtcp, why) = (new NowhereSocket(this), new NowhereSocket(this), "");
            return true;
        }

        public void Watch(MediaPort port)
        {
        }

        public void Unwatch(MediaPort port)
        {
        }

        private sealed class NowhereSocket(NowhereSockets sockets) : MediaSocket(new(IPAddress.Loopback, 0))
        {
            public override ReceiveOutcome Receive(Span<byte> buffer, out int length, out MediaAddress source)
            {
                (length, source) = (0, default);
                return ReceiveOutcome.Empty;
            }

            public override bool Send(ReadOnlySpan<byte> packet, in MediaAddress to)
            {
                sockets.Sent++;
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
}

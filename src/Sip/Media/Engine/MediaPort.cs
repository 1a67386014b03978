using Sip.Rtp;
using Sip.Rtp.Audio;

namespace Sip.Media;

/// <summary>
/// One local RTP and RTCP address and everything that happens on it. Packets and the passing of time go in; packets go out
/// through its sockets, and facts through <c>tell</c>. Nothing is allocated per packet.
/// </summary>
internal sealed class MediaPort : IDisposable
{
    // What is played to nobody ends all the same.
    private static readonly PortSettings NotYet = new();

    private readonly Action<MediaEvent> _tell;
    private readonly PortReceiver _receiver = new();
    private readonly PortSender _sender;
    private readonly Player _player = new();
    private readonly DigitQueue _digits = new();
    private readonly SilenceWatch _silence = new();
    private readonly RtcpSession _reports;
    private DigitReceiver _digitsHeard;
    private ToneListener? _toneListener;
    private MediaAddress _latchedTo;
    private bool _mayReceive;
    private bool _echo;

    public MediaPort(PortId id, MediaSocket rtp, MediaSocket rtcp, ITokenSource tokens, Action<MediaEvent> tell, Instant now)
    {
        Id = id;
        Rtp = rtp;
        Rtcp = rtcp;
        _tell = tell;
        _reports = new(tokens, now);
        _sender = new(rtp, tokens, _reports);
    }

    public PortId Id { get; }

    public MediaSocket Rtp { get; }

    public MediaSocket Rtcp { get; }

    /// <summary>Null before the first <see cref="Configure"/>.</summary>
    public PortSettings? Settings { get; private set; }

    /// <summary>A number for whoever gives out the sockets.</summary>
    public int Slot { get; set; }

    /// <summary>The other end of the path.</summary>
    public MediaPort? Partner { get; private set; }

    /// <summary>When <see cref="Advance"/> is next to be called.</summary>
    public Instant? Deadline => Instant.Earliest(
        Instant.Earliest(_player.Deadline, Settings?.SendTelephoneEvent is null ? null : _digits.Deadline),
        Instant.Earliest(_silence.Deadline, Settings?.Remote is null ? null : _reports.Deadline));

    public void Configure(PortSettings settings, Instant now)
    {
        Settings = settings;
        _receiver.Configure(settings, now);
        _sender.SetKey(settings.SendKey);
        _sender.MaySend = settings.Direction is MediaDirection.SendReceive or MediaDirection.SendOnly;
        _mayReceive = settings.Direction is MediaDirection.SendReceive or MediaDirection.ReceiveOnly;
        _silence.Configure(settings.SilenceTimeout, _mayReceive && settings.Remote is not null, now);
        if (settings.SendTelephoneEvent is null)
            _digits.Clear();
        Aim();
        MapPayloads();
        Partner?.MapPayloads();
    }

    public void ConnectTo(MediaPort? partner)
    {
        if (Partner == partner)
            return;

        Partner = partner;
        _sender.LeaveSource();
        if (partner is not null)
            GrantSending();
        MapPayloads();
    }

    public void Echo(bool on)
    {
        if (_echo == on)
            return;

        _echo = on;
        _sender.LeaveSource();
        if (on)
            GrantSending();
        MapPayloads();
    }

    public void PlayTone(int hertz, TimeSpan duration, Instant now)
    {
        GrantSending();
        _player.Begin(new Tone(hertz), duration, _sender, now);
    }

    public void PlayWhenRead(string announcement, bool loop) => _player.Await(announcement, loop);

    /// <summary>Begins the awaited announcement if it can be had now.</summary>
    public void TryBeginAwaited(AnnouncementShelf shelf, Instant now)
    {
        if (_player.Awaited is not { } name || !shelf.TryGet(name, out var file))
            return;

        var loops = _player.AwaitedLoops;
        _player.Stop();
        GrantSending();
        if (file is null)
            _tell(new MediaEvent.PlayFinished(Id));
        else
            _player.Begin(file, loops, _sender, now);
    }

    public void StopPlaying()
    {
        _player.Stop();
        _sender.LeaveSource();
    }

    public bool TrySendDigit(byte number, TimeSpan duration)
    {
        GrantSending();
        return _digits.TryAdd(number, duration);
    }

    /// <summary>0: stop listening.</summary>
    public void ListenForTone(int hertz) => _toneListener = hertz is 0 ? null : new(hertz);

    /// <summary>A datagram on the RTP socket. The buffer has room behind it for a tag.</summary>
    public void TakeRtp(Span<byte> buffer, int length, in MediaAddress source, Instant now)
    {
        switch (RtpClassifier.Classify(buffer[..length]))
        {
            case DatagramKind.Rtp:
                TakeSound(buffer, length, source, now);
                break;
            case DatagramKind.Rtcp when Settings?.RtcpMux is true:
                TakeReport(buffer, length, source, now);
                break;
            default:
                _receiver.Malformed++;
                break;
        }
    }

    /// <summary>A datagram on the RTCP socket.</summary>
    public void TakeRtcp(Span<byte> buffer, int length, in MediaAddress source, Instant now)
    {
        if (RtpClassifier.Classify(buffer[..length]) is DatagramKind.Rtcp)
            TakeReport(buffer, length, source, now);
        else
            _receiver.Malformed++;
    }

    /// <summary>Does what is due. The buffer is room to make packets in.</summary>
    public void Advance(Span<byte> buffer, Instant now)
    {
        if (Settings?.SendTelephoneEvent is { } format)
            _digits.Advance(_sender, format, buffer, now);
        if (_player.Advance(_sender, Settings ?? NotYet, _digits.IsOn, buffer, now))
            _tell(new MediaEvent.PlayFinished(Id));
        if (_silence.Advance(now) is { } silence)
            _tell(new MediaEvent.MediaSilent(Id, silence));
        if (Settings?.Remote is not null && _reports.Deadline <= now)
            SendReport(buffer, _reports.Write(buffer, _sender.Ssrc, _receiver.Statistics, now));
    }

    /// <summary>How long a silence that was told has lasted; null when there is none.</summary>
    public TimeSpan? SilentFor(Instant now) => _silence.Lasting(now);

    public PortCounters Count() => new()
    {
        PacketsReceived = _receiver.Packets,
        PacketsSent = _sender.Packets,
        OctetsReceived = _receiver.Octets,
        OctetsSent = _sender.Octets,
        PacketsLost = _receiver.Statistics.Lost,
        DroppedFromStrangers = _receiver.Strangers,
        AuthenticationFailures = _receiver.AuthenticationFailures,
        Replayed = _receiver.Replayed,
        Malformed = _receiver.Malformed,
        UnknownPayload = _receiver.UnknownPayload,
        SendFailures = _sender.Failures,
        ReportsReceived = _reports.ReportsReceived,
        ReportsSent = _sender.Reports,
        Jitter = _receiver.Statistics.Jitter,
        RoundTrip = _reports.RoundTrip,
        LossPercent = _receiver.Statistics.LossPercent,
        LossPercentAtPeer = _reports.LossPercentAtPeer,
        Mos = _receiver.Packets is 0 ? 0 : EModel.Mos(_receiver.Statistics, _reports.RoundTrip),
    };

    /// <summary>Takes leave of the peer (RFC 3550 section 6.6) and forgets the keys. The sockets stay.</summary>
    public void Close(Span<byte> buffer, Instant now)
    {
        if (Settings?.Remote is not null)
            SendReport(buffer, _reports.WriteGoodbye(buffer, _sender.Ssrc, _receiver.Statistics, now));
        _receiver.Dispose();
        _sender.Dispose();
        _digits.Clear();
        _player.Stop();
    }

    public void Dispose()
    {
        _receiver.Dispose();
        _sender.Dispose();
        Rtp.Dispose();
        Rtcp.Dispose();
    }

    private MediaSocket ReportSocket => Settings?.RtcpMux is true ? Rtp : Rtcp;

    // Beside RTP on one port; else where SDP says, or next to wherever the peer turned out to be.
    private MediaAddress ReportTarget
    {
        get
        {
            var target = _sender.Target;
            if (Settings is null || target.IsUnspecified || Settings.RtcpMux)
                return target;
            if (target == _receiver.Signalled && Settings.RemoteRtcp is { } signalled)
                return MediaAddress.From(signalled);

            return target.At((ushort)(target.Port + 1));
        }
    }

    private void TakeSound(Span<byte> buffer, int length, in MediaAddress source, Instant now)
    {
        var taken = _receiver.TryTake(buffer, ref length, source, now);
        Aim();
        if (!taken || !RtpPacket.TryParse(buffer[..length], out var packet))
            return;

        if (_silence.Heard(now))
            _tell(new MediaEvent.MediaFlowing(Id));
        if (!_mayReceive)
            return;

        Listen(packet, now);
        if (_echo)
            Send(buffer, length, packet.Payload.Length, now);
        else
            Partner?.Send(buffer, length, packet.Payload.Length, now);
    }

    private void Send(Span<byte> buffer, int length, int payloadLength, Instant now)
    {
        if (!_player.IsOn && !_digits.IsOn)
            _sender.Relay(buffer, length, payloadLength, now);
    }

    private void Listen(in RtpPacket packet, Instant now)
    {
        if (packet.PayloadType == Settings?.ReceiveTelephoneEvent?.PayloadType)
        {
            if (_digitsHeard.See(packet, now, out var number) && number < TelephoneEvent.Digits.Length)
                _tell(new MediaEvent.DigitHeard(Id, TelephoneEvent.Digits[number]));
        }
        else if (_toneListener?.Hear(LawOf(packet.PayloadType), packet.Payload) is true)
        {
            _tell(new MediaEvent.ToneHeard(Id, _toneListener.Hertz));
        }
    }

    private G711Law LawOf(byte payloadType)
    {
        var isALaw = payloadType == Settings?.ReceivePayloadType
            ? Settings.Codec is AudioCodec.Pcma
            : payloadType is PayloadTypes.StaticALaw;
        return isALaw ? G711Law.A : G711Law.Mu;
    }

    private void TakeReport(Span<byte> buffer, int length, in MediaAddress source, Instant now)
    {
        if (_receiver.TryTakeReport(buffer, ref length, source))
            _ = _reports.TryRead(buffer[..length], now);
    }

    private void SendReport(Span<byte> buffer, int length)
    {
        var target = ReportTarget;
        if (!target.IsUnspecified)
            _sender.SendReport(ReportSocket, buffer, length, target);
    }

    private void GrantSending()
    {
        _receiver.GrantSending();
        Aim();
    }

    private void Aim()
    {
        var target = _receiver.Target;
        _sender.Target = target;
        if (target == _latchedTo)
            return;

        _latchedTo = target;
        if (target != _receiver.Signalled)
            _tell(new MediaEvent.PeerLatched(Id, target.ToEndPoint()));
    }

    private void MapPayloads()
    {
        var source = _echo ? this : Partner;
        if (Settings is null || source?.Settings is null)
            _sender.Map.Clear();
        else
            PayloadTypes.Fill(_sender.Map, source.Settings, Settings);
    }
}

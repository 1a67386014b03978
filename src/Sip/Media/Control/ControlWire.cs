using Sip.Rtp;

namespace Sip.Media.Control;

/// <summary>
/// The messages of the control socket: a version byte, a kind byte, two zero bytes, the port number, then the fields of the kind,
/// each of fixed length. One message is one datagram of the sequenced-packet socket.
/// </summary>
internal static class ControlWire
{
    public const byte Version = 1;

    /// <summary>Longer than any message of either side.</summary>
    public const int MaximumLength = 512;

    private const byte NameRoom = 96;
    private const byte ReasonRoom = 160;
    private const string NotOurs = "The message is not of this version or not well formed.";

    private enum Kind : byte
    {
        OpenPort = 1,
        ConfigurePort,
        Connect,
        Disconnect,
        Play,
        PlayTone,
        StopPlaying,
        Echo,
        SendDigit,
        ListenForTone,
        ReadCounters,
        ClosePort,
        ListPorts,
        Shutdown,

        EngineStarted = 64,
        PortListed,
        ListEnded,
        PortOpened,
        PortRefused,
        PortClosed,
        PortFailed,
        MediaFlowing,
        PeerLatched,
        MediaSilent,
        PlayFinished,
        DigitHeard,
        ToneHeard,
        Counters,
        CommandRefused,
    }

    /// <summary>Writes a command and says how long it is.</summary>
    public static int Write(Span<byte> message, MediaCommand command)
    {
        var writer = new WireWriter(message);
        switch (command)
        {
            case MediaCommand.OpenPort(var port, var address):
                Head(ref writer, Kind.OpenPort, port);
                writer.Address(address, 0);
                break;
            case MediaCommand.ConfigurePort(var port, var settings):
                Head(ref writer, Kind.ConfigurePort, port);
                Write(ref writer, settings);
                break;
            case MediaCommand.Connect(var a, var b):
                Head(ref writer, Kind.Connect, a);
                writer.Int32(b.Value);
                break;
            case MediaCommand.Disconnect(var a, var b):
                Head(ref writer, Kind.Disconnect, a);
                writer.Int32(b.Value);
                break;
            case MediaCommand.Play(var port, var announcement, var loop):
                Head(ref writer, Kind.Play, port);
                writer.Text(announcement, NameRoom);
                writer.Flag(loop);
                break;
            case MediaCommand.PlayTone(var port, var hz, var duration):
                Head(ref writer, Kind.PlayTone, port);
                writer.Int32(hz);
                writer.Time(duration);
                break;
            case MediaCommand.StopPlaying(var port):
                Head(ref writer, Kind.StopPlaying, port);
                break;
            case MediaCommand.Echo(var port, var on):
                Head(ref writer, Kind.Echo, port);
                writer.Flag(on);
                break;
            case MediaCommand.SendDigit(var port, var digit, var duration):
                Head(ref writer, Kind.SendDigit, port);
                writer.Byte((byte)digit);
                writer.Time(duration);
                break;
            case MediaCommand.ListenForTone(var port, var hz):
                Head(ref writer, Kind.ListenForTone, port);
                writer.Int32(hz);
                break;
            case MediaCommand.ReadCounters(var port):
                Head(ref writer, Kind.ReadCounters, port);
                break;
            case MediaCommand.ClosePort(var port):
                Head(ref writer, Kind.ClosePort, port);
                break;
            case MediaCommand.ListPorts:
                Head(ref writer, Kind.ListPorts, default);
                break;
            case MediaCommand.Shutdown:
                Head(ref writer, Kind.Shutdown, default);
                break;
        }

        return writer.Length;
    }

    /// <summary>Reads a command. Null: the message is wrong, and <paramref name="refusal"/> is the answer to it.</summary>
    public static MediaCommand? ReadCommand(ReadOnlySpan<byte> message, out MediaEvent refusal)
    {
        var reader = new WireReader(message);
        var isOurs = Head(ref reader, out var kind, out var port);
        refusal = new MediaEvent.CommandRefused(port, NotOurs);
        if (!isOurs)
            return null;

        var command = ReadCommand(ref reader, kind, port);
        return reader.IsWhole ? command : null;
    }

    /// <summary>Writes an event and says how long it is; 0 for one that never crosses the socket.</summary>
    public static int Write(Span<byte> message, MediaEvent happening)
    {
        var writer = new WireWriter(message);
        switch (happening)
        {
            case MediaEvent.EngineStarted(var epoch):
                Head(ref writer, Kind.EngineStarted, default);
                writer.Int64(epoch);
                break;
            case MediaEvent.PortListed(var port, var rtp, var rtcp, var connectedTo):
                Head(ref writer, Kind.PortListed, port);
                writer.EndPoint(rtp);
                writer.EndPoint(rtcp);
                writer.OptionalPort(connectedTo);
                break;
            case MediaEvent.ListEnded:
                Head(ref writer, Kind.ListEnded, default);
                break;
            case MediaEvent.PortOpened(var port, var rtp, var rtcp):
                Head(ref writer, Kind.PortOpened, port);
                writer.EndPoint(rtp);
                writer.EndPoint(rtcp);
                break;
            case MediaEvent.PortRefused(var port, var why):
                Head(ref writer, Kind.PortRefused, port);
                writer.Text(why, ReasonRoom);
                break;
            case MediaEvent.PortClosed(var port, var last):
                Head(ref writer, Kind.PortClosed, port);
                Write(ref writer, last);
                break;
            case MediaEvent.PortFailed(var port, var why):
                Head(ref writer, Kind.PortFailed, port);
                writer.Text(why, ReasonRoom);
                break;
            case MediaEvent.MediaFlowing(var port):
                Head(ref writer, Kind.MediaFlowing, port);
                break;
            case MediaEvent.PeerLatched(var port, var peer):
                Head(ref writer, Kind.PeerLatched, port);
                writer.EndPoint(peer);
                break;
            case MediaEvent.MediaSilent(var port, var time):
                Head(ref writer, Kind.MediaSilent, port);
                writer.Time(time);
                break;
            case MediaEvent.PlayFinished(var port):
                Head(ref writer, Kind.PlayFinished, port);
                break;
            case MediaEvent.DigitHeard(var port, var digit):
                Head(ref writer, Kind.DigitHeard, port);
                writer.Byte((byte)digit);
                break;
            case MediaEvent.ToneHeard(var port, var hz):
                Head(ref writer, Kind.ToneHeard, port);
                writer.Int32(hz);
                break;
            case MediaEvent.Counters(var port, var values):
                Head(ref writer, Kind.Counters, port);
                Write(ref writer, values);
                break;
            case MediaEvent.CommandRefused(var port, var why):
                Head(ref writer, Kind.CommandRefused, port);
                writer.Text(why, ReasonRoom);
                break;
        }

        return writer.Length;
    }

    /// <summary>Reads an event. Null: the message is not of this version or not well formed.</summary>
    public static MediaEvent? ReadEvent(ReadOnlySpan<byte> message)
    {
        var reader = new WireReader(message);
        if (!Head(ref reader, out var kind, out var port))
            return null;

        var happening = ReadEvent(ref reader, kind, port);
        return reader.IsWhole ? happening : null;
    }

    private static void Head(ref WireWriter writer, Kind kind, PortId port)
    {
        writer.Byte(Version);
        writer.Byte((byte)kind);
        writer.Byte(0);
        writer.Byte(0);
        writer.Int32(port.Value);
    }

    private static bool Head(ref WireReader reader, out Kind kind, out PortId port)
    {
        var version = reader.Byte();
        kind = (Kind)reader.Byte();
        var spare = reader.Byte() | reader.Byte();
        port = reader.Port();
        return version == Version && spare is 0;
    }

    private static MediaCommand? ReadCommand(ref WireReader reader, Kind kind, PortId port) => kind switch
    {
        Kind.OpenPort => reader.Address(out _) is { } address ? new MediaCommand.OpenPort(port, address) : null,
        Kind.ConfigurePort => new MediaCommand.ConfigurePort(port, ReadSettings(ref reader)),
        Kind.Connect => new MediaCommand.Connect(port, reader.Port()),
        Kind.Disconnect => new MediaCommand.Disconnect(port, reader.Port()),
        Kind.Play => new MediaCommand.Play(port, reader.Text(NameRoom), reader.Flag()),
        Kind.PlayTone => new MediaCommand.PlayTone(port, reader.Int32(), reader.Time()),
        Kind.StopPlaying => new MediaCommand.StopPlaying(port),
        Kind.Echo => new MediaCommand.Echo(port, reader.Flag()),
        Kind.SendDigit => new MediaCommand.SendDigit(port, (char)reader.Byte(), reader.Time()),
        Kind.ListenForTone => new MediaCommand.ListenForTone(port, reader.Int32()),
        Kind.ReadCounters => new MediaCommand.ReadCounters(port),
        Kind.ClosePort => new MediaCommand.ClosePort(port),
        Kind.ListPorts => new MediaCommand.ListPorts(),
        Kind.Shutdown => new MediaCommand.Shutdown(),
        _ => null,
    };

    private static MediaEvent? ReadEvent(ref WireReader reader, Kind kind, PortId port) => kind switch
    {
        Kind.EngineStarted => new MediaEvent.EngineStarted(reader.Int64()),
        Kind.PortListed => new MediaEvent.PortListed(port, reader.EndPoint(), reader.EndPoint(), reader.OptionalPort()),
        Kind.ListEnded => new MediaEvent.ListEnded(),
        Kind.PortOpened => new MediaEvent.PortOpened(port, reader.EndPoint(), reader.EndPoint()),
        Kind.PortRefused => new MediaEvent.PortRefused(port, reader.Text(ReasonRoom)),
        Kind.PortClosed => new MediaEvent.PortClosed(port, ReadCounters(ref reader)),
        Kind.PortFailed => new MediaEvent.PortFailed(port, reader.Text(ReasonRoom)),
        Kind.MediaFlowing => new MediaEvent.MediaFlowing(port),
        Kind.PeerLatched => new MediaEvent.PeerLatched(port, reader.EndPoint()),
        Kind.MediaSilent => new MediaEvent.MediaSilent(port, reader.Time()),
        Kind.PlayFinished => new MediaEvent.PlayFinished(port),
        Kind.DigitHeard => new MediaEvent.DigitHeard(port, (char)reader.Byte()),
        Kind.ToneHeard => new MediaEvent.ToneHeard(port, reader.Int32()),
        Kind.Counters => new MediaEvent.Counters(port, ReadCounters(ref reader)),
        Kind.CommandRefused => new MediaEvent.CommandRefused(port, reader.Text(ReasonRoom)),
        _ => null,
    };

    private static void Write(ref WireWriter writer, PortSettings settings)
    {
        writer.EndPoint(settings.Remote);
        writer.EndPoint(settings.RemoteRtcp);
        writer.Address(settings.Signalling, 0);
        writer.Flag(settings.RtcpMux);
        writer.Byte((byte)settings.Latch);
        writer.Key(settings.ReceiveKey);
        writer.Key(settings.SendKey);
        writer.Byte((byte)settings.Codec);
        writer.Byte(settings.SendPayloadType);
        writer.Byte(settings.ReceivePayloadType);
        writer.Format(settings.SendTelephoneEvent);
        writer.Format(settings.ReceiveTelephoneEvent);
        writer.Flag(settings.ComfortNoise);
        writer.Byte((byte)settings.Direction);
        writer.OptionalTime(settings.SilenceTimeout);
    }

    private static PortSettings ReadSettings(ref WireReader reader) => new()
    {
        Remote = reader.OptionalEndPoint(),
        RemoteRtcp = reader.OptionalEndPoint(),
        Signalling = reader.Address(out _),
        RtcpMux = reader.Flag(),
        Latch = (LatchPolicy)reader.OneOf(3),
        ReceiveKey = reader.Key(),
        SendKey = reader.Key(),
        Codec = (AudioCodec)reader.OneOf(2),
        SendPayloadType = reader.PayloadType(),
        ReceivePayloadType = reader.PayloadType(),
        SendTelephoneEvent = reader.Format(),
        ReceiveTelephoneEvent = reader.Format(),
        ComfortNoise = reader.Flag(),
        Direction = (MediaDirection)reader.OneOf(4),
        SilenceTimeout = reader.OptionalTime(),
    };

    private static void Write(ref WireWriter writer, PortCounters counters)
    {
        writer.Int64(counters.PacketsReceived);
        writer.Int64(counters.PacketsSent);
        writer.Int64(counters.OctetsReceived);
        writer.Int64(counters.OctetsSent);
        writer.Int64(counters.PacketsLost);
        writer.Int64(counters.DroppedFromStrangers);
        writer.Int64(counters.AuthenticationFailures);
        writer.Int64(counters.Replayed);
        writer.Int64(counters.Malformed);
        writer.Int64(counters.UnknownPayload);
        writer.Int64(counters.SendFailures);
        writer.Int64(counters.ReportsReceived);
        writer.Int64(counters.ReportsSent);
        writer.Time(counters.Jitter);
        writer.Time(counters.RoundTrip);
        writer.Double(counters.LossPercent);
        writer.Double(counters.LossPercentAtPeer);
        writer.Double(counters.Mos);
    }

    private static PortCounters ReadCounters(ref WireReader reader) => new()
    {
        PacketsReceived = reader.Int64(),
        PacketsSent = reader.Int64(),
        OctetsReceived = reader.Int64(),
        OctetsSent = reader.Int64(),
        PacketsLost = reader.Int64(),
        DroppedFromStrangers = reader.Int64(),
        AuthenticationFailures = reader.Int64(),
        Replayed = reader.Int64(),
        Malformed = reader.Int64(),
        UnknownPayload = reader.Int64(),
        SendFailures = reader.Int64(),
        ReportsReceived = reader.Int64(),
        ReportsSent = reader.Int64(),
        Jitter = reader.Time(),
        RoundTrip = reader.Time(),
        LossPercent = reader.Double(),
        LossPercentAtPeer = reader.Double(),
        Mos = reader.Double(),
    };
}

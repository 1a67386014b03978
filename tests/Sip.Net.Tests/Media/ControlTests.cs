using System.Net;
using System.Security.Cryptography;
using FsCheck.Xunit;
using Sip.Media;
using Sip.Media.Control;
using Sip.Media.Linux;
using Sip.Rtp;
using Sip.Rtp.Srtp;

namespace Sip.Net.Tests.Media;

public sealed class ControlTests
{
    private static readonly PortSettings Full = new()
    {
        Remote = new(IPAddress.Parse("192.0.2.7"), 4000),
        RemoteRtcp = new(IPAddress.Parse("fe80::1%3"), 4001),
        Signalling = IPAddress.Parse("2001:db8::5"),
        RtcpMux = true,
        Latch = LatchPolicy.Nat,
        ReceiveKey = RelayTests.Key(SrtpSuite.AesCm128HmacSha1Tag80),
        SendKey = RelayTests.Key(SrtpSuite.AesCm128HmacSha1Tag32),
        Codec = AudioCodec.Pcma,
        SendPayloadType = 8,
        ReceivePayloadType = 127,
        SendTelephoneEvent = new(101, 48_000),
        ReceiveTelephoneEvent = new(96),
        ComfortNoise = true,
        Direction = MediaDirection.Inactive,
        SilenceTimeout = TimeSpan.FromSeconds(30),
    };

    private static readonly PortCounters Counts = new()
    {
        PacketsReceived = 1,
        PacketsSent = 2,
        OctetsReceived = 3,
        OctetsSent = 4,
        PacketsLost = -5,
        DroppedFromStrangers = 6,
        AuthenticationFailures = 7,
        Replayed = 8,
        Malformed = 9,
        UnknownPayload = 10,
        SendFailures = 11,
        ReportsReceived = 12,
        ReportsSent = 13,
        Jitter = TimeSpan.FromMilliseconds(1.5),
        RoundTrip = TimeSpan.FromMilliseconds(80),
        LossPercent = 0.25,
        LossPercentAtPeer = 99.5,
        Mos = 4.38,
    };

    public static TheoryData<MediaCommand> Commands { get; } =
    [
        new MediaCommand.OpenPort(new(1), IPAddress.Parse("192.0.2.1")),
        new MediaCommand.OpenPort(new(int.MaxValue), IPAddress.IPv6Loopback),
        new MediaCommand.ConfigurePort(new(2), Full),
        new MediaCommand.ConfigurePort(new(2), new()),
        new MediaCommand.Connect(new(1), new(2)),
        new MediaCommand.Disconnect(new(1), new(2)),
        new MediaCommand.Play(new(1), "not-in-service.wav", Loop: true),
        new MediaCommand.PlayTone(new(1), 440, TimeSpan.FromSeconds(3)),
        new MediaCommand.StopPlaying(new(1)),
        new MediaCommand.Echo(new(1), On: true),
        new MediaCommand.SendDigit(new(1), '#', TimeSpan.FromMilliseconds(160)),
        new MediaCommand.ListenForTone(new(1), 1004),
        new MediaCommand.ReadCounters(new(1)),
        new MediaCommand.ClosePort(new(1)),
        new MediaCommand.ListPorts(),
        new MediaCommand.Shutdown(),
    ];

    public static TheoryData<MediaEvent> Events { get; } =
    [
        new MediaEvent.EngineStarted(long.MaxValue),
        new MediaEvent.PortListed(new(1), new(IPAddress.Loopback, 20_000), new(IPAddress.Loopback, 20_001), new PortId(2)),
        new MediaEvent.PortListed(new(1), new(IPAddress.IPv6Loopback, 65_534), new(IPAddress.IPv6Loopback, 65_535), null),
        new MediaEvent.ListEnded(),
        new MediaEvent.PortOpened(new(1), new(IPAddress.Loopback, 20_000), new(IPAddress.Loopback, 20_001)),
        new MediaEvent.PortRefused(new(1), "Every media port is in use."),
        new MediaEvent.PortClosed(new(1), Counts),
        new MediaEvent.PortFailed(new(1), "網路不見了"),
        new MediaEvent.MediaFlowing(new(1)),
        new MediaEvent.PeerLatched(new(1), new(IPAddress.Parse("203.0.113.9"), 9)),
        new MediaEvent.MediaSilent(new(1), TimeSpan.FromSeconds(30)),
        new MediaEvent.PlayFinished(new(1)),
        new MediaEvent.DigitHeard(new(1), '*'),
        new MediaEvent.ToneHeard(new(1), 1004),
        new MediaEvent.Counters(new(1), Counts),
        new MediaEvent.CommandRefused(new(1), "The port is not open."),
    ];

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_command_arrives_as_it_was_sent(MediaCommand command)
    {
        var message = new byte[ControlWire.MaximumLength];
        var length = ControlWire.Write(message, command);

        Assert.Equal(command, ControlWire.ReadCommand(message.AsSpan(0, length), out _));
        for (var cut = 0; cut < length; cut++)
            Assert.Null(ControlWire.ReadCommand(message.AsSpan(0, cut), out _));
        Assert.Null(ControlWire.ReadCommand(message.AsSpan(0, length + 1), out _));
    }

    [Theory]
    [MemberData(nameof(Events))]
    public void An_event_arrives_as_it_was_told(MediaEvent happening)
    {
        var message = new byte[ControlWire.MaximumLength];
        var length = ControlWire.Write(message, happening);

        Assert.Equal(happening, ControlWire.ReadEvent(message.AsSpan(0, length)));
        for (var cut = 0; cut < length; cut++)
            Assert.Null(ControlWire.ReadEvent(message.AsSpan(0, cut)));
    }

    [Fact]
    public void Every_kind_of_command_and_event_is_among_the_samples()
    {
        Assert.Equal(Kinds(typeof(MediaCommand)), Commands.Select(row => row.Data.GetType().Name).Distinct().Order());
        Assert.Equal(
            Kinds(typeof(MediaEvent)),
            Events.Select(row => row.Data.GetType().Name).Append(nameof(MediaEvent.EngineLost)).Distinct().Order());
    }

    [Fact]
    public void A_reason_that_is_too_long_is_cut_at_a_character()
    {
        var message = new byte[ControlWire.MaximumLength];
        var length = ControlWire.Write(message, new MediaEvent.PortRefused(new(1), new('電', 200)));

        var refused = Assert.IsType<MediaEvent.PortRefused>(ControlWire.ReadEvent(message.AsSpan(0, length)));
        Assert.Equal(new('電', 53), refused.Why);
    }

    [Property(MaxTest = 3000)]
    public void Noise_never_throws(byte[] noise)
    {
        ControlWire.ReadCommand(noise, out _);
        ControlWire.ReadEvent(noise);
        for (var kind = 0; kind < 256; kind++)
        {
            byte[] likely = [ControlWire.Version, (byte)kind, 0, 0, 1, 0, 0, 0, .. noise];
            ControlWire.ReadCommand(likely, out _);
            ControlWire.ReadEvent(likely);
        }
    }

    [Property(MaxTest = 500)]
    public void A_damaged_message_is_refused_or_still_within_bounds(int seed)
    {
        var random = new Random(seed);
        var message = new byte[ControlWire.MaximumLength];
        var length = ControlWire.Write(message, new MediaCommand.ConfigurePort(new(2), Full));
        for (var i = 0; i < 3; i++)
            message[random.Next(length)] = (byte)random.Next(256);

        if (ControlWire.ReadCommand(message.AsSpan(0, length), out _) is not MediaCommand.ConfigurePort(_, var settings))
            return;

        Assert.InRange(settings.SendPayloadType, 0, 127);
        Assert.True(Enum.IsDefined(settings.Direction) && Enum.IsDefined(settings.Codec) && Enum.IsDefined(settings.Latch));
        Assert.False(settings.SilenceTimeout < TimeSpan.Zero);
    }

    [Fact]
    public void An_engine_that_is_sent_noise_answers_and_keeps_its_paths()
    {
        var (engineEnd, gatewayEnd) = SequencedSocket.Pair();
        using var loop = new LinuxMediaLoop(new(), new SystemTokens(), TimeProvider.System, listener: null, engineEnd);
        var thread = new Thread(loop.Run);
        thread.Start();
        using (var gateway = gatewayEnd)
        {
            var message = new byte[ControlWire.MaximumLength];
            Send(gateway, message.AsSpan(0, ControlWire.Write(message, new MediaCommand.OpenPort(new(5), IPAddress.Loopback))));
            Assert.IsType<MediaEvent.PortOpened>(Await<MediaEvent.PortOpened>(gateway));
            for (var i = 1; i < 200; i++)
            {
                Send(gateway, RandomNumberGenerator.GetBytes(i * 5));
                Await<MediaEvent.CommandRefused>(gateway);
            }

            Send(gateway, message.AsSpan(0, ControlWire.Write(message, new MediaCommand.ListPorts())));
            Assert.Equal(new(5), Await<MediaEvent.PortListed>(gateway).Port);
        }

        loop.Stop();
        thread.Join();
    }

    [Fact]
    public void A_gateway_that_does_not_read_does_not_hold_the_engine_up()
    {
        var (engineEnd, gatewayEnd) = SequencedSocket.Pair();
        using var loop = new LinuxMediaLoop(new(), new SystemTokens(), TimeProvider.System, listener: null, engineEnd);
        var thread = new Thread(loop.Run);
        thread.Start();
        var message = new byte[ControlWire.MaximumLength];
        var length = ControlWire.Write(message, new MediaCommand.ReadCounters(new(9)));

        // Each is answered by an event that nobody takes: in the end the engine cuts us off.
        using (var gateway = gatewayEnd)
        {
            var outcome = SocketOutcome.Done;
            while (outcome is not SocketOutcome.Ended)
                outcome = gateway.Send(message.AsSpan(0, length));
        }

        loop.Stop();
        thread.Join();
    }

    [Theory]
    [InlineData(true, 12)]
    [InlineData(false, 16)]
    public void The_kernels_event_record_is_laid_out_as_the_processor_wants_it(bool packed, int stride)
    {
        using var events = new EpollEvents(2, packed);
        events.Set(0, 0x11, 0x1122_3344_5566_7788);
        events.Set(1, 0x22, 0x99AA_BBCC_DDEE_FF00);

        Assert.Equal(2 * stride, events.ByteLength);
        Assert.Equal((0x11u, 0x1122_3344_5566_7788ul), (events.Flags(0), events.Data(0)));
        Assert.Equal((0x22u, 0x99AA_BBCC_DDEE_FF00ul), (events.Flags(1), events.Data(1)));
    }

    [Fact]
    public void A_key_is_never_in_the_text_of_a_command()
    {
        var bytes = Enumerable.Range(65, SrtpMaterial.Length).Select(value => (byte)value).ToArray();
        var text = new MediaCommand.ConfigurePort(new(1), new() { SendKey = new(SrtpSuite.AesCm128HmacSha1Tag80, bytes) }).ToString();

        Assert.DoesNotContain(Convert.ToBase64String(bytes)[..8], text, StringComparison.Ordinal);
        Assert.DoesNotContain("ABCD", text, StringComparison.Ordinal);
        Assert.DoesNotContain("41424344", text, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Kinds(Type family) =>
        family.GetNestedTypes().Where(type => type.IsSubclassOf(family)).Select(type => type.Name).Order();

    private static void Send(SequencedSocket socket, ReadOnlySpan<byte> message) =>
        Assert.Equal(SocketOutcome.Done, socket.Send(message));

    private static T Await<T>(SequencedSocket socket)
        where T : MediaEvent
    {
        var message = new byte[ControlWire.MaximumLength];
        using var epoll = new Epoll();
        epoll.Add(socket.Descriptor, 1);
        while (true)
        {
            while (socket.Receive(message, out var length) is SocketOutcome.Done)
            {
                if (ControlWire.ReadEvent(message.AsSpan(0, length)) is T happening)
                    return happening;
            }

            Assert.NotEqual(0, epoll.Wait((int)EngineBench.Patience.TotalMilliseconds));
        }
    }
}

using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Sip.Media;
using Sip.Media.Linux;
using Sip.Rtp;
using Sip.Rtp.Audio;
using Sip.Rtp.Srtp;

namespace Sip.Net.Tests.Media;

/// <summary>The engine's thread with real sockets on loopback.</summary>
public sealed class EngineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("media").FullName;
    private readonly EngineBench _bench;

    public EngineTests() => _bench = new(new() { Announcements = _folder });

    public void Dispose()
    {
        _bench.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Echo_returns_what_the_peer_says()
    {
        using var phone = _bench.Attach();
        _bench.Do(new MediaCommand.Echo(phone.Port, On: true));
        _bench.Do(new MediaCommand.ListenForTone(phone.Port, 1000));
        _bench.Settle();
        var tone = new Tone(1000);
        var frame = new byte[160];
        var block = new Goertzel(1000);

        for (var i = 0; i < 25; i++)
        {
            tone.Fill(G711Law.Mu, frame);
            phone.Send(frame);
            foreach (var code in phone.Hear().Payload)
                block.Add(G711.DecodeMuLaw(code));
        }

        Assert.True(block.Share > 0.95);
        Assert.Equal(1000, _bench.Expect<MediaEvent.ToneHeard>().Hz);
    }

    [Fact]
    public void An_announcement_is_played_from_its_file_to_its_end()
    {
        WriteTone("busy.wav", 620, samples: 8000);
        using var phone = _bench.Attach();
        _bench.Do(new MediaCommand.Play(phone.Port, "busy.wav", Loop: false));
        var block = new Goertzel(620);

        Assert.Equal(phone.Port, _bench.Expect<MediaEvent.PlayFinished>().Port);
        var heard = phone.HearAll();
        foreach (var code in heard.SelectMany(packet => packet.Payload))
            block.Add(G711.DecodeMuLaw(code));

        // A thread that was held up leaves frames out, but never the last one.
        Assert.InRange(heard.Count, 10, 50);
        Assert.True(block.Share > 0.9);
        Assert.Equal(_bench.Count(phone).PacketsSent, heard.Count);
    }

    [Theory]
    [InlineData("missing.wav")]
    [InlineData("../secret.wav")]
    [InlineData("/etc/passwd")]
    [InlineData("")]
    [InlineData("noise.wav")]
    public void What_cannot_be_played_is_over_at_once(string name)
    {
        File.WriteAllBytes(Path.Combine(_folder, "noise.wav"), [1, 2, 3]);
        using var phone = _bench.Attach();

        _bench.Do(new MediaCommand.Play(phone.Port, name, Loop: true));

        Assert.Equal(phone.Port, _bench.Expect<MediaEvent.PlayFinished>().Port);
    }

    [Theory]
    [InlineData(LatchPolicy.Locked)]
    [InlineData(LatchPolicy.Lan)]
    [InlineData(LatchPolicy.Nat)]
    public void Pitfall_39_a_stranger_who_sprays_every_port_gets_nothing_and_harms_nothing(LatchPolicy policy)
    {
        using var phone = _bench.Attach(new() { Latch = policy });
        using var trunk = _bench.Attach();
        _bench.Connect(phone, trunk);
        using var sprayer = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        sprayer.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0));
        using var lies = new PacketSource(ssrc: 0x6666_6666);
        Exchange(phone, trunk, 5);

        for (byte i = 0; i < 100; i++)
        {
            foreach (var target in new[] { phone.TheirRtp, trunk.TheirRtp, phone.TheirRtcp, trunk.TheirRtcp })
                sprayer.SendTo(lies.Next(RelayTests.Sound(99)), target);
            phone.Send(RelayTests.Sound(i));
            Assert.Equal(RelayTests.Sound(i), trunk.Hear().Payload);
            trunk.Send(RelayTests.Sound(i));
            Assert.Equal(RelayTests.Sound(i), phone.Hear().Payload);
        }

        Assert.True(_bench.Count(phone).DroppedFromStrangers >= 100);
        Assert.Equal(0, sprayer.Available);
    }

    [Fact]
    public void A_phone_behind_a_nat_is_found_where_it_sends_from_once_the_call_has_a_path()
    {
        using var phone = _bench.Attach();
        _bench.Configure(phone, new() { Latch = LatchPolicy.Nat, Remote = new(IPAddress.Parse("192.0.2.99"), 4000), Signalling = IPAddress.Loopback });
        using var trunk = _bench.Attach();
        _bench.Connect(phone, trunk);

        for (var i = 0; i < RtpLatch.Run; i++)
            phone.Send(RelayTests.Sound(1));

        Assert.Equal(phone.Rtp, _bench.Expect<MediaEvent.PeerLatched>().Peer);
        trunk.Send(RelayTests.Sound(7));
        Assert.Equal(RelayTests.Sound(7), phone.Hear().Payload);
    }

    [Fact]
    public void Pitfall_38_keys_change_under_load_and_the_stream_goes_on()
    {
        var key = RelayTests.Key(SrtpSuite.AesCm128HmacSha1Tag80)!;
        using var trunk = _bench.Attach(new() { ReceiveKey = key, SendKey = key });
        using var phone = _bench.Attach();
        _bench.Connect(phone, trunk);

        for (var change = 0; change < 40; change++)
        {
            key = RelayTests.Key(change % 2 is 0 ? SrtpSuite.AesCm128HmacSha1Tag32 : SrtpSuite.AesCm128HmacSha1Tag80)!;
            trunk.Send(RelayTests.Sound(1));
            _bench.Configure(trunk, new() { ReceiveKey = key, SendKey = key });
            trunk.Send(RelayTests.Sound(2));
            trunk.Rekey(key, key);
            trunk.Send(RelayTests.Sound(3));
            for (byte i = 1; i <= 3; i++)
                Assert.Equal(RelayTests.Sound(i), phone.Hear().Payload);

            phone.Send(RelayTests.Sound(4));
            Assert.Equal(RelayTests.Sound(4), trunk.Hear().Payload);
        }

        Assert.Equal(0, _bench.Count(trunk).AuthenticationFailures);
    }

    [Fact]
    public void Pitfall_41_the_address_of_a_closed_port_is_not_given_to_the_next_call()
    {
        using var bench = new EngineBench(new() { Ports = TwoFreePairs() });
        using var phone = bench.Attach();
        bench.Do(new MediaCommand.ClosePort(phone.Port));
        bench.Expect<MediaEvent.PortClosed>();

        var (_, rtp, _) = bench.Open();
        Assert.NotEqual(phone.TheirRtp, rtp);
        for (var i = 0; i < 100; i++)
            phone.Send(RelayTests.Sound(1));

        bench.Do(new MediaCommand.OpenPort(new(9), IPAddress.Loopback));
        Assert.Equal("Every media port is in use.", bench.Expect<MediaEvent.PortRefused>().Why);
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        Assert.Equal(SocketError.AddressAlreadyInUse, Assert.Throws<SocketException>(() => probe.Bind(phone.TheirRtp)).SocketErrorCode);
    }

    [Fact]
    public void An_address_that_is_not_ours_is_refused_in_a_sentence()
    {
        _bench.Do(new MediaCommand.OpenPort(new(1), IPAddress.Parse("192.0.2.1")));

        Assert.StartsWith("The system gives no media port at 192.0.2.1:", _bench.Expect<MediaEvent.PortRefused>().Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Rtp_ports_are_even_and_their_reports_go_one_above()
    {
        var (_, rtp, rtcp) = _bench.Open();

        Assert.Equal((0, rtp.Port + 1), (rtp.Port % 2, rtcp.Port));
        Assert.InRange(rtp.Port, PortRange.Default.First, PortRange.Default.Last);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(null, true)]
    [InlineData(SrtpSuite.AesCm128HmacSha1Tag32, false)]
    [InlineData(SrtpSuite.AesCm128HmacSha1Tag80, true)]
    public void The_goodbye_goes_where_reports_go_and_is_sealed_like_them(SrtpSuite? suite, bool mux)
    {
        var key = RelayTests.Key(suite);
        using var phone = _bench.Attach(new() { RtcpMux = mux, ReceiveKey = key, SendKey = key });
        _bench.Do(new MediaCommand.ClosePort(phone.Port));

        var report = mux ? phone.HearRaw() : phone.HearReport();
        Assert.Equal(SrtpVerdict.Done, phone.Open(report, out var length));
        Assert.True(RtcpReader.TryOpen(report.AsSpan(0, length), out var reader));
        var last = RtcpType.Application;
        while (reader.Read())
            last = reader.Type;
        Assert.Equal(RtcpType.Goodbye, last);
    }

    [Fact]
    public void Relaying_allocates_nothing()
    {
        var key = RelayTests.Key(SrtpSuite.AesCm128HmacSha1Tag80);
        using var phone = _bench.Attach(new() { Codec = AudioCodec.Pcma, SendPayloadType = 8, ReceivePayloadType = 8 });
        using var trunk = _bench.Attach(new() { ReceiveKey = key, SendKey = key });
        _bench.Connect(phone, trunk);
        Exchange(phone, trunk, 200);
        var engine = (InProcessMediaEngine)_bench.Engine;

        // A collection that other tests cause may show up as a few bytes of this thread; a packet that allocates shows every time.
        var least = long.MaxValue;
        for (var round = 0; round < 4 && least > 0; round++)
        {
            var before = engine.AllocatedBytes;
            Exchange(phone, trunk, 1000);

            // The figure is of the turn before the last: one more packet makes it that of all the packets before.
            phone.Send(RelayTests.Sound(1));
            trunk.Hear();
            least = Math.Min(least, engine.AllocatedBytes - before);
        }

        Assert.Equal(0, least);
    }

    [Fact]
    public void A_step_through_the_path_without_sockets_sends_packets_and_reports_and_allocates_nothing()
    {
        var key = RelayTests.Key(SrtpSuite.AesCm128HmacSha1Tag80);
        using var step = new RelayStep(new SystemTokens(), key, key, AudioCodec.Pcma);
        for (var i = 0; i < 300; i++)
            step.Run();
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 70_000; i++)
            step.Run();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.InRange(step.Sent, 70_300, 71_500);
    }

    [Theory]
    [InlineData("127.0.0.1", LibC.IpLevel, LibC.TypeOfService)]
    [InlineData("::1", LibC.Ip6Level, LibC.TrafficClass)]
    public unsafe void Voice_is_marked_for_expedited_forwarding(string host, int level, int option)
    {
        using var socket = DatagramSocket.Bind(IPAddress.Parse(host), 0, new MediaEngineSettings().DifferentiatedServices, out _, out _)!;
        var value = 0;
        var length = sizeof(int);

        Assert.Equal(0, LibC.GetOption(socket.Descriptor, level, option, &value, &length));
        Assert.Equal(0xB8, value);
    }

    [Fact]
    public void Noise_on_a_port_is_counted_and_forgotten()
    {
        using var phone = _bench.Attach();
        using var trunk = _bench.Attach();
        _bench.Connect(phone, trunk);
        var random = new Random(7);
        for (var i = 0; i < 300; i++)
        {
            var noise = new byte[random.Next(1, 1900)];
            random.NextBytes(noise);
            phone.SendRaw(noise);
            phone.SendReport(noise);
        }

        phone.SendRaw(new byte[60_000]);
        Exchange(phone, trunk, 5);

        Assert.InRange(_bench.Count(phone).Malformed, 1, 602);
        Assert.Empty(_bench.Raised().OfType<MediaEvent.PortFailed>());
    }

    [Theory]
    [InlineData("20000-24999", true)]
    [InlineData("1024-65535", true)]
    [InlineData("20001-24999", false)]
    [InlineData("20000-24998", false)]
    [InlineData("1000-2001", false)]
    [InlineData("24000-20001", false)]
    [InlineData("20000", false)]
    [InlineData("a-b", false)]
    public void A_port_range_begins_even_and_ends_odd(string text, bool isRange) =>
        Assert.Equal(isRange, PortRange.TryParse(text, out _));

    private static void Exchange(MediaPeer one, MediaPeer other, int packets)
    {
        for (var i = 0; i < packets; i++)
        {
            one.Send(RelayTests.Sound((byte)i));
            other.Hear();
            other.Send(RelayTests.Sound((byte)i));
            one.Hear();
        }
    }

    private static PortRange TwoFreePairs()
    {
        for (var first = 31_000; first < 32_000; first += 4)
        {
            var sockets = Enumerable.Range(first, 4).Select(port => DatagramSocket.Bind(IPAddress.Loopback, port, 0, out _, out _)).ToList();
            var free = sockets.TrueForAll(socket => socket is not null);
            sockets.ForEach(socket => socket?.Dispose());
            if (free)
                return new(first, first + 3);
        }

        throw new InvalidOperationException("No four ports in a row are free.");
    }

    private void WriteTone(string name, int hertz, int samples)
    {
        var sound = new short[samples];
        new Tone(hertz).Fill(sound);
        var file = new byte[44 + 2 * samples];
        "RIFF"u8.CopyTo(file);
        "WAVEfmt "u8.CopyTo(file.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(20), 1);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(22), 1);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(24), 8000);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(28), 16_000);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(32), 2);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(34), 16);
        "data"u8.CopyTo(file.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(40), 2 * samples);
        for (var i = 0; i < samples; i++)
            BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(44 + 2 * i), sound[i]);
        File.WriteAllBytes(Path.Combine(_folder, name), file);
    }
}

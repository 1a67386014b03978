using System.Net;
using System.Security.Cryptography;
using Sip.Media;
using Sip.Rtp.Audio;
using Sip.Rtp.Srtp;

namespace Sip.Net.Tests.Media;

/// <summary>What every kind of engine must do.</summary>
public abstract class RelayTests(bool isPortable) : IDisposable
{
    private readonly EngineBench _bench = new(isPortable: isPortable);

    public void Dispose()
    {
        _bench.Dispose();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void A_path_carries_sound_both_ways(string host)
    {
        using var phone = _bench.Attach(host: IPAddress.Parse(host));
        using var trunk = _bench.Attach(host: IPAddress.Parse(host));
        _bench.Connect(phone, trunk);

        for (byte i = 0; i < 50; i++)
        {
            phone.Send(Sound(i));
            Assert.Equal(Sound(i), trunk.Hear().Payload);
            trunk.Send(Sound((byte)(i + 100)));
            Assert.Equal(Sound((byte)(i + 100)), phone.Hear().Payload);
        }

        Assert.Equal((50, 50, 8000), (_bench.Count(phone).PacketsReceived, _bench.Count(phone).PacketsSent, _bench.Count(phone).OctetsSent));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(SrtpSuite.AesCm128HmacSha1Tag80, null)]
    [InlineData(null, SrtpSuite.AesCm128HmacSha1Tag32)]
    [InlineData(SrtpSuite.AesCm128HmacSha1Tag80, SrtpSuite.AesCm128HmacSha1Tag80)]
    [InlineData(SrtpSuite.AesCm128HmacSha1Tag32, SrtpSuite.AesCm128HmacSha1Tag80)]
    public void Each_leg_has_its_own_security(SrtpSuite? one, SrtpSuite? other)
    {
        using var phone = _bench.Attach(new() { ReceiveKey = Key(one), SendKey = Key(one) });
        using var trunk = _bench.Attach(new() { ReceiveKey = Key(other), SendKey = Key(other) });
        _bench.Connect(phone, trunk);

        for (byte i = 0; i < 20; i++)
        {
            phone.Send(Sound(i));
            Assert.Equal(Sound(i), trunk.Hear().Payload);
            trunk.Send(Sound(i));
            Assert.Equal(Sound(i), phone.Hear().Payload);
        }

        phone.Send(Sound(1));
        var sealedPacket = trunk.HearRaw();
        Assert.Equal(other is null, sealedPacket.AsSpan().IndexOf(Sound(1)) > 0);
    }

    [Fact]
    public void Mu_law_and_a_law_are_turned_into_each_other()
    {
        using var phone = _bench.Attach(new() { Codec = AudioCodec.Pcma, SendPayloadType = 8, ReceivePayloadType = 8 });
        using var trunk = _bench.Attach();
        _bench.Connect(phone, trunk);
        var aLaw = Sound(40);
        var muLaw = Sound(40);
        G711.ALawToMuLaw(muLaw);

        phone.Send(aLaw);
        var heard = trunk.Hear();
        Assert.Equal(0, heard.PayloadType);
        Assert.Equal(muLaw, heard.Payload);

        trunk.Send(muLaw);
        G711.MuLawToALaw(muLaw);
        heard = phone.Hear();
        Assert.Equal(8, heard.PayloadType);
        Assert.Equal(muLaw, heard.Payload);
    }

    [Fact]
    public void A_tone_is_played_to_its_end_and_a_closed_port_says_goodbye()
    {
        using var phone = _bench.Attach();
        _bench.Do(new MediaCommand.PlayTone(phone.Port, 440, TimeSpan.FromMilliseconds(200)));
        _bench.Expect<MediaEvent.PlayFinished>();
        var heard = phone.HearAll().Count;
        _bench.Do(new MediaCommand.ClosePort(phone.Port));

        Assert.InRange(heard, 1, 10);
        Assert.Equal(heard, _bench.Expect<MediaEvent.PortClosed>().Last.PacketsSent);
        Assert.NotEmpty(phone.HearReport());
    }

    [Fact]
    public void Noise_and_strangers_do_no_harm()
    {
        using var phone = _bench.Attach();
        using var trunk = _bench.Attach();
        _bench.Connect(phone, trunk);
        using var stranger = new MediaPeer(phone.Port, phone.TheirRtp, phone.TheirRtcp, new());
        for (byte i = 0; i < 50; i++)
        {
            phone.SendRaw([i, 1, 2]);
            phone.SendReport(new byte[1400]);
            stranger.Send(Sound(66));
        }

        phone.Send(Sound(1));
        Assert.Equal(Sound(1), trunk.Hear().Payload);
        Assert.Equal(50, _bench.Count(phone).DroppedFromStrangers);
    }

    internal static byte[] Sound(byte value) => Enumerable.Repeat(value, 160).ToArray();

    internal static SrtpMaterial? Key(SrtpSuite? suite) =>
        suite is { } known ? new(known, RandomNumberGenerator.GetBytes(SrtpMaterial.Length)) : null;
}

public sealed class LinuxRelayTests() : RelayTests(isPortable: false);

public sealed class PortableRelayTests() : RelayTests(isPortable: true);

using System.Net;
using System.Security.Cryptography;
using Sip.Media;
using Sip.Rtp.Audio;
using Sip.Rtp.Srtp;

namespace Sip.Net.Tests.Media;

public sealed class RelayTests : IDisposable
{
    private readonly EngineBench _bench = new();

    public void Dispose() => _bench.Dispose();

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

    internal static byte[] Sound(byte value) => Enumerable.Repeat(value, 160).ToArray();

    internal static SrtpMaterial? Key(SrtpSuite? suite) =>
        suite is { } known ? new(known, RandomNumberGenerator.GetBytes(SrtpMaterial.Length)) : null;
}

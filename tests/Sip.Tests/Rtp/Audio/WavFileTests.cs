using FsCheck.Xunit;
using Sip.Rtp.Audio;

namespace Sip.Tests.Rtp.Audio;

public sealed class WavFileTests
{
    private static byte[] Wav(ushort format, ushort bits, ReadOnlySpan<byte> data, uint rate = 8000, ushort channels = 1, uint? claimed = null, bool extraChunk = false)
    {
        byte[] chunk = extraChunk ? [.. "LIST"u8, 3, 0, 0, 0, 1, 2, 3, 0] : [];
        return
        [
            .. "RIFF"u8, 0, 0, 0, 0, .. "WAVE"u8, .. chunk,
            .. "fmt "u8, 16, 0, 0, 0, .. BitConverter.GetBytes(format), .. BitConverter.GetBytes(channels), .. BitConverter.GetBytes(rate),
            .. BitConverter.GetBytes(rate * bits / 8), 1, 0, .. BitConverter.GetBytes(bits),
            .. "data"u8, .. BitConverter.GetBytes(claimed ?? (uint)data.Length), .. data,
        ];
    }

    private static WavFile Parsed(byte[] file)
    {
        Assert.Equal(WavFault.None, WavFile.TryParse(file, out var sound));
        return sound!;
    }

    [Fact]
    public void Pcm_is_read_and_encoded_in_either_law()
    {
        var sound = Parsed(Wav(1, 16, [0x00, 0x10, 0x00, 0xF0, 0x08], extraChunk: true));

        Assert.Equal(2, sound.SampleCount);
        Assert.Equal((short)0x1000, sound.Sample(0));
        Assert.Equal((short)-0x1000, sound.Sample(1));
        var codes = new byte[4];
        Assert.Equal(2, sound.Read(0, G711Law.Mu, codes));
        Assert.Equal([G711.EncodeMuLaw(0x1000), G711.EncodeMuLaw(-0x1000), 0xFF, 0xFF], codes);
        Assert.Equal(1, sound.Read(1, G711Law.A, codes));
        Assert.Equal([G711.EncodeALaw(-0x1000), 0xD5, 0xD5, 0xD5], codes);
        Assert.Equal(0, sound.Read(99, G711Law.A, codes));
    }

    [Theory]
    [InlineData(7, G711Law.Mu)]
    [InlineData(6, G711Law.A)]
    public void G711_passes_as_it_is(ushort format, G711Law law)
    {
        var sound = Parsed(Wav(format, 8, [1, 2, 3]));
        var codes = new byte[3];

        Assert.Equal(3, sound.Read(0, law, codes));
        Assert.Equal([1, 2, 3], codes);
        Assert.Equal(0, sound.Read(3, law, codes));
        Assert.Equal(TimeSpan.FromSeconds(3.0 / 8000), sound.Duration);
        Assert.Equal(G711.Decode(law, 2), sound.Sample(1));
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(0xFFFF_FFFFu)]
    public void A_data_chunk_that_claims_more_or_nothing_does_no_harm(uint claimed)
    {
        var fault = WavFile.TryParse(Wav(7, 8, [1, 2, 3], claimed: claimed), out var sound);

        Assert.Equal(claimed == 0 ? WavFault.Empty : WavFault.None, fault);
        Assert.Equal(claimed == 0 ? null : 3, sound?.SampleCount);
    }

    [Fact]
    public void What_we_cannot_play_is_named()
    {
        Assert.Equal(WavFault.NotEightKilohertzMono, WavFile.TryParse(Wav(1, 16, [1, 2], rate: 16_000), out _));
        Assert.Equal(WavFault.NotEightKilohertzMono, WavFile.TryParse(Wav(1, 16, [1, 2], channels: 2), out _));
        Assert.Equal(WavFault.UnknownEncoding, WavFile.TryParse(Wav(1, 8, [1, 2]), out _));
        Assert.Equal(WavFault.UnknownEncoding, WavFile.TryParse(Wav(3, 32, [1, 2]), out _));
        Assert.Equal(WavFault.Empty, WavFile.TryParse(Wav(1, 16, [1]), out _));
        Assert.Equal(WavFault.NotWave, WavFile.TryParse("RIFF\0\0\0\0AVI "u8.ToArray(), out _));
        Assert.Equal(WavFault.NotWave, WavFile.TryParse(Array.Empty<byte>(), out _));
    }

    [Fact]
    public void A_file_cut_anywhere_never_throws()
    {
        var file = Wav(7, 8, new byte[20], extraChunk: true);
        for (var length = 0; length < file.Length; length++)
            WavFile.TryParse(file.AsMemory(0, length), out _);

        for (var at = 0; at < file.Length; at++)
        {
            var broken = file.ToArray();
            broken[at] = 0xFF;
            if (WavFile.TryParse(broken, out var sound) is WavFault.None)
                sound!.Read(0, G711Law.A, new byte[160]);
        }
    }

    [Property(MaxTest = 1000)]
    public bool Noise_never_throws(byte[] noise)
    {
        var fault = WavFile.TryParse((byte[])[.. "RIFF0000WAVE"u8, .. noise], out var sound);
        return fault is WavFault.None == sound is not null;
    }
}

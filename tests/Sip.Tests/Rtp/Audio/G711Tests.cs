using Sip.Rtp.Audio;

namespace Sip.Tests.Rtp.Audio;

public sealed class G711Tests
{
    [Fact]
    public void Every_sample_gets_the_code_whose_decision_interval_of_G_711_it_lies_in()
    {
        for (var sample = short.MinValue; ; sample++)
        {
            Assert.Equal(MuLawByIntervals(sample), G711.EncodeMuLaw(sample));
            Assert.Equal(ALawByIntervals(sample), G711.EncodeALaw(sample));
            if (sample == short.MaxValue)
                break;
        }
    }

    [Fact]
    public void Decoding_gives_the_values_of_G_711()
    {
        // Tables 1a to 2b: the outermost, the innermost and one between, in 16 bits.
        Assert.Equal(32_124, G711.DecodeMuLaw(0x80));
        Assert.Equal(-32_124, G711.DecodeMuLaw(0x00));
        Assert.Equal(0, G711.DecodeMuLaw(0xFF));
        Assert.Equal(8, G711.DecodeMuLaw(0xFE));
        Assert.Equal(132, G711.DecodeMuLaw(0xEF));
        Assert.Equal(32_256, G711.DecodeALaw(0xAA));
        Assert.Equal(-32_256, G711.DecodeALaw(0x2A));
        Assert.Equal(8, G711.DecodeALaw(0xD5));
        Assert.Equal(-8, G711.DecodeALaw(0x55));
    }

    [Fact]
    public void Every_code_survives_decoding_and_encoding()
    {
        for (var code = 0; code < 256; code++)
        {
            Assert.Equal(code, G711.EncodeALaw(G711.DecodeALaw((byte)code)));

            // µ-law has two zeros.
            var expected = code == 0x7F ? 0xFF : code;
            Assert.Equal(expected, G711.EncodeMuLaw(G711.DecodeMuLaw((byte)code)));
        }
    }

    [Fact]
    public void From_law_to_law_the_levels_go_by_tables_3_and_4()
    {
        // Level numbers as G.711 prints them for table 4, with the A-law levels beginning at 1.
        Assert.Equal(
            [1, 1, 2, 2, 9, 24, 25, 27, 29, 31, 33, 34, 44, 46, 48, 49, 62, 64, 65, 79, 80, 82, 128],
            ((ReadOnlySpan<int>)[0, 1, 2, 3, 16, 31, 32, 33, 34, 35, 36, 37, 47, 48, 49, 50, 63, 64, 65, 79, 80, 81, 127]).ToArray()
                .Select(level => ALevel(Translated(G711.MuLawToALaw, (byte)(0xFF ^ level))) + 1));
        Assert.Equal(
            [1, 3, 15, 16, 31, 32, 32, 33, 35, 36, 47, 48, 48, 49, 49, 50, 64, 64, 65, 79, 79, 80, 127],
            ((ReadOnlySpan<int>)[0, 1, 7, 8, 23, 24, 25, 26, 31, 32, 43, 44, 45, 46, 47, 48, 62, 63, 64, 78, 79, 80, 127]).ToArray()
                .Select(level => 0x7F & ~Translated(G711.ALawToMuLaw, (byte)(level ^ 0xD5))));
    }

    [Fact]
    public void From_law_to_law_the_sign_stays_and_the_level_is_within_one_step()
    {
        for (var code = 0; code < 256; code++)
        {
            Near(G711.DecodeMuLaw((byte)code), G711.DecodeALaw(Translated(G711.MuLawToALaw, (byte)code)));
            Near(G711.DecodeALaw((byte)code), G711.DecodeMuLaw(Translated(G711.ALawToMuLaw, (byte)code)));
            Assert.Equal(code & 0x80, Translated(G711.MuLawToALaw, (byte)code) & 0x80);
            Assert.Equal(code & 0x80, Translated(G711.ALawToMuLaw, (byte)code) & 0x80);
        }

        static void Near(short before, short after) => Assert.InRange(Math.Abs(before - after), 0, Math.Max(16, Math.Abs(before) / 16));
    }

    [Fact]
    public void A_tandem_of_both_translations_changes_little()
    {
        var changed = Enumerable.Range(0, 256).Count(code => Translated(G711.ALawToMuLaw, Translated(G711.MuLawToALaw, (byte)code)) != code);

        // Of each sign, eight pairs of the quietest levels fall together, and level 80.
        Assert.Equal(2 * 9, changed);
    }

    private static byte Translated(Translation translate, byte code)
    {
        Span<byte> payload = [code];
        translate(payload);
        return payload[0];
    }

    private delegate void Translation(Span<byte> payload);

    private static int ALevel(byte code) => (code ^ 0x55) & 0x7F;

    // G.711 tables 2a and 2b: decision values of 14 bits; a code covers those from its own up to the next one's.
    private static byte MuLawByIntervals(short sample)
    {
        var magnitude = (sample < 0 ? ~sample : sample) >> 2;
        var level = 0;
        var decision = 1;
        while (level < 127 && magnitude >= decision)
        {
            level++;
            decision += 2 << level / 16;
        }

        return (byte)(0xFF ^ (sample < 0 ? level | 0x80 : level));
    }

    // G.711 tables 1a and 1b: decision values of 13 bits.
    private static byte ALawByIntervals(short sample)
    {
        var magnitude = (sample < 0 ? ~sample : sample) >> 3;
        var level = 0;
        var decision = 2;
        while (level < 127 && magnitude >= decision)
        {
            level++;
            decision += 2 << Math.Max(level / 16 - 1, 0);
        }

        return (byte)((sample < 0 ? level : level | 0x80) ^ 0x55);
    }
}

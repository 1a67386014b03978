using Sip.Rtp.Audio;
using Sip.Tests.Support;

namespace Sip.Tests.Rtp.Audio;

public sealed class ToneTests
{
    private static Goertzel Measured(int hertz, ReadOnlySpan<short> samples)
    {
        var measure = new Goertzel(hertz);
        foreach (var sample in samples)
            measure.Add(sample);

        return measure;
    }

    private static short[] Sound(Tone tone, int samples)
    {
        var sound = new short[samples];
        tone.Fill(sound);
        return sound;
    }

    [Theory]
    [InlineData(440, 0)]
    [InlineData(1004, -10)]
    [InlineData(3400, -35)]
    public void A_tone_has_the_level_and_the_frequency_it_was_asked_for(int hertz, double level)
    {
        var sound = Sound(new(hertz, level), 2000);

        var measure = Measured(hertz, sound);

        Assert.Equal(level, measure.Level, 0.1);
        Assert.Equal(level, measure.TotalLevel, 0.1);
        Assert.InRange(measure.Share, 0.98, 1.02);
        Assert.InRange(Measured(hertz + 100, sound).Share, 0, 0.02);
    }

    [Fact]
    public void A_tone_goes_on_without_a_click_over_frames_of_any_length()
    {
        var whole = Sound(new(1000), 800);
        var tone = new Tone(1000);
        var pieces = new short[800];
        for (var i = 0; i < 800; i += 80)
            tone.Fill(pieces.AsSpan(i, 80));

        Assert.Equal(whole, pieces);
    }

    [Theory]
    [InlineData(G711Law.Mu)]
    [InlineData(G711Law.A)]
    public void A_tone_is_heard_after_200_ms_and_once(G711Law law)
    {
        var tone = new Tone(1004, -20);
        var listener = new ToneListener(1004);
        var frame = new byte[160];
        var heard = new List<int>();
        for (var i = 0; i < 30; i++)
        {
            tone.Fill(law, frame);
            if (listener.Hear(law, frame))
                heard.Add(i);
        }

        Assert.Equal([9], heard);
        listener.Clear();
        Assert.False(listener.HasHeard);
    }

    [Fact]
    public void Neither_another_tone_nor_noise_nor_silence_nor_a_short_tone_is_taken_for_it()
    {
        Assert.False(Hears(1004, 100, _ => Encoded(Sound(new(1200), 160))));
        Assert.False(Hears(1004, 100, _ => Encoded(new short[160])));
        Assert.False(Hears(1004, 100, _ => Encoded(Sound(new(1004, -55), 160))));
        var chance = new SeededTokens();
        Assert.False(Hears(1004, 100, _ => Encoded([.. Enumerable.Range(0, 160).Select(_ => (short)(chance.Next(20_000) - 10_000))])));
        Assert.False(Hears(1004, 100, i => Encoded(i % 10 < 9 ? Sound(new(1004), 160) : new short[160])));
        Assert.True(Hears(1004, 10, _ => Encoded(Sound(new(1004), 160))));
    }

    [Fact]
    public void Silence_measures_as_nothing()
    {
        var empty = new Goertzel(1000);
        Assert.Equal(0, empty.Share);
        var measure = Measured(1000, new short[160]);

        Assert.Equal(0, measure.Share);
        Assert.Equal(double.NegativeInfinity, measure.Level);
    }

    [Fact]
    public void Making_and_hearing_a_tone_allocate_nothing()
    {
        var frame = new byte[160];
        var listener = new ToneListener(500);
        var tone = new Tone(1000);

        Assert.Equal(0, RtpSamples.Allocated(() =>
        {
            tone.Fill(G711Law.Mu, frame);
            listener.Hear(G711Law.Mu, frame);
        }));
    }

    private static bool Hears(int hertz, int frames, Func<int, byte[]> frame)
    {
        var listener = new ToneListener(hertz);
        return Enumerable.Range(0, frames).Any(i => listener.Hear(G711Law.Mu, frame(i)));
    }

    private static byte[] Encoded(short[] samples)
    {
        var codes = new byte[samples.Length];
        G711.Encode(G711Law.Mu, samples, codes);
        return codes;
    }
}

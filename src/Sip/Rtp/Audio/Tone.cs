namespace Sip.Rtp.Audio;

/// <summary>A sine at 8 kHz that goes on without a click from frame to frame.</summary>
public struct Tone
{
    internal const int SampleRate = 8000;

    // G.711 table 1a: a sine of 0 dBm0 lies 3.17 dB below the one that just fills µ-law.
    internal const double FullScaleLevel = 3.17;

    private readonly double _step;
    private readonly double _amplitude;
    private double _phase;

    /// <summary>Begins a tone.</summary>
    /// <param name="hertz">20 to 3900; others are brought into that range.</param>
    /// <param name="level">In dBm0, -60 to 0.</param>
    public Tone(int hertz, double level = -12)
    {
        _step = 2 * Math.PI * Math.Clamp(hertz, 20, 3900) / SampleRate;
        _amplitude = short.MaxValue * Math.Pow(10, (Math.Clamp(level, -60, 0) - FullScaleLevel) / 20);
    }

    /// <summary>Writes the next samples.</summary>
    public void Fill(Span<short> samples)
    {
        foreach (ref var sample in samples)
            sample = Next();
    }

    /// <summary>Writes the next samples in G.711.</summary>
    public void Fill(G711Law law, Span<byte> codes)
    {
        foreach (ref var code in codes)
            code = G711.Encode(law, Next());
    }

    private short Next()
    {
        var sample = (short)Math.Round(_amplitude * Math.Sin(_phase));
        _phase += _step;
        if (_phase >= 2 * Math.PI)
            _phase -= 2 * Math.PI;

        return sample;
    }
}

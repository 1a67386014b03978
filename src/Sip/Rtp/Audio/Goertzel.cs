namespace Sip.Rtp.Audio;

/// <summary>Measures one frequency in a block of samples at 8 kHz (Goertzel's algorithm).</summary>
public struct Goertzel
{
    private readonly double _coefficient;
    private double _last;
    private double _beforeLast;
    private double _energy;

    /// <summary>Begins a block.</summary>
    /// <param name="hertz">20 to 3900; others are brought into that range.</param>
    public Goertzel(int hertz) =>
        _coefficient = 2 * Math.Cos(2 * Math.PI * Math.Clamp(hertz, 20, 3900) / Tone.SampleRate);

    /// <summary>Samples in the block so far. A block of n tells frequencies apart that lie 8000 / n Hz from each other.</summary>
    public int Count { get; private set; }

    /// <summary>The level of the frequency in dBm0; negative infinity when there is none.</summary>
    public readonly double Level => InLevel(ToneEnergy * 2 / Math.Max(Count, 1));

    /// <summary>The level of the whole block in dBm0.</summary>
    public readonly double TotalLevel => InLevel(_energy * 2 / Math.Max(Count, 1));

    /// <summary>The share of the block's energy that the frequency has, 0 to about 1.</summary>
    public readonly double Share => _energy == 0 ? 0 : ToneEnergy / _energy;

    // Of a sine whose amplitude is A, n samples hold n A² / 2; the transform at its frequency has the magnitude n A / 2.
    private readonly double ToneEnergy =>
        Count == 0 ? 0 : 2 * (_last * _last + _beforeLast * _beforeLast - _coefficient * _last * _beforeLast) / Count;

    /// <summary>Adds one sample.</summary>
    public void Add(short sample)
    {
        var next = sample + _coefficient * _last - _beforeLast;
        _beforeLast = _last;
        _last = next;
        _energy += (double)sample * sample;
        Count++;
    }

    /// <summary>Begins the next block.</summary>
    public void Clear()
    {
        _last = 0;
        _beforeLast = 0;
        _energy = 0;
        Count = 0;
    }

    private static double InLevel(double squaredAmplitude) =>
        10 * Math.Log10(squaredAmplitude / ((double)short.MaxValue * short.MaxValue)) + Tone.FullScaleLevel;
}

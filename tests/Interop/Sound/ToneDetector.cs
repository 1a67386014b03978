namespace Interop.Sound;

/// <summary>
/// Says how long a tone was heard in a recording, by Goertzel's algorithm on windows of 40 ms. A window counts when the tone
/// carries nine tenths of its energy and is louder than -40 dB of full scale. Kept apart from the product's own detector.
/// </summary>
public static class ToneDetector
{
    private const double Quietest = 327.67;
    private const double Share = 0.9;

    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(40);

    /// <summary>For how long the tone was heard in all.</summary>
    public static TimeSpan Heard(WavFile sound, double frequency) => Window * Windows(sound, frequency).Count(heard => heard);

    /// <summary>The longest gap between two moments at which the tone was heard.</summary>
    public static TimeSpan LongestGap(WavFile sound, double frequency)
    {
        var (longest, gap, begun) = (0, 0, false);
        foreach (var heard in Windows(sound, frequency))
        {
            if (heard)
                (longest, gap, begun) = (begun ? Math.Max(longest, gap) : 0, 0, true);
            else
                gap++;
        }

        return Window * longest;
    }

    private static IEnumerable<bool> Windows(WavFile sound, double frequency)
    {
        var length = (int)(sound.Rate * Window.TotalSeconds);
        for (var start = 0; start + length <= sound.Samples.Length; start += length)
            yield return IsTone(sound.Samples.AsSpan(start, length), sound.Rate, frequency);
    }

    private static bool IsTone(ReadOnlySpan<short> window, int rate, double frequency)
    {
        var coefficient = 2 * Math.Cos(2 * Math.PI * frequency / rate);
        double last = 0, beforeLast = 0, energy = 0;
        foreach (var sample in window)
        {
            (last, beforeLast) = (sample + coefficient * last - beforeLast, last);
            energy += (double)sample * sample;
        }

        var power = last * last + beforeLast * beforeLast - coefficient * last * beforeLast;
        var ofTone = 2 * power / window.Length;
        return Math.Sqrt(energy / window.Length) * Math.Sqrt(2) > Quietest && ofTone > Share * energy;
    }
}

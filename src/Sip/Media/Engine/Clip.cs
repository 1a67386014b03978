using Sip.Rtp.Audio;

namespace Sip.Media;

/// <summary>A piece of sound ready to send: the same samples in both laws, a whole number of 20 ms frames.</summary>
internal sealed class Clip
{
    /// <summary>Samples of one packet: 20 ms at 8 kHz.</summary>
    public const int FrameLength = 160;

    private const int SampleRate = 8000;
    private const double ToneAmplitude = 8000;

    private readonly byte[] _muLaw;
    private readonly byte[] _aLaw;

    public Clip(ReadOnlySpan<short> samples)
    {
        Frames = (samples.Length + FrameLength - 1) / FrameLength;
        _muLaw = new byte[Frames * FrameLength];
        _aLaw = new byte[Frames * FrameLength];
        _muLaw.AsSpan().Fill(G711.MuLawSilence);
        _aLaw.AsSpan().Fill(G711.ALawSilence);
        for (var i = 0; i < samples.Length; i++)
        {
            _muLaw[i] = G711.EncodeMuLaw(samples[i]);
            _aLaw[i] = G711.EncodeALaw(samples[i]);
        }
    }

    public int Frames { get; }

    /// <summary>One second of a tone. A whole number of hertz ends where it began, so it can be played round and round.</summary>
    public static Clip Tone(int hertz)
    {
        var samples = new short[SampleRate];
        for (var i = 0; i < samples.Length; i++)
            samples[i] = (short)(ToneAmplitude * Math.Sin(2 * Math.PI * hertz * i / SampleRate));

        return new(samples);
    }

    public ReadOnlySpan<byte> Frame(int index, AudioCodec codec) =>
        (codec is AudioCodec.Pcma ? _aLaw : _muLaw).AsSpan(index * FrameLength, FrameLength);
}

using System.Buffers.Binary;
using Sip.Rtp.Audio;

namespace Sip.Media;

/// <summary>Reads the WAV files we can play: mono, 8 kHz, µ-law, A-law or 16-bit PCM.</summary>
internal static class WavFile
{
    private const int PulseCode = 1;
    private const int ALaw = 6;
    private const int MuLaw = 7;

    /// <summary>Null, with the reason, for anything else.</summary>
    public static Clip? Read(ReadOnlySpan<byte> file, out string why)
    {
        why = "it is not a WAV file";
        if (file.Length < 12 || !file.StartsWith("RIFF"u8) || !file[8..].StartsWith("WAVE"u8))
            return null;

        ReadOnlySpan<byte> format = [];
        var rest = file[12..];
        while (rest.Length >= 8)
        {
            var length = (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]), (uint)(rest.Length - 8));
            var chunk = rest.Slice(8, length);
            if (rest.StartsWith("fmt "u8))
                format = chunk;
            else if (rest.StartsWith("data"u8))
                return Decode(format, chunk, out why);

            rest = rest[Math.Min(8 + length + (length & 1), rest.Length)..];
        }

        why = "it has no sound in it";
        return null;
    }

    private static Clip? Decode(ReadOnlySpan<byte> format, ReadOnlySpan<byte> data, out string why)
    {
        why = "it is not 8 kHz mono in µ-law, A-law or 16-bit PCM";
        if (format.Length < 16)
            return null;

        var coding = BinaryPrimitives.ReadUInt16LittleEndian(format);
        var channels = BinaryPrimitives.ReadUInt16LittleEndian(format[2..]);
        var rate = BinaryPrimitives.ReadInt32LittleEndian(format[4..]);
        var bits = BinaryPrimitives.ReadUInt16LittleEndian(format[14..]);
        if (channels is not 1 || rate is not 8000)
            return null;

        short[]? samples = (coding, bits) switch
        {
            (PulseCode, 16) => Linear(data),
            (ALaw, 8) => Expand(data, G711.DecodeALaw),
            (MuLaw, 8) => Expand(data, G711.DecodeMuLaw),
            _ => null,
        };
        if (samples is null)
            return null;

        why = samples.Length is 0 ? "it has no sound in it" : "";
        return samples.Length is 0 ? null : new Clip(samples);
    }

    private static short[] Linear(ReadOnlySpan<byte> data)
    {
        var samples = new short[data.Length / 2];
        for (var i = 0; i < samples.Length; i++)
            samples[i] = BinaryPrimitives.ReadInt16LittleEndian(data[(2 * i)..]);

        return samples;
    }

    private static short[] Expand(ReadOnlySpan<byte> data, Func<byte, short> decode)
    {
        var samples = new short[data.Length];
        for (var i = 0; i < samples.Length; i++)
            samples[i] = decode(data[i]);

        return samples;
    }
}

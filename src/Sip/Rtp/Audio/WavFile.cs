using System.Buffers.Binary;

namespace Sip.Rtp.Audio;

/// <summary>Why a file is not a sound we can play.</summary>
public enum WavFault
{
    /// <summary>It is one.</summary>
    None,

    /// <summary>It is not a RIFF file of type WAVE, or is cut short.</summary>
    NotWave,

    /// <summary>It has more than one channel, or not 8,000 samples a second.</summary>
    NotEightKilohertzMono,

    /// <summary>Its samples are neither 16-bit PCM nor µ-law nor A-law.</summary>
    UnknownEncoding,

    /// <summary>It has no sound in it.</summary>
    Empty,
}

/// <summary>A sound of 8 kHz and one channel out of a WAV file: 16-bit PCM, µ-law or A-law.</summary>
public sealed class WavFile
{
    private const ushort FormatPcm = 1;
    private const ushort FormatALaw = 6;
    private const ushort FormatMuLaw = 7;
    private const ushort FormatExtensible = 0xFFFE;
    private const int ChunkHeaderLength = 8;
    private const int FormatLength = 16;
    private const int SubFormatAt = 24;

    private readonly ReadOnlyMemory<byte> _data;
    private readonly ushort _format;

    private WavFile(ReadOnlyMemory<byte> data, ushort format)
    {
        _data = data;
        _format = format;
    }

    /// <summary>How many samples it has.</summary>
    public int SampleCount => _format is FormatPcm ? _data.Length / 2 : _data.Length;

    /// <summary>How long it lasts.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds((double)SampleCount / Tone.SampleRate);

    /// <summary>Reads a file's bytes; they are kept, not copied. A data chunk that claims more than is there ends where the file does.</summary>
    public static WavFault TryParse(ReadOnlyMemory<byte> file, out WavFile? sound)
    {
        sound = null;
        var bytes = file.Span;
        if (bytes.Length < 12 || !bytes.StartsWith("RIFF"u8) || !bytes[8..].StartsWith("WAVE"u8))
            return WavFault.NotWave;

        ushort? format = null;
        long at = 12;
        while (at + ChunkHeaderLength <= bytes.Length)
        {
            var chunk = bytes[(int)at..];
            var claimed = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            var body = (int)at + ChunkHeaderLength;
            var length = (int)Math.Min(claimed, bytes.Length - body);
            if (chunk.StartsWith("fmt "u8))
            {
                var fault = ReadFormat(bytes.Slice(body, length), out var found);
                if (fault is not WavFault.None)
                    return fault;

                format = found;
            }
            else if (chunk.StartsWith("data"u8) && format is { } known)
            {
                sound = new(file.Slice(body, length), known);
                if (sound.SampleCount > 0)
                    return WavFault.None;

                sound = null;
                return WavFault.Empty;
            }

            // Chunks lie at even places.
            at = body + claimed + (claimed & 1);
        }

        return format is null ? WavFault.NotWave : WavFault.Empty;
    }

    /// <summary>One sample, 16-bit.</summary>
    public short Sample(int index) => _format switch
    {
        FormatPcm => BinaryPrimitives.ReadInt16LittleEndian(_data.Span[(index * 2)..]),
        FormatALaw => G711.DecodeALaw(_data.Span[index]),
        _ => G711.DecodeMuLaw(_data.Span[index]),
    };

    /// <summary>Writes the sound from a sample on, in G.711. Returns how many samples there were; the rest is filled with silence.</summary>
    public int Read(int from, G711Law law, Span<byte> codes)
    {
        var count = Math.Clamp(SampleCount - from, 0, codes.Length);
        var isSame = _format == (law is G711Law.Mu ? FormatMuLaw : FormatALaw);
        if (isSame)
        {
            _data.Span.Slice(Math.Min(from, _data.Length), count).CopyTo(codes);
        }
        else
        {
            for (var i = 0; i < count; i++)
                codes[i] = G711.Encode(law, Sample(from + i));
        }

        codes[count..].Fill(G711.Silence(law));
        return count;
    }

    private static WavFault ReadFormat(ReadOnlySpan<byte> chunk, out ushort format)
    {
        format = 0;
        if (chunk.Length < FormatLength)
            return WavFault.NotWave;

        format = BinaryPrimitives.ReadUInt16LittleEndian(chunk);
        if (format == FormatExtensible && chunk.Length >= SubFormatAt + 2)
            format = BinaryPrimitives.ReadUInt16LittleEndian(chunk[SubFormatAt..]);

        var channels = BinaryPrimitives.ReadUInt16LittleEndian(chunk[2..]);
        var rate = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
        var bits = BinaryPrimitives.ReadUInt16LittleEndian(chunk[14..]);
        return (format, bits) switch
        {
            _ when channels != 1 || rate != Tone.SampleRate => WavFault.NotEightKilohertzMono,
            (FormatPcm, 16) or (FormatALaw or FormatMuLaw, 8) => WavFault.None,
            _ => WavFault.UnknownEncoding,
        };
    }
}

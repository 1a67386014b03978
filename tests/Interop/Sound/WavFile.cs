using System.Buffers.Binary;

namespace Interop.Sound;

/// <summary>Plain 16-bit mono recordings, read also while their writer has not yet filled in their length.</summary>
public sealed record WavFile(int Rate, short[] Samples)
{
    private const int HeaderLength = 44;

    /// <summary>Reads a recording; null while there is none.</summary>
    public static WavFile? Read(string path)
    {
        if (!File.Exists(path))
            return null;
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        if (bytes.Length < HeaderLength || !bytes.AsSpan(0, 4).SequenceEqual("RIFF"u8))
            return null;

        var rate = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(24));
        var data = bytes.AsSpan().IndexOf("data"u8);
        if (data < 0)
            return null;
        var pcm = bytes.AsSpan(data + 8);
        var samples = new short[pcm.Length / 2];
        for (var i = 0; i < samples.Length; i++)
            samples[i] = BinaryPrimitives.ReadInt16LittleEndian(pcm[(2 * i)..]);
        return new WavFile(rate, samples);
    }

    /// <summary>The length of the sound in bytes as the header says it: 0 until the writer has closed the file.</summary>
    public static int DeclaredLength(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Span<byte> header = stackalloc byte[HeaderLength];
        return stream.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) < HeaderLength ? 0 : BinaryPrimitives.ReadInt32LittleEndian(header[40..]);
    }

    /// <summary>Writes a steady tone of 8000 samples a second.</summary>
    public static void WriteTone(string path, double frequency, TimeSpan length)
    {
        const int rate = 8000;
        var count = (int)(length.TotalSeconds * rate);
        var bytes = new byte[HeaderLength + 2 * count];
        "RIFF"u8.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), bytes.Length - 8);
        "WAVEfmt "u8.CopyTo(bytes.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(20), 1);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(22), 1);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(24), rate);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(28), 2 * rate);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(32), 2);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(34), 16);
        "data"u8.CopyTo(bytes.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(40), 2 * count);
        for (var i = 0; i < count; i++)
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(HeaderLength + 2 * i), (short)(12_000 * Math.Sin(2 * Math.PI * frequency * i / rate)));
        File.WriteAllBytes(path, bytes);
    }
}

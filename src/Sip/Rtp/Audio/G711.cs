namespace Sip.Rtp.Audio;

/// <summary>The two laws of G.711.</summary>
public enum G711Law
{
    /// <summary>µ-law: PCMU.</summary>
    Mu,

    /// <summary>A-law: PCMA.</summary>
    A,
}

/// <summary>ITU-T G.711: µ-law and A-law at 8 kHz, one byte per sample, by table.</summary>
public static class G711
{
    /// <summary>µ-law for no sound.</summary>
    public const byte MuLawSilence = 0xFF;

    /// <summary>A-law for no sound.</summary>
    public const byte ALawSilence = 0xD5;

    private const int MuLawBias = 0x84;
    private const int MuLawClip = 32635;

    private static readonly short[] MuLawLinear = Table(ExpandMuLaw);
    private static readonly short[] ALawLinear = Table(ExpandALaw);
    private static readonly byte[] MuToA = Table(MuLawToALaw);
    private static readonly byte[] AToMu = Table(ALawToMuLaw);

    // 14 significant bits decide a µ-law code, 13 an A-law code: the tables are indexed by the sample without its idle low bits.
    private static readonly byte[] MuLawCodes = Codes(1 << 14, 2, CompressMuLaw);
    private static readonly byte[] ALawCodes = Codes(1 << 13, 3, CompressALaw);

    /// <summary>The 16-bit sample of a µ-law byte.</summary>
    public static short DecodeMuLaw(byte code) => MuLawLinear[code];

    /// <summary>The 16-bit sample of an A-law byte.</summary>
    public static short DecodeALaw(byte code) => ALawLinear[code];

    /// <summary>The µ-law byte of a 16-bit sample.</summary>
    public static byte EncodeMuLaw(short sample) => MuLawCodes[(ushort)sample >> 2];

    /// <summary>The A-law byte of a 16-bit sample.</summary>
    public static byte EncodeALaw(short sample) => ALawCodes[(ushort)sample >> 3];

    /// <summary>The byte for no sound.</summary>
    public static byte Silence(G711Law law) => law is G711Law.Mu ? MuLawSilence : ALawSilence;

    /// <summary>The 16-bit sample of a byte.</summary>
    public static short Decode(G711Law law, byte code) => law is G711Law.Mu ? DecodeMuLaw(code) : DecodeALaw(code);

    /// <summary>The byte of a 16-bit sample.</summary>
    public static byte Encode(G711Law law, short sample) => law is G711Law.Mu ? EncodeMuLaw(sample) : EncodeALaw(sample);

    /// <summary>Decodes as many bytes as fit.</summary>
    public static int Decode(G711Law law, ReadOnlySpan<byte> codes, Span<short> samples)
    {
        var count = Math.Min(codes.Length, samples.Length);
        ReadOnlySpan<short> table = law is G711Law.Mu ? MuLawLinear : ALawLinear;
        table = table[..256];
        for (var i = 0; i < count; i++)
            samples[i] = table[codes[i]];

        return count;
    }

    /// <summary>Encodes as many samples as fit.</summary>
    public static int Encode(G711Law law, ReadOnlySpan<short> samples, Span<byte> codes)
    {
        var count = Math.Min(codes.Length, samples.Length);
        for (var i = 0; i < count; i++)
            codes[i] = Encode(law, samples[i]);

        return count;
    }

    /// <summary>Turns µ-law into A-law in place.</summary>
    public static void MuLawToALaw(Span<byte> payload) => Translate(payload, MuToA);

    /// <summary>Turns A-law into µ-law in place.</summary>
    public static void ALawToMuLaw(Span<byte> payload) => Translate(payload, AToMu);

    private static void Translate(Span<byte> payload, ReadOnlySpan<byte> table)
    {
        table = table[..256];
        foreach (ref var code in payload)
            code = table[code];
    }

    // From level 48 on a µ-law level lies midway between two of A-law, and table 4 of G.711 takes the upper one, but for level 80.
    private static byte MuLawToALaw(byte code)
    {
        var level = ~code & 0x7F;
        var magnitude = Magnitude(MuLawLinear[code | 0x80]) + (level is >= 48 and not 80 ? 4 : 0);
        return (byte)(CompressALaw((short)magnitude) & (code | 0x7F));
    }

    // Table 3 of G.711 undoes table 4 from level 79 on, at the price of the nearest level.
    private static byte ALawToMuLaw(byte code)
    {
        var level = (code ^ 0x55) & 0x7F;
        var positive = level >= 79 ? (byte)~level : CompressMuLaw(ALawLinear[code | 0x80]);
        return (byte)(positive & (code | 0x7F));
    }

    private static short ExpandMuLaw(byte code)
    {
        var bits = ~code;
        var magnitude = (((bits & 0x0F) << 3) + MuLawBias << (bits >> 4 & 0x07)) - MuLawBias;
        return (short)((bits & 0x80) != 0 ? -magnitude : magnitude);
    }

    private static short ExpandALaw(byte code)
    {
        var bits = code ^ 0x55;
        var segment = bits >> 4 & 0x07;
        var magnitude = ((bits & 0x0F) << 4) + 8;
        if (segment > 0)
            magnitude = magnitude + 0x100 << segment - 1;

        return (short)((bits & 0x80) != 0 ? magnitude : -magnitude);
    }

    private static byte CompressMuLaw(short sample)
    {
        var magnitude = Math.Min(Magnitude(sample), MuLawClip) + MuLawBias;
        var segment = 24 - int.LeadingZeroCount(magnitude);
        var code = segment << 4 | magnitude >> segment + 3 & 0x0F;
        return (byte)~(sample < 0 ? code | 0x80 : code);
    }

    private static byte CompressALaw(short sample)
    {
        var magnitude = Magnitude(sample) >> 3;
        var segment = Math.Max(27 - int.LeadingZeroCount(magnitude), 0);
        var code = segment << 4 | magnitude >> Math.Max(segment, 1) & 0x0F;
        return (byte)((sample < 0 ? code : code | 0x80) ^ 0x55);
    }

    // A negative sample is folded by its complement, so that its decision levels mirror those of the positive side.
    private static int Magnitude(short sample) => sample < 0 ? ~sample : sample;

    private static T[] Table<T>(Func<byte, T> entry)
    {
        var table = new T[256];
        for (var code = 0; code < table.Length; code++)
            table[code] = entry((byte)code);

        return table;
    }

    private static byte[] Codes(int count, int shift, Func<short, byte> compress)
    {
        var codes = new byte[count];
        for (var i = 0; i < count; i++)
            codes[i] = compress((short)(i << shift));

        return codes;
    }
}

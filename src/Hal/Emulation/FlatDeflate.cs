namespace Hal.Emulation;

/// <summary>
/// Compresses pictures made of large pixels into a zlib stream (RFC 1950, RFC 1951), always into the same bytes: the library's own
/// compressor chooses differently from one processor to the next, and then committed pictures would differ from those made anew.
/// It looks for repeated bytes and repeated rows only, and writes fixed Huffman codes.
/// </summary>
internal sealed class FlatDeflate
{
    private const int ShortestMatch = 3;
    private const int LongestMatch = 258;
    private const int EndOfBlock = 256;

    // RFC 1951 section 3.2.5.
    private static readonly int[] LengthBases = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
    private static readonly int[] LengthBits = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
    private static readonly int[] DistanceBases =
        [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];

    private readonly List<byte> _out = [0x78, 0x01];
    private uint _bits;
    private int _bitCount;

    private FlatDeflate()
    {
    }

    /// <summary>Compresses these bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="stride">How many bytes a row has; less than 32768.</param>
    public static byte[] Compress(ReadOnlySpan<byte> bytes, int stride)
    {
        var writer = new FlatDeflate();
        writer.Bits(1, 1);
        writer.Bits(1, 2);
        for (var at = 0; at < bytes.Length;)
        {
            var (run, row) = (Match(bytes, at, 1), Match(bytes, at, stride));
            if (Math.Max(run, row) < ShortestMatch)
            {
                writer.Symbol(bytes[at++]);
                continue;
            }

            writer.Copy(Math.Max(run, row), run >= row ? 1 : stride);
            at += Math.Max(run, row);
        }

        writer.Symbol(EndOfBlock);
        writer.Bits(0, 7);
        writer._out.AddRange(Adler32(bytes));
        return [.. writer._out];
    }

    private static int Match(ReadOnlySpan<byte> bytes, int at, int distance)
    {
        if (at < distance)
            return 0;
        var longest = Math.Min(LongestMatch, bytes.Length - at);
        return bytes.Slice(at, longest).CommonPrefixLength(bytes.Slice(at - distance, longest));
    }

    private static byte[] Adler32(ReadOnlySpan<byte> bytes)
    {
        var (a, b) = (1u, 0u);
        foreach (var next in bytes)
        {
            a = (a + next) % 65521;
            b = (b + a) % 65521;
        }

        return [(byte)(b >> 8), (byte)b, (byte)(a >> 8), (byte)a];
    }

    private void Copy(int length, int distance)
    {
        var l = Array.FindLastIndex(LengthBases, start => start <= length);
        Symbol(257 + l);
        Bits((uint)(length - LengthBases[l]), LengthBits[l]);
        var d = Array.FindLastIndex(DistanceBases, start => start <= distance);
        Code((uint)d, 5);
        Bits((uint)(distance - DistanceBases[d]), d < 2 ? 0 : (d - 2) / 2);
    }

    // RFC 1951 section 3.2.6.
    private void Symbol(int symbol)
    {
        switch (symbol)
        {
            case < 144:
                Code((uint)(0x30 + symbol), 8);
                break;
            case < 256:
                Code((uint)(0x190 + symbol - 144), 9);
                break;
            case < 280:
                Code((uint)(symbol - 256), 7);
                break;
            default:
                Code((uint)(0xC0 + symbol - 280), 8);
                break;
        }
    }

    // Codes go out from their highest bit, numbers from their lowest.
    private void Code(uint code, int length)
    {
        for (var bit = length - 1; bit >= 0; bit--)
            Bits(code >> bit & 1, 1);
    }

    private void Bits(uint value, int count)
    {
        _bits |= value << _bitCount;
        for (_bitCount += count; _bitCount >= 8; _bitCount -= 8)
        {
            _out.Add((byte)_bits);
            _bits >>= 8;
        }
    }
}

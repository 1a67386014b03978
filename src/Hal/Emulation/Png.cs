using System.Buffers.Binary;

namespace Hal.Emulation;

/// <summary>Writes pictures as PNG (W3C, Portable Network Graphics, third edition), several as an animated one. Palette of four bits.</summary>
internal static class Png
{
    private const byte PaletteColour = 3;
    private const byte Depth = 4;

    private static readonly uint[] CrcTable = [.. Enumerable.Range(0, 256).Select(static n => Crc((uint)n))];

    public static byte[] Write(Picture picture, int scale)
    {
        var png = Begin(picture, scale);
        Chunk(png, "IDAT"u8, Pixels(picture, scale, 0, picture.Height));
        Chunk(png, "IEND"u8, []);
        return [.. png];
    }

    /// <summary>Shows each picture for its time, over and over. All are of one size; each sends only the rows that changed.</summary>
    public static byte[] WriteAnimated(IReadOnlyList<(Picture Picture, TimeSpan For)> pictures, int scale)
    {
        var png = Begin(pictures[0].Picture, scale);
        Chunk(png, "acTL"u8, Numbers(pictures.Count, 0));
        var number = 0;
        for (var i = 0; i < pictures.Count; i++)
        {
            var (picture, length) = pictures[i];
            var (top, bottom) = i is 0 ? (0, picture.Height) : Changed(pictures[i - 1].Picture, picture);
            byte[] control = [.. Numbers(number++, picture.Width * scale, (bottom - top) * scale, 0, top * scale), .. Delay(length), 0, 0];
            Chunk(png, "fcTL"u8, control);
            var pixels = Pixels(picture, scale, top, bottom);
            if (i is 0)
                Chunk(png, "IDAT"u8, pixels);
            else
                Chunk(png, "fdAT"u8, [.. Numbers(number++), .. pixels]);
        }

        Chunk(png, "IEND"u8, []);
        return [.. png];
    }

    private static List<byte> Begin(Picture picture, int scale)
    {
        List<byte> png = [0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n'];
        Chunk(png, "IHDR"u8, [.. Numbers(picture.Width * scale, picture.Height * scale), Depth, PaletteColour, 0, 0, 0]);
        Chunk(png, "PLTE"u8, Picture.Palette);
        return png;
    }

    private static byte[] Pixels(Picture picture, int scale, int top, int bottom)
    {
        var stride = 1 + (((picture.Width * scale) + 1) / 2);
        var bytes = new byte[stride * (bottom - top) * scale];
        for (var y = top; y < bottom; y++)
        {
            var first = bytes.AsSpan((y - top) * scale * stride, stride);
            Line(picture.Row(y), scale, first[1..]);
            for (var again = 1; again < scale; again++)
                first.CopyTo(bytes.AsSpan((((y - top) * scale) + again) * stride, stride));
        }

        return FlatDeflate.Compress(bytes, stride);
    }

    private static void Line(ReadOnlySpan<Ink> row, int scale, Span<byte> line)
    {
        for (var x = 0; x < row.Length * scale; x++)
            line[x / 2] |= (byte)((byte)row[x / scale] << (x % 2 is 0 ? 4 : 0));
    }

    private static (int Top, int Bottom) Changed(Picture before, Picture after)
    {
        var (top, bottom) = (0, after.Height);
        while (top < bottom - 1 && before.Row(top).SequenceEqual(after.Row(top)))
            top++;
        while (bottom > top + 1 && before.Row(bottom - 1).SequenceEqual(after.Row(bottom - 1)))
            bottom--;
        return (top, bottom);
    }

    private static byte[] Delay(TimeSpan length)
    {
        var delay = new byte[4];
        BinaryPrimitives.WriteUInt16BigEndian(delay, (ushort)Math.Clamp(Math.Round(length.TotalMilliseconds), 1, ushort.MaxValue));
        BinaryPrimitives.WriteUInt16BigEndian(delay.AsSpan(2), 1000);
        return delay;
    }

    private static byte[] Numbers(params ReadOnlySpan<int> numbers)
    {
        var bytes = new byte[4 * numbers.Length];
        for (var i = 0; i < numbers.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 * i), numbers[i]);
        return bytes;
    }

    private static void Chunk(List<byte> png, ReadOnlySpan<byte> name, ReadOnlySpan<byte> content)
    {
        png.AddRange(Numbers(content.Length));
        png.AddRange(name);
        png.AddRange(content);
        var crc = uint.MaxValue;
        foreach (var next in name)
            crc = CrcTable[(byte)(crc ^ next)] ^ (crc >> 8);
        foreach (var next in content)
            crc = CrcTable[(byte)(crc ^ next)] ^ (crc >> 8);
        png.AddRange(Numbers(unchecked((int)~crc)));
    }

    private static uint Crc(uint n)
    {
        for (var bit = 0; bit < 8; bit++)
            n = (n & 1) != 0 ? 0xEDB88320 ^ (n >> 1) : n >> 1;
        return n;
    }
}

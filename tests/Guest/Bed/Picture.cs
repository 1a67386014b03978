using System.Buffers.Binary;
using Hal.Screens;

namespace Guest.Bed;

/// <summary>What the glass showed from this moment on: decoded by the guest's SSD1306 from what came over the bus (<c>Machine/screen.c</c>).</summary>
/// <param name="At">Since the guest began.</param>
/// <param name="IsLit">Display switched on, and its charge pump.</param>
/// <param name="Contrast">0 to 255.</param>
/// <param name="Frame">The pixels.</param>
public sealed record Picture(TimeSpan At, bool IsLit, int Contrast, Frame Frame)
{
    /// <summary>Bytes of a record on the port.</summary>
    public const int RecordSize = 16 + (128 * 64 / 8);

    /// <summary>Reads a record.</summary>
    public static Picture Read(ReadOnlySpan<byte> record) => new(
        TimeSpan.FromMicroseconds(BinaryPrimitives.ReadUInt64LittleEndian(record) / 1000),
        record[8] != 0,
        record[9],
        new Frame(128, 64, record[16..]));

    /// <summary>The picture as text: two rows a line.</summary>
    public override string ToString()
    {
        var lines = Enumerable.Range(0, Frame.Height / 2).Select(row => string.Concat(Enumerable.Range(0, Frame.Width)
            .Select(x => (Frame[x, row * 2], Frame[x, (row * 2) + 1]) switch
            {
                (true, true) => '█',
                (true, false) => '▀',
                (false, true) => '▄',
                _ => ' ',
            })));
        return $"at {At.TotalSeconds:0.000} s, {(IsLit ? "lit" : "dark")}, contrast {Contrast}\n{string.Join('\n', lines)}";
    }
}

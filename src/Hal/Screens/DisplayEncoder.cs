namespace Hal.Screens;

/// <summary>One transfer to a display chip: commands, and then the pixels they made room for. Either may be empty.</summary>
/// <param name="Commands">Command bytes: D/C# low on SPI, after control byte 0x00 on I²C.</param>
/// <param name="Pixels">Bytes for the chip's memory: D/C# high on SPI, after control byte 0x40 on I²C.</param>
public readonly record struct DisplayWrite(ReadOnlyMemory<byte> Commands, ReadOnlyMemory<byte> Pixels);

/// <summary>
/// What to send to a display chip that keeps pages of eight rows. Pure: it knows what the glass shows because it is told. The order at
/// start is <see cref="Initialise"/> (leaves the glass dark), all of a first picture, <see cref="Show"/>: so the noise in the memory of a
/// chip that has just got power is never seen.
/// </summary>
public abstract class DisplayEncoder
{
    /// <summary>Commands before each run of pixels: page, low and high half of the column.</summary>
    public const int AddressBytes = 3;

    // A second run on I²C costs its address three commands long, and twice the bus address and the control byte.
    private const int WorthARunOfItsOwn = AddressBytes + 4;

    private readonly int _firstColumn;

    /// <summary>An encoder for this glass.</summary>
    /// <param name="size">The glass.</param>
    /// <param name="firstColumn">The column of the chip's memory that is the left one on the glass.</param>
    /// <param name="isTurned">True when the board has the glass's flexible cable below.</param>
    protected DisplayEncoder(ScreenSize size, int firstColumn, bool isTurned) => (Size, _firstColumn, IsTurned) = (size, firstColumn, isTurned);

    /// <summary>A command that changes nothing: shows whether the chip still answers.</summary>
    public static ReadOnlySpan<byte> NoOperation => [DisplayCommand.Nothing];

    /// <summary>The glass.</summary>
    public ScreenSize Size { get; }

    /// <summary>True when the board has the glass's flexible cable below.</summary>
    public bool IsTurned { get; }

    /// <summary>Commands that bring the chip from any state to ours, dark. Its memory is left as it was.</summary>
    public ReadOnlyMemory<byte> Initialise => (byte[])[DisplayCommand.Nothing, DisplayCommand.Off, .. OnlyWhileOff, .. Settings];

    /// <summary>
    /// The same commands without the glass going dark, in case a disturbance changed something or the chip lost its power for a moment.
    /// After them send a whole picture and <see cref="Show"/>.
    /// </summary>
    public ReadOnlyMemory<byte> Refresh => (byte[])[DisplayCommand.Nothing, .. Settings];

    /// <summary>How long to wait between <see cref="Initialise"/> and the first <see cref="Show"/>.</summary>
    public abstract TimeSpan Settles { get; }

    /// <summary>Commands for a brightness: dark by switching the glass off, otherwise the contrast, and on.</summary>
    public ReadOnlyMemory<byte> Show(Brightness brightness) => brightness switch
    {
        Brightness.Off => new byte[] { DisplayCommand.Off },
        Brightness.Dimmed => new byte[] { DisplayCommand.Contrast, Dimmed, DisplayCommand.On },
        _ => new byte[] { DisplayCommand.Contrast, Full, DisplayCommand.On },
    };

    /// <summary>Commands of the start that may be sent only while the glass is off.</summary>
    protected abstract byte[] OnlyWhileOff { get; }

    /// <summary>All other commands of the start, contrast excepted.</summary>
    protected abstract byte[] Settings { get; }

    /// <summary>The contrast of <see cref="Brightness.Dimmed"/>.</summary>
    protected abstract byte Dimmed { get; }

    /// <summary>The contrast of <see cref="Brightness.Full"/>.</summary>
    protected abstract byte Full { get; }

    /// <summary>What makes the glass show a picture: the bytes that differ, each run with its place; runs close together are joined.</summary>
    /// <param name="shown">What it shows now; null when that is not known: after a start, after an error.</param>
    /// <param name="next">What it is to show; of another size than the glass, nothing is sent.</param>
    public IReadOnlyList<DisplayWrite> Encode(Frame? shown, Frame next)
    {
        ArgumentNullException.ThrowIfNull(next);
        if ((next.Width, next.Height) != (Size.Width, Size.Height))
            return [];
        if (shown is not null && (shown.Width, shown.Height) != (Size.Width, Size.Height))
            shown = null;

        var writes = new List<DisplayWrite>();
        for (var page = 0; page < next.Pages; page++)
            EncodePage(page, shown, next, writes);
        return writes;
    }

    private void EncodePage(int page, Frame? shown, Frame next, List<DisplayWrite> writes)
    {
        if (shown is null)
        {
            writes.Add(Run(page, next, 0, next.Width));
            return;
        }

        var before = shown.Page(page);
        var after = next.Page(page);
        var column = 0;
        while (column < after.Length)
        {
            var same = before[column..].CommonPrefixLength(after[column..]);
            var begin = column + same;
            if (begin == after.Length)
                return;

            var end = begin + 1;
            for (var look = end; look < after.Length && look - end < WorthARunOfItsOwn; look++)
                if (before[look] != after[look])
                    end = look + 1;

            writes.Add(Run(page, next, begin, end));
            column = end;
        }
    }

    private DisplayWrite Run(int page, Frame frame, int begin, int end)
    {
        var column = begin + _firstColumn;
        return new DisplayWrite(
            new byte[] { (byte)(DisplayCommand.Page | page), (byte)(DisplayCommand.ColumnLow | (column & 0x0F)), (byte)(DisplayCommand.ColumnHigh | (column >> 4)) },
            frame.PageMemory(page)[begin..end]);
    }
}

/// <summary>
/// The commands that SSD1306 (Solomon Systech, SSD1306 Rev 1.5, table 9-1) and SH1106 (Sino Wealth, SH1106 V2.3, commands 1 to 18) have in
/// common, by the same numbers.
/// </summary>
internal static class DisplayCommand
{
    /// <summary>Low half of the column, in the low four bits. For page addressing.</summary>
    public const byte ColumnLow = 0x00;

    /// <summary>High half of the column, in the low four bits. For page addressing.</summary>
    public const byte ColumnHigh = 0x10;

    /// <summary>Row of the memory that is on top, in the low six bits.</summary>
    public const byte StartLine = 0x40;

    /// <summary>Contrast; one byte follows.</summary>
    public const byte Contrast = 0x81;

    /// <summary>Column 0 of the memory is at the chip's first segment; +1: at its last.</summary>
    public const byte SegmentsForward = 0xA0;

    /// <summary>The glass shows the memory; +1: it is all lit.</summary>
    public const byte FollowMemory = 0xA4;

    /// <summary>A set bit is lit; +1: it is dark.</summary>
    public const byte NotInverse = 0xA6;

    /// <summary>How many rows are driven; one byte follows, their number less one.</summary>
    public const byte Multiplex = 0xA8;

    /// <summary>The glass is off; the memory stays.</summary>
    public const byte Off = 0xAE;

    /// <summary>The glass is on.</summary>
    public const byte On = 0xAF;

    /// <summary>Page, in the low three bits. For page addressing.</summary>
    public const byte Page = 0xB0;

    /// <summary>Rows are scanned from the first; +8: from the last.</summary>
    public const byte RowsForward = 0xC0;

    /// <summary>Shifts the rows; one byte follows.</summary>
    public const byte Offset = 0xD3;

    /// <summary>Clock; one byte follows: divider less one in the low half, frequency in the high half.</summary>
    public const byte Clock = 0xD5;

    /// <summary>Pre-charge; one byte follows: first phase in the low half, second in the high half, in clocks.</summary>
    public const byte Precharge = 0xD9;

    /// <summary>How the rows are wired; one byte follows: 0x12 alternating, 0x02 in sequence.</summary>
    public const byte RowWiring = 0xDA;

    /// <summary>Nothing; taken as the missing byte by a chip that was left in the middle of a command.</summary>
    public const byte Nothing = 0xE3;

    /// <summary>Voltage of rows not driven; one byte follows, which means another thing on each chip.</summary>
    public const byte DeselectedRows = 0xDB;
}

using Hal.Screens;

namespace Hal.Emulation;

/// <summary>An SSD1306 (Solomon Systech, Rev 1.5): memory of 128 columns, addressed by page, by row or by column. It does not scroll.</summary>
/// <param name="size">The glass it drives.</param>
/// <param name="noise">Which noise its memory holds.</param>
public sealed class Ssd1306Model(ScreenSize size, int noise = 0) : DisplayChipModel(size, MemoryColumns, noise)
{
    private const int MemoryColumns = 128;
    private const byte ByPage = 0x02;

    private byte _mode = ByPage;
    private bool _isPumping;
    private (int First, int Last) _columns = (0, MemoryColumns - 1);
    private (int First, int Last) _pages = (0, 7);

    /// <inheritdoc/>
    public override bool IsPumping => _isPumping;

    /// <inheritdoc/>
    protected override int ArgumentsOf(byte command) => command switch
    {
        0x20 or 0x8D => 1,
        0x21 or 0x22 or 0xA3 => 2,
        0x26 or 0x27 => 6,
        0x29 or 0x2A => 5,
        _ => base.ArgumentsOf(command),
    };

    /// <inheritdoc/>
    protected override bool CarryOut(byte command, ReadOnlySpan<byte> arguments)
    {
        switch (command)
        {
            case 0x20:
                _mode = (byte)(arguments[0] & 0x03);
                return true;
            case 0x21:
                _columns = (arguments[0] & 0x7F, arguments[1] & 0x7F);
                Column = _columns.First;
                return true;
            case 0x22:
                _pages = (arguments[0] & 0x07, arguments[1] & 0x07);
                Page = _pages.First;
                return true;
            case 0x26 or 0x27 or 0x29 or 0x2A or 0x2E or 0x2F or 0xA3:
                return true;
            case 0x8D:
                _isPumping = (arguments[0] & 0x04) != 0;
                return true;
            default:
                return base.CarryOut(command, arguments);
        }
    }

    /// <inheritdoc/>
    protected override void Advance()
    {
        switch (_mode)
        {
            case 0x00:
                if (Column++ == _columns.Last)
                {
                    Column = _columns.First;
                    Page = Page == _pages.Last ? _pages.First : (Page + 1) % 8;
                }

                Column %= MemoryColumns;
                break;
            case 0x01:
                if (Page == _pages.Last)
                {
                    Page = _pages.First;
                    Column = Column == _columns.Last ? _columns.First : (Column + 1) % MemoryColumns;
                }
                else
                {
                    Page = (Page + 1) % 8;
                }

                break;
            default:
                Column = (Column + 1) % MemoryColumns;
                break;
        }
    }
}

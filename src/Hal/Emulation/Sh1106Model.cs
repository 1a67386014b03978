using Hal.Screens;

namespace Hal.Emulation;

/// <summary>An SH1106 (Sino Wealth, V2.3): memory of 132 columns, addressed by page only; the column stops at the end of a page.</summary>
/// <param name="size">The glass it drives: the columns in the middle.</param>
/// <param name="noise">Which noise its memory holds.</param>
public sealed class Sh1106Model(ScreenSize size, int noise = 0) : DisplayChipModel(size, Sh1106Encoder.Columns, noise)
{
    private bool _isPumping = true;

    /// <inheritdoc/>
    public override bool IsPumping => _isPumping;

    /// <inheritdoc/>
    protected override int ArgumentsOf(byte command) => command is 0xAD ? 1 : base.ArgumentsOf(command);

    /// <inheritdoc/>
    protected override bool CarryOut(byte command, ReadOnlySpan<byte> arguments)
    {
        switch (command)
        {
            case >= 0x30 and < 0x34 or 0xE0 or 0xEE:
                return true;
            case 0xAD:
                _isPumping = (arguments[0] & 1) != 0;
                return true;
            default:
                return base.CarryOut(command, arguments);
        }
    }

    /// <inheritdoc/>
    protected override void Advance() => Column = Math.Min(Column + 1, Columns);
}

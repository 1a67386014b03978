namespace Hal.Screens;

/// <summary>
/// The SH1106: memory of 132 columns, of which a glass of 128 has those in the middle, and page addressing only. Facts: Sino Wealth,
/// SH1106 V2.3;
/// the numbers are those of its commands.
/// </summary>
/// <param name="size"><see cref="ScreenSize.Full"/> or <see cref="ScreenSize.Half"/>.</param>
/// <param name="isTurned">True when the board has the glass's flexible cable below: Waveshare's HAT.</param>
public sealed class Sh1106Encoder(ScreenSize size, bool isTurned = false) : DisplayEncoder(size, (Columns - size.Width) / 2, isTurned)
{
    /// <summary>Columns of the chip's memory.</summary>
    public const int Columns = 132;

    private const byte PumpVoltage = 0x30;
    private const byte Converter = 0xAD;

    /// <inheritdoc/>
    /// <remarks>What the data sheet recommends for the converter's voltage to be steady.</remarks>
    public override TimeSpan Settles => TimeSpan.FromMilliseconds(100);

    /// <inheritdoc/>
    protected override byte[] OnlyWhileOff =>
    [
        Converter, 0x8B, // on, as after a reset: such modules have no other source for the glass (10)
    ];

    /// <inheritdoc/>
    protected override byte[] Settings =>
    [
        DisplayCommand.Clock, 0x80,                                         // no divider, oscillator 15 % above its middle, against flicker (15)
        DisplayCommand.Multiplex, (byte)(Size.Height - 1),                  // as many rows as the glass has (9)
        DisplayCommand.Offset, 0x00,                                        // 14
        PumpVoltage | 2,                                                    // 8.0 V, the reset value (3)
        DisplayCommand.StartLine,                                           // 4
        (byte)(DisplayCommand.SegmentsForward | (IsTurned ? 0 : 1)),        // 6
        (byte)(DisplayCommand.RowsForward | (IsTurned ? 0 : 8)),            // 13
        DisplayCommand.RowWiring, (byte)(Size.Height > 32 ? 0x12 : 0x02),   // 64 rows alternate between two sides, 32 come in sequence (17)
        DisplayCommand.Precharge, 0x22,                                     // the reset value: 2 and 2 clocks (16)
        DisplayCommand.DeselectedRows, 0x35,                                // the reset value: 0.77 of the glass voltage (18)
        DisplayCommand.FollowMemory,                                        // 7
        DisplayCommand.NotInverse,                                          // 8
    ];

    /// <inheritdoc/>
    protected override byte Dimmed => 0x08;

    /// <inheritdoc/>
    protected override byte Full => 0xCF;
}

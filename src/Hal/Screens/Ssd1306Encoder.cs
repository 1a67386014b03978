namespace Hal.Screens;

/// <summary>
/// The SSD1306: 128 by 64 or 128 by 32, lit by its own charge pump. Facts: Solomon Systech,
/// SSD1306 Rev 1.5 of August 2010; the numbers are its sections.
/// </summary>
/// <param name="size"><see cref="ScreenSize.Full"/> or <see cref="ScreenSize.Half"/>.</param>
/// <param name="isTurned">True when the board has the glass's flexible cable below.</param>
public sealed class Ssd1306Encoder(ScreenSize size, bool isTurned = false) : DisplayEncoder(size, firstColumn: 0, isTurned)
{
    private const byte AddressMode = 0x20;
    private const byte ByPage = 0x02;
    private const byte StopScrolling = 0x2E;
    private const byte ChargePump = 0x8D;

    /// <inheritdoc/>
    /// <remarks>The chip itself holds the first picture back until its pump is up (8.9).</remarks>
    public override TimeSpan Settles => TimeSpan.Zero;

    /// <inheritdoc/>
    protected override byte[] OnlyWhileOff => [];

    /// <inheritdoc/>
    protected override byte[] Settings =>
    [
        DisplayCommand.Clock, 0x80,                                         // the reset value: no divider (10.1.16)
        DisplayCommand.Multiplex, (byte)(Size.Height - 1),                  // as many rows as the glass has (10.1.11)
        DisplayCommand.Offset, 0x00,                                        // 10.1.15
        DisplayCommand.StartLine,                                           // 10.1.6
        StopScrolling,                                                      // a program before us may have started it; the memory is then to be written anew (10.2.3)
        ChargePump, 0x14,                                                   // on: such modules have no other source for the glass (Application Note, page 3)
        AddressMode, ByPage,                                                // the reset value, but another program may have left another (10.1.3)
        (byte)(DisplayCommand.SegmentsForward | (IsTurned ? 0 : 1)),        // 10.1.8
        (byte)(DisplayCommand.RowsForward | (IsTurned ? 0 : 8)),            // 10.1.14
        DisplayCommand.RowWiring, (byte)(Size.Height > 32 ? 0x12 : 0x02),   // 64 rows alternate between two sides, 32 come in sequence (10.1.18)
        DisplayCommand.Precharge, 0xF1,                                     // 1 and 15 clocks: longer than at reset, for the weaker pump (10.1.17)
        DisplayCommand.DeselectedRows, 0x20,                                // the reset value: 0.77 of the glass voltage (10.1.19)
        DisplayCommand.FollowMemory,                                        // 10.1.9
        DisplayCommand.NotInverse,                                          // 10.1.10
    ];

    /// <inheritdoc/>
    protected override byte Dimmed => 0x08;

    /// <inheritdoc/>
    protected override byte Full => 0xCF;
}

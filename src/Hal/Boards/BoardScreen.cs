using Hal.Screens;

namespace Hal.Boards;

/// <summary>The chip that drives a screen.</summary>
public enum ScreenController
{
    /// <summary>Solomon Systech SSD1306.</summary>
    Ssd1306,

    /// <summary>Sino Wealth SH1106: its memory is 132 columns wide, the glass shows those from 2 on.</summary>
    Sh1106,
}

/// <summary>A screen and how it is wired.</summary>
/// <param name="Controller">Its chip.</param>
/// <param name="Size">Its pixels.</param>
/// <param name="Bus">How it is reached.</param>
/// <param name="IsTurned">True when the glass is built in with its flexible cable below: Waveshare's HAT, or any other upside down.</param>
public sealed record BoardScreen(ScreenController Controller, ScreenSize Size, ScreenWiring Bus, bool IsTurned = false)
{
    /// <summary>What to send to it.</summary>
    public DisplayEncoder Encoder => Controller switch
    {
        ScreenController.Sh1106 => new Sh1106Encoder(Size, IsTurned),
        _ => new Ssd1306Encoder(Size, IsTurned),
    };

    /// <summary>The GPIO lines it takes.</summary>
    internal IEnumerable<(int Line, string For)> Lines => Bus switch
    {
        ScreenWiring.Spi { ResetLine: { } reset } spi => [(spi.DataLine, "screen data/command"), (reset, "screen reset")],
        ScreenWiring.Spi spi => [(spi.DataLine, "screen data/command")],
        _ => [],
    };
}

/// <summary>How a screen is reached.</summary>
public abstract record ScreenWiring
{
    private ScreenWiring()
    {
    }

    /// <summary>By I2C.</summary>
    /// <param name="Number">The bus: 1 is <c>/dev/i2c-1</c>.</param>
    /// <param name="Address">7 bits: 0x3C or 0x3D.</param>
    public sealed record I2c(int Number, int Address) : ScreenWiring;

    /// <summary>By SPI, four wires.</summary>
    /// <param name="Number">The bus.</param>
    /// <param name="ChipSelect">The chip select: bus 0, select 0 is <c>/dev/spidev0.0</c>.</param>
    /// <param name="DataLine">The GPIO line that is high for pixels and low for commands.</param>
    /// <param name="ResetLine">The GPIO line that resets the screen while low, or null.</param>
    /// <param name="Hertz">The clock.</param>
    public sealed record Spi(int Number, int ChipSelect, int DataLine, int? ResetLine, int Hertz = 4_000_000) : ScreenWiring;
}

using Hal.Boards;
using Hal.Buttons;
using Hal.Lamps;
using Hal.Screens;

namespace Appliance.Configuration;

/// <summary>Which front panel the box has.</summary>
public enum PanelBoard
{
    /// <summary>Found out (product.md 5.3); the simulated one where there is none.</summary>
    Auto,

    /// <summary>Waveshare 1.3" OLED HAT.</summary>
    WaveshareOledHat,

    /// <summary>Adafruit 128x64 OLED Bonnet.</summary>
    AdafruitBonnet,

    /// <summary>Waveshare PoE HAT (B).</summary>
    WavesharePoeB,

    /// <summary>One button, and the computer's own light.</summary>
    Bare,

    /// <summary>As <c>[panel.screen]</c>, <c>[[panel.button]]</c>, <c>[[panel.lamp]]</c> and <c>[panel.fan]</c> say.</summary>
    Custom,

    /// <summary>In memory only: on the page and in a terminal.</summary>
    Simulated,

    /// <summary>None at all.</summary>
    None,
}

/// <summary><c>[panel]</c>: lamps, screen and buttons.</summary>
public sealed record PanelConfig
{
    /// <summary>Which board.</summary>
    public PanelBoard Board { get; init; } = PanelBoard.Auto;

    /// <summary>True when three lamps are wired to GPIO 18 (status), 12 (line) and 7 (call); not for a custom board, which names its lamps.</summary>
    public bool HasExternalLamps { get; init; }

    /// <summary>True when the computer's hardware watchdog restarts it should the program hang.</summary>
    public bool UsesWatchdog { get; init; }

    /// <summary>The GPIO chip of a custom board, by label or device name. Null: a Raspberry Pi's header.</summary>
    public string? GpioChip { get; init; }

    /// <summary>The screen of a custom board, or null.</summary>
    public PanelScreenConfig? Screen { get; init; }

    /// <summary>The buttons of a custom board.</summary>
    public ValueList<PanelButtonConfig> Buttons { get; init; } = [];

    /// <summary>The lamps of a custom board; a lamp of several colours is there once for each.</summary>
    public ValueList<PanelLampConfig> Lamps { get; init; } = [];

    /// <summary>The fan of a custom board, or null.</summary>
    public PanelFanConfig? Fan { get; init; }

    /// <summary>What to open; null when there is nothing to open: a simulated panel, or none.</summary>
    public PanelChoice? Choice => Board is PanelBoard.Simulated or PanelBoard.None
        ? null
        : new() { Board = Known, HasExternalLamps = HasExternalLamps, UsesWatchdog = UsesWatchdog };

    private Board? Known => Board switch
    {
        PanelBoard.WaveshareOledHat => KnownBoards.WaveshareOledHat,
        PanelBoard.AdafruitBonnet => KnownBoards.AdafruitBonnet,
        PanelBoard.WavesharePoeB => KnownBoards.WavesharePoeB,
        PanelBoard.Bare => KnownBoards.Bare,
        PanelBoard.Custom => Described,
        _ => null,
    };

    private Board Described => new()
    {
        Name = "Custom board",
        Chips = GpioChip is { } chip ? [chip] : Hal.Boards.Board.HeaderChips,
        Screen = Screen?.Described,
        Buttons = [.. Buttons.Select(button => new BoardButton(button.Button, button.Line, !button.IsActiveHigh, button.Pull))],
        Lamps = [.. Lamps.GroupBy(lamp => lamp.Lamp).OrderBy(lamp => lamp.Key).Select(lamp => new BoardLamp(lamp.Key, [.. lamp.Select(light => light.Described)]))],
        Fan = Fan is { } fan ? new(fan.Bus, fan.Address, fan.Bit) : null,
    };
}

/// <summary><c>[panel.screen]</c>.</summary>
public sealed record PanelScreenConfig
{
    /// <summary>Its chip.</summary>
    public ScreenController Controller { get; init; }

    /// <summary>Its pixels.</summary>
    public ScreenSize Size { get; init; } = ScreenSize.Full;

    /// <summary>The I2C bus, 0 to 255; used unless <see cref="SpiBus"/> is given.</summary>
    public int I2cBus { get; init; } = 1;

    /// <summary>The I2C address, 0x08 to 0x77.</summary>
    public int I2cAddress { get; init; } = 0x3C;

    /// <summary>The SPI bus, 0 to 255, or null: I2C.</summary>
    public int? SpiBus { get; init; }

    /// <summary>The SPI chip select, 0 to 255.</summary>
    public int SpiSelect { get; init; }

    /// <summary>The GPIO line that tells pixels from commands on SPI.</summary>
    public int? DataLine { get; init; }

    /// <summary>The GPIO line that resets the screen on SPI, or null.</summary>
    public int? ResetLine { get; init; }

    /// <summary>True when it is built in upside down.</summary>
    public bool IsUpsideDown { get; init; }

    internal BoardScreen Described => new(
        Controller,
        Size,
        SpiBus is { } spi ? new ScreenWiring.Spi(spi, SpiSelect, DataLine ?? 0, ResetLine) : new ScreenWiring.I2c(I2cBus, I2cAddress),
        IsUpsideDown);
}

/// <summary><c>[[panel.button]]</c>.</summary>
public sealed record PanelButtonConfig
{
    /// <summary>Which button.</summary>
    public Button Button { get; init; }

    /// <summary>Its GPIO line, 0 to 255.</summary>
    public int Line { get; init; }

    /// <summary>True when pressing connects it to the supply, not to ground.</summary>
    public bool IsActiveHigh { get; init; }

    /// <summary>The resistor in the chip.</summary>
    public LinePull Pull { get; init; } = LinePull.Up;
}

/// <summary><c>[[panel.lamp]]</c>: one light of one colour; exactly one of <see cref="Line"/>, <see cref="Led"/> and <see cref="PwmChip"/>.</summary>
public sealed record PanelLampConfig
{
    /// <summary>Which lamp it belongs to.</summary>
    public Lamp Lamp { get; init; }

    /// <summary>Its colour.</summary>
    public LampColour Colour { get; init; } = LampColour.Green;

    /// <summary>Its GPIO line, 0 to 255.</summary>
    public int? Line { get; init; }

    /// <summary>True when the light is lit by connecting the line to ground.</summary>
    public bool IsActiveLow { get; init; }

    /// <summary>Its name under <c>/sys/class/leds</c>.</summary>
    public string? Led { get; init; }

    /// <summary>The number of its chip under <c>/sys/class/pwm</c>.</summary>
    public int? PwmChip { get; init; }

    /// <summary>The channel of <see cref="PwmChip"/>.</summary>
    public int PwmChannel { get; init; }

    /// <summary>How bright by PWM, 1 to 100 percent.</summary>
    public int Percent { get; init; } = 100;

    internal BoardLight Described => new(Colour, this switch
    {
        { Led: { } led } => new LightSource.LedClass([led]),
        { PwmChip: { } chip } => new LightSource.Pwm(chip, PwmChannel, Percent),
        _ => new LightSource.GpioLine(Line ?? 0, IsActiveLow),
    });
}

/// <summary><c>[panel.fan]</c>: a fan behind a PCF8574.</summary>
public sealed record PanelFanConfig
{
    /// <summary>The I2C bus, 0 to 255.</summary>
    public int Bus { get; init; } = 1;

    /// <summary>The address: 0x20 to 0x27 for a PCF8574, 0x38 to 0x3F for a PCF8574A.</summary>
    public int Address { get; init; } = 0x20;

    /// <summary>The bit, 0 to 7; low is on.</summary>
    public int Bit { get; init; }
}

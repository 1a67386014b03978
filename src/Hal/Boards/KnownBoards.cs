using Hal.Buttons;
using Hal.Lamps;
using Hal.Screens;

namespace Hal.Boards;

/// <summary>The boards that work without being described. Lines are BCM numbers; sources in <c>src/Hal/README.md</c>.</summary>
public static class KnownBoards
{
    /// <summary>The light on the Raspberry Pi itself, under the names its kernels have given it.</summary>
    public static BoardLamp OnBoardLamp { get; } = new(Lamp.Status, [new(LampColour.Green, new LightSource.LedClass(["ACT", "led0", "led-act"]))]);

    /// <summary>Three lamps wired to lines that every board here leaves free. GPIO 7 is the second chip select of SPI 0: <c>dtoverlay=spi0-1cs</c> frees it.</summary>
    public static IReadOnlyList<BoardLamp> ExternalLamps { get; } =
    [
        new(Lamp.Status, [new(LampColour.Green, new LightSource.GpioLine(18))]),
        new(Lamp.Line, [new(LampColour.Green, new LightSource.GpioLine(12))]),
        new(Lamp.Call, [new(LampColour.Green, new LightSource.GpioLine(7))]),
    ];

    /// <summary>Waveshare 1.3" OLED HAT: SH1106 over SPI, a joystick and three keys.</summary>
    public static Board WaveshareOledHat { get; } = new()
    {
        Name = "Waveshare 1.3\" OLED HAT",
        Screen = new(ScreenController.Sh1106, ScreenSize.Full, new ScreenWiring.Spi(0, 0, DataLine: 24, ResetLine: 25), IsTurned: true),
        Buttons =
        [
            new(Button.Up, 6), new(Button.Down, 19), new(Button.Left, 5), new(Button.Right, 26), new(Button.Centre, 13),
            new(Button.Key1, 21), new(Button.Key2, 20), new(Button.Key3, 16),
        ],
        Lamps = [OnBoardLamp],
    };

    /// <summary>The same board with its resistors moved for I2C.</summary>
    public static Board WaveshareOledHatI2c { get; } = WaveshareOledHat with
    {
        Screen = new(ScreenController.Sh1106, ScreenSize.Full, new ScreenWiring.I2c(HeaderBus, ScreenAddress), IsTurned: true),
    };

    /// <summary>Adafruit 128x64 OLED Bonnet (3531): SSD1306 over I2C, a joystick and two buttons.</summary>
    public static Board AdafruitBonnet { get; } = new()
    {
        Name = "Adafruit 128x64 OLED Bonnet",
        Screen = new(ScreenController.Ssd1306, ScreenSize.Full, new ScreenWiring.I2c(HeaderBus, ScreenAddress)),
        Buttons =
        [
            new(Button.Up, 17), new(Button.Down, 22), new(Button.Left, 27), new(Button.Right, 23), new(Button.Centre, 4),
            new(Button.Key1, 5), new(Button.Key2, 6),
        ],
        Lamps = [OnBoardLamp],
    };

    /// <summary>Waveshare PoE HAT (B): SSD1306 128x32 over I2C, a fan, and one button wired from GPIO 16 (pin 36) to ground.</summary>
    public static Board WavesharePoeB { get; } = new()
    {
        Name = "Waveshare PoE HAT (B)",
        Screen = new(ScreenController.Ssd1306, ScreenSize.Half, new ScreenWiring.I2c(HeaderBus, ScreenAddress)),
        Buttons = [new(Button.Key1, WiredButton)],
        Lamps = [OnBoardLamp],
        Fan = new(HeaderBus, FanAddress, Bit: 0),
    };

    /// <summary>No board: one button wired from GPIO 16 (pin 36) to ground, and the computer's own light.</summary>
    public static Board Bare { get; } = new()
    {
        Name = "Bare box",
        Buttons = [new(Button.Key1, WiredButton)],
        Lamps = [OnBoardLamp],
    };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Board> All { get; } = [WaveshareOledHat, WaveshareOledHatI2c, AdafruitBonnet, WavesharePoeB, Bare];

    /// <summary>The I2C bus on the header's pins 3 and 5.</summary>
    internal const int HeaderBus = 1;

    /// <summary>Where the screens of these boards answer.</summary>
    internal const int ScreenAddress = 0x3C;

    /// <summary>Where the PCF8574 of the PoE HAT answers.</summary>
    internal const int FanAddress = 0x20;

    /// <summary>The line of the one button of a box whose board has none: pin 36.</summary>
    internal const int WiredButton = 16;
}

using Appliance.Configuration;
using Hal.Boards;
using Hal.Buttons;
using Hal.Lamps;
using Hal.Screens;
using Config = Appliance.Configuration.Config;

namespace Appliance.Tests.Configuration;

public sealed class PanelConfigTests
{
    private const string Custom = """
        [panel]
        board = "custom"
        gpio-chip = "panel"

        [panel.screen]
        controller = "sh1106"
        i2c-bus = 3
        i2c-address = 0x3D
        upside-down = true

        [[panel.button]]
        button = "key1"
        line = 5

        [[panel.button]]
        button = "key2"
        line = 6
        active-high = true

        [[panel.lamp]]
        lamp = "status"
        colour = "green"
        led = "panel:status:green"

        [[panel.lamp]]
        lamp = "status"
        colour = "red"
        line = 23
        active-low = true

        [[panel.lamp]]
        lamp = "call"
        pwm-chip = 0
        pwm-channel = 1
        percent = 40

        [panel.fan]
        bit = 2
        """;

    [Fact]
    public void Without_a_word_the_board_is_found_out()
    {
        var choice = Config.Empty.Panel.Choice!;

        Assert.Null(choice.Board);
        Assert.False(choice.HasExternalLamps);
        Assert.False(choice.UsesWatchdog);
    }

    [Theory]
    [InlineData("waveshare-oled-hat", "Waveshare 1.3\" OLED HAT")]
    [InlineData("adafruit-bonnet", "Adafruit 128x64 OLED Bonnet")]
    [InlineData("waveshare-poe-b", "Waveshare PoE HAT (B)")]
    [InlineData("bare", "Bare box")]
    public void A_board_is_chosen_by_name(string written, string name)
    {
        var reading = Read($"[panel]\nboard = \"{written}\"\nexternal-lamps = true\nwatchdog = true");

        Assert.Empty(reading.Faults);
        var choice = reading.Config.Panel.Choice!;
        Assert.Equal((name, true, true), (choice.Board!.Name, choice.HasExternalLamps, choice.UsesWatchdog));
    }

    [Theory]
    [InlineData("simulated")]
    [InlineData("none")]
    public void Without_hardware_there_is_nothing_to_open(string written) => Assert.Null(Read($"[panel]\nboard = \"{written}\"").Config.Panel.Choice);

    [Fact]
    public void A_board_of_ones_own_is_wired_as_described()
    {
        var reading = Read(Custom);
        Assert.Empty(reading.Faults);
        var board = reading.Config.Panel.Choice!.Board!;

        Assert.Equal(["panel"], board.Chips);
        Assert.Equal(new BoardScreen(ScreenController.Sh1106, ScreenSize.Full, new ScreenWiring.I2c(3, 0x3D), IsTurned: true), board.Screen);
        Assert.Equal([new BoardButton(Button.Key1, 5), new BoardButton(Button.Key2, 6, IsActiveLow: false, LinePull.Down)], board.Buttons);
        Assert.Equal([Lamp.Status, Lamp.Call], board.Lamps.Select(lamp => lamp.Lamp));
        Assert.Equal(["panel:status:green"], Assert.IsType<LightSource.LedClass>(board.Lamps[0].Lights[0].Source).Names);
        Assert.Equal(new BoardLight(LampColour.Red, new LightSource.GpioLine(23, IsActiveLow: true)), board.Lamps[0].Lights[1]);
        Assert.Equal(new BoardLight(LampColour.Green, new LightSource.Pwm(0, 1, 40)), Assert.Single(board.Lamps[1].Lights));
        Assert.Equal(new BoardFan(1, 0x20, 2), board.Fan);
    }

    [Fact]
    public void A_screen_on_SPI_has_its_lines()
    {
        var reading = Read("""
            [panel]
            board = "custom"
            [panel.screen]
            controller = "ssd1306"
            size = "128x32"
            spi-bus = 0
            spi-select = 1
            data-line = 24
            reset-line = 25
            """);

        Assert.Empty(reading.Faults);
        Assert.Equal(new BoardScreen(ScreenController.Ssd1306, ScreenSize.Half, new ScreenWiring.Spi(0, 1, 24, 25)), reading.Config.Panel.Choice!.Board!.Screen);
    }

    [Fact]
    public void Without_a_chip_a_board_of_ones_own_is_on_the_header() =>
        Assert.Equal(Board.HeaderChips, Read("[panel]\nboard = \"custom\"\n[[panel.button]]\nbutton = \"key1\"\nline = 16").Config.Panel.Choice!.Board!.Chips);

    [Fact]
    public void Every_fault_is_told_at_once_with_its_line()
    {
        var reading = Read("""
            [panel]
            board = "custom"
            gpio-chip = "../mem"
            external-lamps = true
            [panel.screen]
            controller = "ili9341"
            spi-bus = 0
            i2c-address = 0x3C
            data-line = 300
            [[panel.button]]
            button = "up"
            line = 5
            [[panel.button]]
            button = "up"
            line = 5
            [[panel.lamp]]
            lamp = "status"
            led = "../../etc"
            [[panel.lamp]]
            lamp = "status"
            line = 18
            percent = 50
            [[panel.lamp]]
            lamp = "line"
            [panel.fan]
            i2c-address = 0x50
            bit = 8
            """);

        Assert.False(reading.IsUsable);
        Assert.Equal(
            [
                "3 panel.gpio-chip", "4 panel.external-lamps", "6 panel.screen.controller", "8 panel.screen.i2c-address", "9 panel.screen.data-line", "10 panel.button", "14 panel.button[2].button",
                "15 panel.button[2].line", "18 panel.lamp[1].led", "20 panel.lamp[2].lamp", "22 panel.lamp[2].percent", "23 panel.lamp[3]", "26 panel.fan.i2c-address", "27 panel.fan.bit",
            ],
            reading.Faults.Select(fault => $"{fault.Line} {fault.Key}"));
        Assert.All(reading.Faults, fault => Assert.NotEmpty(fault.Remedy));
    }

    [Theory]
    [InlineData("[panel]\nboard = \"bare\"\n[[panel.button]]\nbutton = \"key1\"\nline = 5", "panel.button")]
    [InlineData("[panel]\n[panel.screen]\ncontroller = \"ssd1306\"", "panel.screen")]
    [InlineData("[panel]\nboard = \"custom\"", "panel.board")]
    [InlineData("[panel]\nboard = \"waveshare\"", "panel.board")]
    [InlineData("[panel]\nboards = \"bare\"", "panel.boards")]
    [InlineData("[panel]\nboard = \"custom\"\n[panel.screen]\ncontroller = \"ssd1306\"\nspi-bus = 0", "panel.screen.data-line")]
    [InlineData("[panel]\nboard = \"custom\"\n[panel.screen]\ncontroller = \"ssd1306\"\nreset-line = 4", "panel.screen.reset-line")]
    [InlineData("[panel]\nboard = \"custom\"\n[[panel.lamp]]\nlamp = \"call\"\nline = 5\nled = \"ACT\"", "panel.lamp[1]")]
    [InlineData("[panel]\nboard = \"custom\"\n[[panel.lamp]]\nlamp = \"call\"\nline = 5\n[[panel.button]]\nbutton = \"key1\"\nline = 5", "panel.lamp[1].line")]
    [InlineData("[panel]\nboard = \"custom\"\n[[panel.button]]\nbutton = \"key1\"", "panel.button[1].line")]
    public void A_mistake_is_one_fault(string text, string key) => Assert.Equal([key], Read(text).Faults.Select(fault => fault.Key));

    [Fact]
    public void A_change_of_the_panel_is_told_as_such()
    {
        var before = Read(Custom).Config;
        var after = Read(Custom.Replace("line = 5", "line = 7", StringComparison.Ordinal)).Config;

        Assert.Equal(before, Read(Custom).Config);
        Assert.Equal(after.Panel, Assert.IsType<ConfigChange.Panel>(Assert.Single(ConfigChange.Between(before, after))).After);
    }

    private static ConfigReading Read(string text) => ConfigReader.Read(text);
}

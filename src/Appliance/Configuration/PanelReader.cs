using Hal.Boards;
using Hal.Lamps;
using Hal.Screens;

namespace Appliance.Configuration;

/// <summary>Reads <c>[panel]</c>.</summary>
internal static class PanelReader
{
    public static PanelConfig Read(SectionReader panel)
    {
        var plain = new PanelConfig();
        var read = new PanelConfig
        {
            Board = panel.Choice(
                "board", plain.Board, ("auto", PanelBoard.Auto), ("waveshare-oled-hat", PanelBoard.WaveshareOledHat), ("adafruit-bonnet", PanelBoard.AdafruitBonnet),
                ("waveshare-poe-b", PanelBoard.WavesharePoeB), ("bare", PanelBoard.Bare), ("custom", PanelBoard.Custom), ("simulated", PanelBoard.Simulated), ("none", PanelBoard.None)),
            HasExternalLamps = panel.Flag("external-lamps", plain.HasExternalLamps),
            UsesWatchdog = panel.Flag("watchdog", plain.UsesWatchdog),
            GpioChip = panel.Text("gpio-chip"),
            Screen = Screen(panel),
            Buttons = ValueList.Create<PanelButtonConfig>([.. panel.Sections("button").Select(Button)]),
            Lamps = ValueList.Create<PanelLampConfig>([.. panel.Sections("lamp").Select(Lamp)]),
            Fan = Fan(panel),
        };
        panel.Done("[panel]");
        return read;
    }

    private static PanelScreenConfig? Screen(SectionReader panel)
    {
        var isThere = panel.Has("screen");
        var screen = panel.Section("screen");
        if (!isThere)
            return null;

        var plain = new PanelScreenConfig();
        if (!screen.Has("controller"))
            screen.Missing("controller", "controller", "controller = \"ssd1306\" / \"sh1106\"");
        var read = new PanelScreenConfig
        {
            Controller = screen.Choice("controller", plain.Controller, ("ssd1306", ScreenController.Ssd1306), ("sh1106", ScreenController.Sh1106)),
            Size = screen.Choice("size", plain.Size, ("128x64", ScreenSize.Full), ("128x32", ScreenSize.Half)),
            I2cBus = screen.Whole("i2c-bus", plain.I2cBus),
            I2cAddress = screen.Whole("i2c-address", plain.I2cAddress),
            SpiBus = screen.Whole("spi-bus"),
            SpiSelect = screen.Whole("spi-select", plain.SpiSelect),
            DataLine = screen.Whole("data-line"),
            ResetLine = screen.Whole("reset-line"),
            IsUpsideDown = screen.Flag("upside-down", plain.IsUpsideDown),
        };
        screen.Done("[panel.screen]");
        return read;
    }

    private static PanelButtonConfig Button(SectionReader button)
    {
        if (!button.Has("button"))
            button.Missing("button", "button", "button = \"key1\"");
        if (!button.Has("line"))
            button.Missing("line", "button-line", "line = 16");

        var isActiveHigh = button.Flag("active-high", otherwise: false);
        var read = new PanelButtonConfig
        {
            Button = button.Choice(
                "button", Hal.Buttons.Button.Key1, ("key1", Hal.Buttons.Button.Key1), ("key2", Hal.Buttons.Button.Key2), ("key3", Hal.Buttons.Button.Key3), ("up", Hal.Buttons.Button.Up),
                ("down", Hal.Buttons.Button.Down), ("left", Hal.Buttons.Button.Left), ("right", Hal.Buttons.Button.Right), ("centre", Hal.Buttons.Button.Centre)),
            Line = button.Whole("line", 0),
            IsActiveHigh = isActiveHigh,
            Pull = button.Choice("pull", isActiveHigh ? LinePull.Down : LinePull.Up, ("up", LinePull.Up), ("down", LinePull.Down), ("none", LinePull.None)),
        };
        button.Done("[[panel.button]]");
        return read;
    }

    private static PanelLampConfig Lamp(SectionReader lamp)
    {
        if (!lamp.Has("lamp"))
            lamp.Missing("lamp", "lamp", "lamp = \"status\" / \"line\" / \"call\"");

        var plain = new PanelLampConfig();
        var read = new PanelLampConfig
        {
            Lamp = lamp.Choice("lamp", plain.Lamp, ("status", Hal.Lamps.Lamp.Status), ("line", Hal.Lamps.Lamp.Line), ("call", Hal.Lamps.Lamp.Call)),
            Colour = lamp.Choice("colour", plain.Colour, ("green", LampColour.Green), ("yellow", LampColour.Yellow), ("red", LampColour.Red), ("blue", LampColour.Blue)),
            Line = lamp.Whole("line"),
            IsActiveLow = lamp.Flag("active-low", plain.IsActiveLow),
            Led = lamp.Text("led"),
            PwmChip = lamp.Whole("pwm-chip"),
            PwmChannel = lamp.Whole("pwm-channel", plain.PwmChannel),
            Percent = lamp.Whole("percent", plain.Percent),
        };
        lamp.Done("[[panel.lamp]]");
        return read;
    }

    private static PanelFanConfig? Fan(SectionReader panel)
    {
        var isThere = panel.Has("fan");
        var fan = panel.Section("fan");
        if (!isThere)
            return null;

        var plain = new PanelFanConfig();
        var read = new PanelFanConfig
        {
            Bus = fan.Whole("i2c-bus", plain.Bus),
            Address = fan.Whole("i2c-address", plain.Address),
            Bit = fan.Whole("bit", plain.Bit),
        };
        fan.Done("[panel.fan]");
        return read;
    }
}

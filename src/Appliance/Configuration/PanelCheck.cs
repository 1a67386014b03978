using Hal.Buttons;

namespace Appliance.Configuration;

/// <summary>Checks <c>[panel]</c>: a board described wrongly would stay dark, and the panel is where one looks for the reason.</summary>
internal static class PanelCheck
{
    private const int LastLine = 255;

    public static void Check(PanelConfig panel, FaultList faults)
    {
        if (panel.Board is PanelBoard.Custom)
            Custom(panel, faults);
        else
            NotCustom(panel, faults);
    }

    private static void NotCustom(PanelConfig panel, FaultList faults)
    {
        foreach (var (key, isThere) in (ReadOnlySpan<(string, bool)>)
            [("panel.gpio-chip", panel.GpioChip is not null), ("panel.screen", panel.Screen is not null), ("panel.button", !panel.Buttons.IsEmpty), ("panel.lamp", !panel.Lamps.IsEmpty), ("panel.fan", panel.Fan is not null)])
        {
            if (isThere)
                faults.Add(key, $"{Checks.Last(key)} describes a board of your own, but board is not \"custom\".", "The box would ignore it, and you would wonder why.", "Write board = \"custom\" in [panel], or delete this.");
        }
    }

    private static void Custom(PanelConfig panel, FaultList faults)
    {
        if (panel is { Screen: null, Buttons.IsEmpty: true, Lamps.IsEmpty: true })
            faults.Add("panel.board", "The custom board has neither screen nor button nor lamp.", "There would be nothing to see and nothing to press.", "Describe it with [panel.screen], [[panel.button]] and [[panel.lamp]], or write board = \"auto\"");
        if (panel.HasExternalLamps)
            faults.Add("panel.external-lamps", "external-lamps is for the boards the box knows.", "A custom board names its lamps one by one.", "Delete this line and write a [[panel.lamp]] for each lamp.");
        if (panel.GpioChip is { } chip && !IsFileName(chip))
            faults.Add("panel.gpio-chip", "This is not the name of a GPIO chip.", "The kernel names them by device (gpiochip0) and by label.", "Write what gpiodetect shows, as in gpio-chip = \"gpiochip0\"");

        var lines = new Dictionary<int, string>();
        if (panel.Screen is { } screen)
            Screen(screen, lines, faults);
        Buttons(panel, lines, faults);
        Lamps(panel, lines, faults);
        if (panel.Fan is { } fan)
            Fan(fan, panel.Screen, faults);
    }

    private static void Screen(PanelScreenConfig screen, Dictionary<int, string> lines, FaultList faults)
    {
        const string section = "panel.screen";
        if (screen.SpiBus is not { } bus)
        {
            Bus(faults, $"{section}.i2c-bus", screen.I2cBus);
            Address(faults, $"{section}.i2c-address", screen.I2cAddress);
            foreach (var key in (ReadOnlySpan<string>)[$"{section}.spi-select", $"{section}.data-line", $"{section}.reset-line"])
            {
                if (faults.IsWritten(key))
                    faults.Add(key, $"{Checks.Last(key)} belongs to a screen on SPI.", "Without spi-bus the screen is on I2C.", "Add a line spi-bus = 0, or delete this one.");
            }

            return;
        }

        Bus(faults, $"{section}.spi-bus", bus);
        Bus(faults, $"{section}.spi-select", screen.SpiSelect);
        foreach (var key in (ReadOnlySpan<string>)[$"{section}.i2c-bus", $"{section}.i2c-address"])
        {
            if (faults.IsWritten(key))
                faults.Add(key, $"{Checks.Last(key)} belongs to a screen on I2C.", "spi-bus says that this one is on SPI.", "Delete this line, or spi-bus.");
        }

        if (screen.DataLine is { } data)
            Line(faults, lines, $"{section}.data-line", data, "the screen's data line");
        else if (!faults.IsFaulty($"{section}.data-line"))
            faults.Add($"{section}.data-line", "data-line is missing.", "A screen on SPI has a line (D/C) that tells pixels from commands.", "Add a line data-line = 24");
        if (screen.ResetLine is { } reset)
            Line(faults, lines, $"{section}.reset-line", reset, "the screen's reset line");
    }

    private static void Buttons(PanelConfig panel, Dictionary<int, string> lines, FaultList faults)
    {
        var seen = new HashSet<Button>();
        for (var i = 0; i < panel.Buttons.Count; i++)
        {
            var button = panel.Buttons[i];
            var name = button.Button.ToString().ToLowerInvariant();
            var section = $"panel.button[{i + 1}]";
            Line(faults, lines, $"{section}.line", button.Line, $"the button {name}");
            if (!seen.Add(button.Button))
                faults.Add($"{section}.button", $"The button {name} is there twice.", "The box could not tell them apart.", "Give one of them another name: key1, key2, key3, up, down, left, right or centre.");
        }

        if (seen.Count > 0 && !seen.Contains(Button.Key1) && !seen.Contains(Button.Centre))
            faults.Add("panel.button", "There is neither key1 nor centre.", "One of them opens set-up mode when it is held.", "Name one of the buttons key1.");
    }

    private static void Lamps(PanelConfig panel, Dictionary<int, string> lines, FaultList faults)
    {
        var seen = new HashSet<(Hal.Lamps.Lamp, Hal.Lamps.LampColour)>();
        for (var i = 0; i < panel.Lamps.Count; i++)
        {
            var lamp = panel.Lamps[i];
            var section = $"panel.lamp[{i + 1}]";
            if (!seen.Add((lamp.Lamp, lamp.Colour)))
                faults.Add($"{section}.lamp", "This lamp has this colour already.", "Each light of a lamp has a colour of its own.", "Write another colour, or another lamp.");
            Source(lamp, section, lines, faults);
        }
    }

    private static void Source(PanelLampConfig lamp, string section, Dictionary<int, string> lines, FaultList faults)
    {
        var ways = (lamp.Line is null ? 0 : 1) + (lamp.Led is null ? 0 : 1) + (lamp.PwmChip is null ? 0 : 1);
        if (ways is not 1 && !faults.IsFaulty($"{section}.line") && !faults.IsFaulty($"{section}.led") && !faults.IsFaulty($"{section}.pwm-chip"))
            faults.Add(section, ways is 0 ? "Nothing says where this lamp is." : "This lamp is said to be in two places.", "A light hangs on a GPIO line, is known to the kernel by name, or hangs on a PWM channel.", "Write exactly one of line = 18, led = \"ACT\" and pwm-chip = 0");

        if (lamp.Line is { } line)
            Line(faults, lines, $"{section}.line", line, $"the {lamp.Lamp.ToString().ToLowerInvariant()} lamp");
        if (lamp.Led is { } led && !IsFileName(led))
            faults.Add($"{section}.led", "This is not the name of a light.", "The kernel lists its lights in /sys/class/leds.", "Write one of the names listed there, as in led = \"ACT\"");
        if (lamp.PwmChip is { } chip)
            Bus(faults, $"{section}.pwm-chip", chip);
        Bus(faults, $"{section}.pwm-channel", lamp.PwmChannel);
        Checks.Range(faults, $"{section}.percent", lamp.Percent, 1, 100, "It is how bright the lamp is when it is lit.");
        if (lamp.PwmChip is null && faults.IsWritten($"{section}.percent"))
            faults.Add($"{section}.percent", "percent is for a lamp on a PWM channel.", "Any other is lit or dark.", "Delete the line, or wire the lamp to a PWM channel and write pwm-chip.");
    }

    private static void Fan(PanelFanConfig fan, PanelScreenConfig? screen, FaultList faults)
    {
        Bus(faults, "panel.fan.i2c-bus", fan.Bus);
        Checks.Range(faults, "panel.fan.bit", fan.Bit, 0, 7, "A PCF8574 has eight bits.");
        if (fan.Address is not (>= 0x20 and <= 0x27 or >= 0x38 and <= 0x3F))
            faults.Add("panel.fan.i2c-address", $"A PCF8574 cannot have the address 0x{fan.Address:X2}.", "It answers at 0x20 to 0x27, a PCF8574A at 0x38 to 0x3F.", "Write i2c-address = 0x20, or what i2cdetect shows.");
        else if (screen is { SpiBus: null } && screen.I2cBus == fan.Bus && screen.I2cAddress == fan.Address)
            faults.Add("panel.fan.i2c-address", "Fan and screen have the same address.", "Only one of them can answer there.", "Write what i2cdetect shows for each.");
    }

    private static void Line(FaultList faults, Dictionary<int, string> lines, string key, int line, string what)
    {
        Checks.Range(faults, key, line, 0, LastLine, "It is the number of a line of the GPIO chip; on a Raspberry Pi its BCM number, not the pin.");
        if (faults.IsFaulty(key) || !faults.IsWritten(key))
            return;
        if (!lines.TryAdd(line, what))
            faults.Add(key, $"Line {Checks.Text(line)} is taken by {lines[line]} already.", "One line serves one thing.", "Write the line it is really wired to.");
    }

    private static void Bus(FaultList faults, string key, int number) =>
        Checks.Range(faults, key, number, 0, 255, "It is the number the kernel gives it, counted from 0.");

    private static void Address(FaultList faults, string key, int address)
    {
        if (address is < 0x08 or > 0x77)
            faults.Add(key, $"{Checks.Last(key)} is {Checks.Text(address)}.", "Addresses on I2C go from 0x08 to 0x77.", "Write i2c-address = 0x3C, or what i2cdetect shows.");
    }

    private static bool IsFileName(string name) =>
        name.Length is >= 1 and <= 64 && name[0] is not '.' && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or ':' or '.' or '+' or '@' or ',');
}

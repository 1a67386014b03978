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
                faults.Add(key, FaultCode.BoardNotCustom, Checks.Last(key));
        }
    }

    private static void Custom(PanelConfig panel, FaultList faults)
    {
        if (panel is { Screen: null, Buttons.IsEmpty: true, Lamps.IsEmpty: true })
            faults.Add("panel.board", FaultCode.BoardEmpty);
        if (panel.HasExternalLamps)
            faults.Add("panel.external-lamps", FaultCode.BoardExternalLamps);
        if (panel.GpioChip is { } chip && !IsFileName(chip))
            faults.Add("panel.gpio-chip", FaultCode.GpioChip);

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
                    faults.Add(key, FaultCode.ScreenSpiOnly, Checks.Last(key));
            }

            return;
        }

        Bus(faults, $"{section}.spi-bus", bus);
        Bus(faults, $"{section}.spi-select", screen.SpiSelect);
        foreach (var key in (ReadOnlySpan<string>)[$"{section}.i2c-bus", $"{section}.i2c-address"])
        {
            if (faults.IsWritten(key))
                faults.Add(key, FaultCode.ScreenI2cOnly, Checks.Last(key));
        }

        if (screen.DataLine is { } data)
            Line(faults, lines, $"{section}.data-line", data, "data-line");
        else if (!faults.IsFaulty($"{section}.data-line"))
            faults.Add($"{section}.data-line", FaultCode.ScreenDataLine);
        if (screen.ResetLine is { } reset)
            Line(faults, lines, $"{section}.reset-line", reset, "reset-line");
    }

    private static void Buttons(PanelConfig panel, Dictionary<int, string> lines, FaultList faults)
    {
        var seen = new HashSet<Button>();
        for (var i = 0; i < panel.Buttons.Count; i++)
        {
            var button = panel.Buttons[i];
            var name = button.Button.ToString().ToLowerInvariant();
            var section = $"panel.button[{i + 1}]";
            Line(faults, lines, $"{section}.line", button.Line, name);
            if (!seen.Add(button.Button))
                faults.Add($"{section}.button", FaultCode.ButtonTwice, name);
        }

        if (seen.Count > 0 && !seen.Contains(Button.Key1) && !seen.Contains(Button.Centre))
            faults.Add("panel.button", FaultCode.ButtonNoKey);
    }

    private static void Lamps(PanelConfig panel, Dictionary<int, string> lines, FaultList faults)
    {
        var seen = new HashSet<(Hal.Lamps.Lamp, Hal.Lamps.LampColour)>();
        for (var i = 0; i < panel.Lamps.Count; i++)
        {
            var lamp = panel.Lamps[i];
            var section = $"panel.lamp[{i + 1}]";
            if (!seen.Add((lamp.Lamp, lamp.Colour)))
                faults.Add($"{section}.lamp", FaultCode.LampTwice);
            Source(lamp, section, lines, faults);
        }
    }

    private static void Source(PanelLampConfig lamp, string section, Dictionary<int, string> lines, FaultList faults)
    {
        var ways = (lamp.Line is null ? 0 : 1) + (lamp.Led is null ? 0 : 1) + (lamp.PwmChip is null ? 0 : 1);
        if (ways is not 1 && !faults.IsFaulty($"{section}.line") && !faults.IsFaulty($"{section}.led") && !faults.IsFaulty($"{section}.pwm-chip"))
            faults.Add(section, ways is 0 ? FaultCode.LampNowhere : FaultCode.LampTwoPlaces);

        if (lamp.Line is { } line)
            Line(faults, lines, $"{section}.line", line, lamp.Lamp.ToString().ToLowerInvariant());
        if (lamp.Led is { } led && !IsFileName(led))
            faults.Add($"{section}.led", FaultCode.LedName);
        if (lamp.PwmChip is { } chip)
            Bus(faults, $"{section}.pwm-chip", chip);
        Bus(faults, $"{section}.pwm-channel", lamp.PwmChannel);
        Checks.Range(faults, $"{section}.percent", lamp.Percent, 1, 100, "lamp-percent");
        if (lamp.PwmChip is null && faults.IsWritten($"{section}.percent"))
            faults.Add($"{section}.percent", FaultCode.LampNotPwm);
    }

    private static void Fan(PanelFanConfig fan, PanelScreenConfig? screen, FaultList faults)
    {
        Bus(faults, "panel.fan.i2c-bus", fan.Bus);
        Checks.Range(faults, "panel.fan.bit", fan.Bit, 0, 7, "fan-bit");
        if (fan.Address is not (>= 0x20 and <= 0x27 or >= 0x38 and <= 0x3F))
            faults.Add("panel.fan.i2c-address", FaultCode.FanAddress, $"{fan.Address:X2}");
        else if (screen is { SpiBus: null } && screen.I2cBus == fan.Bus && screen.I2cAddress == fan.Address)
            faults.Add("panel.fan.i2c-address", FaultCode.FanIsScreen);
    }

    private static void Line(FaultList faults, Dictionary<int, string> lines, string key, int line, string what)
    {
        Checks.Range(faults, key, line, 0, LastLine, "gpio-line");
        if (faults.IsFaulty(key) || !faults.IsWritten(key))
            return;
        if (!lines.TryAdd(line, what))
            faults.Add(key, FaultCode.GpioLineTaken, Checks.Text(line), lines[line]);
    }

    private static void Bus(FaultList faults, string key, int number) =>
        Checks.Range(faults, key, number, 0, 255, "kernel-number");

    private static void Address(FaultList faults, string key, int address)
    {
        if (address is < 0x08 or > 0x77)
            faults.Add(key, FaultCode.I2cAddress, Checks.Last(key), Checks.Text(address));
    }

    private static bool IsFileName(string name) =>
        name.Length is >= 1 and <= 64 && name[0] is not '.' && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or ':' or '.' or '+' or '@' or ',');
}

namespace Hal.Devices;

/// <summary>The codes of <see cref="PanelFault"/>. Each has a sentence of the same name.</summary>
public static class FaultCodes
{
    /// <summary>The I2C or SPI bus of the screen is not there: not switched on in the computer's own settings.</summary>
    public const string BusMissing = "panel.bus-missing";

    /// <summary>The program may not use the bus of the screen.</summary>
    public const string BusForbidden = "panel.bus-forbidden";

    /// <summary>The screen does not answer, or stopped answering in mid-picture.</summary>
    public const string ScreenSilent = "panel.screen-silent";

    /// <summary>The screen of the board that was chosen is silent, and another board seems to be there.</summary>
    public const string BoardUnlike = "panel.board-unlike";

    /// <summary>The GPIO chip is not there.</summary>
    public const string ChipMissing = "panel.chip-missing";

    /// <summary>Another program or driver has the GPIO line.</summary>
    public const string LineBusy = "panel.line-busy";

    /// <summary>The program may not use the GPIO chip.</summary>
    public const string LineForbidden = "panel.line-forbidden";

    /// <summary>The GPIO chip has no such line, or cannot do what is asked of it.</summary>
    public const string LineUnfit = "panel.line-unfit";

    /// <summary>A button has been down for more than a minute; it is ignored until it comes up.</summary>
    public const string ButtonStuck = "panel.button-stuck";

    /// <summary>A button goes up and down faster than anybody presses; it is ignored until it is quiet.</summary>
    public const string ButtonNoisy = "panel.button-noisy";

    /// <summary>The kernel's light of this name is not there, or went away.</summary>
    public const string LampMissing = "panel.lamp-missing";

    /// <summary>The program may not set the light.</summary>
    public const string LampForbidden = "panel.lamp-forbidden";

    /// <summary>The fan's switch does not answer.</summary>
    public const string FanSilent = "panel.fan-silent";

    /// <summary>The temperature cannot be read; the fan runs all the time.</summary>
    public const string TemperatureUnknown = "panel.temperature-unknown";

    /// <summary>The hardware watchdog is not there.</summary>
    public const string WatchdogMissing = "panel.watchdog-missing";

    /// <summary>Another program has the hardware watchdog, or the program may not use it.</summary>
    public const string WatchdogBusy = "panel.watchdog-busy";
}

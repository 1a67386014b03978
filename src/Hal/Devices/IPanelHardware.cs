using Hal.Boards;
using Hal.Devices.Buttons;
using Hal.Devices.Fan;
using Hal.Devices.Lamps;
using Hal.Devices.Screens;
using Hal.Devices.Watchdog;

namespace Hal.Devices;

/// <summary>Everything a panel touches. Whatever opens a device throws <see cref="DeviceException"/> when it cannot.</summary>
internal interface IPanelHardware
{
    /// <summary>The lines of the buttons, and what waits for them.</summary>
    (IButtonLines Lines, IWait Wait) Buttons();

    /// <summary>The way to a screen.</summary>
    IScreenBus Open(BoardScreen screen);

    /// <summary>A light.</summary>
    ILightDriver Open(LightSource light);

    /// <summary>The switch of a fan.</summary>
    IFanSwitch Open(BoardFan fan);

    /// <summary>The processor's temperature in degrees Celsius, or null.</summary>
    double? Temperature();

    /// <summary>Starts the hardware watchdog.</summary>
    IWatchdogDevice StartWatchdog();

    /// <summary>Looks what is there. Takes as long as an I2C bus takes to answer.</summary>
    BoardFindings Look();
}

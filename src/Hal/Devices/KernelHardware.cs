using System.Device.I2c;
using Hal.Boards;
using Hal.Devices.Buttons;
using Hal.Devices.Fan;
using Hal.Devices.Gpio;
using Hal.Devices.Lamps;
using Hal.Devices.Screens;
using Hal.Devices.Watchdog;

namespace Hal.Devices;

/// <summary>The hardware as the Linux kernel shows it.</summary>
/// <param name="roots">Where.</param>
/// <param name="chips">The GPIO chip of the board, by label or name.</param>
internal sealed class KernelHardware(DeviceRoots roots, IReadOnlyList<string> chips) : IPanelHardware
{
    private readonly Thermometer _thermometer = new(roots);

    public (IButtonLines Lines, IWait Wait) Buttons()
    {
        var lines = new KernelButtonLines(roots, chips);
        return (lines, new LineWait(() => lines.Lines));
    }

    public IScreenBus Open(BoardScreen screen) => screen.Bus switch
    {
        ScreenWiring.I2c wiring => new I2cScreenBus(wiring),
        ScreenWiring.Spi wiring => new SpiScreenBus(roots, chips, wiring),
        _ => throw new DeviceException(FaultCodes.BusMissing, $"no way to {screen.Bus}"),
    };

    public ILightDriver Open(LightSource light) => light switch
    {
        LightSource.GpioLine line => new GpioLight(roots, chips, line),
        LightSource.LedClass led => new LedClassLight(roots, led.Names),
        LightSource.Pwm pwm => new PwmLight(roots, pwm),
        _ => throw new DeviceException(FaultCodes.LampMissing, $"no way to {light}"),
    };

    public IFanSwitch Open(BoardFan fan) => new Pcf8574Fan(fan);

    public double? Temperature() => _thermometer.Read();

    public IWatchdogDevice StartWatchdog() => new KernelWatchdog(roots);

    public BoardFindings Look()
    {
        // A PC has I2C buses too, with its memory and fans on them: only a Raspberry Pi's header is asked.
        if (!GpioChip.IsThere(roots, Board.HeaderChips) && !IsRaspberryPi)
            return new(HasHeader: false, HasSpi: false, new HashSet<int>());

        return new(HasHeader: true, File.Exists(Path.Combine(roots.Dev, "spidev0.0")), BoardFindings.Asked.Where(Answers).ToHashSet());
    }

    /// <summary>The firmware says so even to a program that may not open the chip: its buttons are then a fault to be told, not missing.</summary>
    private bool IsRaspberryPi
    {
        get
        {
            try
            {
                return KernelFile.Read(Path.Combine(roots.Sys, "firmware", "devicetree", "base", "model")).StartsWith("Raspberry Pi", StringComparison.Ordinal);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        }
    }

    private bool Answers(int address)
    {
        if (!File.Exists(Path.Combine(roots.Dev, $"i2c-{KnownBoards.HeaderBus}")))
            return false;

        try
        {
            using var device = I2cDevice.Create(new(KnownBoards.HeaderBus, address));

            // A screen is told to do nothing, since not every one can be read; the fan's expander is read, since writing would switch it.
            if (address == KnownBoards.ScreenAddress)
                device.Write([0x00, 0xE3]);
            else
                _ = device.ReadByte();
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return false;
        }
    }
}

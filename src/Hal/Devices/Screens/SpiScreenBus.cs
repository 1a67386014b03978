using System.Device.Spi;
using Hal.Boards;
using Hal.Devices.Gpio;

namespace Hal.Devices.Screens;

/// <summary>A screen on an SPI bus with a line that tells pixels from commands. It can only be written to: whether anybody listens is never known.</summary>
internal sealed class SpiScreenBus : IScreenBus
{
    /// <summary>Linux takes 4096 bytes in one transfer unless told otherwise.</summary>
    private const int Most = 4096;

    private readonly string _device;
    private readonly SpiDevice _bus;
    private readonly GpioLine _data;
    private readonly GpioLine? _reset;

    public SpiScreenBus(DeviceRoots roots, IReadOnlyList<string> chips, ScreenWiring.Spi wiring)
    {
        _device = $"/dev/spidev{wiring.Number}.{wiring.ChipSelect}";
        if (!File.Exists(_device))
            throw new DeviceException(FaultCodes.BusMissing, $"{_device} is not there");

        using var chip = GpioChip.Open(roots, chips);
        _data = chip.Drive(wiring.DataLine, isActiveLow: false, isActive: false);
        try
        {
            _reset = wiring.ResetLine is { } line ? chip.Drive(line, isActiveLow: true, isActive: true) : null;
            _bus = SpiDevice.Create(new(wiring.Number, wiring.ChipSelect) { ClockFrequency = wiring.Hertz, Mode = SpiMode.Mode0 });
            Reset();
        }
        catch (Exception fault)
        {
            _bus?.Dispose();
            _data.Dispose();
            _reset?.Dispose();
            throw fault as DeviceException ?? BusErrors.Opening(_device, fault);
        }
    }

    public void Command(ReadOnlySpan<byte> bytes) => Send(isData: false, bytes);

    public void Pixels(ReadOnlySpan<byte> bytes) => Send(isData: true, bytes);

    public void Dispose()
    {
        _bus.Dispose();
        _data.Dispose();
        _reset?.Dispose();
    }

    /// <summary>Low for 10 µs at least, and as long again until it listens (SH1106 data sheet, reset timing).</summary>
    private void Reset()
    {
        if (_reset is null)
            return;
        Thread.Sleep(TimeSpan.FromMilliseconds(1));
        _reset.Set(isActive: false);
        Thread.Sleep(TimeSpan.FromMilliseconds(1));
    }

    private void Send(bool isData, ReadOnlySpan<byte> bytes)
    {
        try
        {
            _data.Set(isData);
            for (; bytes.Length > 0; bytes = bytes[Math.Min(bytes.Length, Most)..])
                _bus.Write(bytes[..Math.Min(bytes.Length, Most)]);
        }
        catch (Exception fault) when (fault is IOException and not DeviceException or ObjectDisposedException)
        {
            throw BusErrors.Transfer(FaultCodes.ScreenSilent, _device, fault);
        }
    }
}

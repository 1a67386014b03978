using System.Device.I2c;
using Hal.Boards;

namespace Hal.Devices.Fan;

/// <summary>A fan behind a bit of a PCF8574. One byte written sets all eight bits; a bit that is high is an input with a weak pull-up, so the others are left high.</summary>
internal sealed class Pcf8574Fan : IFanSwitch
{
    private readonly string _device;
    private readonly I2cDevice _bus;
    private readonly int _bit;

    public Pcf8574Fan(BoardFan fan)
    {
        _device = $"/dev/i2c-{fan.Bus} 0x{fan.Address:X2}";
        _bit = fan.Bit;
        try
        {
            _bus = I2cDevice.Create(new(fan.Bus, fan.Address));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw BusErrors.Transfer(FaultCodes.FanSilent, _device, fault);
        }
    }

    /// <summary>The byte that switches a fan behind this bit; low is on.</summary>
    public static byte Byte(int bit, bool isOn) => (byte)(isOn ? 0xFF & ~(1 << bit) : 0xFF);

    public void Set(bool isOn)
    {
        try
        {
            _bus.WriteByte(Byte(_bit, isOn));
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException)
        {
            throw BusErrors.Transfer(FaultCodes.FanSilent, _device, fault);
        }
    }

    public void Dispose() => _bus.Dispose();
}

using System.Device.I2c;
using Hal.Boards;

namespace Hal.Devices.Screens;

/// <summary>A screen on an I2C bus. Each transfer begins with a control byte: 0x00 for commands, 0x40 for pixels (SSD1306 data sheet 8.1.5.2).</summary>
internal sealed class I2cScreenBus : IScreenBus
{
    /// <summary>Some buses take no more in one transfer: a page and its control byte always fit.</summary>
    private const int Most = 256;

    private readonly string _device;
    private readonly I2cDevice _bus;
    private readonly byte[] _transfer = new byte[Most + 1];

    public I2cScreenBus(ScreenWiring.I2c wiring)
    {
        _device = $"/dev/i2c-{wiring.Number} 0x{wiring.Address:X2}";
        try
        {
            _bus = I2cDevice.Create(new(wiring.Number, wiring.Address));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw BusErrors.Opening($"/dev/i2c-{wiring.Number}", fault);
        }
    }

    public void Command(ReadOnlySpan<byte> bytes) => Send(0x00, bytes);

    public void Pixels(ReadOnlySpan<byte> bytes) => Send(0x40, bytes);

    public void Dispose() => _bus.Dispose();

    private void Send(byte control, ReadOnlySpan<byte> bytes)
    {
        _transfer[0] = control;
        try
        {
            for (; bytes.Length > 0; bytes = bytes[Math.Min(bytes.Length, Most)..])
            {
                var part = bytes[..Math.Min(bytes.Length, Most)];
                part.CopyTo(_transfer.AsSpan(1));
                _bus.Write(_transfer.AsSpan(0, part.Length + 1));
            }
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException)
        {
            throw BusErrors.Transfer(FaultCodes.ScreenSilent, _device, fault);
        }
    }
}

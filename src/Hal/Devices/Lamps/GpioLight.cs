using Hal.Boards;
using Hal.Devices.Gpio;
using Hal.Lamps;

namespace Hal.Devices.Lamps;

/// <summary>A light on a GPIO line. We switch it: when the program dies it stays as it is.</summary>
internal sealed class GpioLight : ILightDriver
{
    private readonly GpioLine _line;

    public GpioLight(DeviceRoots roots, IReadOnlyList<string> chips, LightSource.GpioLine source)
    {
        using var chip = GpioChip.Open(roots, chips);
        _line = chip.Drive(source.Line, source.IsActiveLow, isActive: false);
    }

    public TimeSpan Show(LampPattern pattern, LampPattern orphan, TimeSpan now)
    {
        // Set each time, changed or not, so that a chip that went away is noticed.
        _line.Set(pattern.IsLit(now));
        return LightTicks.Next(pattern, now);
    }

    /// <summary>Nobody would switch it: dark says so.</summary>
    public void HandOver() => _line.Set(isActive: false);

    public void Dispose() => _line.Dispose();
}

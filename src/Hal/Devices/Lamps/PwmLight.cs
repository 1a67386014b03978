using Hal.Boards;
using Hal.Lamps;

namespace Hal.Devices.Lamps;

/// <summary>A light on a PWM channel of the kernel, as bright as its board says. We switch it: when the program dies it stays as it is.</summary>
internal sealed class PwmLight : ILightDriver
{
    /// <summary>1 kHz: no eye sees it flicker.</summary>
    private const long Period = 1_000_000;

    private readonly string _channel;
    private readonly long _duty;

    public PwmLight(DeviceRoots roots, LightSource.Pwm source)
    {
        var chip = Path.Combine(roots.Sys, "class", "pwm", $"pwmchip{source.Chip}");
        _channel = Path.Combine(chip, $"pwm{source.Channel}");
        _duty = Period * source.Percent / 100;
        if (!Directory.Exists(_channel))
            Write(Path.Combine(chip, "export"), source.Channel);

        // The kernel refuses a period shorter than the duty that is set.
        Light(isLit: false);
        Write(Path.Combine(_channel, "period"), Period);
        Write(Path.Combine(_channel, "enable"), 1);
    }

    public TimeSpan Show(LampPattern pattern, LampPattern orphan, TimeSpan now)
    {
        Light(pattern.IsLit(now));
        return LightTicks.Next(pattern, now);
    }

    /// <summary>Nobody would switch it: dark says so.</summary>
    public void HandOver() => Light(isLit: false);

    public void Dispose()
    {
        // The channel stays exported for whoever comes next.
    }

    private void Light(bool isLit) => Write(Path.Combine(_channel, "duty_cycle"), isLit ? _duty : 0);

    private static void Write(string path, long number)
    {
        try
        {
            KernelFile.Write(path, $"{number}");
        }
        catch (UnauthorizedAccessException refused)
        {
            throw new DeviceException(FaultCodes.LampForbidden, $"{path}: {refused.Message}", refused);
        }
        catch (IOException gone)
        {
            throw new DeviceException(FaultCodes.LampMissing, $"{path}: {gone.Message}", gone);
        }
    }
}

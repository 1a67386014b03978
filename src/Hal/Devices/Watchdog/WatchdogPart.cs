using Microsoft.Extensions.Logging;

namespace Hal.Devices.Watchdog;

/// <summary>Feeds the hardware watchdog as long as the program says that it is well.</summary>
/// <param name="open">Starts the watchdog; throws <see cref="DeviceException"/>.</param>
/// <param name="isHealthy">Whether the program is well. Must not wait; one that throws is not well.</param>
/// <param name="faults">Where faults are told.</param>
/// <param name="log">Where it is told that the computer is about to be restarted.</param>
internal sealed class WatchdogPart(Func<IWatchdogDevice> open, Func<bool> isHealthy, FaultDesk faults, ILogger log) : IDevicePart
{
    private IWatchdogDevice? _device;
    private Retry _retry;
    private bool _starves;

    public TimeSpan? Turn(TimeSpan now)
    {
        if (!_retry.IsDue(now))
            return _retry.At;

        try
        {
            _device ??= open();
            if (IsWell())
                _device.Feed();
            _retry = default;
            faults.Clear(PanelPart.Watchdog, "");

            // Three times within its patience, so that one turn may be late.
            return now + (_device.Patience / 3);
        }
        catch (DeviceException refused)
        {
            _device?.Dispose();
            _device = null;
            _retry = _retry.Failed(now);
            faults.Raise(PanelPart.Watchdog, "", refused.Code, refused.Message);
            return _retry.At;
        }
    }

    public void Dispose()
    {
        _device?.Stop();
        _device?.Dispose();
    }

    private bool IsWell()
    {
        bool isWell;
        try
        {
            isWell = isHealthy();
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            LogEvents.LoopFault(log, "health", fault);
            isWell = false;
        }

        if (!isWell && !_starves)
            LogEvents.WatchdogStarves(log);
        _starves = !isWell;
        return isWell;
    }
}

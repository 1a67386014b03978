namespace Hal.Devices;

/// <summary>
/// The panel's time: the kernel's monotonic clock (<c>CLOCK_MONOTONIC</c>), which is what its button events are stamped with and what
/// <see cref="TimeProvider.GetTimestamp"/> reads on Linux.
/// </summary>
public static class DeviceClock
{
    /// <summary>The time since the computer started.</summary>
    public static TimeSpan Now(this TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return time.GetElapsedTime(0);
    }
}

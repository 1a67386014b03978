namespace Hal.Devices.Watchdog;

/// <summary>A hardware watchdog that runs: unless it is fed, it restarts the computer. Used by one thread.</summary>
internal interface IWatchdogDevice : IDisposable
{
    /// <summary>How long it waits for food.</summary>
    TimeSpan Patience { get; }

    /// <summary>Feeds it.</summary>
    /// <exception cref="DeviceException">It is gone.</exception>
    void Feed();

    /// <summary>Tells it that the end is meant, so that it stops.</summary>
    void Stop();
}

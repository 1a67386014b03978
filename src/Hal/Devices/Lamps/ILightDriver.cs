using Hal.Lamps;

namespace Hal.Devices.Lamps;

/// <summary>One light. Used by one thread.</summary>
internal interface ILightDriver : IDisposable
{
    /// <summary>Shows a pattern from now on; called again when it said so, with the same pattern as long as nothing changed.</summary>
    /// <param name="pattern">What to show.</param>
    /// <param name="orphan">What to show when the program has died, where the light can do so by itself.</param>
    /// <param name="now">The panel's time.</param>
    /// <returns>When to be called again at the latest.</returns>
    /// <exception cref="DeviceException">The light cannot be set.</exception>
    TimeSpan Show(LampPattern pattern, LampPattern orphan, TimeSpan now);

    /// <summary>The program ends in an orderly way: leaves the light so that somebody who comes soon can go on with it.</summary>
    void HandOver();
}

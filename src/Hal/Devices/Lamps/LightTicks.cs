using Hal.Lamps;

namespace Hal.Devices.Lamps;

/// <summary>The turns of a light that we switch ourselves.</summary>
internal static class LightTicks
{
    /// <summary>How often a light that does not change is looked after, so that one that went away is noticed.</summary>
    public static readonly TimeSpan LookAfter = TimeSpan.FromSeconds(10);

    /// <summary>When to switch, or to look, next.</summary>
    public static TimeSpan Next(LampPattern pattern, TimeSpan now) => pattern.NextChange(now) ?? now + LookAfter;
}

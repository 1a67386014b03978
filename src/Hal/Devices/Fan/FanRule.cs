namespace Hal.Devices.Fan;

/// <summary>When a fan runs.</summary>
internal static class FanRule
{
    /// <summary>It starts above this; the Raspberry Pi slows down at 80 °C.</summary>
    public const double OnAbove = 60;

    /// <summary>And stops below this, so that it does not start and stop all day.</summary>
    public const double OffBelow = 50;

    /// <summary>Whether it should run.</summary>
    /// <param name="isOn">Whether it runs now.</param>
    /// <param name="celsius">The temperature, or null: unknown, and then it runs.</param>
    public static bool Decide(bool isOn, double? celsius) => celsius switch
    {
        null or > OnAbove => true,
        < OffBelow => false,
        _ => isOn,
    };
}

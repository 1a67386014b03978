namespace Hal.Devices.Fan;

/// <summary>Switches a fan. Used by one thread.</summary>
internal interface IFanSwitch : IDisposable
{
    /// <summary>Switches it.</summary>
    /// <exception cref="DeviceException">The switch does not answer.</exception>
    void Set(bool isOn);
}

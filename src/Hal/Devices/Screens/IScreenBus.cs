namespace Hal.Devices.Screens;

/// <summary>The way to a screen. Used by one thread; may take as long as the bus does.</summary>
internal interface IScreenBus : IDisposable
{
    /// <summary>Sends commands.</summary>
    /// <exception cref="DeviceException">The screen does not take them.</exception>
    void Command(ReadOnlySpan<byte> bytes);

    /// <summary>Sends pixels.</summary>
    /// <exception cref="DeviceException">The screen does not take them.</exception>
    void Pixels(ReadOnlySpan<byte> bytes);
}

using Hal.Screens;

namespace Hal.Devices.Screens;

/// <summary>What to send to a screen.</summary>
internal interface IScreenEncoder
{
    /// <summary>Sets the screen up and switches it on; what it shows then is chance.</summary>
    void Begin(IScreenBus bus);

    /// <summary>Makes it show the next picture.</summary>
    /// <param name="bus">Where to send.</param>
    /// <param name="shown">What it shows now; null: not known, everything is sent.</param>
    /// <param name="next">What it is to show.</param>
    void Draw(IScreenBus bus, Frame? shown, Frame next);

    /// <summary>Makes it so bright.</summary>
    void Light(IScreenBus bus, Brightness brightness);

    /// <summary>Changes nothing; shows whether the screen still takes commands.</summary>
    void Ask(IScreenBus bus);
}

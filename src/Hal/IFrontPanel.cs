using System.Threading.Channels;
using Hal.Buttons;
using Hal.Lamps;
using Hal.Screens;

namespace Hal;

/// <summary>What a front panel has.</summary>
/// <param name="Screen">Its screen, or null.</param>
/// <param name="Buttons">Its buttons.</param>
/// <param name="Lamps">Its lamps; with one alone, that one carries every meaning (product.md 3.2, last column).</param>
/// <param name="IsSimulated">True when it exists in memory only.</param>
/// <param name="Name">What people call it.</param>
public sealed record PanelCapabilities(ScreenSize? Screen, ButtonLayout Buttons, IReadOnlyList<Lamp> Lamps, bool IsSimulated, string Name);

/// <summary>A part of a front panel that can fail by itself.</summary>
public enum PanelPart
{
    /// <summary>The choice of the board.</summary>
    Board,

    /// <summary>The screen.</summary>
    Screen,

    /// <summary>The buttons.</summary>
    Buttons,

    /// <summary>The lamps.</summary>
    Lamps,

    /// <summary>The fan.</summary>
    Fan,

    /// <summary>The hardware watchdog.</summary>
    Watchdog,
}

/// <summary>A part of the panel does not work now.</summary>
/// <param name="Part">Which.</param>
/// <param name="Code">Stable name of the fault: <c>panel.screen-silent</c>, <c>panel.button-stuck</c> and so on; a sentence has the same name.</param>
/// <param name="Evidence">What was seen, for the log: device, address, the system's own words.</param>
public sealed record PanelFault(PanelPart Part, string Code, string Evidence);

/// <summary>What a panel tells.</summary>
public abstract record PanelEvent
{
    private PanelEvent()
    {
    }

    /// <summary>A button moved.</summary>
    public sealed record Moved(ButtonEdge Edge) : PanelEvent;

    /// <summary>The faults there are now; empty when everything works. Told when the set changes.</summary>
    public sealed record Faults(IReadOnlyList<PanelFault> Now) : PanelEvent;

    /// <summary>What the panel has turned out to be another than thought: a screen came, the first press told which board it is.</summary>
    public sealed record Changed(PanelCapabilities Now) : PanelEvent;
}

/// <summary>
/// A front panel, real or simulated. Nothing here waits or throws: pictures and lamps are taken and shown as soon as the hardware
/// lets them (a newer picture replaces one that waits), a part that fails is told as an event, tried again, and comes back by itself.
/// </summary>
public interface IFrontPanel : IAsyncDisposable
{
    /// <summary>What it has, as far as known now.</summary>
    PanelCapabilities Has { get; }

    /// <summary>What it tells; bounded. One reader.</summary>
    ChannelReader<PanelEvent> Events { get; }

    /// <summary>Shows a picture.</summary>
    void Show(Frame frame);

    /// <summary>Makes the screen so bright.</summary>
    void Show(Brightness brightness);

    /// <summary>Shows this lamp so from now on; the panel makes it blink by itself.</summary>
    void Show(Lamp lamp, LampState state);
}

/// <summary>How bright a screen is (burn-in: dim after 60 s, off after 10 min).</summary>
public enum Brightness
{
    /// <summary>Dark, the picture kept.</summary>
    Off,

    /// <summary>Readable in the evening.</summary>
    Dimmed,

    /// <summary>Full.</summary>
    Full,
}

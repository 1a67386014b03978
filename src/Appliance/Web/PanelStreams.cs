using System.Security.Cryptography;
using Hal.Buttons;
using Hal.Emulation;

namespace Appliance.Web;

/// <summary>The viewers of the panel's picture: a bounded number, each holding down the buttons that it pressed.</summary>
/// <param name="panel">The panel, or its picture.</param>
/// <param name="source">As whom viewers press.</param>
/// <param name="clock">The monotonic clock of presses.</param>
internal sealed class PanelStreams(EmulatedFrontPanel panel, ButtonSource source, Func<TimeSpan> clock)
{
    /// <summary>How many may look at the same time. Each costs a connection and a kilobyte a picture.</summary>
    public const int Most = 20;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, HashSet<Button>> _held = [];

    /// <summary>A new viewer's name, or null when there are too many.</summary>
    public string? TryOpen()
    {
        lock (_gate)
        {
            if (_held.Count >= Most)
                return null;

            var name = RandomNumberGenerator.GetHexString(32, lowercase: true);
            _held.Add(name, []);
            return name;
        }
    }

    /// <summary>Moves a button. False: no such viewer, or the button cannot be moved so.</summary>
    public bool Move(string viewer, Button button, bool isDown)
    {
        lock (_gate)
        {
            if (!_held.TryGetValue(viewer, out var held))
                return false;
            if (isDown)
                return panel.Press(button, source, clock()) && held.Add(button);

            return held.Remove(button) && panel.Release(button, source, clock());
        }
    }

    /// <summary>The viewer is gone: nobody else could let its buttons go.</summary>
    public void Close(string viewer)
    {
        lock (_gate)
        {
            if (!_held.Remove(viewer, out var held))
                return;
            foreach (var button in held)
                panel.Release(button, source, clock());
        }
    }
}

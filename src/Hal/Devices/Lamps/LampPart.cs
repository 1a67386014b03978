using Hal.Boards;
using Hal.Lamps;

namespace Hal.Devices.Lamps;

/// <summary>Shows the lamps of a board. Each light fails and comes back by itself.</summary>
/// <param name="open">Opens what drives a light; throws <see cref="DeviceException"/>.</param>
/// <param name="faults">Where faults are told.</param>
internal sealed class LampPart(Func<LightSource, ILightDriver> open, FaultDesk faults) : IDevicePart
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Lamp, LampState> _wanted = [];
    private IReadOnlyList<Slot> _slots = [];
    private IReadOnlyList<Slot>? _next;

    /// <summary>Drives these lamps from now on; lights that are there already stay as they are. May be called by any thread.</summary>
    public void Use(IReadOnlyList<BoardLamp> lamps)
    {
        lock (_gate)
        {
            var known = _next ?? _slots;
            _next = [.. from lamp in lamps
                        from light in lamp.Lights
                        select known.FirstOrDefault(slot => slot.Light == light && slot.Lamp.Lamp == lamp.Lamp) ?? new(lamp, light, Orphan(lamp, light, lamps.Count))];
        }
    }

    /// <summary>Shows a lamp so from now on. May be called by any thread.</summary>
    public void Show(Lamp lamp, LampState state)
    {
        lock (_gate)
            _wanted[lamp] = state;
    }

    public TimeSpan? Turn(TimeSpan now)
    {
        Replace();
        TimeSpan? due = null;
        foreach (var slot in _slots)
        {
            var at = Show(slot, now);
            if (due is null || at < due)
                due = at;
        }

        return due;
    }

    public void Dispose()
    {
        Replace();
        foreach (var slot in _slots)
            Close(slot);
    }

    /// <summary>
    /// What a light shows when the program is dead: red, slowly, on the status lamp, or five flashes where that lamp is alone
    /// (product.md 3.2).
    /// </summary>
    private static LampPattern Orphan(BoardLamp lamp, BoardLight light, int lamps) =>
        lamp.Lamp is not Lamp.Status || !lamp.For(LampColour.Red).Contains(light) ? LampPattern.Dark
            : lamps is 1 ? LampPattern.FiveBlinks
            : LampPattern.Slow;

    private TimeSpan Show(Slot slot, TimeSpan now)
    {
        try
        {
            if (slot.Driver is null)
            {
                if (!slot.Retry.IsDue(now))
                    return slot.Retry.At!.Value;
                slot.Driver = open(slot.Light.Source);
            }

            var due = slot.Driver.Show(Pattern(slot), slot.Orphan, now);
            slot.Retry = default;
            faults.Clear(PanelPart.Lamps, slot.Place);
            return due;
        }
        catch (DeviceException refused)
        {
            slot.Driver?.Dispose();
            slot.Driver = null;
            slot.Retry = slot.Retry.Failed(now);
            faults.Raise(PanelPart.Lamps, slot.Place, refused.Code, $"{slot.Lamp.Lamp}: {refused.Message}");
            return slot.Retry.At!.Value;
        }
    }

    private LampPattern Pattern(Slot slot)
    {
        lock (_gate)
            return _wanted.TryGetValue(slot.Lamp.Lamp, out var state) && slot.Lamp.For(state.Colour).Contains(slot.Light) ? state.Pattern : LampPattern.Dark;
    }

    private void Replace()
    {
        IReadOnlyList<Slot> gone;
        lock (_gate)
        {
            if (_next is not { } next)
                return;
            gone = [.. _slots.Except(next)];
            (_slots, _next) = (next, null);
        }

        foreach (var slot in gone)
        {
            Close(slot);
            faults.Clear(PanelPart.Lamps, slot.Place);
        }
    }

    private static void Close(Slot slot)
    {
        try
        {
            slot.Driver?.HandOver();
        }
        catch (DeviceException)
        {
            // A light that fails while it is given up needs no further word.
        }

        slot.Driver?.Dispose();
        slot.Driver = null;
    }

    private sealed class Slot(BoardLamp lamp, BoardLight light, LampPattern orphan)
    {
        public BoardLamp Lamp { get; } = lamp;

        public BoardLight Light { get; } = light;

        public LampPattern Orphan { get; } = orphan;

        public ILightDriver? Driver { get; set; }

        public Retry Retry { get; set; }

        public string Place => $"{Lamp.Lamp} {Light.Colour}";
    }
}

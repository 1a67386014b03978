using Hal.Boards;

namespace Hal.Devices.Buttons;

/// <summary>Listens to the buttons of a board, each line by itself: one that is taken, forbidden or broken costs that button alone.</summary>
/// <param name="lines">The lines.</param>
/// <param name="faults">Where faults are told.</param>
/// <param name="moved">Told of each press and each letting go, in their order.</param>
internal sealed class ButtonPart(IButtonLines lines, FaultDesk faults, Action<BoardButton, LineEdge> moved) : IDevicePart
{
    /// <summary>A line that never rests must not keep the others from being heard.</summary>
    private const int MostReads = 64;

    private readonly List<Slot> _slots = [];

    /// <summary>Listens to these buttons from now on. Buttons that are listened to already stay as they are.</summary>
    /// <param name="buttons">The buttons.</param>
    /// <param name="isSure">False for a button that perhaps does not exist: nobody is told when its line cannot be had.</param>
    public void Listen(IReadOnlyList<BoardButton> buttons, Func<BoardButton, bool> isSure)
    {
        foreach (var gone in _slots.Where(slot => !buttons.Any(button => button.Line == slot.Button.Line)).ToArray())
        {
            lines.Close(gone.Button.Line);
            faults.Clear(PanelPart.Buttons, gone.Place);
            _slots.Remove(gone);
        }

        foreach (var button in buttons)
        {
            if (_slots.Find(slot => slot.Button.Line == button.Line) is { } known)
                (known.Button, known.IsSure) = (button, isSure(button));
            else
                _slots.Add(new(button, isSure(button)));
        }
    }

    public TimeSpan? Turn(TimeSpan now)
    {
        List<(Slot Slot, LineEdge Edge)> told = [];
        foreach (var slot in _slots)
            Hear(slot, now, told);

        // Edges of several lines are read line by line, and told in the order they happened.
        foreach (var (slot, edge) in told.OrderBy(one => one.Edge.At))
            moved(slot.Button, edge);

        TimeSpan? due = null;
        foreach (var slot in _slots)
        {
            Report(slot);
            var at = slot.Watch is null ? slot.Retry.At : slot.HasMore ? now : slot.Watch.Deadline;
            if (at is not null && (due is null || at < due))
                due = at;
        }

        return due;
    }

    public void Dispose() => lines.Dispose();

    private void Hear(Slot slot, TimeSpan now, List<(Slot, LineEdge)> told)
    {
        try
        {
            if (slot.Watch is null)
            {
                if (!slot.Retry.IsDue(now))
                    return;
                var open = lines.Open(slot.Button);
                slot.Watch = new(open.IsDebounced ? TimeSpan.Zero : KernelButtonLines.Debounce);
                slot.Retry = default;
                faults.Clear(PanelPart.Buttons, slot.Place);

                // A button that is held while the box starts has no edge to tell of it.
                if (slot.Watch.Find(open.IsActive, now))
                    told.Add((slot, new(IsActive: true, now, IsFound: true)));
            }

            Read(slot, slot.Watch, now, told);
        }
        catch (DeviceException refused)
        {
            if (slot.Watch?.Lose(now) is { } letGo)
                told.Add((slot, letGo));
            slot.Watch = null;
            slot.HasMore = false;
            slot.Retry = slot.Retry.Failed(now);
            lines.Close(slot.Button.Line);
            if (slot.IsSure)
                faults.Raise(PanelPart.Buttons, slot.Place, refused.Code, $"{slot.Button.Button}: {refused.Message}");
        }
    }

    private void Read(Slot slot, ButtonWatch watch, TimeSpan now, List<(Slot, LineEdge)> told)
    {
        var hasLost = false;
        var reads = 0;
        for (; reads < MostReads && lines.Read(slot.Button.Line) is { } edge; reads++)
        {
            Add(slot, watch.Pass(edge.At), told);
            Add(slot, watch.See(edge.IsActive, edge.At), told);
            hasLost |= edge.HasLost;
        }

        // While edges wait, the line is not yet as late as the clock.
        slot.HasMore = reads == MostReads;
        if (slot.HasMore)
            return;
        if (hasLost)
            Add(slot, watch.See(lines.IsActive(slot.Button.Line), now), told);
        Add(slot, watch.Pass(now), told);
    }

    private void Report(Slot slot)
    {
        switch (slot.Watch?.Health)
        {
            case ButtonHealth.Stuck:
                faults.Raise(PanelPart.Buttons, slot.Place, FaultCodes.ButtonStuck, $"{slot.Button.Button} on line {slot.Button.Line} has been down for a minute");
                break;
            case ButtonHealth.Noisy:
                faults.Raise(PanelPart.Buttons, slot.Place, FaultCodes.ButtonNoisy, $"{slot.Button.Button} on line {slot.Button.Line} moves more than 30 times a second");
                break;
            case ButtonHealth.Fine:
                faults.Clear(PanelPart.Buttons, slot.Place);
                break;
        }
    }

    private static void Add(Slot slot, LineEdge? edge, List<(Slot, LineEdge)> told)
    {
        if (edge is { } one)
            told.Add((slot, one));
    }

    private sealed class Slot(BoardButton button, bool isSure)
    {
        public BoardButton Button { get; set; } = button;

        public bool IsSure { get; set; } = isSure;

        public ButtonWatch? Watch { get; set; }

        public Retry Retry { get; set; }

        public bool HasMore { get; set; }

        public string Place => $"line {Button.Line}";
    }
}

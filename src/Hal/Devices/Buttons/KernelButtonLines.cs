using Hal.Boards;
using Hal.Devices.Gpio;

namespace Hal.Devices.Buttons;

/// <summary>Buttons on lines of a GPIO chip.</summary>
internal sealed class KernelButtonLines(DeviceRoots roots, IReadOnlyList<string> chips) : IButtonLines
{
    /// <summary>Contacts settle within this time (product.md 3.3).</summary>
    public static readonly TimeSpan Debounce = TimeSpan.FromMilliseconds(20);

    private readonly SortedDictionary<int, GpioLine> _open = [];
    private GpioLine[] _lines = [];
    private GpioChip? _chip;

    /// <summary>The open lines, for the wait.</summary>
    public IReadOnlyList<GpioLine> Lines => _lines;

    public OpenButton Open(BoardButton button)
    {
        Close(button.Line);
        _chip ??= GpioChip.Open(roots, chips);
        try
        {
            var (line, isDebounced) = Listen(button);
            _open.Add(button.Line, line);
            _lines = [.. _open.Values];
            return new(line.IsActive, isDebounced);
        }
        catch (DeviceException refused) when (refused.Code is FaultCodes.ChipMissing)
        {
            // The chip itself is gone: look for it anew next time.
            _chip?.Dispose();
            _chip = null;
            throw;
        }
    }

    public LineEdge? Read(int line) =>
        _open.TryGetValue(line, out var open) && open.Read() is { } edge ? new(edge.IsActive, edge.At, edge.HasLost) : null;

    public bool IsActive(int line) => _open.TryGetValue(line, out var open) && open.IsActive;

    public void Close(int line)
    {
        if (!_open.Remove(line, out var open))
            return;
        open.Dispose();
        _lines = [.. _open.Values];
    }

    public void Dispose()
    {
        foreach (var line in _open.Values)
            line.Dispose();
        _open.Clear();
        _lines = [];
        _chip?.Dispose();
    }

    private (GpioLine Line, bool IsDebounced) Listen(BoardButton button)
    {
        var pull = button.Pull switch
        {
            LinePull.Up => LinePullFlag.Up,
            LinePull.Down => LinePullFlag.Down,
            _ => LinePullFlag.None,
        };
        try
        {
            return (_chip!.Listen(button.Line, button.IsActiveLow, pull, Debounce), true);
        }
        catch (DeviceException refused) when (refused.Code is FaultCodes.LineUnfit)
        {
            return (_chip!.Listen(button.Line, button.IsActiveLow, LinePullFlag.Unchanged, TimeSpan.Zero), false);
        }
    }
}

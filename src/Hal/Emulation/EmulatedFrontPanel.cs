using System.Threading.Channels;
using Hal.Buttons;
using Hal.Lamps;
using Hal.Screens;

namespace Hal.Emulation;

/// <summary>
/// A front panel in memory: for tests, for a terminal, for the page. What it shows can be read and awaited by any number of watchers,
/// none of which holds up the writer; its buttons are pressed by whoever stands before its picture.
/// </summary>
public sealed class EmulatedFrontPanel : IFrontPanel
{
    /// <summary>A joystick with three keys, three lamps and a screen of 128 by 64.</summary>
    public static readonly PanelCapabilities Complete =
        new(ScreenSize.Full, ButtonLayout.Joystick, [Lamp.Status, Lamp.Line, Lamp.Call], IsSimulated: true, "simulated panel");

    // Presses are taken only while the queue is this short, so that the release of a button that is down always finds room.
    private const int MostWaitingPresses = 32;
    private const int QueueLength = 128;

    private readonly Lock _gate = new();
    private readonly Channel<PanelEvent> _events = Channel.CreateBounded<PanelEvent>(new BoundedChannelOptions(QueueLength) { SingleReader = true });
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private PanelSnapshot _told;
    private PanelSnapshot _seen;
    private IReadOnlyList<PanelFault> _faults = [];
    private ButtonSet _downAtPanel;
    private ButtonSet _downAtPicture;

    /// <summary>A panel that has this; dark, no button pressed.</summary>
    public EmulatedFrontPanel(PanelCapabilities has) =>
        _seen = _told = new PanelSnapshot(0, has, Frame: null, Brightness.Full, LampState.Dark, LampState.Dark, LampState.Dark);

    /// <summary>A panel that has everything.</summary>
    public EmulatedFrontPanel()
        : this(Complete)
    {
    }

    /// <inheritdoc/>
    public PanelCapabilities Has => Now.Has;

    /// <inheritdoc/>
    public ChannelReader<PanelEvent> Events => _events.Reader;

    /// <summary>What is seen of it now.</summary>
    public PanelSnapshot Now
    {
        get
        {
            lock (_gate)
                return _seen;
        }
    }

    /// <inheritdoc/>
    /// <remarks>A frame of another size than the screen's is not shown.</remarks>
    public void Show(Frame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        lock (_gate)
            if (_told.Has.Screen is { } size && (frame.Width, frame.Height) == (size.Width, size.Height))
                See(_told with { Frame = frame });
    }

    /// <inheritdoc/>
    public void Show(Brightness brightness)
    {
        lock (_gate)
            See(_told with { Brightness = brightness });
    }

    /// <inheritdoc/>
    /// <remarks>A lamp that the panel does not have stays dark.</remarks>
    public void Show(Lamp lamp, LampState state)
    {
        lock (_gate)
            if (_told.Has.Lamps.Contains(lamp))
                See(_told.With(lamp, state));
    }

    /// <summary>Presses a button.</summary>
    /// <param name="button">Which one.</param>
    /// <param name="source">Who does it.</param>
    /// <param name="at">When, on the monotonic clock of whoever reads <see cref="Events"/>.</param>
    /// <returns>False when nothing was pressed: no such button, already down, the buttons are broken, or nobody reads the events.</returns>
    public bool Press(Button button, ButtonSource source, TimeSpan at)
    {
        lock (_gate)
        {
            if (!Exists(button) || IsBroken(PanelPart.Buttons) || DownBy(source).Has(button) || _events.Reader.Count >= MostWaitingPresses)
                return false;

            return Move(button, isDown: true, source, at);
        }
    }

    /// <summary>Lets a button go. Returns false when this source had not pressed it.</summary>
    public bool Release(Button button, ButtonSource source, TimeSpan at)
    {
        lock (_gate)
            return DownBy(source).Has(button) && Move(button, isDown: false, source, at);
    }

    /// <summary>Lets every button go that this source has pressed: its window lost the focus, its connection ended.</summary>
    public void ReleaseAll(ButtonSource source, TimeSpan at)
    {
        foreach (var button in Enum.GetValues<Button>())
            Release(button, source, at);
    }

    /// <summary>Waits for a change after this revision. Returns at once when there has been one; changes in between are skipped.</summary>
    public async Task<PanelSnapshot> ChangeAfterAsync(long revision, CancellationToken stop)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_seen.Revision > revision)
                    return _seen;
                changed = _changed.Task;
            }

            await changed.WaitAsync(stop);
        }
    }

    /// <summary>
    /// Breaks these parts from now on, and mends all others; none is mended by itself. A broken screen or lamp shows nothing and, mended,
    /// what it was told last; broken buttons cannot be pressed.
    /// </summary>
    public void Break(params IReadOnlyList<PanelFault> faults)
    {
        lock (_gate)
        {
            if (_faults.SequenceEqual(faults))
                return;

            _faults = faults;
            _events.Writer.TryWrite(new PanelEvent.Faults(faults));
            See(_told);
        }
    }

    /// <summary>Makes it another panel: a screen came, a board turned out to be another. Asked to show again, it does.</summary>
    public void Become(PanelCapabilities has)
    {
        lock (_gate)
        {
            _events.Writer.TryWrite(new PanelEvent.Changed(has));
            See(new PanelSnapshot(_told.Revision, has, Frame: null, _told.Brightness, LampState.Dark, LampState.Dark, LampState.Dark));
        }
    }

    /// <summary>Ends the events.</summary>
    public ValueTask DisposeAsync()
    {
        _events.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    private bool Exists(Button button) => _told.Has.Buttons switch
    {
        ButtonLayout.None => false,
        ButtonLayout.One => button is Button.Key1,
        ButtonLayout.Two => button is Button.Key1 or Button.Key2,
        _ => true,
    };

    private bool IsBroken(PanelPart part) => _faults.Any(fault => fault.Part == part);

    private ButtonSet DownBy(ButtonSource source) => source is ButtonSource.Panel ? _downAtPanel : _downAtPicture;

    private bool Move(Button button, bool isDown, ButtonSource source, TimeSpan at)
    {
        if (!_events.Writer.TryWrite(new PanelEvent.Moved(new ButtonEdge(button, isDown, at, source))))
            return false;

        var down = isDown ? DownBy(source).With(button) : DownBy(source).Without(button);
        if (source is ButtonSource.Panel)
            _downAtPanel = down;
        else
            _downAtPicture = down;
        See(_told);
        return true;
    }

    private void See(PanelSnapshot told)
    {
        _told = told with { Down = _downAtPanel | _downAtPicture };
        var seen = _told;
        if (IsBroken(PanelPart.Screen))
            seen = seen with { Frame = null };
        if (IsBroken(PanelPart.Lamps))
            seen = seen with { Status = LampState.Dark, Line = LampState.Dark, Call = LampState.Dark };
        if (seen with { Revision = _seen.Revision } == _seen)
            return;

        _seen = seen with { Revision = _seen.Revision + 1 };
        var changed = _changed;
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        changed.SetResult();
    }
}

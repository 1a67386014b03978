namespace Hal.Devices.Buttons;

/// <summary>How a button behaves.</summary>
internal enum ButtonHealth
{
    /// <summary>As a button should.</summary>
    Fine,

    /// <summary>Down for more than a minute.</summary>
    Stuck,

    /// <summary>Up and down faster than anybody presses; not listened to.</summary>
    Noisy,
}

/// <summary>
/// One button over time: bouncing taken away where the kernel does not, repetition left out, a stuck or noisy one noticed. Not told
/// the time by anybody but its caller.
/// </summary>
/// <param name="debounce">How long a level must last to count; zero where the kernel sees to it.</param>
internal sealed class ButtonWatch(TimeSpan debounce)
{
    /// <summary>More edges than this within a second are no finger: the fastest make about 12 presses.</summary>
    private const int MostEdges = 30;

    private static readonly TimeSpan StuckAfter = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan NoiseWindow = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan QuietAfter = TimeSpan.FromSeconds(2);

    private readonly Queue<TimeSpan> _recent = new(MostEdges + 1);
    private (bool IsDown, TimeSpan At)? _unsettled;
    private TimeSpan _since;
    private TimeSpan _lastEdge;
    private bool _level;

    /// <summary>What was told last.</summary>
    public bool IsDown { get; private set; }

    /// <summary>How it behaves.</summary>
    public ButtonHealth Health { get; private set; }

    /// <summary>When <see cref="Pass"/> is due; null: only after an edge.</summary>
    public TimeSpan? Deadline
    {
        get
        {
            TimeSpan? due = Health switch
            {
                ButtonHealth.Noisy => _lastEdge + QuietAfter,
                ButtonHealth.Fine when IsDown => _since + StuckAfter,
                _ => null,
            };
            return _unsettled is { } waiting && (due is null || waiting.At + debounce < due) ? waiting.At + debounce : due;
        }
    }

    /// <summary>The line was opened. Returns whether the button is down.</summary>
    public bool Find(bool isDown, TimeSpan now)
    {
        (_level, IsDown, _since) = (isDown, isDown, now);
        return isDown;
    }

    /// <summary>The line's level changed, or was read. Returns the edge to tell, if there is one.</summary>
    public LineEdge? See(bool isDown, TimeSpan at)
    {
        if (debounce == TimeSpan.Zero)
            return Settle(isDown, at);

        _unsettled = isDown == _level ? null : _unsettled is { } waiting && waiting.IsDown == isDown ? waiting : (isDown, at);
        return null;
    }

    /// <summary>Time passed. Returns the edge to tell, if there is one.</summary>
    public LineEdge? Pass(TimeSpan now)
    {
        if (_unsettled is { } waiting && now >= waiting.At + debounce)
        {
            _unsettled = null;
            // At the end of the quiet time, as the kernel says it: told at the beginning, letting go could lie before a hold already told.
            return Settle(waiting.IsDown, waiting.At + debounce);
        }

        if (Health is ButtonHealth.Noisy && now >= _lastEdge + QuietAfter)
        {
            // Should it have come to rest pressed, it counts again from its next press on.
            Health = ButtonHealth.Fine;
            _recent.Clear();
            return null;
        }

        if (Health is ButtonHealth.Fine && IsDown && now >= _since + StuckAfter)
            Health = ButtonHealth.Stuck;
        return null;
    }

    /// <summary>The line is gone: a button that was down is let go.</summary>
    public LineEdge? Lose(TimeSpan now)
    {
        _unsettled = null;
        (_level, Health) = (false, ButtonHealth.Fine);
        return IsDown ? Tell(isDown: false, now) : null;
    }

    private LineEdge? Settle(bool isDown, TimeSpan at)
    {
        if (isDown == _level)
            return null;

        (_level, _lastEdge) = (isDown, at);
        if (Health is ButtonHealth.Noisy)
            return null;

        _recent.Enqueue(at);
        if (_recent.Count > MostEdges && at - _recent.Dequeue() < NoiseWindow)
        {
            Health = ButtonHealth.Noisy;
            return IsDown ? Tell(isDown: false, at) : null;
        }

        if (!isDown)
            Health = ButtonHealth.Fine;
        return isDown == IsDown ? null : Tell(isDown, at);
    }

    private LineEdge? Tell(bool isDown, TimeSpan at)
    {
        (IsDown, _since) = (isDown, at);
        return new(isDown, at);
    }
}

using System.Threading.Channels;
using Appliance.FrontPanel;
using Appliance.Setup;
using Hal;
using Hal.Emulation;

namespace Appliance.Hosting;

/// <summary>What the panel's loop is between.</summary>
internal sealed record PanelSurroundings
{
    /// <summary>The panel.</summary>
    public required IFrontPanel Panel { get; init; }

    /// <summary>What page and terminal show: the same panel where it is a simulated one, otherwise a picture of it.</summary>
    public required EmulatedFrontPanel Shown { get; init; }

    /// <summary>The facts of this moment.</summary>
    public required Func<PanelFacts> Facts { get; init; }

    /// <summary>When the facts change by time alone.</summary>
    public required Func<TimeSpan> FactsDeadline { get; init; }

    /// <summary>Takes what somebody at the panel asked for. Returns at once.</summary>
    public required Action<PanelRequest> Ask { get; init; }

    /// <summary>Takes what set-up mode may want to know. Returns at once.</summary>
    public required Action<SetupEvent> Tell { get; init; }

    /// <summary>Takes the faults of panel and loop whenever they change. Returns at once.</summary>
    public required Action<IReadOnlyList<PanelFault>> TellFaults { get; init; }
}

/// <summary>
/// The panel's own loop: takes its buttons and the news of the box, and shows what follows. One inbox, one alarm, nothing polls. A
/// fault of its own is told and never stops the box: the panel begins anew, ever later while it goes on.
/// </summary>
internal sealed class PanelLoop(PanelSurroundings around, TimeProvider time, ILogger log)
{
    /// <summary>The code of the fault that the loop itself is at fault.</summary>
    public const string LoopFault = "panel.loop-failed";

    private const int InboxSize = 256;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    // A timer takes no more than 49 days; waking early harms nothing.
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private readonly Channel<PanelNotice> _inbox = Channel.CreateBounded<PanelNotice>(new BoundedChannelOptions(InboxSize) { SingleReader = true });
    private IReadOnlyList<PanelFault> _panelFaults = [];
    private PanelFault? _ownFault;
    private readonly TaskCompletionSource _up = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _looks;
    private long _turns;

    /// <summary>Ends when something else than the start has been shown.</summary>
    public Task Up => _up.Task;

    /// <summary>The facts may have changed. May be called from any thread, and often.</summary>
    public void Look()
    {
        if (Interlocked.Exchange(ref _looks, 1) is 0 && !_inbox.Writer.TryWrite(new PanelNotice.Look()))
            Volatile.Write(ref _looks, 0);
    }

    /// <summary>Asks the loop to turn, and says how often it has. May be called from any thread.</summary>
    public long Beat()
    {
        _inbox.Writer.TryWrite(new PanelNotice.Alarm());
        return Interlocked.Read(ref _turns);
    }

    /// <summary>Runs until told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        await using var alarm = time.CreateTimer(_ => _inbox.Writer.TryWrite(new PanelNotice.Alarm()), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var listening = Task.WhenAll(ListenAsync(around.Panel, isPicture: false, stop), ReferenceEquals(around.Panel, around.Shown) ? Task.CompletedTask : ListenAsync(around.Shown, isPicture: true, stop));
        try
        {
            for (var pause = FirstPause; ;)
            {
                var begun = time.GetTimestamp();
                var fault = await LiveAsync(alarm, stop);
                pause = time.GetElapsedTime(begun) > LongestPause ? FirstPause : pause;
                Failed(fault);
                await Task.Delay(pause, time, stop);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await listening;
        }
    }

    /// <summary>Works until something fails, and gives that back.</summary>
    private async Task<Exception> LiveAsync(ITimer alarm, CancellationToken stop)
    {
        try
        {
            var begun = Now;
            var life = new PanelLife(around, begun);
            for (PanelNotice notice = new PanelNotice.Look(); ; notice = await _inbox.Reader.ReadAsync(stop))
            {
                Interlocked.Increment(ref _turns);
                if (notice is PanelNotice.Look)
                    Volatile.Write(ref _looks, 0);
                if (notice is PanelNotice.Happened { Event: PanelEvent.Faults faults, IsPicture: false })
                    TellFaults(faults.Now, _ownFault);
                life.Take(notice, Now);
                if (life.IsUp)
                    _up.TrySetResult();

                TimeSpan? mendedAt = _ownFault is null ? null : begun + LongestPause;
                if (mendedAt <= Now)
                    TellFaults(_panelFaults, null);
                Arm(alarm, Earlier(life.Deadline, mendedAt));
            }
        }
        catch (Exception fault) when (fault is not OutOfMemoryException && !stop.IsCancellationRequested)
        {
            return fault;
        }
    }

    private TimeSpan Now => time.GetElapsedTime(0);

    private static TimeSpan Earlier(TimeSpan one, TimeSpan? other) => other < one ? other.Value : one;

    private void Arm(ITimer alarm, TimeSpan deadline)
    {
        // Rounded up to the timer's own millisecond: one that rings early would turn the loop for nothing.
        var wait = TimeSpan.FromMilliseconds(Math.Ceiling((deadline - Now).TotalMilliseconds));
        alarm.Change(wait < ShortestWait ? ShortestWait : wait > LongestWait ? LongestWait : wait, Timeout.InfiniteTimeSpan);
    }

    private void Failed(Exception fault)
    {
        if (_ownFault is null)
            LogEvents.PanelFailed(log, fault);
        TellFaults(_panelFaults, new PanelFault(PanelPart.Board, LoopFault, fault.GetType().Name));
    }

    private void TellFaults(IReadOnlyList<PanelFault> panel, PanelFault? own)
    {
        (_panelFaults, _ownFault) = (panel, own);
        around.TellFaults(own is null ? panel : [.. panel, own]);
    }

    private async Task ListenAsync(IFrontPanel panel, bool isPicture, CancellationToken stop)
    {
        try
        {
            await foreach (var happened in panel.Events.ReadAllAsync(stop))
                await _inbox.Writer.WriteAsync(new PanelNotice.Happened(happened, isPicture), stop);
        }
        catch (OperationCanceledException)
        {
            // Asked to stop.
        }
    }
}

/// <summary>What comes into the panel's inbox.</summary>
internal abstract record PanelNotice
{
    private PanelNotice()
    {
    }

    /// <summary>The panel, or its picture, tells something.</summary>
    public sealed record Happened(PanelEvent Event, bool IsPicture) : PanelNotice;

    /// <summary>The facts may have changed.</summary>
    public sealed record Look : PanelNotice;

    /// <summary>A deadline has come.</summary>
    public sealed record Alarm : PanelNotice;
}

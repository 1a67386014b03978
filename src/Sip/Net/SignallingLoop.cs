using System.Runtime.InteropServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Sip.Net;

/// <summary>
/// The thin shell around one pure machine: one loop owns it, feeds it inputs in order and carries out what it asks for.
/// A fault in one input is logged and counted; the loop goes on.
/// </summary>
/// <typeparam name="TInput">The machine's inputs.</typeparam>
/// <typeparam name="TOutput">The machine's outputs.</typeparam>
public sealed class SignallingLoop<TInput, TOutput>
{
    private const int InboxSize = 4096;

    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    // A timer takes no more than 49 days; waking early harms nothing.
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    // A machine whose deadline lies in the past for ever must not take the processor with it.
    private static readonly TimeSpan RestAfterFault = TimeSpan.FromMilliseconds(100);

    private readonly ISignallingMachine<TInput, TOutput> _machine;
    private readonly Action<TOutput> _carryOut;
    private readonly TimeProvider _time;
    private readonly MonotonicClock _clock;
    private readonly ILogger _log;
    private readonly Channel<TInput> _inbox = Channel.CreateBounded<TInput>(
        new BoundedChannelOptions(InboxSize) { SingleReader = true });
    private long _dropped;
    private long _faults;
    private long _turns;

    /// <summary>Creates the loop; nothing runs before <see cref="RunAsync"/>.</summary>
    public SignallingLoop(ISignallingMachine<TInput, TOutput> machine, Action<TOutput> carryOut, TimeProvider time, ILogger log)
    {
        (_machine, _carryOut, _time, _log) = (machine, carryOut, time, log);
        _clock = new MonotonicClock(time);
    }

    /// <summary>The clock whose instants the machine sees.</summary>
    public MonotonicClock Clock => _clock;

    /// <summary>Inputs thrown away because the inbox was full.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Inputs that ended in an exception. Always zero, or there is a bug.</summary>
    public long Faults => Interlocked.Read(ref _faults);

    /// <summary>Inputs handled: a loop that stands still although it was given one is stuck.</summary>
    public long Turns => Interlocked.Read(ref _turns);

    /// <summary>Hands an input over. False means overloaded: the input was thrown away and counted.</summary>
    public bool TryPost(TInput input)
    {
        if (_inbox.Writer.TryWrite(input))
            return true;

        Interlocked.Increment(ref _dropped);
        return false;
    }

    /// <summary>Runs until stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        await using var alarm = _time.CreateTimer(_ => TryPost(_machine.Wake), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var outputs = new List<TOutput>(16);

        try
        {
            while (await _inbox.Reader.WaitToReadAsync(stop))
            {
                while (!stop.IsCancellationRequested && _inbox.Reader.TryRead(out var input))
                    Step(input, outputs, alarm);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Asked to stop: what is still in the inbox has no one left to act on it.
        }
    }

    private void Step(TInput input, List<TOutput> outputs, ITimer alarm)
    {
        outputs.Clear();
        Interlocked.Increment(ref _turns);
        var wait = RestAfterFault;
        try
        {
            _machine.Handle(input, _clock.Now, outputs);
            wait = Until(_machine.Deadline);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            Interlocked.Increment(ref _faults);
            NetLog.InputFailed(_log, fault);
        }

        // Armed before anything is sent: whoever sees the datagram knows that the alarm is set.
        alarm.Change(wait, Timeout.InfiniteTimeSpan);

        foreach (ref readonly var output in CollectionsMarshal.AsSpan(outputs))
            CarryOut(output);
    }

    private void CarryOut(TOutput output)
    {
        try
        {
            _carryOut(output);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            Interlocked.Increment(ref _faults);
            NetLog.OutputFailed(_log, fault);
        }
    }

    private TimeSpan Until(Instant? deadline) => (deadline - _clock.Now) switch
    {
        null => Timeout.InfiniteTimeSpan,
        { } wait when wait < ShortestWait => ShortestWait,
        { } wait when wait > LongestWait => LongestWait,
        { } wait => wait,
    };
}

using Microsoft.Extensions.Logging;

namespace Hal.Devices;

/// <summary>A part of the panel that a thread runs.</summary>
internal interface IDevicePart : IDisposable
{
    /// <summary>Does what is due. Returns when it wants to be called again at the latest; null: when woken.</summary>
    TimeSpan? Turn(TimeSpan now);
}

/// <summary>How a loop waits.</summary>
internal interface IWait : IDisposable
{
    /// <summary>Returns after <see cref="Wake"/>, or when there is something else to do. A wake that came before counts.</summary>
    void Wait();

    /// <summary>Ends the wait. May be called by any thread, also after the end.</summary>
    void Wake();
}

/// <summary>One thread that runs parts which may block in the kernel, so that nobody else has to wait for a slow bus.</summary>
internal sealed class DeviceLoop : IDisposable
{
    private readonly string _name;
    private readonly IReadOnlyList<IDevicePart> _parts;
    private readonly TimeProvider _time;
    private readonly IWait _wait;
    private readonly ILogger _log;
    private readonly ITimer _alarm;
    private readonly Thread _thread;
    private volatile bool _stop;

    public DeviceLoop(string name, IReadOnlyList<IDevicePart> parts, TimeProvider time, IWait wait, ILogger log)
    {
        (_name, _parts, _time, _wait, _log) = (name, parts, time, wait, log);
        _alarm = time.CreateTimer(_ => wait.Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _thread = new(Run) { IsBackground = true, Name = name };
        _thread.Start();
    }

    public void Wake() => _wait.Wake();

    /// <summary>Ends the thread and gives its parts back. A thread that hangs in the kernel is left behind after two seconds.</summary>
    public void Dispose()
    {
        _stop = true;
        _wait.Wake();
        if (_thread.Join(TimeSpan.FromSeconds(2)))
            _wait.Dispose();
        _alarm.Dispose();
    }

    private void Run()
    {
        while (!_stop)
        {
            TimeSpan? due = null;
            foreach (var part in _parts)
            {
                if (Turn(part) is { } at && (due is null || at < due))
                    due = at;
            }

            _alarm.Change(due is { } next ? Until(next) : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            if (!_stop)
                _wait.Wait();
        }

        foreach (var part in _parts)
            part.Dispose();
    }

    private TimeSpan? Turn(IDevicePart part)
    {
        var now = _time.Now();
        try
        {
            return part.Turn(now);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            LogEvents.LoopFault(_log, _name, fault);
            return now + TimeSpan.FromSeconds(5);
        }
    }

    private TimeSpan Until(TimeSpan due)
    {
        // Rounded up to the timer's own millisecond: one that rings early would turn the loop for nothing.
        var wait = due - _time.Now();
        return wait <= TimeSpan.Zero ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds));
    }
}

/// <summary>Waits for nothing but to be woken. Without the spinning of a semaphore, which costs a slow processor more than the work it waits for.</summary>
internal sealed class PlainWait : IWait
{
    private readonly object _gate = new();
    private bool _isRung;

    public void Wait()
    {
        lock (_gate)
        {
            while (!_isRung)
                Monitor.Wait(_gate);
            _isRung = false;
        }
    }

    public void Wake()
    {
        lock (_gate)
        {
            _isRung = true;
            Monitor.Pulse(_gate);
        }
    }

    public void Dispose()
    {
        // Nothing to give back, and an alarm may still ring.
    }
}

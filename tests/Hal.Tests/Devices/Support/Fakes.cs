using Hal.Boards;
using Hal.Devices;
using Hal.Devices.Buttons;
using Hal.Devices.Fan;
using Hal.Devices.Lamps;
using Hal.Devices.Screens;
using Hal.Devices.Watchdog;
using Hal.Emulation;
using Hal.Lamps;
using Microsoft.Extensions.Logging;

namespace Hal.Tests.Devices.Support;

/// <summary>Lines that a test moves.</summary>
internal sealed class FakeLines : IButtonLines
{
    private readonly Dictionary<int, Queue<LineEdge>> _edges = [];
    private readonly Dictionary<int, TaskCompletionSource> _opened = [];

    public HashSet<int> Down { get; } = [];

    public Dictionary<int, DeviceException> Refusals { get; } = [];

    public bool IsDebounced { get; set; } = true;

    public SortedSet<int> Opened { get; } = [];

    public void Move(int line, bool isDown, double at, bool hasLost = false)
    {
        lock (_edges)
        {
            if (!_edges.TryGetValue(line, out var queue))
                _edges[line] = queue = new();
            queue.Enqueue(new(isDown, TimeSpan.FromSeconds(at), hasLost));
            Level(line, isDown);
        }
    }

    public void Level(int line, bool isDown)
    {
        if (isDown)
            Down.Add(line);
        else
            Down.Remove(line);
    }

    /// <summary>Ends when the line has been opened: a button that moves before is found down, not seen to move.</summary>
    public Task UntilOpenAsync(int line)
    {
        lock (_edges)
            return Waiting(line).Task;
    }

    public OpenButton Open(BoardButton button)
    {
        lock (_edges)
        {
            if (Refusals.TryGetValue(button.Line, out var refusal))
                throw refusal;
            Opened.Add(button.Line);
            Waiting(button.Line).TrySetResult();
            return new(Down.Contains(button.Line), IsDebounced);
        }
    }

    public LineEdge? Read(int line)
    {
        lock (_edges)
        {
            if (Refusals.TryGetValue(line, out var refusal))
                throw refusal;
            return _edges.TryGetValue(line, out var queue) && queue.TryDequeue(out var edge) ? edge : null;
        }
    }

    public bool IsActive(int line) => Down.Contains(line);

    public void Close(int line) => Opened.Remove(line);

    public void Dispose() => Opened.Clear();

    private TaskCompletionSource Waiting(int line) =>
        _opened.TryGetValue(line, out var known) ? known : _opened[line] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>A display chip on a bus that fails when a test says so.</summary>
internal sealed class FakeScreen(BoardScreen screen) : IScreenBus
{
    public DisplayChipModel Chip { get; set; } = screen.Controller is ScreenController.Sh1106 ? new Sh1106Model(screen.Size) : new Ssd1306Model(screen.Size);

    public int BytesUntilItFails { get; set; } = int.MaxValue;

    public Func<bool> IsGone { get; init; } = () => false;

    public int Transfers { get; private set; }

    public int Pixels { get; private set; }

    public bool IsClosed { get; private set; }

    public void Command(ReadOnlySpan<byte> bytes)
    {
        Take(bytes);
        Chip.Command(bytes);
    }

    void IScreenBus.Pixels(ReadOnlySpan<byte> bytes)
    {
        Take(bytes);
        Pixels += bytes.Length;
        Chip.Pixels(bytes);
    }

    public void Dispose() => IsClosed = true;

    private void Take(ReadOnlySpan<byte> bytes)
    {
        if ((BytesUntilItFails -= bytes.Length) < 0 || IsGone())
            throw new DeviceException(FaultCodes.ScreenSilent, "/dev/i2c-1 0x3C: Remote I/O error (121)");
        Transfers++;
    }
}

/// <summary>A light that remembers what it was told.</summary>
internal sealed class FakeLight : ILightDriver
{
    public LampPattern? Shown { get; private set; }

    public LampPattern? Orphan { get; private set; }

    public bool IsHandedOver { get; private set; }

    public bool IsGone { get; set; }

    public TimeSpan Show(LampPattern pattern, LampPattern orphan, TimeSpan now)
    {
        if (IsGone)
            throw new DeviceException(FaultCodes.LampMissing, "/sys/class/leds/x is gone");
        (Shown, Orphan) = (pattern, orphan);
        return LightTicks.Next(pattern, now);
    }

    public void HandOver() => IsHandedOver = true;

    public void Dispose()
    {
    }
}

/// <summary>A fan's switch.</summary>
internal sealed class FakeFan : IFanSwitch
{
    public List<bool> Told { get; } = [];

    public bool IsSilent { get; set; }

    public void Set(bool isOn)
    {
        if (IsSilent)
            throw new DeviceException(FaultCodes.FanSilent, "/dev/i2c-1 0x20: Remote I/O error (121)");
        Told.Add(isOn);
    }

    public void Dispose()
    {
    }
}

/// <summary>A watchdog that counts its meals.</summary>
internal sealed class FakeWatchdog : IWatchdogDevice
{
    public int Meals { get; private set; }

    public bool IsStopped { get; private set; }

    public TimeSpan Patience => TimeSpan.FromSeconds(15);

    public void Feed() => Meals++;

    public void Stop() => IsStopped = true;

    public void Dispose()
    {
    }
}

/// <summary>The lines of a log.</summary>
internal sealed class LogLines : ILogger
{
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> All
    {
        get
        {
            lock (_lines)
                return [.. _lines];
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_lines)
            _lines.Add($"{logLevel}: {formatter(state, exception)}");
    }
}

/// <summary>A desk whose faults a test reads.</summary>
internal sealed class Desk
{
    public Desk() => Faults = new(Log, now => Told.Add([.. now.Select(fault => fault.Code)]));

    public LogLines Log { get; } = new();

    public List<string[]> Told { get; } = [];

    public FaultDesk Faults { get; }

    public IEnumerable<string> Codes => Faults.Now.Select(fault => fault.Code);
}

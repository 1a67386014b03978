using Microsoft.Win32.SafeHandles;

namespace Hal.Devices.Gpio;

/// <summary>Waits until a line has an edge, or to be woken.</summary>
/// <param name="lines">The lines there are now; asked before each wait, by the thread that waits.</param>
internal sealed unsafe class LineWait(Func<IReadOnlyList<GpioLine>> lines) : IWait
{
    private readonly Lock _gate = new();
    private readonly SafeFileHandle _bell = LibC.EventCounter(0, LibC.NonBlocking | LibC.CloseOnExec);

    public void Wait()
    {
        var open = lines();
        var entries = stackalloc PollEntry[open.Count + 1];
        entries[0] = new() { File = (int)_bell.DangerousGetHandle(), Asked = LibC.Readable };
        for (var i = 0; i < open.Count; i++)
            entries[i + 1] = new() { File = (int)open[i].File.DangerousGetHandle(), Asked = LibC.Readable };

        _ = LibC.Poll(entries, (nuint)open.Count + 1, -1);
        ulong rung;
        _ = LibC.Read(_bell, &rung, sizeof(ulong));
    }

    public void Wake()
    {
        lock (_gate)
        {
            if (_bell.IsClosed)
                return;
            var one = 1UL;
            _ = LibC.Write(_bell, &one, sizeof(ulong));
        }
    }

    public void Dispose()
    {
        lock (_gate)
            _bell.Dispose();
    }
}

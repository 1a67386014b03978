using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Hal.Devices.Watchdog;

/// <summary>The kernel's <c>/dev/watchdog</c>: opening it starts it, any byte feeds it, the letter V before closing stops it ("magic close").</summary>
internal sealed unsafe class KernelWatchdog : IWatchdogDevice
{
    /// <summary>The most the Raspberry Pi's watchdog can count to.</summary>
    private const int Wanted = 15;

    private static readonly nuint SetTimeout = LibC.Request(3, (byte)'W', 6, sizeof(int));

    private readonly string _path;
    private readonly SafeFileHandle _file;

    public KernelWatchdog(DeviceRoots roots)
    {
        _path = Path.Combine(roots.Dev, "watchdog");
        _file = LibC.Open(_path, LibC.WriteOnly | LibC.CloseOnExec);
        if (_file.IsInvalid)
        {
            var error = Marshal.GetLastPInvokeError();
            throw new DeviceException(error is LibC.NoEntry or LibC.NoDevice or LibC.NoSuchDevice ? FaultCodes.WatchdogMissing : FaultCodes.WatchdogBusy, $"{_path}: {LibC.Words(error)}");
        }

        // The driver answers with the time it can really keep; one that cannot be told keeps its own, a minute at most.
        var seconds = Wanted;
        Patience = TimeSpan.FromSeconds(LibC.Control(_file, SetTimeout, &seconds) >= 0 && seconds > 0 ? seconds : Wanted);
    }

    public TimeSpan Patience { get; }

    public void Feed()
    {
        if (!Write(0))
            throw new DeviceException(FaultCodes.WatchdogMissing, $"{_path}: {LibC.Words(Marshal.GetLastPInvokeError())}");
    }

    public void Stop() => Write((byte)'V');

    public void Dispose() => _file.Dispose();

    private bool Write(byte letter) => LibC.Write(_file, &letter, 1) == 1;
}

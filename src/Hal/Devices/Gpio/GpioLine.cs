using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Hal.Devices.Gpio;

/// <summary>One line that the kernel has given us. Levels are logical: active or not, whatever the voltage.</summary>
internal sealed unsafe class GpioLine : IDisposable
{
    private uint? _sequence;

    public GpioLine(int line, SafeFileHandle file)
    {
        (Line, File) = (line, file);
        _ = LibC.Flags(file, LibC.SetFlags, LibC.NonBlocking);
    }

    public int Line { get; }

    public SafeFileHandle File { get; }

    /// <summary>The level now.</summary>
    public bool IsActive
    {
        get
        {
            var values = new LineValues { Mask = 1 };
            return LibC.Control(File, GpioAbi.GetValues, &values) < 0 ? throw Gone() : (values.Bits & 1) is not 0;
        }
    }

    /// <summary>Drives the line.</summary>
    public void Set(bool isActive)
    {
        var values = new LineValues { Bits = isActive ? 1UL : 0, Mask = 1 };
        if (LibC.Control(File, GpioAbi.SetValues, &values) < 0)
            throw Gone();
    }

    /// <summary>Takes the next edge, if there is one. Never waits.</summary>
    public GpioEdge? Read()
    {
        LineEvent told = default;
        var length = LibC.Read(File, &told, LineEvent.Size);
        if (length == LineEvent.Size)
        {
            var isLost = _sequence is { } last && told.Sequence != last + 1;
            _sequence = told.Sequence;
            return new(told.Kind is GpioAbi.RisingEdge, TimeSpan.FromTicks((long)(told.Nanoseconds / 100)), isLost);
        }

        return length < 0 && Marshal.GetLastPInvokeError() is not (LibC.Again or LibC.Interrupted) ? throw Gone() : null;
    }

    public void Dispose() => File.Dispose();

    private DeviceException Gone() => new(FaultCodes.ChipMissing, $"line {Line}: {LibC.Words(Marshal.GetLastPInvokeError())}");
}

/// <summary>An edge.</summary>
/// <param name="IsActive">The level after it.</param>
/// <param name="At">When, on the kernel's monotonic clock.</param>
/// <param name="HasLost">True when edges before it were lost: the kernel's buffer was full.</param>
internal readonly record struct GpioEdge(bool IsActive, TimeSpan At, bool HasLost);

using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Hal.Devices.Gpio;

/// <summary>A GPIO chip of the kernel, as <c>/dev/gpiochip0</c>.</summary>
internal sealed unsafe class GpioChip : IDisposable
{
    private static ReadOnlySpan<byte> Consumer => "landline"u8;

    private readonly SafeFileHandle _file;

    private GpioChip(string path, string label, int lines, SafeFileHandle file) => (Path, Label, Lines, _file) = (path, label, lines, file);

    public string Path { get; }

    public string Label { get; }

    public int Lines { get; }

    /// <summary>Opens the first chip that has one of these labels or device names; the names are tried in their order.</summary>
    /// <exception cref="DeviceException">None is there, or we may not use it.</exception>
    public static GpioChip Open(DeviceRoots roots, IReadOnlyList<string> wanted)
    {
        var paths = Paths(roots);
        List<GpioChip> opened = [];
        DeviceException? refusal = null;
        foreach (var path in paths)
        {
            try
            {
                opened.Add(OpenAt(path));
            }
            catch (DeviceException refused)
            {
                refusal ??= refused;
            }
        }

        var found = wanted.Select(name => opened.Find(chip => chip.IsCalled(name))).FirstOrDefault(chip => chip is not null);
        foreach (var chip in opened.Where(chip => chip != found))
            chip.Dispose();

        return found ?? throw (refusal ?? new DeviceException(FaultCodes.ChipMissing,
            $"no GPIO chip is called {string.Join(" or ", wanted)}; there are {(opened.Count is 0 ? "none" : string.Join(", ", opened.Select(chip => $"{System.IO.Path.GetFileName(chip.Path)} [{chip.Label}]")))}"));
    }

    /// <summary>True when a chip of one of these labels is there and may be used.</summary>
    public static bool IsThere(DeviceRoots roots, IReadOnlyList<string> wanted)
    {
        try
        {
            Open(roots, wanted).Dispose();
            return true;
        }
        catch (DeviceException)
        {
            return false;
        }
    }

    /// <summary>Asks for a line as input with both edges told. The kernel takes a debounce time since it has version 2 of this interface; some chips refuse it.</summary>
    public GpioLine Listen(int line, bool isActiveLow, LinePullFlag pull, TimeSpan debounce)
    {
        var block = new LineRequestBlock
        {
            Flags = GpioAbi.Input | GpioAbi.EdgeRising | GpioAbi.EdgeFalling | (ulong)pull | (isActiveLow ? GpioAbi.ActiveLow : 0),
            EventBuffer = 64,
        };
        if (debounce > TimeSpan.Zero)
            (block.Attributes, block.Attribute, block.AttributeValue, block.AttributeMask) = (1, GpioAbi.AttributeDebounce, (ulong)debounce.TotalMicroseconds, 1);
        return Request(line, block);
    }

    /// <summary>Asks for a line as output that begins at this level.</summary>
    public GpioLine Drive(int line, bool isActiveLow, bool isActive)
    {
        var block = new LineRequestBlock
        {
            Flags = GpioAbi.Output | (isActiveLow ? GpioAbi.ActiveLow : 0),
            Attributes = 1,
            Attribute = GpioAbi.AttributeValues,
            AttributeValue = isActive ? 1UL : 0,
            AttributeMask = 1,
        };
        return Request(line, block);
    }

    public void Dispose() => _file.Dispose();

    internal static IReadOnlyList<string> Paths(DeviceRoots roots) =>
        Directory.Exists(roots.Dev)
            ? [.. Directory.EnumerateFileSystemEntries(roots.Dev, "gpiochip*").OrderBy(path => path.Length).ThenBy(path => path, StringComparer.Ordinal)]
            : [];

    private static GpioChip OpenAt(string path)
    {
        var file = LibC.Open(path, LibC.ReadWrite | LibC.CloseOnExec);
        if (file.IsInvalid)
        {
            var error = Marshal.GetLastPInvokeError();
            throw new DeviceException(error is LibC.Forbidden or LibC.NotPermitted ? FaultCodes.LineForbidden : FaultCodes.ChipMissing, $"{path}: {LibC.Words(error)}");
        }

        ChipDescription told = default;
        if (LibC.Control(file, GpioAbi.GetChip, &told) < 0)
        {
            var words = LibC.Words(Marshal.GetLastPInvokeError());
            file.Dispose();
            throw new DeviceException(FaultCodes.ChipMissing, $"{path}: {words}");
        }

        return new(path, Text(told.Label), (int)told.Lines, file);
    }

    private bool IsCalled(string name) => Label == name || System.IO.Path.GetFileName(Path) == name;

    private GpioLine Request(int line, LineRequestBlock block)
    {
        (block.Line, block.Lines) = ((uint)line, 1);
        Consumer.CopyTo(new Span<byte>(block.Consumer, GpioAbi.NameSize));
        if (LibC.Control(_file, GpioAbi.GetLine, &block) >= 0)
            return new(line, new SafeFileHandle(block.File, ownsHandle: true));

        var error = Marshal.GetLastPInvokeError();
        throw error switch
        {
            LibC.Busy => new DeviceException(FaultCodes.LineBusy, $"line {line} of {Path} [{Label}] is used by {Holder(line)}"),
            LibC.Forbidden or LibC.NotPermitted => new(FaultCodes.LineForbidden, $"line {line} of {Path} [{Label}]: {LibC.Words(error)}"),
            LibC.NoDevice or LibC.NoSuchDevice or LibC.NoEntry => new(FaultCodes.ChipMissing, $"{Path} [{Label}]: {LibC.Words(error)}"),
            _ => new(FaultCodes.LineUnfit, $"line {line} of {Path} [{Label}, {Lines} lines]: {LibC.Words(error)}"),
        };
    }

    private string Holder(int line)
    {
        LineDescription told = default;
        told.Line = (uint)line;
        return LibC.Control(_file, GpioAbi.GetLineDescription, &told) >= 0 && Text(told.Consumer) is { Length: > 0 } name ? $"\"{name}\"" : "the kernel";
    }

    private static string Text(byte* name)
    {
        var bytes = new ReadOnlySpan<byte>(name, GpioAbi.NameSize);
        var end = bytes.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
    }
}

/// <summary>The resistor inside the chip, as the kernel's flag.</summary>
[Flags]
internal enum LinePullFlag : ulong
{
    Unchanged = 0,
    Up = GpioAbi.PullUp,
    Down = GpioAbi.PullDown,
    None = GpioAbi.PullNone,
}

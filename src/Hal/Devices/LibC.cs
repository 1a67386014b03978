using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Hal.Devices;

/// <summary>The few system calls that .NET has no way to make. Numbers are those of x86-64 and arm64, which share them.</summary>
internal static unsafe partial class LibC
{
    public const int NotPermitted = 1;
    public const int NoEntry = 2;
    public const int Interrupted = 4;
    public const int NoSuchDevice = 6;
    public const int Again = 11;
    public const int Forbidden = 13;
    public const int Busy = 16;
    public const int NoDevice = 19;
    public const int Invalid = 22;
    public const int NotSupported = 95;

    public const int ReadWrite = 2;
    public const int WriteOnly = 1;
    public const int NonBlocking = 0x800;
    public const int CloseOnExec = 0x80000;
    public const int SetFlags = 4;

    public const short Readable = 1;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Control(SafeFileHandle file, nuint request, void* argument);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    public static partial int Flags(SafeFileHandle file, int command, int flags);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(SafeFileHandle file, void* buffer, nuint length);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(SafeFileHandle file, void* buffer, nuint length);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(PollEntry* entries, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    public static partial SafeFileHandle EventCounter(uint first, int flags);

    /// <summary>The number of an <c>_IOR</c> (2) or <c>_IOWR</c> (3) request.</summary>
    public static nuint Request(uint direction, byte type, byte number, int size) =>
        (direction << 30) | ((uint)size << 16) | ((uint)type << 8) | number;

    /// <summary>The system's own words for its last refusal, as <c>Device or resource busy (16)</c>.</summary>
    public static string Words(int error) => $"{Marshal.GetPInvokeErrorMessage(error)} ({error})";
}

/// <summary><c>struct pollfd</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollEntry
{
    public int File;
    public short Asked;
    public short Told;
}

using System.Runtime.InteropServices;

namespace Hal.Devices.Gpio;

/// <summary>
/// The kernel's GPIO character device, version 2 (<c>include/uapi/linux/gpio.h</c>, Linux 5.10 and later). Only the fields we use are
/// named; a request is for one line, so that a line another program has costs that line alone.
/// </summary>
internal static class GpioAbi
{
    public const ulong Used = 1 << 0;
    public const ulong ActiveLow = 1 << 1;
    public const ulong Input = 1 << 2;
    public const ulong Output = 1 << 3;
    public const ulong EdgeRising = 1 << 4;
    public const ulong EdgeFalling = 1 << 5;
    public const ulong PullUp = 1 << 8;
    public const ulong PullDown = 1 << 9;
    public const ulong PullNone = 1 << 10;

    public const uint AttributeValues = 2;
    public const uint AttributeDebounce = 3;

    public const uint RisingEdge = 1;

    public const int NameSize = 32;

    public static readonly nuint GetChip = LibC.Request(2, 0xB4, 0x01, ChipDescription.Size);
    public static readonly nuint GetLineDescription = LibC.Request(3, 0xB4, 0x05, LineDescription.Size);
    public static readonly nuint GetLine = LibC.Request(3, 0xB4, 0x07, LineRequestBlock.Size);
    public static readonly nuint GetValues = LibC.Request(3, 0xB4, 0x0E, LineValues.Size);
    public static readonly nuint SetValues = LibC.Request(3, 0xB4, 0x0F, LineValues.Size);
}

/// <summary><c>struct gpiochip_info</c>.</summary>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal unsafe struct ChipDescription
{
    public const int Size = 68;

    [FieldOffset(0)]
    public fixed byte Name[GpioAbi.NameSize];

    [FieldOffset(32)]
    public fixed byte Label[GpioAbi.NameSize];

    [FieldOffset(64)]
    public uint Lines;
}

/// <summary><c>struct gpio_v2_line_info</c>.</summary>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal unsafe struct LineDescription
{
    public const int Size = 256;

    [FieldOffset(0)]
    public fixed byte Name[GpioAbi.NameSize];

    [FieldOffset(32)]
    public fixed byte Consumer[GpioAbi.NameSize];

    [FieldOffset(64)]
    public uint Line;

    [FieldOffset(72)]
    public ulong Flags;
}

/// <summary><c>struct gpio_v2_line_request</c> for one line with at most one attribute.</summary>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal unsafe struct LineRequestBlock
{
    public const int Size = 592;

    [FieldOffset(0)]
    public uint Line;

    [FieldOffset(256)]
    public fixed byte Consumer[GpioAbi.NameSize];

    [FieldOffset(288)]
    public ulong Flags;

    [FieldOffset(296)]
    public uint Attributes;

    [FieldOffset(320)]
    public uint Attribute;

    [FieldOffset(328)]
    public ulong AttributeValue;

    [FieldOffset(336)]
    public ulong AttributeMask;

    [FieldOffset(560)]
    public uint Lines;

    [FieldOffset(564)]
    public uint EventBuffer;

    [FieldOffset(588)]
    public int File;
}

/// <summary><c>struct gpio_v2_line_values</c>.</summary>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal struct LineValues
{
    public const int Size = 16;

    [FieldOffset(0)]
    public ulong Bits;

    [FieldOffset(8)]
    public ulong Mask;
}

/// <summary><c>struct gpio_v2_line_event</c>.</summary>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal struct LineEvent
{
    public const int Size = 48;

    [FieldOffset(0)]
    public ulong Nanoseconds;

    [FieldOffset(8)]
    public uint Kind;

    [FieldOffset(12)]
    public uint Line;

    [FieldOffset(20)]
    public uint Sequence;
}

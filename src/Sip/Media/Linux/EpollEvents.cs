using System.Runtime.InteropServices;

namespace Sip.Media.Linux;

/// <summary>The array epoll_wait fills. The kernel packs <c>struct epoll_event</c> to 12 bytes on x86 only; elsewhere it is 16.</summary>
internal sealed unsafe class EpollEvents : IDisposable
{
    private readonly int _stride;
    private readonly int _dataAt;
    private byte* _memory;

    public EpollEvents(int capacity)
        : this(capacity, RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86)
    {
    }

    internal EpollEvents(int capacity, bool packed)
    {
        (_stride, _dataAt) = packed ? (12, 4) : (16, 8);
        Capacity = capacity;
        _memory = (byte*)NativeMemory.AllocZeroed((nuint)(capacity * _stride));
    }

    public int Capacity { get; }

    public void* Pointer => _memory;

    public int ByteLength => Capacity * _stride;

    public uint Flags(int index) => *(uint*)(_memory + (index * _stride));

    public ulong Data(int index) => (ulong)Marshal.ReadInt64((nint)(_memory + (index * _stride) + _dataAt));

    public void Set(int index, uint flags, ulong data)
    {
        var at = _memory + (index * _stride);
        *(uint*)at = flags;
        Marshal.WriteInt64((nint)(at + _dataAt), (long)data);
    }

    public void Dispose()
    {
        NativeMemory.Free(_memory);
        _memory = null;
    }
}

namespace Sip.Media.Linux;

/// <summary>One level-triggered epoll set. Each descriptor carries a number of the caller's choosing.</summary>
internal sealed unsafe class Epoll : IDisposable
{
    private readonly int _descriptor;
    private readonly EpollEvents _ready = new(256);
    private readonly EpollEvents _interest = new(1);

    public Epoll()
    {
        _descriptor = LibC.EpollCreate(LibC.CloseOnExec);
        if (_descriptor < 0)
            throw new IOException($"The system gives no epoll set: {LibC.LastError()}");
    }

    public bool Add(int descriptor, ulong number, bool writable = false) => Control(LibC.EpollAdd, descriptor, number, writable);

    public bool Change(int descriptor, ulong number, bool writable) => Control(LibC.EpollModify, descriptor, number, writable);

    public void Remove(int descriptor) => _ = Control(LibC.EpollRemove, descriptor, 0, writable: false);

    /// <summary>Waits until something is ready or the time is over; negative waits for ever. Returns how many are ready.</summary>
    public int Wait(int milliseconds)
    {
        var count = LibC.EpollWait(_descriptor, _ready.Pointer, _ready.Capacity, milliseconds);
        return count < 0 ? 0 : count;
    }

    public ulong Number(int index) => _ready.Data(index);

    public bool IsWritable(int index) => (_ready.Flags(index) & LibC.EpollOut) is not 0;

    public void Dispose()
    {
        _ = LibC.Close(_descriptor);
        _ready.Dispose();
        _interest.Dispose();
    }

    private bool Control(int operation, int descriptor, ulong number, bool writable)
    {
        _interest.Set(0, (uint)(LibC.EpollIn | (writable ? LibC.EpollOut : 0)), number);
        return LibC.EpollControl(_descriptor, operation, descriptor, _interest.Pointer) is 0;
    }
}

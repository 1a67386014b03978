namespace Sip.Media.Linux;

/// <summary>Wakes a thread that waits in epoll, from any other thread (eventfd).</summary>
internal sealed unsafe class WakeUp : IDisposable
{
    // Who rings may come late: a closed descriptor's number may by then be somebody else's.
    private readonly Lock _gate = new();
    private bool _isClosed;

    public WakeUp()
    {
        Descriptor = LibC.EventCounter(0, LibC.NonBlocking | LibC.CloseOnExec);
        if (Descriptor < 0)
            throw new IOException($"The system gives no event counter: {LibC.LastError()}");
    }

    public int Descriptor { get; }

    public void Ring()
    {
        var one = 1UL;
        lock (_gate)
        {
            if (!_isClosed)
                _ = LibC.Write(Descriptor, &one, sizeof(ulong));
        }
    }

    public void Clear()
    {
        var count = 0UL;
        _ = LibC.Read(Descriptor, &count, sizeof(ulong));
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (!_isClosed)
                _ = LibC.Close(Descriptor);
            _isClosed = true;
        }
    }
}

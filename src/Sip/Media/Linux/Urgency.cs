namespace Sip.Media.Linux;

/// <summary>Puts the media thread before everything that can wait, as far as the system lets us.</summary>
internal static unsafe class Urgency
{
    // Above ordinary work, below the kernel's own interrupt threads (50).
    private const int Priority = 20;

    /// <summary>Null when the calling thread now runs first-in-first-out; otherwise why not.</summary>
    public static string? TryRaise()
    {
        var priority = Priority;
        return LibC.SetScheduler(0, LibC.FirstInFirstOut, &priority) is 0 ? null : LibC.LastError();
    }

    /// <summary>
    /// Null when pages once touched stay in memory; otherwise why not. It is left alone under a limit: the runtime reserves far
    /// more than it uses, and would later be refused memory it needs.
    /// </summary>
    public static string? TryLockMemory()
    {
        var limits = stackalloc ulong[2];
        if (LibC.GetLimit(LibC.LimitLockedMemory, limits) is not 0 || limits[0] is not ulong.MaxValue)
            return "locked memory is limited";

        return LibC.LockMemory(LibC.LockCurrent | LibC.LockFuture | LibC.LockOnFault) is 0 ? null : LibC.LastError();
    }
}

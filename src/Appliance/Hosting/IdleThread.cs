using System.Runtime.InteropServices;

namespace Appliance.Hosting;

/// <summary>
/// Reckons what takes long and nobody should notice, on a thread of its own that the kernel lets run only while no other wants to
/// (sched(7): SCHED_IDLE): a press of a button or a packet of voice comes before it at once.
/// </summary>
internal static partial class IdleThread
{
    private const int SchedIdle = 5;

    /// <summary>Runs it; the task ends with its result or its fault.</summary>
    public static Task<T> RunAsync<T>(Func<T> work) => Task.Factory.StartNew(
        () =>
        {
            // For this thread alone, which ends with the work. Refused, it runs as any other.
            if (OperatingSystem.IsLinux())
                _ = SetScheduler(0, SchedIdle, 0);
            return work();
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach,
        TaskScheduler.Default);

    [LibraryImport("libc", EntryPoint = "sched_setscheduler")]
    private static partial int SetScheduler(int thread, int policy, in int priority);
}

namespace Appliance.Hosting;

/// <summary>Runs a part of the box as long as the box runs: one that fails is told, begins anew after a pause, and takes no other with it.</summary>
internal static class LastingPart
{
    /// <summary>Long enough that a fault which comes back at once costs nothing.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>Runs until told to stop. Throws nothing.</summary>
    public static async Task RunAsync(Func<CancellationToken, Task> part, TimeProvider time, ILogger log, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await Task.Run(() => part(stop), stop);
                await Task.Delay(Pause, time, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault) when (fault is not OutOfMemoryException)
            {
                LogEvents.PartFailed(log, fault);
                await Task.Delay(Pause, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}

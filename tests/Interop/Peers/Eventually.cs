using System.Diagnostics;

namespace Interop.Peers;

/// <summary>Real programs answer when they can: asks again and again, for a bounded time.</summary>
public static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>The first value that is there; a failure with <paramref name="otherwise"/> when none comes.</summary>
    public static async Task<T> Async<T>(Func<T?> look, TimeSpan within, Func<string> otherwise)
        where T : class
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            if (look() is { } found)
                return found;
            if (Stopwatch.GetElapsedTime(started) > within)
                throw new TimeoutException($"Not within {within.TotalSeconds:0.#} s: {otherwise()}");
            await Task.Delay(Pause);
        }
    }

    /// <inheritdoc cref="Async{T}(Func{T}, TimeSpan, Func{string})"/>
    public static async Task<T> Async<T>(Func<T?> look, TimeSpan within, Func<string> otherwise)
        where T : struct
        => (T)await Async(() => (object?)look(), within, otherwise);

    /// <summary>Lets people talk, or a phone ring, for a while.</summary>
    public static Task PassAsync(TimeSpan time) => Task.Delay(time);

    /// <summary>Waits for a process and gives it back.</summary>
    public static async Task<Process> WaitedAsync(this Process process)
    {
        await process.WaitForExitAsync();
        return process;
    }
}

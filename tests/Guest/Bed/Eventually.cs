using System.Diagnostics;

namespace Guest.Bed;

/// <summary>A machine in a machine answers when it can: asks again and again, for a bounded time.</summary>
public static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(30);

    /// <summary>The first value that is there; a failure with <paramref name="otherwise"/> when none comes.</summary>
    public static async Task<T> Async<T>(Func<Task<T?>> look, TimeSpan within, Func<string> otherwise)
        where T : class
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            if (await look() is { } found)
                return found;
            if (Stopwatch.GetElapsedTime(started) > within)
                throw new TimeoutException($"Not within {within.TotalSeconds:0.#} s: {otherwise()}");
            await Task.Delay(Pause);
        }
    }

    /// <inheritdoc cref="Async{T}(Func{Task{T}}, TimeSpan, Func{string})"/>
    public static Task<T> Async<T>(Func<T?> look, TimeSpan within, Func<string> otherwise)
        where T : class
        => Async(() => Task.FromResult(look()), within, otherwise);
}

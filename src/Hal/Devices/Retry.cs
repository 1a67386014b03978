namespace Hal.Devices;

/// <summary>When a part that failed is tried again: after 1, 2, 5, 15, 30 seconds, and then every 30.</summary>
/// <param name="Failures">How often it has failed in a row.</param>
/// <param name="At">When to try, or null: it works.</param>
internal readonly record struct Retry(int Failures, TimeSpan? At)
{
    private static readonly int[] Seconds = [1, 2, 5, 15, 30];

    /// <summary>After another failure.</summary>
    public Retry Failed(TimeSpan now) => new(Failures + 1, now + TimeSpan.FromSeconds(Seconds[Math.Min(Failures, Seconds.Length - 1)]));

    /// <summary>True when it may be tried now.</summary>
    public bool IsDue(TimeSpan now) => At is not { } at || now >= at;
}

namespace Sip.Net;

/// <summary>Reads the monotonic clock of a <see cref="TimeProvider"/> as <see cref="Instant"/>s that start at zero.</summary>
public sealed class MonotonicClock(TimeProvider time)
{
    private readonly long _origin = time.GetTimestamp();

    /// <summary>How long this clock has run.</summary>
    public Instant Now => new(time.GetElapsedTime(_origin));
}

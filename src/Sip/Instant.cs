namespace Sip;

/// <summary>A point on the monotonic clock. Never a time of day: the box boots without one, and NTP then steps it.</summary>
public readonly record struct Instant(TimeSpan SinceStart) : IComparable<Instant>
{
    /// <inheritdoc/>
    public int CompareTo(Instant other) => SinceStart.CompareTo(other.SinceStart);

    /// <summary>The later of two optional points is ignored: the earliest one that exists, or none.</summary>
    public static Instant? Earliest(Instant? one, Instant? other) => (one, other) switch
    {
        (null, _) => other,
        (_, null) => one,
        ({ } a, { } b) => a < b ? a : b,
    };

    /// <summary>The point a while later.</summary>
    public static Instant operator +(Instant at, TimeSpan delay) => new(at.SinceStart + delay);

    /// <summary>The point a while earlier.</summary>
    public static Instant operator -(Instant at, TimeSpan delay) => new(at.SinceStart - delay);

    /// <summary>How long it is from <paramref name="earlier"/> to <paramref name="later"/>.</summary>
    public static TimeSpan operator -(Instant later, Instant earlier) => later.SinceStart - earlier.SinceStart;

    /// <summary>True when the left point comes before the right one.</summary>
    public static bool operator <(Instant left, Instant right) => left.SinceStart < right.SinceStart;

    /// <summary>True when the left point comes after the right one.</summary>
    public static bool operator >(Instant left, Instant right) => left.SinceStart > right.SinceStart;

    /// <summary>True when the left point does not come after the right one.</summary>
    public static bool operator <=(Instant left, Instant right) => left.SinceStart <= right.SinceStart;

    /// <summary>True when the left point does not come before the right one.</summary>
    public static bool operator >=(Instant left, Instant right) => left.SinceStart >= right.SinceStart;
}

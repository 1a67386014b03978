using System.Collections.Immutable;

namespace Hal.Lamps;

/// <summary>A stretch of a <see cref="LampPattern"/>.</summary>
/// <param name="IsLit">Lit or dark.</param>
/// <param name="Length">How long; more than zero.</param>
public readonly record struct LampSpan(bool IsLit, TimeSpan Length);

/// <summary>
/// A lamp as a function of time: stretches of light and dark, over and over, counted from any fixed start. None flashes more than
/// three times in any second: such a one cannot be made (WCAG 2.3.1). They differ in rhythm, to be read in black and white
/// (product.md 3.2).
/// </summary>
public sealed class LampPattern : IEquatable<LampPattern>
{
    /// <summary>How many flashes a second may have (WCAG 2.3.1).</summary>
    public const int FlashesASecond = 3;

    /// <summary>Never lit.</summary>
    public static readonly LampPattern Dark = new(Off(1000));

    /// <summary>Always lit.</summary>
    public static readonly LampPattern Steady = new(On(1000));

    /// <summary>0.5 Hz.</summary>
    public static readonly LampPattern Slow = new(On(1000), Off(1000));

    /// <summary>2 Hz.</summary>
    public static readonly LampPattern Fast = new(On(250), Off(250));

    /// <summary>Lit, but for a short wink every 2 s.</summary>
    public static readonly LampPattern Wink = new(On(1800), Off(200));

    /// <summary>Lit, but for two short winks every 2 s.</summary>
    public static readonly LampPattern DoubleWink = new(On(1300), Off(200), On(300), Off(200));

    /// <summary>Long, short, long, short.</summary>
    public static readonly LampPattern LongShort = new(On(1000), Off(250), On(250), Off(250));

    /// <summary>A double flash every second, dark for the rest of it.</summary>
    public static readonly LampPattern Beacon = new(On(80), Off(170), On(80), Off(670));

    /// <summary>
    /// One breath in 4 s: a box that comes up. While the kernel boots, its own trigger fades the lamp; this is the same for a lamp that
    /// can only be lit or dark.
    /// </summary>
    public static readonly LampPattern Breathing = new(On(2000), Off(2000));

    /// <summary>Two flashes and a pause.</summary>
    public static readonly LampPattern TwoBlinks = Blinks(2);

    /// <summary>Three flashes and a pause.</summary>
    public static readonly LampPattern ThreeBlinks = Blinks(3);

    /// <summary>Four flashes and a pause.</summary>
    public static readonly LampPattern FourBlinks = Blinks(4);

    /// <summary>Five flashes and a pause.</summary>
    public static readonly LampPattern FiveBlinks = Blinks(5);

    /// <summary>First, second and third of three lamps that are lit in turn.</summary>
    public static readonly ImmutableArray<LampPattern> InTurn =
        [new(On(400), Off(800)), new(Off(400), On(400), Off(400)), new(Off(800), On(400))];

    /// <summary>A pattern of these stretches; an <see cref="ArgumentException"/> when it would not last or would flash too often.</summary>
    public LampPattern(params ReadOnlySpan<LampSpan> spans)
    {
        Spans = [.. spans];
        if (Spans.IsEmpty || Spans.Any(static span => span.Length <= TimeSpan.Zero))
            throw new ArgumentException("A pattern is made of stretches that last.", nameof(spans));

        Length = Spans.Aggregate(TimeSpan.Zero, static (sum, span) => sum + span.Length);
        if (FlashesTooOften())
            throw new ArgumentException("More than three flashes a second can make people ill.", nameof(spans));
    }

    /// <summary>Every pattern the box has.</summary>
    public static ImmutableArray<LampPattern> All =>
        [Dark, Steady, Slow, Fast, Wink, DoubleWink, LongShort, Beacon, Breathing, TwoBlinks, ThreeBlinks, FourBlinks, FiveBlinks, .. InTurn];

    /// <summary>The stretches of one round.</summary>
    public ImmutableArray<LampSpan> Spans { get; }

    /// <summary>How long one round takes.</summary>
    public TimeSpan Length { get; }

    /// <summary>True when it never changes: always lit or always dark.</summary>
    public bool IsConstant => Spans.All(span => span.IsLit == Spans[0].IsLit);

    /// <summary>True when the lamp is lit at this moment, counted from any fixed start.</summary>
    public bool IsLit(TimeSpan now) => Find(now).Span.IsLit;

    /// <summary>When the lamp changes next, later than <paramref name="now"/>; null: never.</summary>
    public TimeSpan? NextChange(TimeSpan now)
    {
        if (IsConstant)
            return null;

        var (first, end) = Find(now);
        while (Find(end) is { } next && next.Span.IsLit == first.IsLit)
            end = next.End;
        return end;
    }

    /// <inheritdoc/>
    public bool Equals(LampPattern? other) => other is not null && Spans.AsSpan().SequenceEqual(other.Spans.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LampPattern);

    /// <inheritdoc/>
    public override int GetHashCode() => Spans.Aggregate(0, static (hash, span) => HashCode.Combine(hash, span));

    /// <summary>Milliseconds of light (+) and dark (-), as <c>+250 -250</c>.</summary>
    public override string ToString() => string.Join(' ', Spans.Select(static span => $"{(span.IsLit ? '+' : '-')}{span.Length.TotalMilliseconds}"));

    private static LampPattern Blinks(int count) =>
        new([.. Enumerable.Range(1, count).SelectMany(blink => new[] { On(250), Off(blink < count ? 250 : 1500) })]);

    private static LampSpan On(int milliseconds) => new(true, TimeSpan.FromMilliseconds(milliseconds));

    private static LampSpan Off(int milliseconds) => new(false, TimeSpan.FromMilliseconds(milliseconds));

    private (LampSpan Span, TimeSpan End) Find(TimeSpan now)
    {
        var into = now.Ticks % Length.Ticks;
        var end = now - TimeSpan.FromTicks(into < 0 ? into + Length.Ticks : into);
        var i = 0;
        while ((end += Spans[i].Length) <= now)
            i++;
        return (Spans[i], end);
    }

    /// <summary>Somewhere the fourth flash begins less than a second after the first.</summary>
    private bool FlashesTooOften()
    {
        var begins = FlashBegins();
        return begins.Count > 0 && Enumerable.Range(0, begins.Count).Any(i => Begin(i + FlashesASecond) - begins[i] < TimeSpan.FromSeconds(1));

        TimeSpan Begin(int flash) => begins[flash % begins.Count] + flash / begins.Count * Length;
    }

    private List<TimeSpan> FlashBegins()
    {
        var begins = new List<TimeSpan>();
        var at = TimeSpan.Zero;
        var wasLit = Spans[^1].IsLit;
        foreach (var span in Spans)
        {
            if (span.IsLit && !wasLit)
                begins.Add(at);
            wasLit = span.IsLit;
            at += span.Length;
        }

        return begins;
    }
}

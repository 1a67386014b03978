using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Hal.Lamps;

namespace Hal.Tests.Lamps;

public sealed class LampPatternTests
{
    public static TheoryData<string, LampPattern> Strips => new()
    {
        { "....................................................", LampPattern.Dark },
        { "####################################################", LampPattern.Steady },
        { "########........########........########........####", LampPattern.Slow },
        { "##..##..##..##..##..##..##..##..##..##..##..##..##..", LampPattern.Fast },
        { "################................################....", LampPattern.Breathing },
        { "##..##............##..##............##..##..........", LampPattern.TwoBlinks },
        { "##..##..##............##..##..##............##..##..", LampPattern.ThreeBlinks },
        { "##..##..##..##............##..##..##..##............", LampPattern.FourBlinks },
        { "##..##..##..##..##............##..##..##..##..##....", LampPattern.FiveBlinks },
        { "########..##..########..##..########..##..########..", LampPattern.LongShort },
    };

    public static TheoryData<LampPattern> All => [.. LampPattern.All];

    /// <summary>An eighth of a second to a character.</summary>
    [Theory]
    [MemberData(nameof(Strips))]
    public void A_pattern_is_a_strip_of_light_and_dark(string strip, LampPattern pattern) =>
        Assert.Equal(strip, string.Concat(Enumerable.Range(0, strip.Length).Select(i => pattern.IsLit(TimeSpan.FromMilliseconds(125 * i)) ? '#' : '.')));

    [Fact]
    public void A_winking_lamp_is_dark_for_a_fifth_of_a_second_every_two()
    {
        Assert.Equal([1800, 2000, 3800], Changes(LampPattern.Wink, 4000));
        Assert.Equal([1300, 1500, 1800, 2000], Changes(LampPattern.DoubleWink, 2500));
        Assert.True(LampPattern.Wink.IsLit(default));
    }

    [Fact]
    public void Of_three_lamps_in_turn_exactly_one_is_lit() =>
        Assert.All(Enumerable.Range(0, 500), i => Assert.Single(LampPattern.InTurn, pattern => pattern.IsLit(TimeSpan.FromMilliseconds(7 * i))));

    [Theory]
    [MemberData(nameof(All))]
    public void No_pattern_has_more_than_three_flashes_in_any_second(LampPattern pattern)
    {
        var flashes = Enumerable.Range(1, 10_000).Where(ms => IsLit(pattern, ms) && !IsLit(pattern, ms - 1)).ToList();

        Assert.All(flashes, first => Assert.InRange(flashes.Count(flash => flash >= first && flash < first + 1000), 1, LampPattern.FlashesASecond));
    }

    [Property(MaxTest = 500)]
    public Property A_pattern_that_flashes_too_often_cannot_be_made() => Prop.ForAll(Spans(), spans =>
    {
        var flashes = Flashes(spans);
        var isTooFast = flashes.Any(first => flashes.Count(flash => flash >= first && flash < first + 1000) > LampPattern.FlashesASecond);

        return isTooFast == Record.Exception(() => new LampPattern(spans)) is ArgumentException;
    });

    [Property(MaxTest = 500)]
    public Property The_next_change_is_the_first_moment_at_which_the_lamp_is_another() => Prop.ForAll(Spans(), Gen.Choose(0, 5000).ToArbitrary(), (spans, now) =>
    {
        if (Record.Exception(() => new LampPattern(spans)) is not null)
            return true;

        var pattern = new LampPattern(spans);
        var changed = Enumerable.Range(now + 1, 6000).Where(ms => IsLit(pattern, ms) != IsLit(pattern, now)).Select(ms => (int?)ms).FirstOrDefault();

        return (int?)pattern.NextChange(TimeSpan.FromMilliseconds(now))?.TotalMilliseconds == changed;
    });

    [Fact]
    public void A_pattern_without_a_length_cannot_be_made()
    {
        Assert.Throws<ArgumentException>(() => new LampPattern());
        Assert.Throws<ArgumentException>(() => new LampPattern(new LampSpan(true, TimeSpan.Zero)));
    }

    [Fact]
    public void Every_pattern_is_another_and_equals_its_like()
    {
        Assert.Equal(LampPattern.All.Length, LampPattern.All.Distinct().Count());
        Assert.Equal(LampPattern.Fast, new LampPattern(new(true, TimeSpan.FromMilliseconds(250)), new(false, TimeSpan.FromMilliseconds(250))));
        Assert.Equal("+250 -250", LampPattern.Fast.ToString());
    }

    private static bool IsLit(LampPattern pattern, int ms) => pattern.IsLit(TimeSpan.FromMilliseconds(ms));

    private static List<int> Changes(LampPattern pattern, int end)
    {
        var changes = new List<int>();
        for (var at = pattern.NextChange(default); at is { } change && change.TotalMilliseconds < end; at = pattern.NextChange(change))
            changes.Add((int)change.TotalMilliseconds);
        return changes;
    }

    /// <summary>When flashes begin if the stretches are shown for some seconds.</summary>
    private static List<int> Flashes(LampSpan[] spans)
    {
        var strip = spans.SelectMany(span => Enumerable.Repeat(span.IsLit, (int)span.Length.TotalMilliseconds)).ToArray();
        return [.. Enumerable.Range(1, strip.Length + 1000).Where(ms => strip[ms % strip.Length] && !strip[(ms - 1) % strip.Length])];
    }

    private static Arbitrary<LampSpan[]> Spans() =>
        (from spans in Gen.Zip(Gen.Elements(true, false), Gen.OneOf(Gen.Choose(1, 200), Gen.Choose(100, 900))).NonEmptyListOf()
         select spans.Take(7).Select(span => new LampSpan(span.Item1, TimeSpan.FromMilliseconds(span.Item2))).ToArray()).ToArbitrary();
}

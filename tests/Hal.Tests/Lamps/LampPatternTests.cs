using Hal.Lamps;

namespace Hal.Tests.Lamps;

public sealed class LampPatternTests
{
    [Fact]
    public void A_fast_lamp_flashes_twice_a_second()
    {
        var strip = string.Concat(Enumerable.Range(0, 16).Select(i => LampPattern.Fast.IsLit(TimeSpan.FromMilliseconds(125 * i)) ? '#' : '.'));

        Assert.Equal("##..##..##..##..", strip);
    }

    [Fact]
    public void A_steady_lamp_is_never_dark() =>
        Assert.All(Enumerable.Range(0, 500), i => Assert.True(LampPattern.Steady.IsLit(TimeSpan.FromMilliseconds(17 * i))));
}

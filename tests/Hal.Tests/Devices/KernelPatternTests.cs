using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Hal.Devices.Lamps;
using Hal.Lamps;

namespace Hal.Tests.Devices;

public sealed class KernelPatternTests
{
    [Fact]
    public void A_step_is_hard_not_faded() =>
        Assert.Equal("255 250 255 0 0 250 0 0", KernelPattern.Text(LampPattern.Fast, TimeSpan.FromMilliseconds(500), LampPattern.Fast, 255));

    [Fact]
    public void What_is_to_be_seen_when_the_program_is_dead_comes_after_what_is_to_be_seen_now()
    {
        var text = KernelPattern.Text(LampPattern.Steady, TimeSpan.FromSeconds(2), LampPattern.Slow, 1);

        Assert.StartsWith("1 1000 1 0 1 1000 1 0 1 1000 1 0 0 1000 0 0 1 1000 1 0 0 1000 0 0", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_light_does_what_the_text_says_as_the_kernel_reads_it()
    {
        foreach (var pattern in LampPattern.All)
        {
            var text = KernelPattern.Text(pattern, TimeSpan.FromSeconds(12), LampPattern.FiveBlinks, 255);
            for (var at = TimeSpan.Zero; at < TimeSpan.FromSeconds(12); at += TimeSpan.FromMilliseconds(25))
                Assert.Equal(pattern.IsLit(at), AsTheKernelReads(text, at) > 0);
        }
    }

    [Property(MaxTest = 300)]
    public Property The_kernel_takes_every_text() => Prop.ForAll(
        Gen.Elements(LampPattern.All.ToArray()).Two().ToArbitrary(),
        Gen.Choose(1, 65535).ToArbitrary(),
        Gen.Choose(0, 100).ToArbitrary(),
        (patterns, brightness, seconds) =>
        {
            var text = KernelPattern.Text(patterns.Item1, TimeSpan.FromSeconds(seconds), patterns.Item2, brightness);
            var words = text.Split(' ');
            return text.Length < 4096 && words.Length / 2 <= 1024 && words.Length % 4 is 0 && words.All(word => uint.TryParse(word, out _));
        });

    /// <summary>The brightness at a time, by the rules of <c>ledtrig-pattern</c>: from each pair to the next in the first one's time.</summary>
    private static double AsTheKernelReads(string text, TimeSpan at)
    {
        var numbers = text.Split(' ').Select(int.Parse).ToArray();
        var left = at.TotalMilliseconds;
        for (var i = 0; ; i = (i + 2) % numbers.Length)
        {
            var next = numbers[(i + 2) % numbers.Length];
            if (left < numbers[i + 1])
                return numbers[i] + ((next - numbers[i]) * left / numbers[i + 1]);
            left -= numbers[i + 1];
        }
    }
}

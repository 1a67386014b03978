using FsCheck.Xunit;
using Hal.Screens;

namespace Hal.Tests.Screens;

public sealed class BurnInShiftTests
{
    [Fact]
    public void The_picture_moves_one_pixel_a_minute_and_comes_round()
    {
        var places = Enumerable.Range(0, 13).Select(static minute => BurnInShift.At(TimeSpan.FromMinutes(minute) + TimeSpan.FromSeconds(59))).ToArray();

        Assert.All(places.Zip(places.Skip(1)), static step => Assert.Equal(1, Math.Abs(step.First.X - step.Second.X) + Math.Abs(step.First.Y - step.Second.Y)));
        Assert.Equal(6, places.Distinct().Count());
        Assert.Equal(places[0], places[6]);
        Assert.Equal(TimeSpan.FromMinutes(3), BurnInShift.NextAfter(TimeSpan.FromMinutes(2)));
        Assert.Equal(TimeSpan.FromMinutes(3), BurnInShift.NextAfter(TimeSpan.FromSeconds(179)));
    }

    [Property(MaxTest = 20)]
    public bool Every_pixel_is_still_there(int seed, byte minute)
    {
        var bytes = new byte[1024];
        new Random(seed).NextBytes(bytes);
        var frame = new Frame(128, 64, bytes);
        var now = TimeSpan.FromMinutes(minute);
        var (right, down) = BurnInShift.At(now);
        var moved = BurnInShift.Apply(frame, now);

        return Enumerable.Range(0, 128).All(x => Enumerable.Range(0, 64).All(y => moved[(x + right) % 128, (y + down) % 64] == frame[x, y]));
    }
}

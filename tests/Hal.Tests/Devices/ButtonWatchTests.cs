using FsCheck.Xunit;
using Hal.Devices.Buttons;

namespace Hal.Tests.Devices;

public sealed class ButtonWatchTests
{
    private static readonly TimeSpan Debounce = KernelButtonLines.Debounce;

    [Fact]
    public void A_contact_that_bounces_is_one_press_once_it_was_quiet_for_20_ms()
    {
        var watch = new ButtonWatch(Debounce);
        int[] bounces = [0, 2, 3, 7, 9];
        foreach (var (at, index) in bounces.Select((at, index) => (at, index)))
            Assert.Null(watch.See(index % 2 is 0, Ms(at)));

        Assert.Equal(Ms(29), watch.Deadline);
        Assert.Null(watch.Pass(Ms(28)));
        Assert.Equal(new LineEdge(true, Ms(29)), watch.Pass(Ms(29)));
        Assert.Null(watch.Pass(Ms(100)));
    }

    [Fact]
    public void A_spike_shorter_than_the_debounce_time_is_nothing()
    {
        var watch = new ButtonWatch(Debounce);

        Assert.Null(watch.See(true, Ms(0)));
        Assert.Null(watch.See(false, Ms(5)));

        Assert.Null(watch.Deadline);
        Assert.Null(watch.Pass(Ms(1000)));
        Assert.False(watch.IsDown);
    }

    [Fact]
    public void A_bounce_in_the_middle_of_a_hold_does_not_end_it()
    {
        var watch = new ButtonWatch(Debounce);
        watch.See(true, Ms(0));
        Assert.NotNull(watch.Pass(Ms(20)));

        Assert.Null(watch.See(false, Ms(695)));
        Assert.Null(watch.See(true, Ms(712)));

        Assert.Null(watch.Pass(Ms(2000)));
        Assert.True(watch.IsDown);
    }

    [Fact]
    public void Where_the_kernel_debounces_every_edge_is_told_at_once()
    {
        var watch = new ButtonWatch(TimeSpan.Zero);

        Assert.Equal(new LineEdge(true, Ms(5)), watch.See(true, Ms(5)));
        Assert.Null(watch.See(true, Ms(6)));
        Assert.Equal(new LineEdge(false, Ms(90)), watch.See(false, Ms(90)));
    }

    [Fact]
    public void A_button_down_for_a_minute_is_stuck_until_it_comes_up()
    {
        var watch = new ButtonWatch(TimeSpan.Zero);
        watch.See(true, Ms(0));

        Assert.Equal(TimeSpan.FromSeconds(60), watch.Deadline);
        watch.Pass(TimeSpan.FromSeconds(59.9));
        Assert.Equal(ButtonHealth.Fine, watch.Health);
        watch.Pass(TimeSpan.FromSeconds(60));
        Assert.Equal(ButtonHealth.Stuck, watch.Health);
        Assert.Null(watch.Deadline);

        Assert.Equal(new LineEdge(false, TimeSpan.FromSeconds(300)), watch.See(false, TimeSpan.FromSeconds(300)));
        Assert.Equal(ButtonHealth.Fine, watch.Health);
    }

    [Fact]
    public void A_line_that_never_rests_is_let_go_and_ignored_until_it_is_quiet_for_two_seconds()
    {
        var watch = new ButtonWatch(TimeSpan.Zero);
        var told = 0;
        for (var at = 0; at < 2000; at += 20)
            told += watch.See(at / 20 % 2 is 0, Ms(at)) is null ? 0 : 1;

        Assert.Equal(ButtonHealth.Noisy, watch.Health);
        Assert.InRange(told, 30, 32);
        Assert.False(watch.IsDown);

        Assert.Equal(Ms(1980) + TimeSpan.FromSeconds(2), watch.Deadline);
        Assert.Null(watch.Pass(watch.Deadline!.Value));
        Assert.Equal(ButtonHealth.Fine, watch.Health);
        Assert.NotNull(watch.See(true, TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void The_fastest_finger_is_not_noise()
    {
        var watch = new ButtonWatch(TimeSpan.Zero);
        for (var edge = 0; edge < 240; edge++)
            Assert.NotNull(watch.See(edge % 2 is 0, Ms(edge * 1000 / 24)));

        Assert.Equal(ButtonHealth.Fine, watch.Health);
    }

    [Fact]
    public void A_button_on_a_line_that_is_lost_is_let_go()
    {
        var watch = new ButtonWatch(TimeSpan.Zero);
        watch.See(true, Ms(0));

        Assert.Equal(new LineEdge(false, Ms(10)), watch.Lose(Ms(10)));
        Assert.Null(watch.Lose(Ms(11)));
    }

    [Property(MaxTest = 500)]
    public bool Presses_and_releases_always_alternate_and_the_deadline_is_always_used_up((bool Down, byte Later)[] moves, bool kernelDebounces)
    {
        var watch = new ButtonWatch(kernelDebounces ? TimeSpan.Zero : Debounce);
        var now = TimeSpan.Zero;
        var isDown = false;
        foreach (var (down, later) in moves ?? [])
        {
            now += TimeSpan.FromMilliseconds(later);
            foreach (var told in (LineEdge?[])[watch.Pass(now), watch.See(down, now)])
            {
                if (told is not { } edge)
                    continue;
                if (edge.IsActive == isDown)
                    return false;
                isDown = edge.IsActive;
            }
        }

        for (var turns = 0; turns < 5 && watch.Deadline is { } due; turns++)
        {
            watch.Pass(due);
            if (watch.Deadline == due)
                return false;
        }

        return true;
    }

    private static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}

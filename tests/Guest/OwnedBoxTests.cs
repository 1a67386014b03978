using Guest.Bed;

namespace Guest;

/// <summary>A box with an owner and a line that is down: the recovery ladder to its ends, lamps by the kernel, and what goes wrong.</summary>
public sealed class OwnedBoxTests(Machine machine)
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(150);

    [Fact]
    public async Task Three_seconds_open_set_up_mode_and_its_lamp_blinks_slowly()
    {
        await using var box = await Box.StartAsync(machine, PanelSettings.BoardWithDeadLine, PanelSettings.Owner);
        await box.ShowsAsync("Line is down");

        // Yellow is red and green together; the line's lamp has three blinks. A lamp changes a moment after the screen.
        await machine.Shell.RunAsync("sleep 1");
        var samples = await machine.Lines.FollowAsync(TimeSpan.FromSeconds(6), PanelSettings.StatusGreen, PanelSettings.StatusRed, PanelSettings.StatusBlue, PanelSettings.Line, PanelSettings.Call);
        Assert.All(samples.SkipLast(1), sample => Assert.Equal([true, true, false], sample.IsHigh.Take(3)));
        Assert.InRange(Flashes(samples, light: 3).Count, 4, 9);
        Assert.All(samples.SkipLast(1), sample => Assert.False(sample.IsHigh[4]));
        Assert.Contains("[pattern]", await machine.Shell.RunAsync("cat /sys/class/leds/panel:line/trigger"), StringComparison.Ordinal);

        await machine.Lines.PressAsync(PanelSettings.Centre, TimeSpan.FromSeconds(3.4));
        await box.ShowsAsync("PIN");
        Assert.Contains("[pattern]", await machine.Shell.RunAsync("sleep 1; cat /sys/class/leds/panel:status:blue/trigger"), StringComparison.Ordinal);
        samples = await machine.Lines.FollowAsync(TimeSpan.FromSeconds(7), PanelSettings.StatusGreen, PanelSettings.StatusRed, PanelSettings.StatusBlue);
        Assert.All(samples.SkipLast(1), sample => Assert.Equal([false, false], sample.IsHigh.Take(2)));
        var flashes = Flashes(samples, light: 2);
        Assert.InRange(flashes.Count, 2, 4);
        Assert.All(flashes, length => Assert.InRange(length, TimeSpan.FromMilliseconds(900), TimeSpan.FromMilliseconds(1150)));
    }

    [Fact]
    public async Task Ten_seconds_forget_the_password()
    {
        await using var box = await Box.StartAsync(machine, PanelSettings.BoardWithDeadLine, PanelSettings.Owner);
        await box.ShowsAsync("Line is down");
        await machine.Lines.PressAsync(PanelSettings.Centre, TimeSpan.FromSeconds(10.4));

        await box.ShowsAsync("Let go: new password");
        await box.ShowsAsync("PIN");
        var owner = await machine.Shell.RunAsync($"cat {Box.Data}/owner.json");
        Assert.Contains("passwordForgotten", owner, StringComparison.Ordinal);
        Assert.DoesNotContain("kept", owner, StringComparison.Ordinal);
        Assert.Contains("nowhere", await machine.Shell.RunAsync($"cat {Box.Data}/appliance.toml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Twenty_seconds_and_a_second_press_erase_everything_and_the_new_box_finds_its_board_by_itself()
    {
        await using var box = await Box.StartAsync(machine, PanelSettings.BoardWithDeadLine, PanelSettings.Owner);
        await box.ShowsAsync("Line is down");
        await machine.Lines.PressAsync(PanelSettings.Centre, TimeSpan.FromSeconds(20.4));
        await box.ShowsAsync("Let go, press again");
        await machine.Shell.RunAsync($"sleep 1; cd /run/panel/sim_gpio{PanelSettings.Centre}; echo pull-down >pull; sleep 0.15; echo pull-up >pull; cd /");
        var before = machine.Screen.Count;

        await box.SaysAsync("Everything is erased");
        await box.SaysAsync("Front panel: Adafruit 128x64 OLED Bonnet");
        await box.ShowsAsync("PIN", before);
        Assert.DoesNotContain("nowhere", await machine.Shell.RunAsync($"cat {Box.Data}/* 2>/dev/null; true"), StringComparison.Ordinal);
        Assert.DoesNotContain("claimed", await machine.Shell.RunAsync($"cat {Box.Data}/owner.json 2>/dev/null; true"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_that_another_program_holds_is_told_of_and_used_once_it_is_free()
    {
        await machine.Shell.RunAsync($"gpioset -z -c gpiochip1 {PanelSettings.Key2}=1");
        await using var box = await Box.StartAsync(machine, PanelSettings.BoardWithDeadLine, PanelSettings.Owner);
        var told = await box.SaysAsync("panel.line-busy: ");
        Assert.Contains("gpioset", Assert.Single(told), StringComparison.Ordinal);
        await box.ShowsAsync("Line is down");

        await machine.Shell.RunAsync("kill $(pidof gpioset)");
        await box.SaysAsync("panel.line-busy is over");

        // To the next page and, by the key that was taken, back.
        var before = machine.Screen.Count;
        await machine.Lines.PressAsync(PanelSettings.Right, Short);
        await box.ShowsAsync(picture => !picture.Shows("Line is down"), "another page", before);
        await machine.Shell.RunAsync("sleep 0.5");
        before = machine.Screen.Count;
        await machine.Lines.PressAsync(PanelSettings.Key2, Short);
        await box.ShowsAsync("Line is down", before);
    }

    [Fact]
    public async Task When_the_program_dies_the_kernel_takes_the_status_lamp_and_blinks_red_slowly()
    {
        await using var box = await Box.StartAsync(machine, PanelSettings.BoardWithDeadLine, PanelSettings.Owner);
        await box.ShowsAsync("Line is down");
        await box.KillAsync();

        await machine.Shell.RunAsync("sleep 13");
        var samples = await machine.Lines.FollowAsync(TimeSpan.FromSeconds(7), PanelSettings.StatusGreen, PanelSettings.StatusRed, PanelSettings.StatusBlue, PanelSettings.Line);
        Assert.All(samples.SkipLast(1), sample => Assert.Equal([false, false, false], [sample.IsHigh[0], sample.IsHigh[2], sample.IsHigh[3]]));
        var flashes = Flashes(samples, light: 1);
        Assert.InRange(flashes.Count, 2, 4);
        Assert.All(flashes, length => Assert.InRange(length, TimeSpan.FromMilliseconds(900), TimeSpan.FromMilliseconds(1150)));
    }

    /// <summary>How long a light was lit each time; those that were lit already at the beginning or still at the end are left out.</summary>
    private static List<TimeSpan> Flashes(IReadOnlyList<LampSample> samples, int light)
    {
        var flashes = new List<TimeSpan>();
        TimeSpan? since = null;
        foreach (var (before, now) in samples.SkipLast(1).Zip(samples.SkipLast(1).Skip(1)))
        {
            if (!before.IsHigh[light] && now.IsHigh[light])
                since = now.At;
            else if (before.IsHigh[light] && !now.IsHigh[light] && since is { } lit)
                flashes.Add(now.At - lit);
        }

        return flashes;
    }
}

using Hal.Devices;
using Hal.Devices.Lamps;
using Hal.Lamps;
using Hal.Tests.Devices.Support;

namespace Hal.Tests.Devices;

public sealed class LightTests : IDisposable
{
    private const string Folder = "sys/class/leds/status";

    private readonly KernelTree _kernel = new();

    public void Dispose() => _kernel.Dispose();

    [Fact]
    public void With_the_pattern_trigger_the_kernel_blinks_and_shows_when_the_program_is_dead()
    {
        _kernel.AddLed("status");
        using var light = Open();
        var due = light.Show(LampPattern.Slow, LampPattern.FiveBlinks, At(0));

        Assert.Equal("pattern", _kernel.Read($"{Folder}/trigger"));
        Assert.Equal(KernelPattern.Text(LampPattern.Slow, TimeSpan.FromSeconds(12), LampPattern.FiveBlinks, 255), _kernel.Read($"{Folder}/pattern"));
        Assert.Equal(At(6), due);
    }

    [Fact]
    public void It_is_written_anew_in_whole_rounds_so_that_the_rhythm_goes_on()
    {
        _kernel.AddLed("status");
        using var light = Open();
        Assert.Equal(At(7), light.Show(LampPattern.Slow, LampPattern.FiveBlinks, At(1)));
        _kernel.Add($"{Folder}/trigger", "none timer [pattern]");
        _kernel.Add($"{Folder}/pattern", "");

        light.Show(LampPattern.Slow, LampPattern.FiveBlinks, At(3));
        Assert.Equal("", _kernel.Read($"{Folder}/pattern"));

        Assert.Equal(At(13), light.Show(LampPattern.Slow, LampPattern.FiveBlinks, At(7.004)));
        Assert.NotEqual("", _kernel.Read($"{Folder}/pattern"));
    }

    [Fact]
    public void Another_pattern_is_shown_at_once()
    {
        _kernel.AddLed("status");
        using var light = Open();
        light.Show(LampPattern.Slow, LampPattern.FiveBlinks, At(0));
        light.Show(LampPattern.Steady, LampPattern.FiveBlinks, At(0.1));

        Assert.Equal(KernelPattern.Text(LampPattern.Steady, TimeSpan.FromSeconds(12), LampPattern.FiveBlinks, 255), _kernel.Read($"{Folder}/pattern"));
    }

    [Fact]
    public void After_an_orderly_end_whoever_comes_next_has_a_minute()
    {
        _kernel.AddLed("status");
        using var light = Open();
        light.Show(LampPattern.Steady, LampPattern.FiveBlinks, At(0));
        light.HandOver();

        Assert.StartsWith(string.Join(' ', Enumerable.Repeat("255 1000 255 0", 60)) + " 255 250 255 0 0 250 0 0", _kernel.Read($"{Folder}/pattern"), StringComparison.Ordinal);
    }

    [Fact]
    public void With_the_timer_trigger_alone_the_kernel_blinks()
    {
        _kernel.AddLed("status", "[none] timer");
        using var light = Open();
        light.Show(LampPattern.Fast, LampPattern.FiveBlinks, At(0));

        Assert.Equal("timer", _kernel.Read($"{Folder}/trigger"));
        Assert.Equal("250", _kernel.Read($"{Folder}/delay_on"));
        Assert.Equal("250", _kernel.Read($"{Folder}/delay_off"));
    }

    [Fact]
    public void Without_triggers_it_is_switched_by_us()
    {
        _kernel.AddLed("status", "[none]", brightest: 1);
        using var light = Open();

        Assert.Equal(At(1), light.Show(LampPattern.Slow, LampPattern.FiveBlinks, At(0.2)));
        Assert.Equal("1", _kernel.Read($"{Folder}/brightness"));
        Assert.Equal(At(2), light.Show(LampPattern.Slow, LampPattern.FiveBlinks, At(1)));
        Assert.Equal("0", _kernel.Read($"{Folder}/brightness"));
    }

    [Fact]
    public void A_trigger_somebody_else_has_set_is_taken_away()
    {
        _kernel.AddLed("status", "none timer [heartbeat]");
        using var light = Open();
        light.Show(LampPattern.Steady, LampPattern.Dark, At(0));

        Assert.Equal("none", _kernel.Read($"{Folder}/trigger"));
        Assert.Equal("255", _kernel.Read($"{Folder}/brightness"));
    }

    [Fact]
    public void The_first_of_several_names_that_is_there_is_used()
    {
        _kernel.AddLed("status");
        using var light = new LedClassLight(_kernel.Roots, ["ACT", "status"]);
        light.Show(LampPattern.Steady, LampPattern.Slow, At(0));

        Assert.Equal("pattern", _kernel.Read($"{Folder}/trigger"));
    }

    [Fact]
    public void A_light_that_is_not_there_is_told_with_those_that_are()
    {
        _kernel.AddLed("mmc0::");
        var missing = Assert.Throws<DeviceException>(Open);

        Assert.Equal(FaultCodes.LampMissing, missing.Code);
        Assert.EndsWith("has no status; it has mmc0::", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_light_whose_folder_goes_away_is_missing()
    {
        _kernel.AddLed("status");
        using var light = Open();
        var due = light.Show(LampPattern.Steady, LampPattern.Slow, At(0));
        _kernel.Remove(Folder);

        Assert.Equal(FaultCodes.LampMissing, Assert.Throws<DeviceException>(() => light.Show(LampPattern.Steady, LampPattern.Slow, due)).Code);
    }

    [Fact]
    public void A_light_on_a_PWM_channel_is_as_bright_as_its_board_says()
    {
        const string chip = "sys/class/pwm/pwmchip0";
        foreach (var file in (string[])["export", "pwm1/duty_cycle", "pwm1/period", "pwm1/enable"])
            _kernel.Add($"{chip}/{file}", "");
        using var light = new PwmLight(_kernel.Roots, new(0, 1, Percent: 40));

        light.Show(LampPattern.Slow, LampPattern.Dark, At(0));
        Assert.Equal(("1000000", "400000", "1"), (_kernel.Read($"{chip}/pwm1/period"), _kernel.Read($"{chip}/pwm1/duty_cycle"), _kernel.Read($"{chip}/pwm1/enable")));
        light.Show(LampPattern.Slow, LampPattern.Dark, At(1));
        Assert.Equal("0", _kernel.Read($"{chip}/pwm1/duty_cycle"));

        _kernel.Remove($"{chip}/pwm1");
        Assert.Equal(FaultCodes.LampMissing, Assert.Throws<DeviceException>(() => light.Show(LampPattern.Slow, LampPattern.Dark, At(2))).Code);
    }

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);

    private LedClassLight Open() => new(_kernel.Roots, ["status"]);
}

using Appliance.Health;
using Appliance.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Appliance.Tests.Health;

public sealed class VitalityTests
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    [Fact]
    public void A_program_whose_loops_turn_is_well_for_ever() =>
        Assert.Null(Watch(TimeSpan.FromHours(2), at => new(at, at, IsEngineUp: true)));

    [Fact]
    public void A_signalling_loop_that_stands_still_is_waited_for_as_long_as_a_call_would_and_no_longer() =>
        Assert.Equal(("the signalling loop", 60 + 30), Watch(TimeSpan.FromHours(1), at => new(Math.Min(at, 60), at, IsEngineUp: true)));

    [Fact]
    public void A_panel_that_begins_anew_after_a_minute_is_no_reason_to_cut_calls()
    {
        Assert.Null(Watch(TimeSpan.FromHours(1), at => new(at, at / 60, IsEngineUp: true)));
        Assert.Equal(("the panel's loop", 60 + 180), Watch(TimeSpan.FromHours(1), at => new(at, Math.Min(at, 60), IsEngineUp: true)));
    }

    [Fact]
    public void A_voice_engine_that_does_not_come_back_is_a_reason()
    {
        Assert.Null(Watch(TimeSpan.FromHours(1), at => new(at, at, at % 240 < 120)));
        Assert.Equal(("the voice engine", 120 - 5 + 300), Watch(TimeSpan.FromHours(1), at => new(at, at, at < 120)));
    }

    [Fact]
    public void An_engine_that_never_ran_is_a_wrong_setting_and_restarts_nothing() =>
        Assert.Null(Watch(TimeSpan.FromHours(1), at => new(at, at, IsEngineUp: false)));

    [Fact]
    public void A_start_may_take_its_time_but_not_for_ever()
    {
        Assert.Null(Watch(TimeSpan.FromHours(1), at => new(at < 280 ? null : at, at, IsEngineUp: true)));
        Assert.Equal(("the start of the gateway", 300), Watch(TimeSpan.FromHours(1), at => new(null, at, IsEngineUp: false)));
    }

    [Fact]
    public void The_pulse_asks_each_loop_every_time_and_notices_the_one_that_does_not_answer()
    {
        var now = TimeSpan.FromDays(3);
        var (signalling, panel, isStuck) = (0L, 0L, false);
        var pulse = new BoxPulse(() => now, NullLogger.Instance);
        pulse.TellEngine(true);
        pulse.FeelPanel(() => panel++);
        pulse.FeelSignalling(() => isStuck ? signalling : signalling++);

        for (var turn = 0; turn < 100; turn++, now += Every)
            Assert.True(pulse.IsWell());
        Assert.Equal((100, 100), (signalling, panel));

        isStuck = true;
        for (var turn = 0; turn < 6; turn++, now += Every)
            Assert.True(pulse.IsWell());
        now += Every;
        Assert.False(pulse.IsWell());
    }

    /// <summary>Looks every five seconds; what is found to stand still, and after how many seconds.</summary>
    private static (string What, int Seconds)? Watch(TimeSpan length, Func<int, LifeSigns> seen)
    {
        var vitality = Vitality.Begin(seen(0), TimeSpan.Zero);
        for (var at = Every; at <= length; at += Every)
        {
            vitality = vitality.See(seen((int)at.TotalSeconds), at);
            if (vitality.Still(at) is { } what)
                return (what, (int)at.TotalSeconds);
        }

        return null;
    }
}

using System.Net;
using Appliance.FrontPanel;
using FsCheck.Xunit;

namespace Appliance.Tests.FrontPanel;

public sealed class AddressTrialsTests
{
    private static readonly AddressWish New = new(new FixedAddress(IPAddress.Parse("192.168.1.9"), 24, IPAddress.Parse("192.168.1.1"), IPAddress.Parse("192.168.1.1")), null);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly AddressTrials Begun = AddressTrials.None.Begin(New, AddressWish.Automatic, TimeSpan.Zero);

    [Fact]
    public void The_old_address_stays_for_two_seconds_and_comes_back_after_two_minutes()
    {
        Assert.Null(Begun.WantedAt(1.9 * Second));
        Assert.Equal(New, Begun.WantedAt(2 * Second)!.Wish);
        Assert.Equal(2 * Second, Begun.DeadlineAfter(TimeSpan.Zero));
        Assert.Equal(122 * Second, Begun.DeadlineAfter(2 * Second));

        Assert.NotNull(Begun.At(121.9 * Second).Now);
        var over = Begun.At(122 * Second);

        Assert.Null(over.WantedAt(122 * Second));
        Assert.Equal((TrialEnd.NotKept, AddressWish.Automatic), (over.Last!.End, over.Last.Trial.Before));
        Assert.Null(over.DeadlineAfter(122 * Second));
    }

    [Fact]
    public void Seconds_are_counted_down_whole()
    {
        var trial = Begun.Now!;

        Assert.Equal([122, 120, 120, 1, 0, 0], new[] { 0, 2, 2.1, 121.5, 122, 500 }.Select(second => trial.SecondsLeft(second * Second)));
    }

    [Fact]
    public void Only_what_the_system_has_taken_can_be_kept()
    {
        Assert.False(Begun.Keep(1, 3 * Second).Now!.IsBeingKept);
        Assert.True(Begun.Take(1).Keep(1, 3 * Second).Now!.IsBeingKept);
        Assert.False(Begun.Take(1).Keep(2, 3 * Second).Now!.IsBeingKept);
        Assert.Equal(TrialEnd.NotKept, Begun.Take(1).Keep(1, 122 * Second).Last!.End);
    }

    [Fact]
    public void While_it_is_written_time_does_not_end_it_and_when_that_fails_it_goes_on()
    {
        var keeping = Begun.Take(1).Keep(1, 121 * Second);

        Assert.Same(keeping, keeping.At(130 * Second));
        Assert.Null(keeping.DeadlineAfter(121 * Second));
        Assert.NotNull(keeping.NotWritten(1).At(121.5 * Second).Now);
        Assert.Equal(TrialEnd.NotKept, keeping.NotWritten(1).At(130 * Second).Last!.End);
        Assert.Equal(TrialEnd.Kept, keeping.End(1, TrialEnd.Kept, 130 * Second).Last!.End);
    }

    [Fact]
    public void There_is_one_at_a_time_and_each_has_its_own_number()
    {
        Assert.Same(Begun, Begun.Begin(AddressWish.Automatic with { Vlan = 20 }, AddressWish.Automatic, Second));

        var next = Begun.End(1, TrialEnd.GivenUp, Second).Begin(New, AddressWish.Automatic, 2 * Second);

        Assert.Equal(2, next.Now!.Number);
        Assert.Same(next, next.End(1, TrialEnd.GivenUp, 3 * Second));
        Assert.Same(next, next.Take(1));
    }

    [Fact]
    public void Settings_that_are_changed_meanwhile_hold_but_not_by_the_keeping_itself()
    {
        Assert.Equal(TrialEnd.Overtaken, Begun.Overtake(Second).Last!.End);
        Assert.NotNull(Begun.Take(1).Keep(1, 3 * Second).Overtake(3 * Second).Now);
    }

    [Property(MaxTest = 500)]
    public bool Whatever_happens_a_trial_that_is_not_being_kept_is_over_in_time(byte[] steps)
    {
        var trials = AddressTrials.None;
        var now = TimeSpan.Zero;
        foreach (var step in steps)
        {
            now += step % 40 * Second;
            trials = (step % 7) switch
            {
                0 => trials.At(now).Begin(New, AddressWish.Automatic, now),
                1 => trials.Take(trials.Now?.Number ?? 1),
                2 => trials.Keep(trials.Now?.Number ?? 1, now),
                3 => trials.NotWritten(trials.Now?.Number ?? 1),
                4 => trials.End(step % 3, TrialEnd.GivenUp, now),
                5 => trials.Overtake(now),
                _ => trials.At(now),
            };
            var at = trials.At(now);
            if (at.Now is { IsBeingKept: false } trial && (now >= trial.EndsAt || at.DeadlineAfter(now) is not { } deadline || deadline <= now))
                return false;
        }

        return true;
    }
}

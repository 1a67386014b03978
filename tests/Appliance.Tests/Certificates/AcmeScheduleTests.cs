using Appliance.Certificates;

namespace Appliance.Tests.Certificates;

public sealed class AcmeScheduleTests
{
    private static readonly DateTimeOffset From = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Without_a_certificate_it_is_due_at_once() => Assert.True(AcmeSchedule.Next(null, AcmeTries.None) < From);

    [Theory]
    [InlineData(90, 60)]
    [InlineData(6, 4)]
    [InlineData(1, 0.6666667)]
    public void It_is_renewed_after_two_thirds_of_its_life(double days, double due) =>
        Assert.Equal(due, (AcmeSchedule.Next((From, From.AddDays(days)), AcmeTries.None) - From).TotalDays, 5);

    [Fact]
    public void What_fails_is_tried_ever_more_rarely_and_twice_a_day_at_least()
    {
        var tries = AcmeTries.None;
        List<double> minutes = [];
        for (var failures = 0; failures < 12; failures++)
        {
            tries = tries.Failed(From, null);
            minutes.Add((AcmeSchedule.Next(null, tries) - From).TotalMinutes);
        }

        Assert.Equal([15, 30, 60, 120, 240, 480, 720, 720], minutes.Take(8));
        Assert.Equal(720, minutes[^1]);
    }

    [Fact]
    public void The_authority_s_own_wish_is_kept_for_a_week_at_most()
    {
        Assert.Equal(From.AddDays(2), AcmeSchedule.Next(null, AcmeTries.None.Failed(From, TimeSpan.FromDays(2))));
        Assert.Equal(From.AddDays(7), AcmeSchedule.Next(null, AcmeTries.None.Failed(From, TimeSpan.FromDays(2000))));
        Assert.Equal(From.AddMinutes(15), AcmeSchedule.Next(null, AcmeTries.None.Failed(From, TimeSpan.FromDays(-2))));
    }

    [Fact]
    public void A_renewal_that_failed_early_is_not_tried_before_it_is_due()
    {
        var held = (From, From.AddDays(90));

        Assert.Equal(From.AddDays(60), AcmeSchedule.Next(held, AcmeTries.None.Failed(From.AddDays(1), null)));
        Assert.Equal(From.AddDays(70).AddMinutes(15), AcmeSchedule.Next(held, AcmeTries.None.Failed(From.AddDays(70), null)));
    }
}

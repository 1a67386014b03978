using Appliance.Access;

namespace Appliance.Tests.Access;

public sealed class BlockedAttemptsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Attempts_of_one_address_count_together_and_the_latest_stands_first()
    {
        var attempts = new BlockedAttempts();
        attempts.Add("203.0.113.9:5060", 401, "first", Noon);
        attempts.Add("[2001:db8::7]:5060", 403, "other", Noon.AddMinutes(1));
        attempts.Add("[::ffff:203.0.113.9]:40000", 403, "last", Noon.AddMinutes(2));

        Assert.Equal(
            [new BlockedSource("203.0.113.9", 2, Noon, Noon.AddMinutes(2), 403, "last"), new BlockedSource("2001:db8::7", 1, Noon.AddMinutes(1), Noon.AddMinutes(1), 403, "other")],
            attempts.Sources);
    }

    [Fact]
    public void Of_too_many_addresses_the_one_that_was_silent_longest_is_forgotten()
    {
        var attempts = new BlockedAttempts();
        for (var i = 0; i < 1000; i++)
        {
            attempts.Add($"10.0.{i / 250}.{i % 250}:5060", 401, "why", Noon.AddSeconds(i));
            attempts.Add("203.0.113.9:5060", 401, "why", Noon.AddSeconds(i));
        }

        Assert.Equal(BlockedAttempts.Most, attempts.Sources.Count);
        Assert.Equal(1000, attempts.Sources.Single(source => source.Address == "203.0.113.9").Count);
        Assert.DoesNotContain(attempts.Sources, source => source.Address == "10.0.0.0");
    }
}

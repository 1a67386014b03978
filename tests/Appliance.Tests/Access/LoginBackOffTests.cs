using System.Net;
using Appliance.Access;

namespace Appliance.Tests.Access;

public sealed class LoginBackOffTests
{
    private static readonly IPAddress Client = IPAddress.Parse("192.168.1.20");

    [Fact]
    public void After_three_wrong_tries_each_costs_twice_the_wait_up_to_a_quarter_of_an_hour()
    {
        var backOff = new LoginBackOff();
        var now = TimeSpan.FromHours(1);
        var waits = new List<double>();
        for (var i = 0; i < 16; i++)
        {
            Assert.Equal(TimeSpan.Zero, backOff.Try(Client, null, now));
            if (i + 1 < LoginBackOff.Free)
                continue;
            var wait = backOff.Try(Client, null, now);
            waits.Add(wait.TotalSeconds);
            now += wait;
        }

        Assert.Equal([1, 2, 4, 8, 16], waits.Take(5));
        Assert.Equal(LoginBackOff.Longest.TotalSeconds, waits[^1]);
    }

    [Fact]
    public void A_right_passphrase_and_an_hour_without_a_try_make_all_good_again()
    {
        var backOff = new LoginBackOff();
        for (var i = 0; i < LoginBackOff.Free; i++)
            backOff.Try(Client, null, TimeSpan.Zero);
        Assert.True(backOff.Try(Client, null, TimeSpan.Zero) > TimeSpan.Zero);

        Assert.Equal(TimeSpan.Zero, backOff.Try(Client, null, TimeSpan.FromHours(2)));
        backOff.Succeeded(Client, null, TimeSpan.FromHours(2));
        for (var i = 0; i < LoginBackOff.Free; i++)
            Assert.Equal(TimeSpan.Zero, backOff.Try(Client, null, TimeSpan.FromHours(2)));
    }

    [Fact]
    public void Strangers_with_many_addresses_keep_to_a_pace_and_lock_out_nobody_who_has_been_in()
    {
        var backOff = new LoginBackOff();
        backOff.Try(Client, null, TimeSpan.Zero);
        backOff.Succeeded(Client, null, TimeSpan.Zero);

        var tries = 0;
        for (var second = 0; second < 3600; second++)
            if (backOff.Try(new IPAddress([10, 0, (byte)(second >> 8), (byte)second]), null, TimeSpan.FromSeconds(second)) == TimeSpan.Zero)
                tries++;

        Assert.InRange(tries, LoginBackOff.StrangersFree, LoginBackOff.StrangersFree + (3600 / 30) + 1);
        Assert.Equal(TimeSpan.Zero, backOff.Try(Client, null, TimeSpan.FromHours(1)));
    }

    [Fact]
    public void A_whole_ipv6_network_is_one_client_and_an_address_is_the_same_in_either_dress()
    {
        var backOff = new LoginBackOff();
        for (var i = 1; i <= LoginBackOff.Free; i++)
            backOff.Try(IPAddress.Parse($"2001:db8::{i}"), null, TimeSpan.Zero);
        Assert.True(backOff.Try(IPAddress.Parse("2001:db8::ffff"), null, TimeSpan.Zero) > TimeSpan.Zero);
        Assert.Equal(TimeSpan.Zero, backOff.Try(IPAddress.Parse("2001:db8:1::1"), null, TimeSpan.Zero));

        for (var i = 0; i < LoginBackOff.Free; i++)
            backOff.Try(Client, null, TimeSpan.Zero);
        Assert.True(backOff.Try(Client.MapToIPv6(), null, TimeSpan.Zero) > TimeSpan.Zero);
    }

    [Fact]
    public void A_browser_that_has_been_in_waits_for_its_own_tries_alone_wherever_it_is()
    {
        var backOff = new LoginBackOff();
        for (var i = 0; i < LoginBackOff.StrangersFree; i++)
            backOff.Try(new IPAddress([10, 0, 0, (byte)i]), null, TimeSpan.Zero);
        for (var i = 0; i < LoginBackOff.Free; i++)
            backOff.Try(Client, null, TimeSpan.Zero);
        Assert.True(backOff.Try(Client, null, TimeSpan.Zero) > TimeSpan.Zero);

        for (var i = 0; i < LoginBackOff.Free; i++)
            Assert.Equal(TimeSpan.Zero, backOff.Try(Client, "the owner's", TimeSpan.Zero));

        Assert.True(backOff.Try(IPAddress.Parse("192.0.2.9"), "the owner's", TimeSpan.Zero) > TimeSpan.Zero);
        Assert.Equal(TimeSpan.Zero, backOff.Try(Client, "another", TimeSpan.Zero));
    }

    [Fact]
    public void A_try_that_nobody_looked_at_is_none()
    {
        var backOff = new LoginBackOff();
        for (var i = 0; i < 2 * LoginBackOff.StrangersFree; i++)
        {
            Assert.Equal(TimeSpan.Zero, backOff.Try(Client, null, TimeSpan.Zero));
            backOff.Withdrawn(Client, null);
        }

        for (var i = 0; i < LoginBackOff.Free; i++)
            Assert.Equal(TimeSpan.Zero, backOff.Try(Client, null, TimeSpan.Zero));
        Assert.Equal(TimeSpan.FromSeconds(1), backOff.Try(Client, null, TimeSpan.Zero));
        Assert.Equal(TimeSpan.Zero, backOff.Try(Client, null, TimeSpan.FromSeconds(1)));
        backOff.Withdrawn(Client, null);
        Assert.Equal(TimeSpan.Zero, backOff.Try(Client, null, TimeSpan.FromSeconds(1)));
    }
}

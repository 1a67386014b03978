using System.Net;
using Appliance.Access;

namespace Appliance.Tests.Access;

public sealed class ConnectionTableTests
{
    [Fact]
    public void A_client_has_its_share_and_a_place_that_is_left_can_be_taken_again()
    {
        var table = new ConnectionTable();
        var greedy = IPAddress.Parse("192.168.1.20");
        for (var i = 0; i < ConnectionTable.Most; i++)
            Assert.True(table.TryOpen(greedy));

        Assert.False(table.TryOpen(greedy));
        Assert.False(table.TryOpen(greedy.MapToIPv6()));
        Assert.True(table.TryOpen(IPAddress.Parse("192.168.1.21")));
        table.Close(greedy);
        Assert.True(table.TryOpen(greedy));
    }

    [Fact]
    public void An_ipv6_network_is_one_client_and_this_machine_has_a_larger_share()
    {
        var table = new ConnectionTable();
        for (var i = 0; i < ConnectionTable.Most; i++)
            Assert.True(table.TryOpen(IPAddress.Parse($"2001:db8::{i + 1}")));
        Assert.False(table.TryOpen(IPAddress.Parse("2001:db8::ffff")));

        for (var i = 0; i < ConnectionTable.MostOfThisMachine; i++)
            Assert.True(table.TryOpen(IPAddress.Loopback));
        Assert.False(table.TryOpen(IPAddress.Loopback));
        Assert.True(ConnectionTable.MostOfThisMachine + (5 * ConnectionTable.Most) < ConnectionTable.MostOfAll);
    }
}

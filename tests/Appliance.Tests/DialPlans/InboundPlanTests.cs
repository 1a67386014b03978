using Appliance.DialPlans;
using Appliance.Numbers;

namespace Appliance.Tests.DialPlans;

public sealed class InboundPlanTests
{
    [Theory]
    [InlineData("+886223456789")]
    [InlineData("886223456789")]
    [InlineData("0223456789")]
    public void Without_a_rule_all_phones_ring(string dialled) =>
        Assert.Equal("phones 101,102", Offices.Taipei.CallIn(dialled).Describe());

    [Fact]
    public void Without_a_rule_an_office_with_a_telephone_system_gets_its_calls_there()
    {
        var office = Offices.Taipei with { Pbxs = [Offices.Asterisk with { Format = NumberFormat.National }] };

        Assert.Equal("pbx asterisk 0223456789", office.CallIn("+886223456789").Describe());
    }

    [Fact]
    public void Without_anybody_the_trunk_may_try_elsewhere() =>
        Assert.Equal("480 plan.nobody-there", (Offices.Taipei with { Extensions = [] }).CallIn("+886223456789").Describe());

    [Fact]
    public void The_rule_of_the_number_comes_before_the_rule_for_all()
    {
        var office = Offices.Taipei with
        {
            Pbxs = [Offices.Asterisk],
            Inbound =
            [
                new() { Number = "*", Target = new InboundTarget.ToPbx("asterisk") },
                new() { Number = "+886223456780", Target = new InboundTarget.Ring(["102", "101", "999"]) { InTurn = true, ThenAnnouncement = "closed" } },
            ],
        };

        var route = Assert.IsType<Route.ToExtensions>(office.CallIn("+886223456780"));
        Assert.Equal("phones 102,101 in turn", route.Describe());
        Assert.Equal((TimeSpan.FromSeconds(30), "closed"), (route.Wait, route.ThenAnnouncement));
        Assert.Equal("pbx asterisk +886223456789", office.CallIn("+886223456789").Describe());
    }

    [Fact]
    public void An_announcement_answers_where_the_owner_wants_it()
    {
        var office = Offices.Taipei with { Inbound = [new() { Number = "*", Target = new InboundTarget.Announce("closed") }] };

        Assert.Equal("announcement closed", office.CallIn("+886223456789").Describe());
    }

    [Theory]
    [InlineData("+886912345678")]
    [InlineData("+14155552671")]
    [InlineData("101")]
    [InlineData("110")]
    [InlineData("777")]
    [InlineData("")]
    public void Law_4_what_enters_from_a_trunk_for_another_number_goes_nowhere(string dialled) =>
        Assert.Equal("404 plan.not-our-number", Offices.Taipei.CallIn(dialled).Describe());

    [Fact]
    public void An_unknown_or_disabled_trunk_reaches_nobody()
    {
        Assert.Equal("404 plan.not-our-number", Offices.Taipei.CallIn("+886223456789", "other").Describe());
        Assert.Equal("404 plan.not-our-number", (Offices.Taipei with { Trunks = [Offices.Twilio with { Enabled = false }] }).CallIn("+886223456789").Describe());
    }

    [Fact]
    public void The_account_name_of_a_registered_trunk_stands_for_its_main_number()
    {
        var office = Offices.Taipei with { Trunks = [Offices.PlanB], Inbound = [new() { Number = "+886277778888", Target = new InboundTarget.Ring(["102"]) }] };

        Assert.Equal("phones 102", office.CallIn("office1", "planb").Describe());
    }

    [Fact]
    public void A_foreign_number_of_ours_is_known_in_its_bare_digits()
    {
        var office = Offices.Taipei with { Trunks = [Offices.PlanB with { Numbers = ["+14155550100"] }] };

        Assert.Equal("phones 101,102", office.CallIn("14155550100", "planb").Describe());
    }
}

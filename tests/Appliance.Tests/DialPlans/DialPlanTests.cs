using Appliance.Numbers;

namespace Appliance.Tests.DialPlans;

public sealed class DialPlanTests
{
    [Theory]
    [InlineData("0912345678", "twilio +886912345678 from +886223456780")]
    [InlineData("23456781", "twilio +886223456781 from +886223456780")]
    [InlineData("+886912345678", "twilio +886912345678 from +886223456780")]
    [InlineData("101", "phones 101")]
    [InlineData("102", "phones 102")]
    [InlineData("103", "404 plan.no-such-extension")]
    [InlineData("777", "echo")]
    [InlineData("777#", "echo")]
    [InlineData("0800123456", "twilio +886800123456 from +886223456780")]
    [InlineData("105", "404 plan.service-not-reached")]
    [InlineData("00281312345678", "403 plan.country-not-permitted")]
    [InlineData("+12684601234", "403 plan.country-not-permitted")]
    [InlineData("0203123456", "403 plan.premium")]
    [InlineData("+881612345678", "403 plan.country-not-permitted")]
    [InlineData("091234567", "404 number.not-in-use")]
    [InlineData("02234", "484 number.too-short")]
    [InlineData("", "484 number.empty")]
    [InlineData("*67", "404 number.star-code")]
    public void A_new_office_in_taipei_can_call_its_country_and_nothing_dear(string dialled, string route) =>
        Assert.Equal(route, Offices.Taipei.Call(dialled).Describe());

    [Theory]
    [InlineData("914155552671", "twilio +14155552671 from +14155550100")]
    [InlineData("4155552671", "twilio +14155552671 from +14155550100")]
    [InlineData("95552671", "twilio +14155552671 from +14155550100")]
    [InlineData("98095551234", "403 plan.country-not-permitted")]
    [InlineData("94165551234", "403 plan.country-not-permitted")]
    [InlineData("919005551234", "403 plan.premium")]
    [InlineData("918005551234", "twilio +18005551234 from +14155550100")]
    public void An_office_in_san_francisco_reaches_its_country_but_not_the_caribbean(string dialled, string route) =>
        Assert.Equal(route, Offices.SanFrancisco.Call(dialled).Describe());

    [Fact]
    public void A_permitted_country_is_called_and_one_phone_may_still_be_kept_from_it()
    {
        var office = Offices.Taipei with { DialPlan = new() { AreaCode = "2", PermittedCountries = ["JP", "uk"] } };

        Assert.Equal("twilio +81312345678 from +886223456780", office.Call("00281312345678").Describe());
        Assert.Equal("twilio +442079460958 from +886223456780", office.Call("002442079460958").Describe());
        Assert.Equal("403 plan.extension-not-international", office.Call("00281312345678", "102").Describe());
        Assert.Equal("403 plan.country-not-permitted", office.Call("00214155552671").Describe());
        Assert.Equal("twilio +886912345678 from +886223456780", office.Call("0912345678").Describe());
    }

    [Fact]
    public void Even_when_all_countries_are_permitted_satellites_need_a_rule_that_means_them()
    {
        var office = Offices.Taipei with { DialPlan = new() { PermittedCountries = ["*"] } };
        var withStar = office with { DialPlan = office.DialPlan with { Rules = [new() { Match = "*", Via = ["twilio"] }] } };
        var withRule = office with { DialPlan = office.DialPlan with { Rules = [new() { Match = "+870", Via = ["twilio"] }] } };

        Assert.Equal("403 plan.satellite", office.Call("+870773111632").Describe());
        Assert.Equal("403 plan.satellite", withStar.Call("+870773111632").Describe());
        Assert.Equal("twilio +870773111632 from +886223456780", withRule.Call("+870773111632").Describe());
    }

    [Fact]
    public void A_premium_number_needs_more_than_its_countrys_rule()
    {
        var country = Offices.Taipei with { DialPlan = new() { Rules = [new() { Match = "+886", Via = ["twilio"] }] } };
        var named = Offices.Taipei with { DialPlan = new() { Rules = [new() { Match = "0203", Via = ["twilio"] }] } };

        Assert.Equal("403 plan.premium", country.Call("0203123456").Describe());
        Assert.Equal("twilio +886203123456 from +886223456780", named.Call("0203123456").Describe());
    }

    [Fact]
    public void A_blocked_prefix_wins_over_permission_and_rules()
    {
        var office = Offices.Taipei with { DialPlan = new() { BlockedPrefixes = ["+8869"], Rules = [new() { Match = "*", Via = ["twilio"] }] } };

        Assert.Equal("403 plan.blocked", office.Call("0912345678").Describe());
    }

    [Fact]
    public void The_first_rule_that_matches_decides()
    {
        var office = Offices.Taipei with
        {
            Trunks = [Offices.Twilio, Offices.PlanB],
            DialPlan = new()
            {
                AreaCode = "2",
                Rules =
                [
                    new() { Match = "+8869", Via = ["planb", "twilio"] },
                    new() { Match = "0423", Via = [] },
                    new() { Match = "*", Via = ["twilio"], CallerNumber = "+886223456789" },
                ],
            },
        };

        Assert.Equal("planb +886912345678 from +886277778888 | twilio +886912345678 from +886223456780", office.Call("0912345678").Describe());
        Assert.Equal("403 plan.rule-refuses", office.Call("0423456789").Describe());
        Assert.Equal("twilio +886223456781 from +886223456789", office.Call("23456781").Describe());
    }

    [Theory]
    [InlineData("0423456789")]
    [InlineData("04-2345-6789")]
    [InlineData("(04) 2345 6789")]
    [InlineData("+886423456789")]
    [InlineData("886423456789")]
    [InlineData("002886423456789")]
    [InlineData("90423456789")]
    [InlineData("tel:+886-4-2345-6789")]
    public void No_other_way_of_writing_a_number_leads_around_a_rule(string dialled)
    {
        var office = Offices.Taipei with { DialPlan = new() { OutsidePrefix = "9", Rules = [new() { Match = "0423" }, new() { Match = "*", Via = ["twilio"] }] } };

        Assert.Equal("403 plan.rule-refuses", office.Call(dialled).Describe());
    }

    [Fact]
    public void Without_rules_all_enabled_trunks_are_tried_in_their_order()
    {
        var office = Offices.Taipei with { Trunks = [Offices.Twilio with { Id = "off", Enabled = false }, Offices.PlanB, Offices.Twilio] };

        Assert.Equal("planb +886912345678 from +886277778888 | twilio +886912345678 from +886223456780", office.Call("0912345678").Describe());
    }

    [Fact]
    public void Free_phone_and_short_numbers_prefer_a_line_of_the_country_over_twilio()
    {
        var office = Offices.Taipei with { Trunks = [Offices.Twilio, Offices.PlanB with { Format = NumberFormat.National }] };

        Assert.Equal("planb 0800123456 from 0277778888 | twilio +886800123456 from +886223456780", office.Call("0800123456").Describe());
        Assert.Equal("planb 105 from 0277778888", office.Call("105").Describe());
    }

    [Fact]
    public void Strip_and_prepend_change_what_is_sent()
    {
        var office = Offices.Taipei with { DialPlan = new() { Rules = [new() { Match = "+886", Via = ["twilio"], Strip = 3, Prepend = "0" }] } };

        Assert.Equal("twilio 0912345678 from +886223456780", office.Call("0912345678").Describe());
    }

    [Fact]
    public void Law_4_a_pbx_shows_its_own_caller_only_where_the_trunk_owns_it()
    {
        var office = Offices.Taipei with { Pbxs = [Offices.Asterisk] };

        Assert.Equal("twilio +886912345678 from +886223456780", office.CallFromPbx("0912345678", "0223456780").Describe());
        Assert.Equal("twilio +886912345678 from +886223456789", office.CallFromPbx("0912345678", "+14155552671").Describe());
        Assert.Equal("twilio +886912345678 from +886223456789", office.CallFromPbx("0912345678", "anonymous").Describe());
    }

    [Fact]
    public void A_line_without_a_number_to_show_carries_nothing()
    {
        var office = Offices.Taipei with { Trunks = [Offices.Twilio with { Numbers = [] }] };

        Assert.Equal("503 plan.no-line-left", office.Call("0912345678").Describe());
        Assert.Equal("503 plan.no-line", (office with { Trunks = [] }).Call("0912345678").Describe());
    }

    [Fact]
    public void Numbers_of_the_pbx_go_to_it_but_never_back()
    {
        var office = Offices.Taipei with { Pbxs = [Offices.Asterisk] };

        Assert.Equal("pbx asterisk 201", office.Call("201").Describe());
        Assert.Equal("twilio +886223456781 from +886223456780", office.Call("23456781").Describe());
        Assert.Equal("404 plan.no-such-extension", office.CallFromPbx("201").Describe());
        Assert.Equal("phones 101", office.CallFromPbx("101").Describe());
    }

    [Fact]
    public void A_rule_may_send_calls_out_by_the_pbx_but_not_back_to_it()
    {
        var office = Offices.Taipei with { Pbxs = [Offices.Asterisk], DialPlan = new() { Rules = [new() { Match = "*", Via = ["asterisk", "nobody"] }] } };

        Assert.Equal("asterisk +886912345678 from +886223456780", office.Call("0912345678").Describe());
        Assert.Equal("503 plan.no-line-left", office.CallFromPbx("0912345678").Describe());
    }

    [Fact]
    public void Every_route_explains_itself_in_both_languages()
    {
        var english = string.Join('\n', Offices.Taipei.Call("00281312345678").Explanation.Say("en"));
        var chinese = string.Join('\n', Offices.Taipei.Call("0912345678").Explanation.Say("zh-TW"));

        Assert.Equal("Dialled: 00281312345678\nRead as +81312345678, a number abroad (JP).\nCalls to this country are not permitted. The owner can permit it in the dial plan.", english);
        Assert.Equal("撥號內容：0912345678\n解讀為 +886912345678，國內號碼（TW）。\n經由線路 twilio。", chinese);
    }
}

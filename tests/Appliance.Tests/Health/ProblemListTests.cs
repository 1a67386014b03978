using System.Net;
using Appliance.Calls;
using Appliance.Configuration;
using Appliance.FrontPanel;
using Appliance.Health;
using Hal;

namespace Appliance.Tests.Health;

public sealed class ProblemListTests
{
    private static readonly NetworkFact Office = new() { HasLink = true, Address = IPAddress.Parse("192.168.1.45"), PrefixLength = 24 };
    private static readonly LineEvidence Tokyo = new("Tokyo", TrunkHealth.Up);
    private static readonly LineEvidence Osaka = new("Osaka", TrunkHealth.Up);
    private static readonly HealthEvidence Well = new() { Network = Office, Lines = [Tokyo, Osaka], Accounts = 2, Registered = 1, Revision = 7, Disk = new(10_000_000_000, 32_000_000_000, IsReadOnly: false) };
    private static readonly ConfigFault Fault = new(12, 1, "office.country", "country-unknown", []);

    [Fact]
    public void A_well_box_has_no_problem() => Assert.Empty(ProblemList.Of(Well));

    [Fact]
    public void Without_a_cable_that_alone_is_told_of_network_and_lines() =>
        Assert.Equal(["network.no-cable"], Codes(Well with { Network = new NetworkFact(), Lines = [Down(Tokyo), Down(Osaka)], Registered = 0 }));

    [Theory]
    [InlineData(null)]
    [InlineData("169.254.7.7")]
    public void An_address_the_box_gave_itself_is_none(string? address) =>
        Assert.Equal(["network.no-address"], Codes(Well with { Network = Office with { Address = address is null ? null : IPAddress.Parse(address) } }));

    [Fact]
    public void Another_address_is_told_with_both_unless_the_owner_chose_it()
    {
        var before = IPAddress.Parse("192.168.1.9");
        var chosen = new AddressWish(new FixedAddress(Office.Address!, 24, before, before), null);

        Assert.Equal(["192.168.1.45", "192.168.1.9"], Assert.Single(ProblemList.Of(Well with { AddressBefore = before })).Values);
        Assert.Empty(ProblemList.Of(Well with { AddressBefore = before, Network = Office with { Wish = chosen } }));
        Assert.Empty(ProblemList.Of(Well with { AddressBefore = Office.Address }));
    }

    [Fact]
    public void An_address_the_computer_does_not_take_is_told() =>
        Assert.Equal(["network.not-set"], Codes(Well with { AddressTrouble = "networkctl reload ended with 1" }));

    [Fact]
    public void One_line_of_two_down_is_worse_than_it_should_be_and_all_down_is_no_way_out()
    {
        var one = Assert.Single(ProblemList.Of(Well with { Lines = [Down(Tokyo), Osaka] }));
        var all = Assert.Single(ProblemList.Of(Well with { Lines = [Down(Tokyo), Down(Osaka)] }));

        Assert.Equal(("line.down", Severity.Degraded, "Tokyo: no answer"), (one.Code, one.Severity, one.Evidence));
        Assert.Equal(["Tokyo"], one.Values);
        Assert.Equal(("line.all-down", Severity.LineDown, "Tokyo: no answer; Osaka: no answer"), (all.Code, all.Severity, all.Evidence));
    }

    [Fact]
    public void A_line_not_yet_heard_of_is_no_problem() => Assert.Empty(ProblemList.Of(Well with { Lines = [Tokyo with { Health = TrunkHealth.Unknown }] }));

    [Fact]
    public void A_silent_edge_of_a_working_line_is_told_and_of_a_dead_line_is_not_news()
    {
        Assert.Equal(["line.edge-down"], Codes(Well with { Lines = [Tokyo with { HasSilentAddress = true }, Osaka] }));
        Assert.Equal(["line.down"], Codes(Well with { Lines = [Down(Tokyo) with { HasSilentAddress = true }, Osaka] }));
    }

    [Fact]
    public void A_new_box_needs_an_owner_a_line_and_phones() =>
        Assert.Equal(["box.unclaimed", "line.none", "phone.none"], Codes(Well with { IsClaimed = false, Lines = [], HasPhones = false, Accounts = 0, Registered = 0, UnreachedEmergency = ["119"] }));

    [Fact]
    public void No_phone_registered_is_told_but_not_of_an_office_that_only_has_a_pbx_by_address()
    {
        Assert.Equal(["phone.none-registered"], Codes(Well with { Registered = 0 }));
        Assert.Empty(Codes(Well with { Accounts = 0, Registered = 0 }));
    }

    [Fact]
    public void A_faulty_settings_file_says_its_line_and_what_runs_meanwhile()
    {
        Assert.Equal(["12", "7"], Assert.Single(ProblemList.Of(Well with { SettingsFaults = [Fault, Fault] })).Values);
        Assert.Equal(["12", "7"], Assert.Single(ProblemList.Of(Well with { SettingsFaults = [Fault with { Line = 3, Weight = FaultWeight.Warning }, Fault] })).Values);
        Assert.Equal(["settings.never-right"], Codes(Well with { SettingsFaults = [Fault], Revision = 0 }));
        Assert.Equal(["settings.unreadable"], Codes(Well with { SettingsFaults = [Fault with { Line = 0 }] }));
        Assert.Equal(["settings.not-kept"], Codes(Well with { SettingsTrouble = "No room." }));
    }

    [Fact]
    public void The_box_itself_can_be_at_fault()
    {
        Assert.Equal(["media.engine-down"], Codes(Well with { IsEngineUp = false }));
        Assert.Equal(["setup.not-kept"], Codes(Well with { SetupTrouble = "No room." }));
        Assert.Equal(["clock.not-set"], Codes(Well with { IsClockSet = false }));
        Assert.Equal(["disk.read-only"], Codes(Well with { Disk = new(0, 100, IsReadOnly: true) }));
    }

    [Theory]
    [InlineData(false, 7.1, false, false, "")]
    [InlineData(false, 6.9, false, false, "certificate.ending 6")]
    [InlineData(false, 6.9, true, true, "certificate.ending 6")]
    [InlineData(false, 0.4, true, false, "")]
    [InlineData(false, -0.5, false, false, "certificate.ending 0")]
    [InlineData(true, -0.5, true, true, "certificate.not-used")]
    public void A_certificate_that_ends_is_told_a_week_before_unless_the_box_renews_it(bool isOut, double days, bool isRenewed, bool isRefused, string told)
    {
        var problems = ProblemList.Of(Well with { Certificate = new(isOut, TimeSpan.FromDays(days), isRenewed, isRefused) });

        Assert.Equal(told, string.Join(", ", problems.Select(problem => $"{problem.Code} {string.Join(' ', problem.Values)}".TrimEnd())));
    }

    [Theory]
    [InlineData(499, 32_000, true)]
    [InlineData(501, 32_000, false)]
    [InlineData(501, 1_000_000, false)]
    [InlineData(49, 1_000, true)]
    [InlineData(51, 1_000, false)]
    public void Little_room_is_a_twentieth_or_half_a_gigabyte(long free, long total, bool isProblem) =>
        Assert.Equal(isProblem ? ["disk.nearly-full"] : [], Codes(Well with { Disk = new(free * 1_000_000, total * 1_000_000, IsReadOnly: false) }));

    [Fact]
    public void An_emergency_number_nothing_reaches_is_told_with_the_first_five()
    {
        var problem = Assert.Single(ProblemList.Of(Well with { UnreachedEmergency = ["110", "112", "113", "118", "119", "165"] }));

        Assert.Equal(["110, 112, 113, 118, 119…"], problem.Values);
        Assert.EndsWith("165", problem.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_panel_fault_is_the_problem_of_its_name_and_one_we_do_not_know_is_told_all_the_same()
    {
        var problems = ProblemList.Of(Well with { PanelFaults = [new(PanelPart.Buttons, "panel.button-stuck", "KEY1"), new(PanelPart.Screen, "panel.brand-new-fault", "?"), new(PanelPart.Buttons, "panel.button-stuck", "KEY2")] });

        Assert.Equal(["panel.button-stuck", "panel.other"], problems.Select(problem => problem.Code));
        Assert.Equal(["panel.brand-new…"], problems[1].Values);
    }

    [Fact]
    public void The_worst_comes_first_and_what_is_equal_stays_in_order()
    {
        var much = Well with { IsEngineUp = false, IsClockSet = false, IsClaimed = false, Lines = [Down(Osaka), Down(Tokyo), new("Kyoto", TrunkHealth.Up)], Network = Office with { Address = null } };

        Assert.Equal(["media.engine-down", "network.no-address", "clock.not-set", "line.down", "line.down", "box.unclaimed"], Codes(much));
        Assert.Equal(["Osaka", "Tokyo"], ProblemList.Of(much).Where(problem => problem.Code is "line.down").Select(problem => problem.Values[0]));
        Assert.Equal(ProblemList.Of(much), ProblemList.Of(much with { Lines = [new("Kyoto", TrunkHealth.Up), Down(Tokyo), Down(Osaka)] }));
    }

    private static LineEvidence Down(LineEvidence line) => line with { Health = TrunkHealth.Down, Why = "no answer" };

    private static string[] Codes(HealthEvidence evidence) => [.. ProblemList.Of(evidence).Select(problem => problem.Code)];
}

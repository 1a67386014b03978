using System.Net.Http.Json;
using System.Text.Json;
using Appliance.Calls;
using Appliance.Configuration;

namespace Appliance.Tests.Web;

public sealed class SafetyTests
{
    private const string Office = """
        [office]
        country = "TW"

        [calls]
        daily-minutes = 60

        [dial-plan]
        permitted-countries = ["TW", "JP"]

        [[trunk]]
        id = "planb"
        name = "Carrier"
        kind = "sip"
        host = "sip.carrier.example"
        numbers = ["+886277003001"]
        emergency-numbers = ["110", "119"]

        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_line_the_page_says_that_no_emergency_number_is_reached()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        Assert.IsType<SettingsOutcome.Applied>(bed.Settings.Apply("[office]\ncountry = \"TW\"\n"));

        var page = await owner.TextAsync(bed.Safe, "/safety");

        Assert.Contains("110 · police", page, StringComparison.Ordinal);
        Assert.Contains("110 cannot be reached through this box.", page, StringComparison.Ordinal);
        Assert.Contains("Nobody has been turned away", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_emergency_number_says_by_which_line_it_goes_and_when_it_last_worked()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        Assert.IsType<SettingsOutcome.Applied>(bed.Settings.Apply(Office));
        bed.Live.Take(new GatewayReport.OfTrunk("planb", TrunkHealth.Up, ""));
        bed.Records.Post(Record("110", answered: true, day: 20));
        bed.Records.Post(Record("110", answered: false, day: 22));
        bed.Records.WriteWaiting();

        var view = await ViewAsync(bed, owner);
        var page = await owner.TextAsync(bed.Safe, "/safety");

        var police = view.GetProperty("emergency").EnumerateArray().Single(number => number.GetProperty("number").GetString() == "110");
        Assert.Equal(20, police.GetProperty("lastWorked").GetDateTimeOffset().Day);
        var way = Assert.Single(police.GetProperty("ways").EnumerateArray());
        Assert.Equal(("planb", true, 20), (way.GetProperty("line").GetString(), way.GetProperty("isPromised").GetBoolean(), way.GetProperty("lastWorked").GetDateTimeOffset().Day));
        var other = view.GetProperty("emergency").EnumerateArray().Single(number => number.GetProperty("number").GetString() == "112");
        Assert.False(other.GetProperty("ways")[0].GetProperty("isPromised").GetBoolean());
        Assert.Contains("Line Carrier, dialled as 110. Shows +886277003001. The line answers now. Last answered 2026-11-20", page, StringComparison.Ordinal);
        Assert.Contains("No call to it has been answered yet", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Limits_are_shown_with_what_is_used_of_them_and_strangers_with_what_they_tried()
    {
        await using var bed = await BoxSiteBed.StartAsync();
        using var owner = await bed.OwnerAsync();
        Assert.IsType<SettingsOutcome.Applied>(bed.Settings.Apply(Office));
        bed.Live.Take(new GatewayReport.Spoken(TimeSpan.FromMinutes(12.5), TimeSpan.FromHours(20)));
        bed.Live.Take(new GatewayReport.TurnedAway("203.0.113.9:5060", 401, TurnAwayReasons.WrongPassword));
        bed.Live.Take(new GatewayReport.TurnedAway("203.0.113.9:5070", 401, TurnAwayReasons.WrongPassword));
        bed.Live.Take(new GatewayReport.TurnedAway("198.51.100.4:5060", 403, TurnAwayReasons.InClear));

        var view = await ViewAsync(bed, owner);
        var page = await owner.TextAsync(bed.Safe, "/safety");

        Assert.Equal(12.5, view.GetProperty("caps").GetProperty("minutesToday").GetDouble());
        Assert.Equal(["in-clear", "wrong-password"], view.GetProperty("blocked").EnumerateArray().Select(source => source.GetProperty("reason").GetString()));
        Assert.Equal([1, 2], view.GetProperty("blocked").EnumerateArray().Select(source => source.GetProperty("count").GetInt32()));
        Assert.Contains("At most 60 minutes a day to the world; 12.5 used.", page, StringComparison.Ordinal);
        Assert.Contains("3 times since the box started, by 2 addresses.", page, StringComparison.Ordinal);
        Assert.Contains("Its user name or password is wrong.", page, StringComparison.Ordinal);
        Assert.Contains("JP", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Minutes_of_a_day_that_is_over_no_longer_count()
    {
        var live = new Appliance.Hosting.LiveSnapshot().With(new GatewayReport.Spoken(TimeSpan.FromMinutes(5), TimeSpan.FromHours(1)), TimeSpan.FromHours(10), null);

        Assert.Equal(TimeSpan.FromMinutes(5), live.SpokenToday(TimeSpan.FromHours(10.5)));
        Assert.Equal(TimeSpan.Zero, live.SpokenToday(TimeSpan.FromHours(11)));
    }

    private static async Task<JsonElement> ViewAsync(BoxSiteBed bed, TestBrowser owner)
    {
        using var answer = await owner.GetAsync(bed.Safe, "/api/safety");
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
    }

    private static CallRecord Record(string number, bool answered, int day) => new()
    {
        Id = $"call{day}",
        StartedAt = new DateTimeOffset(2026, 11, day, 4, 0, 0, TimeSpan.Zero),
        Direction = CallDirection.Outbound,
        Origin = "extension:101",
        Dialled = number,
        Number = number,
        Trunk = "planb",
        Target = "trunk:planb",
        AnsweredAfter = answered ? TimeSpan.FromSeconds(3) : null,
        EndedBy = EndedBy.Caller,
        Cause = new CallCause(0, 16, "normal"),
        Emergency = true,
    };
}

using Appliance.Calls;
using Appliance.FrontPanel;
using Appliance.Health;
using Appliance.Setup;
using Hal.Lamps;

namespace Appliance.Tests.FrontPanel;

public sealed class LampPolicyTests
{
    private static readonly SetupView Owned = new(true, null);
    private static readonly LineFact Up = new("Office", TrunkHealth.Up, false, "", "");
    private static readonly LineFact Down = Up with { Health = TrunkHealth.Down };
    private static readonly LineFact Poor = Up with { IsDegraded = true };
    private static readonly LineFact Untried = Up with { Health = TrunkHealth.Unknown };
    private static readonly CallFact Ringing = new("1", true, "11", "+15550100", default, null, "", false, null);
    private static readonly CallFact Talking = Ringing with { Answered = TimeSpan.FromSeconds(3) };
    private static readonly EmergencyFact Help = new("1", "11", "112", default, null, true);
    private static readonly SetupWindow Window = new("000000", TimeSpan.FromMinutes(15), 5, SetupReason.Asked, false);

    private static readonly PanelFacts Well = new() { Boot = new(BootStep.Ready), Setup = Owned, Lines = [Up] };

    /// <summary>The table of product.md 3.2, row by row: three lamps, then one alone.</summary>
    public static TheoryData<string, PanelFacts, string, string> Rows => new()
    {
        { "coming up", new() { Setup = Owned }, "Green Breathing | Off Dark | Off Dark", "Green Breathing" },
        { "set-up mode", Well with { Setup = new(true, Window) }, "Blue Slow | Green Steady | Off Dark", "Blue Slow" },
        { "no owner", Well with { Setup = SetupView.Fresh }, "Blue Slow | Green Steady | Off Dark", "Blue Slow" },
        { "no line", Well with { Lines = [] }, "Blue Slow | Off Dark | Off Dark", "Blue Slow" },
        { "an approval", Well with { Problems = [Bad(Severity.NeedsYou)] }, "Blue Slow | Green Steady | Off Dark", "Blue Slow" },
        { "ready", Well, "Green Steady | Green Steady | Off Dark", "Green Steady" },
        { "line untried", Well with { Lines = [Untried] }, "Green Steady | Yellow Breathing | Off Dark", "Green Breathing" },
        { "one line of two untried", Well with { Lines = [Up, Untried] }, "Green Steady | Yellow Breathing | Off Dark", "Green Breathing" },
        { "line degraded", Well with { Lines = [Poor] }, "Green Steady | Yellow Slow | Off Dark", "Yellow TwoBlinks" },
        { "one line of two down", Well with { Lines = [Up, Down] }, "Green Steady | Yellow Slow | Off Dark", "Yellow TwoBlinks" },
        { "box degraded", Well with { Problems = [Bad(Severity.Degraded)] }, "Yellow TwoBlinks | Green Steady | Off Dark", "Yellow TwoBlinks" },
        { "line down", Well with { Lines = [Down] }, "Yellow Steady | Red ThreeBlinks | Off Dark", "Red ThreeBlinks" },
        { "ringing", Well with { Calls = [Ringing] }, "Green Steady | Green Steady | Green Fast", "Green DoubleWink" },
        { "talking", Well with { Calls = [Ringing, Talking] }, "Green Steady | Green Steady | Green Steady", "Green Wink" },
        { "talking inside, line down", Well with { Lines = [Down], Calls = [Talking] }, "Yellow Steady | Red ThreeBlinks | Green Steady", "Red ThreeBlinks" },
        { "emergency", Well with { Emergency = Help, Calls = [Talking] }, "Red Fast | Green Steady | Red Fast", "Red Fast" },
        { "emergency over, unseen", Well with { Emergency = Help with { IsGoingOn = false } }, "Red Fast | Green Steady | Red Fast", "Red Fast" },
        { "emergency while located", Well with { Emergency = Help, IsLocated = true }, "Red Fast | Green Steady | Red Fast", "Red Fast" },
        { "updating", Well with { Update = new(UpdateStep.Installing, "2", 10, "") }, "Blue Fast | Blue Fast | Off Dark", "Blue LongShort" },
        { "an update waits", Well with { Update = new(UpdateStep.Available, "2", 0, "") }, "Green Steady | Green Steady | Off Dark", "Green Steady" },
        { "rolled back", Well with { Update = new(UpdateStep.RolledBack, "2", 0, "no") }, "Yellow FourBlinks | Green Steady | Off Dark", "Yellow FourBlinks" },
        { "hardware", Well with { Problems = [Bad(Severity.Hardware)] }, "Red FiveBlinks | Green Steady | Off Dark", "Red FiveBlinks" },
        { "located", Well with { IsLocated = true }, "Blue First | Blue Second | Blue Third", "Blue Beacon" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void The_lamps_show_the_table(string state, PanelFacts facts, string three, string alone)
    {
        var lamps = LampPolicy.Of(facts, 3);
        var one = LampPolicy.Of(facts, 1);

        Assert.Equal($"{state}: {three}", $"{state}: {Words(lamps.Status)} | {Words(lamps.Line)} | {Words(lamps.Call)}");
        Assert.Equal($"{state}: {alone}", $"{state}: {Words(one[Lamp.Status])}");
        Assert.Equal(new PanelLamps(one.Status, one.Status, one.Status), one);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Whatever_differs_in_meaning_differs_in_black_and_white(int lamps)
    {
        var meanings = Everything()
            .GroupBy(facts => LampPolicy.Of(facts, lamps) is var shown ? (shown.Status.Pattern, shown.Line.Pattern, shown.Call.Pattern) : default)
            .Select(alike => alike.Select(facts => LampPolicy.MeaningOf(facts, lamps)).Distinct().ToList())
            .ToList();

        Assert.All(meanings, static one => Assert.True(one.Count is 1, string.Join(" looks like ", one)));
        Assert.InRange(meanings.Count, lamps is 1 ? 12 : 40, 200);
    }

    [Fact]
    public void Every_meaning_is_shown_by_some_state()
    {
        var shown = Everything().Select(facts => LampPolicy.MeaningOf(facts, 3)).SelectMany(means => new[] { means.Status, means.Line, means.Call }).ToHashSet();

        Assert.DoesNotContain(Enum.GetValues<LampMeaning>(), meaning => !shown.Contains(meaning));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void An_emergency_and_an_open_window_are_never_hidden(int lamps)
    {
        foreach (var facts in Everything())
        {
            var status = LampPolicy.Of(facts, lamps).Status;
            if (facts.Emergency is not null)
                Assert.Equal(new LampState(LampColour.Red, LampPattern.Fast), status);
            else if (facts is { Setup.Window: not null, IsLocated: false, Update.Step: not UpdateStep.Installing })
                Assert.Equal(new LampState(LampColour.Blue, LampPattern.Slow), status);
        }
    }

    [Fact]
    public void All_lamps_together_flash_at_most_three_times_a_second_when_lit_in_turn()
    {
        var located = LampPolicy.Of(Well with { IsLocated = true }, 3);
        var flashes = Enumerable.Range(1, 5000)
            .SelectMany(ms => Enum.GetValues<Lamp>().Where(lamp => IsLit(lamp, ms) && !IsLit(lamp, ms - 1)).Select(_ => ms))
            .ToList();

        Assert.All(flashes, first => Assert.InRange(flashes.Count(flash => flash >= first && flash < first + 1000), 1, LampPattern.FlashesASecond));

        bool IsLit(Lamp lamp, int ms) => located[lamp].Pattern.IsLit(TimeSpan.FromMilliseconds(ms));
    }

    private static IEnumerable<PanelFacts> Everything() =>
        from boot in new[] { BootStep.Network, BootStep.Ready }
        from setup in new[] { Owned, SetupView.Fresh, new SetupView(true, Window) }
        from lines in new ValueList<LineFact>[] { [], [Up], [Down], [Untried], [Poor], [Up, Down] }
        from calls in new ValueList<CallFact>[] { [], [Ringing], [Talking] }
        from emergency in new[] { null, Help }
        from problems in Enum.GetValues<Severity>().Select(severity => (ValueList<Problem>)[Bad(severity)]).Append([])
        from update in new[] { null, new UpdateFact(UpdateStep.Installing, "2", 5, ""), new UpdateFact(UpdateStep.RolledBack, "2", 0, "") }
        from located in new[] { false, true }
        select new PanelFacts
        {
            Boot = new(boot),
            Setup = setup,
            Lines = lines,
            Calls = calls,
            Emergency = emergency,
            Problems = problems,
            Update = update,
            IsLocated = located,
        };

    private static Problem Bad(Severity severity) => new("test", severity, []);

    private static string Words(LampState lamp) => $"{lamp.Colour} {Name(lamp.Pattern)}";

    private static string Name(LampPattern pattern) =>
        LampPattern.InTurn.IndexOf(pattern) is >= 0 and var turn
            ? ((string[])["First", "Second", "Third"])[turn]
            : typeof(LampPattern).GetFields().Where(field => field.GetValue(null) is LampPattern one && one.Equals(pattern)).Select(field => field.Name).Single();
}

using Appliance.Health;
using FsCheck.Xunit;

namespace Appliance.Tests.Health;

public sealed class ProblemLedgerTests
{
    private static readonly Problem NoAddress = new("network.no-address", Severity.LineDown, []);
    private static readonly Problem Full = new("disk.nearly-full", Severity.Degraded, ["480"]);
    private static readonly Problem Tokyo = new("line.down", Severity.Degraded, ["Tokyo"]);
    private static readonly Problem Osaka = new("line.down", Severity.Degraded, ["Osaka"]);

    [Fact]
    public void A_problem_is_told_once_it_has_lasted_as_long_as_its_kind_asks()
    {
        var seen = See(ProblemLedger.Empty, 100, NoAddress);
        Assert.Empty(seen.Current);
        Assert.Equal(TimeSpan.FromSeconds(115), seen.Deadline);

        var told = See(See(seen, 114.9, NoAddress), 115, NoAddress);
        Assert.Equal([NoAddress], told.Current);
        Assert.Null(told.Deadline);
        Assert.True(Assert.Single(told.History).IsRaised);
    }

    [Fact]
    public void What_goes_before_that_never_was()
    {
        var gone = See(See(ProblemLedger.Empty, 100, NoAddress), 110);

        Assert.Null(gone.Deadline);
        Assert.Empty(gone.History);
        Assert.Empty(See(gone, 116, NoAddress).Current);
    }

    [Fact]
    public void A_value_that_changes_is_the_same_problem()
    {
        var told = See(See(ProblemLedger.Empty, 0, Full), 60, Full with { Values = ["470"] });

        Assert.Equal(["470"], Assert.Single(told.Current).Values);
        Assert.Single(told.History);
    }

    [Fact]
    public void Two_lines_come_and_go_each_for_itself()
    {
        var both = See(See(ProblemLedger.Empty, 0, Tokyo, Osaka), 5, Tokyo, Osaka);
        var one = See(both, 9, Osaka);

        Assert.Equal([Osaka, Tokyo], both.Current);
        Assert.Equal([Osaka], one.Current);
        Assert.Equal((Tokyo, false, TimeSpan.FromSeconds(9)), (one.History[^1].Problem, one.History[^1].IsRaised, one.History[^1].At));
    }

    [Property(MaxTest = 100)]
    public void What_is_told_was_raised_and_not_cleared_and_the_history_stays_bounded(int[] picks)
    {
        Problem[] all = [NoAddress, Full, Tokyo, Osaka];
        var ledger = ProblemLedger.Empty;
        var second = 0;
        foreach (var pick in picks.Concat(Enumerable.Range(0, 300)))
        {
            ledger = See(ledger, second += 7, [.. all.Where((_, at) => (pick >> at & 1) is 1)]);
            if (ledger.Deadline is { } deadline)
                Assert.True(deadline > TimeSpan.FromSeconds(second));
            if (ledger.History.Count < ProblemLedger.KeptTurns)
                Assert.Equal(ledger.Current.Count, ledger.History.Sum(turn => turn.IsRaised ? 1 : -1));
        }

        Assert.InRange(ledger.History.Count, 1, ProblemLedger.KeptTurns);
    }

    private static ProblemLedger See(ProblemLedger ledger, double second, params Problem[] wrong) =>
        ledger.See(ValueList.Create<Problem>(wrong), TimeSpan.FromSeconds(second), null);
}

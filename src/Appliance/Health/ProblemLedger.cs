using System.Collections.Immutable;

namespace Appliance.Health;

/// <summary>A problem came or went.</summary>
/// <param name="Problem">Which; as it was last seen when it went.</param>
/// <param name="IsRaised">True: it came. False: it went.</param>
/// <param name="At">When, on the monotonic clock.</param>
/// <param name="Clock">The time of day, or null while the clock was not set.</param>
public sealed record ProblemTurn(Problem Problem, bool IsRaised, TimeSpan At, DateTimeOffset? Clock);

/// <summary>
/// Which problems are told: those that have lasted as long as their kind asks. Keeps what came and went. Immutable; time is an argument.
/// </summary>
public sealed class ProblemLedger
{
    /// <summary>Nothing is wrong and nothing has been.</summary>
    public static readonly ProblemLedger Empty = new(ImmutableDictionary<string, Entry>.Empty, [], []);

    /// <summary>So many comings and goings are kept; the oldest are forgotten first.</summary>
    public const int KeptTurns = 200;

    private readonly ImmutableDictionary<string, Entry> _seen;

    private ProblemLedger(ImmutableDictionary<string, Entry> seen, ValueList<Problem> current, ImmutableList<ProblemTurn> history) =>
        (_seen, Current, History) = (seen, current, history);

    /// <summary>What is wrong, worst first.</summary>
    public ValueList<Problem> Current { get; }

    /// <summary>What came and went, oldest first.</summary>
    public ImmutableList<ProblemTurn> History { get; }

    /// <summary>When to look again because something that is seen will then have lasted long enough; null: no need.</summary>
    public TimeSpan? Deadline
    {
        get
        {
            var waiting = _seen.Values.Where(entry => !entry.IsTold).Select(entry => entry.Since + entry.Patience).ToImmutableArray();
            return waiting.IsEmpty ? null : waiting.Min();
        }
    }

    /// <summary>After this was seen to be wrong, and nothing else.</summary>
    public ProblemLedger See(ValueList<Problem> wrong, TimeSpan now, DateTimeOffset? clock)
    {
        ArgumentNullException.ThrowIfNull(wrong);
        var history = History;
        var seen = ImmutableDictionary.CreateBuilder<string, Entry>(StringComparer.Ordinal);
        foreach (var problem in wrong)
        {
            var known = _seen.GetValueOrDefault(ProblemKind.KeyOf(problem)) ?? new Entry(problem, now, ProblemKind.Find(problem.Code)?.Patience ?? TimeSpan.Zero, IsTold: false);
            var isTold = known.IsTold || now >= known.Since + known.Patience;
            if (isTold && !known.IsTold)
                history = history.Add(new(problem, IsRaised: true, now, clock));
            seen[ProblemKind.KeyOf(problem)] = known with { Problem = problem, IsTold = isTold };
        }

        foreach (var (key, gone) in _seen.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            if (gone.IsTold && !seen.ContainsKey(key))
                history = history.Add(new(gone.Problem, IsRaised: false, now, clock));
        }

        if (history.Count > KeptTurns)
            history = history.RemoveRange(0, history.Count - KeptTurns);
        return new(seen.ToImmutable(), ProblemList.InOrder(seen.Values.Where(entry => entry.IsTold).Select(entry => entry.Problem)), history);
    }

    private sealed record Entry(Problem Problem, TimeSpan Since, TimeSpan Patience, bool IsTold);
}

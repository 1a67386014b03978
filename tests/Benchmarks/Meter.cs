namespace Benchmarks;

/// <summary>
/// Measures by processor time of the measuring thread, so that a busy machine does not count, and by bytes of that thread. A row and
/// its baseline take turns, so that a change of the machine's clock meets both.
/// </summary>
internal static class Meter
{
    private const int Rounds = 9;
    private static readonly TimeSpan WarmUpLength = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan RoundLength = TimeSpan.FromMilliseconds(25);

    /// <summary>Takes the results of all work here, so that none of it can be optimised away.</summary>
    public static long Sink { get; set; }

    public static IReadOnlyList<Result> Measure(IReadOnlyList<Row> rows) => [.. rows.Select(Measure)];

    private static Result Measure(Row row)
    {
        Contender[] contenders = [.. Parts(row.Ours), .. Parts(row.Baseline)];
        foreach (var contender in contenders)
            contender.WarmUp();
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var contender in contenders)
                contender.RunRound();
        }

        var at = 0;
        return new(row, Take(row.Ours), Take(row.Baseline));

        Cost Take(Work work)
        {
            var whole = contenders[at++].Cost;
            return (work.Preparation is null ? whole : whole - contenders[at++].Cost).Per(work.Units);
        }
    }

    private static IEnumerable<Contender> Parts(Work work) =>
        work.Preparation is null ? [new(work.Run)] : [new(work.Run), new(work.Preparation)];

    private sealed class Contender(Action<int> run)
    {
        private readonly List<double> _times = [];
        private double _bytes = double.MaxValue;
        private int _count = 1;

        public Cost Cost
        {
            get
            {
                var sorted = _times.Order().ToArray();
                return new(sorted[0], sorted[sorted.Length / 2], _bytes);
            }
        }

        public void WarmUp()
        {
            var begin = ThreadClock.Now;
            while (ThreadClock.Now - begin < WarmUpLength)
            {
                var before = ThreadClock.Now;
                run(_count);
                if (ThreadClock.Now - before < RoundLength)
                    _count = Math.Min(_count * 2, 1 << 24);
            }
        }

        public void RunRound()
        {
            var bytes = GC.GetAllocatedBytesForCurrentThread();
            var begin = ThreadClock.Now;
            run(_count);
            var took = ThreadClock.Now - begin;
            bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
            _times.Add(took.TotalNanoseconds / _count);
            _bytes = Math.Min(_bytes, (double)bytes / _count);
        }
    }
}

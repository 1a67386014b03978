namespace Benchmarks;

/// <summary>The one table.</summary>
internal static class Table
{
    public static void Print(TextWriter to, IReadOnlyList<Result> results, ByteBudgets budgets)
    {
        to.WriteLine($"{Environment.OSVersion.VersionString}, .NET {Environment.Version}, {Environment.ProcessorCount} processors; nanoseconds of processor time, best of 9 rounds (median)");
        to.WriteLine();
        to.WriteLine($"{"",-46}{"ns",10}{"median",10}{"bytes",9}{"budget",8}   {"baseline",-46}{"ns",10}{"bytes",9}{"ratio",8}");
        var group = "";
        foreach (var (row, ours, baseline) in results)
        {
            if (row.Group != group)
            {
                group = row.Group;
                to.WriteLine($"{group}, per {row.Unit}");
            }

            var budget = budgets.Find(row.Ours.Name)?.ToString() ?? "-";
            to.WriteLine(
                $"  {row.Ours.Name,-44}{ours.Best,10:N1}{ours.Median,10:N1}{ours.Bytes,9:N0}{budget,8}   {row.Baseline.Name,-46}{baseline.Best,10:N1}{baseline.Bytes,9:N0}{ours.Best / baseline.Best,8:0.00}");
        }
    }
}

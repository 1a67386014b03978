namespace Benchmarks;

/// <summary>Something that is done a number of times in a row.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Run">Does it that many times.</param>
/// <param name="Units">What one time counts as: ten for a pass over ten messages.</param>
/// <param name="Preparation">What <paramref name="Run"/> also does but is not meant: its time and bytes are taken off.</param>
internal sealed record Work(string Name, Action<int> Run, int Units = 1, Action<int>? Preparation = null);

/// <summary>One line of the table: ours beside what it is compared with.</summary>
internal sealed record Row(string Group, string Unit, Work Ours, Work Baseline);

/// <summary>What one unit of work costs.</summary>
internal readonly record struct Cost(double Best, double Median, double Bytes)
{
    public static Cost operator -(Cost whole, Cost part) => new(whole.Best - part.Best, whole.Median - part.Median, whole.Bytes - part.Bytes);

    public Cost Per(int units) => new(Best / units, Median / units, Bytes / units);
}

/// <summary>A row with its costs.</summary>
internal sealed record Result(Row Row, Cost Ours, Cost Baseline)
{
    /// <summary>Ours over baseline: below 1 is faster.</summary>
    public double Ratio => Ours.Best / Baseline.Best;
}

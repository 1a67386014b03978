using System.Globalization;

namespace Guest.Bed;

/// <summary>What lines of the chip were at a moment, from this one on until the next.</summary>
/// <param name="At">Since the guest began.</param>
/// <param name="IsHigh">Each line, in the order they were asked for.</param>
public sealed record LampSample(TimeSpan At, IReadOnlyList<bool> IsHigh)
{
    /// <summary>Reads what <c>follow</c> printed; the last one is the end of the watch.</summary>
    public static IReadOnlyList<LampSample> Read(string output) =>
    [
        .. from line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
           let words = line.Split(' ')
           select new LampSample(TimeSpan.FromMilliseconds(long.Parse(words[0], CultureInfo.InvariantCulture)), [.. words.Skip(1).Select(word => word == "1")]),
    ];
}

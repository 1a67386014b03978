using System.Text;
using Hal.Lamps;

namespace Hal.Devices.Lamps;

/// <summary>
/// A pattern as text for the kernel's <c>pattern</c> trigger (<c>Documentation/ABI/testing/sysfs-class-led-trigger-pattern</c>): pairs of
/// brightness and milliseconds. From each pair to the next the brightness is faded over the time given; a hard step is therefore a
/// pair that keeps its brightness, followed by one of no time.
/// </summary>
/// <remarks>
/// The kernel has no switch that a dying program lets go of. So the text begins with what is to be seen now, for longer than it takes
/// us to write it anew, and goes on with what is to be seen when nobody does. A program that lives never gets there.
/// </remarks>
internal static class KernelPattern
{
    /// <summary>The kernel takes 1024 pairs, and one page of text.</summary>
    private const int MostPairs = 1024;

    /// <summary>The text.</summary>
    /// <param name="pattern">What is to be seen now.</param>
    /// <param name="lasting">For at least so long, in whole rounds.</param>
    /// <param name="orphan">What is to be seen after it, for as long as there is room; then all begins anew.</param>
    /// <param name="brightness">The brightness of a lit lamp.</param>
    public static string Text(LampPattern pattern, TimeSpan lasting, LampPattern orphan, int brightness)
    {
        var text = new StringBuilder();
        var pairs = 0;
        var round = Round(pattern, brightness);
        for (var rounds = Rounds(pattern, lasting); rounds > 0 && Fits(text, pairs, round); rounds--)
            Add(text, ref pairs, round);

        round = Round(orphan, brightness);
        while (!orphan.Equals(pattern) && Fits(text, pairs, round))
            Add(text, ref pairs, round);

        return text.ToString().TrimEnd();
    }

    /// <summary>How many whole rounds of a pattern last at least so long.</summary>
    public static int Rounds(LampPattern pattern, TimeSpan lasting) => Math.Max(1, (int)Math.Ceiling(lasting / pattern.Length));

    private static string Round(LampPattern pattern, int brightness)
    {
        var text = new StringBuilder();
        foreach (var span in pattern.Spans)
        {
            var level = span.IsLit ? brightness : 0;
            text.Append(level).Append(' ').Append((long)span.Length.TotalMilliseconds).Append(' ').Append(level).Append(" 0 ");
        }

        return text.ToString();
    }

    private static bool Fits(StringBuilder text, int pairs, string round) => text.Length + round.Length < KernelFile.Most && pairs + Pairs(round) <= MostPairs;

    private static void Add(StringBuilder text, ref int pairs, string round)
    {
        text.Append(round);
        pairs += Pairs(round);
    }

    private static int Pairs(string round) => round.AsSpan().Count(' ') / 2;
}

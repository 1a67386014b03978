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

    private static readonly TimeSpan AnHour = TimeSpan.FromHours(1);

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

        if (orphan.Equals(pattern))
            return text.ToString().TrimEnd();

        round = orphan.IsConstant ? Span(orphan.Spans[0].IsLit, AnHour, brightness) : Round(orphan, brightness);
        while (Fits(text, pairs, round))
        {
            Add(text, ref pairs, round);
            if (orphan.IsConstant)
                break;
        }

        return text.ToString().TrimEnd();
    }

    /// <summary>How many whole rounds of a pattern last at least so long.</summary>
    public static int Rounds(LampPattern pattern, TimeSpan lasting) => Math.Max(1, (int)Math.Ceiling(lasting / pattern.Length));

    private static string Round(LampPattern pattern, int brightness)
    {
        var text = new StringBuilder();
        foreach (var span in pattern.Spans)
            text.Append(Span(span.IsLit, span.Length, brightness));
        return text.ToString();
    }

    private static string Span(bool isLit, TimeSpan length, int brightness)
    {
        var level = isLit ? brightness : 0;
        return $"{level} {(long)length.TotalMilliseconds} {level} 0 ";
    }

    private static bool Fits(StringBuilder text, int pairs, string round) => text.Length + round.Length < KernelFile.Most && pairs + Pairs(round) <= MostPairs;

    private static void Add(StringBuilder text, ref int pairs, string round)
    {
        text.Append(round);
        pairs += Pairs(round);
    }

    private static int Pairs(string round) => round.AsSpan().Count(' ') / 2;
}

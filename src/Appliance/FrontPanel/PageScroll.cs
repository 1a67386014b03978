namespace Appliance.FrontPanel;

/// <summary>
/// Which part of a page is shown. A page that does not fit turns its parts by itself, so that one button is enough; somebody with
/// more buttons can turn them by hand.
/// </summary>
/// <param name="Turns">How many parts it stood onward at <paramref name="Since"/>; below zero is backward.</param>
/// <param name="Since">When that was.</param>
public readonly record struct PageScroll(int Turns, TimeSpan Since)
{
    /// <summary>How long a part stays: time to read some eight words at arm's length.</summary>
    public static readonly TimeSpan Part = TimeSpan.FromSeconds(4);

    /// <summary>Which of so many parts is shown now.</summary>
    public int Of(int parts, TimeSpan now) => parts <= 1 ? 0 : (int)((((Turns + Passed(now)) % parts) + parts) % parts);

    /// <summary>So many parts onward from what is shown now.</summary>
    public PageScroll By(int turns, TimeSpan now) => new((int)((Turns + Passed(now) + turns) % 1_000_000), now);

    /// <summary>When the next part comes.</summary>
    public TimeSpan NextAt(TimeSpan now) => Since + ((Passed(now) + 1) * Part);

    private long Passed(TimeSpan now) => Math.Max(0, (now - Since).Ticks / Part.Ticks);
}

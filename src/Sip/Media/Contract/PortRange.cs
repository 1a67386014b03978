namespace Sip.Media;

/// <summary>The UDP ports media may use.</summary>
/// <param name="First">The lowest, even.</param>
/// <param name="Last">The highest, odd.</param>
public readonly record struct PortRange(int First, int Last)
{
    /// <summary>20000 to 24999: clear of SIP and of the ports Linux gives to clients (32768 and up).</summary>
    public static readonly PortRange Default = new(20_000, 24_999);

    /// <summary>How many pairs of an even and an odd port it has.</summary>
    public int Pairs => (Last + 1 - First) / 2;

    /// <summary>Reads <c>20000-24999</c>. False unless it begins even, ends odd and lies in 1024 to 65535.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out PortRange range)
    {
        range = default;
        var dash = text.IndexOf('-');
        if (dash < 0 || !int.TryParse(text[..dash], out var first) || !int.TryParse(text[(dash + 1)..], out var last))
            return false;

        range = new(first, last);
        return first >= 1024 && last <= ushort.MaxValue && first < last && first % 2 is 0 && last % 2 is 1;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{First}-{Last}";
}

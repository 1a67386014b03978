namespace Hal.Boards;

/// <summary>What was found on the header without knowing the board.</summary>
/// <param name="HasHeader">A GPIO chip of a Raspberry Pi's header is there.</param>
/// <param name="HasSpi">SPI 0 is switched on (says nothing about a screen: SPI cannot be asked).</param>
/// <param name="Answers">The addresses that answered on the header's I2C bus, of those that were asked.</param>
public sealed record BoardFindings(bool HasHeader, bool HasSpi, IReadOnlySet<int> Answers)
{
    /// <summary>The addresses worth asking: the screens and the fan.</summary>
    public static IReadOnlyList<int> Asked { get; } = [KnownBoards.ScreenAddress, KnownBoards.FanAddress];
}

/// <summary>
/// Which board it is (product.md 5.3). None of them has an identity chip, so this is a guess until a button was pressed: no two
/// boards have their buttons on the same lines.
/// </summary>
public static class BoardDetection
{
    /// <summary>The lines only the Waveshare HAT has buttons on. GPIO 16 is the wired button of two other boards too.</summary>
    private static readonly int[] WaveshareAlone = [13, 19, 20, 21, 26];

    private static readonly int[] AdafruitAlone = [4, 17, 22, 23, 27];

    /// <summary>The board to begin with; null on a computer without a header.</summary>
    public static Board? Begin(BoardFindings found)
    {
        ArgumentNullException.ThrowIfNull(found);
        return (found.HasHeader, found.Answers.Contains(KnownBoards.ScreenAddress), found.Answers.Contains(KnownBoards.FanAddress), found.HasSpi) switch
        {
            (false, _, _, _) => null,
            (_, true, true, _) => KnownBoards.WavesharePoeB,
            (_, true, false, _) => KnownBoards.AdafruitBonnet,
            (_, false, _, true) => KnownBoards.WaveshareOledHat,
            _ => KnownBoards.Bare,
        };
    }

    /// <summary>
    /// The board after a button on this line moved, and whether that is certain. GPIO 16 is the third key of the Waveshare HAT, whose
    /// screen cannot be asked, and the one button of a box without a board: alone it means the latter, until another key tells.
    /// </summary>
    public static (Board Board, bool IsCertain) Decide(Board now, BoardFindings found, int line)
    {
        ArgumentNullException.ThrowIfNull(found);
        var answers = found.Answers.Contains(KnownBoards.ScreenAddress);
        if (WaveshareAlone.Contains(line))
            return (answers ? KnownBoards.WaveshareOledHatI2c : KnownBoards.WaveshareOledHat, true);
        if (AdafruitAlone.Contains(line))
            return (KnownBoards.AdafruitBonnet, true);
        if (line == KnownBoards.WiredButton && now == KnownBoards.WaveshareOledHat)
            return (KnownBoards.Bare with { Screen = now.Screen }, false);
        return (now, false);
    }

    /// <summary>The board that seems to be there instead of the chosen one; null when nothing speaks against the choice. A screen that is silent proves nothing: it may be broken.</summary>
    public static Board? Contradicts(Board chosen, BoardFindings found)
    {
        ArgumentNullException.ThrowIfNull(chosen);
        ArgumentNullException.ThrowIfNull(found);
        var likely = Begin(found);
        if (likely?.Screen?.Bus is not ScreenWiring.I2c || likely == chosen)
            return null;

        // The bonnet and the re-soldered HAT answer alike.
        return likely == KnownBoards.AdafruitBonnet && chosen == KnownBoards.WaveshareOledHatI2c ? null : likely;
    }

    /// <summary>Every button of every board it could still be, one a line: what to listen to until it is known.</summary>
    public static IReadOnlyList<BoardButton> Listen(Board now)
    {
        ArgumentNullException.ThrowIfNull(now);
        var own = now.Buttons.Select(button => button.Line).ToHashSet();
        var others = KnownBoards.All.SelectMany(board => board.Buttons).Where(button => !own.Contains(button.Line)).DistinctBy(button => button.Line);
        return [.. now.Buttons, .. others];
    }
}

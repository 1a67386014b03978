using System.Text;
using Appliance.Web;

namespace Appliance.Hosting;

/// <summary>Draws the panel with letters: the screen in blocks or dots, whichever fits, the lamps in words. Pure.</summary>
internal static class TerminalPicture
{
    private const string LitOnDark = "\e[97;40m";
    private const string Plain = "\e[0m";

    // Dots of a braille letter (U+2800) by column and row.
    private static readonly int[,] Dots = { { 0x01, 0x02, 0x04, 0x40 }, { 0x08, 0x10, 0x20, 0x80 } };

    /// <summary>The lines of the screen. Half blocks show square pixels, two to a letter; where these do not fit, dots do, eight to a letter.</summary>
    public static IEnumerable<string> Screen(ScreenPicture screen, int columns, int rows, bool inColour)
    {
        var pages = Convert.FromBase64String(screen.Pages);
        bool IsLit(int x, int y) => y < screen.Height && x < screen.Width && (pages[(y / 8 * screen.Width) + x] >> (y % 8) & 1) != 0;
        var isRoomy = columns >= screen.Width && rows >= screen.Height / 2;
        var (wide, high) = isRoomy ? (1, 2) : (2, 4);
        for (var y = 0; y < screen.Height; y += high)
        {
            var line = new StringBuilder();
            for (var x = 0; x < screen.Width; x += wide)
                line.Append(isRoomy ? Halves(IsLit(x, y), IsLit(x, y + 1)) : Braille(IsLit, x, y));
            yield return inColour ? $"{LitOnDark}{line}{Plain}" : line.ToString().TrimEnd();
        }
    }

    /// <summary>The lamps at this moment: a lit one is <c>●</c>, a dark one <c>○</c>, each with its words.</summary>
    public static string Lamps(IReadOnlyList<LampPicture> lamps, TimeSpan now, bool inColour) =>
        string.Join("   ", lamps.Select(lamp => $"{Dot(lamp, now, inColour)} {lamp.Words}"));

    /// <summary>When a lamp changes next after this moment, or null when none blinks.</summary>
    public static TimeSpan? NextBlink(IReadOnlyList<LampPicture> lamps, TimeSpan now) =>
        lamps.Where(lamp => lamp.Rhythm.Count > 1).Select(lamp => (TimeSpan?)(now + PhaseOf(lamp, now).Left)).Min();

    private static char Halves(bool upper, bool lower) => (upper, lower) switch
    {
        (true, true) => '█',
        (true, false) => '▀',
        (false, true) => '▄',
        _ => ' ',
    };

    private static char Braille(Func<int, int, bool> isLit, int x, int y)
    {
        var dots = 0;
        for (var column = 0; column < 2; column++)
        {
            for (var row = 0; row < 4; row++)
                dots |= isLit(x + column, y + row) ? Dots[column, row] : 0;
        }

        return (char)(0x2800 + dots);
    }

    private static string Dot(LampPicture lamp, TimeSpan now, bool inColour)
    {
        var isLit = lamp.Rhythm.Count > 0 && lamp.Rhythm[PhaseOf(lamp, now).Step] > 0;
        var dot = isLit ? "●" : "○";
        var colour = lamp.Colour switch { "green" => "\e[92m", "yellow" => "\e[93m", "red" => "\e[91m", "blue" => "\e[94m", _ => "" };
        return inColour && isLit ? $"{colour}{dot}{Plain}" : dot;
    }

    private static (int Step, TimeSpan Left) PhaseOf(LampPicture lamp, TimeSpan now)
    {
        var at = now.TotalMilliseconds % lamp.Rhythm.Sum(Math.Abs);
        var step = 0;
        while (at >= Math.Abs(lamp.Rhythm[step]))
            at -= Math.Abs(lamp.Rhythm[step++]);
        return (step, TimeSpan.FromMilliseconds(Math.Abs(lamp.Rhythm[step]) - at));
    }
}

namespace Hal.Screens;

/// <summary>
/// Moves the whole picture by one pixel a minute, so that no edge stands on the same pixels of an OLED for hours. What leaves on one side
/// comes back on the other, so nothing is ever cut off. The round is (0,0) (1,0) (2,0) (2,1) (1,1) (0,1): 21 letters of 6 columns leave two of
/// 128 columns free, and the lowest row of a small letter is nearly always dark, so what comes back is hardly ever seen. A QR code loses at
/// most half a module of its quiet zone.
/// </summary>
public static class BurnInShift
{
    /// <summary>How long the picture stands still.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromMinutes(1);

    private static readonly (int X, int Y)[] Round = [(0, 0), (1, 0), (2, 0), (2, 1), (1, 1), (0, 1)];

    /// <summary>How far the picture is moved to the right and down at this moment.</summary>
    public static (int X, int Y) At(TimeSpan now) => Round[(int)(now.Ticks / Pace.Ticks % Round.Length)];

    /// <summary>When it moves next.</summary>
    public static TimeSpan NextAfter(TimeSpan now) => new((now.Ticks / Pace.Ticks * Pace.Ticks) + Pace.Ticks);

    /// <summary>The picture as it is to be shown at this moment.</summary>
    public static Frame Apply(Frame frame, TimeSpan now)
    {
        ArgumentNullException.ThrowIfNull(frame);
        var (right, down) = At(now);
        if ((right, down) is (0, 0))
            return frame;

        var pages = new byte[frame.AllPages.Length];
        for (var page = 0; page < frame.Pages; page++)
        {
            var above = frame.Page((page + frame.Pages - 1) % frame.Pages);
            var here = frame.Page(page);
            for (var column = 0; column < frame.Width; column++)
            {
                var carried = above[column] >> (Frame.RowsPerPage - down);
                pages[(page * frame.Width) + ((column + right) % frame.Width)] = (byte)(here[column] << down | carried);
            }
        }

        return new Frame(frame.Width, frame.Height, pages);
    }
}

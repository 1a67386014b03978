using System.Text;
using Hal.Screens;

namespace Hal.Emulation;

/// <summary>A frame as text.</summary>
public static class AsciiFrame
{
    private const char Lit = '#';
    private const char Dark = '.';

    /// <summary>One line a row, <c>#</c> lit and <c>.</c> dark, every line ended: what golden files hold.</summary>
    public static string Draw(Frame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        var text = new StringBuilder((frame.Width + 1) * frame.Height);
        for (var y = 0; y < frame.Height; y++)
        {
            for (var x = 0; x < frame.Width; x++)
                text.Append(frame[x, y] ? Lit : Dark);
            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The frame that <see cref="Draw"/> made this text of; null when the text is no such picture.</summary>
    public static Frame? Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var rows = text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        var size = new ScreenSize(rows[0].Length, rows.Length);
        if (size.Width is < 1 or > 256 || size.Height > 128 || size.Height % Frame.RowsPerPage != 0
            || rows.Any(row => row.Length != size.Width || row.AsSpan().ContainsAnyExcept(Lit, Dark)))
            return null;

        var canvas = new Canvas(size);
        for (var y = 0; y < size.Height; y++)
            for (var x = 0; x < size.Width; x++)
                if (rows[y][x] is Lit)
                    canvas.Set(x, y);
        return canvas.ToFrame();
    }

    /// <summary>One line for two rows, by half blocks: square pixels on most terminals, 128 by 32 characters for 128 by 64.</summary>
    public static string DrawCompact(Frame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        var text = new StringBuilder((frame.Width + 1) * frame.Height / 2);
        for (var y = 0; y < frame.Height; y += 2)
        {
            for (var x = 0; x < frame.Width; x++)
                text.Append((frame[x, y], frame[x, y + 1]) switch { (true, true) => '█', (true, false) => '▀', (false, true) => '▄', _ => ' ' });
            text.Append('\n');
        }

        return text.ToString();
    }
}

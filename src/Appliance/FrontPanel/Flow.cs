using Hal.Screens;

namespace Appliance.FrontPanel;

/// <summary>
/// Rows one below another. Where they do not fit the screen they make several parts, which turn by themselves (<see cref="PageScroll"/>);
/// a bar at the right edge shows which one it is.
/// </summary>
internal sealed class Flow(Sheet sheet)
{
    private const int ScrollBar = 3;

    private readonly List<Func<int, IEnumerable<Block>>> _sources = [];

    private bool _beginsPart;

    /// <summary>Something of a fixed height: rows, what draws it at a row in so many columns, and whether its part is to be shown.</summary>
    public sealed record Block(int Height, Action<int, int> Draw, bool IsMarked = false)
    {
        /// <summary>True when a part begins with it.</summary>
        public bool BeginsPart { get; init; }
    }

    /// <summary>What follows begins a new part.</summary>
    public Flow Part()
    {
        _beginsPart = _sources.Count > 0;
        return this;
    }

    /// <summary>A block of its own.</summary>
    public Flow Add(int height, Action<int, int> draw) => Add(_ => [new(height, draw)]);

    /// <summary>A word at the left and a value at the right; below one another where one row is too narrow for both.</summary>
    public Flow Pair(string label, string value)
    {
        var (left, right) = (sheet.FontOf(label), BitmapFont.SmallestFor(value));
        return Add(width => value is "" || left.Measure(label) + 2 + right.Measure(value) <= width
            ? [Across(label, left, value, right)]
            :
            [
                new(Pitch(left), (y, columns) => sheet.Write(0, y, label, left, columns)),
                new(Pitch(right), (y, columns) => sheet.WriteRight(columns, y, value, right, columns)),
            ]);
    }

    /// <summary>A name at the left, cut where it must be, and a small picture at the right.</summary>
    public Flow Marked(string text, Icon icon)
    {
        var font = sheet.FontOf(text);
        return Add(Pitch(font), (y, width) =>
        {
            sheet.Write(0, y, text, font, width - icon.Width - 4);
            sheet.Draw(width - icon.Width, y + ((font.Height - icon.Height) / 2), icon);
        });
    }

    /// <summary>One row in the large font, cut where it must be.</summary>
    public Flow Large(string text) => Add(BitmapFont.Large.Height + 2, (y, width) => sheet.Write(0, y, text, BitmapFont.Large, width));

    /// <summary>A sentence, in as many rows as it takes.</summary>
    public Flow Sentence(string text)
    {
        var font = sheet.FontOf(text);
        return Add(width => Typesetter.Wrap(text, font, width + 1)
            .Select(line => new Block(Pitch(font), (y, columns) => sheet.Write(0, y, line, font, columns + 1))));
    }

    /// <summary>An entry that can be chosen; the part with the marked one is shown.</summary>
    public Flow Entry(string label, string value, bool isMarked) => Entry(label, sheet.FontOf(label), value, isMarked);

    /// <summary>An entry in this font.</summary>
    public Flow Entry(string label, BitmapFont font, string value, bool isMarked)
    {
        var block = Across(label, font, value, BitmapFont.SmallestFor(value));
        var (above, height) = block.Height > 10 ? (0, block.Height) : (1, 10);
        return Add(_ => [new(block.Height, (y, width) =>
        {
            block.Draw(y, width);
            if (isMarked)
                sheet.Canvas.Invert(0, y - above, width, height);
        }, isMarked)]);
    }

    /// <summary>Draws from this row down.</summary>
    public void Draw(int top) => Draw(top, sheet.Height);

    /// <summary>Draws between these rows, the second one not included.</summary>
    public void Draw(int top, int bottom)
    {
        var width = sheet.Width;
        var parts = Parts(bottom - top, width);
        if (parts.Count > 1)
        {
            width -= ScrollBar;
            parts = Parts(bottom - top, width);
        }

        var marked = parts.FindIndex(static part => part.Any(static block => block.IsMarked));
        var shown = marked >= 0 ? marked : sheet.Model.Scroll.Of(parts.Count, sheet.Now);
        if (parts.Count > 1)
            DrawBar(top, bottom, shown, parts.Count);
        foreach (var block in parts.Count is 0 ? [] : parts[shown])
        {
            block.Draw(top, width);
            top += block.Height;
        }
    }

    private Flow Add(Func<int, IEnumerable<Block>> source)
    {
        _sources.Add(_beginsPart ? width => source(width).Select(static (block, index) => block with { BeginsPart = index == 0 }) : source);
        _beginsPart = false;
        return this;
    }

    private Block Across(string label, BitmapFont left, string value, BitmapFont right)
    {
        var height = Math.Max(left.Height, value is "" ? 0 : right.Height);
        return new(height > 8 ? height : height + 2, (y, width) =>
        {
            var room = value is "" ? width : Math.Max(width / 3, width - right.Measure(value) - 2);
            sheet.Write(0, y + ((height - left.Height) / 2), label, left, room);
            sheet.WriteRight(width, y + ((height - right.Height) / 2), value, right, width - Math.Min(room, left.Measure(label)) - 2);
        });
    }

    private List<List<Block>> Parts(int height, int width)
    {
        var parts = new List<List<Block>>();
        var left = 0;
        foreach (var block in _sources.SelectMany(source => source(width)))
        {
            if (parts.Count == 0 || block.Height > left || block.BeginsPart)
            {
                // The gap below the last row need not fit.
                parts.Add([]);
                left = height + 2;
            }

            parts[^1].Add(block);
            left -= block.Height;
        }

        return parts;
    }

    private void DrawBar(int top, int bottom, int shown, int parts)
    {
        var room = bottom - top;
        var thumb = Math.Max(4, room / parts);
        for (var y = top; y < bottom; y += 2)
            sheet.Canvas.Set(sheet.Width - 1, y);
        sheet.Canvas.Fill(sheet.Width - 2, top + ((room - thumb) * shown / (parts - 1)), 2, thumb);
    }

    private static int Pitch(BitmapFont font) => font.Height > 8 ? font.Height : font.Height + 2;
}

using Appliance.FrontPanel;
using Hal.Buttons;
using Hal.Emulation;
using Hal.Lamps;

namespace Appliance.Web;

/// <summary>The panel at one moment, as its page and the terminal get it.</summary>
/// <param name="Name">What people call the panel.</param>
/// <param name="Layout">Which buttons it has: <c>none</c>, <c>one</c>, <c>two</c>, <c>joystick</c>.</param>
/// <param name="Screen">What the screen shows, or null without one.</param>
/// <param name="Brightness"><c>off</c>, <c>dimmed</c>, <c>full</c>.</param>
/// <param name="Lamps">The lamps it has.</param>
/// <param name="Down">The buttons that are down.</param>
internal sealed record PanelPicture(
    string Name, string Layout, ScreenPicture? Screen, string Brightness, IReadOnlyList<LampPicture> Lamps, IReadOnlyList<string> Down)
{
    /// <summary>The picture of what is seen.</summary>
    public static PanelPicture Of(PanelSnapshot seen, LampMeanings meanings, string language) => new(
        seen.Has.Name,
        NameOf(seen.Has.Buttons),
        seen.Glass is { } frame ? new(frame.Width, frame.Height, Convert.ToBase64String(frame.AllPages)) : null,
        NameOf(seen.Brightness),
        [.. seen.Has.Lamps.Select(lamp => LampPicture.Of(lamp, seen[lamp], lamp switch { Lamp.Line => meanings.Line, Lamp.Call => meanings.Call, _ => meanings.Status }, language))],
        [.. Enum.GetValues<Button>().Where(seen.Down.Has).Select(button => NameOf(button))]);

    /// <summary>The name of a value on the wire.</summary>
    public static string NameOf<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}

/// <summary>A screen's pixels.</summary>
/// <param name="Width">From left to right.</param>
/// <param name="Height">From top to bottom.</param>
/// <param name="Pages">In base 64: pages of eight rows, one byte per column, the lowest bit on top.</param>
internal sealed record ScreenPicture(int Width, int Height, string Pages);

/// <summary>A lamp.</summary>
/// <param name="Name"><c>status</c>, <c>line</c>, <c>call</c>.</param>
/// <param name="Colour"><c>off</c>, <c>green</c>, <c>yellow</c>, <c>red</c>, <c>blue</c>.</param>
/// <param name="Rhythm">Milliseconds lit (above zero) and dark (below), over and over. One value: it never changes; none: dark.</param>
/// <param name="Words">The lamp, its colour, its rhythm and what they mean, in the office's language: colour is never alone.</param>
internal sealed record LampPicture(string Name, string Colour, IReadOnlyList<int> Rhythm, string Words)
{
    public static LampPicture Of(Lamp lamp, LampState state, LampMeaning meaning, string language) => new(
        PanelPicture.NameOf(lamp), PanelPicture.NameOf(state.Colour), RhythmOf(state), LampWords.Say(lamp, state, meaning, language));

    private static int[] RhythmOf(LampState state) => state switch
    {
        { Colour: LampColour.Off } => [],
        { Pattern.IsConstant: true } => state.Pattern.Spans[0].IsLit ? [1000] : [],
        _ => [.. state.Pattern.Spans.Select(span => (span.IsLit ? 1 : -1) * (int)span.Length.TotalMilliseconds)],
    };
}

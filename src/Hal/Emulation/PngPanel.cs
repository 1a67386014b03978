using Hal.Buttons;
using Hal.Lamps;

namespace Hal.Emulation;

/// <summary>A whole panel as PNG: the glass, the lamps below it, the buttons beside it, lit and pressed as they are.</summary>
public static class PngPanel
{
    private const int Margin = 6;
    private const int Dot = 7;
    private const int ButtonStep = 10;
    private const int KeysLeft = (3 * ButtonStep) + 5;

    /// <summary>Draws it.</summary>
    /// <param name="panel">What is seen of it.</param>
    /// <param name="now">When: lamps blink.</param>
    /// <param name="scale">Pixels of the PNG for a pixel of the glass, 1 to 16.</param>
    public static byte[] Write(PanelSnapshot panel, TimeSpan now, int scale = 4) => Png.Write(Draw(panel, now), Math.Clamp(scale, 1, 16));

    internal static Picture Draw(PanelSnapshot panel, TimeSpan now)
    {
        ArgumentNullException.ThrowIfNull(panel);
        var (glassWidth, glassHeight) = panel.Has.Screen is { } size ? (size.Width, size.Height + Margin) : (128, 0);
        var buttonWidth = panel.Has.Buttons switch { ButtonLayout.None => 0, ButtonLayout.Joystick => KeysLeft + ButtonStep + Margin, _ => ButtonStep + Margin };
        var lampTop = Margin + glassHeight;
        var picture = new Picture(Margin + glassWidth + buttonWidth + Margin, Math.Max(lampTop + Dot + Margin, buttonWidth is 0 ? 0 : (3 * ButtonStep) + (2 * Margin)));

        if (panel.Glass is { } glass)
            picture.Draw(glass, Margin, Margin, panel.Brightness is Brightness.Dimmed ? Ink.GlassDimmed : Ink.GlassLit);

        var x = Margin;
        foreach (var lamp in panel.Has.Lamps)
        {
            picture.Dot(x, lampTop, InkOf(panel[lamp], now));
            x = picture.Write(x + Dot + 2, lampTop, lamp.ToString().ToUpperInvariant(), Ink.Print) + Margin;
        }

        DrawButtons(picture, panel, Margin + glassWidth + Margin);
        return picture;
    }

    private static void DrawButtons(Picture picture, PanelSnapshot panel, int left)
    {
        (Button Button, int X, int Row)[] places = panel.Has.Buttons switch
        {
            ButtonLayout.None => [],
            ButtonLayout.One => [(Button.Key1, 0, 0)],
            ButtonLayout.Two => [(Button.Key1, 0, 0), (Button.Key2, 0, 1)],
            _ =>
            [
                (Button.Up, ButtonStep, 0), (Button.Left, 0, 1), (Button.Centre, ButtonStep, 1), (Button.Right, 2 * ButtonStep, 1), (Button.Down, ButtonStep, 2),
                (Button.Key1, KeysLeft, 0), (Button.Key2, KeysLeft, 1), (Button.Key3, KeysLeft, 2),
            ],
        };
        foreach (var (button, x, row) in places)
            picture.Dot(left + x, Margin + (row * ButtonStep), panel.Down.Has(button) ? Ink.ButtonDown : Ink.Button);
    }

    private static Ink InkOf(LampState state, TimeSpan now) => state.Colour switch
    {
        LampColour.Off => Ink.LampDark,
        _ when !state.Pattern.IsLit(now) => Ink.LampDark,
        LampColour.Green => Ink.LampGreen,
        LampColour.Yellow => Ink.LampYellow,
        LampColour.Red => Ink.LampRed,
        _ => Ink.LampBlue,
    };
}

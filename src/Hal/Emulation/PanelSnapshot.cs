using Hal.Buttons;
using Hal.Lamps;
using Hal.Screens;

namespace Hal.Emulation;

/// <summary>All that can be seen of an emulated panel at one moment.</summary>
/// <param name="Revision">Counts the changes; a higher one is newer.</param>
/// <param name="Has">What the panel has.</param>
/// <param name="Frame">What the screen was told to show last; null without a screen, before the first picture, and while the screen is broken.</param>
/// <param name="Brightness">How bright the screen is.</param>
/// <param name="Status">The lamp of the box itself.</param>
/// <param name="Line">The lamp of the way out.</param>
/// <param name="Call">The lamp of calls.</param>
public sealed record PanelSnapshot(
    long Revision, PanelCapabilities Has, Frame? Frame, Brightness Brightness, LampState Status, LampState Line, LampState Call)
{
    /// <summary>The buttons that are down.</summary>
    public ButtonSet Down { get; init; }

    /// <summary>What one lamp was told to show.</summary>
    public LampState this[Lamp lamp] => lamp switch
    {
        Lamp.Status => Status,
        Lamp.Line => Line,
        Lamp.Call => Call,
        _ => LampState.Dark,
    };

    /// <summary>What somebody before the glass sees: the frame, a dark one while the screen is off, null without a screen.</summary>
    public Frame? Glass => (Frame, Brightness, Has.Screen) switch
    {
        (_, _, null) => null,
        (null, _, { } size) => Frame.Dark(size.Width, size.Height),
        ({ } frame, Brightness.Off, _) => Frame.Dark(frame.Width, frame.Height),
        ({ } frame, _, _) => frame,
    };

    /// <summary>The lamps as one line of text at this moment: a lit lamp is <c>●</c>, a dark one <c>○</c>, each with its colour's name.</summary>
    public string DrawLamps(TimeSpan now) =>
        string.Join(' ', Has.Lamps.Select(lamp => $"[{lamp.ToString().ToUpperInvariant()} {Draw(this[lamp], now)}]"));

    internal PanelSnapshot With(Lamp lamp, LampState state) => lamp switch
    {
        Lamp.Status => this with { Status = state },
        Lamp.Line => this with { Line = state },
        Lamp.Call => this with { Call = state },
        _ => this,
    };

    private static string Draw(LampState state, TimeSpan now) =>
        state.Colour is LampColour.Off ? "○" : $"{(state.Pattern.IsLit(now) ? '●' : '○')} {state.Colour.ToString().ToUpperInvariant()}";
}

/// <summary>A set of buttons, comparable.</summary>
public readonly record struct ButtonSet
{
    private readonly uint _bits;

    private ButtonSet(uint bits) => _bits = bits;

    /// <summary>True when this button is in it.</summary>
    public bool Has(Button button) => (_bits >> (int)button & 1) != 0;

    internal ButtonSet With(Button button) => new(_bits | (1u << (int)button));

    internal ButtonSet Without(Button button) => new(_bits & ~(1u << (int)button));

    /// <summary>Everything that is in one or the other.</summary>
    public static ButtonSet operator |(ButtonSet left, ButtonSet right) => new(left._bits | right._bits);

    /// <summary>Everything that is in one or the other.</summary>
    public static ButtonSet BitwiseOr(ButtonSet left, ButtonSet right) => left | right;
}

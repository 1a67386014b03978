namespace Hal.Buttons;

/// <summary>A key of a front panel, named for where it is.</summary>
public enum Button
{
    /// <summary>The joystick pushed up.</summary>
    Up,

    /// <summary>The joystick pushed down.</summary>
    Down,

    /// <summary>The joystick pushed left.</summary>
    Left,

    /// <summary>The joystick pushed right.</summary>
    Right,

    /// <summary>The joystick pressed in.</summary>
    Centre,

    /// <summary>The first key: KEY1, A, or the only button there is.</summary>
    Key1,

    /// <summary>The second key: KEY2 or B.</summary>
    Key2,

    /// <summary>The third key.</summary>
    Key3,
}

/// <summary>Which buttons a panel has, and so how it is used (product.md 3.3).</summary>
public enum ButtonLayout
{
    /// <summary>None: only the page and the file on the card speak to the box.</summary>
    None,

    /// <summary><see cref="Button.Key1"/>: press for the next page, hold for the recovery ladder.</summary>
    One,

    /// <summary><see cref="Button.Key1"/> is next, <see cref="Button.Key2"/> is choose; hold Key1 for the ladder.</summary>
    Two,

    /// <summary>A joystick, perhaps with keys: hold <see cref="Button.Centre"/> (or Key1) for the ladder.</summary>
    Joystick,
}

/// <summary>Who moved a button: somebody at the box, or a picture of the panel elsewhere. Only the first proves presence.</summary>
public enum ButtonSource
{
    /// <summary>The real button, or the panel of a box that has no other.</summary>
    Panel,

    /// <summary>A picture of the panel on the page or in a terminal of a box with a real panel. Turns pages; opens nothing.</summary>
    Picture,
}

/// <summary>A button went down or up.</summary>
/// <param name="Button">Which one.</param>
/// <param name="IsDown">True when pressed, false when let go.</param>
/// <param name="At">When, on the monotonic clock.</param>
/// <param name="Source">Who moved it.</param>
/// <param name="IsFound">
/// True when nobody saw it move: so it was found when the board was opened. A panel that opens its board reports every button that is
/// down so; the main one held while power comes on asks for the previous version (product.md 3.4) and for nothing else.
/// </param>
public readonly record struct ButtonEdge(Button Button, bool IsDown, TimeSpan At, ButtonSource Source = ButtonSource.Panel, bool IsFound = false);

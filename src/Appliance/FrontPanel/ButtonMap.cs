using Hal.Buttons;
using static Appliance.FrontPanel.PanelAction;

namespace Appliance.FrontPanel;

/// <summary>
/// From a gesture to what it does (product.md 3.3). One button does everything: a press goes on, and letting go between 0.7 and 3
/// seconds chooses; from 3 seconds the recovery ladder begins.
/// </summary>
public static class ButtonMap
{
    /// <summary>What this gesture does, or null: nothing.</summary>
    public static PanelAction? Find(ButtonLayout layout, Gesture gesture, PanelMode mode) => (layout, gesture) switch
    {
        (ButtonLayout.One, Gesture.Pressed { Button: Button.Key1 }) => Onward(mode),
        (ButtonLayout.One, Gesture.Released { Button: Button.Key1 } let) when let.HeldFor < RecoveryLadder.SetupModeAfter => mode is PanelMode.Digits ? Next : Choose,
        (ButtonLayout.Two, Gesture.Pressed { Button: Button.Key1 }) => Onward(mode),
        (ButtonLayout.Two, Gesture.Pressed { Button: Button.Key2 }) => mode is PanelMode.Digits ? Next : Choose,
        (ButtonLayout.Two, Gesture.Released { Button: Button.Key2 }) => Choose,
        (ButtonLayout.Joystick, Gesture.Pressed or Gesture.Repeated) => Joystick(gesture.Button, mode),
        (ButtonLayout.Joystick, Gesture.Released { Button: Button.Key2 or Button.Key3 }) => Joystick(gesture.Button, mode),
        _ => null,
    };

    private static PanelAction Onward(PanelMode mode) => mode switch
    {
        PanelMode.Pages => Next,
        PanelMode.Menu => Down,
        _ => Up,
    };

    private static PanelAction? Joystick(Button button, PanelMode mode) => button switch
    {
        Button.Up => Up,
        Button.Down => Down,
        Button.Left => mode is PanelMode.Menu ? Back : Previous,
        Button.Right => mode is PanelMode.Menu ? Choose : Next,
        Button.Centre or Button.Key1 => Choose,
        Button.Key2 => Back,
        Button.Key3 => mode is PanelMode.Pages ? Next : Back,
        _ => null,
    };
}

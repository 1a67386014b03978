using Hal.Buttons;

namespace Hal.Boards;

/// <summary>A front panel's wiring, as data: what hangs on which line.</summary>
public sealed record Board
{
    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// The GPIO chip its lines belong to, by label or by device name (<c>gpiochip1</c>): the first of these that is there is used.
    /// </summary>
    public IReadOnlyList<string> Chips { get; init; } = HeaderChips;

    /// <summary>Its screen, or null.</summary>
    public BoardScreen? Screen { get; init; }

    /// <summary>Its buttons.</summary>
    public IReadOnlyList<BoardButton> Buttons { get; init; } = [];

    /// <summary>Its lamps; none twice.</summary>
    public IReadOnlyList<BoardLamp> Lamps { get; init; } = [];

    /// <summary>Its fan, or null.</summary>
    public BoardFan? Fan { get; init; }

    /// <summary>How it is used, as its buttons allow.</summary>
    public ButtonLayout Layout => this switch
    {
        { Buttons: [] } => ButtonLayout.None,
        _ when Buttons.Any(button => button.Button is Button.Centre) => ButtonLayout.Joystick,
        _ when Buttons.Any(button => button.Button is Button.Key2) => ButtonLayout.Two,
        _ => ButtonLayout.One,
    };

    /// <summary>Every GPIO line the board takes, each with what it is for. A line that is there twice is a mistake in the board.</summary>
    public IEnumerable<(int Line, string For)> Lines =>
    [
        .. Buttons.Select(button => (button.Line, button.Button.ToString())),
        .. Screen?.Lines ?? [],
        .. from lamp in Lamps
           from light in lamp.Lights
           where light.Source is LightSource.GpioLine
           select (((LightSource.GpioLine)light.Source).Line, $"{lamp.Lamp} {light.Colour}"),
    ];

    /// <summary>The labels Linux gives the chip behind the 40-pin header of a Raspberry Pi: 4 and CM4; Zero to 3; 5.</summary>
    public static IReadOnlyList<string> HeaderChips { get; } = ["pinctrl-bcm2711", "pinctrl-bcm2835", "pinctrl-rp1"];
}

/// <summary>A button on a GPIO line.</summary>
/// <param name="Button">Which one.</param>
/// <param name="Line">The line of the board's chip (on a Raspberry Pi: the BCM number).</param>
/// <param name="IsActiveLow">True when pressing connects the line to ground.</param>
/// <param name="Pull">The resistor inside the chip that holds the line while nobody presses.</param>
public sealed record BoardButton(Button Button, int Line, bool IsActiveLow = true, LinePull Pull = LinePull.Up);

/// <summary>The resistor inside the chip that holds a line nobody drives.</summary>
public enum LinePull
{
    /// <summary>None: the board has its own.</summary>
    None,

    /// <summary>To the supply.</summary>
    Up,

    /// <summary>To ground.</summary>
    Down,
}

/// <summary>A fan behind one bit of a PCF8574 port expander.</summary>
/// <param name="Bus">The I2C bus: 1 is <c>/dev/i2c-1</c>.</param>
/// <param name="Address">The expander's address.</param>
/// <param name="Bit">The bit, 0 to 7; low is on.</param>
public sealed record BoardFan(int Bus, int Address, int Bit);

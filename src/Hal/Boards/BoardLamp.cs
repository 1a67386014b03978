using Hal.Lamps;

namespace Hal.Boards;

/// <summary>A lamp and the lights in it: one light of one colour, or several in one housing.</summary>
/// <param name="Lamp">Which lamp.</param>
/// <param name="Lights">Its lights; at least one.</param>
public sealed record BoardLamp(Lamp Lamp, IReadOnlyList<BoardLight> Lights)
{
    /// <summary>
    /// The lights to switch on for a colour: those of that colour; red and green together for yellow; else what comes nearest. A lamp
    /// of one light shows every colour with it: the rhythm tells the meaning.
    /// </summary>
    public IReadOnlyList<BoardLight> For(LampColour colour)
    {
        foreach (var mix in Mixes(colour))
        {
            if (mix.All(part => Lights.Any(light => light.Colour == part)))
                return [.. Lights.Where(light => mix.Contains(light.Colour))];
        }

        return [];
    }

    private static LampColour[][] Mixes(LampColour colour) => colour switch
    {
        LampColour.Green => [[LampColour.Green], [LampColour.Blue], [LampColour.Yellow], [LampColour.Red]],
        LampColour.Yellow => [[LampColour.Yellow], [LampColour.Red, LampColour.Green], [LampColour.Red], [LampColour.Green], [LampColour.Blue]],
        LampColour.Red => [[LampColour.Red], [LampColour.Yellow], [LampColour.Blue], [LampColour.Green]],
        LampColour.Blue => [[LampColour.Blue], [LampColour.Yellow], [LampColour.Red, LampColour.Green], [LampColour.Green], [LampColour.Red]],
        _ => [],
    };
}

/// <summary>One light of a lamp.</summary>
/// <param name="Colour">Its colour; not <see cref="LampColour.Off"/>.</param>
/// <param name="Source">What drives it.</param>
public sealed record BoardLight(LampColour Colour, LightSource Source);

/// <summary>What drives a light.</summary>
public abstract record LightSource
{
    private LightSource()
    {
    }

    /// <summary>A line of the board's GPIO chip. Blinked by us: when the program dies the light stays as it is.</summary>
    public sealed record GpioLine(int Line, bool IsActiveLow = false) : LightSource;

    /// <summary>A light of the kernel's LED class. Blinked by the kernel, which also shows when the program has died.</summary>
    /// <param name="Names">Its name under <c>/sys/class/leds</c>; the first of these that is there is used.</param>
    public sealed record LedClass(IReadOnlyList<string> Names) : LightSource;

    /// <summary>A PWM channel of the kernel, for a light that would be too bright.</summary>
    /// <param name="Chip">The number of the chip: 0 is <c>/sys/class/pwm/pwmchip0</c>.</param>
    /// <param name="Channel">The channel.</param>
    /// <param name="Percent">How bright, 1 to 100.</param>
    public sealed record Pwm(int Chip, int Channel, int Percent) : LightSource;
}

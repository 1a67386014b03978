namespace Hal.Buttons;

/// <summary>What somebody meant with a button. Made from edges by <c>ButtonDecoder</c>; time is counted, never waited for.</summary>
/// <param name="Button">Which one.</param>
/// <param name="Source">Who moved it.</param>
public abstract record Gesture(Button Button, ButtonSource Source)
{
    /// <summary>Pressed and let go within 0.7 s, and not repeated before. Told when it is let go.</summary>
    public sealed record Pressed(Button Button, ButtonSource Source) : Gesture(Button, Source);

    /// <summary>A direction of the joystick kept down: told once after 500 ms, then every 120 ms.</summary>
    public sealed record Repeated(Button Button, ButtonSource Source) : Gesture(Button, Source);

    /// <summary>Held, and still down: told at 0.7 s, and then at every whole second of <paramref name="HeldFor"/>, for the count-down.</summary>
    public sealed record Held(Button Button, TimeSpan HeldFor, ButtonSource Source) : Gesture(Button, Source);

    /// <summary>Let go after 0.7 s or more, or after it was repeated.</summary>
    public sealed record Released(Button Button, TimeSpan HeldFor, ButtonSource Source) : Gesture(Button, Source);

    /// <summary>Down for more than 60 s: the button is ignored until it comes up, and reported as a fault.</summary>
    public sealed record Stuck(Button Button, ButtonSource Source) : Gesture(Button, Source);

    /// <summary>A stuck button came up.</summary>
    public sealed record Freed(Button Button, ButtonSource Source) : Gesture(Button, Source);

    /// <summary>
    /// Down already when the board was opened: held at power-on. Told once; nothing else comes of it until it is let go, but
    /// <see cref="Stuck"/> and <see cref="Freed"/>.
    /// </summary>
    public sealed record FoundDown(Button Button, ButtonSource Source) : Gesture(Button, Source);
}

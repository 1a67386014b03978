namespace Hal.Buttons;

/// <summary>One button inside the <see cref="ButtonDecoder"/>: whether it is down, and what was made of it so far.</summary>
/// <param name="Button">Which one.</param>
/// <param name="Source">Who moves it.</param>
/// <param name="DownSince">Since when it is down; null: it is up.</param>
/// <param name="HeldTold">How many <see cref="Gesture.Held"/> were told: the first at 0.7 s, the second at 1 s, then one a second.</param>
/// <param name="RepeatsTold">How many <see cref="Gesture.Repeated"/> were told.</param>
/// <param name="IsFound">It was down when the board was opened.</param>
/// <param name="IsStuck">It was told to be stuck.</param>
internal readonly record struct ButtonContact(Button Button, ButtonSource Source, TimeSpan? DownSince, int HeldTold, int RepeatsTold, bool IsFound, bool IsStuck)
{
    public static ButtonContact Up(Button button, ButtonSource source) => new(button, source, null, 0, 0, false, false);

    public bool IsDownAtStart => IsFound && DownSince is not null;

    /// <summary>When something follows from the state.</summary>
    public TimeSpan? Due => this switch
    {
        { DownSince: null } or { IsStuck: true } => null,
        { DownSince: { } down, IsFound: true } => down + ButtonDecoder.StuckAfter,
        { DownSince: { } down } => down + Min(RepeatDue, Min(HeldDue, ButtonDecoder.StuckAfter)),
    };

    private bool IsDirection => Button is Button.Up or Button.Down or Button.Left or Button.Right;

    private TimeSpan HeldDue => HeldTold is 0 ? ButtonDecoder.Hold : TimeSpan.FromSeconds(HeldTold);

    private TimeSpan RepeatDue => IsDirection ? ButtonDecoder.FirstRepeat + RepeatsTold * ButtonDecoder.NextRepeat : TimeSpan.MaxValue;

    /// <summary>The contact closed or opened; what that means.</summary>
    public (ButtonContact Next, Gesture? Gesture) Move(bool closed, TimeSpan at, bool found) => (closed, DownSince) switch
    {
        (true, null) => (this with { DownSince = at, IsFound = found }, found ? new Gesture.FoundDown(Button, Source) : null),
        (false, { } down) => (Up(Button, Source), LetGo(at - down)),
        _ => (this, null),
    };

    /// <summary>What follows at <see cref="Due"/>.</summary>
    public (ButtonContact Next, Gesture? Gesture) Fire() => this switch
    {
        { DownSince: { } down } when Due >= down + ButtonDecoder.StuckAfter => (this with { IsStuck = true }, new Gesture.Stuck(Button, Source)),
        _ when RepeatDue <= HeldDue => (this with { RepeatsTold = RepeatsTold + 1 }, new Gesture.Repeated(Button, Source)),
        _ => (this with { HeldTold = HeldTold + 1 }, new Gesture.Held(Button, HeldDue, Source)),
    };

    private Gesture? LetGo(TimeSpan held) => this switch
    {
        { IsStuck: true } => new Gesture.Freed(Button, Source),
        { IsFound: true } => null,
        { RepeatsTold: 0 } when held < ButtonDecoder.Hold => new Gesture.Pressed(Button, Source),
        _ => new Gesture.Released(Button, held, Source),
    };

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}

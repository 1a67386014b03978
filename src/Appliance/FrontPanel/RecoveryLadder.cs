using Hal.Buttons;

namespace Appliance.FrontPanel;

/// <summary>
/// The recovery ladder: one gesture, three depths (product.md 3.4). Letting go decides: the deepest step reached is done, before 3 s
/// nothing. The last one wants a second, short press. Only the real button climbs it. Immutable; time is an argument.
/// </summary>
/// <remarks>
/// Gestures go to the ladder first. Those that find <see cref="View"/> not null, or make it so, belong to it and turn no page.
/// </remarks>
public sealed record RecoveryLadder
{
    /// <summary>From here on the first step is reached.</summary>
    public static readonly TimeSpan SetupModeAfter = TimeSpan.FromSeconds(3);

    /// <summary>From here on the second step is reached.</summary>
    public static readonly TimeSpan ForgotPasswordAfter = TimeSpan.FromSeconds(10);

    /// <summary>From here on the third step is reached.</summary>
    public static readonly TimeSpan EraseAfter = TimeSpan.FromSeconds(20);

    /// <summary>How long the second press of the third step is waited for.</summary>
    public static readonly TimeSpan ConfirmWithin = TimeSpan.FromSeconds(5);

    /// <summary>A press told sooner than this after letting go was a worn contact, not a decision.</summary>
    public static readonly TimeSpan ConfirmNotBefore = TimeSpan.FromMilliseconds(500);

    private readonly ButtonLayout _layout;
    private readonly Step _step;

    private RecoveryLadder(ButtonLayout layout, Step step)
    {
        _layout = layout;
        _step = step;
    }

    /// <summary>What the screen shows; null: nobody is on the ladder.</summary>
    public LadderView? View => _step switch
    {
        Step.Climbing climbing => Holding(climbing.HeldFor),
        Step.Confirming confirming => new LadderView.Confirming(confirming.Seconds),
        _ => null,
    };

    /// <summary>When <see cref="Until"/> should be called next.</summary>
    public TimeSpan? Deadline => _step is Step.Confirming confirming ? confirming.LetGoAt + ConfirmWithin - TimeSpan.FromSeconds(confirming.Seconds - 1) : null;

    /// <summary>The ladder of a panel with these buttons.</summary>
    public static RecoveryLadder Of(ButtonLayout layout) => new(layout, new Step.Nobody());

    /// <summary>True when this button leads up the ladder on a panel with these buttons.</summary>
    public static bool IsLadderButton(ButtonLayout layout, Button button) => (layout, button) switch
    {
        (ButtonLayout.One or ButtonLayout.Two, Button.Key1) => true,
        (ButtonLayout.Joystick, Button.Centre or Button.Key1) => true,
        _ => false,
    };

    /// <summary>Somebody did something with a button.</summary>
    public (RecoveryLadder Next, PanelRequest? Request) Take(Gesture gesture, TimeSpan now)
    {
        if (gesture.Source is not ButtonSource.Panel)
            return (this, null);

        var (ladder, _) = Until(now);
        return ladder.TakeOwn(gesture, now);
    }

    /// <summary>Time passed.</summary>
    public (RecoveryLadder Next, PanelRequest? Request) Until(TimeSpan now) => _step switch
    {
        Step.Confirming { LetGoAt: var at } when now >= at + ConfirmWithin => (Left, null),
        Step.Confirming confirming => (With(confirming with { Seconds = WholeSeconds(confirming.LetGoAt + ConfirmWithin - now) }), null),
        _ => (this, null),
    };

    private RecoveryLadder Left => With(new Step.Nobody());

    private (RecoveryLadder Next, PanelRequest? Request) TakeOwn(Gesture gesture, TimeSpan now) => (_step, gesture) switch
    {
        (Step.Climbing { Button: var ours }, _) when gesture.Button != ours => (this, null),
        (Step.Climbing climbing, Gesture.Held held) => (With(climbing with { HeldFor = held.HeldFor }), null),
        (Step.Climbing climbing, Gesture.Released released) => LetGo(climbing.Button, released.HeldFor, now),
        (Step.Climbing, Gesture.Stuck or Gesture.Pressed or Gesture.Freed) => (Left, null),

        (Step.Confirming confirming, Gesture.Pressed) when gesture.Button == confirming.Button =>
            now < confirming.LetGoAt + ConfirmNotBefore ? (this, null) : (Left, new PanelRequest.EraseEverything()),
        (Step.Confirming, Gesture.Pressed or Gesture.Stuck) => (Left, null),
        (not Step.Climbing, Gesture.Held held) when held.HeldFor <= ButtonDecoder.Hold && IsLadderButton(_layout, held.Button) =>
            (With(new Step.Climbing(held.Button, held.HeldFor)), null),
        (Step.Confirming, Gesture.Held) => (Left, null),
        _ => (this, null),
    };

    private (RecoveryLadder Next, PanelRequest? Request) LetGo(Button button, TimeSpan heldFor, TimeSpan now) => Reached(heldFor) switch
    {
        RecoveryStep.SetupMode => (Left, new PanelRequest.OpenSetup()),
        RecoveryStep.ForgotPassword => (Left, new PanelRequest.ForgetPassword()),
        RecoveryStep.EraseEverything => (With(new Step.Confirming(button, now, WholeSeconds(ConfirmWithin))), null),
        _ => (Left, null),
    };

    private RecoveryLadder With(Step step) => new(_layout, step);

    private static LadderView.Holding Holding(TimeSpan heldFor)
    {
        var reached = Reached(heldFor);
        return reached switch
        {
            null => new(reached, RecoveryStep.SetupMode, WholeSeconds(SetupModeAfter - heldFor)),
            RecoveryStep.SetupMode => new(reached, RecoveryStep.ForgotPassword, WholeSeconds(ForgotPasswordAfter - heldFor)),
            RecoveryStep.ForgotPassword => new(reached, RecoveryStep.EraseEverything, WholeSeconds(EraseAfter - heldFor)),
            _ => new(reached, null, 0),
        };
    }

    private static RecoveryStep? Reached(TimeSpan heldFor) =>
        heldFor >= EraseAfter ? RecoveryStep.EraseEverything
        : heldFor >= ForgotPasswordAfter ? RecoveryStep.ForgotPassword
        : heldFor >= SetupModeAfter ? RecoveryStep.SetupMode
        : null;

    private static int WholeSeconds(TimeSpan time) => (int)Math.Ceiling(time.TotalSeconds);

    private abstract record Step
    {
        public sealed record Nobody : Step;

        public sealed record Climbing(Button Button, TimeSpan HeldFor) : Step;

        public sealed record Confirming(Button Button, TimeSpan LetGoAt, int Seconds) : Step;
    }
}

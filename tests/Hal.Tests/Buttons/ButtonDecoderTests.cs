using Hal.Buttons;

namespace Hal.Tests.Buttons;

public sealed class ButtonDecoderTests
{
    [Fact]
    public void A_short_press_is_told_when_it_is_let_go() =>
        Assert.Equal([("100", new Gesture.Pressed(Button.Key1, ButtonSource.Panel))], Play((0, Button.Key1, true), (100, Button.Key1, false)));

    [Fact]
    public void Holding_is_told_at_700_ms_and_at_every_whole_second_and_when_it_ends()
    {
        var told = Play((0, Button.Centre, true), (3400, Button.Centre, false));

        Assert.Equal(
            [
                ("700", Held(0.7)), ("1000", Held(1)), ("2000", Held(2)), ("3000", Held(3)),
                ("3400", new Gesture.Released(Button.Centre, TimeSpan.FromSeconds(3.4), ButtonSource.Panel)),
            ],
            told);

        static Gesture Held(double seconds) => new Gesture.Held(Button.Centre, TimeSpan.FromSeconds(seconds), ButtonSource.Panel);
    }

    [Fact]
    public void Letting_go_just_before_the_hold_is_a_press() =>
        Assert.Equal(["Pressed"], Names((0, Button.Key1, true), (699, Button.Key1, false)));

    [Fact]
    public void A_direction_repeats_after_500_ms_and_then_every_120_ms_and_is_not_pressed_as_well()
    {
        var told = Play((0, Button.Down, true), (650, Button.Down, false));

        Assert.Equal(["500", "620", "650"], told.Select(one => one.At));
        Assert.Equal([typeof(Gesture.Repeated), typeof(Gesture.Repeated), typeof(Gesture.Released)], told.Select(one => one.Gesture.GetType()));
    }

    [Fact]
    public void A_direction_let_go_early_is_a_press() => Assert.Equal(["Pressed"], Names((0, Button.Left, true), (499, Button.Left, false)));

    [Fact]
    public void A_key_never_repeats() =>
        Assert.DoesNotContain(Play((0, Button.Key1, true), (5000, Button.Key1, false)), told => told.Gesture is Gesture.Repeated);

    [Fact]
    public void Two_buttons_at_once_are_two_buttons() =>
        Assert.Equal(
            ["Key2 Pressed", "Key1 Held 0.7", "Key1 Released 0.9"],
            NamesOfAll((0, Button.Key1, true), (100, Button.Key2, true), (300, Button.Key2, false), (900, Button.Key1, false)));

    [Fact]
    public void A_button_down_for_a_minute_is_stuck_and_says_nothing_until_it_is_freed()
    {
        var names = Names((0, Button.Key1, true), (90_000, Button.Key1, false), (91_000, Button.Key1, true), (91_100, Button.Key1, false));

        Assert.Equal(["Held 59", "Stuck", "Freed", "Pressed"], names[^4..]);
        Assert.Equal(60, names.Count(name => name.StartsWith("Held", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_stuck_button_asks_for_no_more_time()
    {
        var decoder = ButtonDecoder.AtRest.Take(new(Button.Key1, true, TimeSpan.Zero)).Next.Until(TimeSpan.FromHours(5)).Next;

        Assert.Null(decoder.Deadline);
    }

    [Fact]
    public void A_button_held_at_power_on_is_found_and_does_nothing_else()
    {
        var (decoder, first) = ButtonDecoder.AtRest.Take(new(Button.Key1, true, Milliseconds(40), ButtonSource.Panel, IsFound: true));
        (decoder, var found) = decoder.Until(Milliseconds(12_000));
        var wasDown = decoder.IsDownAtStart(Button.Key1);
        (decoder, var later) = decoder.Take(new(Button.Key1, false, Milliseconds(12_500)));
        (decoder, var last) = decoder.Until(Milliseconds(13_000));

        Assert.Equal([new Gesture.FoundDown(Button.Key1, ButtonSource.Panel)], [.. first, .. found, .. later, .. last]);
        Assert.True(wasDown);
        Assert.False(decoder.IsDownAtStart(Button.Key1));
        Assert.Null(decoder.Deadline);
    }

    [Fact]
    public void A_button_held_at_power_on_is_an_ordinary_one_afterwards()
    {
        var (decoder, _) = ButtonDecoder.AtRest.Take(new(Button.Key1, true, default, ButtonSource.Panel, IsFound: true));
        (decoder, _) = decoder.Take(new(Button.Key1, false, Milliseconds(900)));
        (decoder, _) = decoder.Take(new(Button.Key1, true, Milliseconds(2000)));
        (_, var told) = decoder.Until(Milliseconds(2700));

        Assert.Equal([new Gesture.Held(Button.Key1, ButtonDecoder.Hold, ButtonSource.Panel)], told);
    }

    [Fact]
    public void A_picture_of_a_button_is_another_button()
    {
        var (decoder, _) = ButtonDecoder.AtRest.Take(new(Button.Key1, true, default));
        (decoder, _) = decoder.Take(new(Button.Key1, true, Milliseconds(300), ButtonSource.Picture));
        (decoder, var pressed) = decoder.Take(new(Button.Key1, false, Milliseconds(400), ButtonSource.Picture));
        (_, var held) = decoder.Until(Milliseconds(700));

        Assert.Equal([new Gesture.Pressed(Button.Key1, ButtonSource.Picture)], pressed);
        Assert.Equal([new Gesture.Held(Button.Key1, ButtonDecoder.Hold, ButtonSource.Panel)], held);
    }

    [Fact]
    public void An_edge_told_twice_or_late_changes_nothing()
    {
        var (decoder, _) = ButtonDecoder.AtRest.Take(new(Button.Key1, true, default));
        (decoder, var held) = decoder.Until(Milliseconds(750));
        (decoder, _) = decoder.Take(new(Button.Key1, true, Milliseconds(760)));
        (_, var told) = decoder.Take(new(Button.Key1, false, Milliseconds(690)));

        Assert.Equal([new Gesture.Held(Button.Key1, ButtonDecoder.Hold, ButtonSource.Panel)], held);
        Assert.Equal([new Gesture.Released(Button.Key1, Milliseconds(760), ButtonSource.Panel)], told);
    }

    [Fact]
    public void A_button_nobody_has_heard_of_is_ignored()
    {
        var (decoder, told) = ButtonDecoder.AtRest.Take(new((Button)99, true, default));

        Assert.Null(decoder.Deadline);
        Assert.Empty(told);
    }

    /// <summary>Plays the edges with a wake-up at every deadline, as the shell does.</summary>
    private static List<(string At, Gesture Gesture)> Play(params (int At, Button Button, bool IsDown)[] edges)
    {
        var decoder = ButtonDecoder.AtRest;
        var told = new List<(string, Gesture)>();
        foreach (var (at, button, isDown) in edges)
        {
            WakeUntil(Milliseconds(at));
            (decoder, var gestures) = decoder.Take(new(button, isDown, Milliseconds(at)));
            told.AddRange(gestures.Select(gesture => ($"{at}", gesture)));
        }

        WakeUntil(TimeSpan.FromDays(1));
        return told;

        void WakeUntil(TimeSpan end)
        {
            while (decoder.Deadline is { } deadline && deadline <= end)
            {
                (decoder, var gestures) = decoder.Until(deadline);
                told.AddRange(gestures.Select(gesture => ($"{deadline.TotalMilliseconds}", gesture)));
            }
        }
    }

    private static List<string> Names(params (int At, Button Button, bool IsDown)[] edges) =>
        [.. Play(edges).Select(told => Name(told.Gesture))];

    private static List<string> NamesOfAll(params (int At, Button Button, bool IsDown)[] edges) =>
        [.. Play(edges).Select(told => $"{told.Gesture.Button} {Name(told.Gesture)}")];

    private static string Name(Gesture gesture) => gesture switch
    {
        Gesture.Held held => $"Held {held.HeldFor.TotalSeconds}",
        Gesture.Released released => $"Released {released.HeldFor.TotalSeconds}",
        _ => gesture.GetType().Name,
    };

    private static TimeSpan Milliseconds(int count) => TimeSpan.FromMilliseconds(count);
}

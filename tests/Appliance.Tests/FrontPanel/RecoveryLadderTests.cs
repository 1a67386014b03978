using Appliance.FrontPanel;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Hal.Buttons;

namespace Appliance.Tests.FrontPanel;

public sealed class RecoveryLadderTests
{
    private static readonly PanelRequest Setup = new PanelRequest.OpenSetup();
    private static readonly PanelRequest Forget = new PanelRequest.ForgetPassword();
    private static readonly PanelRequest Erase = new PanelRequest.EraseEverything();

    [Theory]
    [InlineData(0.1, null)]
    [InlineData(0.7, null)]
    [InlineData(2.999, null)]
    [InlineData(3, "OpenSetup")]
    [InlineData(9.999, "OpenSetup")]
    [InlineData(10, "ForgetPassword")]
    [InlineData(19.999, "ForgetPassword")]
    [InlineData(20, null)]
    [InlineData(59, null)]
    [InlineData(61, null)]
    public void Letting_go_decides_how_deep_it_goes(double seconds, string? asked)
    {
        var hand = new Hand(ButtonLayout.One);
        hand.Hold(Button.Key1, seconds);
        hand.Wait(30);

        Assert.Equal(asked is null ? [] : [asked], hand.Asked.Select(request => request.GetType().Name));
        Assert.Null(hand.Ladder.View);
    }

    [Fact]
    public void Twenty_seconds_and_a_second_press_erase_everything()
    {
        var hand = new Hand(ButtonLayout.Joystick);
        hand.Hold(Button.Centre, 20);
        hand.Wait(2);
        hand.Hold(Button.Centre, 0.2);

        Assert.Equal([Erase], hand.Asked);
        Assert.Null(hand.Ladder.View);
    }

    [Theory]
    [InlineData(4.7, true)]
    [InlineData(5.1, false)]
    public void The_second_press_counts_within_five_seconds(double after, bool erases)
    {
        var hand = new Hand(ButtonLayout.One);
        hand.Hold(Button.Key1, 21);
        hand.Wait(after);
        hand.Hold(Button.Key1, 0.1);

        Assert.Equal(erases ? [Erase] : [], hand.Asked);
    }

    [Fact]
    public void A_worn_contact_that_opens_and_closes_after_the_hold_is_no_second_press()
    {
        var hand = new Hand(ButtonLayout.One);
        hand.Hold(Button.Key1, 21);
        hand.Wait(0.05);
        hand.Hold(Button.Key1, 0.05);
        hand.Wait(6);

        Assert.Empty(hand.Asked);
    }

    [Theory]
    [InlineData(Button.Left)]
    [InlineData(Button.Key2)]
    [InlineData(Button.Key1)]
    public void Another_button_is_a_change_of_mind(Button other)
    {
        var hand = new Hand(ButtonLayout.Joystick);
        hand.Hold(Button.Centre, 20.5);
        hand.Wait(1);
        hand.Hold(other, 0.2);
        hand.Wait(1);
        hand.Hold(Button.Centre, 0.2);

        Assert.Empty(hand.Asked);
    }

    [Fact]
    public void A_long_second_press_starts_anew_instead_of_erasing()
    {
        var hand = new Hand(ButtonLayout.One);
        hand.Hold(Button.Key1, 20);
        hand.Wait(1);
        hand.Hold(Button.Key1, 3.5);

        Assert.Equal([Setup], hand.Asked);
    }

    [Fact]
    public void A_button_held_at_power_on_is_not_on_the_ladder()
    {
        var hand = new Hand(ButtonLayout.One);
        hand.Hold(Button.Key1, 12, isFound: true);
        hand.Wait(1);

        Assert.Empty(hand.Asked);
        Assert.Empty(hand.Seen);
    }

    [Theory]
    [InlineData(ButtonLayout.One, Button.Key1, true)]
    [InlineData(ButtonLayout.Two, Button.Key1, true)]
    [InlineData(ButtonLayout.Two, Button.Key2, false)]
    [InlineData(ButtonLayout.Joystick, Button.Centre, true)]
    [InlineData(ButtonLayout.Joystick, Button.Key1, true)]
    [InlineData(ButtonLayout.Joystick, Button.Up, false)]
    [InlineData(ButtonLayout.Joystick, Button.Key3, false)]
    [InlineData(ButtonLayout.None, Button.Key1, false)]
    public void Every_layout_has_its_ladder_button(ButtonLayout layout, Button button, bool climbs)
    {
        var hand = new Hand(layout);
        hand.Hold(button, 11);
        hand.Wait(1);

        Assert.Equal(climbs ? [Forget] : [], hand.Asked);
    }

    [Fact]
    public void The_screen_counts_down_to_every_step_and_to_the_end_of_the_confirmation()
    {
        var hand = new Hand(ButtonLayout.Two);
        hand.Hold(Button.Key1, 20.5);
        hand.Wait(6);

        Assert.Equal(
            [
                "0>SetupMode 3", "0>SetupMode 2", "0>SetupMode 1",
                "SetupMode>ForgotPassword 7", "SetupMode>ForgotPassword 6", "SetupMode>ForgotPassword 5", "SetupMode>ForgotPassword 4",
                "SetupMode>ForgotPassword 3", "SetupMode>ForgotPassword 2", "SetupMode>ForgotPassword 1",
                "ForgotPassword>EraseEverything 10", "ForgotPassword>EraseEverything 9", "ForgotPassword>EraseEverything 8",
                "ForgotPassword>EraseEverything 7", "ForgotPassword>EraseEverything 6", "ForgotPassword>EraseEverything 5",
                "ForgotPassword>EraseEverything 4", "ForgotPassword>EraseEverything 3", "ForgotPassword>EraseEverything 2",
                "ForgotPassword>EraseEverything 1", "EraseEverything>0 0",
                "confirm 5", "confirm 4", "confirm 3", "confirm 2", "confirm 1", "nothing",
            ],
            hand.Seen.Select(Words));
    }

    [Property(MaxTest = 200)]
    public Property A_picture_of_the_panel_never_asks_for_anything_and_never_disturbs() => Prop.ForAll(Moves(), moves =>
    {
        var hand = new Hand(ButtonLayout.Joystick);
        foreach (var (button, seconds) in moves)
        {
            hand.Hold(button, seconds / 10.0, ButtonSource.Picture);
            hand.Wait(0.2);
        }

        return hand.Asked.Count is 0 && hand.Seen.Count is 0;
    });

    [Property(MaxTest = 200)]
    public Property A_picture_cannot_confirm_or_cancel_what_the_button_began() => Prop.ForAll(Moves(), moves =>
    {
        var hand = new Hand(ButtonLayout.Joystick);
        hand.Hold(Button.Centre, 20.1);
        hand.Wait(0.6);
        var (confirming, _) = hand.Ladder.Until(hand.Now);
        foreach (var (button, _) in moves)
        {
            var (after, asked) = confirming.Take(new Gesture.Pressed(button, ButtonSource.Picture), hand.Now);
            if (asked is not null || after.View != confirming.View)
                return false;
        }

        return confirming.Take(new Gesture.Pressed(Button.Centre, ButtonSource.Panel), hand.Now).Request == Erase;
    });

    [Property(MaxTest = 200)]
    public Property Nothing_is_ever_asked_but_what_one_hold_reached() => Prop.ForAll(Moves(), moves =>
    {
        var hand = new Hand(ButtonLayout.Joystick);
        foreach (var (button, tenths) in moves)
        {
            var before = hand.Asked.Count;
            var wasConfirming = hand.Ladder.View is LadderView.Confirming;
            hand.Hold(button, tenths / 10.0);
            var isLadder = RecoveryLadder.IsLadderButton(ButtonLayout.Joystick, button);
            var allowed = hand.Asked.Skip(before).ToList() switch
            {
                [] => true,
                [PanelRequest.OpenSetup] => isLadder && tenths is >= 30 and < 100,
                [PanelRequest.ForgetPassword] => isLadder && tenths is >= 100 and < 200,
                [PanelRequest.EraseEverything] => isLadder && wasConfirming && tenths < 7,
                _ => false,
            };
            if (!allowed)
                return false;
            hand.Wait(0.7);
        }

        return true;
    });

    private static Arbitrary<(Button Button, int Tenths)[]> Moves() =>
        Gen.Zip(Gen.Elements(Enum.GetValues<Button>().Append(Button.Centre).Append(Button.Centre).ToArray()), Gen.OneOf(Gen.Choose(1, 6), Gen.Choose(7, 250), Gen.Choose(600, 640)))
            .ArrayOf().Select(moves => moves.Take(12).ToArray()).ToArbitrary();

    private static string Words(LadderView? view) => view switch
    {
        LadderView.Holding holding => $"{holding.Reached?.ToString() ?? "0"}>{holding.Next?.ToString() ?? "0"} {holding.Seconds}",
        LadderView.Confirming confirming => $"confirm {confirming.Seconds}",
        _ => "nothing",
    };

    /// <summary>Somebody's finger: edges through the decoder into the ladder, with a wake-up at every deadline.</summary>
    private sealed class Hand(ButtonLayout layout)
    {
        private ButtonDecoder _decoder = ButtonDecoder.AtRest;

        public RecoveryLadder Ladder { get; private set; } = RecoveryLadder.Of(layout);

        public TimeSpan Now { get; private set; } = TimeSpan.FromSeconds(100);

        public List<PanelRequest> Asked { get; } = [];

        public List<LadderView?> Seen { get; } = [];

        public void Hold(Button button, double seconds, ButtonSource source = ButtonSource.Panel, bool isFound = false)
        {
            Feed(_decoder.Take(new(button, true, Now, source, isFound)));
            Wait(seconds);
            Feed(_decoder.Take(new(button, false, Now, source)));
            Wait(0.02);
        }

        public void Wait(double seconds)
        {
            var end = Now + TimeSpan.FromSeconds(seconds);
            while ((_decoder.Deadline, Ladder.Deadline) is var (one, other) && (one ?? end) is var a && (other ?? end) is var b && (a < b ? a : b) is var next && next < end)
            {
                Now = next;
                Wake();
            }

            Now = end;
            Wake();
        }

        private void Wake()
        {
            Feed(_decoder.Until(Now));
            See(Ladder.Until(Now));
        }

        private void Feed((ButtonDecoder Next, System.Collections.Immutable.ImmutableArray<Gesture> Gestures) decoded)
        {
            _decoder = decoded.Next;
            foreach (var gesture in decoded.Gestures)
                See(Ladder.Take(gesture, Now));
        }

        private void See((RecoveryLadder Next, PanelRequest? Request) result)
        {
            if (result.Next.View != Ladder.View)
                Seen.Add(result.Next.View);
            Ladder = result.Next;
            if (result.Request is { } request)
                Asked.Add(request);
        }
    }
}

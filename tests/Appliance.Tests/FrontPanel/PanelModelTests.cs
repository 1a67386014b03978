using Appliance.FrontPanel;
using Appliance.Health;
using Appliance.Setup;
using Hal;
using Hal.Buttons;

namespace Appliance.Tests.FrontPanel;

public sealed class PanelModelTests
{
    private static readonly PanelFacts Office = PanelOffice.Facts;

    private static readonly Problem Fault = new("media.engine-down", Severity.Hardware, []);

    public static TheoryData<ButtonLayout, Button> NextButtons => new() { { ButtonLayout.One, Button.Key1 }, { ButtonLayout.Two, Button.Key1 }, { ButtonLayout.Joystick, Button.Right } };

    [Theory, MemberData(nameof(NextButtons))]
    public void Pressing_next_turns_through_all_pages_and_comes_home(ButtonLayout layout, Button next)
    {
        var panel = new PanelBench(layout, Office);
        var seen = new List<PanelPage> { panel.Shown };
        for (var i = 0; i < 5; i++)
            seen.Add(panel.Press(next).Shown);

        Assert.Equal([PanelPage.Home, PanelPage.Line, PanelPage.Phones, PanelPage.Network, PanelPage.About, PanelPage.Home], seen);
    }

    [Fact]
    public void Pages_with_something_to_say_come_in_between()
    {
        var panel = new PanelBench(ButtonLayout.One, PanelOffice.Talking with
        {
            Problems = [Fault],
            Update = new(UpdateStep.Available, "2", 0, ""),
            Setup = new(true, PanelOffice.Window with { Reason = SetupReason.Asked }),
        });
        var seen = new List<PanelPage> { panel.Shown };
        while (panel.Press(Button.Key1).Shown is var page && page != seen[0])
            seen.Add(page);

        Assert.Equal(
            [PanelPage.Claim, PanelPage.Home, PanelPage.Problem, PanelPage.Calls, PanelPage.Line, PanelPage.Phones, PanelPage.Network, PanelPage.Update, PanelPage.About], seen);
    }

    [Fact]
    public void A_joystick_goes_back_too_and_its_second_key_goes_home()
    {
        var panel = new PanelBench(ButtonLayout.Joystick, Office);

        Assert.Equal(PanelPage.About, panel.Press(Button.Left).Shown);
        Assert.Equal(PanelPage.Network, panel.Press(Button.Left).Shown);
        Assert.Equal(PanelPage.Home, panel.Press(Button.Key2).Shown);
    }

    [Theory]
    [InlineData(ButtonLayout.One, Button.Key1, ButtonSource.Panel, true)]
    [InlineData(ButtonLayout.Joystick, Button.Centre, ButtonSource.Panel, true)]
    [InlineData(ButtonLayout.Joystick, Button.Up, ButtonSource.Panel, false)]
    [InlineData(ButtonLayout.One, Button.Key1, ButtonSource.Picture, false)]
    public void Held_while_power_comes_on_the_main_button_asks_for_the_version_before(ButtonLayout layout, Button button, ButtonSource source, bool isAsked)
    {
        var (_, requests) = PanelModel.Begin(layout, default).Handle(new PanelInput.Meant(new Gesture.FoundDown(button, source)), TimeSpan.FromMilliseconds(20));

        Assert.Equal(isAsked ? [new PanelRequest.PreviousVersion()] : Array.Empty<PanelRequest>(), requests);
    }

    [Fact]
    public void A_claim_page_that_stands_still_is_not_drawn_every_second()
    {
        var (panel, _) = PanelModel.Begin(ButtonLayout.One, default).Handle(
            new PanelInput.Told(Office with { Setup = new(false, PanelOffice.Window) }), TimeSpan.FromSeconds(1));

        Assert.Equal(PanelPage.Claim, panel.Shown);
        Assert.True(panel.Deadline - panel.At > TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void After_a_minute_without_a_press_home_returns_and_the_screen_is_dimmed()
    {
        var panel = new PanelBench(ButtonLayout.One, Office).Press(Button.Key1, 2).Wait(59);
        Assert.Equal((PanelPage.Phones, Brightness.Full), (panel.Shown, panel.Model.Brightness));

        panel.Wait(1);
        Assert.Equal((PanelPage.Home, Brightness.Dimmed), (panel.Shown, panel.Model.Brightness));
    }

    [Fact]
    public void After_ten_minutes_the_screen_is_dark_and_the_first_press_only_wakes_it()
    {
        var panel = new PanelBench(ButtonLayout.One, Office).Wait(600);
        Assert.Equal(Brightness.Off, panel.Model.Brightness);
        Assert.Null(panel.Model.Deadline);

        panel.Press(Button.Key1);
        Assert.Equal((PanelPage.Home, Brightness.Full), (panel.Shown, panel.Model.Brightness));
        Assert.Equal(PanelPage.Line, panel.Press(Button.Key1).Shown);
    }

    [Fact]
    public void A_direction_kept_down_on_a_dark_screen_only_wakes_it()
    {
        var panel = new PanelBench(ButtonLayout.Joystick, Office).Wait(600);
        var now = panel.Now;
        var model = panel.Model;
        foreach (var gesture in (Gesture[])[new Gesture.Repeated(Button.Right, ButtonSource.Panel), new Gesture.Repeated(Button.Right, ButtonSource.Panel), new Gesture.Released(Button.Right, TimeSpan.FromSeconds(1), ButtonSource.Panel)])
            model = model.Handle(new PanelInput.Meant(gesture), now += TimeSpan.FromMilliseconds(120)).Next;

        Assert.Equal(PanelPage.Home, model.Shown);
        Assert.Equal(PanelPage.Line, model.Handle(new PanelInput.Meant(new Gesture.Pressed(Button.Right, ButtonSource.Panel)), now).Next.Shown);
    }

    [Fact]
    public void A_call_wakes_the_screen_shows_itself_and_keeps_it_lit()
    {
        var panel = new PanelBench(ButtonLayout.One, Office).Wait(700).Tell(PanelOffice.Talking);
        Assert.Equal((PanelPage.Calls, Brightness.Full), (panel.Shown, panel.Model.Brightness));

        panel.Wait(3600);
        Assert.Equal((PanelPage.Home, Brightness.Dimmed), (panel.Shown, panel.Model.Brightness));

        panel.Tell(Office).Wait(530);
        Assert.Equal(Brightness.Dimmed, panel.Model.Brightness);
        Assert.Equal(Brightness.Off, panel.Wait(20).Model.Brightness);
    }

    [Fact]
    public void A_new_problem_wakes_the_screen_and_shows_itself_unless_somebody_is_at_the_panel()
    {
        Assert.Equal(PanelPage.Problem, new PanelBench(ButtonLayout.One, Office).Wait(700).Tell(Office with { Problems = [Fault] }).Shown);
        Assert.Equal(PanelPage.Line, new PanelBench(ButtonLayout.One, Office).Press(Button.Key1).Tell(Office with { Problems = [Fault] }).Shown);
    }

    [Fact]
    public void A_press_on_a_dark_screen_shows_what_is_wrong()
    {
        var panel = new PanelBench(ButtonLayout.One, Office with { Problems = [Fault] }).Wait(700);

        Assert.Equal(Brightness.Off, panel.Model.Brightness);
        Assert.Equal(PanelPage.Problem, panel.Press(Button.Key1).Shown);
    }

    [Fact]
    public void Set_up_mode_shows_itself_stays_lit_and_gives_way_when_it_ends()
    {
        var window = PanelOffice.Window with { Reason = SetupReason.Asked };
        var panel = new PanelBench(ButtonLayout.One, Office).Press(Button.Key1).Tell(Office with { Setup = new(true, window) });
        Assert.Equal(PanelPage.Claim, panel.Shown);

        panel.Press(Button.Key1, 3).Wait(890);
        Assert.Equal((PanelPage.Claim, Brightness.Full), (panel.Shown, panel.Model.Brightness));
        Assert.Equal(PanelPage.Home, panel.Tell(Office).Shown);
    }

    [Fact]
    public void An_emergency_call_stands_before_everything_for_a_minute_whatever_is_pressed()
    {
        var panel = new PanelBench(ButtonLayout.One, Office with { Update = new(UpdateStep.Installing, "2", 3, "") }).Tell(PanelOffice.Calling112);
        panel.Press(Button.Key1, 20).Hold(Button.Key1, 25);
        Assert.Equal(PanelPage.Emergency, panel.Shown);
        Assert.Empty(panel.Requests);

        panel.Wait(61).Press(Button.Key1);
        Assert.Equal([new PanelRequest.AcknowledgeEmergency("e")], panel.Requests);
        Assert.NotEqual(PanelPage.Emergency, panel.Shown);
    }

    [Fact]
    public void A_second_emergency_call_stands_in_front_again()
    {
        var panel = new PanelBench(ButtonLayout.One, PanelOffice.Calling112).Wait(61).Press(Button.Key1);
        Assert.NotEqual(PanelPage.Emergency, panel.Shown);

        panel.Tell(facts => facts with { Emergency = facts.Emergency! with { CallId = "f" } });
        Assert.Equal(PanelPage.Emergency, panel.Shown);
    }

    [Fact]
    public void An_update_being_written_lets_nothing_be_pressed()
    {
        var panel = new PanelBench(ButtonLayout.Joystick, Office with { Update = new(UpdateStep.Installing, "2", 3, "") });
        panel.Press(Button.Right, 3).Press(Button.Centre, 3).Hold(Button.Centre, 25);

        Assert.Equal(PanelPage.Update, panel.Shown);
        Assert.Empty(panel.Requests);
    }

    [Fact]
    public void An_update_begins_after_a_yes_alone()
    {
        var panel = new PanelBench(ButtonLayout.Two, Office with { Update = new(UpdateStep.Available, "2", 0, "") }).Press(Button.Key1, 4);
        Assert.Equal(PanelPage.Update, panel.Shown);

        panel.Press(Button.Key2, 2);
        Assert.Empty(panel.Requests);
        panel.Press(Button.Key2).Press(Button.Key1).Press(Button.Key2);
        Assert.Equal([new PanelRequest.BeginUpdate()], panel.Requests);
    }

    [Theory]
    [InlineData(3, typeof(PanelRequest.OpenSetup))]
    [InlineData(10, typeof(PanelRequest.ForgetPassword))]
    public void The_ladder_is_climbed_from_any_page_and_while_the_box_starts(double seconds, Type wanted)
    {
        foreach (var facts in (PanelFacts[])[Office, Office with { Boot = new(BootStep.Network) }])
        {
            var panel = new PanelBench(ButtonLayout.One, facts).Press(Button.Key1).Hold(Button.Key1, seconds + 0.5);
            Assert.Equal([wanted], panel.Requests.Select(static request => request.GetType()));
        }
    }

    [Fact]
    public void Everything_is_erased_after_a_second_press_alone()
    {
        var panel = new PanelBench(ButtonLayout.One, Office).Hold(Button.Key1, 20.5);
        Assert.Empty(panel.Requests);
        Assert.IsType<LadderView.Confirming>(panel.Model.Countdown);

        Assert.Equal([new PanelRequest.EraseEverything()], panel.Press(Button.Key1).Requests);
        Assert.Empty(new PanelBench(ButtonLayout.One, Office).Hold(Button.Key1, 20.5).Wait(6).Press(Button.Key1).Requests);
    }

    [Fact]
    public void Holding_the_only_button_for_a_second_chooses_and_holding_it_on_a_dark_screen_does_not()
    {
        var panel = new PanelBench(ButtonLayout.One, Office).Press(Button.Key1, 4).Hold(Button.Key1, 1);
        Assert.IsType<PanelDialog.Language>(panel.Model.Dialog);

        var dark = new PanelBench(ButtonLayout.One, Office with { Problems = [Fault] }).Wait(700).Hold(Button.Key1, 1);
        Assert.Equal((PanelPage.Problem, null), (dark.Shown, dark.Model.Dialog));
    }

    [Fact]
    public void The_language_is_chosen_with_one_button()
    {
        var panel = new PanelBench(ButtonLayout.One, Office).Press(Button.Key1, 4).Hold(Button.Key1, 1).Press(Button.Key1).Hold(Button.Key1, 1);

        Assert.Equal([new PanelRequest.ChooseLanguage("zh-TW")], panel.Requests);
    }

    [Fact]
    public void A_picture_of_the_panel_turns_pages_and_is_told_that_it_changes_nothing()
    {
        var panel = new PanelBench(ButtonLayout.Joystick, Office).Press(Button.Left, source: ButtonSource.Picture);
        Assert.Equal(PanelPage.About, panel.Shown);

        panel.Press(Button.Centre, source: ButtonSource.Picture);
        Assert.Null(panel.Model.Dialog);
        Assert.NotNull(panel.Model.Notice);
        Assert.Null(panel.Wait(4).Model.Notice);
    }

    [Fact]
    public void A_question_which_box_this_is_lies_over_the_pages_until_somebody_presses()
    {
        var panel = new PanelBench(ButtonLayout.One, Office).Wait(700).Tell(Office with { IsLocated = true });
        Assert.Equal((PanelPage.Located, Brightness.Full), (panel.Shown, panel.Model.Brightness));

        Assert.Equal(PanelPage.Home, panel.Press(Button.Key1).Shown);
    }

    [Fact]
    public void A_page_that_does_not_fit_turns_its_parts_by_itself_and_by_hand()
    {
        var scroll = new PageScroll(0, TimeSpan.FromSeconds(10));

        Assert.Equal([0, 0, 1, 2, 0], new double[] { 10, 13.9, 14, 18, 22 }.Select(at => scroll.Of(3, TimeSpan.FromSeconds(at))));
        Assert.Equal(2, scroll.By(-1, TimeSpan.FromSeconds(11)).Of(3, TimeSpan.FromSeconds(11)));
        Assert.Equal(2, scroll.By(1, TimeSpan.FromSeconds(15)).Of(3, TimeSpan.FromSeconds(15)));
    }

    [Fact]
    public void Other_buttons_than_thought_are_taken_at_once()
    {
        var panel = new PanelBench(ButtonLayout.None, Office).Press(Button.Key1);
        Assert.Equal(PanelPage.Home, panel.Shown);

        var model = panel.Model.Handle(new PanelInput.Became(ButtonLayout.One), panel.Now).Next;
        Assert.Equal(PanelPage.Line, model.Handle(new PanelInput.Meant(new Gesture.Pressed(Button.Key1, ButtonSource.Panel)), panel.Now).Next.Shown);
    }
}

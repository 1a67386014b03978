using Appliance.FrontPanel;
using FsCheck.Xunit;
using Hal;
using Hal.Buttons;
using Hal.Screens;

namespace Appliance.Tests.FrontPanel;

/// <summary>What holds for any sequence of gestures, facts and time.</summary>
public sealed class PanelPropertyTests
{
    private static readonly PanelFacts[] Facts =
    [
        PanelFacts.Starting,
        .. PanelScene.All.Select(static scene => scene.Facts).Distinct(),
        .. PanelScene.All.Select(static scene => scene.Facts with { Language = "zh-TW" }).Distinct(),
        PanelOffice.Facts with { Language = "fr" },
    ];

    [Property(MaxTest = 300)]
    public void Whatever_happens_there_is_a_picture_of_the_right_size_and_the_deadline_moves(byte layout, int[] steps)
    {
        var (model, now) = (PanelModel.Begin((ButtonLayout)(layout % 4), TimeSpan.Zero), TimeSpan.Zero);
        foreach (var step in steps)
        {
            (var input, now) = Decode(step, now, ButtonSource.Panel);
            model = model.Handle(input, now).Next;
            foreach (var size in (ScreenSize[])[ScreenSize.Full, ScreenSize.Half])
            {
                var frame = PanelView.Draw(model, now, size);
                Assert.Equal((size.Width, size.Height), (frame.Width, frame.Height));
            }

            if (model.Deadline is { } deadline)
            {
                Assert.True(deadline > now);
                var next = model.Handle(new PanelInput.DeadlinePassed(), deadline).Next;
                Assert.True(next.Deadline is null || next.Deadline > deadline);
            }
        }
    }

    [Property(MaxTest = 300)]
    public void A_picture_of_the_panel_never_asks_for_anything(byte layout, int[] steps)
    {
        var (model, now) = (PanelModel.Begin((ButtonLayout)(layout % 4), TimeSpan.Zero), TimeSpan.Zero);
        foreach (var step in steps)
        {
            (var input, now) = Decode(step, now, ButtonSource.Picture);
            (model, var requests) = model.Handle(input, now);
            Assert.Empty(requests);
        }
    }

    [Property(MaxTest = 300)]
    public void Nobody_climbs_the_ladder_or_changes_anything_behind_an_emergency_call(byte layout, int[] steps)
    {
        var (model, now) = (PanelModel.Begin((ButtonLayout)(layout % 4), TimeSpan.Zero), TimeSpan.Zero);
        model = model.Handle(new PanelInput.Told(PanelOffice.Calling112), now).Next;
        foreach (var step in steps)
        {
            (var input, now) = Decode(step, now, ButtonSource.Panel);
            if (input is PanelInput.Told)
                continue;
            var isInFront = model.Shown is PanelPage.Emergency && model.Emergency is { IsAcknowledged: false };
            (model, var requests) = model.Handle(input, now);
            if (isInFront)
                Assert.All(requests, static request => Assert.IsType<PanelRequest.AcknowledgeEmergency>(request));
        }
    }

    [Property(MaxTest = 300)]
    public void Home_can_be_reached_from_everywhere(byte layout, int[] steps)
    {
        var buttons = (ButtonLayout)(1 + (layout % 3));
        var (model, now) = (PanelModel.Begin(buttons, TimeSpan.Zero), TimeSpan.Zero);
        foreach (var step in steps)
        {
            (var input, now) = Decode(step, now, ButtonSource.Panel);
            model = model.Handle(input, now).Next;
        }

        // An emergency, a start and an update end by themselves; a dialog is left after a minute; then onward.
        model = model.Handle(new PanelInput.Told(PanelOffice.Talking), now).Next;
        now += TimeSpan.FromSeconds(70);
        var next = new PanelInput.Meant(new Gesture.Pressed(buttons is ButtonLayout.Joystick ? Button.Right : Button.Key1, ButtonSource.Panel));
        model = model.Handle(new PanelInput.DeadlinePassed(), now).Next;
        for (var i = 0; i < 14 && model.Shown is not PanelPage.Home; i++)
            model = model.Handle(next, now += TimeSpan.FromSeconds(1)).Next;
        Assert.Equal(PanelPage.Home, model.Shown);
    }

    [Property(MaxTest = 300)]
    public void The_pin_is_on_the_claim_page_and_nowhere_else(byte layout, int[] steps)
    {
        var (one, other) = (PanelModel.Begin((ButtonLayout)(layout % 4), TimeSpan.Zero), PanelModel.Begin((ButtonLayout)(layout % 4), TimeSpan.Zero));
        var now = TimeSpan.Zero;
        foreach (var step in steps)
        {
            (var input, now) = Decode(step, now, ButtonSource.Panel);
            one = one.Handle(WithPin(input, "AAAAAA"), now).Next;
            other = other.Handle(WithPin(input, "ZZZZZZ"), now).Next;
            Assert.Equal(one.Shown, other.Shown);
            var isClaim = one is { Shown: PanelPage.Claim, Countdown: null };
            foreach (var size in (ScreenSize[])[ScreenSize.Full, ScreenSize.Half])
                if (!isClaim)
                    Assert.Equal(PanelView.Draw(one, now, size), PanelView.Draw(other, now, size));
            Assert.DoesNotContain("AAAAAA", one.ToString(), StringComparison.Ordinal);
        }
    }

    [Property(MaxTest = 300)]
    public void The_screen_is_never_dark_while_it_is_needed(byte layout, int[] steps)
    {
        var (model, now) = (PanelModel.Begin((ButtonLayout)(layout % 4), TimeSpan.Zero), TimeSpan.Zero);
        foreach (var step in steps)
        {
            (var input, now) = Decode(step, now, ButtonSource.Panel);
            model = model.Handle(input, now).Next;
            if (model.Facts is { Calls.IsEmpty: false } or { Setup.Window: not null } or { Update.Step: UpdateStep.Installing } || model.Emergency is { IsAcknowledged: false })
                Assert.NotEqual(Brightness.Off, model.Brightness);
        }
    }

    private static PanelInput WithPin(PanelInput input, string pin) =>
        input is PanelInput.Told { Facts: { Setup: { Window: { Pin: not null } window } setup } facts }
            ? new PanelInput.Told(facts with { Setup = setup with { Window = window with { Pin = pin } } })
            : input;

    /// <summary>Any number means something: a gesture, facts, other buttons, or nothing but time.</summary>
    private static (PanelInput Input, TimeSpan Now) Decode(int step, TimeSpan now, ButtonSource source)
    {
        var number = (uint)step * 2654435761;
        var button = (Button)(number / 7 % 8);
        var held = TimeSpan.FromSeconds(number / 11 % 25);
        now += (number / 13 % 6) switch { 0 => TimeSpan.FromSeconds(61), 1 => TimeSpan.FromSeconds(700), 2 => TimeSpan.Zero, _ => TimeSpan.FromMilliseconds(number / 17 % 3000) };
        PanelInput input = (number % 10) switch
        {
            0 or 1 or 2 or 3 => new PanelInput.Meant(new Gesture.Pressed(button, source)),
            4 => new PanelInput.Meant(new Gesture.Held(button, held < TimeSpan.FromSeconds(1) ? ButtonDecoder.Hold : held, source)),
            5 => new PanelInput.Meant(new Gesture.Released(button, held, source)),
            6 => new PanelInput.Meant(new Gesture.Repeated(button, source)),
            7 or 8 => new PanelInput.Told(Facts[number / 19 % (uint)Facts.Length]),
            _ => (number / 23 % 5) switch
            {
                0 => new PanelInput.Became((ButtonLayout)(number / 29 % 4)),
                1 => new PanelInput.Meant(new Gesture.Stuck(button, source)),
                2 => new PanelInput.Meant(new Gesture.Freed(button, source)),
                3 => new PanelInput.Meant(new Gesture.FoundDown(button, source)),
                _ => new PanelInput.DeadlinePassed(),
            },
        };
        return (input, now);
    }
}

using Hal.Buttons;
using Hal.Emulation;
using Hal.Lamps;
using Hal.Screens;

namespace Hal.Tests.Emulation;

public sealed class EmulatedFrontPanelTests : IAsyncDisposable
{
    private static readonly LampState Green = new(LampColour.Green, LampPattern.Steady);
    private static readonly Frame Dark = Frame.Dark(128, 64);
    private static readonly Frame Lit = new(128, 64, Enumerable.Repeat((byte)0xFF, 1024).ToArray());

    private readonly EmulatedFrontPanel _panel = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _panel.DisposeAsync();

    [Fact]
    public void The_lamps_are_drawn_by_sign_and_name()
    {
        _panel.Show(Lamp.Status, Green);
        _panel.Show(Lamp.Line, new LampState(LampColour.Red, LampPattern.Slow));

        Assert.Equal("[STATUS ● GREEN] [LINE ● RED] [CALL ○]", _panel.Now.DrawLamps(TimeSpan.Zero));
        Assert.Equal("[STATUS ● GREEN] [LINE ○ RED] [CALL ○]", _panel.Now.DrawLamps(TimeSpan.FromMilliseconds(1500)));
    }

    [Fact]
    public async Task Several_watchers_each_see_the_newest_picture_and_skip_those_in_between()
    {
        var one = _panel.ChangeAfterAsync(0, Stop);
        var two = _panel.ChangeAfterAsync(0, Stop);
        Assert.False(one.IsCompleted);

        _panel.Show(Dark);
        _panel.Show(Lit);

        Assert.Equal(Lit, (await one).Frame);
        Assert.Equal(Lit, (await two).Frame);
        Assert.Equal(2, (await _panel.ChangeAfterAsync(0, Stop)).Revision);
        Assert.False(_panel.ChangeAfterAsync(2, Stop).IsCompleted);
    }

    [Fact]
    public void What_is_shown_already_is_no_change()
    {
        _panel.Show(Lit);
        _panel.Show(Lamp.Call, Green);
        var before = _panel.Now;

        _panel.Show(new Frame(128, 64, Lit.AllPages));
        _panel.Show(Brightness.Full);
        _panel.Show(Lamp.Call, Green);

        Assert.Same(before, _panel.Now);
    }

    [Fact]
    public async Task A_watcher_that_goes_away_disturbs_nobody()
    {
        using var gone = new CancellationTokenSource();
        var watcher = _panel.ChangeAfterAsync(0, gone.Token);
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watcher);
        _panel.Show(Lit);
        Assert.Equal(Lit, _panel.Now.Frame);
    }

    [Fact]
    public void A_press_and_its_release_are_told_once_each_with_their_source_and_time()
    {
        Assert.True(_panel.Press(Button.Key2, ButtonSource.Picture, TimeSpan.FromSeconds(1)));
        Assert.False(_panel.Press(Button.Key2, ButtonSource.Picture, TimeSpan.FromSeconds(2)));
        Assert.True(_panel.Now.Down.Has(Button.Key2));
        Assert.True(_panel.Release(Button.Key2, ButtonSource.Picture, TimeSpan.FromSeconds(3)));
        Assert.False(_panel.Release(Button.Key2, ButtonSource.Picture, TimeSpan.FromSeconds(4)));

        Assert.Equal(
            [new(Button.Key2, true, TimeSpan.FromSeconds(1), ButtonSource.Picture), new ButtonEdge(Button.Key2, false, TimeSpan.FromSeconds(3), ButtonSource.Picture)],
            Edges());
        Assert.False(_panel.Now.Down.Has(Button.Key2));
    }

    [Theory]
    [InlineData(ButtonLayout.None, Button.Key1, false)]
    [InlineData(ButtonLayout.One, Button.Key1, true)]
    [InlineData(ButtonLayout.One, Button.Key2, false)]
    [InlineData(ButtonLayout.Two, Button.Key2, true)]
    [InlineData(ButtonLayout.Two, Button.Centre, false)]
    [InlineData(ButtonLayout.Joystick, Button.Centre, true)]
    public void Only_a_button_that_is_there_can_be_pressed(ButtonLayout layout, Button button, bool isThere)
    {
        var panel = new EmulatedFrontPanel(EmulatedFrontPanel.Complete with { Buttons = layout });

        Assert.Equal(isThere, panel.Press(button, ButtonSource.Panel, TimeSpan.Zero));
    }

    [Fact]
    public void With_nobody_reading_presses_are_refused_but_no_button_stays_down()
    {
        var taken = 0;
        for (var i = 0; i < 1000; i++)
        {
            taken += _panel.Press(Button.Up, ButtonSource.Panel, TimeSpan.Zero) ? 1 : 0;
            _panel.Release(Button.Up, ButtonSource.Panel, TimeSpan.Zero);
        }

        Assert.False(_panel.Now.Down.Has(Button.Up));
        var edges = Edges();
        Assert.Equal(taken, edges.Count(edge => edge.IsDown));
        Assert.Equal(taken, edges.Count(edge => !edge.IsDown));
    }

    [Fact]
    public void A_source_that_goes_away_lets_go_only_what_it_held()
    {
        _panel.Press(Button.Up, ButtonSource.Panel, TimeSpan.Zero);
        _panel.Press(Button.Down, ButtonSource.Picture, TimeSpan.Zero);

        _panel.ReleaseAll(ButtonSource.Picture, TimeSpan.FromSeconds(1));

        Assert.True(_panel.Now.Down.Has(Button.Up));
        Assert.False(_panel.Now.Down.Has(Button.Down));
    }

    [Fact]
    public void A_broken_screen_is_told_shows_nothing_and_comes_back_with_the_newest_picture()
    {
        var fault = new PanelFault(PanelPart.Screen, "panel.screen-silent", "no answer at 0x3C");
        _panel.Show(Dark);
        _panel.Break(fault);
        _panel.Show(Lit);

        Assert.Null(_panel.Now.Frame);
        _panel.Break();
        Assert.Equal(Lit, _panel.Now.Frame);

        Assert.Equal([fault], Assert.IsType<PanelEvent.Faults>(Told()).Now);
        Assert.Empty(Assert.IsType<PanelEvent.Faults>(Told()).Now);
    }

    [Fact]
    public void Broken_buttons_can_be_let_go_but_not_pressed()
    {
        _panel.Press(Button.Up, ButtonSource.Panel, TimeSpan.Zero);
        _panel.Break(new PanelFault(PanelPart.Buttons, "panel.lines-busy", ""));

        Assert.False(_panel.Press(Button.Down, ButtonSource.Panel, TimeSpan.Zero));
        Assert.True(_panel.Release(Button.Up, ButtonSource.Panel, TimeSpan.Zero));
    }

    [Fact]
    public void A_panel_without_a_screen_or_lamp_shows_none()
    {
        var panel = new EmulatedFrontPanel(EmulatedFrontPanel.Complete with { Screen = null, Lamps = [Lamp.Status] });
        panel.Show(Lit);
        panel.Show(Lamp.Call, Green);

        Assert.Null(panel.Now.Glass);
        Assert.Equal(LampState.Dark, panel.Now.Call);
    }

    [Fact]
    public void A_screen_that_is_off_is_dark_and_keeps_its_picture()
    {
        _panel.Show(Lit);
        _panel.Show(Brightness.Off);

        Assert.Equal(Dark, _panel.Now.Glass);
        _panel.Show(Brightness.Dimmed);
        Assert.Equal(Lit, _panel.Now.Glass);
    }

    [Fact]
    public void A_panel_that_turns_out_to_be_another_tells_so()
    {
        var half = EmulatedFrontPanel.Complete with { Screen = ScreenSize.Half };
        _panel.Show(Lit);
        _panel.Become(half);

        Assert.Equal(half, Assert.IsType<PanelEvent.Changed>(Told()).Now);
        Assert.Null(_panel.Now.Frame);
        _panel.Show(Lit);
        Assert.Null(_panel.Now.Frame);
        _panel.Show(Frame.Dark(128, 32));
        Assert.NotNull(_panel.Now.Frame);
    }

    private PanelEvent Told() => _panel.Events.TryRead(out var told) ? told : throw new InvalidOperationException("Nothing was told.");

    private List<ButtonEdge> Edges()
    {
        var edges = new List<ButtonEdge>();
        while (_panel.Events.TryRead(out var told))
            if (told is PanelEvent.Moved moved)
                edges.Add(moved.Edge);
        return edges;
    }
}

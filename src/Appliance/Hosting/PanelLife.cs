using System.Collections.Immutable;
using Appliance.FrontPanel;
using Appliance.Setup;
using Hal;
using Hal.Buttons;
using Hal.Lamps;
using Hal.Screens;

namespace Appliance.Hosting;

/// <summary>The panel from one beginning to its end or fault: the pure parts put together, and what is shown already.</summary>
internal sealed class PanelLife
{
    private readonly PanelSurroundings _around;
    private readonly Dictionary<Lamp, LampState> _lamps = [];
    private ButtonDecoder _decoder = ButtonDecoder.AtRest;
    private PanelModel _model;
    private Frame? _frame;
    private Frame? _picture;
    private Brightness? _brightness;
    private TimeSpan _factsDeadline;

    public PanelLife(PanelSurroundings around, TimeSpan now)
    {
        _around = around;
        _model = PanelModel.Begin(around.Panel.Has.Buttons, now);
    }

    /// <summary>When <see cref="Take"/> is wanted although nothing happens.</summary>
    public TimeSpan Deadline => new[] { _decoder.Deadline, _model.Deadline, _factsDeadline }.Min()!.Value;

    /// <summary>True once something else than the start is shown.</summary>
    public bool IsUp => _model.Shown is not PanelPage.Boot;

    /// <summary>Takes what happened, and shows what follows.</summary>
    public void Take(PanelNotice notice, TimeSpan now)
    {
        switch (notice)
        {
            case PanelNotice.Happened { Event: PanelEvent.Moved { Edge: var edge }, IsPicture: var isPicture } when isPicture == (edge.Source is ButtonSource.Picture) || ReferenceEquals(_around.Panel, _around.Shown):
                Decode(_decoder.Take(edge), now);
                break;
            case PanelNotice.Happened { Event: PanelEvent.Changed { Now: var has }, IsPicture: false }:
                Become(has, now);
                break;
        }

        Decode(_decoder.Until(now), now);
        if (notice is PanelNotice.Look || now >= _factsDeadline)
        {
            _factsDeadline = _around.FactsDeadline();
            Handle(new PanelInput.Told(_around.Facts()), now);
        }

        Handle(new PanelInput.DeadlinePassed(), now);
        Show(now);
    }

    private void Decode((ButtonDecoder Next, ImmutableArray<Gesture> Gestures) step, TimeSpan now)
    {
        _decoder = step.Next;
        foreach (var gesture in step.Gestures)
        {
            if (SetupEvent.Of(gesture) is { } pressed)
                _around.Tell(pressed);
            Handle(new PanelInput.Meant(gesture), now);
        }
    }

    private void Handle(PanelInput input, TimeSpan now)
    {
        (_model, var requests) = _model.Handle(input, now);
        foreach (var request in requests)
            _around.Ask(request);
    }

    /// <summary>Whatever was shown, the new panel has not seen it.</summary>
    private void Become(PanelCapabilities has, TimeSpan now)
    {
        if (!ReferenceEquals(_around.Panel, _around.Shown))
            _around.Shown.Become(has);
        (_frame, _picture, _brightness) = (null, null, null);
        _lamps.Clear();
        Handle(new PanelInput.Became(has.Buttons), now);
    }

    private void Show(TimeSpan now)
    {
        if (_model.Brightness != _brightness)
        {
            _brightness = _model.Brightness;
            ShowBoth(panel => panel.Show(_model.Brightness));
        }

        if (_around.Panel.Has.Screen is { } size && _model.Brightness is not Brightness.Off)
            Draw(now, size);

        var has = _around.Panel.Has.Lamps;
        var lamps = LampPolicy.Of(_model.Facts, has.Count);
        foreach (var lamp in has)
        {
            var state = lamps[lamp];
            if (_lamps.TryGetValue(lamp, out var shown) && shown == state)
                continue;

            _lamps[lamp] = state;
            ShowBoth(panel => panel.Show(lamp, state));
        }
    }

    private void Draw(TimeSpan now, ScreenSize size)
    {
        var frame = PanelView.Draw(_model, now, size);
        if (!frame.Equals(_frame))
            _around.Panel.Show(_frame = frame);
        if (ReferenceEquals(_around.Panel, _around.Shown))
            return;

        // Whoever looks at a picture does not stand before the box.
        var picture = _model.Facts.Setup.Window is { Pin: not null } ? PanelView.Draw(_model.WithoutPin(), now, size) : frame;
        if (!picture.Equals(_picture))
            _around.Shown.Show(_picture = picture);
    }

    private void ShowBoth(Action<IFrontPanel> show)
    {
        show(_around.Panel);
        if (!ReferenceEquals(_around.Panel, _around.Shown))
            show(_around.Shown);
    }
}

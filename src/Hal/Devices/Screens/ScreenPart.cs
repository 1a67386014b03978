using Hal.Boards;
using Hal.Screens;

namespace Hal.Devices.Screens;

/// <summary>Shows the newest picture on a screen. Pictures that came while the bus was busy are left out; a screen that failed is drawn whole when it is back.</summary>
/// <param name="open">Opens the way to a screen; throws <see cref="DeviceException"/>.</param>
/// <param name="encoder">What to send to it.</param>
/// <param name="faults">Where faults are told.</param>
internal sealed class ScreenPart(Func<BoardScreen, IScreenBus> open, Func<BoardScreen, IScreenEncoder> encoder, FaultDesk faults) : IDevicePart
{
    /// <summary>A screen to which nothing is sent is asked so often whether it is still there.</summary>
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(5);

    /// <summary>
    /// And set up and drawn whole so often: one that lost its power between two questions has forgotten everything, and one on SPI
    /// never answers any.
    /// </summary>
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private BoardScreen? _wantedScreen;
    private Frame? _wantedFrame;
    private Brightness _wantedBrightness = Brightness.Full;

    private BoardScreen? _screen;
    private IScreenEncoder? _encoder;
    private IScreenBus? _bus;
    private Frame? _shown;
    private Brightness? _brightness;
    private Retry _retry;
    private TimeSpan _askAt;
    private TimeSpan _renewAt;

    /// <summary>Shows on this screen from now on; null: on none. May be called by any thread.</summary>
    public void Use(BoardScreen? screen)
    {
        lock (_gate)
            _wantedScreen = screen;
    }

    /// <summary>Shows this picture from now on. One of another size than the screen's is not shown. May be called by any thread.</summary>
    public void Show(Frame frame)
    {
        lock (_gate)
            _wantedFrame = frame;
    }

    /// <summary>Makes the screen so bright. May be called by any thread.</summary>
    public void Show(Brightness brightness)
    {
        lock (_gate)
            _wantedBrightness = brightness;
    }

    public TimeSpan? Turn(TimeSpan now)
    {
        var (screen, frame, brightness) = Wanted();
        if (screen != _screen)
            Change(screen);
        if (_screen is null || _encoder is null)
            return null;
        if (!_retry.IsDue(now))
            return _retry.At;

        try
        {
            Draw(_encoder, frame, brightness, now);
            _retry = default;
            faults.Clear(PanelPart.Screen, "");
            return _askAt < _renewAt ? _askAt : _renewAt;
        }
        catch (DeviceException silent)
        {
            Close();
            _retry = _retry.Failed(now);
            faults.Raise(PanelPart.Screen, "", silent.Code, silent.Message);
            return _retry.At;
        }
    }

    public void Dispose() => Close();

    private (BoardScreen? Screen, Frame? Frame, Brightness Brightness) Wanted()
    {
        lock (_gate)
        {
            var fits = _wantedFrame is { } frame && _wantedScreen is { } screen && screen.Size == new ScreenSize(frame.Width, frame.Height);
            return (_wantedScreen, fits ? _wantedFrame : null, _wantedBrightness);
        }
    }

    private void Draw(IScreenEncoder encoder, Frame? frame, Brightness brightness, TimeSpan now)
    {
        if (_bus is null || now >= _renewAt)
            Begin(encoder, now);

        var bus = _bus!;
        if (frame is not null && !frame.Equals(_shown))
        {
            encoder.Draw(bus, _shown, frame);
            (_shown, _askAt) = (frame, now + AskEvery);
        }

        if (brightness != _brightness)
        {
            encoder.Light(bus, brightness);
            (_brightness, _askAt) = (brightness, now + AskEvery);
        }

        if (now >= _askAt)
        {
            encoder.Ask(bus);
            _askAt = now + AskEvery;
        }
    }

    private void Begin(IScreenEncoder encoder, TimeSpan now)
    {
        _bus ??= open(_screen!);
        encoder.Begin(_bus);
        (_shown, _brightness, _askAt, _renewAt) = (null, null, now + AskEvery, now + RenewEvery);
    }

    private void Change(BoardScreen? screen)
    {
        Close();
        faults.ClearAll(PanelPart.Screen);
        (_screen, _retry) = (screen, default);
        _encoder = screen is null ? null : encoder(screen);
    }

    private void Close()
    {
        _bus?.Dispose();
        (_bus, _shown, _brightness) = (null, null, null);
    }
}

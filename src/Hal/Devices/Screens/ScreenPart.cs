using Hal.Boards;
using Hal.Screens;

namespace Hal.Devices.Screens;

/// <summary>Shows the newest picture on a screen. Pictures that came while the bus was busy are left out; a screen that failed is drawn whole when it is back.</summary>
/// <param name="open">Opens the way to a screen; throws <see cref="DeviceException"/>.</param>
/// <param name="faults">Where faults are told.</param>
internal sealed class ScreenPart(Func<BoardScreen, IScreenBus> open, FaultDesk faults) : IDevicePart
{
    /// <summary>A screen to which nothing is sent is asked so often whether it is still there.</summary>
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(10);

    /// <summary>
    /// And told everything anew so often: one that lost its power between two questions has forgotten it, and one on SPI never answers
    /// any.
    /// </summary>
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private BoardScreen? _wantedScreen;
    private Frame? _wantedFrame;
    private Brightness _wantedBrightness = Brightness.Full;

    private BoardScreen? _screen;
    private DisplayEncoder? _encoder;
    private IScreenBus? _bus;
    private Frame? _shown;
    private Brightness? _brightness;
    private Retry _retry;
    private TimeSpan _settledAt;
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
            var due = Work(_encoder, frame, brightness, now);
            _retry = default;
            faults.Clear(PanelPart.Screen, "");
            return due;
        }
        catch (DeviceException silent)
        {
            Close();
            _retry = _retry.Failed(now);
            faults.Raise(PanelPart.Screen, "", silent.Code, silent.Message);
            return _retry.At;
        }
    }

    /// <summary>The last picture stays for whoever comes next.</summary>
    public void Dispose() => Close();

    private (BoardScreen? Screen, Frame? Frame, Brightness Brightness) Wanted()
    {
        lock (_gate)
        {
            var fits = _wantedFrame is { } frame && _wantedScreen is { } screen && screen.Size == new ScreenSize(frame.Width, frame.Height);
            return (_wantedScreen, fits ? _wantedFrame : null, _wantedBrightness);
        }
    }

    private TimeSpan Work(DisplayEncoder encoder, Frame? frame, Brightness brightness, TimeSpan now)
    {
        if (_bus is null)
            Begin(encoder, now);
        else if (now >= _renewAt)
            Renew(_bus, encoder, now);

        var bus = _bus!;
        Draw(bus, encoder, frame ?? _shown ?? Frame.Dark(encoder.Size.Width, encoder.Size.Height), now);
        if (brightness != _brightness && now >= _settledAt)
        {
            bus.Command(encoder.Show(brightness).Span);
            (_brightness, _askAt) = (brightness, now + AskEvery);
        }

        if (now >= _askAt)
        {
            bus.Command(DisplayEncoder.NoOperation);
            _askAt = now + AskEvery;
        }

        var due = _askAt < _renewAt ? _askAt : _renewAt;
        return brightness != _brightness && _settledAt < due ? _settledAt : due;
    }

    /// <summary>The glass stays dark until it has its first picture.</summary>
    private void Begin(DisplayEncoder encoder, TimeSpan now)
    {
        _bus = open(_screen!);
        _bus.Command(encoder.Initialise.Span);
        (_shown, _brightness) = (null, null);
        (_settledAt, _askAt, _renewAt) = (now + encoder.Settles, now + AskEvery, now + RenewEvery);
    }

    private void Renew(IScreenBus bus, DisplayEncoder encoder, TimeSpan now)
    {
        var last = _shown;
        bus.Command(encoder.Refresh.Span);
        foreach (var write in last is null ? [] : encoder.Encode(null, last))
            Send(bus, write);
        (_brightness, _askAt, _renewAt) = (null, now + AskEvery, now + RenewEvery);
    }

    private void Draw(IScreenBus bus, DisplayEncoder encoder, Frame frame, TimeSpan now)
    {
        if (frame.Equals(_shown))
            return;

        foreach (var write in encoder.Encode(_shown, frame))
            Send(bus, write);
        (_shown, _askAt) = (frame, now + AskEvery);
    }

    private static void Send(IScreenBus bus, DisplayWrite write)
    {
        if (write.Commands.Length > 0)
            bus.Command(write.Commands.Span);
        if (write.Pixels.Length > 0)
            bus.Pixels(write.Pixels.Span);
    }

    private void Change(BoardScreen? screen)
    {
        Close();
        faults.ClearAll(PanelPart.Screen);
        (_screen, _encoder, _retry) = (screen, screen?.Encoder, default);
    }

    private void Close()
    {
        _bus?.Dispose();
        (_bus, _shown, _brightness) = (null, null, null);
    }
}

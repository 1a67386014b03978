using Hal.Boards;

namespace Hal.Devices.Fan;

/// <summary>Runs a board's fan by the processor's temperature.</summary>
/// <param name="open">Opens the switch of a fan; throws <see cref="DeviceException"/>.</param>
/// <param name="temperature">The temperature in degrees Celsius, or null: unknown.</param>
/// <param name="faults">Where faults are told.</param>
internal sealed class FanPart(Func<BoardFan, IFanSwitch> open, Func<double?> temperature, FaultDesk faults) : IDevicePart
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    private volatile BoardFan? _wanted;
    private BoardFan? _fan;
    private IFanSwitch? _switch;
    private bool _isOn;
    private Retry _retry;

    /// <summary>Runs this fan from now on; null: none. May be called by any thread.</summary>
    public void Use(BoardFan? fan) => _wanted = fan;

    public TimeSpan? Turn(TimeSpan now)
    {
        if (_wanted != _fan)
        {
            Close();
            faults.ClearAll(PanelPart.Fan);
            (_fan, _retry) = (_wanted, default);
        }

        if (_fan is null)
            return null;
        if (!_retry.IsDue(now))
            return _retry.At;

        try
        {
            _switch ??= open(_fan);
            _isOn = FanRule.Decide(_isOn, Measure());

            // Set each time: an expander that lost its power for a moment comes back with the fan off.
            _switch.Set(_isOn);
            _retry = default;
            faults.Clear(PanelPart.Fan, "switch");
            return now + Every;
        }
        catch (DeviceException silent)
        {
            _switch?.Dispose();
            _switch = null;
            _retry = _retry.Failed(now);
            faults.Raise(PanelPart.Fan, "switch", silent.Code, silent.Message);
            return _retry.At;
        }
    }

    /// <summary>Nobody will look at the temperature any more: the fan is left running.</summary>
    public void Dispose() => Close();

    private double? Measure()
    {
        var celsius = temperature();
        if (celsius is null)
            faults.Raise(PanelPart.Fan, "temperature", FaultCodes.TemperatureUnknown, "the kernel tells no temperature");
        else
            faults.Clear(PanelPart.Fan, "temperature");
        return celsius;
    }

    private void Close()
    {
        try
        {
            _switch?.Set(isOn: true);
        }
        catch (DeviceException)
        {
            // It is being given up; there is nobody left to tell.
        }

        _switch?.Dispose();
        _switch = null;
    }
}

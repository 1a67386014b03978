using Hal.Boards;
using Hal.Devices;
using Hal.Devices.Fan;
using Hal.Tests.Devices.Support;

namespace Hal.Tests.Devices;

public sealed class FanTests : IDisposable
{
    private readonly Desk _desk = new();
    private readonly FakeFan _fan = new();
    private double? _celsius = 45;

    public void Dispose() => _fan.Dispose();

    [Theory]
    [InlineData(false, 60.0, false)]
    [InlineData(false, 60.1, true)]
    [InlineData(true, 50.0, true)]
    [InlineData(true, 49.9, false)]
    [InlineData(false, 55.0, false)]
    [InlineData(true, 55.0, true)]
    public void It_starts_above_60_degrees_and_stops_below_50(bool wasOn, double celsius, bool isOn) => Assert.Equal(isOn, FanRule.Decide(wasOn, celsius));

    [Fact]
    public void Where_the_temperature_is_not_known_it_runs() => Assert.True(FanRule.Decide(false, null));

    [Theory]
    [InlineData(0, true, 0xFE)]
    [InlineData(0, false, 0xFF)]
    [InlineData(7, true, 0x7F)]
    public void A_low_bit_is_on_and_the_others_stay_high(int bit, bool isOn, int written) => Assert.Equal(written, Pcf8574Fan.Byte(bit, isOn));

    [Fact]
    public void The_fan_follows_the_temperature()
    {
        var part = Part();
        double[] degrees = [45, 61, 55, 49, 55, 62];
        for (var i = 0; i < degrees.Length; i++)
        {
            _celsius = degrees[i];
            Assert.Equal(TimeSpan.FromSeconds((i * 10) + 10), part.Turn(TimeSpan.FromSeconds(i * 10)));
        }

        Assert.Equal([false, true, true, false, false, true], _fan.Told);
    }

    [Fact]
    public void A_silent_switch_is_a_fault_and_comes_back_by_itself()
    {
        var part = Part();
        _fan.IsSilent = true;
        Assert.Equal(TimeSpan.FromSeconds(1), part.Turn(TimeSpan.Zero));
        Assert.Equal([FaultCodes.FanSilent], _desk.Codes);

        _fan.IsSilent = false;
        part.Turn(TimeSpan.FromSeconds(1));
        Assert.Empty(_desk.Codes);
    }

    [Fact]
    public void An_unknown_temperature_is_a_fault_and_the_fan_runs()
    {
        var part = Part();
        _celsius = null;
        part.Turn(TimeSpan.Zero);
        Assert.Equal([FaultCodes.TemperatureUnknown], _desk.Codes);
        Assert.Equal([true], _fan.Told);

        _celsius = 40;
        part.Turn(TimeSpan.FromSeconds(10));
        Assert.Empty(_desk.Codes);
    }

    [Fact]
    public void At_the_end_the_fan_is_left_running()
    {
        var part = Part();
        part.Turn(TimeSpan.Zero);
        part.Dispose();

        Assert.Equal([false, true], _fan.Told);
    }

    [Fact]
    public void The_processors_own_thermometer_is_read()
    {
        using var kernel = new KernelTree();
        var thermometer = new Thermometer(kernel.Roots);
        Assert.Null(thermometer.Read());

        kernel.Add("sys/class/thermal/thermal_zone0/type", "wifi\n");
        kernel.Add("sys/class/thermal/thermal_zone0/temp", "90000\n");
        Assert.Equal(90, thermometer.Read());

        kernel.Add("sys/class/thermal/thermal_zone1/type", "cpu-thermal\n");
        kernel.Add("sys/class/thermal/thermal_zone1/temp", "48312\n");
        Assert.Equal(48.312, thermometer.Read());

        kernel.Add("sys/class/thermal/thermal_zone1/temp", "?\n");
        Assert.Null(thermometer.Read());
    }

    private FanPart Part()
    {
        var part = new FanPart(_ => _fan, () => _celsius, _desk.Faults);
        part.Use(new BoardFan(1, 0x20, 0));
        return part;
    }
}

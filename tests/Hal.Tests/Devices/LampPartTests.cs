using Hal.Boards;
using Hal.Devices;
using Hal.Devices.Lamps;
using Hal.Lamps;
using Hal.Tests.Devices.Support;

namespace Hal.Tests.Devices;

public sealed class LampPartTests : IDisposable
{
    private readonly Desk _desk = new();
    private readonly Dictionary<LightSource, FakeLight> _lights = [];
    private readonly HashSet<LightSource> _missing = [];
    private readonly LampPart _part;

    public LampPartTests() => _part = new(Open, _desk.Faults);

    public void Dispose() => _part.Dispose();

    [Fact]
    public void A_lamp_of_two_colours_lights_those_that_are_needed()
    {
        _part.Use([new(Lamp.Status, [Light(LampColour.Green, 1), Light(LampColour.Red, 2)])]);
        _part.Show(Lamp.Status, new(LampColour.Green, LampPattern.Slow));
        Turn(0);
        Assert.Equal((LampPattern.Slow, LampPattern.Dark), (Line(1).Shown, Line(2).Shown));

        _part.Show(Lamp.Status, new(LampColour.Yellow, LampPattern.Steady));
        Turn(1);
        Assert.Equal((LampPattern.Steady, LampPattern.Steady), (Line(1).Shown, Line(2).Shown));

        _part.Show(Lamp.Status, LampState.Dark);
        Turn(2);
        Assert.Equal((LampPattern.Dark, LampPattern.Dark), (Line(1).Shown, Line(2).Shown));
    }

    [Fact]
    public void A_dead_program_is_seen_on_the_status_lamp_red_and_slow()
    {
        _part.Use([new(Lamp.Status, [Light(LampColour.Green, 1), Light(LampColour.Red, 2)]), new(Lamp.Line, [Light(LampColour.Green, 3)])]);
        Turn(0);

        Assert.Equal((LampPattern.Dark, LampPattern.Slow, LampPattern.Dark), (Line(1).Orphan, Line(2).Orphan, Line(3).Orphan));
    }

    [Fact]
    public void And_by_five_flashes_where_there_is_one_lamp_alone()
    {
        _part.Use([new(Lamp.Status, [Light(LampColour.Green, 1)])]);
        Turn(0);

        Assert.Equal(LampPattern.FiveBlinks, Line(1).Orphan);
    }

    [Fact]
    public void A_light_that_is_missing_costs_that_light_alone_and_comes_back_by_itself()
    {
        _part.Use(KnownBoards.ExternalLamps);
        _missing.Add(new LightSource.GpioLine(7));
        _part.Show(Lamp.Call, new(LampColour.Green, LampPattern.Fast));
        _part.Show(Lamp.Line, new(LampColour.Green, LampPattern.Steady));
        Turn(0);
        Assert.Equal(LampPattern.Steady, Line(12).Shown);
        Assert.Equal([FaultCodes.LineBusy], _desk.Codes);

        _missing.Clear();
        Turn(0.5);
        Assert.Equal([FaultCodes.LineBusy], _desk.Codes);
        Turn(1);
        Assert.Equal(LampPattern.Fast, Line(7).Shown);
        Assert.Empty(_desk.Codes);
        Assert.Equal(2, _desk.Log.All.Count);
    }

    [Fact]
    public void A_light_that_goes_away_is_opened_anew()
    {
        _part.Use([new(Lamp.Status, [Light(LampColour.Green, 1)])]);
        Turn(0);
        var first = Line(1);
        first.IsGone = true;
        Assert.Equal(TimeSpan.FromSeconds(11), Turn(10));
        Assert.Equal([FaultCodes.LampMissing], _desk.Codes);

        Turn(11);
        Assert.NotSame(first, Line(1));
        Assert.Empty(_desk.Codes);
    }

    [Fact]
    public void It_asks_to_be_called_when_the_next_lamp_changes()
    {
        _part.Use(KnownBoards.ExternalLamps);
        _part.Show(Lamp.Status, new(LampColour.Green, LampPattern.Slow));
        _part.Show(Lamp.Call, new(LampColour.Green, LampPattern.Fast));

        Assert.Equal(TimeSpan.FromSeconds(4.25), Turn(4.1));
    }

    [Fact]
    public void At_the_end_every_light_is_handed_over()
    {
        _part.Use(KnownBoards.ExternalLamps);
        Turn(0);
        _part.Dispose();

        Assert.All(_lights.Values, light => Assert.True(light.IsHandedOver));
    }

    private static BoardLight Light(LampColour colour, int line) => new(colour, new LightSource.GpioLine(line));

    private FakeLight Line(int line) => _lights[new LightSource.GpioLine(line)];

    private FakeLight Open(LightSource source)
    {
        if (_missing.Contains(source))
            throw new DeviceException(FaultCodes.LineBusy, "line 7 of /dev/gpiochip0 [pinctrl-bcm2711] is used by \"spi0 CS1\"");
        return _lights[source] = new();
    }

    private TimeSpan? Turn(double at) => _part.Turn(TimeSpan.FromSeconds(at));
}

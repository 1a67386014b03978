using Hal.Boards;
using Hal.Buttons;
using Hal.Devices;
using Hal.Devices.Buttons;
using Hal.Tests.Devices.Support;

namespace Hal.Tests.Devices;

public sealed class ButtonPartTests : IDisposable
{
    private readonly FakeLines _lines = new();
    private readonly Desk _desk = new();
    private readonly List<string> _moved = [];
    private readonly ButtonPart _part;

    public ButtonPartTests()
    {
        _part = new(_lines, _desk.Faults, (button, edge) => _moved.Add($"{button.Button} {(edge.IsActive ? "down" : "up")} {edge.At.TotalSeconds}{(edge.IsFound ? " found" : "")}"));
        Listen(new(Button.Key1, 21), new(Button.Key2, 20));
    }

    public void Dispose()
    {
        _part.Dispose();
        _lines.Dispose();
    }

    [Fact]
    public void Edges_of_several_lines_are_told_in_the_order_they_happened()
    {
        Turn(0);
        _lines.Move(20, true, 1.0);
        _lines.Move(20, false, 1.3);
        _lines.Move(21, true, 1.1);
        _lines.Move(21, false, 1.2);
        Turn(1.4);

        Assert.Equal(["Key2 down 1", "Key1 down 1.1", "Key1 up 1.2", "Key2 up 1.3"], _moved);
    }

    [Fact]
    public void A_button_that_is_held_while_the_box_starts_is_found_down()
    {
        _lines.Level(21, isDown: true);
        Turn(0.5);

        Assert.Equal(["Key1 down 0.5 found"], _moved);
    }

    [Fact]
    public void A_busy_line_costs_that_button_alone_is_told_once_and_comes_back_by_itself()
    {
        _lines.Refusals[20] = new(FaultCodes.LineBusy, "line 20 of /dev/gpiochip0 [pinctrl-bcm2711] is used by \"spi0 CS1\"");
        var due = Turn(0);
        Assert.Equal(TimeSpan.FromSeconds(1), due);
        for (var at = 1.0; at < 60; at++)
            Turn(at);
        _lines.Move(21, true, 60);
        Turn(60);

        Assert.Equal(["Key1 down 60"], _moved);
        Assert.Equal([FaultCodes.LineBusy], _desk.Codes);
        Assert.Equal(["Warning: Front panel, Buttons: panel.line-busy: Key2: line 20 of /dev/gpiochip0 [pinctrl-bcm2711] is used by \"spi0 CS1\""], _desk.Log.All);

        _lines.Refusals.Clear();
        Turn(100);
        _lines.Move(20, true, 101);
        Turn(101);
        Assert.Equal("Key2 down 101", _moved[^1]);
        Assert.Empty(_desk.Codes);
        Assert.Equal("Information: Front panel, Buttons: panel.line-busy is over", _desk.Log.All[^1]);
    }

    [Fact]
    public void A_forbidden_chip_is_a_fault_of_every_button()
    {
        _lines.Refusals[20] = _lines.Refusals[21] = new(FaultCodes.LineForbidden, "/dev/gpiochip0: Permission denied (13)");
        Turn(0);

        Assert.Equal([FaultCodes.LineForbidden, FaultCodes.LineForbidden], _desk.Codes);
    }

    [Fact]
    public void A_line_that_goes_away_while_its_button_is_down_lets_it_go()
    {
        Turn(0);
        _lines.Move(21, true, 1);
        Turn(1);
        _lines.Refusals[21] = new(FaultCodes.ChipMissing, "line 21: No such device (19)");
        Turn(2);

        Assert.Equal(["Key1 down 1", "Key1 up 2"], _moved);
        Assert.Equal([FaultCodes.ChipMissing], _desk.Codes);
        Assert.DoesNotContain(21, _lines.Opened);
    }

    [Fact]
    public void After_lost_edges_the_level_is_read()
    {
        Turn(0);
        _lines.Move(21, true, 1);
        _lines.Move(21, true, 1.5, hasLost: true);
        _lines.Level(21, isDown: false);
        Turn(2);

        Assert.Equal(["Key1 down 1", "Key1 up 2"], _moved);
    }

    [Fact]
    public void A_stuck_button_is_a_fault_until_it_comes_up()
    {
        Turn(0);
        _lines.Move(21, true, 1);
        Assert.Equal(TimeSpan.FromSeconds(61), Turn(1));
        Turn(61);
        Assert.Equal([FaultCodes.ButtonStuck], _desk.Codes);

        _lines.Move(21, false, 90);
        Turn(90);
        Assert.Empty(_desk.Codes);
        Assert.Equal(["Key1 down 1", "Key1 up 90"], _moved);
    }

    [Fact]
    public void A_line_that_flutters_is_a_fault_and_does_not_keep_the_others_from_being_heard()
    {
        Turn(0);
        for (var edge = 0; edge < 500; edge++)
            _lines.Move(21, edge % 2 is 0, 1 + (edge * 0.02));
        _lines.Move(20, true, 2);
        Turn(11);
        Assert.Contains("Key2 down 2", _moved);
        while (Turn(11) == TimeSpan.FromSeconds(11))
        {
        }

        Assert.Equal([FaultCodes.ButtonNoisy], _desk.Codes);
        Assert.InRange(_moved.Count(told => told.StartsWith("Key1", StringComparison.Ordinal)), 30, 32);
    }

    [Fact]
    public void A_line_that_is_not_surely_a_button_is_no_fault_when_it_cannot_be_had()
    {
        _lines.Refusals[4] = new(FaultCodes.LineBusy, "used by \"w1\"");
        _part.Listen([new(Button.Key1, 21), new(Button.Centre, 4)], button => button.Line is 21);
        Turn(0);

        Assert.Empty(_desk.Codes);
        Assert.DoesNotContain(20, _lines.Opened);
    }

    private void Listen(params BoardButton[] buttons) => _part.Listen(buttons, _ => true);

    private TimeSpan? Turn(double at) => _part.Turn(TimeSpan.FromSeconds(at));
}

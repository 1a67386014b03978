using Hal.Boards;
using Hal.Buttons;
using Hal.Lamps;
using Hal.Screens;

namespace Hal.Tests.Boards;

public sealed class BoardTests
{
    public static TheoryData<string> Names => [.. KnownBoards.All.Select((board, index) => $"{index} {board.Name}")];

    [Theory]
    [MemberData(nameof(Names))]
    public void No_line_of_a_board_serves_two_things_with_or_without_external_lamps(string name)
    {
        var board = Find(name);

        Assert.Empty(Twice(board));
        Assert.Empty(Twice(board with { Lamps = KnownBoards.ExternalLamps }));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_board_takes_a_line_of_the_buses_or_of_the_serial_console(string name)
    {
        // I2C 1: 2 and 3; SPI 0: 8 to 11; serial: 14 and 15; GPIO 0 and 1 belong to the identity chip of boards.
        int[] taken = [0, 1, 2, 3, 8, 9, 10, 11, 14, 15];
        var board = Find(name) with { Lamps = KnownBoards.ExternalLamps };

        Assert.All(board.Lines, line => Assert.InRange(line.Line, 2, 27));
        Assert.DoesNotContain(board.Lines, line => taken.Contains(line.Line));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_board_has_a_button_to_hold_and_a_status_lamp(string name)
    {
        var board = Find(name);

        Assert.Contains(board.Buttons, button => button.Button is Button.Key1 or Button.Centre);
        Assert.Contains(board.Lamps, lamp => lamp.Lamp is Lamp.Status);
        Assert.Distinct(board.Buttons.Select(button => button.Button));
    }

    [Fact]
    public void The_boards_are_wired_as_their_makers_say()
    {
        Assert.Equal("Up 6, Down 19, Left 5, Right 26, Centre 13, Key1 21, Key2 20, Key3 16", Wires(KnownBoards.WaveshareOledHat));
        Assert.Equal("Up 17, Down 22, Left 27, Right 23, Centre 4, Key1 5, Key2 6", Wires(KnownBoards.AdafruitBonnet));
        Assert.Equal("Key1 16", Wires(KnownBoards.WavesharePoeB));
        Assert.Equal("Key1 16", Wires(KnownBoards.Bare));
        Assert.Equal(new ScreenWiring.Spi(0, 0, 24, 25), KnownBoards.WaveshareOledHat.Screen!.Bus);
        Assert.Equal(new ScreenWiring.I2c(1, 0x3C), KnownBoards.AdafruitBonnet.Screen!.Bus);
        Assert.Equal(ScreenSize.Half, KnownBoards.WavesharePoeB.Screen!.Size);
        Assert.Equal(new BoardFan(1, 0x20, 0), KnownBoards.WavesharePoeB.Fan);
    }

    [Fact]
    public void The_buttons_decide_how_a_board_is_used()
    {
        Assert.Equal(ButtonLayout.Joystick, KnownBoards.WaveshareOledHat.Layout);
        Assert.Equal(ButtonLayout.One, KnownBoards.Bare.Layout);
        Assert.Equal(ButtonLayout.Two, (KnownBoards.Bare with { Buttons = [new(Button.Key1, 1), new(Button.Key2, 2)] }).Layout);
        Assert.Equal(ButtonLayout.None, (KnownBoards.Bare with { Buttons = [] }).Layout);
    }

    [Theory]
    [InlineData("Green", "Green Red", "Green")]
    [InlineData("Yellow", "Green Red", "Green Red")]
    [InlineData("Yellow", "Green Red Yellow", "Yellow")]
    [InlineData("Blue", "Green Red", "Green Red")]
    [InlineData("Blue", "Green Red Blue", "Blue")]
    [InlineData("Red", "Green", "Green")]
    [InlineData("Yellow", "Blue", "Blue")]
    [InlineData("Off", "Green Red", "")]
    public void A_colour_is_mixed_of_the_lights_there_are(string wanted, string there, string lit)
    {
        var lamp = new BoardLamp(Lamp.Status, [.. there.Split(' ').Select((colour, index) => new BoardLight(Enum.Parse<LampColour>(colour), new LightSource.GpioLine(index)))]);

        Assert.Equal(lit, string.Join(' ', lamp.For(Enum.Parse<LampColour>(wanted)).Select(light => light.Colour)));
    }

    [Fact]
    public void A_lamp_shows_every_colour_somehow_whatever_lights_it_has()
    {
        LampColour[] colours = [LampColour.Green, LampColour.Yellow, LampColour.Red, LampColour.Blue];
        foreach (var light in colours)
        {
            var lamp = new BoardLamp(Lamp.Line, [new(light, new LightSource.GpioLine(1))]);
            Assert.All(colours, colour => Assert.Single(lamp.For(colour)));
        }
    }

    private static Board Find(string name) => KnownBoards.All[name[0] - '0'];

    private static IEnumerable<int> Twice(Board board) => board.Lines.GroupBy(line => line.Line).Where(group => group.Count() > 1).Select(group => group.Key);

    private static string Wires(Board board) => string.Join(", ", board.Buttons.Select(button => $"{button.Button} {button.Line}"));
}

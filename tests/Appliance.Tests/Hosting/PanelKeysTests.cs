using Appliance.Hosting;
using Appliance.Web;

namespace Appliance.Tests.Hosting;

public sealed class PanelKeysTests
{
    [Theory]
    [InlineData(ConsoleKey.UpArrow, '\0', "joystick", "up")]
    [InlineData(ConsoleKey.Enter, '\r', "joystick", "centre")]
    [InlineData(ConsoleKey.Spacebar, ' ', "two", "key1")]
    [InlineData(ConsoleKey.Enter, '\r', "two", "key2")]
    [InlineData(ConsoleKey.Enter, '\r', "one", "key1")]
    [InlineData(ConsoleKey.D3, '3', "joystick", "key3")]
    [InlineData(ConsoleKey.NumPad2, '2', "joystick", "key2")]
    public void A_key_is_a_short_press_of_the_button_it_stands_for(ConsoleKey key, char letter, string layout, string button)
    {
        var (next, does) = PanelKeys.AtRest.Take(Key(key, letter), layout);

        Assert.Equal(new PanelKey.Press(button), does);
        Assert.Equal(PanelKeys.AtRest, next);
    }

    [Fact]
    public void H_and_a_button_hold_it_until_the_next_key()
    {
        var (asking, ask) = PanelKeys.AtRest.Take(Key(ConsoleKey.H, 'h'), "joystick");
        var (holding, hold) = asking.Take(Key(ConsoleKey.D2, '2'), "joystick");
        var (after, letGo) = holding.Take(Key(ConsoleKey.D1, '1'), "joystick");

        Assert.Equal([new PanelKey.AskWhich(), new PanelKey.Hold("key2"), new PanelKey.LetGo()], [ask!, hold!, letGo!]);
        Assert.Equal(PanelKeys.AtRest, after);
    }

    [Theory]
    [InlineData("joystick", "centre")]
    [InlineData("two", "key1")]
    [InlineData("one", "key1")]
    public void H_twice_holds_the_button_of_the_ladder(string layout, string button)
    {
        var (asking, _) = PanelKeys.AtRest.Take(Key(ConsoleKey.H, 'h'), layout);

        Assert.Equal(new PanelKey.Hold(button), asking.Take(Key(ConsoleKey.H, 'h'), layout).Does);
    }

    [Fact]
    public void Control_c_and_q_end_it_even_while_a_button_is_held()
    {
        var holding = new PanelKeys("up", false);

        Assert.IsType<PanelKey.Quit>(holding.Take(Key(ConsoleKey.Q, 'q'), "joystick").Does);
        Assert.IsType<PanelKey.Quit>(holding.Take(new ConsoleKeyInfo('\u0003', ConsoleKey.C, shift: false, alt: false, control: true), "joystick").Does);
    }

    [Fact]
    public void A_key_that_stands_for_nothing_does_nothing()
    {
        Assert.Null(PanelKeys.AtRest.Take(Key(ConsoleKey.X, 'x'), "joystick").Does);
        Assert.Null(PanelKeys.AtRest.Take(Key(ConsoleKey.Enter, '\r'), "none").Does);
    }

    [Fact]
    public void Pixels_are_half_blocks_where_there_is_room_and_dots_where_there_is_not()
    {
        byte[] pages = [0b0000_0011, 0b0000_0001, 0b0000_0010, 0];
        var screen = new ScreenPicture(4, 8, Convert.ToBase64String(pages));

        Assert.Equal(["█▀▄", "", "", ""], TerminalPicture.Screen(screen, 80, 24, inColour: false));
        Assert.Equal(["⠋⠂".Replace('⠋', (char)(0x2800 + 0x01 + 0x02 + 0x08)).Replace('⠂', (char)(0x2800 + 0x02)), "⠀⠀"], TerminalPicture.Screen(screen, 3, 24, inColour: false));
    }

    [Fact]
    public void A_lamp_is_drawn_lit_and_dark_in_its_rhythm()
    {
        LampPicture[] lamps = [new("status", "green", [1000], "STATUS: green, steady"), new("line", "yellow", [-300, 700], "LINE: yellow"), new("call", "off", [], "CALL: dark")];

        Assert.Equal("● STATUS: green, steady   ○ LINE: yellow   ○ CALL: dark", TerminalPicture.Lamps(lamps, TimeSpan.FromMilliseconds(2200), inColour: false));
        Assert.Equal("● STATUS: green, steady   ● LINE: yellow   ○ CALL: dark", TerminalPicture.Lamps(lamps, TimeSpan.FromMilliseconds(2300), inColour: false));
        Assert.Equal(TimeSpan.FromMilliseconds(2300), TerminalPicture.NextBlink(lamps, TimeSpan.FromMilliseconds(2200)));
        Assert.Null(TerminalPicture.NextBlink([lamps[0], lamps[2]], TimeSpan.Zero));
    }

    private static ConsoleKeyInfo Key(ConsoleKey key, char letter) => new(letter, key, shift: false, alt: false, control: false);
}

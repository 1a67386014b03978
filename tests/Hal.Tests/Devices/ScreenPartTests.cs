using Hal.Boards;
using Hal.Devices;
using Hal.Devices.Screens;
using Hal.Emulation;
using Hal.Screens;
using Hal.Tests.Devices.Support;

namespace Hal.Tests.Devices;

public sealed class ScreenPartTests : IDisposable
{
    private readonly Desk _desk = new();
    private readonly List<FakeScreen> _opened = [];
    private readonly ScreenPart _part;
    private DeviceException? _refusal;

    public ScreenPartTests()
    {
        _part = new(Open, _desk.Faults);
        _part.Use(KnownBoards.AdafruitBonnet.Screen);
    }

    private FakeScreen Screen => _opened[^1];

    public void Dispose() => _part.Dispose();

    [Fact]
    public void Only_what_changed_is_sent()
    {
        _part.Show(Picture());
        Turn(0);
        Assert.Equal(1024, Screen.Pixels);

        _part.Show(Picture((3, 20)));
        Turn(0.1);
        Assert.Equal(1025, Screen.Pixels);
        Assert.Equal(Picture((3, 20)), Screen.Chip.Glass);

        var before = Screen.Transfers;
        _part.Show(Picture((3, 20)));
        Turn(0.2);
        Assert.Equal(before, Screen.Transfers);
    }

    [Fact]
    public void Pictures_that_came_while_the_bus_was_busy_are_left_out()
    {
        Turn(0);
        _part.Show(Picture((0, 0), (100, 0)));
        _part.Show(Picture((0, 63)));
        Turn(0.1);

        Assert.Equal(1025, Screen.Pixels);
        Assert.Equal(Picture((0, 63)), Screen.Chip.Glass);
    }

    [Fact]
    public void A_screen_that_fails_in_mid_picture_is_told_once_tried_again_and_drawn_whole()
    {
        Turn(0);
        Screen.BytesUntilItFails = 2;
        _part.Show(Picture((5, 5)));
        Assert.Equal(TimeSpan.FromSeconds(2), Turn(1));
        Assert.True(_opened[0].IsClosed);
        Assert.Equal([FaultCodes.ScreenSilent], _desk.Codes);

        _refusal = new(FaultCodes.ScreenSilent, "/dev/i2c-1 0x3C: Remote I/O error (121)");
        List<double> tries = [2];
        for (var i = 0; i < 5; i++)
            tries.Add(Turn(tries[^1])!.Value.TotalSeconds);
        Assert.Equal([2, 4, 9, 24, 54, 84], tries);
        Assert.Single(_desk.Log.All);

        _refusal = null;
        Turn(84);
        Assert.Equal(1024, Screen.Pixels);
        Assert.Equal(Picture((5, 5)), Screen.Chip.Glass);
        Assert.Empty(_desk.Codes);
        Assert.Equal(2, _desk.Log.All.Count);
    }

    [Fact]
    public void Between_two_tries_nothing_is_sent_however_many_pictures_come()
    {
        _refusal = new(FaultCodes.BusMissing, "/dev/i2c-1 is not there");
        Turn(0);
        for (var at = 0.1; at < 0.95; at += 0.1)
        {
            _part.Show(Picture(((int)(at * 10), 3)));
            Assert.Equal(TimeSpan.FromSeconds(1), Turn(at));
        }

        Assert.Empty(_opened);
        Assert.Equal([FaultCodes.BusMissing], _desk.Codes);
    }

    [Fact]
    public void A_screen_that_was_pulled_out_is_missed_though_the_picture_stands_still()
    {
        _part.Show(Picture());
        Assert.Equal(TimeSpan.FromSeconds(10), Turn(0));
        Screen.BytesUntilItFails = 0;
        Turn(10);

        Assert.Equal([FaultCodes.ScreenSilent], _desk.Codes);
    }

    [Fact]
    public void A_screen_that_lost_its_power_between_two_questions_is_set_up_and_drawn_anew()
    {
        _part.Show(Picture((9, 9)));
        Turn(0);
        for (var at = 10; at < 60; at += 10)
            Turn(at);
        Screen.Chip = new Ssd1306Model(ScreenSize.Full);
        Assert.NotEqual(Picture((9, 9)), Screen.Chip.Glass);
        Turn(60);

        Assert.Equal(Picture((9, 9)), Screen.Chip.Glass);
        Assert.True(Screen.Chip.IsPumping);
        Assert.Single(_opened);
    }

    [Fact]
    public void Being_told_everything_anew_is_not_seen()
    {
        foreach (var board in new[] { KnownBoards.AdafruitBonnet, KnownBoards.WaveshareOledHat, KnownBoards.WavesharePoeB })
        {
            var renewal = board.Screen!.Encoder.Refresh.ToArray();

            Assert.DoesNotContain((byte)0xAE, renewal);
            Assert.DoesNotContain("AD8B", Convert.ToHexString(renewal), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_picture_of_another_size_is_not_shown()
    {
        var lit = new Canvas(ScreenSize.Half);
        lit.Fill(0, 0, 128, 32);
        _part.Show(lit.ToFrame());
        Turn(0);

        Assert.Equal(Frame.Dark(128, 64), Screen.Chip.Glass);
    }

    [Fact]
    public void Brightness_is_sent_when_it_changes()
    {
        _part.Show(Brightness.Dimmed);
        Turn(0);
        var dimmed = Screen.Chip.Contrast;
        _part.Show(Brightness.Full);
        Turn(1);
        Assert.True(Screen.Chip.Contrast > dimmed);

        _part.Show(Brightness.Off);
        Turn(2);
        Assert.False(Screen.Chip.IsOn);

        var before = Screen.Transfers;
        Turn(3);
        Assert.Equal(before, Screen.Transfers);
    }

    [Fact]
    public void The_SH1106_stays_dark_until_its_voltage_is_steady()
    {
        _part.Use(KnownBoards.WaveshareOledHat.Screen);
        _part.Show(Picture((7, 7)));
        Assert.Equal(TimeSpan.FromMilliseconds(100), Turn(0));
        Assert.False(Screen.Chip.IsOn);
        Turn(0.1);

        Assert.Equal(Picture((7, 7)), Screen.Chip.Glass);
        Assert.True(Screen.Chip.IsTurned);
    }

    [Fact]
    public void Another_board_gets_its_own_screen()
    {
        _part.Show(Picture());
        Turn(0);
        _part.Use(KnownBoards.WaveshareOledHat.Screen);
        Turn(1);
        Assert.True(_opened[0].IsClosed);
        Assert.IsType<Sh1106Model>(Screen.Chip);

        _part.Use(null);
        Assert.Null(Turn(2));
        Assert.True(Screen.IsClosed);
    }

    private static Frame Picture(params (int X, int Y)[] lit)
    {
        var canvas = new Canvas(ScreenSize.Full);
        foreach (var (x, y) in lit)
            canvas.Set(x, y);
        return canvas.ToFrame();
    }

    private FakeScreen Open(BoardScreen screen)
    {
        if (_refusal is not null)
            throw _refusal;
        _opened.Add(new(screen));
        return _opened[^1];
    }

    private TimeSpan? Turn(double at) => _part.Turn(TimeSpan.FromSeconds(at));
}

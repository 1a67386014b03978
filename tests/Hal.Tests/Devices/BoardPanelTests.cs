using Hal.Boards;
using Hal.Buttons;
using Hal.Devices;
using Hal.Devices.Buttons;
using Hal.Devices.Fan;
using Hal.Devices.Lamps;
using Hal.Devices.Screens;
using Hal.Devices.Watchdog;
using Hal.Lamps;
using Hal.Screens;
using Hal.Tests.Devices.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Hal.Tests.Devices;

public sealed class BoardPanelTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly LogLines _log = new();
    private readonly Hardware _hardware = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void A_computer_without_a_header_has_no_panel()
    {
        using var kernel = new KernelTree();

        Assert.Null(Panels.Open(new(), kernel.Roots, _time, NullLoggerFactory.Instance, () => true));
    }

    [Fact]
    public async Task A_chosen_board_that_is_not_there_is_a_panel_with_faults()
    {
        using var kernel = new KernelTree();
        await using var panel = Panels.Open(new() { Board = KnownBoards.Bare }, kernel.Roots, _time, NullLoggerFactory.Instance, () => true)!;

        Assert.Equal((null, ButtonLayout.One, false, "Bare box"), (panel.Has.Screen, panel.Has.Buttons, panel.Has.IsSimulated, panel.Has.Name));
        Assert.Equal([Lamp.Status], panel.Has.Lamps);
        IReadOnlyList<PanelFault> faults = [];
        while (faults.Count < 2)
            faults = (await Next<PanelEvent.Faults>(panel)).Now;
        Assert.Equal([FaultCodes.ChipMissing, FaultCodes.LampMissing], faults.Select(fault => fault.Code));
    }

    [Fact]
    public async Task A_press_is_told_with_the_kernels_own_time()
    {
        await using var panel = Open(KnownBoards.AdafruitBonnet);
        await _hardware.Lines.UntilOpenAsync(4).WaitAsync(Stop);
        _hardware.Lines.Move(4, true, 12.5);
        _hardware.Wait.Wake();

        Assert.Equal(new ButtonEdge(Button.Centre, true, TimeSpan.FromSeconds(12.5)), (await Next<PanelEvent.Moved>(panel)).Edge);
    }

    [Fact]
    public async Task The_first_press_tells_which_board_it_is()
    {
        _hardware.Found = new(HasHeader: true, HasSpi: true, new HashSet<int>());
        await using var panel = Panels.Open(new(), _hardware, _time, _log, () => true)!;
        Assert.Equal(KnownBoards.WaveshareOledHat.Name, panel.Has.Name);

        await _hardware.Lines.UntilOpenAsync(23).WaitAsync(Stop);
        _hardware.Lines.Move(23, true, 1);
        _hardware.Wait.Wake();

        Assert.Equal(KnownBoards.AdafruitBonnet.Name, (await Next<PanelEvent.Changed>(panel)).Now.Name);
        Assert.Equal(Button.Right, (await Next<PanelEvent.Moved>(panel)).Edge.Button);
        Assert.Equal(KnownBoards.AdafruitBonnet.Name, panel.Has.Name);
        Assert.Contains("Information: Front panel: Adafruit 128x64 OLED Bonnet (a button on GPIO 23 was pressed)", _log.All);
    }

    [Fact]
    public async Task A_board_that_is_known_listens_to_its_own_lines_alone()
    {
        await using var panel = Open(KnownBoards.Bare);
        await _hardware.Lines.UntilOpenAsync(16).WaitAsync(Stop);
        _hardware.Lines.Move(16, true, 1);
        _hardware.Wait.Wake();
        await Next<PanelEvent.Moved>(panel);

        Assert.Equal([16], _hardware.Lines.Opened);
    }

    [Fact]
    public async Task Another_board_than_the_chosen_one_is_told()
    {
        _hardware.Found = new(HasHeader: true, HasSpi: true, new HashSet<int> { 0x3C, 0x20 });
        await using var panel = Open(KnownBoards.AdafruitBonnet);

        var fault = Assert.Single((await Next<PanelEvent.Faults>(panel)).Now);
        Assert.Equal(new(PanelPart.Board, FaultCodes.BoardUnlike, "the settings say Adafruit 128x64 OLED Bonnet; 0x20, 0x3C on I2C looks like Waveshare PoE HAT (B)"), fault);
    }

    [Fact]
    public async Task A_screen_that_is_pulled_out_and_put_back_shows_the_newest_picture()
    {
        await using var panel = Open(KnownBoards.AdafruitBonnet);
        panel.Show(Frame.Dark(128, 64));
        await _hardware.OpenedScreens.Reader.ReadAsync(Stop);
        _hardware.IsScreenGone = true;
        panel.Show(Lit(1));
        Assert.Equal(FaultCodes.ScreenSilent, Assert.Single((await Next<PanelEvent.Faults>(panel)).Now).Code);

        panel.Show(Lit(2));
        _hardware.IsScreenGone = false;
        _time.Advance(TimeSpan.FromSeconds(1));
        var screen = await _hardware.OpenedScreens.Reader.ReadAsync(Stop);
        Assert.Empty((await Next<PanelEvent.Faults>(panel)).Now);
        Assert.Equal(Lit(2), screen.Chip.Glass);
    }

    [Fact]
    public async Task External_lamps_take_the_place_of_the_boards_own()
    {
        await using var panel = Panels.Open(new() { Board = KnownBoards.Bare, HasExternalLamps = true }, _hardware, _time, _log, () => true)!;

        Assert.Equal([Lamp.Status, Lamp.Line, Lamp.Call], panel.Has.Lamps);
    }

    [Fact]
    public async Task The_end_of_the_panel_is_the_end_of_its_events()
    {
        var panel = Open(KnownBoards.WavesharePoeB);
        await panel.DisposeAsync();

        await panel.Events.Completion.WaitAsync(Stop);
        Assert.Empty(_hardware.Lines.Opened);
    }

    private static Frame Lit(int column)
    {
        var canvas = new Canvas(ScreenSize.Full);
        canvas.Set(column, 0);
        return canvas.ToFrame();
    }

    private static async Task<T> Next<T>(IFrontPanel panel)
        where T : PanelEvent
    {
        while (true)
        {
            if (await panel.Events.ReadAsync(Stop) is T told)
                return told;
        }
    }

    private IFrontPanel Open(Board board) => Panels.Open(new() { Board = board }, _hardware, _time, _log, () => true)!;

    private sealed class Hardware : IPanelHardware
    {
        private volatile bool _isScreenGone;

        public FakeLines Lines { get; } = new();

        public PlainWait Wait { get; } = new();

        public BoardFindings Found { get; set; } = new(HasHeader: true, HasSpi: false, new HashSet<int>());

        public System.Threading.Channels.Channel<FakeScreen> OpenedScreens { get; } = System.Threading.Channels.Channel.CreateUnbounded<FakeScreen>();

        public bool IsScreenGone
        {
            get => _isScreenGone;
            set => _isScreenGone = value;
        }

        public (IButtonLines Lines, IWait Wait) Buttons() => (Lines, Wait);

        public IScreenBus Open(BoardScreen screen)
        {
            if (IsScreenGone)
                throw Silent();
            var opened = new FakeScreen(screen) { IsGone = () => IsScreenGone };
            OpenedScreens.Writer.TryWrite(opened);
            return opened;
        }

        public ILightDriver Open(LightSource light) => new FakeLight();

        public IFanSwitch Open(BoardFan fan) => new FakeFan();

        public double? Temperature() => 40;

        public IWatchdogDevice StartWatchdog() => new FakeWatchdog();

        public BoardFindings Look() => Found;

        private static DeviceException Silent() => new(FaultCodes.ScreenSilent, "/dev/i2c-1 0x3C: Remote I/O error (121)");
    }
}

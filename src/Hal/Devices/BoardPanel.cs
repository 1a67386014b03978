using System.Threading.Channels;
using Hal.Boards;
using Hal.Buttons;
using Hal.Devices.Buttons;
using Hal.Devices.Fan;
using Hal.Devices.Lamps;
using Hal.Devices.Screens;
using Hal.Devices.Watchdog;
using Hal.Lamps;
using Hal.Screens;
using Microsoft.Extensions.Logging;

namespace Hal.Devices;

/// <summary>
/// A real front panel. Each part has a thread of its own, so that a bus that hangs holds up nobody else: the screen (and the fan, which
/// shares its bus), the buttons, the lamps, the watchdog.
/// </summary>
internal sealed class BoardPanel : IFrontPanel
{
    private const int MostEvents = 256;

    private readonly ILogger _log;
    private readonly bool _hasExternalLamps;
    private readonly Channel<PanelEvent> _events = Channel.CreateBounded<PanelEvent>(
        new BoundedChannelOptions(MostEvents) { SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest });

    private readonly ButtonPart _buttons;
    private readonly ScreenPart _screen;
    private readonly LampPart _lamps;
    private readonly FanPart _fan;
    private readonly List<DeviceLoop> _loops = [];
    private readonly DeviceLoop _screenLoop;
    private readonly DeviceLoop _lampLoop;

    private Board _guess;
    private BoardFindings? _guessedFrom;
    private volatile Board _board;
    private volatile PanelCapabilities _has;

    /// <summary>Opens a panel. Does not wait for any of its parts.</summary>
    /// <param name="board">The board.</param>
    /// <param name="guessedFrom">What the board was guessed from; null: somebody said so.</param>
    /// <param name="choice">What else the owner says.</param>
    /// <param name="hardware">What it touches.</param>
    /// <param name="isHealthy">Whether the program is well, for the watchdog.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">The log.</param>
    public BoardPanel(Board board, BoardFindings? guessedFrom, PanelChoice choice, IPanelHardware hardware, Func<bool> isHealthy, TimeProvider time, ILogger log)
    {
        (_log, _hasExternalLamps, _guess, _guessedFrom) = (log, choice.HasExternalLamps, board, guessedFrom);
        (_board, _has) = Dress(board);

        var faults = new FaultDesk(log, now => Tell(new PanelEvent.Faults(now)));
        var (lines, wait) = hardware.Buttons();
        _buttons = new(lines, faults, Moved);
        _screen = new(hardware.Open, faults);
        _lamps = new(hardware.Open, faults);
        _fan = new(hardware.Open, hardware.Temperature, faults);
        UseBoard();

        List<IDevicePart> onBus = [_screen, _fan];
        if (guessedFrom is null && KnownBoards.All.Contains(board))
            onBus.Add(new LookPart(board, hardware.Look, faults));
        _screenLoop = Run("panel screen", onBus, new PlainWait());
        _lampLoop = Run("panel lamps", [_lamps], new PlainWait());
        Run("panel buttons", [_buttons], wait);
        if (choice.UsesWatchdog)
            Run("panel watchdog", [new WatchdogPart(hardware.StartWatchdog, isHealthy, faults, log)], new PlainWait());

        DeviceLoop Run(string name, IReadOnlyList<IDevicePart> parts, IWait how)
        {
            var loop = new DeviceLoop(name, parts, time, how, log);
            _loops.Add(loop);
            return loop;
        }
    }

    /// <inheritdoc/>
    public PanelCapabilities Has => _has;

    /// <inheritdoc/>
    public ChannelReader<PanelEvent> Events => _events.Reader;

    /// <inheritdoc/>
    public void Show(Frame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        _screen.Show(frame);
        _screenLoop.Wake();
    }

    /// <inheritdoc/>
    public void Show(Brightness brightness)
    {
        _screen.Show(brightness);
        _screenLoop.Wake();
    }

    /// <inheritdoc/>
    public void Show(Lamp lamp, LampState state)
    {
        _lamps.Show(lamp, state);
        _lampLoop.Wake();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_loops.Select(loop => Task.Run(loop.Dispose)));
        _events.Writer.TryComplete();
    }

    private void Moved(BoardButton button, LineEdge edge)
    {
        if (_guessedFrom is { } found)
            Learn(button.Line, found);

        if (_board.Buttons.FirstOrDefault(one => one.Line == button.Line) is { } known)
            Tell(new PanelEvent.Moved(new ButtonEdge(known.Button, edge.IsActive, edge.At, ButtonSource.Panel, edge.IsFound)));
    }

    /// <summary>A button moved while the board was a guess.</summary>
    private void Learn(int line, BoardFindings found)
    {
        var (board, isCertain) = BoardDetection.Decide(_guess, found, line);
        if (isCertain)
            _guessedFrom = null;
        if (board != _guess)
        {
            _guess = board;
            (_board, _has) = Dress(board);
            LogEvents.BoardChosen(_log, board.Name, $"a button on GPIO {line} was pressed");
            Tell(new PanelEvent.Changed(_has));
        }

        UseBoard();
        _screenLoop.Wake();
        _lampLoop.Wake();
    }

    private void UseBoard()
    {
        var board = _board;
        _buttons.Listen(_guessedFrom is null ? board.Buttons : BoardDetection.Listen(board), button => board.Buttons.Any(known => known.Line == button.Line));
        _screen.Use(board.Screen);
        _lamps.Use(board.Lamps);
        _fan.Use(board.Fan);
    }

    private (Board Board, PanelCapabilities Has) Dress(Board board)
    {
        var dressed = _hasExternalLamps ? board with { Lamps = KnownBoards.ExternalLamps } : board;
        return (dressed, new(dressed.Screen?.Size, dressed.Layout, [.. dressed.Lamps.Select(lamp => lamp.Lamp)], IsSimulated: false, dressed.Name));
    }

    private void Tell(PanelEvent told) => _events.Writer.TryWrite(told);
}

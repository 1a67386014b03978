using Appliance.Configuration;
using Appliance.FrontPanel;
using Appliance.Network;
using Hal;
using Hal.Buttons;
using Hal.Devices;
using Hal.Emulation;
using Hal.Screens;
using Sip.Net;

namespace Appliance.Hosting;

/// <summary>
/// The front panel of a running box with all it needs: the board or a simulated one, set-up mode, the network, what is wrong. Comes up
/// before the gateway and goes after it, so that it can tell of both.
/// </summary>
public sealed class PanelHost : IAsyncDisposable
{
    private readonly IFrontPanel _panel;
    private readonly PanelFactsSource _facts;
    private readonly PanelLoop _loop;
    private readonly HealthWatch _health;
    private readonly BoxPulse _pulse;
    private readonly List<IDisposable> _subscriptions = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    private PanelHost(IFrontPanel? board, SettingsStore settings, LiveState live, SetupDesk desk, AddressDesk addresses, OfficeNetwork network, HealthWatch health, BoxPulse pulse, TimeProvider time, ILoggerFactory logs)
    {
        var simulated = board is null ? new EmulatedFrontPanel(CapabilitiesOf(settings.Current.Config.Panel)) : null;
        var shown = simulated ?? new EmulatedFrontPanel(board!.Has);
        (_panel, Desk, Addresses, Network, _health, _pulse) = (board ?? shown, desk, addresses, network, health, pulse);
        _facts = new PanelFactsSource(settings, live, () => network.Now, () => health.Current, () => desk.View, time);
        Shown = new ShownPanel(
            shown,
            simulated is null ? ButtonSource.Picture : ButtonSource.Panel,
            () => settings.Current.Config.Office.Language,
            () => LampPolicy.MeaningOf(_facts.Now(), shown.Has.Lamps.Count),
            () => live.Elapsed);
        _loop = new PanelLoop(
            new PanelSurroundings
            {
                Panel = _panel,
                Shown = shown,
                Facts = _facts.Now,
                FactsDeadline = () => _facts.Deadline,
                Ask = request => desk.Post(request),
                Tell = happened => desk.Post(happened),
                TellFaults = health.TellPanel,
            },
            time,
            logs.CreateLogger("Landline.Panel"));
        _subscriptions.AddRange(
        [
            settings.Subscribe(_ => _loop.Look()),
            live.Subscribe(_loop.Look),
            network.Subscribe(_ => _loop.Look()),
            health.Subscribe(_ => _loop.Look()),
            desk.Subscribe(SetupChanged),
        ]);
        SetupChanged();
        pulse.FeelPanel(_loop.Beat);
        var log = logs.CreateLogger("Landline");
        Func<CancellationToken, Task>[] parts = [_loop.RunAsync, desk.RunAsync, network.RunAsync, health.RunAsync];
        _running = Task.WhenAll([Task.Run(DrawOnce), .. parts.Select(part => LastingPart.RunAsync(part, time, log, _stop.Token))]);
    }

    /// <summary>The panel as page and terminal show it.</summary>
    public ShownPanel Shown { get; }

    /// <summary>What is decided at the panel.</summary>
    public SetupDesk Desk { get; }

    /// <summary>The way to another address.</summary>
    public AddressDesk Addresses { get; }

    /// <summary>The office's network.</summary>
    public OfficeNetwork Network { get; }

    /// <summary>What is wrong with the box.</summary>
    public HealthWatch Health => _health;

    /// <summary>What people call the panel.</summary>
    public string Name => _panel.Has.Name;

    /// <summary>Opens the panel and runs it.</summary>
    public static PanelHost Start(CommandLine.Run run, SettingsStore settings, LiveState live, TimeProvider time, ILoggerFactory logs)
    {
        ArgumentNullException.ThrowIfNull(run);
        var log = logs.CreateLogger("Landline");
        var addresses = new AddressDesk(settings, time, log);
        var desk = new SetupDesk(settings, live, new OwnerFile(run.DataFolder), new ResetFile(run.BootFolder), addresses, new SystemTokens(), time, log);
        IAddressApplier applier = run.OwnsNetwork ? new NetworkdApplier(run.NetworkFolder) : new NoAddressApplier();
        var network = new OfficeNetwork(settings, addresses, applier, time, log);
        var health = new HealthWatch(run.DataFolder, settings, network, live, time, log);
        var pulse = new BoxPulse(() => live.Elapsed, log);
        var board = settings.Current.Config.Panel.Choice is { } choice ? Panels.Open(choice, DeviceRoots.System, time, logs, pulse.IsWell) : null;
        return new PanelHost(board, settings, live, desk, addresses, network, health, pulse, time, logs);
    }

    /// <summary>The voice engine came up or went away.</summary>
    public void TellEngine(bool isUp)
    {
        _health.TellEngine(isUp);
        _pulse.TellEngine(isUp);
    }

    /// <summary>From now on the gateway counts for the hardware watchdog.</summary>
    /// <param name="beat">Asks its loop to turn, and says how often it has.</param>
    public void Watch(Func<long> beat) => _pulse.FeelSignalling(beat);

    /// <summary>Ends when the panel shows something else than the start.</summary>
    public Task UntilReadyAsync(CancellationToken stop) => _loop.Up.WaitAsync(stop);

    /// <summary>The start has come so far.</summary>
    public void Reach(BootStep step)
    {
        _facts.Boot = step;
        _loop.Look();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var subscription in _subscriptions)
            subscription.Dispose();
        await _stop.CancelAsync();
        await _running;
        Addresses.Dispose();
        await _panel.DisposeAsync();
        if (!ReferenceEquals(_panel, Shown.Panel))
            await Shown.Panel.DisposeAsync();
        _stop.Dispose();
    }

    private static PanelCapabilities CapabilitiesOf(PanelConfig settings) =>
        settings.Board is PanelBoard.None ? new PanelCapabilities(null, ButtonLayout.None, [], IsSimulated: true, "no panel") : EmulatedFrontPanel.Complete;

    /// <summary>The large font is read, and the QR coder made ready, when first used: not while somebody waits for a page.</summary>
    private static void DrawOnce()
    {
        _ = BitmapFont.Large;
        _ = QrBitmap.Of("HTTP://192.168.1.45/");
    }

    private void SetupChanged()
    {
        _health.TellSetup(Desk.View.IsClaimed, Desk.Trouble);
        _loop.Look();
    }
}

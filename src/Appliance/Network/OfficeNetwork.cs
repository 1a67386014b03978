using System.Net.NetworkInformation;
using System.Threading.Channels;
using Appliance.Configuration;
using Appliance.FrontPanel;

namespace Appliance.Network;

/// <summary>
/// Knows the office's network and tells when it changes. The system says when to look (netlink, by way of .NET); a slow look of our own
/// finds what it does not tell of, as another name server.
/// </summary>
public sealed class OfficeNetwork
{
    /// <summary>The system tells of one change in several events; they are taken together.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(30);

    private readonly SettingsStore _settings;
    private readonly AddressDesk _addresses;
    private readonly IAddressApplier _applier;
    private readonly Func<NetworkReading> _read;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Listeners<NetworkFact> _listeners = new();
    private readonly Channel<bool> _wakes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly LldpListener _lldp;
    private (int Card, CancellationTokenSource Stop, Task Listening)? _hearing;
    private (AddressWish Wish, string Card)? _applied;
    private TimeSpan _applyAt;
    private volatile string? _trouble;
    private volatile NetworkFact _now;

    /// <summary>Knows the network of this computer.</summary>
    public OfficeNetwork(SettingsStore settings, AddressDesk addresses, IAddressApplier applier, TimeProvider time, ILogger log)
        : this(settings, addresses, applier, SystemNetwork.Read, time, log)
    {
    }

    internal OfficeNetwork(SettingsStore settings, AddressDesk addresses, IAddressApplier applier, Func<NetworkReading> read, TimeProvider time, ILogger log)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(addresses);
        ArgumentNullException.ThrowIfNull(applier);
        ArgumentNullException.ThrowIfNull(read);
        (_settings, _addresses, _applier, _read, _time, _log) = (settings, addresses, applier, read, time, log);
        _lldp = new LldpListener(time, Wake, log);
        _now = Describe(read());
    }

    /// <summary>The network as it was when last looked at.</summary>
    public NetworkFact Now => _now;

    /// <summary>Why the system does not take the address in the settings, or null. It is tried again with every slow look.</summary>
    public string? Trouble => _trouble;

    /// <summary>Calls back whenever <see cref="Now"/> or <see cref="Trouble"/> is another, until disposed. The callback must return at once.</summary>
    public IDisposable Subscribe(Action<NetworkFact> listener) => _listeners.Add(listener);

    /// <summary>Looks now, and again whenever there may be something new, until told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        NetworkAddressChangedEventHandler addressed = (_, _) => Wake();
        NetworkAvailabilityChangedEventHandler linked = (_, _) => Wake();
        NetworkChange.NetworkAddressChanged += addressed;
        NetworkChange.NetworkAvailabilityChanged += linked;
        using var changed = _settings.Subscribe(_ => Wake());
        using var tried = _addresses.Subscribe(_ => Wake());
        await using var alarm = _time.CreateTimer(_ => Wake(), null, LookEvery, LookEvery);
        try
        {
            Wake();
            await foreach (var _ in _wakes.Reader.ReadAllAsync(stop))
            {
                await LookAsync(stop);
                await Task.Delay(Gathering, _time, stop);
            }
        }
        catch (OperationCanceledException)
        {
            // Asked to stop.
        }
        finally
        {
            NetworkChange.NetworkAddressChanged -= addressed;
            NetworkChange.NetworkAvailabilityChanged -= linked;
            await HearAsync(0);
        }
    }

    private void Wake() => _wakes.Writer.TryWrite(true);

    private async Task LookAsync(CancellationToken stop)
    {
        var reading = _read();
        var trouble = _trouble;
        await ApplyAsync(reading, stop);
        var cable = OfficeCard.CableOf(OfficeCard.Choose(reading, Wanted()), reading);
        await HearAsync(cable?.Index ?? 0);
        if (cable is { HasLink: false })
            _lldp.Forget();
        var now = Describe(reading);
        if (now == _now && trouble == _trouble)
            return;

        var isNetwork = now != _now with { Switch = now.Switch, Trial = now.Trial };
        _now = now;
        if (isNetwork)
            NetworkLog.Changed(_log, now.HasLink ? "link" : "no link", now.Address is null ? "none" : $"{now.Address}/{now.PrefixLength}", now.Gateway?.ToString() ?? "none");
        _listeners.Tell(now);
    }

    /// <summary>Listens for the switch on this card alone; 0: on none.</summary>
    private async Task HearAsync(int card)
    {
        if ((_hearing?.Card ?? 0) == card)
            return;

        if (_hearing is var (_, stop, listening))
        {
            await stop.CancelAsync();
            await listening;
            stop.Dispose();
        }

        _hearing = null;
        if (card > 0)
        {
            var until = new CancellationTokenSource();
            _hearing = (card, until, Task.Run(() => _lldp.RunAsync(card, until.Token)));
        }
    }

    /// <summary>
    /// The settings are the truth, but for what is on trial: what they wish is made so, once for each wish and card; what fails is tried
    /// again, of a trial not.
    /// </summary>
    private async Task ApplyAsync(NetworkReading reading, CancellationToken stop)
    {
        var trial = _addresses.Wanted;
        var settings = Wanted(trial);
        if (!_applier.CanChange || OfficeCard.CableOf(OfficeCard.Choose(reading, settings), reading) is not { } card)
            return;

        var wanted = (settings.Address.Wish, card.Name);
        var isNew = _applied != wanted;
        if (!isNew && (_trouble is null || _time.GetElapsedTime(0) < _applyAt))
        {
            // Tried again before the one before was taken back.
            if (trial is { IsInUse: false } && _trouble is null)
                _addresses.Tell(trial.Number, null);
            return;
        }

        // What was tried may itself wake us: not at once again.
        (_applied, _applyAt) = (wanted, _time.GetElapsedTime(0) + LookEvery);
        var why = await _applier.ApplyAsync(wanted.Wish, card.Name, stop);
        if (why is not null && (isNew || why != _trouble))
            NetworkLog.NotApplied(_log, why);
        _trouble = why;
        if (trial is not null)
            _addresses.Tell(trial.Number, why);
    }

    private NetworkFact Describe(NetworkReading reading) =>
        OfficeCard.Describe(reading, Wanted(), _applier.CanChange, _lldp.Switch) with { Trial = _addresses.Current.Now };

    private NetworkConfig Wanted() => Wanted(_addresses.Wanted);

    private NetworkConfig Wanted(AddressTrial? trial)
    {
        var settings = _settings.Current.Config.Network;
        return trial is null ? settings : settings with { Address = AddressConfig.Of(trial.Wish) };
    }
}
